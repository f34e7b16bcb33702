//! Times and days as the reader's device writes them. What time it is, the server knows better: clocks of devices are
//! wrong by a time zone or a day, and "today" must not be.

use crate::state::Day;
use crate::{browser, words};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};

const DAY_MS: i64 = 86_400_000;
/// A difference to the server below this is nobody's business: its word has a second's precision and was on its way.
const TRUE_ENOUGH_MS: i64 = 3_000;

struct Formats {
    time: Function,
    day: Function,
    day_of_year: Function,
    full: Function,
}

thread_local! {
    static AHEAD: Cell<i64> = const { Cell::new(0) };
    /// Making a formatter is slow, using one is not.
    static FORMATS: Formats = Formats {
        time: format(&[("hour", "numeric"), ("minute", "2-digit")]),
        day: format(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
        day_of_year: format(&[("day", "numeric"), ("month", "long"), ("year", "numeric")]),
        full: format(&[("dateStyle", "full"), ("timeStyle", "short")]),
    };
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
    FORMATS.with(|formats| write(&formats.time, at))
}

/// `Sunday, 22 November 2026 at 14:05`
pub fn full(at: i64) -> String {
    FORMATS.with(|formats| write(&formats.full, at))
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
        ago if (0..300).contains(&ago) => FORMATS.with(|formats| write(&formats.day, at)),
        _ => FORMATS.with(|formats| write(&formats.day_of_year, at)),
    }
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

/// Machine-readable, for `<time datetime>`.
pub fn iso(at: i64) -> String {
    date(at).to_iso_string().into()
}
