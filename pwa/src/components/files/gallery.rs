//! A picture over all, and those before and after it in the channel. What a finger means is told by `state/gallery.rs`.

use crate::browser;
use crate::client::{Client, use_client};
use crate::clock;
use crate::components::dialog::frame;
use crate::components::message::files::address_of;
use crate::components::more_icons::icon;
use crate::reactive::{Live, create_effect, create_selector, handler};
use crate::state::gallery::{Hold, Let, Shown, Size, let_go, pictures, place_of};
use crate::words::{self as all, files as words};
use hubbub_shared::model::Attachment;
use hubbub_shared::{AttachmentId, ChannelId};
use std::cell::RefCell;
use std::rc::Rc;
use sycamore::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

/// How long a picture takes to make room for the next, as in `styles/`.
const TURN_MS: i32 = 200;
/// Two taps within this are one.
const TWICE_MS: f64 = 300.0;
/// A finger that goes no further taps.
const SLOP: f64 = 8.0;
/// What one press of a key does.
const KEY_ZOOM: f64 = 1.5;

/// What is shown, of which pictures, and how it is held. Copies are the same.
#[derive(Clone, Copy)]
struct Gallery {
    client: Client,
    pictures: ReadSignal<Vec<Shown>>,
    at: Signal<AttachmentId>,
    hold: Signal<Hold>,
}

/// Draws the gallery of a channel, at a picture.
pub fn gallery(channel: ChannelId, file: AttachmentId) -> View {
    let client = use_client();
    let pictures = create_selector(move || {
        let found = |model: &crate::state::Model| {
            model.timeline(channel).map(|timeline| pictures(timeline.messages()))
        };
        client.model.with(|model| found(model).unwrap_or_default())
    });
    let gallery = Gallery { client, pictures, at: create_signal(file), hold: create_signal(Hold::WHOLE) };
    create_effect(move || {
        if gallery.place().is_none() {
            browser::soon(move || client.close());
        }
    });
    let place = create_selector(move || gallery.place());
    let stage = gallery.stage();
    let content = view! {
        div(class="gallery-all", tabindex="-1", data-focus="", data-testid="gallery", on:keydown=handler(move |event: KeyboardEvent| gallery.key(&event))) {
            (stage)
            (Live { now: move || match place.get().and_then(|place| gallery.shown(place)) {
                Some(shown) => gallery.around(&shown),
                None => View::new(),
            } })
        }
    };
    frame("gallery", words::GALLERY.to_owned(), content)
}

impl Gallery {
    fn place(self) -> Option<usize> {
        let at = self.at.get();
        self.pictures.with(|pictures| place_of(pictures, at))
    }

    fn shown(self, place: usize) -> Option<Shown> {
        self.pictures.with_untracked(|pictures| pictures.get(place).cloned())
    }

    /// The one beside what is shown.
    fn beside(self, step: isize) -> Option<Shown> {
        let at = self.at.get_untracked();
        let place = self.pictures.with_untracked(|pictures| place_of(pictures, at))?;
        self.shown(place.checked_add_signed(step)?)
    }

    /// The pictures themselves: the one that is shown, with its neighbours out of sight beside it.
    fn stage(self) -> View {
        let hands = Rc::new(RefCell::new(Hands::default()));
        let (down, moves, up, gone) = (Rc::clone(&hands), Rc::clone(&hands), Rc::clone(&hands), hands);
        let stage = view! {
            div(class="gallery-stage",
                on:pointerdown=handler(move |event: PointerEvent| down.borrow_mut().down(&event)),
                on:pointermove=handler(move |event: PointerEvent| moves.borrow_mut().moved(self, &event)),
                on:pointerup=handler(move |event: PointerEvent| up.borrow_mut().up(self, &event)),
                on:pointercancel=handler(move |_: PointerEvent| gone.borrow_mut().cancel(self))) {
                (Live { now: move || {
                    self.at.track();
                    let slides = [(-1, "before"), (0, "now"), (1, "next")];
                    slides.map(|(step, name)| self.beside(step).map(|shown| slide(&shown, name)).unwrap_or_default()).into_iter().collect::<Vec<_>>()
                } })
            }
        };
        create_effect(move || {
            let hold = self.hold.get();
            browser::soon(move || show_hold(hold));
        });
        stage
    }

