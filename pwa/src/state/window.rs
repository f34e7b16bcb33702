//! Which rows of a long list are drawn, if all are of one height: those on the screen, and some around them.

use std::ops::Range;

/// So many more above and below, and drawn so many at a time: a finger that throws the list must not meet a blank.
const STEP: usize = 20;

/// What is drawn before anything was measured: more than a screen.
pub const FIRST_ROWS: Range<usize> = 0..3 * STEP;

/// Of `count` rows, `above` pixels of which are scrolled out, on a screen of some height.
pub fn rows_near(above: f64, height: f64, row: f64, count: usize) -> Range<usize> {
    // Out of the screen, above or below, there are less than no rows: that saturates.
    let (first, last) = ((above / row).floor() as usize, ((above + height) / row).ceil() as usize);
    if above + height < -(STEP as f64 * row) {
        return 0..0;
    }
    let from = first.saturating_sub(STEP) / STEP * STEP;
    let to = (last + STEP).next_multiple_of(STEP);
    from.min(count)..to.min(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_the_screen_is_drawn_with_some_around_it() {
        assert_eq!(rows_near(0.0, 700.0, 44.0, 1_500), 0..40);
        assert_eq!(rows_near(44_000.0, 700.0, 44.0, 1_500), 980..1_040);
        assert_eq!(rows_near(65_300.0, 700.0, 44.0, 1_500), 1_460..1_500, "the end");
        assert_eq!(rows_near(0.0, 700.0, 44.0, 3), 0..3);
    }

    #[test]
    fn a_list_below_or_above_the_screen_is_not_drawn() {
        assert_eq!(rows_near(-2_000.0, 700.0, 44.0, 1_500), 0..0);
        assert_eq!(rows_near(-800.0, 700.0, 44.0, 1_500), 0..20, "it comes soon");
        assert_eq!(rows_near(70_000.0, 700.0, 44.0, 1_500), 1_500..1_500);
    }

    #[test]
    fn scrolling_a_little_changes_nothing() {
        assert_eq!(rows_near(44_000.0, 700.0, 44.0, 1_500), rows_near(44_100.0, 700.0, 44.0, 1_500));
    }
}
