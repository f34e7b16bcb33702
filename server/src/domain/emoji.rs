//! What counts as an emoji, wherever one is chosen.

use hubbub_shared::Problem;

/// An emoji of Unicode, in the form that is meant for interchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Emoji(&'static str);

impl Emoji {
    /// The emoji that this is; without the selector that asks for a picture it is the same one.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let known = emojis::get(text.trim()).map(emojis::Emoji::as_str);
        known.map(Self).ok_or_else(|| Problem::field("emoji", "This is not one emoji."))
    }

    /// As it is stored and told.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_is_one_of_unicode_in_one_form() {
        let parsed = |text| Emoji::parse(text).map(Emoji::as_str);
        for text in ["👍", "👍🏽", "👩‍💻", "🇩🇪", "1️⃣", "❤️"] {
            assert_eq!(parsed(text), Ok(text));
        }
        assert_eq!(parsed("❤"), Ok("❤️"), "the same without its selector");
        for text in ["", "a", "👍👍", "1", ":+1:", "\u{200d}", "<@1>"] {
            assert!(parsed(text).is_err(), "{text:?}");
        }
    }
}
