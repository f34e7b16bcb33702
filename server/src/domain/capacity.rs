//! How much there may be of what people fill, and for how long: one value, so that the owner of a server can be given a
//! say. Lengths of texts are in `shared`, since the app counts too; how often somebody may do things is a setting.

use crate::error::{Error, Result};
use hubbub_shared::{ErrorCode, Problem, Timestamp};

/// What people put off comes within so many days.
const MOST_DAYS_AHEAD: i64 = 366;

/// The most of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Hubs that a person belongs to.
    pub hubs_of_a_person: usize,
    /// Sessions of a person; a browser's sign-in ends the ones longest unused, a program's is refused.
    pub sessions_of_a_person: usize,
    /// Keys of a person with which programs act for them.
    pub api_keys_of_a_person: usize,
    /// Applications that a person made.
    pub applications_of_a_person: usize,
    /// A session that is not used for so long is over.
    pub session_unused_ms: i64,
    /// People whom a person blocks or ignores.
    pub blocks_of_a_person: usize,
    /// Hubs, categories and channels for which a person chooses of what they are told.
    pub notifications_of_a_person: usize,
    /// Open sockets of a person on one worker thread; one more closes the oldest.
    pub sockets_of_a_person: usize,
    /// Channels that a socket follows.
    pub channels_of_a_socket: usize,
    /// Channels of a hub.
    pub channels: usize,
    /// Categories of a hub.
    pub categories: usize,
    /// Roles of a hub, *everyone* included.
    pub roles: usize,
    /// Groups of roles that a hub's members choose from.
    pub role_groups: usize,
    /// Roles of such a group.
    pub roles_of_a_group: usize,
    /// Notes of moderators about one person in a hub.
    pub notes_of_a_member: usize,
    /// Members whose roles one call changes.
    pub members_at_once: usize,
    /// Overwrites of a channel or category.
    pub overwrites: usize,
    /// Uses of an invite that has a limit.
    pub invite_uses: u32,
    /// Seconds an invite is good for, unless told.
    pub invite_usual_secs: u64,
    /// Most seconds an invite may be good for.
    pub invite_secs: u64,
    /// Most seconds from one message of a person to the next, in slow mode.
    pub slow_mode_secs: u64,
    /// Messages that a person saved.
    pub saved_messages_of_a_person: usize,
    /// Drafts of a person, each in a channel of its own. All of them travel in one reply.
    pub drafts_of_a_person: usize,
    /// Messages of a person that wait to be sent.
    pub scheduled_messages_of_a_person: usize,
    /// Different things that people react with to one message.
    pub reactions_of_a_message: usize,
    /// Messages of a channel that are pinned.
    pub pins: usize,
    /// Bytes of a file.
    pub upload_bytes: u64,
    /// Bytes of a person's files together.
    pub upload_bytes_of_a_person: u64,
    /// Bytes of a hub's files together.
    pub upload_bytes_of_a_hub: u64,
    /// Files of a person that were not sent with a message yet.
    pub uploads_of_a_person: usize,
    /// Files of a message.
    pub attachments_of_a_message: usize,
    /// Messages that are deleted together.
    pub messages_deleted_together: usize,
    /// Invites of a hub that let somebody in.
    pub invites: usize,
    /// Webhooks of a channel.
    pub webhooks_of_a_channel: usize,
    /// Webhooks of a hub.
    pub webhooks: usize,
    /// Webhooks of a hub that send.
    pub outgoing_webhooks: usize,
    /// Channels that such a webhook names.
    pub outgoing_channels: usize,
    /// Events that are sent once more by one call.
    pub outgoing_replay: usize,
    /// Keys of a person, or of a webhook, under which answers are kept for a day.
    pub idempotency_keys: usize,
    /// Most joins within a minute that a hub can set as its limit.
    pub joins_per_minute: u32,
    /// Most seconds for which invites pause, unless it is until somebody resumes them.
    pub invites_pause_secs: u64,
    /// Longest timeout, in milliseconds.
    pub timeout_ms: i64,
    /// Most seconds back from a ban whose messages are deleted with it.
    pub ban_delete_secs: u64,
    /// Rules of a hub's automod.
    pub automod_rules: usize,
    /// Words, phrases or hosts of a rule.
    pub automod_words: usize,
    /// Rules with a pattern, of a hub: each reads every message from its start to its end.
    pub automod_patterns: usize,
    /// Bytes of words, hosts and patterns in all rules of a hub together; they travel in one reply.
    pub automod_bytes: usize,
    /// Messages of a hub that automod keeps to be looked at; beyond it refuses what it would keep.
    pub held_messages: usize,
    /// Reports of a person that are not decided.
    pub reports_waiting: usize,
    /// Lines of an audit log that a file of it holds.
    pub audit_export: usize,
    /// Links of a person's chain of devices.
    pub dm_links: usize,
    /// Conversations that a person opens in a day.
    pub dms_opened_a_day: usize,
    /// Messages, members, bans or lines of an audit log that are read at once.
    pub page: PageSize,
}

