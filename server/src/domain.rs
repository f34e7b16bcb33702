//! Every rule of the product, once: documents, rights, and what a change comes to. Knows no actor and nothing of HTTP or
//! sockets; what it needs to decide is given to it.
//!
//! A noun's documents, indexes and queries are in the file of its name. Verbs are in `operations/`.

pub mod access;
pub mod api_keys;
pub mod applications;
pub mod attachments;
pub mod audit;
pub mod automod;
pub mod caller;
pub mod capacity;
pub mod categories;
pub mod chain;
pub mod channels;
pub mod departures;
pub mod dms;
pub mod drafts;
pub mod emoji;
pub mod evidence;
pub mod facts;
pub mod found_by;
pub mod held;
pub mod hubs;
pub mod idempotency;
pub mod identities;
pub mod invites;
pub mod members;
pub mod messages;
pub mod notes;
pub mod notifications;
#[cfg(test)]
mod older;
pub mod outgoing;
pub mod permissions;
pub mod pictures;
pub mod purges;
pub mod raid_shield;
pub mod read_state;
pub mod recalls;
pub mod replies;
pub mod reports;
pub mod role_groups;
pub mod roles;
pub mod saved_messages;
pub mod scheduled_messages;
pub mod server;
pub mod sessions;
pub mod suspensions;
pub mod sweeps;
pub mod traces;
pub mod users;
pub mod webhooks;

/// Every collection there is; the store makes them at the start.
pub static COLLECTIONS: &[&crate::store::Collection] = &[
    &users::USERS,
    &identities::IDENTITIES,
    &sessions::SESSIONS,
    &api_keys::API_KEYS,
    &applications::APPLICATIONS,
    &idempotency::IDEMPOTENCY_KEYS,
    &hubs::HUBS,
    &categories::CATEGORIES,
    &channels::CHANNELS,
    &roles::ROLES,
    &role_groups::ROLE_GROUPS,
    &members::MEMBERS,
    &found_by::FOUND_BY,
    &notes::NOTES,
    &invites::INVITES,
    &webhooks::WEBHOOKS,
    &outgoing::OUTGOING_WEBHOOKS,
    &outgoing::DELIVERIES,
    &outgoing::LANES,
    &automod::AUTOMOD_RULES,
    &held::HELD_MESSAGES,
    &messages::MESSAGES,
    &messages::REACTIONS,
    &attachments::ATTACHMENTS,
    &attachments::LET_GO,
    &attachments::BYTES,
    &pictures::PICTURES,
    &pictures::PICTURES_LET_GO,
    &recalls::RECALLS,
    &read_state::MARKERS,
    &read_state::MENTIONS,
    &notifications::INBOX,
    &saved_messages::SAVED_MESSAGES,
    &drafts::DRAFTS,
    &scheduled_messages::SCHEDULED_MESSAGES,
    &notifications::NOTIFICATION_SETTINGS,
    &notifications::WATCHERS,
    &notifications::FAN_OUTS,
    &notifications::PUSH_KEYS,
    &notifications::PUSH_SUBSCRIPTIONS,
    &notifications::PUSH_JOBS,
    &sweeps::SWEEPS,
    &purges::PURGES,
    &departures::DEPARTURES,
    &server::SERVER,
    &facts::FACTS,
    &facts::CURSORS,
    &audit::AUDIT_LOG,
    &chain::CHAIN_HEADS,
    &reports::REPORTS,
    &evidence::EVIDENCE,
    &dms::DM_LINKS,
    &dms::DM_DEVICES,
    &dms::DM_PREKEYS,
    &dms::DM_GRANTS,
    &dms::DM_EPOCHS,
    &dms::DM_LINKING,
    &dms::DM_RECOVERY,
    &dms::DM_BACKUP_KEYS,
    &dms::DM_BACKUP,
    &dms::DM_FRANKING_KEYS,
    &dms::DMS,
    &dms::DM_MEMBERSHIPS,
];

/// The collections whose records are chained, so that nobody changes them unnoticed.
pub static CHAINED: &[&crate::store::Collection] = &[&audit::AUDIT_LOG, &evidence::EVIDENCE];
