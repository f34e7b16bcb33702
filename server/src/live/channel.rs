//! The first kind of place: a channel of a hub. Its hub's structure says who may do what.

use super::bus::Audience;
use super::common::Common;
use super::hub::HubHandle;
use super::kind::{Hold, Kind};
use crate::domain::access::{ChannelAccess, HubAccess, PlaceAccess};
use crate::domain::caller::Caller;
use crate::domain::held::{self, HeldDoc};
use crate::domain::members::MemberDoc;
use crate::domain::messages::{Append, Asked, Right, Saying};
use crate::domain::purges::PurgeDoc;
use crate::error::{Error, Result};
use async_trait::async_trait;
use futures_util::future::try_join_all;
use hubbub_shared::model::User;
use hubbub_shared::protocol::{ChannelEvent, Ephemeral, Event};
use hubbub_shared::{ChannelId, ErrorCode, Permissions, PlaceId, UserId};
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
            Append::Send { words, .. } => {
                words.still_holds(access, Saying::Send { recent: &self.hub.recent, key: asked.key() })
            }
            Append::Edit { words, .. } => words.still_holds(access, Saying::Edit),
            Append::Release { .. }
            | Append::Delete { .. }
            | Append::DeleteTogether { .. }
            | Append::Purge { .. } => true,
        }
    }

    /// Nobody was faster, and its author can still be spoken to.
    async fn still_held(&self, held: &HeldDoc) -> Result<()> {
        held::find(&self.common.store, self.hub.id(), held.id).await?.ok_or_else(Error::not_found)?;
        if self.hub.member(held.author).await?.is_none() {
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

    async fn right(&self, asked: &Asked) -> Result<Right> {
        let access = match self.proved(asked).await {
            Err(error) if error.is_passing() => return Err(error),
            Err(refusal) => Err(refusal),
            Ok((place, access)) if self.is_still_cleared(access.as_ref(), asked) => Ok(place),
            Ok(_) => Err(rules_changed()),
        };
        let mentions = match asked.append.mentioned() {
            [] => Vec::new(),
            _ if access.is_err() => Vec::new(),
            mentioned => self.who_can_read(mentioned).await?,
        };
        let deaf = self.deaf(&mentions, asked.author()).await?;
        Ok(Right { access, mentions, deaf })
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

    async fn rights(&self, asked: &[Asked]) -> Result<Vec<Right>> {
        let mut rights = Vec::with_capacity(asked.len());
        for one in asked {
            rights.push(self.right(one).await?);
        }
        Ok(rights)
    }

    async fn is_watched(&self) -> Result<bool> {
        self.common.watched.is_watched(self.hub.id()).await
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
