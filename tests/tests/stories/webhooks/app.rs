//! Webhooks in the hub's settings, and what they post in a channel.

use super::{listed, makes, posts};
use crate::scene::{first_place, garden};
use hubbub_tests::Acts;
use hubbub_tests::browser::{Screen, play_in_browser, play_in_browser_with, shot};
use serde_json::json;

#[test]
fn a_webhook_is_made_tried_and_ended_in_the_app() {
    play_in_browser(async |server, chromium| {
        let ada = server.person("Ada").await;
        let view = ada.creates_hub("Garden").await;
        let (hub, general) = (view.id, view.channels[0].id);
        let place = format!("/hubs/{hub}/settings/webhooks");
        let screen = Screen::enters(chromium.phone().await, &server.address(), "Ada", &place).await;
        let page = &screen.page;
        page.tells("No webhooks yet").await;
        page.has_no_barriers("no webhooks").await;
        screen.taps("new-webhook").await;
        page.taps_words(".key-form button", "Make the webhook").await;
        page.tells("Give it a name.").await;
        page.types("#webhook-name", "Builds").await;
        page.becomes("no complaint", "!document.querySelector('.key-form .field-problem:not(:empty)')").await;
        page.has_no_barriers("a webhook being made").await;
        page.taps_words(".key-form button", "Make the webhook").await;
        screen.shows("webhook-address").await;
        let address = page.value_of("[data-testid=webhook-address]").await;
        assert!(address.starts_with(&format!("{}/api/webhooks/", server.address())), "{address}");
        page.has_no_barriers("the address of a webhook").await;
        screen.taps("test-webhook").await;
        page.tells("The test message is there").await;
        page.taps_words(".key-token button", "I have it").await;
        page.becomes("the address to be gone", "!document.querySelector('[data-testid=webhook-address]')")
            .await;

        let reader = Screen::enters(
            chromium.desktop().await,
            &server.address(),
            "Ada",
            &format!("/hubs/{hub}/{general}"),
        )
        .await;
        reader.sees("A test: this webhook works.").await;
        let badges = reader.page.texts(".message-badge").await;
        assert_eq!(badges, ["Webhook"]);
        reader.page.has_no_barriers("a message of a webhook").await;
        reader.page.taps(".message-author").await;
        reader.page.tells("A program posted this").await;
        assert!(!reader.page.has("[role=dialog]").await, "it has no card");
        reader.is_content();

        page.taps_words("li button", "Edit").await;
        page.types("#webhook-name", "CI").await;
        page.taps_words(".key-form button", "Save").await;
        page.becomes(
            "the name",
            "document.querySelector('.governing-entry strong')?.innerText.includes('CI')",
        )
        .await;
        page.taps_words("li button", "New address").await;
        page.taps_words("li .button-danger", "New address").await;
        screen.shows("webhook-address").await;
        page.taps_words(".key-token button", "I have it").await;
        page.taps_words("li button", "Delete").await;
        page.taps_words("li .button-danger", "Delete").await;
        page.tells("The webhook is deleted").await;
        page.tells("No webhooks yet").await;
        assert!(listed(&ada, hub).await.is_empty());
        screen.is_content();
    });
}

/// Pictures, for looking at them. Only with `HUBBUB_SCREENS=1`.
#[test]
fn pictures_of_webhooks() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let hub = garden(&server).await;
        let ada = server.person("Ada").await;
        let (_, general) = first_place(&ada).await;
        ada.sends(general, "The builds are told here from now on.").await;
        let made = makes(&ada, general, "Builds").await;
        makes(&ada, general, "Frost alarm").await;
        posts(&server, &made.path, &json!({ "content": "Build 42 is **green**" })).await;
        posts(&server, &made.path, &json!({
            "username": "Ada", "content": "",
            "embeds": [{ "title": "Greenhouse: too cold", "url": "https://example.org/7", "description": "It is *minus one* at the gate.",
                "fields": [{ "name": "Sensor", "value": "gate" }], "footer": { "text": "Grafana" } }],
        }))
        .await;
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let settings = format!("/hubs/{hub}/settings/webhooks");
                let screen = Screen::enters(page, &server.address(), "Ada", &settings).await;
                let page = &screen.page;
                let take = async |name: &str| {
                    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                    page.screenshot(&shot(&format!("{name}-{kind}-{scheme}.webp")).unwrap()).await;
                };
                page.shows(".session").await;
                take("webhooks").await;
                page.taps_words("li button", "New address").await;
                page.taps_words("li .button-danger", "New address").await;
                screen.shows("webhook-address").await;
                take("webhook-address").await;
                page.taps_words(".key-token button", "I have it").await;
                screen.taps("new-webhook").await;
                page.shows("#webhook-name").await;
                take("webhook-new").await;
                screen.goes_to(&format!("/hubs/{hub}/{general}")).await;
                page.shows(".message-badge").await;
                take("webhook-messages").await;
            }
        }
        let empty = ada.creates_hub("Empty").await.id;
        let settings = format!("/hubs/{empty}/settings/webhooks");
        let screen = Screen::enters(chromium.phone().await, &server.address(), "Ada", &settings).await;
        screen.page.tells("No webhooks yet").await;
        screen.page.screenshot(&shot("webhooks-none-phone.webp").unwrap()).await;
    });
}
