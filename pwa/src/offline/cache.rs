//! What the app shows before it is connected: hubs, what is read, the newest messages of visited channels. All of it
//! comes from the server and can be had again.

use super::database::{self, Change, Store, Trouble};
use crate::net::frames;
use crate::state::Keep;
use hubbub_shared::ChannelId;
use hubbub_shared::model::{ChannelState, MessagePage};
use hubbub_shared::protocol::Ready;
use serde::Serialize;

const HUBS: &str = "hubs";
const READING: &str = "reading";
const VISITS: &str = "visits";

/// The person, their hubs and where channels stand, as it was when the app was last connected.
pub async fn places() -> Option<Ready> {
    let mut ready: Ready = frames::decode(&database::read(Store::About, HUBS).await?)?;
    let reading: Option<Vec<ChannelState>> =
        database::read(Store::About, READING).await.and_then(|bytes| frames::decode(&bytes));
    ready.channels = reading.unwrap_or_default();
    Some(ready)
}

/// The channels of which messages are kept.
pub async fn visits() -> Vec<ChannelId> {
    database::read(Store::About, VISITS).await.and_then(|bytes| frames::decode(&bytes)).unwrap_or_default()
}

/// The newest messages of a channel, as far as they are kept.
pub async fn page(channel: ChannelId) -> Option<MessagePage> {
    frames::decode(&database::read(Store::Channels, &channel.to_string()).await?)
}

/// Writes changes.
pub async fn keep(changes: &[Keep]) -> Result<(), Trouble> {
    database::write(&changes.iter().flat_map(changes_of).collect::<Vec<_>>()).await
}

/// Removes channels, for want of room.
pub async fn drop_pages(channels: Vec<ChannelId>) -> Result<(), Trouble> {
    keep(&[Keep::Drop(channels)]).await
}

/// Forgets it: whoever has no session any more is shown nothing.
pub async fn forget() {
    let _ = database::write(&[Change::Clear(Store::About), Change::Clear(Store::Channels)]).await;
}

fn changes_of(keep: &Keep) -> Vec<Change> {
    match keep {
        Keep::Hubs(ready) => put(Store::About, HUBS.to_owned(), ready),
        Keep::Reading(reading) => put(Store::About, READING.to_owned(), reading),
        Keep::Visits(visits) => put(Store::About, VISITS.to_owned(), visits),
        Keep::Page(channel, page) => put(Store::Channels, channel.to_string(), page),
        Keep::Drop(channels) => {
            channels.iter().map(|channel| Change::Remove(Store::Channels, channel.to_string())).collect()
        }
    }
}

fn put(store: Store, key: String, value: &impl Serialize) -> Vec<Change> {
    frames::encode(value).map(|bytes| Change::Put(store, key, bytes)).into_iter().collect()
}
