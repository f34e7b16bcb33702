//! Where a conversation is scrolled to: stays at its end while new messages come, stays where it is while older ones
//! are added above.

use crate::browser;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};

/// Nearer to the end than this counts as being there.
const END_PX: i32 = 60;
/// Nearer to the beginning than this, older messages are wanted.
const BEGIN_PX: i32 = 600;

/// See the module. Copies watch the same element.
#[derive(Clone)]
pub struct Scroll {
    element: Rc<RefCell<Option<Element>>>,
    /// Whether the newest message is on the screen.
    pub at_end: Signal<bool>,
    sticks: Rc<Cell<bool>>,
    /// Height and position as they were last drawn.
    drawn: Rc<Cell<(i32, i32)>>,
    placed: Rc<Cell<bool>>,
}

impl Scroll {
    /// Watches nothing yet.
    pub fn new() -> Self {
        Self {
            element: Rc::default(),
            at_end: create_signal(true),
            sticks: Rc::new(Cell::new(true)),
            drawn: Rc::default(),
            placed: Rc::default(),
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
            if let Some(content) = scroller.first_element_child() {
                observer.observe(&content);
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

    /// The person scrolled. True: older messages are wanted.
    pub fn scrolled(&self) -> bool {
        let Some(element) = self.on_screen() else { return false };
        let at_end = element.scroll_height() - element.scroll_top() - element.client_height() <= END_PX;
        self.sticks.set(at_end);
        if self.at_end.get_untracked() != at_end {
            self.at_end.set(at_end);
        }
        self.remember(&element);
        element.scroll_top() < BEGIN_PX
    }

    fn remember(&self, element: &Element) {
        self.drawn.set((element.scroll_height(), element.scroll_top()));
    }

    /// The keyboard came or went, the composer grew, a line was wrapped otherwise.
    fn resized(&self) {
        if let Some(element) = self.on_screen().filter(|_| self.sticks.get() && self.placed.get()) {
            element.set_scroll_top(element.scroll_height());
            self.remember(&element);
        }
    }

    /// After rows were added. `above`: at the beginning. True: there is room for older messages.
    pub fn grown(&self, above: bool) -> bool {
        let Some(element) = self.on_screen() else { return false };
        if !self.placed.get() {
            self.place(&element);
        } else if self.sticks.get() {
            element.set_scroll_top(element.scroll_height());
        } else if above {
            let (height, top) = self.drawn.get();
            element.set_scroll_top(top + element.scroll_height() - height);
        }
        self.remember(&element);
        element.scroll_top() < BEGIN_PX
    }

    /// The first time there is something to see: where reading stopped, else at the end.
    fn place(&self, element: &Element) {
        self.placed.set(true);
        let divider = element.query_selector(".divider-new").ok().flatten();
        let from_end = divider.map(|line| {
            let line_top = line.get_bounding_client_rect().top() - element.get_bounding_client_rect().top();
            element.scroll_top() + line_top as i32 - element.client_height() / 4
        });
        element.set_scroll_top(from_end.unwrap_or_else(|| element.scroll_height()));
        self.scrolled();
    }

    /// To the newest message.
    pub fn to_end(&self) {
        self.sticks.set(true);
        let scroll = self.clone();
        browser::soon(move || {
            if let Some(element) = scroll.on_screen() {
                element.set_scroll_top(element.scroll_height());
                scroll.scrolled();
            }
        });
    }
}
