//! Kicking and banning: members who are made to go, and people who may not come.

use crate::domain::caller::Caller;
use crate::domain::hubs::{Draft, Needs};
use crate::domain::members::{BanDoc, MemberDoc, MemberStatus};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::protocol::command::{BanUser, KickMember, LiftBan};
use hubbub_shared::{Permissions, Problem, Timestamp};

/// Removes a member, who may come back. Their sessions have left the hub when this is answered.
pub async fn kick(live: &Live, caller: &Caller, command: KickMember) -> Result<()> {
    let KickMember { hub, user, reason } = command;
    let needs = Needs::InHub(Permissions::KICK_MEMBERS);
    prove::change(live, caller, hub, needs, &[user], move |draft| {
        draft.because(reason.as_deref())?;
        let member = draft.member(user).ok_or_else(Error::not_found)?;
        draft.proof()?.act_on(Permissions::KICK_MEMBERS, &member)?;
        draft.put_member(MemberDoc::clone(&member).gone(MemberStatus::Kicked));
        Ok(())
    })
    .await?;
    Ok(())
}

/// Bans somebody, who need not be a member. What they said lately is deleted afterwards, if that is wished.
pub async fn ban(live: &Live, caller: &Caller, command: BanUser) -> Result<()> {
    prove::hub(live, caller, command.hub, Permissions::BAN_MEMBERS).await?;
    // There is somebody with this id.
    live.people.find(command.user).await?;
    let (needs, hub, user) = (Needs::InHub(Permissions::BAN_MEMBERS), command.hub, command.user);
    let outcome =
        prove::change(live, caller, hub, needs, &[user], move |draft| make_ban(draft, &command)).await;
    // Also if nobody knows whether the ban was stored, and the order with it.
    live.purges.came();
    outcome.map(drop)
}

fn make_ban(draft: &mut Draft, command: &BanUser) -> Result<()> {
    let BanUser { user, until, delete_last_secs, .. } = *command;
    let (proof, now) = (draft.proof()?, draft.now());
    check_end(until, now)?;
    let reason = draft.because(command.reason.as_deref())?;
    if let Some(member) = draft.member(user) {
        proof.act_on(Permissions::BAN_MEMBERS, &member)?;
    }
    if let Some(secs) = delete_last_secs {
        draft.purge(user, first_to_delete(secs, draft.capacity().ban_delete_secs, now)?)?;
    }
    let known = draft.known(user).map(|known| MemberDoc::clone(&known));
    let member = known.unwrap_or_else(|| MemberDoc::new(command.hub, user, now));
    draft.put_member(member.banned(BanDoc { by: proof.caller().user, at: now, until, reason }));
    Ok(())
}

/// Lets somebody who is banned come again.
pub async fn lift(live: &Live, caller: &Caller, command: LiftBan) -> Result<()> {
    let LiftBan { hub, user, reason } = command;
    let needs = Needs::InHub(Permissions::BAN_MEMBERS);
    prove::change(live, caller, hub, needs, &[user], move |draft| {
        draft.because(reason.as_deref())?;
        let now = draft.now();
        let banned = draft.known(user).filter(|known| known.ban_at(now).is_some());
        let banned = banned.ok_or_else(Error::not_found)?;
        draft.put_member(MemberDoc::clone(&banned).gone(MemberStatus::Kicked));
        Ok(())
    })
    .await?;
    Ok(())
}

fn check_end(until: Option<Timestamp>, now: Timestamp) -> Result<()> {
    if until.is_some_and(|until| until <= now) {
        return Err(Problem::field("until", "A ban ends in the future, or without until never.").into());
    }
    Ok(())
}

fn first_to_delete(secs: u64, most: u64, now: Timestamp) -> Result<Timestamp> {
    if !(1..=most).contains(&secs) {
        let message =
            format!("delete_last_secs is a number from 1 to {most}. Without it nothing is deleted.");
        return Err(Problem::field("delete_last_secs", message).into());
    }
    Ok(now.plus_ms(-1000 * secs.cast_signed()))
}
