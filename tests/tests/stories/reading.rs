//! Reading a long conversation in the app: from end to end, without holes, without being moved about.

use crate::scene::general_of;
use futures_util::{StreamExt, stream};
use hubbub_shared::model::Message;
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Chromium, Page, Screen, play_in_browser_with};
use hubbub_tests::{Acts, DEADLINE, Phone, Server};
use std::time::Instant;

const UNLIMITED: &[(&str, &str)] = &[];
/// What is not there yet comes within so many frames, however long a frame takes beside other work. How smoothly it
/// goes, `cargo xtask bench` tells.
const HOLE: u64 = 30;

/// Bo, who says things by a program; others read them in the app.
struct Readers {
    bo: Phone,
    hub: HubId,
    general: ChannelId,
}

impl Readers {
    async fn gather(server: &Server) -> Self {
        let bo = server.phone("Bo").await;
        let view = bo.creates_hub("Archive").await;
        let code = bo.invites(view.id).await;
        for name in ["Ada", "Cy"] {
            server.person(name).await.joins(&code).await;
        }
        Self { bo, hub: view.id, general: general_of(&view) }
    }

    /// So many messages, numbered from one, as fast as the server takes them.
    async fn talk(&self, count: usize) -> Vec<Message> {
        let says = |number: usize| async move { self.bo.says(self.general, &words(number)).await };
        stream::iter(1..=count).map(says).buffered(100).collect().await
    }

    fn place(&self) -> String {
        format!("/hubs/{}/{}", self.hub, self.general)
    }

    async fn ada_opens(&self, server: &Server, page: Page) -> Screen {
        self.opened_by("Ada", server, page).await
    }

    async fn opened_by(&self, name: &str, server: &Server, page: Page) -> Screen {
        let ada = Screen::opens(page, &server.address()).await;
        ada.goes_to(&format!("/auth/login?as={name}")).await;
        ada.connects().await;
        ada.goes_to(&self.place()).await;
        ada.shows("message").await;
        ada.connects().await;
        ada
    }
}

/// Of very different heights.
fn words(number: usize) -> String {
    match number % 7 {
        3 => format!("message {number} {}", "and then some more of it ".repeat(number % 20).trim_end()),
        5 => format!("message {number}\nand another line"),
        _ => format!("message {number}"),
    }
}

/// What a reader saw while scrolling.
#[derive(Debug, Default)]
struct Seen {
    /// The most frames in a row with less than a third of the screen to read.
    blank: u64,
    /// The most rows there were at a time.
    rows: u64,
}

/// Scrolls at `speed` pixels a second until `done`, looking at each frame whether there is something to read.
async fn scrolls(screen: &Screen, speed: i32, done: &str) -> Seen {
    let script = format!(
        "(async () => {{
            const list = document.querySelector('.conversation'), started = performance.now();
            let rows = 0, longest = 0, blank = 0, last = started, done = false;
            const first = () => list.querySelector('[data-seq]')?.dataset.seq, from = first();
            while (!(done = {done}) && last - started < 5000) {{
                await new Promise(requestAnimationFrame);
                const now = performance.now(), passed = now - last, box = list.getBoundingClientRect();
                last = now;
                const all = [...list.querySelectorAll('.message, .divider, .conversation-start')];
                const covered = all.map((row) => row.getBoundingClientRect()).reduce((sum, row) =>
                    sum + Math.max(0, Math.min(row.bottom, box.bottom) - Math.max(row.top, box.top)), 0);
                blank = covered < box.height / 3 ? blank + 1 : 0;
                longest = Math.max(longest, blank);
                rows = Math.max(rows, all.length);
                list.scrollBy(0, {speed} * Math.min(passed, 50) / 1000);
            }}
            return [!!done, longest, rows, from !== first()];
        }})()"
    );
    let mut seen = Seen::default();
    let mut moved = Instant::now();
    while moved.elapsed() < DEADLINE {
        let now = screen.page.evaluates(&script).await;
        seen.blank = seen.blank.max(now[1].as_u64().unwrap());
        seen.rows = seen.rows.max(now[2].as_u64().unwrap());
        if now[0] == true {
            return seen;
        }
        if now[3] == true {
            moved = Instant::now();
        }
    }
    panic!("scrolling comes no further: {seen:?}");
}

