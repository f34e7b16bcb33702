//! What the table says in words, and documents say in fields.

use hubbub_shared::Permissions;
use hubbub_shared::protocol::{Limit, Verb};

/// What a command does, in lines that do not break where the source does.
pub fn about(verb: &Verb) -> String {
    verb.about.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Its first sentence, without the full stop: what a list of operations shows.
pub fn summary(about: &str) -> &str {
    let end = about.find(". ").or_else(|| about.find(": ")).unwrap_or(about.len());
    about[..end].trim_end_matches('.')
}

/// The permissions that a text names, in the order of their table.
pub fn permissions(text: &str) -> Vec<&'static str> {
    let names = Permissions::TABLE.iter().map(|row| row.name);
    names.filter(|name| text.contains(&format!("`{name}`"))).collect()
}

/// What a call counts as, by the name of the limit.
pub fn limit(limit: Limit) -> &'static str {
    match limit {
        Limit::Free => "none",
        Limit::Send => "sends",
        Limit::Write => "changes",
    }
}
