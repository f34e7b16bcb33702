//! Times and days as the reader's device writes them. What time it is, the server knows better: clocks of devices are
//! wrong by a time zone or a day, and "today" must not be.

#[cfg(target_arch = "wasm32")]
mod device;
#[cfg(not(target_arch = "wasm32"))]
mod plain;

#[cfg(target_arch = "wasm32")]
use device as writing;
#[cfg(not(target_arch = "wasm32"))]
use plain as writing;

use crate::state::Day;
use crate::{browser, words};
use js_sys::Date;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};
pub use writing::{day_of_year as date_of, full, iso, time, time_zone};

const DAY_MS: i64 = 86_400_000;
/// A difference to the server below this is nobody's business: its word has a second's precision and was on its way.
const TRUE_ENOUGH_MS: i64 = 3_000;

thread_local! {
    static AHEAD: Cell<i64> = const { Cell::new(0) };
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
        compare(server as i64, browser::now());
    }
}

/// It was so late here when the server's word of how late it is there arrived; both in milliseconds since 1970.
pub fn compare(server: i64, here: i64) {
    let ahead = server - here;
    AHEAD.set(if ahead.abs() > TRUE_ENOUGH_MS { ahead } else { 0 });
}

/// The calendar day of a moment here.
pub fn day_of(at: i64) -> Day {
    at.saturating_add(writing::offset_minutes(at) * 60_000).div_euclid(DAY_MS)
}

/// The first moment of a day of the reader's calendar, which is written as `2026-11-22`.
pub fn beginning_of(day: &str) -> Option<i64> {
    moment_of(&format!("{day}T00:00"))
}

/// A moment of the reader's calendar, which is written as `2026-11-22T09:00`.
pub fn moment_of(written: &str) -> Option<i64> {
    let at = Date::parse(written);
    (at.is_finite() && written.contains('T')).then_some(at as i64)
}

/// So many days from today, at a full hour of the reader's clock.
pub fn in_days(days: u32, hour: u32) -> i64 {
    let day = Date::new(&(now() as f64).into());
    day.set_date(day.get_date() + days);
    day.set_hours(hour);
    day.set_minutes(0);
    day.set_seconds(0);
    day.set_milliseconds(0);
    day.get_time() as i64
}

/// The first moment of the day after the one that begins so; days in which clocks are set have 23 or 25 hours.
pub fn next_day(beginning: i64) -> i64 {
    let day = Date::new(&(beginning as f64).into());
    day.set_date(day.get_date() + 1);
    day.get_time() as i64
}

/// "Today", "Yesterday", or the date; the year only if it is not this one.
pub fn day(at: i64, now: i64) -> String {
    match form_of(at, now) {
        Form::Word(word) => word.to_owned(),
        Form::Day => writing::day(at),
        Form::DayOfYear => writing::day_of_year(at),
    }
}

/// How a day is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Word(&'static str),
    Day,
    DayOfYear,
}

fn form_of(at: i64, now: i64) -> Form {
    match day_of(now) - day_of(at) {
        0 => Form::Word(words::TODAY),
        1 => Form::Word(words::YESTERDAY),
        ago if (0..300).contains(&ago) => Form::Day,
        _ => Form::DayOfYear,
    }
}

/// For a day that the device writes otherwise than the server did: the moment, and the form in which `drawn.js` writes
/// it. Nothing in the app.
pub fn unwritten(at: i64, now: i64) -> (Option<String>, Option<String>) {
    match form_of(at, now) {
        Form::Day if browser::window().is_none() => (Some(iso(at)), None),
        Form::DayOfYear if browser::window().is_none() => (None, Some(iso(at))),
        _ => (None, None),
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

/// The day and the time, of whatever year, also of what is to come.
pub fn moment(at: i64) -> String {
    words::day_and_time(&date_of(at), &time(at))
}

/// The day and the time of what is soon, as one says it within a sentence; the year only if it is far off.
pub fn coming(at: i64, now: i64) -> String {
    let day = match day_of(at) - day_of(now) {
        0 => words::saved::TODAY.to_owned(),
        1 => words::saved::TOMORROW_DAY.to_owned(),
        2..300 => writing::day(at),
        _ => date_of(at),
    };
    words::day_and_time(&day, &time(at))
}

/// A `<time>` under the mouse gets its full time.
pub fn tell_in_full(event: &MouseEvent) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(element) = element.filter(|element| !element.has_attribute("title")) else { return };
    if let Some(iso) = element.get_attribute("datetime") {
        let _ = element.set_attribute("title", &full(Date::parse(&iso) as i64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_soon_is_said_without_a_date() {
        const NOON: i64 = 1_795_348_800_000;
        let day = |days: i64| coming(NOON + days * DAY_MS, NOON);
        assert!(day(0).starts_with("today, ") && day(1).starts_with("tomorrow, "));
        assert!(day(7).starts_with(&writing::day(NOON + 7 * DAY_MS)));
        assert!(day(320).starts_with(&date_of(NOON + 320 * DAY_MS)));
    }
}
