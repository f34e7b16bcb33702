//! The audit log in the app: who may reads in words who did what, narrows it, and saves it; who may not sees no way.

use super::*;
use crate::scene::first_place;
use hubbub_tests::browser::{Screen, play_in_browser};

#[test]
fn who_did_what_is_read_in_words_and_found_by_person_and_kind() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let garden = ada.creates_hub("Garden").await.id;
        bo.joins(&ada.invites(garden).await).await;
        let (hub, general) = first_place(&ada).await;
        let bo_id = bo.me().await.id;
        let role = ada.makes_role(hub, "gardener", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, bo_id, role).await;
        let said = ada.sends(general, "too much").await;
        bo.deletes(&said).await;
        log_ending_with(&ada, hub, AuditAction::MessageDeleted).await;

        let screen =
            Screen::enters(chromium.phone().await, &server.address(), "Ada", &format!("/hubs/{hub}")).await;
        let page = &screen.page;
        page.taps("button[aria-label=\"Hub actions\"]").await;
        screen.chooses("Hub settings").await;
        page.taps_words(".row", "Audit log").await;
        let lines = |words: &str| {
            format!(
                "[...document.querySelectorAll('.audit-line')].map((it) => it.innerText.replace(/[\\u2068\\u2069]/g, '')).some((it) => it.includes('{words}'))"
            )
        };
        for words in [
            "Bo deleted a message by Ada in #general",
            "Ada gave Bo the role gardener",
            "Ada created the role gardener",
            "Bo joined",
        ] {
            page.becomes(words, &lines(words)).await;
        }
        page.tells("This is where the log begins.").await;
        page.has_no_barriers("the audit log").await;

        page.taps("#chip-audit-who").await;
        page.types("#audit-who", "b").await;
        page.taps_words(".targets-add .chip", "Bo").await;
        page.becomes("only what Bo did", &format!("!{} && {}", lines("Ada created"), lines("Bo joined")))
            .await;
        page.taps("#chip-audit-what").await;
        let choose =
            "(() => { const it = document.querySelector('#audit-what'); it.value = 'message_deleted';
            it.dispatchEvent(new Event('change', { bubbles: true })); })()";
        page.evaluates(choose).await;
        page.becomes("only that", &format!("!{} && {}", lines("Bo joined"), lines("Bo deleted"))).await;
        page.taps_words("summary", "Save as a file").await;
        let files = page.evaluates("document.querySelector('.audit-files a').getAttribute('href')").await;
        let files = files.as_str().unwrap();
        assert!(
            files.contains("format=csv")
                && files.contains("action=message_deleted")
                && files.contains(&bo_id.to_string()),
            "{files}"
        );
        page.taps("#chip-audit-who").await;
        page.taps("#chip-audit-what").await;
        page.becomes("everything again", &lines("Ada created")).await;
        page.taps("#chip-audit-until").await;
        screen.is_content();
    });
}

#[test]
fn who_may_not_read_the_log_sees_no_way_and_is_refused() {
    play_in_browser(async |server, chromium| {
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let hub = ada.creates_hub("Garden").await.id;
        bo.joins(&ada.invites(hub).await).await;
        let role = ada.makes_role(hub, "banner", Permissions::BAN_MEMBERS).await.id;
        ada.assigns(hub, bo.me().await.id, role).await;
        let address = format!("/hubs/{hub}/settings");
        let screen = Screen::enters(chromium.desktop().await, &server.address(), "Bo", &address).await;
        screen.page.tells("Bans").await;
        assert!(!screen.page.texts(".row").await.iter().any(|row| row.contains("Audit log")));
        screen.goes_to(&format!("{address}/audit-log")).await;
        screen.page.tells("This is for those who run the hub").await;
        let refused = bo.calls(GetAuditLog::of(hub)).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Forbidden);
        let may = Permissions::BAN_MEMBERS | Permissions::VIEW_AUDIT_LOG;
        ada.calls(UpdateRole { permissions: Some(may), ..UpdateRole::of(hub, role) }).await.unwrap();
        screen.page.becomes("the log", "!!document.querySelector('.audit-line')").await;
        screen.is_content();
    });
}
