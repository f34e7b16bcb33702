//! In which slices the app is built before anybody sees it, each short enough for a slow phone to answer a finger between
//! two of them. The frame of a page comes first.

/// Hubs, channels and members.
pub const SIDE: usize = 1;
/// The place, without its messages.
pub const PLACE: usize = 2;
/// Where one writes.
pub const COMPOSER: usize = 3;
/// Rows of a conversation in each slice after that, from the end up.
const ROWS: usize = 5;

/// How many rows of a conversation are drawn with a slice.
pub fn rows_of(slice: usize) -> usize {
    slice.saturating_sub(COMPOSER) * ROWS
}

/// The last slice of a place with so many messages.
pub fn last_slice(messages: usize) -> usize {
    COMPOSER + messages.div_ceil(ROWS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_slice_has_all_messages_and_the_one_before_has_not() {
        for messages in [1, 4, 5, 6, 50] {
            let last = last_slice(messages);
            assert!(rows_of(last) >= messages && rows_of(last - 1) < messages);
        }
        assert_eq!(last_slice(0), COMPOSER);
        assert_eq!(rows_of(COMPOSER), 0);
    }
}
