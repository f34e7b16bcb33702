//! A message as people write it and as it is sent: `@Bo` is `<@2>`, `@Gardeners` is `<@&7>`, `@everyone` is `<@everyone>`,
//! `#seed-swaps` is `<#21>`.
//!
//! Names are not unique and change; ids are and do not. What was chosen from the list of suggestions says which of two
//! people of one name is meant.

use hubbub_shared::{ChannelId, Crowd, RoleId, UserId};

/// Who or what a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A person, by their id.
    Person(UserId),
    /// All who have a role, by its id.
    Role(RoleId),
    /// Everybody, or those who are here.
    Crowd(Crowd),
    /// A channel, by its id.
    Channel(ChannelId),
}

impl Named {
    fn sign(self) -> char {
        match self {
            Self::Channel(_) => '#',
            _ => '@',
        }
    }

    fn sent(self) -> String {
        match self {
            Self::Person(user) => format!("<@{user}>"),
            Self::Role(role) => format!("<@&{role}>"),
            Self::Crowd(crowd) => format!("<{}", crowd.marked()),
            Self::Channel(channel) => format!("<#{channel}>"),
        }
    }
}

/// Names that may be written, those that were chosen first.
pub type Names = Vec<(String, Named)>;

/// What is sent for what was written. Nothing in code is changed.
pub fn as_sent(written: &str, names: &Names) -> String {
    let mut sent = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find(['`', '@', '#', '\\']) {
        let before = if at == 0 { sent.chars().next_back() } else { rest[..at].chars().next_back() };
        sent.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with('`') {
            code_length(rest)
        } else if let Some(escaped) = rest.strip_prefix('\\') {
            1 + escaped.chars().next().map_or(0, char::len_utf8)
        } else {
            match named(rest, names).filter(|_| before.is_none_or(begins_after)) {
                Some((name, named)) => {
                    sent.push_str(&named.sent());
                    rest = &rest[1 + name.len()..];
                    continue;
                }
                None => 1,
            }
        };
        sent.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    sent + rest
}

/// `a@b` is no mention, and neither is what has been one all along.
fn begins_after(before: char) -> bool {
    !before.is_alphanumeric() && before != '<' && before != '/'
}

/// A run of backticks up to the next one of the same length; the run alone if there is none.
fn code_length(text: &str) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let fence = &text[..ticks];
    let mut from = ticks;
    while let Some(found) = text[from..].find(fence) {
        let end = from + found;
        let run = text[end..].len() - text[end..].trim_start_matches('`').len();
        if run == ticks {
            return end + ticks;
        }
        from = end + run;
    }
    ticks
}

/// The longest name that the text begins with after its sign. Two people of one name: the one that was chosen.
fn named<'n>(text: &str, names: &'n Names) -> Option<(&'n str, Named)> {
    let sign = text.chars().next()?;
    let fits = |(name, named): &&(String, Named)| {
        let after = text[1..].strip_prefix(name.as_str());
        named.sign() == sign && after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    };
    let mut best: Option<&(String, Named)> = None;
    for one in names.iter().filter(fits) {
        if best.is_none_or(|best| one.0.len() > best.0.len()) {
            best = Some(one);
        }
    }
    best.map(|(name, named)| (name.as_str(), *named))
}

/// What is shown for editing, and the names that stand in it. What has no name stays as it is.
pub fn as_written(sent: &str, name_of: impl Fn(Named) -> Option<String>) -> (String, Names) {
    let (mut written, mut names) = (String::with_capacity(sent.len()), Names::new());
    let mut rest = sent;
    while let Some(at) = rest.find('<') {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest).and_then(|(named, length)| Some((name_of(named)?, named, length))) {
            Some((name, named, length)) => {
                written.push(named.sign());
                written.push_str(&name);
                names.push((name, named));
                rest = &rest[length..];
            }
            None => {
                written.push('<');
                rest = &rest[1..];
            }
        }
    }
    (written + rest, names)
}

