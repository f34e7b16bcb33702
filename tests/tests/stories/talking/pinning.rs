//! Pinning a message, and finding it again.

use super::{Garden, row};
use hubbub_tests::Acts;
use hubbub_tests::browser::play_in_browser;

#[test]
fn a_message_is_pinned_found_again_and_unpinned() {
    play_in_browser(async |server, chromium| {
        let it = Garden::on(&server, chromium.phone().await).await;
        it.bo.sends(it.general, "The key hangs at the gate").await;
        it.ada.sees("The key hangs at the gate").await;
        it.ada.page.taps(".bar-place").await;
        it.ada.chooses("Pinned messages").await;
        it.ada.page.tells("Nothing is pinned yet").await;
        it.ada.page.has_no_barriers("no pins").await;
        it.ada.page.escapes().await;
        it.ada.page.has_no_dialog().await;

        it.ada.page.holds(".message").await;
        it.ada.chooses("Pin message").await;
        it.ada.shows("undo").await;
        let mark = format!("!!{}.querySelector('.message-pin')", row("The key"));
        it.ada.page.becomes("the mark", &mark).await;
        it.ada.taps("undo").await;
        it.ada.page.becomes("no mark", &format!("!({mark})")).await;
        it.ada.page.holds(".message").await;
        it.ada.chooses("Pin message").await;
        it.ada.page.becomes("the mark", &mark).await;

        it.ada.page.taps(".bar-place").await;
        it.ada.chooses("Pinned messages").await;
        it.ada.shows("pinned").await;
        it.ada.page.has_no_barriers("pins").await;
        it.ada.taps("pinned").await;
        it.ada.page.has_no_dialog().await;
        it.ada.page.becomes("the way there", &format!("{}.hasAttribute('data-found')", row("The key"))).await;

        it.ada.page.taps(".bar-place").await;
        it.ada.chooses("Pinned messages").await;
        it.ada.taps("unpin").await;
        it.ada.page.tells("Nothing is pinned yet").await;
        it.ada.is_content();
    });
}
