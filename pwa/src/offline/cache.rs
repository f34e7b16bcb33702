//! What the app shows before it is connected: hubs, what is read, the newest messages of visited channels. All of it
//! comes from the server and can be had again.

use super::database::{self, RecordChange, Store, Trouble};
use crate::net::frames;
use crate::state::{Keep, KeptPage};
use hubbub_shared::ChannelId;
use hubbub_shared::model::{ChannelChanges, ChannelState, MessagePage};
use hubbub_shared::protocol::Ready;
use serde::Serialize;

const HUBS: &str = "hubs";
const READING: &str = "reading";
const READING_NEWS: &str = "reading.news";
const VISITS: &str = "visits";

/// The person, their hubs and where channels stand, as it was when the app was last connected.
pub async fn places() -> Option<Ready> {
    let mut ready: Ready = frames::decode(&database::read(Store::About, HUBS).await?)?;
    ready.channels = reading(READING).await;
    for state in reading(READING_NEWS).await {
        match ready.channels.iter_mut().find(|known| known.channel == state.channel) {
            // Less than is known is what an older app left behind.
            Some(known) if (known.rev, known.read_seq) > (state.rev, state.read_seq) => {}
            Some(known) => *known = state,
            None => ready.channels.push(state),
        }
    }
    Some(ready)
}

async fn reading(name: &str) -> Vec<ChannelState> {
    database::read(Store::About, name).await.and_then(|bytes| frames::decode(&bytes)).unwrap_or_default()
}

/// The channels of which messages are kept.
pub async fn visits() -> Vec<ChannelId> {
    database::read(Store::About, VISITS).await.and_then(|bytes| frames::decode(&bytes)).unwrap_or_default()
}

/// The newest messages of a channel, as far as they are kept.
pub async fn page(channel: ChannelId) -> Option<KeptPage> {
    let page: MessagePage = frames::decode(&database::read(Store::Channels, &channel.to_string()).await?)?;
    let news: Option<ChannelChanges> =
        database::read(Store::Channels, &news_of(channel)).await.and_then(|bytes| frames::decode(&bytes));
    Some(KeptPage { page, news })
}

fn news_of(channel: ChannelId) -> String {
    format!("{channel}.news")
}

/// Writes changes of what is kept, all of them in one transaction.
pub async fn keep(changes: &[Keep]) -> Result<(), Trouble> {
    database::write(&changes.iter().flat_map(changes_of).collect::<Vec<_>>()).await
}

/// Removes channels, for want of room.
pub async fn drop_pages(channels: Vec<ChannelId>) -> Result<(), Trouble> {
    keep(&[Keep::Drop(channels)]).await
}

/// Forgets it: whoever has no session any more is shown nothing.
pub async fn forget() {
    let _ = database::write(&[RecordChange::Clear(Store::About), RecordChange::Clear(Store::Channels)]).await;
}

fn changes_of(keep: &Keep) -> Vec<RecordChange> {
    match keep {
        Keep::Hubs(ready) => put(Store::About, HUBS.to_owned(), ready),
        Keep::Reading(reading) => {
            let news = RecordChange::Remove(Store::About, READING_NEWS.to_owned());
            put(Store::About, READING.to_owned(), reading).into_iter().chain([news]).collect()
        }
        Keep::ReadingNews(news) => put(Store::About, READING_NEWS.to_owned(), news),
        Keep::Visits(visits) => put(Store::About, VISITS.to_owned(), visits),
        Keep::Page(channel, page) => {
            let news = RecordChange::Remove(Store::Channels, news_of(*channel));
            put(Store::Channels, channel.to_string(), page).into_iter().chain([news]).collect()
        }
        Keep::News(channel, news) => put(Store::Channels, news_of(*channel), news),
        Keep::Drop(channels) => {
            let keys = channels.iter().flat_map(|channel| [channel.to_string(), news_of(*channel)]);
            keys.map(|key| RecordChange::Remove(Store::Channels, key)).collect()
        }
    }
}

fn put(store: Store, key: String, value: &impl Serialize) -> Vec<RecordChange> {
    frames::encode(value).map(|bytes| RecordChange::Put(store, key, bytes)).into_iter().collect()
}
