//! What somebody may do: the only maker of access proofs.
//!
//! A proof is a value that nobody can put together elsewhere; what changes something takes one, so forgetting the
//! check does not compile. Who may not see a thing gets the answer of a thing that does not exist.

use crate::domain::applications::ApplicationDoc;
use crate::domain::caller::{Caller, CallerKind, PersonCaller};
use crate::domain::channels::ChannelDoc;
use crate::domain::departures::DepartureDoc;
use crate::domain::dms::DmDoc;
use crate::domain::hubs::Structure;
use crate::domain::members::MemberDoc;
use crate::domain::purges::{PurgeDoc, Purged};
use crate::domain::users::Person;
use crate::domain::webhooks::WebhookDoc;
use crate::error::{Error, Result};
use hubbub_shared::model::{LeftMessages, Overwrite};
use hubbub_shared::permissions::manage::{self, Standing};
use hubbub_shared::{ChannelId, Permissions, PlaceId, Timestamp, UserId};
use std::sync::Arc;

/// The caller belongs to the hub and holds what was asked for.
#[derive(Debug, Clone)]
pub struct HubAccess {
    caller: Caller,
    structure: Arc<Structure>,
    member: Arc<MemberDoc>,
    permissions: Permissions,
    now: Timestamp,
}

/// The caller sees the channel and holds what was asked for there.
#[derive(Debug, Clone)]
pub struct ChannelAccess {
    hub: HubAccess,
    channel: ChannelId,
    permissions: Permissions,
}

/// The caller sees a place and holds what was asked for there, whatever kind of place it is.
#[derive(Debug, Clone)]
pub struct PlaceAccess {
    caller: Caller,
    place: PlaceId,
    permissions: Permissions,
    slow_mode_secs: u64,
}

/// The caller owns the server.
#[derive(Debug, Clone)]
pub struct ServerAccess {
    caller: PersonCaller,
}

impl ServerAccess {
    /// Decides by the person as they are stored now. To anybody else there is no console. What else is asked of the owner (a
    /// second factor) is asked here: everything that only they may do takes what this returns.
    pub fn prove(caller: &Caller, person: &Person) -> Result<Self> {
        let caller = caller.as_person()?;
        person.must_be_there()?;
        match person.id == caller.user && person.is_owner() {
            true => Ok(Self { caller }),
            false => Err(Error::not_found()),
        }
    }

    /// Who owns the server.
    pub const fn owner(&self) -> UserId {
        self.caller.user
    }

    /// Orders that somebody's account ends, as they could themselves.
    pub fn erase(&self, user: UserId, messages: LeftMessages, request: &str, now: Timestamp) -> DepartureDoc {
        DepartureDoc::new(user, messages, self.caller, request, now)
    }
}

/// Whoever is somebody may end their own account.
pub fn depart(
    caller: &Caller,
    messages: LeftMessages,
    request: &str,
    now: Timestamp,
) -> Result<DepartureDoc> {
    let person = caller.as_person()?;
    Ok(DepartureDoc::new(person.user, messages, person, request, now))
}

/// Whoever made an application may end its bot's account. What it said stays.
pub fn retire(
    caller: &Caller,
    application: &ApplicationDoc,
    request: &str,
    now: Timestamp,
) -> Result<DepartureDoc> {
    application.must_be_of(caller)?;
    Ok(DepartureDoc::new(application.id.bot(), LeftMessages::Kept, caller.as_person()?, request, now))
}

fn require(have: Permissions, needs: Permissions) -> Result<()> {
    let missing: Vec<_> = needs.without(have).names().collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Error::forbidden(format!("You need the permission {} for this.", missing.join(", "))))
    }
}

