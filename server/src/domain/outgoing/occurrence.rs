//! Which events follow from what happened: from messages that changed, and from facts. Each has an id made of what it is about, so what
//! is read twice is told once.

use crate::domain::audit;
use crate::domain::facts::{Fact, FactsDoc};
use crate::domain::messages::MessageDoc;
use hubbub_shared::model::{AuditAction, OutgoingEvent};
use hubbub_shared::{MessageId, PlaceId, Timestamp, UserId};

/// Something that webhooks may be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Its id: the same whoever finds it, and however often.
    pub event: String,
    /// Grows in the order in which things happened in a place.
    pub order: String,
    /// What kind it is.
    pub kind: OutgoingEvent,
    /// Where it happened.
    pub place: Option<PlaceId>,
    /// When it happened.
    pub at: Timestamp,
    /// The message it is about.
    pub message: Option<MessageId>,
    /// The person it is about.
    pub whom: Option<UserId>,
    /// The line of the audit log that tells it.
    pub line: Option<String>,
}

/// Where something stands among all that happened: batches in the order of their ids, and what is in one by its number.
fn order(facts: &FactsDoc, number: u64) -> String {
    format!("{}-{number:05}", facts.id)
}

impl Occurrence {
    fn new(facts: &FactsDoc, number: u64, event: String, kind: OutgoingEvent) -> Self {
        Self {
            event,
            order: order(facts, number),
            kind,
            place: None,
            at: facts.at,
            message: None,
            whom: None,
            line: None,
        }
    }
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfMessage {
    /// That it came, unless it is gone.
    pub coming: Option<Occurrence>,
    /// Whether it came with the batch. If not, its coming is told only if it was not before: it may have been changed again before
    /// anybody read of it, and then nothing but the change is found.
    pub is_new: bool,
    /// That it has other words, or went.
    pub change: Option<Occurrence>,
}

/// What became of a message that a batch changed, as it is now. `after`: the rev of its place before the batch. A reaction or a pin is
/// nothing that is told.
pub fn of_message(facts: &FactsDoc, after: u64, message: &MessageDoc) -> OfMessage {
    let (id, number) = (message.id, message.rev.saturating_sub(after));
    let told = |event: String, kind| Occurrence {
        place: Some(message.place),
        message: Some(id),
        ..Occurrence::new(facts, number, event, kind)
    };
    if message.is_deleted() {
        let change = Some(told(format!("{id}-d"), OutgoingEvent::MessageDeleted));
        return OfMessage { coming: None, is_new: false, change };
    }
    let is_edited = message.edited_at.is_some() && message.words_rev() > after;
    let edited = || told(format!("{id}-{}", message.words_rev()), OutgoingEvent::MessageEdited);
    OfMessage {
        coming: Some(told(format!("{id}-c"), OutgoingEvent::MessageCreated)),
        is_new: message.seq > after,
        change: is_edited.then(edited),
    }
}

/// What follows from a fact of a hub: at most one event of its kind, and its line in the audit log.
pub fn of_fact(facts: &FactsDoc, which: usize, fact: &Fact) -> Vec<Occurrence> {
    let of = |kind: Option<OutgoingEvent>| {
        let number = 2 * which as u64;
        kind.map(|kind| Occurrence {
            place: fact.place,
            whom: fact.whom,
            ..Occurrence::new(facts, number, format!("{}-{which}", facts.id), kind)
        })
    };
    let line = audit::is_logged(fact).then(|| {
        let event = format!("{}-{which}-l", facts.id);
        let line = Some(audit::line_id(facts, which));
        Occurrence { line, ..Occurrence::new(facts, 2 * which as u64 + 1, event, OutgoingEvent::AuditLogged) }
    });
    of(kind_of(fact)).into_iter().chain(line).collect()
}

fn kind_of(fact: &Fact) -> Option<OutgoingEvent> {
    Some(match fact.action {
        AuditAction::MemberJoined | AuditAction::BotAdded => OutgoingEvent::MemberJoined,
        AuditAction::MemberLeft | AuditAction::MemberKicked => OutgoingEvent::MemberLeft,
        AuditAction::MemberBanned if belonged(fact) => OutgoingEvent::MemberLeft,
        AuditAction::ChannelCreated => OutgoingEvent::ChannelCreated,
        AuditAction::ChannelUpdated | AuditAction::ChannelLocked | AuditAction::ChannelUnlocked => {
            OutgoingEvent::ChannelUpdated
        }
        AuditAction::ChannelDeleted => OutgoingEvent::ChannelDeleted,
        _ => return None,
    })
}

/// Whether who was banned was a member: others may be banned, too.
fn belonged(fact: &Fact) -> bool {
    fact.changes.iter().any(|change| {
        change.field == "status" && change.before.as_ref().is_some_and(|before| before == "active")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::HubId;
    use hubbub_shared::model::audit::FieldChange;

    fn facts(id: u64, number: u64, facts: Vec<Fact>) -> FactsDoc {
        let moved = crate::domain::facts::Moved { place: PlaceId(7), after: number };
        FactsDoc::of_messages(id, Some(HubId(1)), number, Timestamp(9), facts, Some(moved)).unwrap()
    }

    fn message(seq: u64, rev: u64) -> MessageDoc {
        serde_json::from_value(serde_json::json!({
            "_id": "4", "version": 1, "channel": "7", "seq": seq, "rev": rev, "ordinal": seq, "author": "3",
            "content": "hi", "created_at": "2026-01-31T09:00:00.000Z",
        }))
        .unwrap()
    }

    #[test]
    fn a_message_comes_is_edited_and_goes() {
        let batch = facts(100, 12, Vec::new());
        let came = of_message(&batch, 10, &message(11, 11));
        let coming = came.coming.unwrap();
        assert_eq!(
            (&*coming.event, coming.kind, coming.place),
            ("4-c", OutgoingEvent::MessageCreated, Some(PlaceId(7)))
        );
        assert!(came.is_new && came.change.is_none());
        let edited = of_message(&batch, 10, &MessageDoc { edited_at: Some(Timestamp(1)), ..message(3, 12) });
        let change = edited.change.unwrap();
        assert_eq!((&*change.event, change.kind), ("4-12", OutgoingEvent::MessageEdited));
        assert!(coming.order < change.order, "in the order of their revs");
        assert!(!edited.is_new && edited.coming.unwrap().event == coming.event);
        let gone = of_message(&batch, 10, &MessageDoc { deleted: Some(true), ..message(3, 11) });
        assert_eq!((gone.coming, gone.change.unwrap().event), (None, "4-d".to_owned()));
        // Somebody reacted to it.
        let reacted = MessageDoc { worded: Some(5), edited_at: Some(Timestamp(1)), ..message(3, 12) };
        assert_eq!(of_message(&batch, 10, &reacted).change, None);
        assert_eq!(of_message(&batch, 10, &message(3, 12)).change, None);
    }

    #[test]
    fn a_fact_is_an_event_and_a_line() {
        let joined = Fact { whom: Some(UserId(3)), ..Fact::about(AuditAction::MemberJoined, "3".to_owned()) };
        let batch = facts(100, 12, vec![joined.clone()]);
        let found = of_fact(&batch, 0, &joined);
        let kinds: Vec<_> = found.iter().map(|one| one.kind).collect();
        assert_eq!(kinds, [OutgoingEvent::MemberJoined, OutgoingEvent::AuditLogged]);
        assert_eq!((found[0].whom, found[1].line.as_deref()), (Some(UserId(3)), Some("100-0")));
        assert!(found[0].event != found[1].event && found[0].order < found[1].order);
        let renamed = Fact::about(AuditAction::RoleUpdated, "5".to_owned());
        assert_eq!(of_fact(&batch, 1, &renamed).len(), 1);
    }

    #[test]
    fn who_is_banned_leaves_if_they_were_there() {
        let banned = |before: Option<&str>| {
            let change = FieldChange {
                field: "status".to_owned(),
                before: before.map(Into::into),
                after: Some("banned".into()),
            };
            Fact { changes: vec![change], ..Fact::about(AuditAction::MemberBanned, "3".to_owned()) }
        };
        assert_eq!(kind_of(&banned(Some("active"))), Some(OutgoingEvent::MemberLeft));
        assert_eq!(kind_of(&banned(None)), None);
        assert_eq!(kind_of(&banned(Some("left"))), None);
    }
}
