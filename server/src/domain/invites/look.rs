//! Looking at an invite, signed in or not.

use super::store;
use crate::app::App;
use crate::domain::caller::Caller;
use crate::domain::{members, users};
use crate::error::{Error, Result};
use hubbub_shared::ErrorCode;
use hubbub_shared::model::InvitePreview;
use hubbub_shared::protocol::command::GetInvite;

/// What somebody with the code may know before joining.
pub async fn look(app: &App, caller: Option<&Caller>, command: GetInvite) -> Result<InvitePreview> {
    let invite = store::find(&app.store, &command.code).await?.ok_or_else(Error::not_found)?;
    let hub = app.hubs.find(app, invite.hub).await?.ok_or_else(Error::not_found)?;
    let joined = match caller {
        Some(caller) => hub.member(app, caller.user).await?.is_some(),
        None => false,
    };
    if !joined && !invite.is_good(app.clock.now()) {
        return Err(expired());
    }
    Ok(InvitePreview {
        code: invite.code,
        hub: invite.hub,
        hub_name: hub.structure().hub.name.clone(),
        inviter: users::find(app, invite.inviter).await?.display_name.clone(),
        members: members::store::count(&app.store, invite.hub).await?,
        online: hub.online_count(),
        joined,
    })
}

/// The answer for an invite that was good once.
pub fn expired() -> Error {
    Error::rejected(ErrorCode::InviteExpired, "This invite has expired or is used up. Ask for a new one.")
}
