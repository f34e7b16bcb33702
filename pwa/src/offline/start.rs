//! The first thing that happens, before anything is drawn: what earlier runs left is read, or what the server put into
//! the page.

use super::database::{self, RecordChange, Store};
use super::{cache, outbox, person, storage, tabs};
use crate::net::frames;
use crate::state::{Health, KeptPage, Outgoing, Route, Told};
use crate::{browser, clock};
use hubbub_shared::model::{Member, MessagePage};
use hubbub_shared::protocol::Ready;
use hubbub_shared::{ChannelId, HubId};

/// A database that another tab holds up must not hold up the app.
const PATIENCE_MS: i32 = 1_500;

/// What earlier runs left; or newer, what the server told when it drew the page.
#[derive(Default)]
pub struct Kept {
    /// Hubs and channels.
    pub places: Option<Ready>,
    /// The channels of which messages are kept.
    pub visits: Vec<ChannelId>,
    /// Those of the channel that is opened.
    pub page: Option<(ChannelId, KeptPage)>,
    /// Instead of them, those that the server told.
    pub told_page: Option<(ChannelId, MessagePage)>,
    /// Who wrote them, as members of their hub.
    pub told_members: Option<(HubId, Vec<Member>)>,
    /// What is on its way.
    pub outbox: Vec<Outgoing>,
    /// Hubs and messages are what the server has, and if there are none, nobody is signed in.
    pub is_told: bool,
    /// What the server tells of itself.
    pub health: Option<Health>,
}

impl Kept {
    /// With what the server told when it was asked for a place.
    pub fn with(self, told: Told, route: &Route) -> Self {
        let told_page = route.channel().zip(told.page);
        let told_members = route.hub().map(|hub| (hub, told.members));
        Self {
            places: told.places,
            told_page,
            told_members,
            is_told: true,
            health: Some(told.health),
            ..self
        }
    }
}

/// Reads it, for a start at a place.
pub async fn kept(route: &Route) -> Kept {
    let told = told().await;
    let kept = left(route, told.is_some()).await;
    match told {
        Some(told) => kept.with(told, route),
        None => kept,
    }
}

/// What stands in the page beside the view that the server drew; once. Read in two slices.
async fn told() -> Option<Told> {
    let block = browser::find("#told")?;
    let parsed = js_sys::JSON::parse(&block.text_content()?).ok()?;
    block.remove();
    let page = js_sys::Reflect::get(&parsed, &"page".into()).ok()?;
    js_sys::Reflect::set(&parsed, &"page".into(), &wasm_bindgen::JsValue::NULL).ok()?;
    let told: Told = frames::decode_parsed(&parsed)?;
    browser::breathe().await;
    let told = Told { page: frames::decode_parsed(&page)?, ..told };
    let arrived = browser::find("html")?.get_attribute("data-at")?.parse().ok()?;
    clock::compare(told.at, arrived);
    Some(told)
}

/// What earlier runs left. Hubs and messages that are known better are not looked for.
async fn left(route: &Route, is_told: bool) -> Kept {
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
    let mut kept = Kept { outbox: outbox::read().await, visits: cache::visits().await, ..Kept::default() };
    if is_told {
        return kept;
    }
    kept.places = cache::places().await;
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
    database::forget_others();
    async {
        let all = [Store::About, Store::Channels, Store::Outbox].map(RecordChange::Clear);
        let _ = database::write(&all).await;
        tabs::tell();
    }
}
