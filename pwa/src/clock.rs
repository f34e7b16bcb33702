//! Times and days as the reader's device writes them. What time it is, the server knows better: clocks of devices are
//! wrong by a time zone or a day, and "today" must not be.

use crate::state::Day;
use crate::{browser, words};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

const DAY_MS: i64 = 86_400_000;
/// A difference to the server below this is nobody's business: its word has a second's precision and was on its way.
const TRUE_ENOUGH_MS: i64 = 3_000;

// Making a formatter takes a phone longer than a message: each is made when it is needed first, and kept.
thread_local! {
    static AHEAD: Cell<i64> = const { Cell::new(0) };
    static TIME: Function = format(&[("hour", "numeric"), ("minute", "2-digit")]);
    static DAY: Function = format(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]);
    static DAY_OF_YEAR: Function = format(&[("day", "numeric"), ("month", "long"), ("year", "numeric")]);
    static FULL: Function = format(&[("dateStyle", "full"), ("timeStyle", "short")]);
}

fn format(options: &[(&str, &str)]) -> Function {
    let object = Object::new();
    for (name, value) in options {
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    Intl::DateTimeFormat::new(&Array::new(), &object).format()
}

/// Milliseconds since 1970, as the server sees it as soon as it was heard of.
pub fn now() -> i64 {
    browser::now() + ahead()
}

/// How many milliseconds the server is ahead of this device. 0: no difference that matters, or not known.
pub fn ahead() -> i64 {
    AHEAD.get()
}

/// The server says what time it is, as in an HTTP header.
pub fn learn(server: &str) {
    let server = Date::parse(server);
    if server.is_finite() {
        let ahead = server as i64 - browser::now();
        AHEAD.set(if ahead.abs() > TRUE_ENOUGH_MS { ahead } else { 0 });
    }
}

fn date(at: i64) -> Date {
    Date::new(&JsValue::from_f64(at as f64))
}

fn write(function: &Function, at: i64) -> String {
    function
        .call1(&JsValue::UNDEFINED, date(at).unchecked_ref())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// `14:05`
pub fn time(at: i64) -> String {
    TIME.with(|format| write(format, at))
}

/// `Sunday, 22 November 2026 at 14:05`
pub fn full(at: i64) -> String {
    FULL.with(|format| write(format, at))
}

/// The calendar day of a moment here.
pub fn day_of(at: i64) -> Day {
    let offset_minutes = date(at).get_timezone_offset() as i64;
    (at - offset_minutes * 60_000).div_euclid(DAY_MS)
}

/// "Today", "Yesterday", or the date; the year only if it is not this one.
pub fn day(at: i64, now: i64) -> String {
    match day_of(now) - day_of(at) {
        0 => words::TODAY.to_owned(),
        1 => words::YESTERDAY.to_owned(),
        ago if (0..300).contains(&ago) => DAY.with(|format| write(format, at)),
        _ => DAY_OF_YEAR.with(|format| write(format, at)),
    }
}

/// `November 22, 2026`
pub fn date_of(at: i64) -> String {
    DAY_OF_YEAR.with(|format| write(format, at))
}

/// "just now", "5 minutes ago", or the day and time.
pub fn ago(at: i64, now: i64) -> String {
    match (now - at) / 60_000 {
        ..=0 => words::JUST_NOW.to_owned(),
        minutes @ 1..60 => words::minutes_ago(minutes),
        minutes @ 60..1440 => words::hours_ago(minutes / 60),
        _ => words::day_and_time(&day(at, now), &time(at)),
    }
}

/// A `<time>` under the mouse gets its full time.
pub fn tell_in_full(event: &MouseEvent) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(element) = element.filter(|element| !element.has_attribute("title")) else { return };
    if let Some(iso) = element.get_attribute("datetime") {
        let _ = element.set_attribute("title", &full(Date::parse(&iso) as i64));
    }
}

/// Machine-readable, for `<time datetime>`.
pub fn iso(at: i64) -> String {
    date(at).to_iso_string().into()
}
