//! Where a conversation is scrolled to.
//!
//! The scroller counts from its end (`column-reverse`): at the end it stays at the end while messages come or the
//! keyboard opens, and older messages can be added above without any correction. What is dropped below leaves a space
//! of its height, which what comes back there takes up again. So reading up and down a long channel never moves the
//! list under a finger that throws it. Whatever else changes the size of what is below the reader is made good before
//! it is painted: what the eye is on stays where it is.

use crate::browser;
use crate::client::Client;
use crate::state::{Viewport, first_below};
use hubbub_shared::ChannelId;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, ResizeObserver};

/// More messages than this are cut down to [`KEPT`], which is far more than the screen shows.
const MOST: usize = 300;
const KEPT: usize = 200;

/// What the eye is on: a message, and how far below the upper edge it begins.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    seq: u64,
    top: f64,
}

/// See the module. Copies watch the same element.
#[derive(Clone)]
pub struct Scroll {
    client: Client,
    channel: ChannelId,
    element: Rc<RefCell<Option<Element>>>,
    anchor: Rc<Cell<Option<Anchor>>>,
    /// How high the space below the messages is.
    space: Rc<Cell<f64>>,
    cutting: Rc<Cell<bool>>,
    /// Whether the newest message is on the screen.
    pub at_end: Signal<bool>,
    /// Whether the line above what is new lies above the screen.
    pub line_is_above: Signal<bool>,
}

impl Scroll {
    /// Watches nothing yet.
    pub fn new(client: Client, channel: ChannelId) -> Self {
        Self {
            client,
            channel,
            element: Rc::default(),
            anchor: Rc::default(),
            space: Rc::default(),
            cutting: Rc::default(),
            at_end: create_signal(true),
            line_is_above: create_signal(false),
        }
    }

