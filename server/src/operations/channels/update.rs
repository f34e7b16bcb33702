//! Changing and moving a channel.

use super::look::view_of;
use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::channels::ChannelDoc;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::Channel;
use hubbub_shared::permissions::manage::{may_replace_overwrites, must_stay_visible};
use hubbub_shared::protocol::command::UpdateChannel;
use hubbub_shared::text::{ChannelName, ChannelTopic};
use hubbub_shared::{Permissions, Problem};

/// Renames, describes, slows, moves or re-syncs a channel. A move that changes who may do what needs `manage_roles`.
pub async fn update(live: &Live, caller: &Caller, command: UpdateChannel) -> Result<Channel> {
    let id = command.channel;
    prove::change_channel(live, caller, id, Permissions::MANAGE_CHANNELS, move |draft| {
        let name = command.name.as_deref().map(ChannelName::parse).transpose()?;
        let topic = command.topic.as_deref().map(ChannelTopic::parse).transpose()?;
        let access = draft.channel()?;
        let proof = access.hub();
        let before = access.channel_doc()?;
        let mut after = before.clone();
        after.name = name.as_ref().map_or(after.name, ToString::to_string);
        after.topic = topic.as_ref().map_or(after.topic, ToString::to_string);
        after.position = command.position.unwrap_or(after.position);
        after.slow_mode_secs = command.slow_mode_secs.unwrap_or(after.slow_mode_secs);
        check_slow_mode(after.slow_mode_secs, draft.capacity().slow_mode_secs)?;
        move_to(proof, &mut after, &command)?;
        check_rights(proof, before, &after)?;
        let channels = &mut draft.structure().channels;
        *channels.iter_mut().find(|channel| channel.id == id).ok_or_else(Error::not_found)? = after;
        Ok(())
    })
    .await?;
    view_of(live, caller, id).await
}

fn check_slow_mode(secs: u64, most: u64) -> Result<()> {
    if secs > most {
        let message = format!("slow_mode_secs is a number from 0 to {most}; 0 turns slow mode off.");
        return Err(Problem::field("slow_mode_secs", message).into());
    }
    Ok(())
}

/// Another category, and whether the channel follows it. One that ends following keeps what was in force.
fn move_to(proof: &HubAccess, channel: &mut ChannelDoc, command: &UpdateChannel) -> Result<()> {
    if let Some(category) = command.category {
        if category.is_some_and(|id| proof.structure().category(id).is_none()) {
            return Err(Problem::field("category", "There is no such category in this hub.").into());
        }
        channel.category = category;
    }
    match command.synced {
        Some(true) => {
            channel.synced = true;
            channel.overwrites.clear();
        }
        Some(false) if channel.synced => {
            channel.overwrites = proof.structure().overwrites_of(channel).to_vec();
            channel.synced = false;
        }
        _ => {}
    }
    Ok(())
}

/// What the change does to the overwrites in force must be within the caller's rights, before and after.
fn check_rights(proof: &HubAccess, before: &ChannelDoc, after: &ChannelDoc) -> Result<()> {
    let (old, new) = (proof.structure().overwrites_of(before), proof.structure().overwrites_of(after));
    may_replace_overwrites(proof.permissions_in(before), old, new)?;
    must_stay_visible(proof.permissions_in(after))?;
    Ok(())
}
