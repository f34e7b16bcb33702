//! What a finger that moves along one axis means. Knows nothing of elements: the caller feeds where the finger is.

/// Below this a finger that moves is still a tap.
const SLOP: f64 = 10.0;
/// A finger that rested this long selects text or asks for a menu.
const REST_MS: f64 = 400.0;
/// Pixels per millisecond from which a movement is a flick.
const FLICK: f64 = 0.35;
/// How far back the speed is measured.
const MEMORY_MS: f64 = 100.0;

/// Where a finger is, and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Touch {
    /// Along the axis that counts.
    pub along: f64,
    /// Along the other one.
    pub across: f64,
    /// When it was there, in milliseconds.
    pub at: f64,
}

/// A finger that went down and may be swiping.
#[derive(Debug, Clone, PartialEq)]
pub struct Swipe {
    start: Touch,
    recent: Vec<Touch>,
    claimed: bool,
}

/// What became of a finger's movement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Moved {
    /// Too short to tell what it will be.
    Undecided,
    /// It scrolls, selects or rests: not ours.
    NotASwipe,
    /// It has swiped so far, with a sign.
    By(f64),
}

impl Swipe {
    /// The finger goes down.
    pub fn start(touch: Touch) -> Self {
        Self { start: touch, recent: vec![touch], claimed: false }
    }

    /// The finger moves. The way begins where the swipe was recognised, so that nothing jumps.
    pub fn moved(&mut self, touch: Touch) -> Moved {
        let (along, across) = (touch.along - self.start.along, touch.across - self.start.across);
        if !self.claimed {
            if across.abs() > SLOP && across.abs() > along.abs() {
                return Moved::NotASwipe;
            }
            if along.abs() < SLOP || along.abs() < 1.3 * across.abs() {
                return Moved::Undecided;
            }
            if touch.at - self.start.at > REST_MS {
                return Moved::NotASwipe;
            }
            self.claimed = true;
            self.start = touch;
        }
        self.recent.retain(|earlier| touch.at - earlier.at <= MEMORY_MS);
        self.recent.push(touch);
        Moved::By(touch.along - self.start.along)
    }

    /// Which way it goes from where the finger went down: the sign counts.
    pub fn direction(&self, touch: Touch) -> f64 {
        touch.along - self.start.along
    }

    /// Whether it was recognised as one.
    pub fn is_claimed(&self) -> bool {
        self.claimed
    }

    /// Pixels per millisecond at the end.
    fn speed(&self, at: f64) -> f64 {
        let recent = self.recent.iter().find(|touch| at - touch.at <= MEMORY_MS);
        match (recent, self.recent.last()) {
            (Some(first), Some(last)) if last.at > first.at => {
                (last.along - first.along) / (last.at - first.at)
            }
            _ => 0.0,
        }
    }

    /// The finger goes up. Whether what it pulls goes on in its direction: a flick decides, else whether it came past
    /// a third of a way of this length.
    pub fn completes(&self, at: f64, way: f64) -> bool {
        let Some(last) = self.recent.last().filter(|_| self.claimed) else { return false };
        let (gone, speed) = ((last.along - self.start.along) * way.signum(), self.speed(at) * way.signum());
        match speed {
            speed if speed > FLICK => true,
            speed if speed < -FLICK => false,
            _ => gone > way.abs() / 3.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(along: f64, across: f64, at: f64) -> Touch {
        Touch { along, across, at }
    }

    /// A finger at a steady pace.
    fn swiped(to: f64, ms: f64) -> Swipe {
        let mut swipe = Swipe::start(touch(0.0, 0.0, 0.0));
        for step in 1..=20 {
            let part = f64::from(step) / 20.0;
            swipe.moved(touch(to * part, 0.0, ms * part));
        }
        swipe
    }

    #[test]
    fn a_finger_that_scrolls_does_not_swipe() {
        let mut swipe = Swipe::start(touch(0.0, 0.0, 0.0));
        assert_eq!(swipe.moved(touch(3.0, 6.0, 16.0)), Moved::Undecided);
        assert_eq!(swipe.moved(touch(6.0, 14.0, 32.0)), Moved::NotASwipe);
    }

    #[test]
    fn a_finger_that_rested_selects_text() {
        let mut swipe = Swipe::start(touch(0.0, 0.0, 0.0));
        assert_eq!(swipe.moved(touch(2.0, 0.0, 500.0)), Moved::Undecided);
        assert_eq!(swipe.moved(touch(20.0, 0.0, 520.0)), Moved::NotASwipe);
    }

    #[test]
    fn the_panel_starts_under_the_finger_without_a_jump() {
        let mut swipe = Swipe::start(touch(0.0, 0.0, 0.0));
        assert_eq!(swipe.moved(touch(15.0, 2.0, 16.0)), Moved::By(0.0));
        assert_eq!(swipe.moved(touch(40.0, 30.0, 32.0)), Moved::By(25.0));
    }

    #[test]
    fn a_flick_decides_and_a_slow_pull_must_come_a_third_of_the_way() {
        assert!(swiped(80.0, 120.0).completes(121.0, 300.0), "a flick");
        assert!(!swiped(100.0, 1000.0).completes(1001.0, 300.0), "less than a third of the way");
        assert!(swiped(250.0, 390.0).completes(1400.0, 300.0), "held beyond that");
        assert!(swiped(-80.0, 120.0).completes(121.0, -300.0), "to the left");
        assert!(!swiped(-80.0, 120.0).completes(121.0, 300.0), "the other way");
    }

    #[test]
    fn a_pull_that_flicks_back_goes_back() {
        let mut swipe = swiped(250.0, 390.0);
        for step in 1..=5 {
            swipe.moved(touch(250.0 - 12.0 * f64::from(step), 0.0, 390.0 + 16.0 * f64::from(step)));
        }
        assert!(!swipe.completes(471.0, 300.0));
    }
}