fn reference(text: &str) -> Option<(Named, usize)> {
    let end = text.find('>')?;
    let inner = &text[1..end];
    let id = |sign: &str| inner.strip_prefix(sign).and_then(|digits: &str| digits.parse::<u64>().ok());
    let crowd = || Crowd::ALL.into_iter().find(|crowd| text[1..].starts_with(crowd.marked()));
    let named = id("@")
        .map(|id| Named::Person(UserId(id)))
        .or_else(|| id("@&").map(|id| Named::Role(RoleId(id))))
        .or_else(|| crowd().map(Named::Crowd))
        .or_else(|| id("#").map(|id| Named::Channel(ChannelId(id))));
    named.map(|named| (named, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{ADA, BO, RANDOM};

    fn names() -> Names {
        let all = [
            ("Bo", Named::Person(BO)),
            ("Bo Peep", Named::Person(UserId(3))),
            ("Bo", Named::Person(UserId(4))),
            ("Ada", Named::Person(ADA)),
            ("שירה", Named::Person(UserId(5))),
            ("random", Named::Channel(RANDOM)),
            ("Gardeners", Named::Role(RoleId(7))),
            ("everyone", Named::Crowd(Crowd::Everyone)),
        ];
        all.map(|(name, named)| (name.to_owned(), named)).to_vec()
    }

    fn sent(written: &str) -> String {
        as_sent(written, &names())
    }

    #[test]
    fn names_are_sent_as_ids() {
        assert_eq!(sent("@Bo, look at #random!"), "<@2>, look at <#21>!");
        assert_eq!(sent("(@Ada) @Bo Peep @Bo"), "(<@1>) <@3> <@2>");
        assert_eq!(sent("שלום @שירה"), "שלום <@5>");
    }

    #[test]
    fn roles_and_everybody_are_sent_by_their_marks() {
        assert_eq!(sent("@Gardeners and @everyone, not @here"), "<@&7> and <@everyone>, not @here");
        assert_eq!(sent("@everyones a@everyone `@everyone`"), "@everyones a@everyone `@everyone`");
        let name_of = |named| match named {
            Named::Role(RoleId(7)) => Some("Gardeners".to_owned()),
            Named::Crowd(crowd) => Some(crowd.name().to_owned()),
            _ => None,
        };
        let content = "<@&7> <@here> <@everyone> <@&8> <@Here>";
        let (written, chosen) = as_written(content, name_of);
        assert_eq!(written, "@Gardeners @here @everyone <@&8> <@Here>");
        assert_eq!(as_sent(&written, &chosen), content);
    }

    #[test]
    fn what_only_looks_like_a_name_stays() {
        for text in ["@Boris", "mail@Bo", "https://x/@Bo", "@", "# random", "#Random", "\\@Bo", "<@Bo>"] {
            assert_eq!(sent(text), text);
        }
    }

    #[test]
    fn nothing_in_code_is_changed() {
        assert_eq!(sent("`@Bo` ``@Bo ` @Bo`` @Bo"), "`@Bo` ``@Bo ` @Bo`` <@2>");
        assert_eq!(sent("```\n@Bo\n``` `unclosed @Bo"), "```\n@Bo\n``` `unclosed <@2>");
    }

    #[test]
    fn editing_shows_names_and_sends_the_same_ids() {
        let name_of = |named| match named {
            Named::Person(UserId(4)) => Some("Bo".to_owned()),
            Named::Channel(RANDOM) => Some("random".to_owned()),
            _ => None,
        };
        let content = "<@4> in <#21>, not <@77> < 3 <b>";
        let (written, mut chosen) = as_written(content, name_of);
        assert_eq!(written, "@Bo in #random, not <@77> < 3 <b>");
        chosen.extend(names());
        assert_eq!(as_sent(&written, &chosen), content);
    }
}