#[test]
fn ten_thousand_messages_are_read_from_end_to_end() {
    play_in_browser_with(UNLIMITED, async |server: Server, chromium: Chromium| {
        let readers = Readers::gather(&server).await;
        let messages = readers.talk(10_000).await;
        let ada = readers.ada_opens(&server, chromium.phone().await).await;
        ada.sees(&words(10_000)).await;
        let before = ada.page.memory().await;

        let at_start = "list.querySelector('.conversation-start') && list.querySelector('[data-seq=\"1\"]')";
        let up = scrolls(&ada, -24_000, at_start).await;
        let at = format!("list.querySelector('[data-id=\"{}\"]')", messages[1_500].id);
        let down = scrolls(&ada, 24_000, &at).await;
        let after = ada.page.memory().await;
        eprintln!("up {up:?}, down {down:?}, memory before {before:?}, after {after:?}");
        for seen in [&up, &down] {
            assert!(seen.blank <= HOLE, "what was not there does not come: {seen:?}");
            assert!(seen.rows <= 450, "rows are bounded: {seen:?}");
        }
        ada.taps("jump").await;
        ada.sees(&words(10_000)).await;
        assert!(after.wasm <= before.wasm + (8 << 20) && after.heap <= before.heap + (24 << 20), "{after:?}");
        ada.is_content();
    });
}

#[test]
fn what_one_reads_stays_where_it_is_while_others_talk() {
    play_in_browser_with(UNLIMITED, async |server: Server, chromium: Chromium| {
        let readers = Readers::gather(&server).await;
        readers.talk(200).await;
        for (name, page) in [("Ada", chromium.phone().await), ("Cy", chromium.desktop().await)] {
            let ada = readers.opened_by(name, &server, page).await;
            ada.page.evaluates("document.querySelector('.conversation').scrollBy(0, -1500)").await;
            ada.shows("jump").await;
            // What comes above the oldest row changes how that one is drawn.
            ada.page.becomes("older ones", "document.querySelectorAll('.message').length >= 100").await;
            let anchor = ada.page.evaluates(&format!("{LOOK}; window.anchor = look(); window.anchor")).await;
            for number in 0..20 {
                readers.bo.says(readers.general, &format!("{name}, meanwhile {number}")).await;
            }
            let told = "document.querySelector('[data-testid=jump]').innerText.includes('20 new messages')";
            ada.page.becomes("the count", told).await;
            let moved = ada.page.evaluates("anchor.row.getBoundingClientRect().top - anchor.top").await;
            assert!(moved.as_f64().unwrap().abs() <= 1.0, "moved by {moved}: {anchor}");
            ada.taps("jump").await;
            ada.sees(&format!("{name}, meanwhile 19")).await;
            ada.page.becomes("the end", "document.querySelector('[data-testid=jump]').hidden").await;
            ada.is_content();
        }
    });
}

/// The first message on the screen and where it is.
const LOOK: &str = "window.look = () => {
    const edge = document.querySelector('.conversation').getBoundingClientRect().top;
    const row = [...document.querySelectorAll('[data-seq]')].find((row) => row.getBoundingClientRect().top > edge);
    return { row, top: row.getBoundingClientRect().top };
}";

#[test]
fn a_long_absence_begins_where_reading_stopped() {
    play_in_browser_with(UNLIMITED, async |server: Server, chromium: Chromium| {
        let readers = Readers::gather(&server).await;
        readers.talk(30).await;
        let ada = readers.ada_opens(&server, chromium.phone().await).await;
        ada.sees(&words(30)).await;
        let read = "new Promise((done) => setTimeout(() => done(true), 2500))";
        ada.page.becomes("the server to know", read).await;
        ada.goes_to("/").await;
        readers.talk(120).await;
        ada.goes_to(&readers.place()).await;
        ada.page
            .becomes(
                "the bar",
                "document.querySelector('[data-testid=new-above]')?.innerText.includes('120 new messages')",
            )
            .await;
        ada.taps("new-above").await;
        let line = "(() => {
            const line = document.querySelector('.divider-new')?.getBoundingClientRect();
            const next = document.querySelector('.divider-new + .message')?.innerText ?? '';
            return !!line && line.top > 0 && line.bottom < innerHeight && next.includes('message 1');
        })()";
        ada.page.becomes("the line above what is new", line).await;
        ada.is_content();
    });
}

#[test]
fn a_link_leads_to_a_message_far_above() {
    play_in_browser_with(UNLIMITED, async |server: Server, chromium: Chromium| {
        let readers = Readers::gather(&server).await;
        let messages = readers.talk(600).await;
        let ada = readers.ada_opens(&server, chromium.desktop().await).await;
        ada.goes_to(&format!("{}/{}", readers.place(), messages[99].id)).await;
        let found = format!(
            "(() => {{
                const row = document.querySelector('[data-id=\"{}\"][data-found]')?.getBoundingClientRect();
                return !!row && row.top > 0 && row.bottom < innerHeight;
            }})()",
            messages[99].id
        );
        ada.page.becomes("the message", &found).await;
        ada.taps("jump").await;
        ada.sees(&words(600)).await;
        ada.is_content();
    });
}
