//! Renaming and deleting what a hub consists of, in the app: who may does it and everybody sees it at once; who may not
//! sees no way to do it, and is refused by the API too.

use crate::scene::first_place;
use hubbub_shared::protocol::Command;
use hubbub_shared::protocol::command::{
    DeleteCategory, DeleteChannel, RemoveRole, TransferHub, UpdateCategory, UpdateChannel, UpdateHub,
};
use hubbub_shared::{CategoryId, ChannelId, ErrorCode, HubId, Permissions};
use hubbub_tests::browser::{Chromium, Screen, play_in_browser};
use hubbub_tests::{Acts, Person, Server};

const CHANNEL_NAMES: &str =
    "[...document.querySelectorAll('.channel-name')].map((it) => it.innerText).join()";
const CATEGORY_NAMES: &str =
    "[...document.querySelectorAll('.channel-category h2')].map((it) => it.innerText.toLowerCase()).join()";

/// Ada runs a hub on her phone; Bo is a member, on a desktop.
struct Scene {
    ada: Screen,
    bo: Screen,
    /// Programs of theirs.
    owner: Person,
    member: Person,
    hub: HubId,
    general: ChannelId,
    category: CategoryId,
}

impl Scene {
    async fn set(server: &Server, chromium: &Chromium) -> Self {
        let (owner, member) = (server.person("Ada").await, server.person("Bo").await);
        let view = owner.creates_hub("Garden").await;
        member.joins(&owner.invites(view.id).await).await;
        let (hub, general) = first_place(&owner).await;
        let (address, place) = (server.address(), format!("/hubs/{hub}"));
        let ada = Screen::enters(chromium.phone().await, &address, "Ada", &place).await;
        let bo =
            Screen::enters(chromium.desktop().await, &address, "Bo", &format!("{place}/{general}")).await;
        Self { ada, bo, owner, member, hub, general, category: view.categories[0].id }
    }

    /// Bo's program is refused.
    async fn refuses(&self, command: impl Into<Command>) {
        let refused = self.member.calls(command).await.expect_err("Bo may not do this");
        assert_eq!(refused.code, ErrorCode::Forbidden);
    }

    fn rename_channel(&self) -> UpdateChannel {
        let name = Some("mine".to_owned());
        UpdateChannel { name, ..UpdateChannel::of(self.general) }
    }
}

async fn hub_is_called(screen: &Screen, name: &str) {
    let called = format!("document.querySelector('.hub-head h1').innerText === '{name}'");
    screen.page.becomes(&format!("the hub {name:?}"), &called).await;
}

async fn lists(screen: &Screen, what: &str, names: &str) {
    screen.page.becomes(&format!("the list {names:?}"), &format!("{what} === '{names}'")).await;
}

/// What a right click, or a long press, brings up.
async fn asks_about_channel(screen: &Screen, name: &str) {
    let ask = format!(
        "[...document.querySelectorAll('.channel')].find((it) => it.innerText.includes('{name}'))
            .dispatchEvent(new MouseEvent('contextmenu', {{ bubbles: true, cancelable: true }}))"
    );
    screen.page.evaluates(&ask).await;
    screen.page.shows("dialog[open] .action").await;
}

async fn asks_about_hub(screen: &Screen) {
    screen.page.taps("button[aria-label=\"Hub actions\"]").await;
}

