//! Pictures one after the other, and how one is held: how large, and where.

use hubbub_shared::AttachmentId;
use hubbub_shared::model::{Attachment, Message};
use std::rc::Rc;

/// As large as a picture can be made.
const LARGEST: f64 = 6.0;
/// How large a double tap makes it.
const DOUBLE_TAPPED: f64 = 2.5;

/// A picture with the message that it came with.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Who sent it, and when.
    pub message: Rc<Message>,
    /// Which of its files it is.
    pub place: usize,
}

impl Shown {
    /// The file itself.
    pub fn file(&self) -> Option<&Attachment> {
        self.message.attachments.get(self.place)
    }
}

/// All pictures of some messages, in the order in which they were sent.
pub fn pictures<'a>(messages: impl Iterator<Item = &'a Rc<Message>>) -> Vec<Shown> {
    let of_one = |message: &Rc<Message>| {
        let files = message.attachments.iter().enumerate().filter(|(_, file)| file.picture.is_some());
        files.map(|(place, _)| Shown { message: Rc::clone(message), place }).collect::<Vec<_>>()
    };
    messages.filter(|message| !message.deleted).flat_map(of_one).collect()
}

/// The place of a picture among others.
pub fn place_of(pictures: &[Shown], file: AttachmentId) -> Option<usize> {
    pictures.iter().position(|shown| shown.file().is_some_and(|it| it.id == file))
}

/// How a picture is held. Pixels are counted from the middle of the screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hold {
    /// 1: all of it is seen.
    pub scale: f64,
    /// How far its middle is to the right of the screen's.
    pub x: f64,
    /// How far below.
    pub y: f64,
}

/// Width and height in pixels.
pub type Size = (f64, f64);

impl Hold {
    /// All of the picture, in the middle.
    pub const WHOLE: Self = Self { scale: 1.0, x: 0.0, y: 0.0 };

    /// Whether more than all of it could be seen.
    pub fn is_zoomed(self) -> bool {
        self.scale > 1.01
    }

    /// Made larger or smaller around a point, which stays where it is.
    pub fn around(self, (x, y): (f64, f64), factor: f64) -> Self {
        let scale = (self.scale * factor).clamp(1.0, LARGEST);
        let factor = scale / self.scale;
        Self { scale, x: x - (x - self.x) * factor, y: y - (y - self.y) * factor }
    }

    /// What a double tap at a point makes of it.
    pub fn tapped_twice(self, at: (f64, f64)) -> Self {
        if self.is_zoomed() { Self::WHOLE } else { self.around(at, DOUBLE_TAPPED) }
    }

    /// Moved by so many pixels.
    pub fn by(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }

    /// No further than its edges: a picture of this size, seen whole, on this screen.
    pub fn within(self, picture: Size, screen: Size) -> Self {
        let most = |length: f64, room: f64| ((length * self.scale - room) / 2.0).max(0.0);
        let (x, y) = (most(picture.0, screen.0), most(picture.1, screen.1));
        Self { x: self.x.max(-x).min(x), y: self.y.max(-y).min(y), ..self }
    }
}

/// What a finger meant that let a whole picture go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Let {
    /// The next one.
    Next,
    /// The one before.
    Before,
    /// Away with it.
    Away,
    /// Nothing: it returns to its place.
    Stay,
}

/// What it means that a finger went so far, in pixels, within so many milliseconds.
pub fn let_go((x, y): (f64, f64), ms: f64, screen: Size) -> Let {
    let is_flick = ms < 300.0;
    let enough = |way: f64, room: f64| way.abs() > room / if is_flick { 12.0 } else { 4.0 };
    if y > x.abs() && enough(y, screen.1) {
        return Let::Away;
    }
    match x.abs() > y.abs() && enough(x, screen.0) {
        true if x < 0.0 => Let::Next,
        true => Let::Before,
        false => Let::Stay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{message, picture};

    const SCREEN: Size = (400.0, 800.0);

    #[test]
    fn pictures_follow_each_other_through_all_messages() {
        let mut first = message(1, "two");
        let mut file = picture(1);
        file.picture = None;
        first.attachments = vec![picture(11), file, picture(12)];
        let mut gone = message(2, "");
        (gone.attachments, gone.deleted) = (vec![picture(13)], true);
        let mut last = message(3, "");
        last.attachments = vec![picture(14)];
        let messages = [first, gone, message(4, "words"), last].map(Rc::new);
        let all = pictures(messages.iter());
        let ids: Vec<u64> = all.iter().filter_map(|shown| Some(shown.file()?.id.0)).collect();
        assert_eq!(ids, [11, 12, 14]);
        assert_eq!(place_of(&all, AttachmentId(12)), Some(1));
        assert_eq!(place_of(&all, AttachmentId(1)), None);
    }

    #[test]
    fn what_is_under_the_finger_stays_under_it() {
        let hold = Hold::WHOLE.around((100.0, -50.0), 2.0);
        // The point was 100 right of the picture's middle; at twice the size it is 200 right of it.
        assert_eq!((hold.x + 200.0, hold.y - 100.0), (100.0, -50.0));
        assert_eq!(hold.around((100.0, -50.0), 0.5), Hold::WHOLE);
        assert_eq!(Hold::WHOLE.around((0.0, 0.0), 100.0).scale, LARGEST);
        assert_eq!(Hold::WHOLE.around((0.0, 0.0), 0.1).scale, 1.0);
    }

    #[test]
    fn a_picture_is_not_moved_further_than_its_edges() {
        let hold = Hold { scale: 2.0, x: 500.0, y: 500.0 }.within((400.0, 300.0), SCREEN);
        assert_eq!((hold.x, hold.y), (200.0, 0.0), "it is lower than the screen still");
        assert_eq!(Hold::WHOLE.by(30.0, 30.0).within((400.0, 300.0), SCREEN), Hold::WHOLE);
    }

    #[test]
    fn two_taps_make_it_large_and_whole_again() {
        let hold = Hold::WHOLE.tapped_twice((10.0, 10.0));
        assert!(hold.is_zoomed());
        assert_eq!(hold.tapped_twice((0.0, 0.0)), Hold::WHOLE);
    }

    #[test]
    fn a_flick_needs_less_way_than_a_slow_finger() {
        assert_eq!(let_go((-40.0, 5.0), 100.0, SCREEN), Let::Next);
        assert_eq!(let_go((-40.0, 5.0), 900.0, SCREEN), Let::Stay);
        assert_eq!(let_go((150.0, 5.0), 900.0, SCREEN), Let::Before);
        assert_eq!(let_go((10.0, 300.0), 900.0, SCREEN), Let::Away);
        assert_eq!(let_go((10.0, -300.0), 100.0, SCREEN), Let::Stay, "upwards leads nowhere");
    }
}
