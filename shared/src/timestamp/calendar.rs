//! The calendar, as far as RFC 3339 goes: no zones, no weeks, the Gregorian rules for all years. Written here because
//! what the `time` crate brings along for it is 3 KiB of every first visit; tests hold it to that crate.

const DAY_MS: i64 = 86_400_000;
/// 400 years, after which the calendar repeats.
const ERA_DAYS: i64 = 146_097;
/// From 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

/// A moment in UTC, in the parts that people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    pub ms: i64,
}

impl Parts {
    /// Of milliseconds since 1970.
    pub fn of(ms: i64) -> Self {
        let (days, rest) = (ms.div_euclid(DAY_MS), ms.rem_euclid(DAY_MS));
        let (year, month, day) = date_of(days);
        Self {
            year,
            month,
            day,
            hour: rest / 3_600_000,
            minute: rest / 60_000 % 60,
            second: rest / 1_000 % 60,
            ms: rest % 1_000,
        }
    }

    /// Milliseconds since 1970. The parts must be within their ranges.
    fn as_ms(self) -> i64 {
        let seconds = (self.hour * 60 + self.minute) * 60 + self.second;
        days_to(self.year, self.month, self.day) * DAY_MS + seconds * 1_000 + self.ms
    }
}

/// Years begin in March here, so that the day that is not always there is the last one.
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + DAYS_TO_1970;
    let (era, day) = (days.div_euclid(ERA_DAYS), days.rem_euclid(ERA_DAYS));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (year * 365 + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    (era * 400 + year + i64::from(month <= 2), month, day)
}

fn days_to(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * ERA_DAYS + year * 365 + year / 4 - year / 100 + day - DAYS_TO_1970
}

fn days_in(year: i64, month: i64) -> i64 {
    let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    days_to(next_year, next, 1) - days_to(year, month, 1)
}

/// Milliseconds since 1970 of a text such as `2026-01-31T12:00:00.5+01:00`; what is finer than a millisecond is cut off.
pub fn parse(text: &str) -> Option<i64> {
    let mut rest = text.as_bytes();
    let (year, month, day) = (number(&mut rest, 4)?, after(&mut rest, b"-", 2)?, after(&mut rest, b"-", 2)?);
    let (hour, minute, second) =
        (after(&mut rest, b"Tt ", 2)?, after(&mut rest, b":", 2)?, after(&mut rest, b":", 2)?);
    let ms = fraction(&mut rest)?;
    let offset = offset(&mut rest)?;
    let is_known = (1..=12).contains(&month)
        && (1..=days_in(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60
        && rest.is_empty();
    if !is_known {
        return None;
    }
    // A leap second is told as the last moment before it.
    let (second, ms) = if second == 60 { (59, 999) } else { (second, ms) };
    let moment = Parts { year, month, day, hour, minute, second, ms }.as_ms() - offset * 60_000;
    let is_leap_second = text.as_bytes().get(17..19) == Some(b"60");
    (!is_leap_second || (moment + 1).rem_euclid(DAY_MS) == 0).then_some(moment)
}

fn number(rest: &mut &[u8], digits: usize) -> Option<i64> {
    let (taken, left) = rest.split_at_checked(digits)?;
    *rest = left;
    taken.iter().try_fold(0, |sum, digit| Some(sum * 10 + i64::from(digit_of(*digit)?)))
}

fn digit_of(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then(|| byte - b'0')
}

fn after(rest: &mut &[u8], signs: &[u8], digits: usize) -> Option<i64> {
    sign(rest, signs)?;
    number(rest, digits)
}

fn sign(rest: &mut &[u8], signs: &[u8]) -> Option<u8> {
    let (first, left) = rest.split_first()?;
    *rest = left;
    signs.contains(first).then_some(*first)
}

fn fraction(rest: &mut &[u8]) -> Option<i64> {
    if rest.first() != Some(&b'.') {
        return Some(0);
    }
    *rest = &rest[1..];
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (taken, left) = rest.split_at_checked(digits.max(1))?;
    *rest = left;
    let digit = |place: usize| taken.get(place).map_or(Some(0), |byte| digit_of(*byte)).map(i64::from);
    Some(digit(0)? * 100 + digit(1)? * 10 + digit(2)?)
}

/// The offset from UTC, in minutes.
fn offset(rest: &mut &[u8]) -> Option<i64> {
    let way = match sign(rest, b"Zz+-")? {
        b'+' => 1,
        b'-' => -1,
        _ => return Some(0),
    };
    let (hours, minutes) = (number(rest, 2)?, after(rest, b":", 2)?);
    (hours < 24 && minutes < 60).then_some(way * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc3339;

    /// What the other implementation makes of it.
    fn reference(text: &str) -> Option<i64> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(moment.unix_timestamp_nanos().div_euclid(1_000_000)).ok()
    }

    proptest! {
        #[test]
        fn every_moment_has_the_parts_that_others_find(ms in -62_167_219_200_000_i64..=253_402_300_799_999) {
            let (parts, other) = (Parts::of(ms), OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000).unwrap());
            prop_assert_eq!(
                (parts.year, parts.month, parts.day),
                (i64::from(other.year()), i64::from(u8::from(other.month())), i64::from(other.day()))
            );
            prop_assert_eq!(
                (parts.hour, parts.minute, parts.second, parts.ms),
                (i64::from(other.hour()), i64::from(other.minute()), i64::from(other.second()), i64::from(other.millisecond()))
            );
            prop_assert_eq!(parts.as_ms(), ms);
        }

        #[test]
        fn texts_are_read_as_others_read_them(
            text in "[0-9]{2}[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-2][0-9]:[0-6][0-9])"
        ) {
            prop_assert_eq!(parse(&text), reference(&text), "{}", text);
        }
    }

    #[test]
    fn what_is_not_a_moment_is_none() {
        for text in [
            "",
            "2026-01-31",
            "2026-02-29T12:00:00Z",
            "2026-01-31T12:00:00",
            "2026-01-31T12:00:00.Z",
            "2026-01-31T12:00:00ZZ",
            "2026-01-31T24:00:00Z",
            "2026-01-31T12:00:60Z",
            "2026-01-31T12:00:00+1:00",
            "+026-01-31T12:00:00Z",
            "2026-01-31T12:00:00.1é",
        ] {
            assert_eq!(parse(text), None, "{text}");
            assert_eq!(reference(text), None, "{text}");
        }
        assert!(parse("2024-02-29T12:00:00Z").is_some() && parse("1900-02-29T12:00:00Z").is_none());
    }

    #[test]
    fn a_leap_second_is_the_last_moment_before_it() {
        let text = "2016-12-31T23:59:60Z";
        assert_eq!(parse(text), reference(text));
        assert_eq!(parse("2017-01-01T00:59:60.5+01:00"), parse("2016-12-31T23:59:59.999Z"));
    }
}