#[test]
fn a_hub_is_renamed_by_who_may() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        asks_about_hub(&it.bo).await;
        it.bo.offers(&["Invite people", "Notifications", "Find members", "Leave hub"]).await;
        it.bo.page.escapes().await;
        it.refuses(UpdateHub { hub: it.hub, name: Some("Bo's".to_owned()), description: None }).await;

        asks_about_hub(&it.ada).await;
        it.ada.chooses("Edit hub").await;
        it.ada.page.shows("#hub-name").await;
        assert_eq!(it.ada.page.value_of("#hub-name").await, "Garden");
        it.ada.page.retypes("#hub-name", " ").await;
        it.ada.chooses("Save").await;
        it.ada.page.tells("Give it a name first.").await;
        it.ada.page.retypes("#hub-name", "Orchard").await;
        it.ada.chooses("Save").await;
        it.ada.page.has_no_dialog().await;
        for screen in [&it.ada, &it.bo] {
            hub_is_called(screen, "Orchard").await;
        }

        // Bo is let in on it, and kept out of it again.
        let helper = it.owner.makes_role(it.hub, "Helper", Permissions::MANAGE_HUB).await;
        let bo = it.member.me().await.id;
        it.owner.assigns(it.hub, bo, helper.id).await;
        asks_about_hub(&it.bo).await;
        it.bo.chooses("Edit hub").await;
        it.bo.page.shows("#hub-name").await;
        it.bo.page.retypes("#hub-name", "Meadow").await;
        it.bo.chooses("Save").await;
        for screen in [&it.ada, &it.bo] {
            hub_is_called(screen, "Meadow").await;
        }
        it.bo.page.has_no_dialog().await;
        it.owner.calls(RemoveRole { hub: it.hub, user: bo, role: helper.id }).await.unwrap();
        it.refuses(UpdateHub { hub: it.hub, name: Some("Bo's".to_owned()), description: None }).await;
        asks_about_hub(&it.bo).await;
        it.bo.offers(&["Invite people", "Notifications", "Find members", "Leave hub"]).await;
        for screen in [&it.ada, &it.bo] {
            screen.is_content();
        }
    });
}

#[test]
fn a_channel_is_renamed_and_deleted_by_who_may() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        it.owner.makes_channel(it.hub, "seeds", Some(it.category)).await;
        lists(&it.bo, CHANNEL_NAMES, "general,seeds").await;
        asks_about_channel(&it.bo, "general").await;
        it.bo
            .offers(&["Copy link", "Pinned messages", "Jump to a date", "Send later", "Notifications"])
            .await;
        it.bo.page.escapes().await;
        it.refuses(it.rename_channel()).await;
        it.refuses(DeleteChannel { channel: it.general }).await;

        asks_about_channel(&it.ada, "general").await;
        it.ada.chooses("Edit channel").await;
        it.ada.page.shows("#channel-name").await;
        it.ada.page.retypes("#channel-name", "Ask Anything").await;
        it.ada.page.retypes("#channel-topic", "No question is too small").await;
        it.ada.chooses("Save").await;
        it.ada.page.has_no_dialog().await;
        for screen in [&it.ada, &it.bo] {
            lists(screen, CHANNEL_NAMES, "ask-anything,seeds").await;
        }
        let told = "document.querySelector('.main').innerText.includes('No question is too small')";
        it.bo.page.becomes("the topic where Bo looks", told).await;

        it.bo.page.types("[data-testid=composer]", "half a thought @a").await;
        it.bo.page.shows(".suggestion").await;
        asks_about_channel(&it.ada, "ask-anything").await;
        it.ada.chooses("Delete channel").await;
        it.ada
            .page
            .becomes(
                "the question",
                "document.querySelector('dialog[open] h2').innerText === 'Delete #ask-anything?'",
            )
            .await;
        it.ada.chooses("Cancel").await;
        it.ada.page.has_no_dialog().await;
        lists(&it.ada, CHANNEL_NAMES, "ask-anything,seeds").await;
        asks_about_channel(&it.ada, "ask-anything").await;
        it.ada.chooses("Delete channel").await;
        it.ada.page.taps("dialog[open] .button-danger").await;
        it.ada.page.has_no_dialog().await;
        for screen in [&it.ada, &it.bo] {
            lists(screen, CHANNEL_NAMES, "seeds").await;
        }
        it.bo
            .page
            .becomes(
                "Bo to be told",
                "document.querySelector('.main').innerText.includes('The channel does not exist')",
            )
            .await;
        for screen in [&it.ada, &it.bo] {
            screen.is_content();
        }
    });
}

