//! Timeouts, removing people from a hub, who may not come, and deleting what was said.

use super::Client;
use hubbub_shared::model::BanPage;
use hubbub_shared::protocol::command::{
    BanUser, DeleteMessages, GetBans, KickMember, LiftBan, TimeOutMember,
};
use hubbub_shared::{ChannelId, HubId, MessageId, Problem, UserId};

impl Client {
    /// Lets a member only read until a moment, or ends that.
    pub fn time_out(self, change: TimeOutMember, done: impl FnOnce(Result<(), Problem>) + 'static) {
        let hub = change.hub;
        self.call(change, move |answer| {
            done(answer.map(|member| self.model.update(|model| model.members.put(hub, member))));
        });
    }

    /// Removes a member, who may come back.
    pub fn kick(
        self,
        hub: HubId,
        user: UserId,
        reason: Option<String>,
        done: impl FnOnce(Result<(), Problem>) + 'static,
    ) {
        self.call(KickMember { hub, user, reason }, move |answer| self.removed(hub, user, answer, done));
    }

    /// Bans somebody, member or not.
    pub fn ban(self, ban: BanUser, done: impl FnOnce(Result<(), Problem>) + 'static) {
        let (hub, user) = (ban.hub, ban.user);
        self.call(ban, move |answer| self.removed(hub, user, answer, done));
    }

    /// Who looks at no channel of the hub is not told that somebody left it.
    fn removed(
        self,
        hub: HubId,
        user: UserId,
        answer: Result<(), Problem>,
        done: impl FnOnce(Result<(), Problem>),
    ) {
        if answer.is_ok() {
            self.model.update(|model| model.members.remove(hub, user));
        }
        done(answer);
    }

    /// Lets somebody who is banned come again.
    pub fn lift_ban(self, hub: HubId, user: UserId, done: impl FnOnce(Result<(), Problem>) + 'static) {
        self.call(LiftBan { hub, user, reason: None }, done);
    }

    /// Deletes messages of a channel together.
    pub fn delete_together(
        self,
        channel: ChannelId,
        messages: Vec<MessageId>,
        done: impl FnOnce(Result<(), Problem>) + 'static,
    ) {
        self.call(DeleteMessages { channel, messages }, done);
    }

    /// Who is banned, after this one.
    pub fn bans(
        self,
        hub: HubId,
        after: Option<UserId>,
        done: impl FnOnce(Result<BanPage, Problem>) + 'static,
    ) {
        self.call(GetBans { hub, after, limit: None }, done);
    }
}
