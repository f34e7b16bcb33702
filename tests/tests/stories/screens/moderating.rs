//! What moderators do, and what it looks like to whom it concerns: measures, locks, slow mode, rules of automod, blocks, leaving.

use super::{Album, talks};
use crate::answers::in_ms;
use crate::scene::garden;
use hubbub_shared::model::BlockKind;
use hubbub_shared::protocol::command::{AddNote, BlockUser, TimeOutMember, UpdateChannel};
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Screen, play_in_browser_with, shot};
use hubbub_tests::{Acts, Server};

/// Cyrus was timed out and is known to moderators; Bo blocked him; herbs is in slow mode.
async fn is_kept_in_order(server: &Server) -> (HubId, ChannelId, ChannelId) {
    let hub = garden(server).await;
    let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
    let channels = ada.views(hub).await.channels;
    let named = |name: &str| channels.iter().find(|channel| channel.name == name).expect("it is there").id;
    let (general, herbs) = (channels[0].id, named("herbs"));
    talks(server, general).await;
    let user = server.person("Cyrus").await.me().await.id;
    let until = Some(in_ms(86_400_000));
    let reason = Some("Marigolds for sale, nine times.".to_owned());
    ada.calls(TimeOutMember { hub, user, until, reason }).await.unwrap();
    let text = "Promised to use the seed swap from now on.".to_owned();
    ada.calls(AddNote { hub, user, text }).await.unwrap();
    bo.calls(BlockUser { user, kind: BlockKind::Blocked }).await.unwrap();
    ada.calls(UpdateChannel { slow_mode_secs: Some(300), ..UpdateChannel::of(herbs) }).await.unwrap();
    bo.sends(herbs, "Basil is up.").await;
    (hub, general, herbs)
}

#[test]
fn pictures_of_moderating() {
    if shot("").is_none() {
        return;
    }
    play_in_browser_with(&[], async |server, chromium| {
        let (hub, general, herbs) = is_kept_in_order(&server).await;
        for scheme in ["light", "dark"] {
            for (kind, page) in [("phone", chromium.phone().await), ("desktop", chromium.desktop().await)] {
                page.prefers(scheme).await;
                let ada =
                    Screen::enters(page, &server.address(), "Ada", &format!("/hubs/{hub}/{general}")).await;
                ada.connects().await;
                let album = Album { page: &ada.page, kind: format!("{kind}-{scheme}") };
                takes_measures(&ada, &album).await;
                locks(&ada, &album, general).await;
                writes_a_rule(&ada, &album, hub).await;
                let page = if kind == "phone" { chromium.phone().await } else { chromium.desktop().await };
                page.prefers(scheme).await;
                let bo =
                    Screen::enters(page, &server.address(), "Bo", &format!("/hubs/{hub}/{general}")).await;
                bo.connects().await;
                let album = Album { page: &bo.page, kind: format!("{kind}-{scheme}") };
                is_concerned(&bo, &album, (hub, herbs)).await;
            }
        }
    });
}

async fn takes_measures(ada: &Screen, album: &Album<'_>) {
    for (choice, there, name) in [
        ("Kick…", "#reason", "kick"),
        ("Ban…", "#ban-length", "ban"),
        ("Notes and history…", ".record-text", "record"),
    ] {
        ada.looks_at(if name == "record" { "Cyrus" } else { "Emre" }).await;
        ada.chooses(choice).await;
        ada.page.shows(there).await;
        album.takes_dialog(name).await;
        ada.page.has_no_dialog().await;
    }
}

async fn locks(ada: &Screen, album: &Album<'_>, general: ChannelId) {
    ada.page.becomes("the conversation", &format!("location.pathname.endsWith('{general}')")).await;
    ada.page.taps(".bar-place").await;
    ada.chooses("Lock channel").await;
    ada.page.has_no_dialog().await;
    ada.page.shows("[data-testid=unlock]").await;
    album.takes("locked").await;
    ada.page.taps("[aria-label=\"Unlock channel\"]").await;
    ada.page.becomes("no lock", "!document.querySelector('[data-testid=unlock]')").await;
}

async fn writes_a_rule(ada: &Screen, album: &Album<'_>, hub: HubId) {
    ada.goes_to(&format!("/hubs/{hub}/settings/automod")).await;
    ada.connects().await;
    ada.page.taps("[data-testid=new-rule]").await;
    ada.page.shows("#rule-name").await;
    ada.page.types("#rule-name", "No selling").await;
    ada.page.types("#rule-words", "for sale").await;
    ada.page.types("#rule-notice", "The seed swap is for that.").await;
    ada.page.types("#try-automod", "Marigolds FOR SALE").await;
    ada.page.taps_words("button", "See what happens").await;
    ada.page.tells("It finds").await;
    album.takes("automod-rule").await;
}

async fn is_concerned(bo: &Screen, album: &Album<'_>, (hub, herbs): (HubId, ChannelId)) {
    bo.page.shows(".message-fold").await;
    album.takes("folded").await;
    bo.goes_to(&format!("/hubs/{hub}/{herbs}")).await;
    bo.connects().await;
    bo.page.shows("[data-testid=slow-mode]").await;
    album.takes("slow-mode").await;
    bo.goes_to(&format!("/hubs/{hub}/settings/bans")).await;
    bo.connects().await;
    bo.taps("why").await;
    bo.page.shows(".reason").await;
    album.takes_dialog("why").await;
    bo.goes_to("/settings").await;
    // A list that comes late moves what is below it.
    bo.page.tells("No keys.").await;
    for (label, name) in [("Blocked and ignored", "blocks"), ("Your data and your account", "leaving")] {
        let into_view = format!(
            "[...document.querySelectorAll('.panel')].find((it) => (it.ariaLabel ?? it.querySelector('h2')?.innerText ?? '').includes('{label}'))?.scrollIntoView() ?? null"
        );
        bo.page.evaluates(&into_view).await;
        album.takes(name).await;
    }
}
