//! Times of a day as fields have them, `22:30`, and as the protocol does: minutes after midnight.

/// So many minutes has a day.
const DAY: u16 = 24 * 60;

/// The minutes of a time of day. `None`: it is none.
pub fn minutes_of(time: &str) -> Option<u16> {
    let mut parts = time.split(':');
    let (hours, minutes): (u16, u16) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The time of day for a field.
pub fn time_of(minutes: u16) -> String {
    let minutes = minutes % DAY;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// How many minutes there are from one time to the other, over midnight if need be.
pub fn minutes_between(from: u16, to: u16) -> u16 {
    (to + DAY - from) % DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_as_it_is_written() {
        for minutes in [0, 1, 59, 60, 7 * 60 + 5, 1439] {
            assert_eq!(minutes_of(&time_of(minutes)), Some(minutes));
        }
        assert_eq!(minutes_of("22:30:00"), Some(1350), "some browsers add seconds");
        for none in ["", "24:00", "12:60", "noon", "12"] {
            assert_eq!(minutes_of(none), None, "{none}");
        }
    }

    #[test]
    fn a_night_reaches_over_midnight() {
        assert_eq!(minutes_between(22 * 60, 7 * 60), 9 * 60);
        assert_eq!(minutes_between(7 * 60, 22 * 60), 15 * 60);
    }
}
