//! Making an invite.

use super::store::InviteDoc;
use crate::app::App;
use crate::domain::caller::Caller;
use crate::domain::{access, users};
use crate::error::Result;
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
/// Most uses.
const MOST_USES: u64 = 1000;

/// Makes a code that leads into the hub.
pub async fn create(app: &App, caller: &Caller, command: CreateInvite) -> Result<Invite> {
    let (_, proof) = access::hub(app, caller, command.hub, Permissions::INVITE).await?;
    let max_uses = match command.max_uses {
        None => None,
        Some(uses @ 1..=MOST_USES) => Some(uses as u32),
        Some(_) => {
            return Err(
                Problem::field("max_uses", format!("max_uses is a number from 1 to {MOST_USES}.")).into()
            );
        }
    };
    let secs = command.expires_in_secs.unwrap_or(USUAL_SECS);
    if !(60..=MOST_SECS).contains(&secs) {
        return Err(Problem::field(
            "expires_in_secs",
            format!("expires_in_secs is a number from 60 to {MOST_SECS} (30 days)."),
        )
        .into());
    }
    let expires_at = proof.now.plus_ms(secs as i64 * 1000);
    let invite = InviteDoc::new(&proof, new_code()?, max_uses, Some(expires_at));
    app.store.insert(&invite).await?;
    let inviter = users::find(app, caller.user).await?;
    Ok(invite.view(User::clone(&inviter)))
}

fn new_code() -> Result<String> {
    let mut random = [0_u8; LENGTH * 2];
    getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let pairs = random.chunks_exact(2).map(|pair| usize::from(u16::from_ne_bytes([pair[0], pair[1]])));
    Ok(pairs.map(|number| char::from(LETTERS[number % LETTERS.len()])).collect())
}
