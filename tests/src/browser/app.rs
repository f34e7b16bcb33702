//! What people do in the app, in the product's words.

use super::page::{Page, quoted};
use std::path::PathBuf;

/// Whether a record of a store contains a text.
const KEPT: &str = "async (store, text) => {
    const done = (it) => new Promise((told, failed) => {
        it.onsuccess = () => told(it.result);
        it.onerror = () => failed(it.error);
    });
    const opening = indexedDB.open('hubbub');
    // It is not there: whoever only looks must not make it.
    opening.onupgradeneeded = () => opening.transaction.abort();
    const database = await done(opening).catch(() => null);
    if (!database) return false;
    const all = await done(database.transaction(store).objectStore(store).getAll());
    database.close();
    return all.some((it) => new TextDecoder().decode(it).includes(text));
}";

/// The app in somebody's tab.
pub struct Screen {
    /// The tab the app is in.
    pub page: Page,
    address: String,
}

/// The selector of a part of the app, by its `data-testid`.
fn part(name: &str) -> String {
    format!("[data-testid=\"{name}\"]")
}

impl Screen {
    /// Opens the app.
    pub async fn opens(page: Page, address: &str) -> Self {
        page.goes_to(address).await;
        Self { page, address: address.to_owned() }
    }

    /// Opens the app at a place as somebody, who is signed in without many words.
    pub async fn enters(page: Page, address: &str, name: &str, path: &str) -> Self {
        let screen = Self { page, address: address.to_owned() };
        screen.goes_to(&format!("/auth/login?as={name}&next={path}")).await;
        screen.connects().await;
        screen
    }

    /// Waits until the lists of the settings have come: one that comes late moves what stands below under a finger.
    pub async fn has_all_settings(&self) {
        let words = "['Nobody. You can block', 'Nothing so far.', 'This device', 'No keys.']";
        let all = format!("{words}.every((it) => document.body.innerText.includes(it))");
        self.page.becomes("all of the settings", &all).await;
    }

    /// Waits for a part of the app.
    pub async fn shows(&self, name: &str) {
        self.page.shows(&part(name)).await;
    }

    /// Taps a part of the app.
    pub async fn taps(&self, name: &str) {
        self.page.taps(&part(name)).await;
    }

    /// From the app's sign-in page through the provider's and back.
    pub async fn signs_in(&self, name: &str) {
        // The page moves once more when it knows how people sign in here.
        self.page.tells("Pick a name").await;
        self.taps("sign-in").await;
        self.picks_name(name).await;
    }

    /// On the page of the built-in provider.
    pub async fn picks_name(&self, name: &str) {
        self.page.types("input[name=as]", name).await;
        self.page.taps("form button[type=submit]").await;
    }

    /// From the list of hubs into a new one.
    pub async fn creates_hub(&self, name: &str) {
        self.taps("create-hub").await;
        self.page.types("dialog input", name).await;
        self.page.taps("dialog button[type=submit]").await;
        self.page.becomes("the new hub", "location.pathname.startsWith('/hubs/')").await;
    }

    /// On a phone a hub opens with its list of channels.
    pub async fn opens_channel(&self, name: &str) {
        let composer = part("composer");
        let either = format!(
            "!!document.querySelector('{composer}') || !!document.querySelector('{}')",
            part("channel")
        );
        self.page.becomes("the hub", &either).await;
        let there = format!("document.querySelector('{composer}')?.placeholder?.includes({})", quoted(name));
        if self.page.tries(&there).await != Ok(true.into()) {
            self.taps("channel").await;
        }
        self.shows("composer").await;
        self.connects().await;
    }

    /// Makes an invite for the hub that is open; its link.
    pub async fn makes_invite(&self) -> String {
        // On a phone the list of channels is a panel.
        if self.page.has("button[aria-label=\"Show channels\"]").await {
            self.page.taps("button[aria-label=\"Show channels\"]").await;
        }
        self.page.taps("button[aria-label=\"Invite people\"]").await;
        self.shows("invite-link").await;
        let link = self.page.value_of(&part("invite-link")).await;
        self.page.taps("dialog button[aria-label=\"Close\"]").await;
        self.page.has_no_dialog().await;
        link
    }

    /// Chooses something in the dialog that is open, by its words.
    pub async fn chooses(&self, words: &str) {
        self.page.taps_words("dialog[open] .action, dialog[open] .button", words).await;
    }