/// How many of something are read at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSize {
    /// As many as are read unless told.
    pub usual: u64,
    /// As many as may be asked for.
    pub most: u64,
}

impl PageSize {
    /// As many as asked for, if that makes a page.
    pub fn limit(self, asked: Option<u64>) -> Result<u64> {
        match asked.unwrap_or(self.usual) {
            limit if (1..=self.most).contains(&limit) => Ok(limit),
            _ => Err(Problem::field("limit", format!("limit is a number from 1 to {}.", self.most)).into()),
        }
    }
}

/// As many bytes as sizes of files are counted in.
pub const MIB: u64 = 1024 * 1024;
/// A day, as these are counted in.
pub const DAY_SECS: u64 = 24 * 60 * 60;
/// The same in milliseconds.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl Default for Capacity {
    fn default() -> Self {
        Self {
            hubs_of_a_person: 100,
            sessions_of_a_person: 100,
            api_keys_of_a_person: 50,
            applications_of_a_person: 10,
            session_unused_ms: 90 * DAY_MS,
            blocks_of_a_person: 500,
            notifications_of_a_person: 1000,
            saved_messages_of_a_person: 1000,
            drafts_of_a_person: 100,
            scheduled_messages_of_a_person: 100,
            sockets_of_a_person: 50,
            channels_of_a_socket: 100,
            channels: 500,
            categories: 50,
            roles: 250,
            role_groups: 25,
            roles_of_a_group: 50,
            notes_of_a_member: 100,
            members_at_once: 100,
            overwrites: 100,
            invite_uses: 1000,
            invite_usual_secs: 7 * DAY_SECS,
            invite_secs: 30 * DAY_SECS,
            slow_mode_secs: 6 * 60 * 60,
            reactions_of_a_message: 20,
            pins: 100,
            upload_bytes: 100 * MIB,
            upload_bytes_of_a_person: 2 * 1024 * MIB,
            upload_bytes_of_a_hub: 10 * 1024 * MIB,
            uploads_of_a_person: 100,
            attachments_of_a_message: 10,
            messages_deleted_together: 100,
            invites: 500,
            webhooks_of_a_channel: 15,
            webhooks: 100,
            outgoing_webhooks: 10,
            outgoing_channels: 100,
            outgoing_replay: 1000,
            idempotency_keys: 1000,
            joins_per_minute: 1000,
            invites_pause_secs: 30 * DAY_SECS,
            timeout_ms: 28 * DAY_MS,
            ban_delete_secs: 7 * DAY_SECS,
            automod_rules: 100,
            automod_words: 1000,
            automod_patterns: 10,
            automod_bytes: 512 * 1024,
            held_messages: 1000,
            reports_waiting: 20,
            audit_export: 50_000,
            dm_links: 200,
            dms_opened_a_day: 20,
            page: PageSize { usual: 50, most: 100 },
        }
    }
}

/// Refused unless a time that somebody chose is to come, and within a year.
pub fn is_within_a_year(field: &'static str, at: Timestamp, now: Timestamp) -> Result<()> {
    match at > now && at <= now.plus_ms(MOST_DAYS_AHEAD * DAY_MS) {
        true => Ok(()),
        false => Err(Problem::field(field, "Choose a time within the next year.").into()),
    }
}

/// Refuses members beyond those that the owner of the server allows a hub.
pub fn is_room_for_members(would_be: usize, most: usize) -> Result<()> {
    fits(would_be, most, |most| format!("This hub has {most} members, which is the most on this server."))
}

/// Refuses what would be more than there may be, in words that have the number in them.
pub fn fits(would_be: usize, most: usize, refusal: impl FnOnce(usize) -> String) -> Result<()> {
    if would_be > most {
        return Err(Error::rejected(ErrorCode::LimitReached, refusal(most)));
    }
    Ok(())
}
