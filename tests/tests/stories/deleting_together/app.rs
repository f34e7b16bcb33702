//! Selecting messages in the app, with a finger, a mouse and keys, and deleting them together.

use super::says_all;
use crate::scene::first_place;
use hubbub_shared::{HubId, Permissions};
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Person, Server};

struct Scene {
    owner: Person,
    member: Person,
    hub: HubId,
    place: String,
}

impl Scene {
    /// Bo has said ten words in Ada's hub.
    async fn set(server: &Server) -> Self {
        let (owner, member) = (server.person("Ada").await, server.person("Bo").await);
        let code = owner.invites(owner.creates_hub("Garden").await.id).await;
        member.joins(&code).await;
        let (hub, general) = first_place(&owner).await;
        says_all(&member, general, 10).await;
        Self { owner, member, hub, place: format!("/hubs/{hub}/{general}") }
    }

    async fn ada(&self, server: &Server, page: hubbub_tests::browser::Page) -> Screen {
        let ada = Screen::enters(page, &server.address(), "Ada", &self.place).await;
        ada.sees("word 9").await;
        ada
    }

    async fn bo(&self, server: &Server, chromium: &Chromium) -> Screen {
        let bo = Screen::enters(chromium.desktop().await, &server.address(), "Bo", &self.place).await;
        bo.sees("word 9").await;
        bo
    }
}

fn row(seq: usize) -> String {
    format!(".message[data-seq=\"{seq}\"]")
}

const GONE: &str =
    "![...document.querySelectorAll('.message-text')].some((it) => /word [234]/.test(it.innerText))";

#[test]
fn with_a_finger_some_are_chosen_and_go_for_everyone() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let (ada, bo) = (it.ada(&server, chromium.phone().await).await, it.bo(&server, &chromium).await);
        ada.page.types("[data-testid=composer]", "half a thought").await;
        ada.page.holds(&row(3)).await;
        ada.chooses("Select messages").await;
        ada.page.has_no_dialog().await;
        ada.page.tells("1 selected").await;
        for seq in [4, 5, 6, 6] {
            ada.page.taps(&row(seq)).await;
        }
        ada.page.tells("3 selected").await;
        ada.page.has_no_barriers("messages being selected").await;
        ada.page.taps("[data-testid=delete-selected]").await;
        ada.page.tells("Delete 3 messages for everyone, for good?").await;
        ada.page.has_no_barriers("the question before they go").await;
        // First thoughts are not always the best.
        ada.page.taps_words(".selecting button", "Cancel").await;
        ada.page.tells("3 selected").await;
        ada.page.taps("[data-testid=delete-selected]").await;
        ada.page.taps("[data-testid=delete-together]").await;
        ada.page.tells("3 messages deleted").await;
        for screen in [&ada, &bo] {
            screen.page.becomes("the words to go", GONE).await;
            screen.sees("word 5").await;
        }
        ada.has_written("half a thought").await;

        // "Back" ends it and stays in the channel.
        ada.page.holds(&row(7)).await;
        ada.chooses("Select messages").await;
        ada.page.tells("1 selected").await;
        ada.page.goes_back().await;
        ada.page.shows("[data-testid=composer]").await;
        assert!(!ada.page.has("[data-selected]").await);
        ada.page.holds(&row(7)).await;
        ada.page.shows("dialog[open]").await;
        ada.is_content();
        bo.is_content();
    });
}

#[test]
fn with_keys_alone_and_only_by_who_moderates() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server).await;
        let bo = it.bo(&server, &chromium).await;
        bo.page.presses_enter_on(&format!("{} .message-tools button:last-child", row(3))).await;
        bo.offers(&[
            "Reply",
            "Forward",
            "Edit message",
            "Copy text",
            "Copy link to message",
            "Save",
            "Mark unread",
            "Delete message",
        ])
        .await;
        bo.page.escapes().await;
        let role = it.owner.makes_role(it.hub, "helper", Permissions::MANAGE_MESSAGES).await.id;
        it.owner.assigns(it.hub, it.member.me().await.id, role).await;
        bo.page.reloads().await;
        bo.connects().await;
        bo.sees("word 9").await;

        bo.page.evaluates(&format!("document.querySelector('{}').focus()", row(3))).await;
        bo.page.presses("s").await;
        bo.page.tells("1 selected").await;
        bo.page.presses("ArrowDown").await;
        bo.page.presses(" ").await;
        bo.page.tells("2 selected").await;
        bo.page.presses("ArrowDown").await;
        bo.page.presses(" ").await;
        bo.page.tells("3 selected").await;
        bo.page.presses("Delete").await;
        bo.page.tells("Delete 3 messages for everyone, for good?").await;
        let safe = "document.activeElement?.innerText === 'Cancel'";
        bo.page.becomes("the focus on the safe choice", safe).await;
        bo.page.presses_enter_on("[data-testid=delete-together]").await;
        bo.page.tells("3 messages deleted").await;
        bo.page.becomes("the words to go", GONE).await;
        let back = "document.activeElement?.dataset.testid === 'composer'";
        bo.page.becomes("the focus in the composer", back).await;

        bo.page.evaluates(&format!("document.querySelector('{}').focus()", row(7))).await;
        bo.page.presses("s").await;
        bo.page.tells("1 selected").await;
        bo.page.presses("Escape").await;
        bo.page.shows("[data-testid=composer]").await;
        bo.is_content();
    });
}
