//! Who is mentioned in a message: `<@id>` where it is said, not where it is shown as code or quoted.
//!
//! Whether they belong to the hub and may see the channel is the server's question, not this one.

use crate::ids::UserId;
use crate::markdown::{Block, Inline, parse};

/// Mentions after this many different people are links without effect: a message must not ring a whole hub.
pub const MAX_MENTIONS: usize = 20;

/// Users mentioned in the message, each once, in order.
pub fn mentioned(content: &str) -> Vec<UserId> {
    let mut users = Vec::new();
    in_blocks(&parse(content), &mut users);
    users
}

fn in_blocks(blocks: &[Block], users: &mut Vec<UserId>) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading { content: inlines, .. } => in_inlines(inlines, users),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| in_inlines(cell, users));
            }
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(item, users)),
            Block::Code { .. } | Block::Quote(_) => {}
        }
    }
}

fn in_inlines(inlines: &[Inline], users: &mut Vec<UserId>) {
    for inline in inlines {
        match inline {
            Inline::Mention(user) if users.len() < MAX_MENTIONS && !users.contains(user) => users.push(*user),
            Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) | Inline::Spoiler(inner) => {
                in_inlines(inner, users)
            }
            Inline::Link { text, .. } => in_inlines(text, users),
            Inline::Mention(_) | Inline::Channel(_) | Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(content: &str) -> Vec<u64> {
        mentioned(content).into_iter().map(|user| user.0).collect()
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
}
