//! What the caller may do: the only maker of access proofs.
//!
//! A proof is a value; functions that change something take it, so forgetting the check does not compile.
//! Who may not see a thing gets the answer of a thing that does not exist.

use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::caller::Caller;
use crate::domain::channels::ChannelDoc;
use crate::domain::hubs::Structure;
use crate::domain::members::MemberDoc;
use crate::error::{Error, Result};
use hubbub_shared::permissions::manage::Standing;
use hubbub_shared::{ChannelId, HubId, Permissions, Timestamp};
use std::sync::Arc;

/// The caller belongs to the hub and holds what was asked for.
#[derive(Debug, Clone)]
pub struct HubAccess {
    /// Who.
    pub caller: Caller,
    /// The structure by which it was decided.
    pub structure: Arc<Structure>,
    /// The caller's membership by which it was decided.
    pub member: Arc<MemberDoc>,
    /// What the caller may do in the hub as a whole.
    pub permissions: Permissions,
    /// The moment for which it was decided.
    pub now: Timestamp,
}

/// The caller sees the channel and holds what was asked for there.
#[derive(Debug, Clone)]
pub struct ChannelAccess {
    /// Where, and by which structure.
    pub hub: HubAccess,
    /// The channel.
    pub channel: ChannelId,
    /// What the caller may do in the channel.
    pub permissions: Permissions,
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
        if !member.is_active() || member.user != caller.user || member.hub != structure.hub.id {
            return Err(Error::not_found());
        }
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
        require(permissions, needs)?;
        Ok(ChannelAccess { hub: self.clone(), channel: id, permissions })
    }

    /// What the caller may do in a channel.
    pub fn permissions_in(&self, channel: &ChannelDoc) -> Permissions {
        self.structure.permissions_in(channel, &self.member, self.caller.scope, self.now)
    }

    /// How high the caller stands, for acting on roles and other members.
    pub fn standing(&self) -> Standing {
        self.structure.standing(&self.member, self.caller.scope, self.now)
    }

    /// Whether the caller owns the hub.
    pub fn is_owner(&self) -> bool {
        self.structure.hub.owner == self.caller.user
    }
}

impl ChannelAccess {
    /// The channel's document, of the structure by which access was decided.
    pub fn channel_doc(&self) -> Result<&ChannelDoc> {
        self.hub.structure.channel(self.channel).ok_or_else(Error::not_found)
    }
}

/// The hub in use, and the proof that the caller belongs to it and holds `needs`.
pub async fn hub(
    app: &App,
    caller: &Caller,
    id: HubId,
    needs: Permissions,
) -> Result<(Arc<HubHandle>, HubAccess)> {
    let hub = app.hubs.find(app, id).await?.ok_or_else(Error::not_found)?;
    let member = hub.member(app, caller.user).await?.ok_or_else(Error::not_found)?;
    let access = HubAccess::prove(caller, &hub.structure(), &member, app.clock.now(), needs)?;
    Ok((hub, access))
}

/// The hub of a channel, and the proof that the caller sees the channel and holds `needs` there.
///
/// Awaits nothing when the hub is in use and the member known, so that sends of one session keep their order.
pub async fn channel(
    app: &App,
    caller: &Caller,
    id: ChannelId,
    needs: Permissions,
) -> Result<(Arc<HubHandle>, ChannelAccess)> {
    let hub_id = app.hubs.of_channel(app, id).await?.ok_or_else(Error::not_found)?;
    let (hub, access) = hub(app, caller, hub_id, Permissions::NONE).await?;
    let access = access.channel(id, needs)?;
    Ok((hub, access))
}
