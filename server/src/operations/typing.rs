//! Who is writing.

use super::prove;
use crate::domain::caller::Caller;
use crate::domain::dms::Standing;
use crate::error::Result;
use crate::live::{Around, Live};
use hubbub_shared::Permissions;
use hubbub_shared::protocol::command::StartTyping;

/// Shows those who look at the channel that the caller is writing.
pub async fn start(live: &Live, caller: &Caller, command: StartTyping) -> Result<()> {
    let (around, _) = prove::place(live, caller, command.channel, Permissions::SEND).await?;
    if let Around::People(dm) = &around {
        // Who has yet to accept, or does not want to hear from them, is not shown it; nobody can tell.
        for other in dm.others(caller.user) {
            if dm.standing(caller.user) != Standing::Open || !live.people.hears(other, caller.user).await? {
                return Ok(());
            }
        }
    }
    live.places.of(&around, command.channel).typing(caller.user);
    Ok(())
}
