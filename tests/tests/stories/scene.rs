//! Scenes that many stories begin with.

use hubbub_shared::model::HubView;
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::{Acts, Phone, Server};

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
