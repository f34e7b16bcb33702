//! Scenes that many stories begin with.

use hubbub_shared::model::HubView;
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Page, Screen};
use hubbub_tests::{Acts, Person, Phone, Server};

/// A hub of Ada's that Bo has joined; both look at `#general`.
pub struct Pair {
    pub ada: Phone,
    pub bo: Phone,
    pub hub: HubId,
    pub general: ChannelId,
}

/// Ada founds a hub, Bo joins by her invite, and both open `#general`.
pub async fn pair(server: &Server) -> Pair {
    let (ada, bo) = (server.phone("Ada").await, server.phone("Bo").await);
    let view = ada.creates_hub("Rust").await;
    let general = general_of(&view);
    let code = ada.invites(view.id).await;
    bo.joins(&code).await;
    let scene = Pair { ada, bo, hub: view.id, general };
    for phone in [&scene.ada, &scene.bo] {
        phone.agrees("the hub", |state| state.visible_channels().contains(&general)).await;
        phone.subscribes(general).await;
    }
    scene
}

/// The channel that every new hub has.
pub fn general_of(hub: &HubView) -> ChannelId {
    assert_eq!(hub.categories.len(), 1, "a new hub has one category: {hub:?}");
    let [general] = &*hub.channels else { panic!("a new hub has one channel: {hub:?}") };
    assert_eq!(general.name, "general");
    general.id
}

/// Ada's hub with Bo as a plain member and Olga outside. Nobody is subscribed to anything.
pub struct Cast {
    pub ada: Phone,
    pub bo: Phone,
    pub olga: Phone,
    pub hub: HubId,
    pub general: ChannelId,
}

impl Cast {
    pub async fn gathers(server: &Server) -> Self {
        let (ada, bo, olga) =
            (server.phone("Ada").await, server.phone("Bo").await, server.phone("Olga").await);
        let view = ada.creates_hub("Rust").await;
        let general = general_of(&view);
        let code = ada.invites(view.id).await;
        bo.joins(&code).await;
        Self { ada, bo, olga, hub: view.id, general }
    }

    /// Somebody else who joins.
    pub async fn also(&self, server: &Server, name: &str) -> Phone {
        let phone = server.phone(name).await;
        phone.joins(&self.ada.invites(self.hub).await).await;
        phone
    }
}

/// A garden of Ada's with channels, people, and a question that nobody has read.
pub async fn garden(server: &Server) -> HubId {
    let hub = server.person("Ada").await.creates_hub("Old Mill Gardeners").await.id;
    furnishes(server, hub).await;
    hub
}

/// Ada in her garden, where its channels are.
pub async fn in_garden(server: &Server, page: Page) -> Screen {
    garden(server).await;
    let ada = Screen::opens(page, &server.address()).await;
    ada.signs_in("Ada").await;
    ada.page.taps(".card").await;
    ada
}

/// The first hub that somebody is in, and its first channel.
pub async fn first_place(person: &Person) -> (HubId, ChannelId) {
    let hubs = person.gets("/api/hubs").await.unwrap();
    let hub = hubs[0]["id"].as_str().unwrap().parse().unwrap();
    (hub, person.views(hub).await.channels[0].id)
}

/// More channels and more people, as a garden has them.
pub async fn furnishes(server: &Server, hub: HubId) {
    let ada = server.person("Ada").await;
    let first = ada.views(hub).await.categories[0].id;
    ada.makes_channel(hub, "seed-swaps", Some(first)).await;
    let ask_anything = ada.makes_channel(hub, "ask-anything", Some(first)).await.id;
    let beds = ada.makes_category(hub, "Beds").await.id;
    for name in ["greenhouse", "herbs", "compost"] {
        ada.makes_channel(hub, name, Some(beds)).await;
    }
    let code = ada.invites(hub).await;
    for name in ["Bo", "Cyrus", "Dalia", "Emre"] {
        server.person(name).await.joins(&code).await;
    }
    server.person("Cyrus").await.sends(ask_anything, "Is it too late for beans?").await;
}