impl HubAccess {
    /// Decides by a structure and a membership of the same moment.
    pub fn prove(
        caller: &Caller,
        structure: &Arc<Structure>,
        member: &Arc<MemberDoc>,
        now: Timestamp,
        needs: Permissions,
    ) -> Result<Self> {
        let is_member = member.is_active() && member.user == caller.user && member.hub == structure.hub.id;
        if !is_member || !caller.opens(member.hub) {
            return Err(Error::not_found());
        }
        structure.must_be_open(now)?;
        let permissions = structure.permissions(member, caller.scope, now);
        require(permissions, needs)?;
        Ok(Self {
            caller: caller.clone(),
            structure: Arc::clone(structure),
            member: Arc::clone(member),
            permissions,
            now,
        })
    }

    /// Goes on to a channel of the hub.
    pub fn channel(&self, id: ChannelId, needs: Permissions) -> Result<ChannelAccess> {
        let channel = self.structure.channel(id).ok_or_else(Error::not_found)?;
        let permissions = self.permissions_in(channel);
        if !permissions.contains(Permissions::VIEW) {
            return Err(Error::not_found());
        }
        if needs.without(permissions).contains(Permissions::SEND) && self.structure.is_locked(channel) {
            return Err(Error::locked());
        }
        require(permissions, needs)?;
        Ok(ChannelAccess { hub: self.clone(), channel: id, permissions })
    }

    /// Refused unless these are held in the hub, or in any of its channels.
    pub fn anywhere(&self, needs: Permissions) -> Result<()> {
        match self.structure.channels.iter().any(|channel| self.channel(channel.id, needs).is_ok()) {
            true => Ok(()),
            false => require(self.permissions, needs),
        }
    }

    /// Who holds this right.
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The structure by which it was decided.
    pub const fn structure(&self) -> &Arc<Structure> {
        &self.structure
    }

    /// The caller's membership by which it was decided.
    pub const fn member(&self) -> &Arc<MemberDoc> {
        &self.member
    }

    /// What the caller may do in the hub as a whole.
    pub const fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// The moment for which it was decided: timeouts end by the clock.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// What the caller may do in a channel.
    pub fn permissions_in(&self, channel: &ChannelDoc) -> Permissions {
        self.structure.permissions_in(channel, &self.member, self.caller.scope, self.now)
    }

    /// What the caller may do where these overwrites are in force, as if it were not locked: a lock passes.
    pub fn permissions_under(&self, overwrites: &[Overwrite]) -> Permissions {
        self.structure.permissions_under(overwrites, &self.member, self.caller.scope, self.now)
    }

    /// How high the caller stands, for acting on roles and other members.
    pub fn standing(&self) -> Standing {
        self.structure.standing(&self.member, self.caller.scope, self.now)
    }

    /// How high another member stands, by all that they hold.
    pub fn standing_of(&self, member: &MemberDoc) -> Standing {
        self.structure.standing(member, Permissions::ALL, self.now)
    }

    /// Refused unless the caller may act on another member: not on the owner, nor on who stands as high.
    pub fn act_on(&self, needed: Permissions, member: &MemberDoc) -> Result<()> {
        Ok(manage::may_act_on_member(&self.standing(), needed, &self.standing_of(member))?)
    }

    /// Orders that what somebody has said in the hub since a moment is deleted, which goes with banning them.
    pub fn order_purge(&self, author: UserId, since: Timestamp, request: &str) -> Result<PurgeDoc> {
        require(self.permissions, Permissions::BAN_MEMBERS)?;
        let hub = &self.structure.hub;
        let what = Purged { hub: Some(hub.id), author, since };
        Ok(PurgeDoc::in_hub((hub.id, hub.version), what, self.caller.as_person()?, request, self.now))
    }

    /// Whether the caller owns the hub.
    pub fn is_owner(&self) -> bool {
        self.structure.hub.owner == self.caller.user
    }
}

impl ChannelAccess {
    /// The right in the hub that it was derived from.
    pub const fn hub(&self) -> &HubAccess {
        &self.hub
    }

    /// What the caller may do in the channel.
    pub const fn permissions(&self) -> Permissions {
        self.permissions
    }

