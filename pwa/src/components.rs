//! The parts that pages are made of.

pub mod avatar;
pub mod badge;
pub mod channel_list;
pub mod composer;
pub mod connection_banner;
pub mod conversation;
pub mod dialog;
pub mod dialogs;
pub mod empty;
pub mod field;
pub mod guide;
pub mod hub_rail;
pub mod icon;
pub mod install_offer;
pub mod later;
pub mod live_region;
pub mod markdown;
pub mod member_list;
pub mod message;
pub mod overlay;
pub mod pulling;
pub mod shell;
pub mod splash;
pub mod swiping;
pub mod tabs;
pub mod toasts;
