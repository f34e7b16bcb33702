//! Explaining what somebody may do, and why.

use super::prove;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::live::Live;
use hubbub_shared::Permissions;
use hubbub_shared::permissions::resolve::Explanation;
use hubbub_shared::protocol::command::ExplainPermissions;

/// What a member may do, and which step decided it. Of oneself always, of others with `manage_roles`.
pub async fn explain(live: &Live, caller: &Caller, command: ExplainPermissions) -> Result<Explanation> {
    let user = command.member.unwrap_or(caller.user);
    let needs = if user == caller.user { Permissions::NONE } else { Permissions::MANAGE_ROLES };
    let (hub, access) = prove::hub(live, caller, command.hub, needs).await?;
    let member = hub.known(user).await?.ok_or_else(Error::not_found)?;
    let channel = match command.channel {
        Some(id) => {
            access.channel(id, Permissions::NONE)?;
            access.structure().channel(id)
        }
        None => None,
    };
    let scope = if user == caller.user { caller.scope } else { Permissions::ALL };
    Ok(access.structure().explain(channel, &member, scope, access.now()))
}
