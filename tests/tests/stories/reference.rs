//! The page on which the API is read and tried.

use hubbub_tests::Server;
use hubbub_tests::browser::{Page, Screen, play_in_browser};
use serde_json::json;

/// Without a sideways step, whatever the width.
const FITS: &str = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";

async fn opens(page: &Page, server: &Server) {
    page.goes_to(&format!("{}/api/docs", server.address())).await;
    page.becomes("the operations", "document.querySelectorAll('.opblock-tag').length > 10").await;
}

/// Opens an operation, sends what it would, and waits for the status of the answer.
async fn tries(page: &Page, id: &str, status: &str) {
    let operation = format!("[id$='-{id}']");
    page.taps(&format!("{operation} .opblock-summary-control")).await;
    page.taps(&format!("{operation} .execute")).await;
    let answered = format!(
        "document.querySelector(\"{operation} .live-responses-table tbody .response-col_status\")?.innerText.trim().startsWith('{status}') ?? false"
    );
    page.becomes(&format!("{id} to be answered with {status}"), &answered).await;
}

/// All operations of a tag.
async fn unfolds(page: &Page, tag: &str) {
    page.taps(&format!("[id='operations-tag-{tag}']")).await;
}

#[test]
fn whoever_is_signed_in_tries_an_operation_with_their_cookie() {
    play_in_browser(async |server, chromium| {
        for page in [chromium.phone().await, chromium.desktop().await] {
            page.prefers("dark").await;
            let ada = Screen::enters(page, &server.address(), "Ada", "").await;
            let page = &ada.page;
            opens(page, &server).await;
            assert!(page.evaluates("document.title").await.as_str().unwrap().contains("API"));
            assert_eq!(page.evaluates(FITS).await, json!(true), "the list fits");
            unfolds(page, "Oneself").await;
            tries(page, "get_me", "200").await;
            assert_eq!(page.evaluates(FITS).await, json!(true), "an operation fits");
            unfolds(page, "Hubs").await;
            tries(page, "create_hub", "201").await;
            assert_eq!(
                page.evaluates("document.documentElement.classList.contains('dark-mode')").await,
                json!(true)
            );
            assert_eq!(page.complaints(), [""; 0]);
        }
    });
}

#[test]
fn a_token_does_as_well_and_nobody_is_told_to_sign_in() {
    play_in_browser(async |server, chromium| {
        let token = server.person("Ada").await.makes_session("docs").await.token;
        let page = chromium.desktop().await;
        opens(&page, &server).await;
        unfolds(&page, "Oneself").await;
        tries(&page, "get_me", "401").await;
        page.taps(".auth-wrapper > .authorize").await;
        page.types(".auth-container input[aria-label='auth-bearer-value']", &token).await;
        page.taps(".auth-btn-wrapper .authorize").await;
        page.taps(".auth-btn-wrapper .btn-done").await;
        page.taps("[id$='-get_me'] .execute").await;
        page.becomes(
            "an answer",
            "document.querySelector(\"[id$='-get_me'] .live-responses-table tbody .response-col_status\").innerText.trim().startsWith('200')",
        )
        .await;
    });
}
