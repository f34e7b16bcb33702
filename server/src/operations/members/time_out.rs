//! Timeouts: a member may only read until a moment.

use super::list::view_of;
use crate::domain::caller::Caller;
use crate::domain::capacity::DAY_MS;
use crate::domain::hubs::Needs;
use crate::domain::members::MemberDoc;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::Member;
use hubbub_shared::permissions::manage;
use hubbub_shared::protocol::command::TimeOutMember;
use hubbub_shared::{Permissions, Problem, Timestamp};

/// Lets a member only read until a moment, or ends that. It ends by itself without any write.
pub async fn time_out(live: &Live, caller: &Caller, command: TimeOutMember) -> Result<Member> {
    let (needs, user, until) = (Needs::InHub(Permissions::TIME_OUT_MEMBERS), command.user, command.until);
    let hub = prove::change(live, caller, command.hub, needs, &[user], move |draft| {
        check_end(until, draft.now(), draft.capacity().timeout_ms)?;
        draft.because(command.reason.as_deref())?;
        let proof = draft.proof()?;
        let member = draft.member(user).ok_or_else(Error::not_found)?;
        manage::may_time_out(&proof.standing(), &proof.standing_of(&member))?;
        draft.put_member(MemberDoc { timed_out_until: until, ..MemberDoc::clone(&member) });
        Ok(())
    })
    .await?;
    view_of(live, &hub, command.user).await
}

fn check_end(until: Option<Timestamp>, now: Timestamp, most_ms: i64) -> Result<()> {
    if until.is_some_and(|until| until <= now || until > now.plus_ms(most_ms)) {
        let days = most_ms / DAY_MS;
        let message = format!("A timeout ends in the future, within {days} days. Null ends it now.");
        return Err(Problem::field("until", message).into());
    }
    Ok(())
}
