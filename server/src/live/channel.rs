//! The first kind of place: a channel of a hub. Its hub's structure says who may do what.

use super::bus::Audience;
use super::common::Common;
use super::hub::HubHandle;
use super::kind::{Answered, Hold, Kind};
use super::webhooks;
use crate::domain::access::{ChannelAccess, HubAccess, PlaceAccess};
use crate::domain::caller::{Caller, CallerKind};
use crate::domain::held::{self, HeldDoc};
use crate::domain::members::MemberDoc;
use crate::domain::messages::{Append, Asked, Reach, Right, Saying};
use crate::domain::notifications::Whereabouts;
use crate::domain::purges::PurgeDoc;
use crate::error::{Error, Result};
use async_trait::async_trait;
use futures_util::future::try_join_all;
use hubbub_shared::mentions::Mentioned;
use hubbub_shared::model::User;
use hubbub_shared::protocol::{ChannelEvent, Ephemeral, Event};
use hubbub_shared::{ChannelId, ErrorCode, Permissions, PlaceId, RoleId, UserId};
use std::sync::Arc;

/// A channel of a hub in use.
pub struct HubChannel {
    common: Common,
    /// Held, so that it stays in use as long as the channel is.
    hub: Arc<HubHandle>,
    channel: ChannelId,
}

impl HubChannel {
    pub(super) const fn new(common: Common, hub: Arc<HubHandle>, channel: ChannelId) -> Self {
        Self { common, hub, channel }
    }

    async fn prove(&self, caller: &Caller, needs: Permissions) -> Result<ChannelAccess> {
        if let CallerKind::Webhook { webhook } = caller.kind {
            let (webhook, access) = webhooks::prove(&self.common, &self.hub, webhook).await?;
            return if webhook.channel == self.channel { Ok(access) } else { Err(Error::not_found()) };
        }
        let member = self.hub.member(caller.user).await?.ok_or_else(Error::not_found)?;
        let (structure, now) = (self.hub.structure(), self.common.clock.now());
        let proof = HubAccess::prove(caller, &structure, &member, now, Permissions::NONE)?;
        proof.channel(self.channel, needs)
    }

    /// The right to what was asked; of what is said in the channel, with the right there.
    async fn proved(&self, asked: &Asked) -> Result<(PlaceAccess, Option<ChannelAccess>)> {
        if let Append::Purge { order, .. } = &asked.append {
            return Ok((self.ordered(order)?, None));
        }
        let access = self.prove(&asked.caller, asked.append.needs()).await?;
        if let Append::Release { held, .. } = &asked.append {
            self.still_held(held).await?;
        }
        Ok((access.place(), Some(access)))
    }

    /// Whether the rules of this moment say the same about the words as those that let them through.
    fn is_still_cleared(&self, access: Option<&ChannelAccess>, asked: &Asked) -> bool {
        let Some(access) = access else { return true };
        match &asked.append {
            Append::Send { words, .. } | Append::Post { words, .. } => {
                words.still_holds(access, Saying::Send { recent: &self.hub.recent, key: asked.key() })
            }
            Append::Edit { words, .. } => words.still_holds(access, Saying::Edit),
            _ => true,
        }
    }

    /// Nobody was faster, and its author can still be spoken to.
    async fn still_held(&self, held: &HeldDoc) -> Result<()> {
        held::find(&self.common.store, self.hub.id(), held.id).await?.ok_or_else(Error::not_found)?;
        if held.webhook.is_none() && self.hub.member(held.author).await?.is_none() {
            return Err(Error::rejected(ErrorCode::Conflict, "Whoever wrote this is no longer a member."));
        }
        Ok(())
    }

    /// The right that goes with an order, in a channel that is still there.
    fn ordered(&self, order: &PurgeDoc) -> Result<PlaceAccess> {
        let structure = self.hub.structure();
        let is_here = order.what().hub.is_none_or(|hub| hub == structure.hub.id);
        let is_there = is_here && structure.channel(self.channel).is_some();
        if is_there { Ok(PlaceAccess::ordered(order, self.place())) } else { Err(Error::not_found()) }
    }

    async fn right(&self, asked: &Asked, answered: &Answered) -> Result<Right> {
        let proved = match self.proved(asked).await {
            Err(error) if error.is_passing() => return Err(error),
            Ok((_, access)) if !self.is_still_cleared(access.as_ref(), asked) => Err(rules_changed()),
            proved => proved,
        };
        let reach = match &proved {
            Ok((_, Some(access))) => self.reach(access, asked, answered).await?,
            _ => Reach::default(),
        };
        Ok(Right { access: proved.map(|(place, _)| place), reach })
    }

