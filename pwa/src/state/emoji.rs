//! The list of emoji and what is found in it. `cargo xtask build` writes it; see `xtask/src/emoji.rs`.

use crate::state::{best, rank};

/// An emoji that can be picked or completed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emoji {
    /// As it stands in a text, without a tone of skin.
    pub glyph: String,
    /// The name that Unicode gives it.
    pub name: String,
    /// Short names with blanks between.
    pub codes: String,
    /// Whether it comes in five tones of skin.
    pub has_tones: bool,
    /// The group it stands in, counted from 0.
    pub group: usize,
}

/// Tones of skin, the lightest first. The first is none.
pub const TONES: [&str; 6] = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"];

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EmojiList {
    /// Every emoji, in the order in which they are shown.
    pub all: Vec<Emoji>,
    /// Names of the groups.
    pub groups: Vec<String>,
}

impl EmojiList {
    /// Reads the list: a line each with tabs between; `#` begins a group.
    pub fn read(text: &str) -> Self {
        let mut list = Self::default();
        for line in text.lines() {
            let mut parts = line.split('\t');
            let (Some(glyph), Some(name), Some(codes), tones) =
                (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                list.groups.extend(line.strip_prefix('#').map(str::to_owned));
                continue;
            };
            list.all.push(Emoji {
                glyph: glyph.to_owned(),
                name: name.to_owned(),
                codes: codes.to_owned(),
                has_tones: tones == Some("+"),
                group: list.groups.len().saturating_sub(1),
            });
        }
        list
    }

    /// The best for what was typed (in lower case), in order.
    pub fn search(&self, typed: &str, most: usize) -> Vec<&Emoji> {
        let typed = typed.replace('_', " ");
        let found = self.all.iter().map(|emoji| Some((emoji.rank(&typed)?, 0)));
        best(found, most).into_iter().map(|place| &self.all[place]).collect()
    }

    /// The emoji with this short name.
    pub fn coded(&self, code: &str) -> Option<&Emoji> {
        self.all.iter().find(|emoji| emoji.codes.split(' ').any(|one| one == code))
    }
}

impl Emoji {
    fn rank(&self, typed: &str) -> Option<u8> {
        let codes = self.codes.split(' ').filter_map(|code| rank(&code.replace('_', " "), typed));
        codes.chain(rank(&self.name, typed).map(|rank| rank + 1)).min()
    }

    /// In this tone of skin, if it has tones.
    pub fn toned(&self, tone: &str) -> String {
        let mut rest = self.glyph.chars();
        match rest.next() {
            Some(first) if self.has_tones && !tone.is_empty() => {
                format!("{first}{tone}{}", rest.as_str().trim_start_matches('\u{fe0f}'))
            }
            _ => self.glyph.clone(),
        }
    }

    /// What is written for it between colons.
    pub fn code(&self) -> &str {
        self.codes.split(' ').next().unwrap_or_default()
    }
}

/// What was used last comes first.
pub fn used(recent: &str, glyph: &str, most: usize) -> String {
    let others = recent.split(' ').filter(|one| !one.is_empty() && *one != glyph);
    std::iter::once(glyph).chain(others).take(most).collect::<Vec<_>>().join(" ")
}

/// Whether a message is nothing but a few emoji: those are shown large.
pub fn is_only_emoji(text: &str) -> bool {
    let pictures = text.chars().filter(|c| is_picture(*c)).count();
    (1..=24).contains(&pictures)
        && text.chars().count() <= 40
        && text.chars().all(|c| is_picture(c) || is_joiner(c) || c == ' ')
}

fn is_picture(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{2300}'..='\u{23ff}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "#smileys\n😀\tgrinning face\tgrinning\t\n🎉\tparty popper\ttada\t\n#people\n\
        👍\tthumbs up\t+1 thumbsup\t+\n✌️\tvictory hand\tv\t+\n🎈\tballoon\tballoon\t\n";

    fn found(typed: &str) -> Vec<String> {
        EmojiList::read(LIST).search(typed, 9).into_iter().map(|emoji| emoji.glyph.clone()).collect()
    }

    #[test]
    fn short_names_are_found_before_names() {
        assert_eq!(found("tada"), ["🎉"]);
        assert_eq!(found("party"), ["🎉"]);
        assert_eq!(found("thumbs"), ["👍"]);
        assert_eq!(found("v"), ["✌️"]);
        assert_eq!(EmojiList::read(LIST).coded("+1").map(|emoji| emoji.glyph.as_str()), Some("👍"));
    }

    #[test]
    fn groups_are_kept() {
        let list = EmojiList::read(LIST);
        assert_eq!(list.groups, ["smileys", "people"]);
        assert_eq!(list.all.iter().map(|emoji| emoji.group).collect::<Vec<_>>(), [0, 0, 1, 1, 1]);
    }

    #[test]
    fn a_tone_stands_behind_the_first_character() {
        let list = EmojiList::read(LIST);
        assert_eq!(list.all[2].toned(TONES[3]), "👍🏽");
        assert_eq!(list.all[3].toned(TONES[1]), "✌🏻");
        assert_eq!(list.all[0].toned(TONES[3]), "😀");
    }

    #[test]
    fn what_was_used_comes_first_once() {
        assert_eq!(used("😀 🎉", "🎉", 9), "🎉 😀");
        assert_eq!(used("😀 🎉", "👍", 2), "👍 😀");
        assert_eq!(used("", "👍", 2), "👍");
    }

    #[test]
    fn a_message_of_emoji_alone_is_told_from_text() {
        for text in ["🎉", "😀😀 😀", "👍🏽", "✌️", "🧑‍🌾", "🇩🇪"] {
            assert!(is_only_emoji(text), "{text}");
        }
        for text in ["", " ", "1", "yes 🎉", "©", "a"] {
            assert!(!is_only_emoji(text), "{text}");
        }
    }
}
