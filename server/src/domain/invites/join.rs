//! Joining by an invite.

use super::look::expired;
use super::store::{self, InviteDoc};
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::caller::Caller;
use crate::domain::hubs;
use crate::error::{Error, Result};
use crate::store::Write;
use hubbub_shared::ErrorCode;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::JoinHub;

/// How often joining starts over because another server on the same database used the invite at the same moment.
const ATTEMPTS: usize = 50;

/// Joins. Who is a member already stays one, and the invite is not used up.
pub async fn join(app: &App, caller: &Caller, command: JoinHub) -> Result<HubView> {
    for _ in 0..ATTEMPTS {
        let invite = store::find(&app.store, &command.code).await?.ok_or_else(Error::not_found)?;
        let hub = app.hubs.find(app, invite.hub).await?.ok_or_else(Error::not_found)?;
        if hub.member(app, caller.user).await?.is_none() {
            match enter(app, caller, &hub, &command.code).await {
                Err(Error::Rejected(problem)) if problem.code == ErrorCode::Conflict => continue,
                outcome => outcome?,
            }
        }
        return hubs::view_of(app, caller, hub.id()).await;
    }
    Err(Error::unavailable())
}

/// The use of the invite and the membership are stored together, or neither. Both are read in turn, or a crowd that
/// comes by one invite would undo each other's use of it.
async fn enter(app: &App, caller: &Caller, hub: &HubHandle, code: &str) -> Result<()> {
    let _turn = hub.turn_to_join().await;
    if hub.member(app, caller.user).await?.is_some() {
        return Ok(());
    }
    let invite = store::find(&app.store, code).await?.ok_or_else(Error::not_found)?;
    if !invite.is_good(app.clock.now()) {
        return Err(expired());
    }
    hubs::may_belong_to_another(app, caller).await?;
    let (user, id) = (caller.user, hub.id());
    let used = InviteDoc { uses: invite.uses + 1, ..invite };
    hub.change(&[user], move |draft| {
        if draft.member(user).is_none() {
            draft.also(Write::replace(&used)?);
            draft.admit(id, user);
        }
        Ok(())
    })
    .await
}
