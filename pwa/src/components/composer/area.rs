//! The field that is typed into. What the app puts into it can be undone like what was typed.

use crate::browser;
use sycamore::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlTextAreaElement;

#[wasm_bindgen]
extern "C" {
    /// Deprecated, and the only way to change a field so that "undo" knows of it; every browser has it.
    #[wasm_bindgen(js_namespace = document, js_name = execCommand, catch)]
    fn exec_command(command: &str, ui: bool, value: &str) -> Result<bool, wasm_bindgen::JsValue>;
}

/// See the module. Copies are the same field.
#[derive(Clone, Copy, PartialEq)]
pub struct Area(Signal<Option<HtmlTextAreaElement>>);

impl Area {
    /// An area that is not drawn yet.
    pub fn new() -> Self {
        Self(create_signal(None))
    }

    /// From now on, this view is the area.
    pub fn is(self, view: &View) {
        self.0.set_silent(browser::element_of::<HtmlTextAreaElement>(view));
    }

    fn element(self) -> Option<HtmlTextAreaElement> {
        if self.0.is_alive() { self.0.get_clone_untracked() } else { None }
    }

    /// Where the caret stands, in bytes of the text; `None` while a part is selected.
    pub fn caret(self) -> Option<usize> {
        let element = self.element()?;
        let (start, end) = (element.selection_start().ok()??, element.selection_end().ok()??);
        (start == end).then(|| to_bytes(&element.value(), start))
    }

    /// Puts text in the place of what stands between two positions, given in bytes.
    pub fn replace(self, from: usize, to: usize, text: &str) {
        let Some(element) = self.element() else { return };
        let value = element.value();
        let (from, to) = (to_units(&value, from), to_units(&value, to));
        let _ = element.focus();
        let _ = element.set_selection_range(from, to);
        self.insert(text);
    }

    /// Puts text in the place of the selection, without taking the focus: on a phone, the keyboard stays away.
    pub fn insert(self, text: &str) {
        let Some(element) = self.element() else { return };
        let has_focus = browser::document()
            .and_then(|document| document.active_element())
            .is_some_and(|active| active.is_same_node(Some(&element)));
        if has_focus && exec_command("insertText", false, text) == Ok(true) {
            return;
        }
        let _ = element.set_range_text(text);
        let end = element.selection_end().ok().flatten();
        let _ = element.set_selection_start(end);
        browser::tell_input(&element);
    }

    /// Moves the focus here, with the caret at the end.
    pub fn focus(self) {
        // After the click or the dialog that led here is over: those move the focus themselves.
        browser::after_dialog(move || {
            if let Some(element) = self.element() {
                let _ = element.focus();
                let end = element.value().encode_utf16().count() as u32;
                let _ = element.set_selection_range(end, end);
            }
        });
    }

    /// As high as its text, up to what the style allows.
    pub fn grow(self) {
        let Some(element) = self.element() else { return };
        let style = web_sys::HtmlElement::style(&element);
        let _ = style.set_property("height", "auto");
        let height = element.scroll_height();
        if height > 0 {
            let _ = style.set_property("height", &format!("{height}px"));
        }
    }
}

/// Browsers count in UTF-16.
fn to_bytes(text: &str, units: u32) -> usize {
    let mut passed = 0;
    text.char_indices()
        .find(|(_, c)| {
            let here = passed >= units;
            passed += c.len_utf16() as u32;
            here
        })
        .map_or(text.len(), |(at, _)| at)
}

fn to_units(text: &str, bytes: usize) -> u32 {
    text.get(..bytes).unwrap_or(text).encode_utf16().count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_converted_both_ways() {
        let text = "a🎉é@";
        for (units, bytes) in [(0, 0), (1, 1), (3, 5), (4, 7), (5, 8)] {
            assert_eq!((to_bytes(text, units), to_units(text, bytes)), (bytes, units));
        }
    }
}