    /// The channel it is about.
    pub const fn id(&self) -> ChannelId {
        self.channel
    }

    /// The channel's document, of the structure by which access was decided.
    pub fn channel_doc(&self) -> Result<&ChannelDoc> {
        self.hub.structure.channel(self.channel).ok_or_else(Error::not_found)
    }

    /// The same right, for what a conversation is, wherever it takes place.
    pub fn place(&self) -> PlaceAccess {
        PlaceAccess {
            caller: self.hub.caller.clone(),
            place: self.channel.place(),
            permissions: self.permissions,
            slow_mode_secs: self.slow_mode_secs(),
        }
    }

    /// Slow mode does not concern those who moderate the channel, nor programs: builds fail when they do.
    fn slow_mode_secs(&self) -> u64 {
        let moderates = self.permissions.contains(Permissions::MANAGE_MESSAGES);
        let is_program = matches!(self.hub.caller.kind, CallerKind::Webhook { .. });
        let channel = self.hub.structure.channel(self.channel).filter(|_| !moderates && !is_program);
        channel.map_or(0, |channel| channel.slow_mode_secs)
    }
}

/// A webhook may post into its channel, if that is there and not locked. What a lock is against comes from programs too.
/// `mentions_all`: whoever made it may name everybody there.
pub fn by_webhook(
    webhook: &WebhookDoc,
    structure: &Arc<Structure>,
    mentions_all: bool,
    now: Timestamp,
) -> Result<ChannelAccess> {
    if structure.hub.id != webhook.hub {
        return Err(Error::not_found());
    }
    structure.must_be_open(now)?;
    let channel = structure.channel(webhook.channel).ok_or_else(Error::not_found)?;
    if structure.is_locked(channel) {
        return Err(Error::locked());
    }
    let all = if mentions_all { Permissions::MENTION_EVERYONE } else { Permissions::NONE };
    let permissions = Permissions::VIEW | Permissions::SEND | Permissions::EMBED | all;
    let caller = Caller::webhook(webhook.id);
    // No role makes an exception for it, and no timeout is in its way.
    let member = Arc::new(MemberDoc::new(webhook.hub, caller.user, webhook.created_at));
    let structure = Arc::clone(structure);
    let hub = HubAccess { caller, structure, member, permissions: Permissions::NONE, now };
    Ok(ChannelAccess { hub, channel: webhook.channel, permissions })
}

/// Whoever is in a conversation sees it, and may write in it as far as that is accepted. Nobody moderates it, and no program
/// with a key has to do with it.
pub fn in_dm(caller: &Caller, dm: &DmDoc) -> Result<PlaceAccess> {
    if !dm.has(caller.user) {
        return Err(Error::not_found());
    }
    caller.as_person()?;
    let permissions = Permissions(Permissions::VIEW.0 | Permissions::HISTORY.0 | Permissions::SEND.0);
    Ok(PlaceAccess { caller: caller.clone(), place: dm.place, permissions, slow_mode_secs: 0 })
}

impl PlaceAccess {
    /// What was ordered is done, whatever became since of who ordered it: the order was stored with the ban that it goes
    /// with. Allows to delete, and `Plan` deletes nothing but what the order is about.
    pub fn ordered(order: &PurgeDoc, place: PlaceId) -> Self {
        Self { caller: order.caller(), place, permissions: Permissions::MANAGE_MESSAGES, slow_mode_secs: 0 }
    }

    /// Who holds this right.
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The place it is about.
    pub const fn place(&self) -> PlaceId {
        self.place
    }

    /// Seconds that the caller has to wait from one message to the next. 0: they need not wait.
    pub const fn slow_mode_secs(&self) -> u64 {
        self.slow_mode_secs
    }

    /// Whether the caller holds all of this there.
    pub const fn may(&self, needs: Permissions) -> bool {
        self.permissions.contains(needs)
    }
}
