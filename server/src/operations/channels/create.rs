//! Making a channel.

use super::look::view_of;
use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::capacity::{Capacity, fits};
use crate::domain::channels::ChannelDoc;
use crate::domain::hubs::{Needs, Structure};
use crate::domain::permissions::{check_overwrites, put_overwrite};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::{Channel, Overwrite};
use hubbub_shared::permissions::manage::{may_replace_overwrites, must_stay_visible};
use hubbub_shared::protocol::command::CreateChannel;
use hubbub_shared::text::{ChannelName, ChannelTopic};
use hubbub_shared::{ChannelId, Permissions, Problem};

/// Adds a channel, last of its category unless told. Own overwrites must not reach above the caller, and the
/// caller must see what they made.
pub async fn create(live: &Live, caller: &Caller, command: CreateChannel) -> Result<Channel> {
    let (id, needs) = (ChannelId(live.clock.next_id()), Needs::InHub(Permissions::MANAGE_CHANNELS));
    prove::change(live, caller, command.hub, needs, &[], move |draft| {
        let proof = draft.proof()?;
        let mut channel = blank(id, &command)?;
        channel.position = command.position.unwrap_or_else(|| last_position(proof.structure(), &channel));
        let capacity = draft.capacity();
        check_place(&proof, capacity, &channel)?;
        if let Some(overwrites) = &command.overwrites {
            set_own(&proof, capacity, &mut channel, overwrites)?;
        }
        must_stay_visible(proof.permissions_in(&channel))?;
        draft.structure().channels.push(channel);
        Ok(())
    })
    .await?;
    view_of(live, caller, id).await
}

fn blank(id: ChannelId, command: &CreateChannel) -> Result<ChannelDoc> {
    let name = ChannelName::parse(&command.name)?;
    let topic = ChannelTopic::parse(command.topic.as_deref().unwrap_or_default())?;
    Ok(ChannelDoc {
        topic: topic.into(),
        category: command.category,
        ..ChannelDoc::new(id, command.hub, name.into())
    })
}

fn last_position(structure: &Structure, channel: &ChannelDoc) -> u32 {
    let siblings = structure.channels.iter().filter(|sibling| sibling.category == channel.category);
    siblings.map(|sibling| sibling.position.saturating_add(1)).max().unwrap_or(0)
}

fn check_place(proof: &HubAccess, capacity: Capacity, channel: &ChannelDoc) -> Result<()> {
    let would_be = proof.structure().channels.len() + 1;
    fits(would_be, capacity.channels, |most| format!("A hub may have {most} channels."))?;
    if channel.category.is_some_and(|category| proof.structure().category(category).is_none()) {
        return Err(Problem::field("category", "There is no such category in this hub.").into());
    }
    Ok(())
}

/// Gives a new channel overwrites of its own instead of its category's.
fn set_own(
    proof: &HubAccess,
    capacity: Capacity,
    channel: &mut ChannelDoc,
    overwrites: &[Overwrite],
) -> Result<()> {
    let inherited = proof.structure().overwrites_of(channel).to_vec();
    let held = proof.permissions_in(channel);
    check_overwrites(proof, capacity, overwrites, overwrites.len())?;
    let mut own = Vec::new();
    for overwrite in overwrites {
        put_overwrite(&mut own, overwrite.target, Some(overwrite.clone()));
    }
    may_replace_overwrites(held, &inherited, &own)?;
    channel.synced = false;
    channel.overwrites = own;
    Ok(())
}