    /// Opens somebody's card from the list of members.
    pub async fn looks_at(&self, name: &str) {
        if self.page.has_fingers() {
            self.page.taps("button[aria-label=\"Show members\"]").await;
        }
        // Who comes or goes at that moment moves the list under the finger: whoever missed taps again, unless what covers the
        // list is on its way already.
        for _ in 0..3 {
            if !self.page.has("dialog[open]").await {
                self.page.taps_words(".member", name).await;
            }
            for _ in 0..20 {
                if self.page.has(".dialog-profile .action").await {
                    return;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
        self.page.shows(".dialog-profile .action").await;
    }

    /// Waits until the card or menu that is open offers this and no more.
    pub async fn offers(&self, choices: &[&str]) {
        let texts =
            "[...document.querySelectorAll('dialog[open] .action')].map((it) => it.innerText).join('|')";
        let same = format!("{texts} === {}", quoted(&choices.join("|")));
        self.page.becomes(&format!("the choices {choices:?}"), &same).await;
    }

    /// Writes and sends.
    pub async fn says(&self, text: &str) {
        self.page.types(&part("composer"), text).await;
        self.taps("send").await;
    }

    /// Changes one's last message, with the keyboard.
    pub async fn changes_last_to(&self, text: &str) {
        self.taps("composer").await;
        self.page.presses("ArrowUp").await;
        self.page.becomes("editing", "!!document.querySelector('.composer-editing')").await;
        self.page.retypes(&part("composer"), text).await;
        self.taps("send").await;
    }

    /// Types into the composer as soon as it has the focus.
    pub async fn types(&self, text: &str) {
        let focused = format!("document.activeElement === document.querySelector('{}')", part("composer"));
        self.page.becomes("the focus on the composer", &focused).await;
        self.page.call("Input.insertText", serde_json::json!({ "text": text })).await;
    }

    /// Waits until the composer holds this.
    pub async fn has_written(&self, text: &str) {
        let value = format!("document.querySelector('{}').value === {}", part("composer"), quoted(text));
        self.page.becomes(&format!("the words {text:?}"), &value).await;
    }

    /// Waits until a message is shown as sent, exactly once.
    pub async fn sees(&self, text: &str) {
        let sent = format!("{} === 1", self.count(text, "sent"));
        self.page.becomes(&format!("the message {text:?}"), &sent).await;
    }

    /// Waits until a message with these words in it is shown, in any state.
    pub async fn sees_in_some(&self, words: &str) {
        let shown = format!(
            "[...document.querySelectorAll('.message-text')].some((it) => it.innerText.includes({}))",
            quoted(words)
        );
        self.page.becomes(&format!("{words:?} in a message"), &shown).await;
    }

    /// Waits until a message is shown as on its way.
    pub async fn sees_pending(&self, text: &str) {
        let pending = format!("{} === 1", self.count(text, "pending"));
        self.page.becomes(&format!("the message {text:?} on its way"), &pending).await;
    }

    /// How many messages with this text are shown, in any state.
    pub async fn counts(&self, text: &str) -> u64 {
        let all = format!(
            "{} + {} + {}",
            self.count(text, "sent"),
            self.count(text, "pending"),
            self.count(text, "failed")
        );
        self.page.evaluates(&all).await.as_u64().expect("a number")
    }

    fn count(&self, text: &str, state: &str) -> String {
        let all = format!("[...document.querySelectorAll('{}[data-state={state}]')]", part("message"));
        let words = "it.querySelector('.message-text')?.innerText.trim()";
        format!("{all}.filter((it) => {words} === {}).length", quoted(text))
    }

    /// Waits until the connection is live.
    pub async fn connects(&self) {
        let ready = format!("document.querySelector('{}[data-state=ready]') !== null", part("connection"));
        self.page.becomes("the connection", &ready).await;
    }

    /// Waits until the connection is known to be lost.
    pub async fn notices_outage(&self) {
        let lost =
            format!("document.querySelector('{}:not([data-state=ready])') !== null", part("connection"));
        self.page.becomes("the outage to be noticed", &lost).await;
    }

    /// Waits until the app can start without a network.
    pub async fn starts_offline(&self) {
        self.page
            .becomes("the service worker", "navigator.serviceWorker.ready.then((it) => !!it.active)")
            .await;
        // Controlled from the next load on.
        self.page.reloads().await;
        self.page.becomes("its control", "!!navigator.serviceWorker?.controller").await;
    }

    /// Waits until the service worker keeps these files for a start offline: parts of their addresses.
    pub async fn keeps_files(&self, names: &[&str]) {
        let kept = format!(
            "caches.keys().then(async (all) => {{
                const shelves = await Promise.all(all.map(async (name) => (await caches.open(name)).keys()));
                return {names:?}.every((name) => shelves.flat().some((it) => it.url.includes(name)));
            }})"
        );
        self.page.becomes(&format!("{names:?} on the device"), &kept).await;
    }

    /// Waits until something is in the device's database: in its records of channels, or of what is on its way.
    pub async fn keeps(&self, store: &str, text: &str) {
        let kept = format!("({KEPT})({}, {})", quoted(store), quoted(text));
        self.page.becomes(&format!("{text:?} in {store}"), &kept).await;
    }

    /// Whether something is in the device's database now.
    pub async fn has_kept(&self, store: &str, text: &str) -> bool {
        self.page.evaluates(&format!("({KEPT})({}, {})", quoted(store), quoted(text))).await == true
    }

    /// The words of all messages that are shown as sent.
    pub async fn reads(&self) -> Vec<String> {
        self.page.texts(&format!("{}[data-state=sent] .message-text", part("message"))).await
    }

    /// Positions of the messages that are shown.
    pub async fn positions(&self) -> Vec<u64> {
        let all = format!(
            "[...document.querySelectorAll('{}[data-state=sent]')].map((it) => Number(it.dataset.seq))",
            part("message")
        );
        serde_json::from_value(self.page.evaluates(&all).await).expect("positions are numbers")
    }

    /// Opens a path of the app by its address.
    pub async fn goes_to(&self, path: &str) {
        self.page.goes_to(&format!("{}{path}", self.address)).await;
    }

    /// Fails if the page complained of anything.
    pub fn is_content(&self) {
        let complaints = self.page.complaints();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

/// Where pictures for the README go; `None` unless `HUBBUB_SCREENS=1` asks for them.
pub fn shot(name: &str) -> Option<PathBuf> {
    std::env::var_os("HUBBUB_SCREENS").filter(|wish| wish == "1")?;
    let place = PathBuf::from("../docs/screens");
    std::fs::create_dir_all(&place).expect("docs can be written");
    Some(place.join(name))
}
