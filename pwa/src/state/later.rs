//! Where a part of the app is that is loaded after the first view, and why it could not be had.

/// How far the part is that comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Nobody asked for it.
    Away,
    /// On its way.
    Coming,
    /// On its way for so long that who waits for it is told.
    Slow,
    /// It can be drawn.
    Here,
    /// It could not be had.
    Failed(Missing),
}

/// Why it could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It is not on the device, and the server does not answer.
    Unreachable,
    /// The server has another build, and the parts of this one no longer.
    Renewed,
    /// The server has it, and yet it did not come whole.
    Broken,
}

impl Missing {
    /// By the build that runs and the one that the server has, if it answers.
    pub fn why(running: Option<&str>, on_server: Option<&str>) -> Self {
        match on_server {
            None => Self::Unreachable,
            Some(_) if on_server == running => Self::Broken,
            Some(_) => Self::Renewed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_has_tells_why_a_part_is_missing() {
        assert_eq!(Missing::why(Some("a"), None), Missing::Unreachable);
        assert_eq!(Missing::why(Some("a"), Some("a")), Missing::Broken);
        assert_eq!(Missing::why(Some("a"), Some("b")), Missing::Renewed);
    }
}
