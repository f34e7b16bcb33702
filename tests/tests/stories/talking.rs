//! Talking in the app: answering, reacting, pinning, and calling many.

mod answering;
mod attaching;
mod calling;
mod coming_back;
mod forwarding;
mod pinning;
mod polling;
mod reacting;
mod saving;
mod scheduling;

use crate::scene::general_of;
use hubbub_shared::model::HubView;
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Page, Screen};
use hubbub_tests::{Acts, Person, Server};

/// Ada looks at `#general` of her garden, of which Bo is a member.
struct Garden {
    ada: Screen,
    bo: Person,
    hub: HubId,
    general: ChannelId,
}

impl Garden {
    async fn on(server: &Server, page: Page) -> Self {
        let view = Self::of(server.person("Ada").await, server.person("Bo").await).await;
        let (hub, general, bo) = (view.id, general_of(&view), server.person("Bo").await);
        let ada = Screen::enters(page, &server.address(), "Ada", &format!("/hubs/{hub}/{general}")).await;
        ada.shows("composer").await;
        ada.connects().await;
        Self { ada, bo, hub, general }
    }

    async fn of(ada: Person, bo: Person) -> HubView {
        let view = ada.creates_hub("Garden").await;
        bo.joins(&ada.invites(view.id).await).await;
        view
    }
}

/// The row of a message, by its words.
fn row(words: &str) -> String {
    format!("[...document.querySelectorAll('.message')].find((it) => it.innerText.includes('{words}'))")
}
