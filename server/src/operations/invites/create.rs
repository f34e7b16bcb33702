//! Making an invite.

use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::invites::{self, InviteDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::{Invite, User};
use hubbub_shared::protocol::command::CreateInvite;
use hubbub_shared::{Permissions, Problem};

/// Letters of a code: none that looks like another.
const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters in a code: 58 bits, too many to guess.
const LENGTH: usize = 10;
/// Good for so long unless told.
const USUAL_SECS: u64 = 7 * 24 * 60 * 60;
/// Longest an invite may be good for.
const MOST_SECS: u64 = 30 * 24 * 60 * 60;
/// The most uses an invite may be limited to.
const MOST_USES: u64 = 1000;

/// Makes a code that leads into the hub.
pub async fn create(live: &Live, caller: &Caller, command: CreateInvite) -> Result<Invite> {
    let (code, hub) = (new_code()?, command.hub);
    let new = InviteDoc::new(hub, caller.user, code.clone(), live.clock.now());
    let needs = Needs::InHub(Permissions::INVITE);
    prove::change(live, caller, hub, needs, &[], move |draft| {
        let mut invite = new.clone();
        limit(&mut invite, &command)?;
        draft.invite(invite);
        Ok(())
    })
    .await?;
    let made = invites::find(&live.store, &code).await?.ok_or_else(Error::not_found)?;
    let inviter = live.people.find(caller.user).await?;
    Ok(made.view(User::clone(&inviter)))
}

/// How often, and how long.
fn limit(invite: &mut InviteDoc, command: &CreateInvite) -> Result<()> {
    invite.max_uses = match command.max_uses {
        None => None,
        Some(uses @ 1..=MOST_USES) => Some(uses as u32),
        Some(_) => {
            let message = format!("max_uses is a number from 1 to {MOST_USES}.");
            return Err(Problem::field("max_uses", message).into());
        }
    };
    let secs = command.expires_in_secs.unwrap_or(USUAL_SECS);
    if !(60..=MOST_SECS).contains(&secs) {
        let message = format!("expires_in_secs is a number from 60 to {MOST_SECS} (30 days).");
        return Err(Problem::field("expires_in_secs", message).into());
    }
    invite.expires_at = Some(invite.created_at.plus_ms(secs as i64 * 1000));
    Ok(())
}

fn new_code() -> Result<String> {
    let mut random = [0_u8; LENGTH * 2];
    getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let pairs = random.chunks_exact(2).map(|pair| usize::from(u16::from_ne_bytes([pair[0], pair[1]])));
    Ok(pairs.map(|number| char::from(LETTERS[number % LETTERS.len()])).collect())
}
