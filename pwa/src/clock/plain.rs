//! Times and days where there is no browser to write them: as English has them, on the clock of the one who reads. The
//! page corrects them before it is painted (`drawn.js`).

use crate::browser::reader;
use hubbub_shared::Timestamp;

const WEEKDAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// No device, no time zone.
pub fn time_zone() -> String {
    "UTC".to_owned()
}

/// Minutes to add to UTC for the reader's clock.
pub fn offset_minutes(_: i64) -> i64 {
    reader().offset_minutes
}

/// The time of day in the reader's time zone, such as `14:05`.
pub fn time(at: i64) -> String {
    part(at, 11..16)
}

/// `Sunday, November 22`
pub fn day(at: i64) -> String {
    let days = at.saturating_add(offset_minutes(at) * 60_000).div_euclid(86_400_000);
    let weekday = WEEKDAYS[days.rem_euclid(7) as usize];
    format!("{weekday}, {} {}", month(at), number(at, 8..10))
}

/// `November 22, 2026`
pub fn day_of_year(at: i64) -> String {
    format!("{} {}, {}", month(at), number(at, 8..10), number(at, 0..4))
}

/// `Sunday, November 22, 2026 at 14:05`
pub fn full(at: i64) -> String {
    format!("{}, {} at {}", day(at), number(at, 0..4), time(at))
}

/// The moment for machines: RFC 3339 in UTC, with milliseconds.
pub fn iso(at: i64) -> String {
    Timestamp(at).to_string()
}

fn month(at: i64) -> &'static str {
    MONTHS[(number(at, 5..7) as usize).saturating_sub(1) % 12]
}

fn number(at: i64, place: std::ops::Range<usize>) -> u32 {
    part(at, place).parse().unwrap_or_default()
}

/// A part of `2026-11-22T14:05:00.000Z`.
fn part(at: i64, place: std::ops::Range<usize>) -> String {
    let text = Timestamp(at.saturating_add(offset_minutes(at) * 60_000)).to_string();
    text.get(place).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::{Reader, draw_for};

    #[test]
    fn a_moment_is_written_on_the_clock_of_the_reader() {
        // 2026-11-22T23:30:00Z
        let at = 1_795_390_200_000;
        assert_eq!((time(at), day(at)), ("23:30".into(), "Sunday, November 22".into()));
        draw_for(Reader { offset_minutes: 60, ..Reader::default() });
        assert_eq!((time(at), day(at)), ("00:30".into(), "Monday, November 23".into()));
        assert_eq!(
            (day_of_year(at), iso(at)),
            ("November 23, 2026".into(), "2026-11-22T23:30:00.000Z".into())
        );
        assert_eq!(full(at), "Monday, November 23, 2026 at 00:30");
        draw_for(Reader::default());
    }

    #[test]
    fn no_moment_is_too_far() {
        for at in [i64::MIN, -1, 0, i64::MAX] {
            assert!(!day(at).is_empty() && !day_of_year(at).is_empty() && !time(at).is_empty());
        }
    }
}
