//! Text that people type, parsed once into types that hold the rules. Both sides use the same limits.

use crate::error::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Unicode scalar values that are not seen: formatting such as bidirectional overrides, and letters that are
/// blank. A name made of them would be invisible or would turn its surroundings around.
pub const fn is_invisible(c: char) -> bool {
    let formats = matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}');
    let blank = matches!(
        c,
        '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}'
    );
    formats || blank || is_tag(c)
}

/// Letters of the flags of England, Scotland and others. Without a flag before them they are invisible.
const fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// Chooses how the character before is drawn: text or emoji, and variants of Han.
pub const fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}' | '\u{E0100}'..='\u{E01EF}')
}

/// Joins emoji into one (`\u{200D}`), or keeps letters apart as Persian spells them (`\u{200C}`).
const fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether the text shows anything at all.
fn is_visible(text: &str) -> bool {
    text.chars()
        .any(|c| !(c.is_whitespace() || c.is_control() || is_invisible(c) || is_variation_selector(c)))
}

/// Whether an unseen character means something behind this one.
fn belongs_behind(before: Option<char>, c: char) -> bool {
    match before {
        Some(before) if is_joiner(c) => !before.is_ascii() && !is_joiner(before),
        Some(before) if is_tag(c) => before == '\u{1F3F4}' || is_tag(before),
        Some(before) if is_variation_selector(c) => !is_variation_selector(before),
        Some(_) => !is_invisible(c),
        None => !is_invisible(c) && !is_variation_selector(c),
    }
}

/// The word without characters that are not seen, except where they make up emoji or a spelling.
fn visible_word(word: &str) -> String {
    let mut visible = String::with_capacity(word.len());
    for c in word.chars().filter(|c| !c.is_control()) {
        if belongs_behind(visible.chars().next_back(), c) {
            visible.push(c);
        }
    }
    visible.truncate(visible.trim_end_matches(is_joiner).len());
    visible
}

/// One line: white space folded to single blanks, no control or invisible characters.
fn one_line(raw: &str) -> String {
    let words = raw.split(|c: char| c.is_whitespace() || c.is_control()).map(visible_word);
    let line = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if is_visible(&line) { line } else { String::new() }
}

/// Several lines with their blank ends, of which more may follow; nothing, if nothing is seen.
fn unfinished_lines(raw: &str) -> String {
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    if is_visible(&kept) { kept } else { String::new() }
}

/// Several lines. What is unseen within is left to its author: a text from right to left may need it.
fn lines(raw: &str) -> String {
    let kept = unfinished_lines(raw);
    let blank = |c: char| c.is_whitespace() || (is_invisible(c) && !is_tag(c));
    kept.trim_matches(blank).to_owned()
}

/// What stands behind the last `/` or `\`, in one line.
fn file_name(raw: &str) -> String {
    let name = one_line(raw.rsplit(['/', '\\']).next().unwrap_or_default());
    if name.chars().all(|c| c == '.') { String::new() } else { name }
}

/// Lower case, blanks become `-`, no `#` in front.
fn channel_name(raw: &str) -> String {
    let in_front = |c| matches!(c, '#' | ' ') || is_invisible(c) || is_variation_selector(c);
    one_line(raw).trim_start_matches(in_front).to_lowercase().replace(' ', "-")
}

fn check_length(field: &'static str, text: &str, min: usize, max: usize) -> Result<(), Problem> {
    let length = text.chars().count();
    if length < min {
        return Err(Problem::field(
            field,
            format!("{field} needs at least {min} character{}.", if min == 1 { "" } else { "s" }),
        ));
    }
    if length > max {
        return Err(Problem::field(field, format!("{field} may have {max} characters; this has {length}.")));
    }
    Ok(())
}

/// What is not cleaned (a nonce is taken as it is) must be text that every store takes.
fn check_printable(field: &'static str, text: &str) -> Result<(), Problem> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(is_control) {
        return Err(Problem::field(field, format!("{field} must not contain control characters.")));
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
                check_printable($field, &text)?;
                Ok(Self(text))
            }

            /// The text, as it is stored.
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
    MessageText("content", 1..=4000, lines);
    /// What somebody has begun to write: as a message, but its ends stay as they were typed. Empty: there is nothing.
    DraftText("content", 0..=4000, unfinished_lines);
    /// What a poll asks, which is its message's text.
    PollQuestion("content", 1..=300, lines);
    /// What can be voted for in a poll.
    PollAnswerText("poll.answers", 1..=100, one_line);
    /// What a file is called, without the folders it was in.
    FileName("name", 1..=200, file_name);
    /// What is to be seen or heard in a file, in its author's words; may be empty.
    FileDescription("description", 0..=1000, lines);
    /// Name of a hub.
    HubName("name", 1..=80, one_line);
    /// What a hub is about, for who has not joined yet; may be empty.
    HubDescription("description", 0..=300, one_line);
    /// What whoever comes into a hub has to accept; may be empty.
    HubRulesText("text", 0..=2000, lines);
    /// Name of a category.
    CategoryName("name", 1..=64, one_line);
    /// Name of a channel: lower case, blanks become `-`, no `#` in front.
    ChannelName("name", 1..=64, channel_name);
    /// What a channel is about; may be empty.
    ChannelTopic("topic", 0..=512, one_line);
    /// Why a moderator does something, for the audit log.
    Reason("reason", 1..=300, one_line);
    /// What the owner of the server tells everybody.
    AnnouncementText("text", 1..=300, one_line);
    /// What somebody finds wrong, in their own words; may be empty.
    ReportWords("words", 0..=1000, lines);
    /// What those who decide about a report tell who made it; may be empty.
    ReportAnswer("answer", 0..=1000, lines);
    /// Name of a rule of a hub's automod.
    AutomodRuleName("name", 1..=64, one_line);
    /// What somebody is told whose words a rule stops.
    AutomodNotice("notice", 1..=300, one_line);
    /// Name of a webhook, under which its messages stand.
    WebhookName("name", 1..=80, one_line);
    /// Where events are sent: an address as it is typed.
    OutgoingUrl("url", 1..=2000, |raw| raw.trim().to_owned());
    /// Name of an application, and of its bot.
    ApplicationName("name", 1..=48, one_line);
    /// What an application does, for who may add it; may be empty.
    ApplicationDescription("description", 0..=400, one_line);
    /// Name of a role.
    RoleName("name", 1..=64, one_line);
    /// What a hub calls a member.
    Nickname("nickname", 1..=48, one_line);
    /// Name of a group of roles that members choose from.
    RoleGroupName("name", 1..=64, one_line);
    /// What a moderator notes about a member.
    NoteText("text", 1..=1000, lines);
    /// The name others see.
    DisplayName("display_name", 1..=48, one_line);
    /// What the client calls a send, so that a repeat is recognised. A UUID does well.
    Nonce("nonce", 1..=64, |raw| raw.to_owned());
}

