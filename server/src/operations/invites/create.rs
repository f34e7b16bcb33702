//! Making an invite.

use crate::domain::caller::Caller;
use crate::domain::capacity::{Capacity, DAY_SECS, fits};
use crate::domain::hubs::Needs;
use crate::domain::invites::{self, InviteDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::{Invite, User};
use hubbub_shared::protocol::command::CreateInvite;
use hubbub_shared::{HubId, Permissions, Problem};

/// Letters of a code: none that looks like another.
const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters in a code: 58 bits, too many to guess.
const LENGTH: usize = 10;
/// Shortest an invite may be good for.
const LEAST_SECS: u64 = 60;

/// Makes a code that leads into the hub.
pub async fn create(live: &Live, caller: &Caller, command: CreateInvite) -> Result<Invite> {
    let (code, hub) = (new_code()?, command.hub);
    may_be_another(live, caller, hub).await?;
    let new = InviteDoc::new(hub, caller.user, code.clone(), live.clock.now());
    let needs = Needs::InHub(Permissions::INVITE);
    prove::change(live, caller, hub, needs, &[], move |draft| {
        let mut invite = new.clone();
        limit(&mut invite, &command, draft.capacity())?;
        draft.invite(invite);
        Ok(())
    })
    .await?;
    let made = invites::find(&live.store, &code).await?.ok_or_else(Error::not_found)?;
    let inviter = live.people.find(caller.user).await?;
    Ok(made.view(User::clone(&inviter)))
}

/// Refuses one invite too many. Those that are over do not count.
async fn may_be_another(live: &Live, caller: &Caller, hub: HubId) -> Result<()> {
    prove::hub(live, caller, hub, Permissions::INVITE).await?;
    let now = live.clock.now();
    let good =
        invites::of_hub(&live.store, hub).await?.into_iter().filter(|invite| invite.is_good(now)).count();
    fits(good + 1, live.settings.capacity.invites, |most| {
        format!("A hub may have {most} invites at a time. Take one back first.")
    })
}

/// How often, and how long.
fn limit(invite: &mut InviteDoc, command: &CreateInvite, capacity: Capacity) -> Result<()> {
    invite.max_uses = command.max_uses.map(|uses| check_uses(uses, capacity.invite_uses)).transpose()?;
    let secs = command.expires_in_secs.unwrap_or(capacity.invite_usual_secs);
    check_life(secs, capacity.invite_secs)?;
    invite.expires_at = Some(invite.created_at.plus_ms(secs as i64 * 1000));
    Ok(())
}

fn check_uses(uses: u64, most: u32) -> Result<u32> {
    match u32::try_from(uses) {
        Ok(uses) if (1..=most).contains(&uses) => Ok(uses),
        _ => Err(Problem::field("max_uses", format!("max_uses is a number from 1 to {most}.")).into()),
    }
}

fn check_life(secs: u64, most: u64) -> Result<()> {
    if !(LEAST_SECS..=most).contains(&secs) {
        let days = most / DAY_SECS;
        let message = format!("expires_in_secs is a number from {LEAST_SECS} to {most} ({days} days).");
        return Err(Problem::field("expires_in_secs", message).into());
    }
    Ok(())
}

fn new_code() -> Result<String> {
    let mut random = [0_u8; LENGTH * 2];
    getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let pairs = random.chunks_exact(2).map(|pair| usize::from(u16::from_ne_bytes([pair[0], pair[1]])));
    Ok(pairs.map(|number| char::from(LETTERS[number % LETTERS.len()])).collect())
}
