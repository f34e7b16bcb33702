//! What there is of a person, and where: what they are given when they ask for all of it, and what is left of it when their
//! account ends. A collection that is not decided here does not pass the test below.

/// What a collection says of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    /// It is theirs: they are given it, and it goes with the account.
    Goes,
    /// They are given it, and it stays with those it is about, under "Former member".
    Stays,
    /// What others said or kept about them for those who keep order: not theirs to take, and it stays as bans do.
    Others,
    /// It tells nothing of anybody that is not in the others: work that is left to do, or what a hub is made of.
    Nothing,
}

/// Every collection, by its name.
pub const TRACES: &[(&str, Trace)] = &[
    // The id stays, with nothing that says whose it was.
    ("users", Trace::Goes),
    ("identities", Trace::Goes),
    ("sessions", Trace::Goes),
    ("api_keys", Trace::Goes),
    // With their bots, whose messages stay.
    ("applications", Trace::Goes),
    ("read_markers", Trace::Goes),
    ("mentions", Trace::Goes),
    ("inbox", Trace::Goes),
    ("saved_messages", Trace::Goes),
    ("drafts", Trace::Goes),
    ("scheduled_messages", Trace::Goes),
    ("notification_settings", Trace::Goes),
    // It follows from `notification_settings`.
    ("watchers", Trace::Goes),
    ("push_subscriptions", Trace::Goes),
    ("push_jobs", Trace::Goes),
    ("held_messages", Trace::Goes),
    // That an account of this id was in a hub, and whether it may come back.
    ("members", Trace::Stays),
    // A link that others have passed on goes on working.
    ("invites", Trace::Stays),
    // An address to which programs of the hub go on posting.
    ("webhooks", Trace::Stays),
    // The same the other way around; without a maker who manages webhooks nothing is sent to it.
    ("outgoing_webhooks", Trace::Stays),
    // What is to be sent, by ids alone, for 7 days.
    ("outgoing_deliveries", Trace::Nothing),
    ("outgoing_lanes", Trace::Nothing),
    // Their choice; see `LeftMessages`.
    ("messages", Trace::Stays),
    // As messages that are kept do.
    ("reactions", Trace::Stays),
    // With the messages that have them; what was not sent goes.
    ("attachments", Trace::Stays),
    // A log out of which a line can be taken proves nothing.
    ("audit_log", Trace::Stays),
    // What they reported, which is the hub's to decide.
    ("reports", Trace::Stays),
    ("evidence", Trace::Others),
    ("notes", Trace::Others),
    // It follows from `members`.
    ("found_by", Trace::Goes),
    // Public keys. Who keeps what they wrote has to be able to check it.
    ("dm_links", Trace::Stays),
    // Whom they wrote with, as messages that are kept.
    ("dms", Trace::Stays),
    ("dm_memberships", Trace::Stays),
    ("dm_devices", Trace::Goes),
    ("dm_prekeys", Trace::Goes),
    ("dm_linking", Trace::Goes),
    ("dm_recovery", Trace::Goes),
    ("dm_backup_keys", Trace::Goes),
    ("dm_backup", Trace::Goes),
    // They are for devices, and go when they were fetched, or by themselves.
    ("dm_grants", Trace::Nothing),
    ("dm_epochs", Trace::Nothing),
    ("dm_franking_keys", Trace::Nothing),
    // What they were answered, sealed, for a day.
    ("idempotency_keys", Trace::Nothing),
    ("hubs", Trace::Nothing),
    ("categories", Trace::Nothing),
    ("channels", Trace::Nothing),
    ("roles", Trace::Nothing),
    ("role_groups", Trace::Nothing),
    ("automod_rules", Trace::Nothing),
    ("sweeps", Trace::Nothing),
    ("purges", Trace::Nothing),
    ("departures", Trace::Nothing),
    ("fan_outs", Trace::Nothing),
    ("attachments_let_go", Trace::Nothing),
    // What they show of themselves.
    ("pictures", Trace::Goes),
    ("pictures_let_go", Trace::Nothing),
    // How many bytes `attachments` are.
    ("attachment_bytes", Trace::Nothing),
    ("recalls", Trace::Nothing),
    ("push_keys", Trace::Nothing),
    ("server", Trace::Nothing),
    ("chain_heads", Trace::Nothing),
    ("facts", Trace::Nothing),
    ("fact_cursors", Trace::Nothing),
];

/// What is decided of a collection.
pub fn of(collection: &str) -> Option<Trace> {
    TRACES.iter().find(|(name, _)| *name == collection).map(|(_, trace)| *trace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::COLLECTIONS;

    #[test]
    fn what_becomes_of_every_collection_is_decided() {
        let undecided: Vec<_> =
            COLLECTIONS.iter().map(|one| one.name).filter(|name| of(name).is_none()).collect();
        assert!(
            undecided.is_empty(),
            "decide what a person is given of these, and what stays: {undecided:?}"
        );
        let gone: Vec<_> = TRACES
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| !COLLECTIONS.iter().any(|one| one.name == *name))
            .collect();
        assert!(gone.is_empty(), "there is no such collection any more: {gone:?}");
    }
}
