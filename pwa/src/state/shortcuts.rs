//! What keys do, anywhere in the app.

/// Something that a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// Find a hub, a channel or a person by name.
    Switch,
    /// Find messages of the hub.
    Search,
    /// Show all shortcuts.
    Overview,
    /// Close what lies over the place.
    Close,
    /// The channel above or below.
    Channel(Direction),
    /// The next channel up or down that has something new.
    Unread(Direction),
    /// Go to the settings.
    Settings,
}

/// Which way through the list of channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the top of the list.
    Up,
    /// Towards the bottom of the list.
    Down,
}

/// A key that went down.
#[derive(Debug, Clone, Copy, Default)]
pub struct Key<'a> {
    /// As the browser calls it.
    pub name: &'a str,
    /// Control, or Command on a Mac.
    pub command: bool,
    /// Alt, or Option.
    pub alt: bool,
    /// Whether Shift is held, too.
    pub shift: bool,
    /// The keys write into a field: plain ones belong to it.
    pub typing: bool,
}

impl Shortcut {
    /// What a key does, if anything.
    pub fn of(key: Key) -> Option<Self> {
        let to = |direction| if key.shift { Self::Unread(direction) } else { Self::Channel(direction) };
        match (key.name, key.command, key.alt) {
            ("k" | "K", true, false) if !key.shift => Some(Self::Switch),
            ("f" | "F", true, false) if !key.shift => Some(Self::Search),
            ("/", false, false) if !key.typing => Some(Self::Search),
            ("/", true, false) => Some(Self::Overview),
            (",", true, false) => Some(Self::Settings),
            ("ArrowUp", false, true) => Some(to(Direction::Up)),
            ("ArrowDown", false, true) => Some(to(Direction::Down)),
            ("?", false, false) if !key.typing => Some(Self::Overview),
            ("Escape", false, false) => Some(Self::Close),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_keys_belong_to_the_field_that_is_typed_in() {
        let question = Key { name: "?", shift: true, ..Key::default() };
        assert_eq!(Shortcut::of(question), Some(Shortcut::Overview));
        assert_eq!(Shortcut::of(Key { typing: true, ..question }), None);
        let slash = Key { name: "/", ..Key::default() };
        assert_eq!(Shortcut::of(slash), Some(Shortcut::Search));
        assert_eq!(Shortcut::of(Key { typing: true, ..slash }), None);
        let overview = Key { name: "/", command: true, typing: true, ..Key::default() };
        assert_eq!(Shortcut::of(overview), Some(Shortcut::Overview));
    }

    #[test]
    fn shift_looks_for_what_is_unread() {
        let down = Key { name: "ArrowDown", alt: true, ..Key::default() };
        assert_eq!(Shortcut::of(down), Some(Shortcut::Channel(Direction::Down)));
        assert_eq!(Shortcut::of(Key { shift: true, ..down }), Some(Shortcut::Unread(Direction::Down)));
        assert_eq!(Shortcut::of(Key { alt: false, ..down }), None);
    }

    #[test]
    fn the_browser_keeps_its_own_keys() {
        assert_eq!(Shortcut::of(Key { name: "k", command: true, shift: true, ..Key::default() }), None);
        assert_eq!(Shortcut::of(Key { name: "k", ..Key::default() }), None);
    }
}
