//! What a message is made of, as plain data.

use crate::crowd::Crowd;
use crate::ids::{ChannelId, RoleId, UserId};

/// Containers within each other, blocks and inlines together; deeper markup stays text.
pub const MAX_DEPTH: usize = 16;

/// A part of a message that stands on its own lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph of text.
    Paragraph(Vec<Inline>),
    /// `# `, `## ` or `### ` and the rest of the line.
    Heading {
        /// 1 to 3; 1 is the largest.
        level: u8,
        /// The rest of the line; never empty.
        content: Vec<Inline>,
    },
    /// A fenced block of code.
    Code {
        /// The word after the opening fence.
        language: Option<String>,
        /// The code without its last line feed.
        text: String,
    },
    /// Words of somebody else.
    Quote(Vec<Block>),
    /// A list, with numbers or with bullets.
    List {
        /// Number of the first item. Absent: bullets.
        first: Option<u64>,
        /// Content of each item.
        items: Vec<Vec<Block>>,
    },
    /// Rows of cells, as in GitHub's Markdown.
    Table {
        /// How each column is aligned; as many as there are columns, at least 1.
        columns: Vec<Align>,
        /// The names of the columns; a cell may be empty.
        head: Vec<Cell>,
        /// A row may have fewer cells than there are columns, never more.
        rows: Vec<Vec<Cell>>,
    },
}

/// What a cell of a table holds.
pub type Cell = Vec<Inline>;

/// Which side of its column a cell stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Where the line begins: `---` and `:--`.
    Start,
    /// In the middle: `:-:`.
    Center,
    /// Where the line ends: `--:`.
    End,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Characters as they are.
    Text(String),
    /// A new line.
    Break,
    /// Code; may have several lines.
    Code(String),
    /// Bold text: `**bold**`
    Bold(Vec<Inline>),
    /// `*italic*` or `_italic_`
    Italic(Vec<Inline>),
    /// Crossed out: `~~strike~~`
    Strike(Vec<Inline>),
    /// `||spoiler||`: hidden until asked for.
    Spoiler(Vec<Inline>),
    /// A link. Its text has no link in it.
    Link {
        /// `http:`, `https:` or `mailto:`, without blanks and control characters.
        target: String,
        /// What is shown; the address itself for a bare link.
        text: Vec<Inline>,
    },
    /// A person, mentioned: `<@id>`
    Mention(UserId),
    /// All who have a role, mentioned: `<@&id>`
    Role(RoleId),
    /// Everybody, mentioned: `<@everyone>` or `<@here>`
    Crowd(Crowd),
    /// A channel, named: `<#id>`
    Channel(ChannelId),
}
