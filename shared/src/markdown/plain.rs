//! A message without its markup, for notifications and previews.

use super::parse;
use super::tree::{Block, Cell, Inline};
use crate::ids::{RoleId, UserId};

/// Stands for a spoiler: neither its words nor their length show.
pub const HIDDEN: &str = "▇▇▇";

/// Who is mentioned by an id, and has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// One person, by their id.
    User(UserId),
    /// All who have this role.
    Role(RoleId),
}

impl Named {
    /// The id, where no name is known.
    pub fn id(self) -> String {
        match self {
            Self::User(user) => user.to_string(),
            Self::Role(role) => role.to_string(),
        }
    }
}

/// The message without markup and with spoilers hidden; a mention reads `@id`.
pub fn plain_text(content: &str) -> String {
    plain_text_with(content, Named::id)
}

/// [`plain_text`] with names in mentions.
pub fn plain_text_with(content: &str, name_of: impl Fn(Named) -> String) -> String {
    let mut writer = Writer::new(content, true, &name_of);
    writer.blocks(&parse(content));
    writer.out
}

/// The words by which a message is found, those in spoilers too and without the names of whom it mentions; and whether it has a
/// link.
pub fn searched_text(content: &str) -> (String, bool) {
    let mut writer = Writer::new(content, false, &|_| String::new());
    writer.blocks(&parse(content));
    (writer.out, writer.has_link)
}

struct Writer<'n> {
    out: String,
    /// Whether spoilers are kept from the reader.
    hides: bool,
    has_link: bool,
    name_of: &'n dyn Fn(Named) -> String,
}

impl<'n> Writer<'n> {
    fn new(content: &str, hides: bool, name_of: &'n dyn Fn(Named) -> String) -> Self {
        Self { out: String::with_capacity(content.len()), hides, has_link: false, name_of }
    }
}

impl Writer<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(inlines) | Block::Heading { content: inlines, .. } => self.inlines(inlines),
            Block::Code { text, .. } => self.out.push_str(text),
            Block::Quote(blocks) => self.blocks(blocks),
            Block::List { first, items } => self.list(*first, items),
            Block::Table { head, rows, .. } => {
                self.row(head);
                rows.iter().for_each(|row| {
                    self.out.push('\n');
                    self.row(row);
                });
            }
        }
    }

    fn row(&mut self, cells: &[Cell]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.out.push_str(" · ");
            }
            self.inlines(cell);
        }
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Block>]) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            let marker = first.map_or("•".to_owned(), |first| format!("{}.", first + index as u64));
            self.out.extend([marker.as_str(), " "]);
            self.blocks(item);
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn named(&mut self, named: Named) {
        self.out.extend(["@", (self.name_of)(named).as_str()]);
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) | Inline::Code(text) => self.out.push_str(text),
            Inline::Break => self.out.push('\n'),
            Inline::Spoiler(_) if self.hides => self.out.push_str(HIDDEN),
            Inline::Mention(user) => self.named(Named::User(*user)),
            Inline::Role(role) => self.named(Named::Role(*role)),
            Inline::Crowd(crowd) => self.out.extend(["@", crowd.name()]),
            Inline::Channel(channel) => self.out.extend(["#", channel.to_string().as_str()]),
            Inline::Link { text: inner, .. } => {
                self.has_link = true;
                self.inlines(inner);
            }
            Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) | Inline::Spoiler(inner) => {
                self.inlines(inner);
            }
        }
    }
}
