//! The Markdown subset of messages: text in, a tree of plain data out.
//!
//! There is no HTML anywhere, so nothing can inject: renderers walk the tree and make elements. Where Discord and
//! CommonMark differ, Discord decides (every line feed is a break, `>` needs a blank, blank lines do not end a
//! spoiler). Every text is valid, time is linear, nesting is bounded, and what is not markup is never lost.

mod blocks;
mod inlines;
mod links;
mod plain;
mod tables;
#[cfg(test)]
mod tests;
mod tree;

pub use plain::{HIDDEN, Named, plain_text, plain_text_with, searched_text};
pub use tree::{Align, Block, Cell, Inline, MAX_DEPTH};

/// Reads a message.
pub fn parse(content: &str) -> Vec<Block> {
    blocks::parse(&content.split('\n').collect::<Vec<_>>(), 0)
}
