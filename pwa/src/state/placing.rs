//! Where a menu or card stands on a larger screen: beside what it was opened from, and always as a whole in the window.

/// Room between a menu and what it belongs to, and between it and the edge of the window, in CSS pixels.
const GAP: f64 = 6.0;

/// A rectangle of the window, in CSS pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Its left edge.
    pub left: f64,
    /// Its upper edge.
    pub top: f64,
    /// Its right edge, not less than `left`.
    pub right: f64,
    /// Its lower edge, not less than `top`.
    pub bottom: f64,
}

/// The left and upper edge of a menu below something: above it where there is no room below, flush with the side that
/// leaves it in the window. `size` and `window` are widths and heights.
pub fn below(anchor: Area, size: (f64, f64), window: (f64, f64)) -> (f64, f64) {
    let fits_down = anchor.bottom + GAP + size.1 <= window.1 - GAP;
    let x = if anchor.left + size.0 <= window.0 - GAP { anchor.left } else { anchor.right - size.0 };
    let y = if fits_down { anchor.bottom + GAP } else { anchor.top - GAP - size.1 };
    within((x, y), size, window)
}

/// The same for a card that stands to the right of something, or to the left where there is no room.
pub fn aside(anchor: Area, size: (f64, f64), window: (f64, f64)) -> (f64, f64) {
    let fits_right = anchor.right + GAP + size.0 <= window.0 - GAP;
    let x = if fits_right { anchor.right + GAP } else { anchor.left - GAP - size.0 };
    within((x, anchor.top), size, window)
}

/// What is larger than the window begins at its edge.
fn within(at: (f64, f64), size: (f64, f64), window: (f64, f64)) -> (f64, f64) {
    let fit = |at: f64, size: f64, window: f64| at.min(window - GAP - size).max(GAP);
    (fit(at.0, size.0, window.0), fit(at.1, size.1, window.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: (f64, f64) = (1000.0, 600.0);

    fn area(left: f64, top: f64) -> Area {
        Area { left, top, right: left + 40.0, bottom: top + 40.0 }
    }

    #[test]
    fn a_menu_hangs_below_its_button() {
        assert_eq!(below(area(100.0, 50.0), (200.0, 300.0), WINDOW), (100.0, 96.0));
    }

    #[test]
    fn at_the_edges_it_turns_to_the_other_side() {
        assert_eq!(below(area(950.0, 50.0), (200.0, 300.0), WINDOW), (790.0, 96.0), "flush to the right");
        assert_eq!(below(area(100.0, 500.0), (200.0, 300.0), WINDOW), (100.0, 194.0), "above");
        assert_eq!(aside(area(100.0, 50.0), (200.0, 300.0), WINDOW), (146.0, 50.0));
        assert_eq!(aside(area(900.0, 500.0), (200.0, 300.0), WINDOW), (694.0, 294.0), "left, and moved up");
    }

    #[test]
    fn it_is_never_outside() {
        for (x, y) in [(-50.0, -50.0), (0.0, 580.0), (990.0, 0.0), (2000.0, 900.0)] {
            for place in [below, aside] {
                let (left, top) = place(area(x, y), (300.0, 400.0), WINDOW);
                assert!(left >= GAP && top >= GAP, "{x} {y}: {left} {top}");
                assert!(left + 300.0 <= 1000.0 - GAP && top + 400.0 <= 600.0 - GAP, "{x} {y}: {left} {top}");
            }
        }
        assert_eq!(below(area(0.0, 0.0), (200.0, 900.0), WINDOW).1, GAP, "higher than the window");
    }
}
