//! One tab: what is in it, and what it complained about.

use super::cdp::{Cdp, Event};
use crate::wait::{DEADLINE, eventually};
use base64::Engine;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Bytes that a page holds on to.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// Objects of JavaScript, after garbage was collected.
    pub heap: u64,
    /// The memory of WebAssembly, which never shrinks.
    pub wasm: u64,
}

/// A tab with a person in front of it.
pub struct Page {
    pub(crate) cdp: Arc<Cdp>,
    pub(crate) session: String,
    /// Whether it is touched with fingers.
    pub(crate) touch: bool,
    /// Whose cookies and storage it has.
    pub(crate) context: Value,
    size: (u32, u32),
}

/// Remembers which memories the page's WebAssembly works in, for [`Page::memory`].
/// Asking the debugger for all of them answers too late to be of use once the heap is large.
const KEEP_MEMORIES: &str = "(() => {
    const memories = globalThis.memories = new Set();
    const keep = ({ exports }) => Object.values(exports)
        .filter((it) => it instanceof WebAssembly.Memory)
        .forEach((it) => memories.add(it));
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const original = WebAssembly[name];
        WebAssembly[name] = async (...all) => {
            const made = await original.apply(WebAssembly, all);
            keep(made.instance ?? made);
            return made;
        };
    }
})()";

