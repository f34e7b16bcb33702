//! Which messages concern the person: they name them, a role that they have, or everybody; and what people react with.

use crate::state::Model;
use hubbub_shared::model::{Message, Poll, Reaction};
use hubbub_shared::{ChannelId, Permissions, RoleId};

impl Model {
    /// Whether a message mentions the person, and is not from somebody whom they do not hear.
    pub fn concerns_me(&self, message: &Message) -> bool {
        let Some(me) = self.my_id().filter(|_| self.hears(message.author.id)) else { return false };
        let of_others = message.author.id != me;
        message.mentions.contains(&me)
            || (of_others && message.mention_everyone.is_some())
            || (of_others && message.mention_roles.iter().any(|role| self.has_role(message.channel, *role)))
    }

    fn has_role(&self, channel: ChannelId, role: RoleId) -> bool {
        let hub = self.hubs.hub_of(channel).and_then(|hub| self.hubs.get(hub));
        hub.is_some_and(|hub| hub.my_roles.contains(&role))
    }

    /// Whether the person may react to what is said in a channel.
    pub fn may_react(&self, channel: ChannelId) -> bool {
        let may = self.permissions(channel);
        may.contains(Permissions::REACT) && may.contains(Permissions::HISTORY)
    }

    /// What people react with to a message, the person's own doing included that is on its way.
    pub fn reactions(&self, channel: ChannelId, seq: u64) -> Vec<Reaction> {
        let message = self.timeline(channel).and_then(|timeline| timeline.at(seq));
        message.map(|message| self.reacting.shown(message)).unwrap_or_default()
    }

    /// What a message asks, as far as people have voted.
    pub fn poll(&self, channel: ChannelId, seq: u64) -> Option<Poll> {
        self.timeline(channel)?.at(seq)?.poll.as_deref().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Todo;
    use crate::state::fixtures::{ADA, BO, GENERAL, hub, message, page, ready, user};
    use hubbub_shared::Crowd;
    use hubbub_shared::model::{ChannelChanges, Me, PollAnswer, Reacted};
    use hubbub_shared::protocol::{ChannelEvent, Event, UserEvent};

    fn in_general() -> Model {
        let mut model = Model::default();
        model.ready(ready());
        model.open(GENERAL);
        model.caught_up(GENERAL, ChannelChanges::StartOver(page(1..=4, false)), true);
        model
    }

    #[test]
    fn a_message_concerns_who_is_named_by_name_by_role_or_with_everybody() {
        let mut model = in_general();
        let mut view = hub();
        (view.my_roles, view.version) = (vec![RoleId(7)], 2);
        model.hubs.put(view);
        let plain = message(5, "hi");
        assert!(!model.concerns_me(&plain));
        let all = Message { mention_everyone: Some(Crowd::Here), ..plain.clone() };
        let role = Message { mention_roles: vec![RoleId(6), RoleId(7)], ..plain.clone() };
        let other = Message { mention_roles: vec![RoleId(6)], ..plain.clone() };
        let name = Message { mentions: vec![BO, ADA], ..plain };
        assert!(model.concerns_me(&all) && model.concerns_me(&role) && model.concerns_me(&name));
        assert!(!model.concerns_me(&other));
        assert!(!model.concerns_me(&Message { author: user(ADA), ..all.clone() }), "one's own");
        let blocks =
            vec![hubbub_shared::model::Block { user: BO, kind: hubbub_shared::model::BlockKind::Blocked }];
        let me = Me { blocks, ..ready().me };
        assert_eq!(model.event(Event::User(UserEvent::MeUpdated(me))), Vec::<Todo>::new());
        assert!(!model.concerns_me(&all), "by somebody who is not heard");
    }

    fn reacted(rev: u64, count: u64, added: Vec<hubbub_shared::UserId>) -> Event {
        let reactions = vec![Reaction { emoji: "👍".into(), count, me: false }];
        let by = vec![Reacted { emoji: "👍".into(), added, removed: vec![] }];
        let change = ChannelEvent::MessageReacted { message: message(2, "").id, seq: 2, reactions, by };
        Event::Channel { channel: GENERAL, rev, change }
    }

    #[test]
    fn what_others_react_with_is_counted_and_ones_own_is_known() {
        let mut model = in_general();
        model.event(reacted(5, 1, vec![BO]));
        let shown = |model: &Model| model.reactions(GENERAL, 2).first().map(|one| (one.count, one.me));
        assert_eq!(shown(&model), Some((1, false)));
        model.reacting.begin(message(2, "").id, "👍".into(), true);
        assert_eq!(shown(&model), Some((2, true)), "at once");
        model.event(reacted(6, 2, vec![ADA]));
        assert!(model.reacting.is_idle());
        model.event(reacted(7, 3, vec![hubbub_shared::UserId(9)]));
        assert_eq!(shown(&model), Some((3, true)));
        let mut edited = message(2, "better");
        (edited.rev, edited.reactions) = (8, vec![Reaction { emoji: "👍".into(), count: 3, me: false }]);
        model.event(Event::Channel { channel: GENERAL, rev: 8, change: ChannelEvent::MessageEdited(edited) });
        assert_eq!(shown(&model), Some((3, true)), "an edit says nothing of whose they are");
    }

    #[test]
    fn votes_are_counted_for_all_and_ones_own_are_known_from_ones_own_event() {
        let answer = |text: &str| PollAnswer { text: text.into(), emoji: None, votes: 0, me: false };
        let poll = Poll {
            answers: vec![answer("Soup"), answer("Salad")],
            several: false,
            anonymous: true,
            voters: 0,
            ends_at: None,
        };
        let asked = Message { poll: Some(Box::new(poll)), ..message(5, "Lunch?") };
        let in_general = |rev, change| Event::Channel { channel: GENERAL, rev, change };
        let voted = |rev, votes: &[u64], voters| {
            let (message, votes) = (asked.id, votes.to_vec());
            in_general(rev, ChannelEvent::PollVoted { message, seq: 5, votes, voters })
        };
        let own = |answers: &[u64]| {
            let (message, answers) = (asked.id, answers.to_vec());
            Event::User(UserEvent::Voted { channel: GENERAL, message, answers })
        };
        let mut model = self::in_general();
        let shown = |model: &Model| {
            let poll = model.poll(GENERAL, 5).unwrap();
            (poll.answers.iter().map(|one| one.votes).collect::<Vec<_>>(), poll.voters, poll.own())
        };
        model.event(in_general(5, ChannelEvent::MessageCreated(asked.clone())));
        model.event(voted(6, &[1, 0], 1));
        assert_eq!(shown(&model), (vec![1, 0], 1, vec![]), "somebody");
        model.event(voted(7, &[1, 1], 2));
        model.event(own(&[2]));
        assert_eq!(shown(&model), (vec![1, 1], 2, vec![2]));
        let mut ended = asked.clone();
        ended.rev = 8;
        ended.poll.as_mut().unwrap().count(&[1, 1], 2);
        model.event(in_general(8, ChannelEvent::MessageEdited(ended)));
        assert_eq!(
            shown(&model),
            (vec![1, 1], 2, vec![2]),
            "that it was ended says nothing of whose they are"
        );
        model.event(own(&[]));
        assert_eq!(shown(&model).2, Vec::<u64>::new());
    }
}
