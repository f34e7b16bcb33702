//! Webhooks that send, in the hub's settings.

use super::*;
use hubbub_tests::browser::{Screen, play_in_browser_with};

#[test]
fn an_address_is_given_tried_looked_at_and_ended_in_the_app() {
    play_in_browser_with(HERE, async |server, chromium| {
        let ada = server.person("Ada").await;
        let view = ada.creates_hub("Garden").await;
        let (hub, general) = (view.id, view.channels[0].id);
        let receiver = Receiver::start().await;
        let place = format!("/hubs/{hub}/settings/webhooks");
        let screen = Screen::enters(chromium.phone().await, &server.address(), "Ada", &place).await;
        let page = &screen.page;
        screen.taps("new-outgoing").await;
        page.taps_words(".key-form button", "Start sending").await;
        page.tells("Give it a name.").await;
        page.types("#outgoing-name", "Archive").await;
        page.types("#outgoing-url", "https://127.0.0.2/hook").await;
        page.taps_words(".key-form button", "Start sending").await;
        page.tells("An address begins with https:// and is in no private network.").await;
        page.has_no_barriers("an address being given").await;
        page.retypes("#outgoing-url", &receiver.url()).await;
        page.taps_words(".key-form button", "Start sending").await;
        screen.shows("outgoing-secret").await;
        let secret = page.value_of("[data-testid=outgoing-secret]").await;
        assert!(secret.starts_with("whsec_"), "{secret}");
        page.has_no_barriers("a secret").await;
        page.taps_words(".key-token button", "I have it").await;
        page.becomes("the secret to be gone", "!document.querySelector('[data-testid=outgoing-secret]')")
            .await;

        receiver.answers([(500, "not now")]);
        ada.sends(general, "Hello").await;
        receiver.is_sent(1).await;
        eventually("the attempt to be written down", async || {
            let webhook = listed(&ada, hub).await.remove(0);
            sent_to(&ada, &webhook).await.pop().filter(|one| one.tries > 0).map(drop)
        })
        .await;
        page.taps_words("[data-testid=outgoing] li button", "What was sent").await;
        screen.shows("deliveries").await;
        page.tells("Somebody says something").await;
        page.tells("not now").await;
        page.has_no_barriers("what was sent").await;
        page.taps_words("[data-testid=deliveries] li button", "Send again").await;
        page.tells("It is sent again").await;
        let taken = receiver.takes(1).await;
        assert_eq!(
            (words(&taken), taken[0].header("webhook-signature")),
            (vec!["Hello".to_owned()], &*signature(&secret, &taken[0]))
        );
        page.taps_words("[data-testid=deliveries] button", "Back to the addresses").await;

        page.taps_words("[data-testid=outgoing] li button", "Test").await;
        page.tells("A test is on its way").await;
        assert_eq!(receiver.takes(2).await[1].kind(), "ping");
        page.taps_words("[data-testid=outgoing] li button", "Pause").await;
        page.tells("Paused; what happens waits").await;
        page.taps_words("[data-testid=outgoing] li button", "Delete").await;
        page.taps_words("[data-testid=outgoing] li .button-danger", "Delete").await;
        page.tells("Nothing is sent there any more").await;
        assert!(listed(&ada, hub).await.is_empty());
        screen.is_content();
    });
}
