//! Who is mentioned in a message: `<@id>`, `<@&role>`, `<@everyone>` and `<@here>` where it is said, not where it is shown as
//! code or quoted.
//!
//! Whether they belong to the hub and may see the channel, and whether who writes may mention so many, is the server's
//! question, not this one.

use crate::crowd::Crowd;
use crate::ids::{RoleId, UserId};
use crate::markdown::{Block, Inline, parse};

/// Mentions after this many different people are links without effect: a message must not ring a whole hub.
pub const MAX_MENTIONS: usize = 20;
/// Mentions after this many different roles are words without effect.
pub const MAX_ROLES: usize = 10;

/// Whom a message mentions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// Each person once, in order.
    pub users: Vec<UserId>,
    /// Each role once, in order.
    pub roles: Vec<RoleId>,
    /// The larger of the crowds that it names.
    pub crowd: Option<Crowd>,
}

/// Whom the message mentions.
pub fn mentioned(content: &str) -> Mentioned {
    let mut all = Mentioned::default();
    in_blocks(&parse(content), &mut all);
    all
}

fn in_blocks(blocks: &[Block], all: &mut Mentioned) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading { content: inlines, .. } => in_inlines(inlines, all),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| in_inlines(cell, all));
            }
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(item, all)),
            Block::Code { .. } | Block::Quote(_) => {}
        }
    }
}

fn in_inlines(inlines: &[Inline], all: &mut Mentioned) {
    for inline in inlines {
        match inline {
            Inline::Mention(user) => once(&mut all.users, *user, MAX_MENTIONS),
            Inline::Role(role) => once(&mut all.roles, *role, MAX_ROLES),
            Inline::Crowd(crowd) => all.crowd = all.crowd.max(Some(*crowd)),
            Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) | Inline::Spoiler(inner) => {
                in_inlines(inner, all)
            }
            Inline::Link { text, .. } => in_inlines(text, all),
            Inline::Channel(_) | Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

fn once<T: PartialEq>(all: &mut Vec<T>, one: T, most: usize) {
    if all.len() < most && !all.contains(&one) {
        all.push(one);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(content: &str) -> Vec<u64> {
        mentioned(content).users.into_iter().map(|user| user.0).collect()
    }

    #[test]
    fn each_user_is_mentioned_once_in_order() {
        assert_eq!(ids("<@2> **<@1>** ||<@3>|| <@2>\n- [<@4>](https://hubbub.chat)"), [2, 1, 3, 4]);
        assert_eq!(ids("# <@1>\n|<@2>|<@3>|\n|-|-|\n|<@4>|"), [1, 2, 3, 4]);
    }

    #[test]
    fn code_and_quotes_mention_nobody() {
        assert_eq!(ids("`<@1>` ``<@2>``\n```\n<@3>\n```\n> <@4>\n\\<@5> <@6>"), [6]);
        assert_eq!(ids(">>> <@1>\n<@2>"), [0; 0]);
    }

    #[test]
    fn what_is_no_id_mentions_nobody() {
        assert_eq!(ids("<@> <@x> <@-1> <@99999999999999999999> <@1 > < @1> @1 <@everyone>"), [0; 0]);
        assert_eq!(ids("<@18446744073709551615>"), [u64::MAX]);
    }

    #[test]
    fn a_message_mentions_at_most_twenty() {
        let content: String = (1..=30).map(|id| format!("<@{id}>")).collect();
        assert_eq!(ids(&content), (1..=20).collect::<Vec<_>>());
    }

    #[test]
    fn roles_and_everybody_are_mentioned_where_it_is_said() {
        let all = mentioned("<@&5> **<@&6>** <@&5> <@here> `<@everyone>` <@7>");
        let (users, roles) = (vec![UserId(7)], vec![RoleId(5), RoleId(6)]);
        assert_eq!(all, Mentioned { users, roles, crowd: Some(Crowd::Here) });
        assert_eq!(mentioned("<@here> <@everyone> <@here>").crowd, Some(Crowd::Everyone));
        let none = mentioned("<@&> <@&x> @everyone <@Everyone> <@everyone > \\<@here>\n> <@&1> <@everyone>");
        assert_eq!(none, Mentioned::default());
    }

    #[test]
    fn a_message_mentions_at_most_ten_roles() {
        let content: String = (1..=30).map(|id| format!("<@&{id}>")).collect();
        assert_eq!(mentioned(&content).roles.len(), MAX_ROLES);
    }
}
