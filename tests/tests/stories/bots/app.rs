//! Applications in the app: made, added by a link, told apart, deleted.

use super::applications;
use crate::scene::garden;
use hubbub_shared::Permissions;
use hubbub_shared::model::Intent;
use hubbub_tests::browser::{Page, Screen, play_in_browser, play_in_browser_with, shot};
use hubbub_tests::{Acts, Server};

async fn opens(page: Page, server: &Server, name: &str, path: &str) -> Screen {
    Screen::enters(page, &server.address(), name, path).await
}

/// Makes one in the form that is open; its token.
async fn makes_echo(screen: &Screen) -> String {
    let page = &screen.page;
    page.types("#application-name", "Echo").await;
    page.types("#application-about", "Answers when it is called").await;
    page.taps_words(".key-form button", "Make the application").await;
    screen.shows("bot-token").await;
    page.value_of("[data-testid=bot-token]").await
}

#[test]
fn an_application_is_made_added_by_its_link_and_deleted() {
    play_in_browser(async |server, chromium| {
        let ada = server.person("Ada").await;
        let garden = ada.creates_hub("Garden").await;
        let general = garden.channels[0].id;
        let screen = opens(chromium.phone().await, &server, "Ada", "/settings").await;
        let page = &screen.page;
        screen.has_all_settings().await;
        page.taps_words(".row", "Applications").await;
        page.tells("None yet.").await;
        page.has_no_barriers("no applications").await;
        screen.taps("new-application").await;
        page.taps_words(".key-form button", "Make the application").await;
        page.tells("Give it a name first.").await;
        page.has_no_barriers("an application being made").await;
        let token = makes_echo(&screen).await;
        assert!(token.starts_with("hubbub_bot_"), "{token}");
        page.has_no_barriers("the token of a bot").await;
        let made = applications(&ada).await.remove(0);
        let talks = Permissions::VIEW | Permissions::HISTORY | Permissions::SEND | Permissions::REACT;
        assert_eq!((made.permissions, &*made.intents, made.public), (talks, &[Intent::Messages][..], false));
        page.taps_words(".key-token button", "I have it").await;

        page.taps_words("li a", "Add to a hub").await;
        page.tells("Made by Ada").await;
        page.tells("It hears: messages.").await;
        page.has_no_barriers("a bot to be added").await;
        page.taps_words(".key-scope label", "Add reactions").await;
        screen.taps("add-bot").await;
        page.becomes("the hub", &format!("location.pathname.startsWith('/hubs/{}')", garden.id)).await;
        let member = ada.lists_members(garden.id).await.into_iter().find(|member| member.user.bot).unwrap();
        let role =
            ada.views(garden.id).await.roles.into_iter().find(|role| role.id == member.roles[0]).unwrap();
        assert_eq!(role.permissions, talks.without(Permissions::REACT), "without what was taken away");

        ada.program(&token).sends(general, "good morning").await;
        let reader =
            opens(chromium.desktop().await, &server, "Ada", &format!("/hubs/{}/{general}", garden.id)).await;
        reader.sees("good morning").await;
        assert_eq!(reader.page.texts(".message-badge").await, ["Bot"]);
        reader.page.taps(".message-author").await;
        reader.page.shows(".dialog-profile .message-badge").await;
        reader.page.tells("Kick…").await;
        let offered = reader.page.texts("dialog[open] .action").await;
        assert!(!offered.iter().any(|one| one.contains("Message") || one.contains("owner")), "{offered:?}");
        reader.page.has_no_barriers("the card of a bot").await;
        reader.is_content();

        screen.goes_to("/bots").await;
        page.taps_words("li button", "New token").await;
        page.tells("is good for another day").await;
        page.taps_words(".key-token button", "I have it").await;
        page.taps_words("li button", "Delete").await;
        page.tells("Its bot leaves all hubs.").await;
        page.taps_words("li .button-danger", "Delete").await;
        page.tells("The application is deleted").await;
        page.tells("None yet.").await;
        assert!(applications(&ada).await.is_empty());
        screen.goes_to(&format!("/bots/{}", made.id)).await;
        page.tells("No such bot").await;
        screen.is_content();
    });
}

#[test]
fn who_manages_no_hub_is_told_so_and_nobody_gives_what_they_lack() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let hub = ada.creates_hub("Garden").await.id;
        bo.joins(&ada.invites(hub).await).await;
        let asks = super::CreateApplication {
            public: true,
            permissions: super::TALK | Permissions::BAN_MEMBERS,
            ..super::echo()
        };
        let id = super::makes(&ada, asks).await.application.id;
        let screen = opens(chromium.desktop().await, &server, "Bo", &format!("/bots/{id}")).await;
        screen.page.tells("No hub to add it to").await;
        let role = ada.makes_role(hub, "Managers", Permissions::MANAGE_HUB).await.id;
        ada.assigns(hub, bo.me().await.id, role).await;
        screen.goes_to(&format!("/bots/{id}")).await;
        screen.page.tells("You may not do this there yourself.").await;
        assert_eq!(screen.page.texts(".key-scope label:has(:disabled) strong").await, ["Ban members"]);
        screen.page.has_no_barriers("what cannot be given").await;
        screen.taps("add-bot").await;
        screen.page.becomes("the hub", "location.pathname.startsWith('/hubs/')").await;
        assert!(ada.lists_members(hub).await.iter().any(|member| member.user.bot));
        screen.is_content();
    });
}

/// Pictures, for looking at them. Only with `HUBBUB_SCREENS=1`.
#[test]
fn pictures_of_bots() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let hub = garden(&server).await;
        let ada = server.person("Ada").await;
        let general = ada.views(hub).await.channels[0].id;
        let made = super::makes(&ada, super::echo()).await;
        super::adds(&ada, hub, made.application.id).await;
        ada.sends(general, "!weather tomorrow").await;
        ada.program(&made.token)
            .sends(general, "**Tomorrow**: sun until noon, then rain. Water nothing.")
            .await;
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let screen = opens(page, &server, "Ada", "/bots").await;
                let page = &screen.page;
                let take = async |name: &str| {
                    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                    page.screenshot(&shot(&format!("{name}-{kind}-{scheme}.webp")).unwrap()).await;
                };
                page.shows(".session").await;
                take("bots").await;
                screen.taps("new-application").await;
                page.shows("#application-name").await;
                take("bot-new").await;
                screen.goes_to(&format!("/bots/{}", made.application.id)).await;
                screen.shows("add-bot").await;
                take("bot-add").await;
                screen.goes_to(&format!("/hubs/{hub}/{general}")).await;
                page.shows(".message-badge").await;
                take("bot-messages").await;
            }
        }
    });
}
