//! Times and days as the reader's device writes them.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

// Making a formatter takes a phone longer than a message: each is made when it is needed first, and kept. `drawn.js`
// has the same forms.
thread_local! {
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

/// Minutes to add to UTC for the clock here at that moment.
pub fn offset_minutes(at: i64) -> i64 {
    -(date(at).get_timezone_offset() as i64)
}

/// The time zone of the device, as the IANA database names it.
pub fn time_zone() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "UTC".to_owned())
}

/// The time of day as the device writes it, such as `14:05`.
pub fn time(at: i64) -> String {
    TIME.with(|format| write(format, at))
}

/// `Sunday, November 22`
pub fn day(at: i64) -> String {
    DAY.with(|format| write(format, at))
}

/// `November 22, 2026`
pub fn day_of_year(at: i64) -> String {
    DAY_OF_YEAR.with(|format| write(format, at))
}

/// `Sunday, 22 November 2026 at 14:05`
pub fn full(at: i64) -> String {
    FULL.with(|format| write(format, at))
}

/// The moment for machines: RFC 3339 in UTC, with milliseconds.
pub fn iso(at: i64) -> String {
    date(at).to_iso_string().into()
}
