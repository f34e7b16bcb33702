//! What a channel changes about what roles and members may do.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::permissions::{check_overwrite_change, find_overwrite, put_overwrite};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::{Channel, Overwrite, OverwriteTarget};
use hubbub_shared::permissions::manage::must_stay_visible;
use hubbub_shared::protocol::command::{GetChannelOverwrite, RemoveChannelOverwrite, SetChannelOverwrite};
use hubbub_shared::{ChannelId, Permissions};

/// What the channel itself changes for a role or a member.
pub async fn overwrite(live: &Live, caller: &Caller, command: GetChannelOverwrite) -> Result<Overwrite> {
    let channel = view_of(live, caller, command.channel).await?;
    find_overwrite(channel.overwrites, command.target)
}

/// Sets what a role or member may do in the channel. A channel that followed its category keeps what was in
/// force and follows no longer.
pub async fn set_overwrite(live: &Live, caller: &Caller, command: SetChannelOverwrite) -> Result<Channel> {
    let SetChannelOverwrite { channel, target, allow, deny } = command;
    change(live, caller, channel, target, Some(Overwrite { target, allow, deny })).await
}

/// Forgets the overwrite of a role or a member in a channel.
pub async fn remove_overwrite(
    live: &Live,
    caller: &Caller,
    command: RemoveChannelOverwrite,
) -> Result<Channel> {
    change(live, caller, command.channel, command.target, None).await
}

async fn change(
    live: &Live,
    caller: &Caller,
    id: ChannelId,
    target: OverwriteTarget,
    new: Option<Overwrite>,
) -> Result<Channel> {
    prove::change_channel(live, caller, id, Permissions::MANAGE_ROLES, move |draft| {
        let access = draft.channel()?;
        let proof = access.hub();
        let mut after = access.channel_doc()?.clone();
        let before = proof.structure().overwrites_of(&after).to_vec();
        check_overwrite_change(proof, draft.capacity(), access.permissions(), &before, target, new.as_ref())?;
        after.overwrites = before;
        after.synced = false;
        put_overwrite(&mut after.overwrites, target, new.clone());
        must_stay_visible(proof.permissions_in(&after))?;
        let channels = &mut draft.structure().channels;
        *channels.iter_mut().find(|channel| channel.id == id).ok_or_else(Error::not_found)? = after;
        Ok(())
    })
    .await?;
    view_of(live, caller, id).await
}
