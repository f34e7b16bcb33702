//! Timeouts.

use super::list::view_of;
use super::store::MemberDoc;
use crate::app::App;
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use hubbub_shared::model::Member;
use hubbub_shared::permissions::manage;
use hubbub_shared::protocol::command::TimeOutMember;
use hubbub_shared::{Permissions, Problem};

/// Longest timeout.
const MOST_MS: i64 = 28 * 24 * 60 * 60 * 1000;

/// Lets a member only read until a moment, or ends that. It ends by itself without any write.
pub async fn time_out(app: &App, caller: &Caller, command: TimeOutMember) -> Result<Member> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::TIME_OUT_MEMBERS).await?;
    let now = app.clock.now();
    if command.until.is_some_and(|until| until <= now || until > now.plus_ms(MOST_MS)) {
        return Err(Problem::field(
            "until",
            "A timeout ends in the future, within 28 days. Null ends it now.",
        )
        .into());
    }
    let (actor, user, until) = (caller.clone(), command.user, command.until);
    hub.change(&[actor.user, user], move |draft| {
        let proof = draft.access(&actor, Permissions::TIME_OUT_MEMBERS)?;
        let member = draft.member(user).ok_or_else(Error::not_found)?;
        let target = proof.structure.standing(&member, Permissions::ALL, proof.now);
        manage::may_time_out(&proof.standing(), &target)?;
        draft.put_member(&proof, MemberDoc { timed_out_until: until, ..MemberDoc::clone(&member) });
        Ok(())
    })
    .await?;
    view_of(app, &hub, command.user).await
}