    /// Whom the words reach, if there are any.
    async fn reach(&self, access: &ChannelAccess, asked: &Asked, answered: &Answered) -> Result<Reach> {
        let Some(body) = asked.append.body() else { return Ok(Reach::default()) };
        let Mentioned { users, roles, crowd } = body.mentioned();
        let reply = asked.append.reply().filter(|reply| reply.ping);
        let to = reply.and_then(|reply| answered.get(&reply.message)).filter(|to| !to.is_deleted());
        let to = to.map(|to| to.author).filter(|author| *author != asked.author());
        if to.is_none() && users.is_empty() && roles.is_empty() && crowd.is_none() {
            return Ok(Reach::default());
        }
        let mut named: Vec<UserId> = to.into_iter().collect();
        named.extend(users.iter().filter(|user| to != Some(**user)));
        let users = self.who_can_read(&named).await?;
        let deaf = self.deaf(&users, asked.author()).await?;
        // Whoever lets words through says nothing by them.
        let all =
            access.permissions().contains(Permissions::MENTION_EVERYONE) && asked.append.released().is_none();
        let structure = access.hub().structure();
        let may_name = |role: &&RoleId| {
            structure
                .role(**role)
                .is_some_and(|role| role.id != structure.hub.id.everyone() && (all || role.mentionable))
        };
        let roles = roles.iter().filter(may_name).copied().collect();
        Ok(Reach {
            deaf,
            roles,
            crowd: crowd.filter(|_| all),
            answered: to.filter(|to| users.contains(to)),
            users,
        })
    }

    /// Of these, those who do not want to hear from somebody.
    async fn deaf(&self, people: &[UserId], from: UserId) -> Result<Vec<UserId>> {
        let hear = try_join_all(people.iter().map(|user| self.common.people.hears(*user, from))).await?;
        Ok(people.iter().zip(hear).filter(|(_, hears)| !hears).map(|(user, _)| *user).collect())
    }

    /// Of these, those who belong to the hub and can read the channel.
    async fn who_can_read(&self, people: &[UserId]) -> Result<Vec<UserId>> {
        let structure = self.hub.structure();
        let Some(channel) = structure.channel(self.channel) else { return Ok(Vec::new()) };
        let members = try_join_all(people.iter().map(|user| self.hub.member(*user))).await?;
        let now = self.common.clock.now();
        let reads = |member: &Arc<MemberDoc>| {
            let permissions = structure.permissions_in(channel, member, Permissions::ALL, now);
            permissions.contains(Permissions::VIEW | Permissions::HISTORY)
        };
        Ok(members.into_iter().flatten().filter(reads).map(|member| member.user).collect())
    }
}

/// Whoever is refused so tries again, and what the rules of then say is done.
fn rules_changed() -> Error {
    Error::rejected(ErrorCode::Unavailable, "The rules of this hub changed at the same moment. Try again.")
}

#[async_trait]
impl Kind for HubChannel {
    fn place(&self) -> PlaceId {
        self.channel.place()
    }

    fn audience(&self) -> Audience {
        Audience::Hub(self.hub.id())
    }

    async fn hold(&self) -> Hold {
        Some(self.hub.acting().await)
    }

    async fn rights(&self, asked: &[Asked], answered: &Answered) -> Result<Vec<Right>> {
        let mut rights = Vec::with_capacity(asked.len());
        for one in asked {
            rights.push(self.right(one, answered).await?);
        }
        Ok(rights)
    }

    async fn is_watched(&self) -> Result<bool> {
        let category = self.hub.structure().channel(self.channel).and_then(|channel| channel.category);
        let (hub, channel) = (self.hub.id(), self.channel);
        self.common.watched.is_watched(Whereabouts { hub, category, channel }).await
    }

    async fn person(&self, user: UserId) -> Result<Arc<User>> {
        self.hub.person(user).await
    }

    fn event(&self, rev: u64, change: ChannelEvent) -> Event {
        Event::Channel { channel: self.channel, rev, change }
    }

    fn typing(&self, users: Vec<UserId>) -> Ephemeral {
        Ephemeral::Typing { channel: self.channel, users }
    }
}
