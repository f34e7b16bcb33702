//! Text that people type, parsed once into types that hold the rules. Both sides use the same limits.

use crate::error::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Unicode scalar values that format text without being seen (bidirectional overrides and the like): a name
/// made of them would be invisible or would turn its surroundings around.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' | '\u{E0000}'..='\u{E007F}')
}

/// One line: white space folded to single blanks, no control or invisible characters.
fn one_line(raw: &str) -> String {
    let visible: String = raw.chars().filter(|c| !is_invisible(*c) || *c == '\u{200D}').collect();
    visible.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn check_length(field: &'static str, text: &str, min: usize, max: usize) -> Result<(), Problem> {
    let length = text.chars().count();
    if length < min {
        return Err(Problem::field(field, format!("{field} needs at least {min} character{}.", if min == 1 { "" } else { "s" })));
    }
    if length > max {
        return Err(Problem::field(field, format!("{field} may have {max} characters; this has {length}.")));
    }
    Ok(())
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($field:literal, $min:literal..=$max:literal, $clean:expr);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Most characters (Unicode scalar values) it may have.
            pub const MAX_CHARS: usize = $max;

            /// Cleans and checks; the error names the field and the limit.
            pub fn parse(raw: &str) -> Result<Self, Problem> {
                let clean: fn(&str) -> String = $clean;
                let text = clean(raw);
                check_length($field, &text, $min, $max)?;
                Ok(Self(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )*};
}

texts! {
    /// A message: several lines, no control characters but line feed and tab, blank ends cut.
    MessageText("content", 1..=4000, |raw| {
        let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
        let kept: String = unified.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        kept.trim_matches(|c: char| c.is_whitespace() || (is_invisible(c) && c != '\u{200D}')).to_owned()
    });
    /// Name of a hub.
    HubName("name", 1..=80, one_line);
    /// Name of a category.
    CategoryName("name", 1..=64, one_line);
    /// Name of a channel: lower case, blanks become `-`, no `#` in front.
    ChannelName("name", 1..=64, |raw| one_line(raw).trim_start_matches('#').trim().to_lowercase().replace(' ', "-"));
    /// What a channel is about; may be empty.
    ChannelTopic("topic", 0..=512, one_line);
    /// Name of a role.
    RoleName("name", 1..=64, one_line);
    /// The name others see.
    DisplayName("display_name", 1..=48, one_line);
    /// What the client calls a send, so that a repeat is recognised. A UUID does well.
    Nonce("nonce", 1..=64, |raw| raw.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_lines_and_loses_blank_ends() {
        assert_eq!(MessageText::parse("  a\r\nb\tc\u{7}\n ").unwrap().as_str(), "a\nb\tc");
        let empty = MessageText::parse(" \u{200B}\n").unwrap_err();
        assert_eq!(empty.fields[0].path, "content");
        let long = MessageText::parse(&"é".repeat(4001)).unwrap_err();
        assert!(long.message.contains("4000") && long.message.contains("4001"), "{long}");
        assert!(MessageText::parse(&"é".repeat(4000)).is_ok());
    }

    #[test]
    fn a_name_is_one_visible_line() {
        assert_eq!(HubName::parse(" Rust \n and\u{202E} friends ").unwrap().as_str(), "Rust and friends");
        assert!(HubName::parse("\u{200F}\u{2066} ").is_err());
        assert_eq!(ChannelName::parse("#Off Topic").unwrap().as_str(), "off-topic");
        assert_eq!(ChannelTopic::parse("").unwrap().as_str(), "");
    }
}
