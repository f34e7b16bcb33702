//! A moment, to the millisecond: RFC 3339 in UTC where a person reads it, milliseconds since 1970 elsewhere.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

mod calendar;

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The first and last moments that RFC 3339 can write: the years 0000 to 9999.
    const RANGE: std::ops::RangeInclusive<i64> = -62_167_219_200_000..=253_402_300_799_999;

    /// This moment and some milliseconds more.
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Parses RFC 3339 (<https://www.rfc-editor.org/rfc/rfc3339>), any offset.
    pub fn parse(text: &str) -> Option<Self> {
        calendar::parse(text).filter(|ms| Self::RANGE.contains(ms)).map(Self)
    }
}

impl fmt::Display for Timestamp {
    /// Always `YYYY-MM-DDThh:mm:ss.mmmZ`, so that text sorts as time. Beyond those years: the nearest moment,
    /// because a `Display` that fails makes `to_string` panic.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0.clamp(*Self::RANGE.start(), *Self::RANGE.end());
        let calendar::Parts { year, month, day, hour, minute, second, ms } = calendar::Parts::of(ms);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "description": "A moment, to the millisecond. It is told in UTC, `2026-01-31T12:00:00.000Z`; any RFC 3339 is understood.",
        })
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            let ms = i64::deserialize(deserializer)?;
            let known = Self::RANGE.contains(&ms);
            return known
                .then_some(Self(ms))
                .ok_or_else(|| de::Error::custom("a time is within the years 0 to 9999"));
        }
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom("a time is RFC 3339, such as 2026-01-31T12:00:00.000Z"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_back_as_itself() {
        let moment = Timestamp(1_795_359_439_007);
        assert_eq!(moment.to_string(), "2026-11-22T14:57:19.007Z");
        assert_eq!(Timestamp::parse("2026-11-22T15:57:19.007+01:00"), Some(moment));
        assert_eq!(serde_json::from_str::<Timestamp>("\"2026-11-22T14:57:19.007Z\"").unwrap(), moment);
        assert_eq!(rmp_serde::from_slice::<Timestamp>(&rmp_serde::to_vec(&moment).unwrap()).unwrap(), moment);
    }

    #[test]
    fn a_moment_beyond_the_calendar_is_refused_and_never_panics() {
        let (first, last) = (Timestamp(*Timestamp::RANGE.start()), Timestamp(*Timestamp::RANGE.end()));
        assert_eq!(first.to_string(), "0000-01-01T00:00:00.000Z");
        assert_eq!(last.to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp(i64::MAX).to_string(), last.to_string());
        assert_eq!(Timestamp(i64::MIN).to_string(), first.to_string());
        for ms in [i64::MIN, first.0 - 1, last.0 + 1, i64::MAX] {
            assert!(rmp_serde::from_slice::<Timestamp>(&rmp_serde::to_vec(&ms).unwrap()).is_err());
        }
    }
}
