//! What a program wants posted, whatever its own words for it.

use hubbub_shared::mentions::{Mentioned, mentioned};
use hubbub_shared::text::MessageText;
use hubbub_shared::{Crowd, Problem, RoleId, UserId};

/// A message in the making.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Post {
    /// Markdown, no longer than a message may be.
    pub content: String,
    /// Under which name, if not the webhook's.
    pub username: Option<String>,
    /// Whom it names, as far as the program wants them told.
    pub mentioned: Mentioned,
}

/// Whom a program wants told of those whom its words name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// `None`: all who are named.
    pub users: Option<Vec<UserId>>,
    /// `None`: all that are named.
    pub roles: Option<Vec<RoleId>>,
    /// Whether everybody is told, if named.
    pub crowd: bool,
}

impl Default for Allowed {
    fn default() -> Self {
        Self { users: None, roles: None, crowd: true }
    }
}

impl Allowed {
    /// Of those whom words name, the ones to be told.
    pub fn of(&self, words: &str) -> Mentioned {
        let Mentioned { mut users, mut roles, crowd } = mentioned(words);
        users.retain(|user| self.users.as_ref().is_none_or(|allowed| allowed.contains(user)));
        roles.retain(|role| self.roles.as_ref().is_none_or(|allowed| allowed.contains(role)));
        Mentioned { users, roles, crowd: crowd.filter(|_| self.crowd) }
    }
}

/// Programs write `@everyone`, which here is a word like any other: who wants everybody told, means the mention.
pub fn with_crowds(words: &str) -> String {
    Crowd::ALL.into_iter().fold(words.to_owned(), |words, crowd| {
        let (plain, marked) = (format!("@{}", crowd.name()), format!("<{}", crowd.marked()));
        words.replace(&marked, &plain).replace(&plain, &marked)
    })
}

/// Words, and below them what goes with them, as far as a message holds it: the words whole or not at all, of the rest as much
/// as there is room for, and then how much was left out.
pub fn joined(words: &str, below: &[String]) -> Result<String, Problem> {
    let most = MessageText::MAX_CHARS;
    let words = words.trim();
    if words.chars().count() > most {
        return Err(MessageText::parse(words).err().unwrap_or_else(Problem::not_found));
    }
    let all: Vec<&str> = std::iter::once(words).chain(below.iter().map(|part| part.trim())).collect();
    let all = all.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    let count = all.chars().count();
    if count <= most {
        return Ok(all);
    }
    let room = most - NOTE_CHARS;
    if words.chars().count() > room {
        return Ok(words.to_owned());
    }
    let kept: String = all.chars().take(room).collect();
    Ok(format!("{}…\n\n*{} characters were left out.*", kept.trim_end(), count - room))
}

/// Room for what is said of what was left out.
const NOTE_CHARS: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_and_that_is_said() {
        assert_eq!(joined(" a ", &["b".to_owned(), String::new()]).unwrap(), "a\n\nb");
        let cut = joined("words", &["x".repeat(5000)]).unwrap();
        assert!(cut.chars().count() <= 4000 && cut.ends_with("*1067 characters were left out.*"), "{cut}");
        let full = "x".repeat(4000);
        assert_eq!(joined(&full, &["more".to_owned()]).unwrap(), full);
        assert!(joined(&"x".repeat(4001), &[]).is_err());
    }

    #[test]
    fn everybody_is_named_in_the_words_of_other_programs() {
        assert_eq!(with_crowds("@everyone <@here> @here"), "<@everyone> <@here> <@here>");
        let nobody = Allowed { users: Some(Vec::new()), roles: Some(Vec::new()), crowd: false };
        let words = "<@7> <@&8> <@everyone>";
        assert_eq!(nobody.of(words), Mentioned::default());
        assert_eq!(Allowed::default().of(words), mentioned(words));
    }
}
