//! Going from channel to channel all day.

use hubbub_tests::Acts;
use hubbub_tests::browser::{Memory, Screen, play_in_browser_with};

const CHANNELS: usize = 6;
const MESSAGES: usize = 50;
const SWITCHES: usize = 200;

/// Goes from channel to channel, each time until its newest message is on the screen.
fn switches(from: usize, to: usize) -> String {
    format!(
        "(async () => {{
            const until = async (what, is) => {{
                for (let tries = 0; !is(); tries += 1) {{
                    if (tries > 2000) throw new Error(`${{what}} does not come`);
                    await new Promise((done) => setTimeout(done, 5));
                }}
            }};
            for (let at = {from}; at < {to}; at += 1) {{
                const name = `room-${{at % {CHANNELS}}}`;
                const rows = [...document.querySelectorAll('[data-testid=channel]')];
                rows.find((it) => it.innerText.trim().startsWith(name)).click();
                await until(name, () => document.querySelector('.conversation')?.innerText.includes(`${{name}}: last words`));
            }}
            return true;
        }})()"
    )
}

/// What is held on to when nothing is under way: what was let go of a moment ago is not collected at once.
async fn at_rest(screen: &Screen) -> Memory {
    let mut least = screen.page.memory().await;
    for _ in 0..4 {
        screen.page.evaluates("new Promise((done) => setTimeout(done, 250))").await;
        let memory = screen.page.memory().await;
        least = if memory.heap < least.heap { memory } else { least };
    }
    least
}

#[test]
fn two_hundred_switches_of_channels_leave_the_heap_as_it_was_after_ten() {
    play_in_browser_with(&[], async |server, chromium| {
        let owner = server.person("Ada").await;
        let view = owner.creates_hub("Corridor").await;
        for room in 0..CHANNELS {
            let channel = owner.makes_channel(view.id, &format!("room-{room}"), None).await.id;
            for number in 1..MESSAGES {
                owner
                    .sends(
                        channel,
                        &format!("**line** {number} of `room-{room}`, see <@{}>", owner.me().await.id),
                    )
                    .await;
            }
            owner.sends(channel, &format!("room-{room}: last words")).await;
        }
        let place = format!("/hubs/{}/{}", view.id, view.channels[0].id);
        let ada = Screen::enters(chromium.desktop().await, &server.address(), "Ada", &place).await;
        ada.page.shows("[data-testid=channel]").await;
        let mut walked: Vec<Memory> = Vec::new();
        for (from, to) in [(0, 10), (10, SWITCHES / 2), (SWITCHES / 2, SWITCHES)] {
            assert_eq!(ada.page.evaluates(&switches(from, to)).await, true);
            walked.push(at_rest(&ada).await);
        }
        eprintln!("after 10, {} and {SWITCHES} switches: {walked:?}", SWITCHES / 2);
        let (first, last) = (walked[0], walked[2]);
        assert!(last.heap * 10 <= first.heap * 12, "the heap grows: {walked:?}");
        assert!(last.wasm <= first.wasm + (2 << 20), "the memory of the app grows: {walked:?}");
        ada.is_content();
    });
}
