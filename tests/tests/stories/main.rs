//! Black-box stories: what people can rely on, told through REST, the socket and a real browser.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "stories fail by panicking"
)]

mod abuse;
mod accessible;
mod acting;
mod answers;
mod api_keys;
mod at_once;
mod attaching;
mod audit_log;
mod automod;
mod banning;
mod blocks;
mod bots;
mod browser;
mod cases;
mod catching_up;
mod coming_in;
mod community;
mod console;
mod crash;
mod deleting;
mod deleting_together;
mod departing;
mod documented;
mod doors;
mod drafts;
mod first_view;
mod forwarding;
mod getting_around;
mod hostile;
mod idempotency;
mod invites;
mod leaving;
mod limits;
mod locking;
mod looks;
mod many_looking;
mod many_members;
mod members;
mod naming_many;
mod nonces;
mod notifying;
mod offline;
mod outage;
mod outgoing;
mod ownership;
mod paging;
mod parts;
mod permissions;
mod pins;
mod polls;
mod presence;
mod private;
mod races;
mod reactions;
mod reading;
mod reference;
mod replies;
mod reporting;
mod role_groups;
mod roles;
mod running_a_hub;
mod saving;
mod scene;
mod scheduling;
mod screens;
mod searching;
mod sessions;
mod showing;
mod shutdown;
mod slow_mode;
mod switching;
mod talking;
mod tampering;
mod told;
mod unread;
mod updates;
mod verify;
mod walk;
mod webhooks;
mod writing;
