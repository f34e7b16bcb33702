//! Taking an invite back.

use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::invites as store;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::protocol::command::RevokeInvite;
use hubbub_shared::{ErrorCode, Permissions};

/// How often taking back starts over because the invite was used at the same moment.
const ATTEMPTS: usize = 50;

/// Takes one's own invite back, or, as who manages the hub, anybody's. Who may not do that finds nothing: a code is a secret.
pub async fn revoke(live: &Live, caller: &Caller, command: RevokeInvite) -> Result<()> {
    prove::hub(live, caller, command.hub, Permissions::NONE).await?;
    for _ in 0..ATTEMPTS {
        let invite =
            store::find(&live.store, &command.code).await?.filter(|invite| invite.hub == command.hub);
        let invite = invite.ok_or_else(Error::not_found)?;
        let needs = Needs::InHub(Permissions::NONE);
        let revoked = prove::change(live, caller, command.hub, needs, &[], move |draft| {
            let proof = draft.proof()?;
            let is_own = invite.inviter == proof.caller().user;
            if !is_own && !proof.permissions().contains(Permissions::MANAGE_HUB) {
                return Err(Error::not_found());
            }
            draft.revoke(invite.clone());
            Ok(())
        });
        match revoked.await {
            Err(Error::Rejected(problem)) if problem.code == ErrorCode::Conflict => {}
            outcome => return outcome.map(drop),
        }
    }
    Err(Error::unavailable())
}
