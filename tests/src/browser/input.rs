//! Fingers, mouse and keyboard: events go in where the system would put them, so that the page handles what it
//! would handle in a hand.

use super::page::{Page, find, quoted};
use crate::wait::DEADLINE;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

impl Page {
    /// Taps or clicks an element, once it is there, in reach and not moving.
    pub async fn taps(&self, selector: &str) {
        self.taps_one(selector, &find(selector)).await;
    }

    /// Taps what has these words in it, among the elements that match.
    pub async fn taps_words(&self, selector: &str, words: &str) {
        let words = quoted(words);
        let one = format!(
            "[...document.querySelectorAll({})].findLast((it) => it.checkVisibility() && it.innerText.includes({words}))",
            quoted(selector)
        );
        self.taps_one(&format!("{words} in {selector}"), &one).await;
    }

    /// Taps what an expression finds; looked for until the finger is there, since lists are drawn anew.
    async fn taps_one(&self, what: &str, one: &str) {
        self.becomes(what, &format!("!!({one})?.checkVisibility()")).await;
        let (x, y) = self.rests(what, one).await;
        if self.touch {
            self.call(
                "Input.dispatchTouchEvent",
                json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] }),
            )
            .await;
            self.call("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
        } else {
            for kind in ["mousePressed", "mouseReleased"] {
                let click = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
                self.call("Input.dispatchMouseEvent", click).await;
            }
        }
    }

    /// The middle of an element that lies on top there, after it stopped moving, and once the app has taken over what
    /// the server drew.
    async fn rests(&self, what: &str, one: &str) -> (f64, f64) {
        let look = format!(
            "((it) => {{ if (!it) return null;
                it.scrollIntoView({{ block: 'nearest', inline: 'nearest', behavior: 'instant' }});
                const box = it.getBoundingClientRect();
                const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                const top = document.elementFromPoint(x, y);
                const drawn = document.querySelector('#app[data-drawn]');
                return [x, y, !drawn && !!top && (it.contains(top) || top.contains(it) || it.labels?.[0]?.contains(top)) && !it.disabled];
            }})({one})"
        );
        let started = Instant::now();
        let mut before = Value::Null;
        loop {
            let now = self.tries(&look).await.unwrap_or(Value::Null);
            if now == before && now[2] == Value::Bool(true) {
                return (now[0].as_f64().unwrap(), now[1].as_f64().unwrap());
            }
            assert!(started.elapsed() < DEADLINE, "{what} cannot be reached: {now}");
            before = now;
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Moves the mouse onto an element, and leaves it there.
    pub async fn hovers(&self, selector: &str) {
        self.shows(selector).await;
        let (x, y) = self.rests(selector, &find(selector)).await;
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).await;
    }

    /// Rests a finger on an element, as long as people do.
    pub async fn holds(&self, selector: &str) {
        self.shows(selector).await;
        let (x, y) = self.rests(selector, &find(selector)).await;
        let start = json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] });
        self.call("Input.dispatchTouchEvent", start).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        self.call("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
    }

    /// Taps a field and types into it.
    pub async fn types(&self, selector: &str, text: &str) {
        self.taps(selector).await;
        let focused = format!("document.activeElement === ({})", find(selector));
        self.becomes(&format!("the focus on {selector}"), &focused).await;
        self.call("Input.insertText", json!({ "text": text })).await;
    }

    /// Chooses files of this machine in a field for files, as in the window of the system.
    pub async fn chooses_files(&self, selector: &str, files: &[&std::path::Path]) {
        self.becomes(selector, &format!("!!document.querySelector({})", quoted(selector))).await;
        let one = format!("document.querySelector({})", quoted(selector));
        let found = self.call("Runtime.evaluate", json!({ "expression": one })).await;
        let files: Vec<_> = files.iter().map(|file| file.canonicalize().expect("a file")).collect();
        let object = &found["result"]["objectId"];
        self.call("DOM.setFileInputFiles", json!({ "files": files, "objectId": object })).await;
    }

    /// Types over all that is in a field.
    pub async fn retypes(&self, selector: &str, text: &str) {
        self.evaluates(&format!("({}).select()", find(selector))).await;
        self.call("Input.insertText", json!({ "text": text })).await;
    }

    /// Chooses an option of a select, by its words.
    pub async fn chooses_option(&self, selector: &str, words: &str) {
        self.shows(selector).await;
        let choose = format!(
            "(() => {{
                const select = {};
                select.value = [...select.options].find((it) => it.text === {}).value;
                select.dispatchEvent(new Event('change', {{ bubbles: true }}));
            }})()",
            find(selector),
            quoted(words)
        );
        self.evaluates(&choose).await;
    }

    /// Goes to something with Tab alone, and presses Enter there.
    pub async fn presses_enter_on(&self, selector: &str) {
        self.tabs_to(selector).await;
        self.presses("Enter").await;
    }

    /// Leaves the dialog that is open, with the keyboard.
    pub async fn escapes(&self) {
        self.presses("Escape").await;
        self.has_no_dialog().await;
    }

    /// Presses a key that has no character, such as Enter.
    pub async fn presses(&self, key: &str) {
        self.presses_with(&[], key).await;
    }

    /// Presses a key together with others, such as Alt.
    pub async fn presses_with(&self, modifiers: &[&str], key: &str) {
        let bits: u32 = modifiers
            .iter()
            .map(|name| match *name {
                "Alt" => 1,
                "Control" => 2,
                "Meta" => 4,
                "Shift" => 8,
                other => panic!("{other} is no modifier"),
            })
            .sum();
        let is_character = key.chars().count() == 1 && bits & !8 == 0;
        let text = if is_character {
            key
        } else if key == "Enter" {
            "\r"
        } else {
            ""
        };
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            "ArrowUp" => 38,
            "ArrowDown" => 40,
            one if one.len() == 1 => u32::from(one.to_uppercase().as_bytes()[0]),
            _ => 0,
        };
        let event = |kind: &str| json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text, "modifiers": bits });
        self.call("Input.dispatchKeyEvent", event("keyDown")).await;
        self.call("Input.dispatchKeyEvent", event("keyUp")).await;
    }

    /// Types characters, wherever the focus is.
    pub async fn types_here(&self, text: &str) {
        self.call("Input.insertText", json!({ "text": text })).await;
    }

    /// A finger goes from one place to another.
    pub async fn swipes(&self, from: (f64, f64), to: (f64, f64)) {
        const STEPS: u32 = 8;
        let touch = |kind: &str, at: Option<(f64, f64)>| {
            let points: Vec<Value> = at.into_iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
            json!({ "type": kind, "touchPoints": points })
        };
        self.call("Input.dispatchTouchEvent", touch("touchStart", Some(from))).await;
        for step in 1..=STEPS {
            let part = f64::from(step) / f64::from(STEPS);
            let at = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            tokio::time::sleep(Duration::from_millis(16)).await;
            self.call("Input.dispatchTouchEvent", touch("touchMove", Some(at))).await;
        }
        self.call("Input.dispatchTouchEvent", touch("touchEnd", None)).await;
    }

    /// Takes one element with the mouse and lets it go on another.
    pub async fn drags(&self, from: &str, to: &str) {
        const STEPS: u32 = 6;
        self.shows(from).await;
        let (x, y) = self.rests(from, &find(from)).await;
        let (to_x, to_y) = self.rests(to, &find(to)).await;
        let mouse = |kind: &str, x: f64, y: f64| json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
        self.call("Input.dispatchMouseEvent", mouse("mousePressed", x, y)).await;
        for step in 1..=STEPS {
            let part = f64::from(step) / f64::from(STEPS);
            self.call(
                "Input.dispatchMouseEvent",
                mouse("mouseMoved", x + (to_x - x) * part, y + (to_y - y) * part),
            )
            .await;
        }
        self.call("Input.dispatchMouseEvent", mouse("mouseReleased", to_x, to_y)).await;
    }

    /// Goes on with Tab until something has the focus, once it is there.
    pub async fn tabs_to(&self, selector: &str) {
        self.shows(selector).await;
        let there = format!("document.activeElement?.matches({}) === true", quoted(selector));
        for _ in 0..60 {
            if self.tries(&there).await == Ok(Value::Bool(true)) {
                return;
            }
            self.presses("Tab").await;
        }
        let focused = self.evaluates("document.activeElement?.outerHTML").await;
        panic!("Tab does not lead to {selector}; it led to {focused}");
    }
}
