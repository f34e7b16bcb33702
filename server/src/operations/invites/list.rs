//! Listing the invites of a hub.

use crate::domain::caller::Caller;
use crate::domain::invites::{self as store, InviteDoc};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::Permissions;
use hubbub_shared::model::{Invites, User};
use hubbub_shared::protocol::command::GetInvites;

/// Those that let somebody in: of everybody for who manages the hub, else one's own. Newest first; as many as there may be.
pub async fn list(live: &Live, caller: &Caller, command: GetInvites) -> Result<Invites> {
    let (_, access) = prove::hub(live, caller, command.hub, Permissions::NONE).await?;
    let sees_all = access.permissions().contains(Permissions::MANAGE_HUB);
    let is_theirs = |invite: &InviteDoc| sees_all || invite.inviter == caller.user;
    let found = store::of_hub(&live.store, command.hub).await?;
    let good = found.into_iter().filter(|invite| invite.is_good(access.now()) && is_theirs(invite));
    let mut invites = Vec::new();
    for invite in good.take(live.settings.capacity.invites) {
        let inviter = live.people.find(invite.inviter).await?;
        invites.push(invite.view(User::clone(&inviter)));
    }
    Ok(Invites { invites })
}
