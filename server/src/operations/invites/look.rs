//! Looking at an invite, signed in or not.

use crate::domain::caller::Caller;
use crate::domain::invites::{self as store, expired};
use crate::domain::members;
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::model::InvitePreview;
use hubbub_shared::protocol::command::GetInvite;

/// What somebody with the code may know before joining.
pub async fn look(live: &Live, caller: Option<&Caller>, command: GetInvite) -> Result<InvitePreview> {
    let invite = store::find(&live.store, &command.code).await?.ok_or_else(Error::not_found)?;
    let hub = live.hubs.find(invite.hub).await?.ok_or_else(Error::not_found)?;
    hub.structure().must_be_open(live.clock.now())?;
    let joined = match caller {
        Some(caller) => hub.member(caller.user).await?.is_some(),
        None => false,
    };
    if !joined && !invite.is_good(live.clock.now()) {
        return Err(expired());
    }
    Ok(InvitePreview {
        code: invite.code,
        hub: invite.hub,
        hub_name: hub.structure().hub.name.clone(),
        description: hub.structure().hub.description.clone(),
        icon: hub.structure().hub.picture(),
        inviter: live.people.find(invite.inviter).await?.display_name.clone(),
        members: members::count(&live.store, invite.hub).await?,
        online: hub.online_count(),
        joined,
    })
}
