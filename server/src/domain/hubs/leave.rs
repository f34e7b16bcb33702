//! Leaving a hub.

use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::domain::members::MemberDoc;
use crate::error::{Error, Result};
use hubbub_shared::protocol::command::LeaveHub;
use hubbub_shared::{ErrorCode, Permissions};

/// Leaves. A timeout stays with the hub, so coming back does not end it.
pub async fn leave(app: &App, caller: &Caller, command: LeaveHub) -> Result<()> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::NONE).await?;
    let caller = caller.clone();
    hub.change(&[caller.user], move |draft| {
        let proof = draft.access(&caller, Permissions::NONE)?;
        if proof.is_owner() {
            return Err(Error::rejected(
                ErrorCode::Conflict,
                "The owner cannot leave. Hand the hub over or delete it.",
            ));
        }
        let gone = MemberDoc { active: None, roles: Vec::new(), ..MemberDoc::clone(&proof.member) };
        draft.put_member(&proof, gone);
        Ok(())
    })
    .await
}
