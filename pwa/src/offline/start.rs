//! The first thing that happens, before anything is drawn: what earlier runs left is read.

use super::database::{self, Change, Store};
use super::{cache, outbox, person, storage, tabs};
use crate::browser;
use crate::state::{KeptPage, Outgoing, Route};
use hubbub_shared::ChannelId;
use hubbub_shared::protocol::Ready;

/// A database that another tab holds up must not hold up the app.
const PATIENCE_MS: i32 = 1_500;

/// What earlier runs left.
#[derive(Default)]
pub struct Kept {
    /// Hubs and channels.
    pub places: Option<Ready>,
    /// The channels of which messages are kept.
    pub visits: Vec<ChannelId>,
    /// Those of the channel that is opened.
    pub page: Option<(ChannelId, KeptPage)>,
    /// What is on its way.
    pub outbox: Vec<Outgoing>,
}

/// Reads it, for a start at a place.
pub async fn kept(route: &Route) -> Kept {
    browser::within(PATIENCE_MS, async {
        let _ = database::open().await;
    })
    .await;
    if person::has_changed() {
        forget_everything().await;
        return Kept::default();
    }
    if !database::is_open() {
        return Kept { outbox: outbox::read().await, ..Kept::default() };
    }
    let mut kept = Kept { places: cache::places().await, outbox: outbox::read().await, ..Kept::default() };
    kept.visits = cache::visits().await;
    if let Some(channel) = route.channel() {
        kept.page = cache::page(channel).await.map(|page| (channel, page));
    }
    kept
}

/// Forgets what belongs to the person; the theme belongs to the device. What is written after this call stays, be it
/// that the future was not waited for.
pub fn forget_everything() -> impl Future<Output = ()> {
    storage::forget_everything();
    outbox::start_over();
    async {
        let all = [Store::About, Store::Channels, Store::Outbox].map(Change::Clear);
        let _ = database::write(&all).await;
        tabs::tell();
    }
}