    /// What is said of the picture and what can be done with it.
    fn around(self, shown: &Shown) -> View {
        let Some(file) = shown.file() else { return View::new() };
        let client = self.client;
        let (message, address) = (&shown.message, address_of(file));
        let name = client.model.with_untracked(|model| model.name_of(message.author.id));
        let name = name.unwrap_or_else(|| message.author.display_name.clone());
        let (at, iso) = (clock::full(message.created_at.0), clock::iso(message.created_at.0));
        let description = file.description.clone().unwrap_or_default();
        let count = self.pictures.with(Vec::len);
        let place = self.pictures.with_untracked(|pictures| place_of(pictures, file.id)).unwrap_or_default();
        let counted = if count > 1 { words::place(place, count) } else { String::new() };
        let (close, save, open) = (icon("close"), icon("save"), icon("open"));
        let (original, download) = (address.clone(), file.name.clone());
        let turns =
            View::from(vec![self.turn(-1, "back", words::BEFORE), self.turn(1, "forward", words::NEXT)]);
        view! {
            header(class="gallery-bar") {
                button(class="icon-button", r#type="button", aria-label=all::CLOSE, title=all::CLOSE, on:click=handler(move |_| client.close())) { (close) }
                span(class="gallery-place", aria-live="polite") { (counted) }
                a(class="icon-button", href=address, download=download, aria-label=words::SAVE, title=words::SAVE, data-testid="save-picture") { (save) }
                a(class="icon-button", href=original, target="_blank", rel="noopener", aria-label=words::OPEN_ORIGINAL, title=words::OPEN_ORIGINAL) { (open) }
            }
            (turns)
            footer(class="gallery-words") {
                p { strong { bdi { (name) } } " " time(datetime=iso) { (at) } }
                p(class="gallery-description", dir="auto") { (description) }
            }
        }
    }

    /// For a mouse. Not there where nothing is.
    fn turn(self, step: isize, symbol: &str, label: &'static str) -> View {
        if self.beside(step).is_none() {
            return View::new();
        }
        let symbol = icon(symbol);
        let class = if step < 0 { "gallery-turn gallery-before" } else { "gallery-turn gallery-next" };
        view! {
            button(class=class, r#type="button", aria-label=label, title=label, on:click=handler(move |_| self.go(step))) { (symbol) }
        }
    }

    /// To the one beside it.
    fn go(self, step: isize) {
        let Some(id) = self.beside(step).and_then(|shown| Some(shown.file()?.id)) else { return release() };
        let Some(stage) = stage_element() else { return };
        let _ = stage.set_attribute("data-goes", if step < 0 { "before" } else { "next" });
        browser::later(TURN_MS, move || {
            let _ = stage.remove_attribute("data-goes");
            release();
            if self.at.is_alive() {
                self.hold.set_silent(Hold::WHOLE);
                self.at.set(id);
            }
        });
    }

    fn key(self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "ArrowLeft" => self.go(-1),
            "ArrowRight" => self.go(1),
            "+" | "=" => self.zoom(KEY_ZOOM),
            "-" => self.zoom(1.0 / KEY_ZOOM),
            "0" => self.hold.set(Hold::WHOLE),
            _ => return,
        }
        event.prevent_default();
    }

    fn zoom(self, factor: f64) {
        self.holds(self.hold.get_untracked().around((0.0, 0.0), factor));
    }

    fn holds(self, hold: Hold) {
        let screen = screen();
        let picture = self.beside(0).and_then(|shown| Some(whole(shown.file()?, screen)));
        self.hold.set(hold.within(picture.unwrap_or(screen), screen));
    }
}

/// Width and height of a picture when all of it is seen.
fn whole(file: &Attachment, screen: Size) -> Size {
    let Some(look) = &file.picture else { return screen };
    let (width, height) = (f64::from(look.width.max(1)), f64::from(look.height.max(1)));
    let scale = (screen.0 / width).min(screen.1 / height).min(1.0);
    (width * scale, height * scale)
}

fn slide(shown: &Shown, name: &'static str) -> View {
    let Some((file, look)) = shown.file().and_then(|file| Some((file, file.picture.as_ref()?))) else {
        return View::new();
    };
    let address = address_of(file);
    // What is made for the screen stands still.
    let source = match file.content_type == "image/gif" {
        true => address,
        false => format!("{address}?size=screen"),
    };
    let alt =
        if name == "now" { file.description.as_ref().unwrap_or(&file.name).clone() } else { String::new() };
    let (width, height) = (look.width.to_string(), look.height.to_string());
    view! {
        div(class="gallery-slide", data-slide=name) {
            img(src=source, width=width, height=height, alt=alt, decoding="async", draggable="false")
        }
    }
}

fn stage_element() -> Option<HtmlElement> {
    browser::find(".gallery-stage")?.dyn_into().ok()
}

fn screen() -> Size {
    stage_element().map_or((1.0, 1.0), |it| (f64::from(it.client_width()), f64::from(it.client_height())))
}

fn show_hold(hold: Hold) {
    let picture = browser::find("[data-slide=now] img").and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let Some(picture) = picture else { return };
    let style = picture.style();
    for (name, value) in [
        ("--scale", browser::decimal(hold.scale, "")),
        ("--x", browser::decimal(hold.x, "px")),
        ("--y", browser::decimal(hold.y, "px")),
    ] {
        let _ = style.set_property(name, &value);
    }
}

/// The stage follows a finger.
fn pull(x: f64, y: f64) {
    let Some(stage) = stage_element() else { return };
    let _ = stage.set_attribute("data-pulled", "");
    for (name, value) in [("--x", x), ("--y", y)] {
        let _ = stage.style().set_property(name, &browser::decimal(value, "px"));
    }
}

/// It returns to its place.
fn release() {
    let Some(stage) = stage_element() else { return };
    let _ = stage.remove_attribute("data-pulled");
    for name in ["--x", "--y"] {
        let _ = stage.style().remove_property(name);
    }
}

/// A finger on the picture, from its middle.
#[derive(Clone, Copy)]
struct Finger {
    id: i32,
    x: f64,
    y: f64,
}

/// The fingers on the picture.
#[derive(Default)]
struct Hands {
    fingers: Vec<Finger>,
    /// Where and when the first came down.
    began: (f64, f64, f64),
    /// One has moved, or there were two: it is no tap.
    has_moved: bool,
    /// Where and when was tapped last.
    tapped: Option<(f64, f64, f64)>,
}

fn finger(event: &PointerEvent) -> Finger {
    let (width, height) = browser::window_size();
    let (x, y) = (f64::from(event.client_x()) - width / 2.0, f64::from(event.client_y()) - height / 2.0);
    Finger { id: event.pointer_id(), x, y }
}

/// How far it is. Not `hypot`, which is code of its own for numbers that no screen has.
fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

impl Hands {
    fn down(&mut self, event: &PointerEvent) {
        if event.pointer_type() == "mouse" && event.button() != 0 {
            return;
        }
        let finger = finger(event);
        if let Some(stage) = event.current_target().and_then(|it| it.dyn_into::<Element>().ok()) {
            let _ = stage.set_pointer_capture(event.pointer_id());
        }
        if self.fingers.is_empty() {
            self.began = (finger.x, finger.y, event.time_stamp());
            self.has_moved = false;
        } else {
            self.has_moved = true;
            release();
        }
        self.fingers.retain(|known| known.id != finger.id);
        self.fingers.push(finger);
    }