impl Page {
    pub(crate) async fn open(cdp: &Arc<Cdp>, context: &Value, size: (u32, u32), touch: bool) -> Self {
        let target = json!({ "url": "about:blank", "browserContextId": context });
        let target = cdp.call(None, "Target.createTarget", target).await;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = cdp.call(None, "Target.attachToTarget", attach).await;
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let page = Self { cdp: Arc::clone(cdp), session, touch, context: context.clone(), size };
        for domain in ["Page", "Runtime", "Log", "Network", "Audits"] {
            page.call(&format!("{domain}.enable"), json!({})).await;
        }
        page.has_size(size.0, size.1, if touch { 2.0 } else { 1.0 }).await;
        if touch {
            page.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 5 }))
                .await;
        }
        page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": KEEP_MEMORIES })).await;
        // Every tab believes that somebody looks at it.
        page.call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
        page
    }

    /// Another tab of the same person in the same browser.
    pub async fn another(&self) -> Self {
        Self::open(&self.cdp, &self.context, self.size, self.touch).await
    }

    pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
        self.cdp.call(Some(&self.session), method, params).await
    }

    /// Whether it is touched with fingers.
    pub fn has_fingers(&self) -> bool {
        self.touch
    }

    /// The window gets another size.
    pub async fn has_size(&self, width: u32, height: u32, scale: f64) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": self.touch,
        });
        self.call("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Waits until words are anywhere on the page.
    pub async fn tells(&self, words: &str) {
        let told = format!("document.body.innerText.includes({})", quoted(words));
        self.becomes(&format!("the words {words:?}"), &told).await;
    }

    /// Goes back, as the gesture or button of a phone does.
    pub async fn goes_back(&self) {
        self.evaluates("history.back()").await;
    }

    /// Puts the browser away: nothing that this person has open in it goes on.
    pub async fn is_put_away(&self) {
        self.cdp
            .call(None, "Target.disposeBrowserContext", json!({ "browserContextId": self.context }))
            .await;
    }

    /// Prefers dark or light colours.
    pub async fn prefers(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Wants more contrast, or has colours of the system's own: `prefers-contrast: more`, `forced-colors: active`.
    pub async fn wants(&self, feature: &str, value: &str) {
        let features = json!([{ "name": feature, "value": value }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Opens an address.
    pub async fn goes_to(&self, url: &str) {
        let answer = self.leaves_for("Page.navigate", json!({ "url": url })).await;
        assert!(answer.get("errorText").is_none(), "{url} does not open: {answer}");
    }

    /// Loads the page again, as a person does after closing the app.
    pub async fn reloads(&self) {
        self.leaves_for("Page.reload", json!({})).await;
    }

    /// What is asked of the page from then on, the new one answers: a busy browser says that it has gone while the old one still
    /// takes keys.
    async fn leaves_for(&self, method: &str, params: Value) -> Value {
        self.evaluates("globalThis.isLeft = true").await;
        let answer = self.call(method, params).await;
        self.becomes("the new page", "globalThis.isLeft === undefined").await;
        answer
    }

    /// The browser kills the page, as a phone does that runs out of memory: nothing of it runs any more.
    pub async fn dies(&self) {
        self.call("Inspector.enable", json!({})).await;
        let (cdp, session) = (Arc::clone(&self.cdp), self.session.clone());
        // Never answered: who would?
        let call = tokio::spawn(async move { cdp.tries(Some(&session), "Page.crash", json!({})).await });
        let is_dead = || async {
            let told = self.cdp.events(&self.session);
            told.iter().any(|event| event.method == "Inspector.targetCrashed").then_some(())
        };
        eventually("the page to be dead", is_dead).await;
        call.abort();
    }

    /// The value of an expression in the page; promises are awaited.
    pub async fn evaluates(&self, expression: &str) -> Value {
        self.tries(expression).await.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// As [`evaluates`](Self::evaluates), for while the page may be changing.
    pub(crate) async fn tries(&self, expression: &str) -> Result<Value, String> {
        let ask = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let told = self.cdp.tries(Some(&self.session), "Runtime.evaluate", ask).await?;
        match told.get("exceptionDetails") {
            Some(thrown) => Err(thrown.to_string()),
            None => Ok(told["result"]["value"].clone()),
        }
    }

    /// Waits until an expression is true; shows the page's text if it does not become so.
    pub async fn becomes(&self, what: &str, expression: &str) {
        let started = Instant::now();
        while self.tries(expression).await != Ok(Value::Bool(true)) {
            if started.elapsed() > DEADLINE {
                let fields = "[...document.querySelectorAll('input, textarea')].map((it) => \
                    `${it.className} ${it === document.activeElement}: ${it.value}`).join('\\n')";
                let text = format!("[location.href, document.body.innerText, {fields}].join('\\n')");
                let text = self.tries(&text).await;
                let shown =
                    text.map_or_else(|error| error, |text| text.as_str().unwrap_or_default().to_owned());
                panic!(
                    "{what} does not come.\nComplaints: {:#?}\nThe page shows:\n{shown}",
                    self.complaints()
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits for an element that can be seen.
    pub async fn shows(&self, selector: &str) {
        self.becomes(selector, &format!("!!({})?.checkVisibility()", find(selector))).await;
    }

    /// Waits until no dialog is open.
    pub async fn has_no_dialog(&self) {
        self.becomes("the dialog to be gone", "!document.querySelector('dialog[open]')").await;
    }

    /// Whether there is an element that can be seen.
    pub async fn has(&self, selector: &str) -> bool {
        self.tries(&format!("!!({})?.checkVisibility()", find(selector))).await == Ok(Value::Bool(true))
    }

    /// Text of all elements that match.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let all = format!("[...document.querySelectorAll({})].map((it) => it.innerText)", quoted(selector));
        serde_json::from_value(self.evaluates(&all).await).expect("a list of texts")
    }

    /// The value of a field.
    pub async fn value_of(&self, selector: &str) -> String {
        let value = self.evaluates(&format!("({}).value", find(selector))).await;
        value.as_str().expect("a field has a value").to_owned()
    }

    /// What went wrong in the page: exceptions, `console.error`, violations of the content security policy.
    /// Failed requests are no complaint: whether they matter is the story's to say.
    pub fn complaints(&self) -> Vec<String> {
        self.cdp.events(&self.session).iter().filter_map(complaint).collect()
    }

    /// Whether the browser would offer to install the app, and what it says against it.
    pub async fn installability_errors(&self) -> Value {
        self.call("Page.getInstallabilityErrors", json!({})).await["installabilityErrors"].clone()
    }

    /// The manifest as the browser understands it.
    pub async fn manifest(&self) -> Value {
        self.call("Page.getAppManifest", json!({})).await
    }

    /// What the page holds on to now.
    pub async fn memory(&self) -> Memory {
        self.call("HeapProfiler.collectGarbage", json!({})).await;
        let heap =
            self.call("Runtime.getHeapUsage", json!({})).await["usedSize"].as_f64().unwrap_or_default();
        let sum = "[...globalThis.memories ?? []].reduce((sum, one) => sum + one.buffer.byteLength, 0)";
        let wasm =
            self.evaluates(sum).await.as_u64().filter(|it| *it > 0).expect("the app works in a memory");
        Memory { heap: heap as u64, wasm }
    }

    /// Cuts or restores the tab's network.
    pub async fn goes_offline(&self, offline: bool) {
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.call("Network.emulateNetworkConditions", conditions).await;
    }

    /// Clears what the browser keeps for a site, as its settings do; `kinds` as in the DevTools protocol.
    pub async fn wipes(&self, origin: &str, kinds: &str) {
        self.call("Storage.clearDataForOrigin", json!({ "origin": origin, "storageTypes": kinds })).await;
    }

    /// Gives a site no more room than this.
    pub async fn has_room(&self, origin: &str, bytes: u64) {
        self.call("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": bytes })).await;
    }

    /// From the next load on, the browser keeps nothing for any site, as when its owner forbids it.
    pub async fn keeps_nothing(&self) {
        let source = "const forbidden = () => { throw new DOMException('forbidden', 'SecurityError'); };
            Object.defineProperty(globalThis, 'localStorage', { get: forbidden });
            IDBFactory.prototype.open = forbidden;";
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    }

    /// From the next load on, the clock of the device is wrong.
    pub async fn has_a_clock_off_by(&self, milliseconds: i64) {
        let source = format!(
            "const Right = Date;
            globalThis.Date = class extends Right {{
                constructor(...told) {{ told.length ? super(...told) : super(Right.now() + {milliseconds}); }}
                static now() {{ return Right.now() + {milliseconds}; }}
            }};"
        );
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    }

    /// From the next load on, remembers whether a text was ever on the screen.
    pub async fn watches_for(&self, text: &str) {
        let source = format!(
            "globalThis.wasShown = false;
            new MutationObserver(() => {{ wasShown ||= document.documentElement.textContent.includes({}); }})
                .observe(document, {{ subtree: true, childList: true, characterData: true }});",
            quoted(text)
        );
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    }

    /// From the next load on, counts the sockets that the page opens: `sockets`.
    pub async fn counts_sockets(&self) {
        let source = "globalThis.sockets = 0;
            globalThis.WebSocket = class extends WebSocket {
                constructor(...told) { super(...told); sockets += 1; }
            };";
        self.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    }

    /// From the next load on, scripts run or do not.
    pub async fn runs_scripts(&self, runs: bool) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": !runs })).await;
    }

    /// From now on what the app is made of is held up on its way, or comes after all.
    pub async fn holds_the_app_up(&self, holds: bool) {
        match holds {
            true => {
                let patterns = json!({ "patterns": [{ "urlPattern": "*/assets/*.wasm" }] });
                self.call("Fetch.enable", patterns).await
            }
            false => self.call("Fetch.disable", json!({})).await,
        };
    }

    /// Addresses that this tab asked for, since it was opened.
    pub fn asked_for(&self) -> Vec<String> {
        let told = self.cdp.events(&self.session);
        let asked = told.iter().filter(|event| event.method == "Network.requestWillBeSent");
        asked.filter_map(|event| event.params["request"]["url"].as_str().map(str::to_owned)).collect()
    }

    /// What came through sockets, since the tab was opened: bytes as the text they hold, as far as it is one.
    pub fn heard(&self) -> Vec<String> {
        let told = self.cdp.events(&self.session);
        let frames = told.iter().filter(|event| event.method == "Network.webSocketFrameReceived");
        let bytes = frames.filter_map(|event| {
            let data = event.params["response"]["payloadData"].as_str()?;
            base64::prelude::BASE64_STANDARD.decode(data).ok()
        });
        bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
    }

    /// How much the page jumped since it was loaded, as a layout shift score.
    pub async fn jumped(&self) -> f64 {
        self.jumps().await.iter().map(|jump| jump["value"].as_f64().expect("a number")).sum()
    }

    /// What has moved by itself since the page was opened: how much by Chrome's reckoning, and what from where to where.
    pub async fn jumps(&self) -> Vec<Value> {
        let all = "new Promise((told) => {
            const all = [];
            const box = ({ x, y, width, height }) => [x, y, width, height].join(' ');
            const source = ({ node, previousRect, currentRect }) =>
                [node?.outerHTML?.slice(0, 120) ?? node?.textContent, box(previousRect), box(currentRect)];
            const add = (list) => list.getEntries().filter((it) => !it.hadRecentInput)
                .forEach((it) => all.push({ value: it.value, at: it.startTime, sources: it.sources.map(source) }));
            new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => told(all), 200);
        })";
        serde_json::from_value(self.evaluates(all).await).expect("a list")
    }

    /// Writes a picture of what is on the screen, as PNG or WebP by the name of the file.
    pub async fn screenshot(&self, file: &Path) {
        let ask = match file.extension().is_some_and(|kind| kind == "png") {
            true => json!({ "format": "png" }),
            false => json!({ "format": "webp", "quality": 82 }),
        };
        let shot = self.call("Page.captureScreenshot", ask).await;
        let data = shot["data"].as_str().expect("a picture");
        let bytes = base64::prelude::BASE64_STANDARD.decode(data).expect("in base64");
        std::fs::write(file, bytes).expect("a picture can be written");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("---- a page complained ----\n{:#?}", self.complaints());
        }
    }
}

fn complaint(event: &Event) -> Option<String> {
    let params = &event.params;
    match &*event.method {
        "Runtime.exceptionThrown" => Some(params["exceptionDetails"].to_string()),
        "Runtime.consoleAPICalled" if params["type"] == "error" && !is_failed_request(params) => {
            Some(params["args"].to_string())
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" && params["entry"]["source"] != "network" => {
            Some(params["entry"].to_string())
        }
        "Audits.issueAdded" if params["issue"]["code"] == "ContentSecurityPolicyIssue" => {
            Some(params["issue"].to_string())
        }
        _ => None,
    }
}

/// What loads parts of the app complains by itself when there is no network.
fn is_failed_request(params: &Value) -> bool {
    params["args"][0]["description"]
        .as_str()
        .is_some_and(|words| words.starts_with("TypeError: Failed to fetch"))
}

/// The last element that matches and can be seen, else the last one: pages that go stay for a moment.
pub(crate) fn find(selector: &str) -> String {
    let all = format!("[...document.querySelectorAll({})]", quoted(selector));
    format!("((all) => all.findLast((it) => it.checkVisibility()) ?? all.at(-1))({all})")
}

pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
