//! Telling people who do not look: of what they want to be told, and whether they are told now.

mod decide;
mod fan_outs;
mod inbox;
mod payload;
mod push_jobs;
mod settings;
mod subscriptions;
mod whereabouts;

pub use decide::{Listener, Occasion, Presence, Verdict, decide};
pub use fan_outs::{FAN_OUTS, FanOutDoc, next_fan_out};
pub use inbox::{INBOX, InboxDoc, all_of_user, due_in_inbox, inbox_page, inbox_since, next_in_inbox};
pub use payload::{Payload, Said};
pub use push_jobs::{News, PUSH_JOBS, PushJobDoc, all_jobs_of, due_jobs, next_job};
pub use settings::{
    NOTIFICATION_SETTINGS, SettingsDoc, WATCHERS, WatcherDoc, all_watching_of, change, is_watched,
    watchers_after, watchers_of_hub,
};
pub use subscriptions::{
    PUSH_KEYS, PUSH_SUBSCRIPTIONS, PushKeyDoc, SubscriptionDoc, all_subscriptions_of, subscriptions_of,
};
pub use whereabouts::{Scope, Whereabouts};