    fn moved(&mut self, gallery: Gallery, event: &PointerEvent) {
        let now = finger(event);
        let Some(place) = self.fingers.iter().position(|known| known.id == now.id) else { return };
        let before = std::mem::replace(&mut self.fingers[place], now);
        let hold = gallery.hold.get_untracked();
        if let [first, second] = self.fingers[..] {
            let other = if first.id == now.id { second } else { first };
            let apart = |finger: Finger| length(finger.x - other.x, finger.y - other.y).max(1.0);
            let middle = |finger: Finger| ((finger.x + other.x) / 2.0, (finger.y + other.y) / 2.0);
            let (from, to) = (middle(before), middle(now));
            gallery.holds(hold.by(to.0 - from.0, to.1 - from.1).around(to, apart(now) / apart(before)));
            return;
        }
        let (x, y) = (now.x - self.began.0, now.y - self.began.1);
        self.has_moved |= length(x, y) > SLOP;
        if !self.has_moved {
            return;
        }
        match hold.is_zoomed() {
            true => gallery.holds(hold.by(now.x - before.x, now.y - before.y)),
            false if x.abs() > y.abs() => pull(x, 0.0),
            false => pull(0.0, y.max(0.0)),
        }
    }

    fn up(&mut self, gallery: Gallery, event: &PointerEvent) {
        let now = finger(event);
        let had_two = self.fingers.len() > 1;
        self.fingers.retain(|known| known.id != now.id);
        if had_two || !self.fingers.is_empty() {
            // The one that stays goes on from where it is.
            if let [rest] = self.fingers[..] {
                self.began = (rest.x, rest.y, event.time_stamp());
            }
            return;
        }
        let hold = gallery.hold.get_untracked();
        let at = event.time_stamp();
        match self.has_moved {
            false => self.tap(gallery, (now.x, now.y), at),
            true if hold.is_zoomed() => {}
            true => {
                let way = (now.x - self.began.0, now.y - self.began.1);
                match let_go(way, at - self.began.2, screen()) {
                    Let::Next => gallery.go(1),
                    Let::Before => gallery.go(-1),
                    Let::Away => gallery.client.close(),
                    Let::Stay => release(),
                }
            }
        }
    }

    fn tap(&mut self, gallery: Gallery, (x, y): (f64, f64), at: f64) {
        let is_second = self.tapped.is_some_and(|(before_x, before_y, before)| {
            at - before < TWICE_MS && length(x - before_x, y - before_y) < 4.0 * SLOP
        });
        self.tapped = (!is_second).then_some((x, y, at));
        if is_second {
            gallery.holds(gallery.hold.get_untracked().tapped_twice((x, y)));
        }
    }

    fn cancel(&mut self, gallery: Gallery) {
        self.fingers.clear();
        release();
        gallery.holds(gallery.hold.get_untracked());
    }
}