#[test]
fn a_category_is_renamed_and_deleted_by_who_may_and_its_channels_stay() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let name = Some("Bo's".to_owned());
        it.refuses(UpdateCategory { hub: it.hub, category: it.category, name, position: None }).await;
        it.refuses(DeleteCategory { hub: it.hub, category: it.category }).await;
        lists(&it.bo, CATEGORY_NAMES, "text channels").await;
        it.bo.page.taps(".channel-category button").await;
        it.bo.offers(&["Notifications"]).await;
        it.bo.page.escapes().await;
        it.bo.page.has_no_dialog().await;

        it.ada.page.taps(".channel-category button").await;
        it.ada.chooses("Rename category").await;
        it.ada.page.shows("#category-name").await;
        it.ada.page.retypes("#category-name", "Beds").await;
        it.ada.chooses("Save").await;
        it.ada.page.has_no_dialog().await;
        for screen in [&it.ada, &it.bo] {
            lists(screen, CATEGORY_NAMES, "beds").await;
        }

        // Bo is let in on it.
        let helper = it.owner.makes_role(it.hub, "Helper", Permissions::MANAGE_CHANNELS).await;
        it.owner.assigns(it.hub, it.member.me().await.id, helper.id).await;
        it.bo.page.taps(".channel-category button").await;
        it.bo.chooses("Delete category").await;
        it.bo.page.has_no_dialog().await;
        for screen in [&it.ada, &it.bo] {
            lists(screen, CATEGORY_NAMES, "").await;
            lists(screen, CHANNEL_NAMES, "general").await;
        }
        asks_about_channel(&it.bo, "general").await;
        it.bo
            .offers(&[
                "Copy link",
                "Pinned messages",
                "Jump to a date",
                "Send later",
                "Notifications",
                "Edit channel",
                "Delete channel",
            ])
            .await;

        // And kept out of it again, while Bo looks.
        let bo = it.member.me().await.id;
        it.owner.calls(RemoveRole { hub: it.hub, user: bo, role: helper.id }).await.unwrap();
        it.refuses(DeleteChannel { channel: it.general }).await;
        it.bo
            .offers(&["Copy link", "Pinned messages", "Jump to a date", "Send later", "Notifications"])
            .await;
        for screen in [&it.ada, &it.bo] {
            screen.is_content();
        }
    });
}

#[test]
fn a_hub_is_handed_over_by_its_owner_alone() {
    play_in_browser(async |server, chromium| {
        let it = Scene::set(&server, &chromium).await;
        let (owner, heir) = (it.owner.me().await.id, it.member.me().await.id);
        it.refuses(TransferHub { hub: it.hub, owner: heir }).await;
        it.bo.page.taps_words(".member", "Ada").await;
        it.bo.offers(&["Message", "Mention", "Copy username", "Ignore", "Block", "Report…"]).await;
        it.bo.page.escapes().await;

        it.ada.taps("channel").await;
        it.ada.page.taps("button[aria-label=\"Show members\"]").await;
        it.ada.page.taps_words(".member", "Ada").await;
        it.ada.offers(&["Edit your profile", "Copy username", "Nickname…"]).await;
        it.ada.page.goes_back().await;
        it.ada.page.has_no_dialog().await;
        it.ada.page.taps("button[aria-label=\"Show members\"]").await;
        it.ada.page.taps_words(".member", "Bo").await;
        it.ada.chooses("Make owner of this hub").await;
        let asks = "document.querySelector('dialog[open] h2').innerText === 'Make Bo the owner?'";
        it.ada.page.becomes("the question", asks).await;
        it.ada.chooses("Cancel").await;
        it.ada.page.has_no_dialog().await;
        assert_eq!(it.owner.views(it.hub).await.owner, owner);

        it.ada.page.taps("button[aria-label=\"Show members\"]").await;
        it.ada.page.taps_words(".member", "Bo").await;
        it.ada.chooses("Make owner of this hub").await;
        it.ada.page.taps("dialog[open] .button-danger").await;
        it.ada.page.has_no_dialog().await;
        let crowned =
            "[...document.querySelectorAll('.member')].filter((it) => it.textContent.includes('Owner'))
            .map((it) => it.textContent.includes('Bo')).join() === 'true'";
        for screen in [&it.ada, &it.bo] {
            screen.page.becomes("Bo to be the owner", crowned).await;
        }
        assert_eq!(it.owner.views(it.hub).await.owner, heir);
        it.bo.page.taps_words(".member", "Ada").await;
        it.bo
            .offers(&[
                "Message",
                "Mention",
                "Copy username",
                "Nickname…",
                "Notes and history…",
                "Ignore",
                "Block",
                "Report…",
                "Time out…",
                "Kick…",
                "Ban…",
                "Make owner of this hub",
            ])
            .await;
        for screen in [&it.ada, &it.bo] {
            screen.is_content();
        }
    });
}
