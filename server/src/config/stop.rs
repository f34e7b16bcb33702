//! Why the program does not start.

/// Why the program ends before it starts.
#[derive(Debug)]
pub enum Stop {
    /// `--help` or `--version`: this text, and all is well.
    Told(String),
    /// One line that names a setting and what is expected of it.
    Wrong(String),
}

impl Stop {
    /// A setting has a wrong value.
    pub(super) fn wrong(setting: &str, expected: &str) -> Self {
        Self::Wrong(format!("{setting}: {expected}"))
    }
}
