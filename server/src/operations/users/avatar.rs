//! The picture that somebody shows of themselves.

use crate::domain::caller::Caller;
use crate::error::Result;
use crate::live::Live;
use crate::operations::pictures;
use hubbub_shared::model::Me;
use hubbub_shared::protocol::command::SetAvatar;

/// Shows a picture of one's own choice, whatever the sign-in provider has.
pub async fn set_avatar(live: &Live, caller: &Caller, command: SetAvatar) -> Result<Me> {
    let user = caller.as_person()?.user;
    let picture = pictures::bring(live, command.picture).await?;
    Ok(pictures::show(live, user, Some(&picture)).await?.me())
}

/// Shows what the sign-in provider has, or what is drawn.
pub async fn remove_avatar(live: &Live, caller: &Caller) -> Result<Me> {
    Ok(pictures::show(live, caller.as_person()?.user, None).await?.me())
}
