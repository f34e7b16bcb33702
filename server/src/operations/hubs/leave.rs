//! Leaving a hub.

use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::members::{MemberDoc, MemberStatus};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::protocol::command::LeaveHub;
use hubbub_shared::{ErrorCode, Permissions};

/// Leaves. A timeout stays with the hub, so coming back does not end it.
pub async fn leave(live: &Live, caller: &Caller, command: LeaveHub) -> Result<()> {
    prove::change(live, caller, command.hub, Needs::InHub(Permissions::NONE), &[], |draft| {
        let proof = draft.proof()?;
        if proof.is_owner() {
            return Err(Error::rejected(
                ErrorCode::Conflict,
                "The owner cannot leave. Hand the hub over or delete it.",
            ));
        }
        draft.put_member(MemberDoc::clone(proof.member()).gone(MemberStatus::Left));
        Ok(())
    })
    .await?;
    Ok(())
}