impl MessageText {
    /// No words: a message that is nothing but its files.
    pub const fn none() -> Self {
        Self(String::new())
    }
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
    fn a_draft_keeps_its_ends_and_is_nothing_without_anything_to_see() {
        assert_eq!(DraftText::parse(" a\r\n\u{7} ").unwrap().as_str(), " a\n ");
        assert_eq!(DraftText::parse(" \u{200B}\n").unwrap().as_str(), "");
        assert_eq!(DraftText::MAX_CHARS, MessageText::MAX_CHARS);
        assert_eq!(DraftText::parse(&"é".repeat(4001)).unwrap_err().fields[0].path, "content");
    }

    #[test]
    fn a_name_is_one_visible_line() {
        assert_eq!(HubName::parse(" Rust \n and\u{202E} friends ").unwrap().as_str(), "Rust and friends");
        assert_eq!(ChannelName::parse("#Off Topic").unwrap().as_str(), "off-topic");
        assert_eq!(ChannelName::parse(" # #Off").unwrap().as_str(), "off");
        assert_eq!(ChannelTopic::parse("").unwrap().as_str(), "");
        assert_eq!(DisplayName::parse("a\u{200B}\u{2800}d\u{AD}a\0").unwrap().as_str(), "ada");
    }

    #[test]
    fn what_nobody_sees_is_neither_a_name_nor_a_message() {
        let unseen = [
            "",
            " ",
            "\u{200F}\u{2066} ",
            "\u{200D}",
            "\u{200C}\u{200D}",
            "\u{FE0F}",
            "\u{3164}",
            "\u{2800}",
            "\u{E0067}\u{E007F}",
            "\u{115F}\u{1160}",
            "\u{FE0F}\u{200D}",
        ];
        for text in unseen {
            assert!(DisplayName::parse(text).is_err(), "{text:?}");
            assert!(MessageText::parse(text).is_err(), "{text:?}");
        }
        assert!(ChannelName::parse("###").is_err());
        assert!(ChannelName::parse("#\u{FE0F}").is_err());
    }

    #[test]
    fn emoji_stay_whole() {
        for emoji in [
            "👩\u{200D}💻",
            "❤\u{FE0F}",
            "❤\u{FE0F}\u{200D}🔥",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "👍🏽",
            "🇩🇪",
            "1\u{FE0F}\u{20E3}",
        ] {
            assert_eq!(DisplayName::parse(emoji).unwrap().as_str(), emoji, "{emoji:?}");
            assert_eq!(
                MessageText::parse(&format!("\u{200B}{emoji} ")).unwrap().as_str(),
                emoji,
                "{emoji:?}"
            );
        }
    }

    #[test]
    fn names_are_spelt_as_their_language_spells_them() {
        for name in [
            "שלום עולם",
            "مرحبا",
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "Zoë",
            "e\u{301}",
            "葛\u{E0100}城市",
            "ไทย",
        ] {
            assert_eq!(DisplayName::parse(name).unwrap().as_str(), name, "{name:?}");
        }
    }

    #[test]
    fn joiners_do_not_make_two_names_look_alike() {
        assert_eq!(DisplayName::parse("a\u{200D}d\u{200C}a").unwrap().as_str(), "ada");
        assert_eq!(DisplayName::parse("é\u{200D}\u{200D}\u{FE0F}").unwrap().as_str(), "é\u{200D}\u{FE0F}");
    }

    proptest::proptest! {
        #[test]
        fn what_was_cleaned_once_is_clean(raw in "[ a-zA-Z#\u{0}-\u{20}\u{200b}-\u{202e}\u{fe0f}\u{e0067}\u{1f3f4}é😀]{0,40}") {
            let name = one_line(&raw);
            proptest::prop_assert_eq!(one_line(&name), name);
            let message = lines(&raw);
            proptest::prop_assert_eq!(lines(&message), message);
            let channel = channel_name(&raw);
            proptest::prop_assert_eq!(channel_name(&channel), channel);
        }
    }
}