    /// Watches an element and what is in it, until the scope ends.
    pub fn watch(&self, scroller: &Element) {
        *self.element.borrow_mut() = Some(scroller.clone());
        let scroll = self.clone();
        let resized = Closure::<dyn FnMut()>::new(move || scroll.resized());
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref());
        if let Ok(observer) = &observer {
            observer.observe(scroller);
            if let Some(rows) = rows_of(scroller) {
                observer.observe(&rows);
            }
        }
        let element = Rc::clone(&self.element);
        on_cleanup(move || {
            if let Ok(observer) = observer {
                observer.disconnect();
            }
            element.borrow_mut().take();
            drop(resized);
        });
    }

    fn on_screen(&self) -> Option<Element> {
        self.element.borrow().clone().filter(|element| element.is_connected())
    }

    fn viewport(&self, element: &Element) -> Viewport {
        let (top, content) = (f64::from(element.scroll_top()), f64::from(element.scroll_height()));
        let space = self.space.get();
        Viewport::from_end(top + space, content - space, f64::from(element.client_height()))
    }

    /// The person scrolled, or the list was scrolled for them.
    pub fn scrolled(&self) {
        let Some(element) = self.on_screen() else { return };
        let view = self.viewport(&element);
        set(self.at_end, view.is_at_end() && !self.has_after());
        self.remember(Self::find_anchor(&element));
        self.look_for_line(&element);
        self.load_ahead(view);
        self.cut_soon();
    }

    fn has_after(&self) -> bool {
        self.client
            .model
            .with_untracked(|model| model.timeline(self.channel).is_some_and(|timeline| timeline.has_after()))
    }

    /// Browsers scroll by whole pixels: what remains of a correction must not add up.
    fn remember(&self, anchor: Option<Anchor>) {
        let same = |before: Anchor, now: Anchor| before.seq == now.seq && (before.top - now.top).abs() < 1.0;
        if !self.anchor.get().zip(anchor).is_some_and(|(before, now)| same(before, now)) {
            self.anchor.set(anchor);
        }
    }

    fn find_anchor(element: &Element) -> Option<Anchor> {
        let edge = element.get_bounding_client_rect().top();
        let rows = list_of(element)?.children();
        let lower = |row| rows.item(row).map_or(f64::MAX, |row| row.get_bounding_client_rect().bottom());
        let first = first_below(edge, rows.length(), lower);
        (first..rows.length()).filter_map(|row| rows.item(row)).find_map(|row| {
            let seq = row.get_attribute("data-seq")?.parse().ok()?;
            Some(Anchor { seq, top: row.get_bounding_client_rect().top() - edge })
        })
    }

    /// After layout, before paint: something got higher or lower.
    fn resized(&self) {
        let Some(element) = self.on_screen() else { return };
        if self.at_end.get_untracked() {
            self.leave_space(&element, 0.0);
            if element.scroll_top() != 0 {
                element.set_scroll_top(0);
            }
        } else if let Some(anchor) = self.anchor.get() {
            self.hold(&element, anchor);
        }
        self.look_for_line(&element);
        self.load_ahead(self.viewport(&element));
        self.cut_soon();
    }

    /// Puts a message back where the eye left it: by the space below as far as that goes, else by scrolling.
    fn hold(&self, element: &Element, anchor: Anchor) {
        let row = element.query_selector(&format!("[data-seq=\"{}\"]", anchor.seq)).ok().flatten();
        let Some(row) = row else { return };
        let top = row.get_bounding_client_rect().top() - element.get_bounding_client_rect().top();
        let (moved, before) = (top - anchor.top, self.space.get());
        self.leave_space(element, if self.has_after() { (before + moved).max(0.0) } else { 0.0 });
        let rest = moved - (self.space.get() - before);
        if rest.abs() >= 0.5 {
            element.scroll_by_with_x_and_y(0.0, rest);
        }
    }

    fn leave_space(&self, element: &Element, height: f64) {
        if self.space.replace(height) == height {
            return;
        }
        let space = element.first_element_child().and_then(|space| space.dyn_into::<HtmlElement>().ok());
        if let Some(space) = space {
            let _ = space.style().set_property("height", &browser::decimal(height, "px"));
        }
    }

    fn load_ahead(&self, view: Viewport) {
        if view.wants_older() {
            self.client.load_older(self.channel);
        }
        if view.wants_newer() {
            self.client.load_newer(self.channel);
        }
    }

    fn look_for_line(&self, element: &Element) {
        let line = element.query_selector(".divider-new").ok().flatten();
        let edge = element.get_bounding_client_rect().top();
        let is_above = match line {
            Some(line) => line.get_bounding_client_rect().bottom() < edge,
            None => self.client.model.with_untracked(|model| {
                let oldest = model.timeline(self.channel).and_then(|timeline| timeline.oldest());
                model.divider().zip(oldest).is_some_and(|(read, oldest)| oldest.seq > read)
            }),
        };
        set(self.line_is_above, is_above);
    }

    /// Drops what is far from the reader. In a frame of its own: nothing may change while sizes are observed.
    fn cut_soon(&self) {
        if self.is_longer_than(MOST) && !self.cutting.replace(true) {
            let scroll = self.clone();
            browser::next_frame(move || {
                scroll.cutting.set(false);
                scroll.cut();
            });
        }
    }

    fn is_longer_than(&self, most: usize) -> bool {
        self.client.model.with_untracked(|model| {
            model.timeline(self.channel).is_some_and(|timeline| timeline.is_longer_than(most))
        })
    }

    fn cut(&self) {
        let near = match self.anchor.get() {
            _ if self.on_screen().is_none() => return,
            _ if self.at_end.get_untracked() => u64::MAX,
            Some(anchor) => anchor.seq,
            None => return,
        };
        self.client.keep_near(self.channel, near, KEPT);
    }

    /// The reader is led away from the end: what comes there no longer moves the list.
    pub fn leave_end(&self) {
        set(self.at_end, false);
        self.anchor.set(None);
    }

    /// To the newest message, when it is drawn.
    pub fn to_end(&self) {
        let scroll = self.clone();
        browser::soon(move || {
            if let Some(element) = scroll.on_screen() {
                scroll.leave_space(&element, 0.0);
                element.set_scroll_top(0);
                scroll.scrolled();
            }
        });
    }

    /// To an element of the list, a little below the upper edge. `None`: it is not there.
    pub fn to(&self, selector: &str) -> Option<Element> {
        let element = self.on_screen()?;
        let target = element.query_selector(selector).ok().flatten()?;
        let top = target.get_bounding_client_rect().top() - element.get_bounding_client_rect().top();
        let wanted = f64::from(element.client_height()) / 4.0;
        element.scroll_by_with_x_and_y(0.0, top - wanted);
        self.scrolled();
        Some(target)
    }
}

/// The space below comes first in a list that counts from its end.
fn rows_of(scroller: &Element) -> Option<Element> {
    scroller.last_element_child()
}

/// The rows themselves, without what stands above and below them.
fn list_of(scroller: &Element) -> Option<Element> {
    rows_of(scroller)?.query_selector(".conversation-list").ok().flatten()
}

fn set(signal: Signal<bool>, value: bool) {
    if signal.is_alive() && signal.get_untracked() != value {
        signal.set(value);
    }
}
