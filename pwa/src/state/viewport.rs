//! What of a conversation is on the screen, in pixels, and what follows from it.

/// Nearer to the end than this counts as being there.
const END_PX: f64 = 60.0;
/// So far ahead of the reader, more is loaded: a finger that throws the list must not meet its edge.
const AHEAD_PX: f64 = 3_600.0;

/// The lengths of a conversation in pixels; it is as long as all three together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// What is scrolled out above.
    pub above: f64,
    /// What is seen at a time: the height of the scroller.
    pub height: f64,
    /// What is scrolled out below.
    pub below: f64,
}

impl Viewport {
    /// Of a scroller that counts from its end: `top` is 0 there and negative above.
    pub fn from_end(top: f64, content: f64, height: f64) -> Self {
        let below = -top;
        Self { above: content - height - below, height, below }
    }

    /// Whether the end is on the screen.
    pub fn is_at_end(&self) -> bool {
        self.below <= END_PX
    }

    /// Whether it is time to load what comes above.
    pub fn wants_older(&self) -> bool {
        self.above < AHEAD_PX
    }

    /// Whether it is time to load what comes below.
    pub fn wants_newer(&self) -> bool {
        self.below < AHEAD_PX
    }
}

/// The first of `count` rows whose lower edge is below a line, rows standing one below the other.
pub fn first_below(line: f64, count: u32, lower_edge: impl Fn(u32) -> f64) -> u32 {
    let (mut from, mut to) = (0, count);
    while from < to {
        let middle = from + (to - from) / 2;
        if lower_edge(middle) > line { to = middle } else { from = middle + 1 }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scroller_that_counts_from_its_end_says_what_is_above_and_below() {
        let view = Viewport::from_end(-300.0, 2_000.0, 700.0);
        assert_eq!(view, Viewport { above: 1_000.0, height: 700.0, below: 300.0 });
        assert!(!view.is_at_end() && view.wants_older() && view.wants_newer());
        assert!(Viewport::from_end(-59.5, 2_000.0, 700.0).is_at_end());
    }

    #[test]
    fn far_from_both_edges_nothing_is_loaded() {
        let view = Viewport { above: 4_000.0, height: 700.0, below: 4_000.0 };
        assert!(!view.wants_older() && !view.wants_newer());
        let high = Viewport { above: 2_400.0, height: 200.0, below: 9_000.0 };
        assert!(high.wants_older() && !high.wants_newer());
    }

    #[test]
    fn the_first_row_on_the_screen_is_found() {
        let lower = [10.0, 40.0, 45.0, 90.0];
        let first = |line| first_below(line, 4, |row| lower[row as usize]);
        assert_eq!([first(0.0), first(10.0), first(44.0), first(90.0)], [0, 1, 2, 4]);
    }
}
