//! What a hub or a channel shows beside its name.

/// Something new, or somebody who asks for the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Badge {
    /// How many unread messages.
    pub unread: u64,
    /// How many of them mention the reader.
    pub mentions: u64,
}

impl Badge {
    /// The counts of both, added up.
    pub fn plus(self, other: Self) -> Self {
        Self { unread: self.unread + other.unread, mentions: self.mentions + other.mentions }
    }

    /// The number to show, short. Empty: none.
    pub fn count(self) -> String {
        match self.mentions {
            0 => String::new(),
            1..=99 => self.mentions.to_string(),
            _ => "99+".to_owned(),
        }
    }
}
