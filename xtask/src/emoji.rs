//! The list of emoji that the app loads when somebody wants one: a line each with tabs between, so that nothing has to
//! be parsed twice. `#` begins a group. Order and names are those of Unicode, the short names those of GitHub.

use emojis::{Emoji, Group, SkinTone};

/// Newer ones are squares on many phones still.
const NEWEST: (u32, u32) = (15, 0);

/// Emoji, name, short names, and `+` if it comes in five tones of skin.
pub fn list() -> String {
    let mut list = String::new();
    let mut group = None;
    for emoji in emojis::iter().filter(|emoji| is_common(emoji)) {
        if group != Some(emoji.group()) {
            group = Some(emoji.group());
            list.push_str(&format!("#{}\n", name(emoji.group())));
        }
        let codes: Vec<&str> = emoji.shortcodes().collect();
        let tones = if has_tones(emoji) { "+" } else { "" };
        list.push_str(&format!("{}\t{}\t{}\t{tones}\n", emoji.as_str(), emoji.name(), codes.join(" ")));
    }
    list
}

fn is_common(emoji: &Emoji) -> bool {
    let version = emoji.unicode_version();
    (version.major(), version.minor()) <= NEWEST
}

fn name(group: Group) -> &'static str {
    match group {
        Group::SmileysAndEmotion => "smileys",
        Group::PeopleAndBody => "people",
        Group::AnimalsAndNature => "nature",
        Group::FoodAndDrink => "food",
        Group::TravelAndPlaces => "travel",
        Group::Activities => "activities",
        Group::Objects => "objects",
        Group::Symbols => "symbols",
        Group::Flags => "flags",
    }
}

/// The app makes the others by putting the tone behind the first character; only those for which that is right.
fn has_tones(emoji: &Emoji) -> bool {
    let Some(toned) = emoji.with_skin_tone(SkinTone::Medium) else { return false };
    let mut rest = emoji.as_str().chars();
    let first: String = rest.next().into_iter().collect();
    let rest = rest.as_str().trim_start_matches('\u{fe0f}');
    toned.as_str() == format!("{first}\u{1f3fd}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_group_or_an_emoji_with_its_names() {
        let list = list();
        assert_eq!(list.lines().filter(|line| line.starts_with('#') && !line.contains('\t')).count(), 9);
        assert!(list.contains("🎉\tparty popper\ttada\t\n"), "{list}");
        assert!(list.contains("👍\tthumbs up\t+1 thumbsup\t+\n"), "{list}");
        assert!(list.lines().count() > 1_500);
    }
}
