//! Lines to blocks. Containers (quote, item) cut their marker off each line and read the rest again, one deeper.

use super::tree::{Block, Cell, MAX_DEPTH};
use super::{inlines, tables};

/// Reads lines that stand within `depth` containers.
pub(super) fn parse(lines: &[&str], depth: usize) -> Vec<Block> {
    let mut reader = Reader {
        lines,
        at: 0,
        depth,
        paragraph: Vec::new(),
        blocks: Vec::new(),
        last_closing_fence: lines.iter().rposition(|line| before_closing_fence(line, 3).is_some()),
        last_bars: lines.iter().rposition(|line| line.contains("||")),
        is_hiding: false,
    };
    while let Some(line) = lines.get(reader.at) {
        if depth == MAX_DEPTH || !(reader.begins_block(line) || reader.code(line)) {
            reader.text(line);
            reader.at += 1;
        }
    }
    reader.end_paragraph();
    reader.blocks
}

struct Reader<'a, 'l> {
    lines: &'l [&'a str],
    at: usize,
    depth: usize,
    /// Lines of text that no block has ended yet; blank ones are part of it.
    paragraph: Vec<&'a str>,
    blocks: Vec<Block>,
    /// Index of the last line that can close a fence, so that looking for one is not repeated.
    last_closing_fence: Option<usize>,
    /// Index of the last line with `||` in it.
    last_bars: Option<usize>,
    /// A spoiler was opened in the paragraph and not closed in it yet.
    is_hiding: bool,
}

impl<'a> Reader<'a, '_> {
    /// What somebody means to hide stays text to its end: a block of its own would show it.
    fn begins_block(&mut self, line: &'a str) -> bool {
        let is_hidden = self.is_hiding && self.last_bars.is_some_and(|last| last >= self.at);
        !is_hidden && (self.quote(line) || self.list(line) || self.heading(line) || self.table(line))
    }

    fn text(&mut self, line: &'a str) {
        self.is_hiding ^= line.matches("||").count() % 2 == 1;
        self.paragraph.push(line);
    }

    fn end_paragraph(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        self.is_hiding = false;
        let Some(first) = lines.iter().position(|line| !is_blank(line)) else { return };
        let last = lines.iter().rposition(|line| !is_blank(line)).unwrap_or(first);
        let text = lines[first..=last].join("\n");
        self.blocks.push(Block::Paragraph(inlines::parse(&text, self.depth)));
    }

    fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    fn code(&mut self, line: &'a str) -> bool {
        let Some(fence) = Fence::find(line).filter(|fence| self.may_open(fence)) else { return false };
        if !is_blank(fence.before) {
            self.text(fence.before);
        }
        let (language, first_line) = fence.language_or_code();
        let mut code: Vec<&str> = first_line.into_iter().collect();
        self.at += 1;
        while let Some(line) = self.lines.get(self.at) {
            self.at += 1;
            if let Some(before) = before_closing_fence(line, fence.ticks) {
                code.extend(Some(before).filter(|before| !is_blank(before)));
                break;
            }
            code.push(line);
        }
        self.push(Block::Code { language: language.map(str::to_owned), text: code.join("\n") });
        true
    }

    /// On its own line a fence always opens. After text it must be meant as one: a language at most, and closed.
    /// Not after `||`: a spoiler around code must hide it, so that code is read as an inline.
    fn may_open(&self, fence: &Fence<'_>) -> bool {
        let closes_later = self.last_closing_fence.is_some_and(|line| line > self.at);
        let plain_start = !fence.before.ends_with("||") && !fence.before.contains('`');
        let after_text =
            fence.ticks == 3 && closes_later && plain_start && fence.language_or_code().1.is_none();
        is_blank(fence.before) || after_text
    }

    fn quote(&mut self, line: &'a str) -> bool {
        let quoted = match line.strip_prefix(">>> ") {
            Some(first) => [first].into_iter().chain(self.lines[self.at + 1..].iter().copied()).collect(),
            None if line.starts_with("> ") => self.quoted_lines(),
            None => return false,
        };
        self.at += quoted.len();
        let inner = parse(&quoted, self.depth + 1);
        self.push(Block::Quote(inner));
        true
    }

    fn quoted_lines(&self) -> Vec<&'a str> {
        let unquote = |line: &&'a str| line.strip_prefix("> ").or((*line == ">").then_some(""));
        self.lines[self.at..].iter().map_while(unquote).collect()
    }

    fn heading(&mut self, line: &'a str) -> bool {
        let text = line.trim_start_matches('#');
        let level = line.len() - text.len();
        let Some(text) = text.strip_prefix(' ').map(str::trim).filter(|text| !text.is_empty()) else {
            return false;
        };
        if !(1..=3).contains(&level) {
            return false;
        }
        let content = inlines::parse(text, self.depth);
        self.at += 1;
        self.push(Block::Heading { level: level as u8, content });
        true
    }

    fn table(&mut self, line: &'a str) -> bool {
        let Some(columns) = self.lines.get(self.at + 1).and_then(|line| tables::columns(line)) else {
            return false;
        };
        let names = tables::cells(line, usize::MAX).filter(|names| names.len() == columns.len());
        let Some(head) = names.map(|names| self.row(names)) else { return false };
        self.at += 2;
        let mut rows = Vec::new();
        while let Some(cells) = self.lines.get(self.at).and_then(|line| tables::cells(line, columns.len())) {
            rows.push(self.row(cells));
            self.at += 1;
        }
        self.push(Block::Table { columns, head, rows });
        true
    }

    fn row(&self, cells: Vec<&str>) -> Vec<Cell> {
        cells.into_iter().map(|cell| inlines::parse(cell, self.depth + 1)).collect()
    }

    fn list(&mut self, line: &'a str) -> bool {
        let Some(first) = Marker::of(line).filter(|marker| self.may_begin(marker)) else { return false };
        let mut items = Vec::new();
        let mut next = Some(first);
        while let Some(marker) = next {
            let lines = self.item_lines(&marker);
            items.push(parse(&lines, self.depth + 1));
            next = self.next_item(&first, items.len() as u64);
        }
        self.push(Block::List { first: first.number, items });
        true
    }

    /// A sentence may go on with "1986. What a year": in the middle of text only 1 begins a list.
    fn may_begin(&self, marker: &Marker<'_>) -> bool {
        let in_text = self.paragraph.last().is_some_and(|line| !is_blank(line));
        !in_text || marker.number.is_none_or(|number| number == 1)
    }

    /// The rest of the item's first line, and the lines below that are indented.
    fn item_lines(&mut self, marker: &Marker<'a>) -> Vec<&'a str> {
        let mut lines = vec![marker.rest];
        self.at += 1;
        while let Some(line) = self.after_blank_lines().filter(|(_, line)| indent(line) >= marker.indent + 2)
        {
            lines.extend(std::iter::repeat_n("", line.0 - self.at));
            lines.push(cut_indent(line.1, marker.content_at));
            self.at = line.0 + 1;
        }
        lines
    }

    fn next_item(&mut self, first: &Marker<'_>, so_far: u64) -> Option<Marker<'a>> {
        let (at, line) = self.after_blank_lines()?;
        let marker = Marker::of(line).filter(|marker| marker.continues(first, so_far))?;
        self.at = at;
        Some(marker)
    }

    fn after_blank_lines(&self) -> Option<(usize, &'a str)> {
        let (skipped, line) = self.lines[self.at..].iter().enumerate().find(|(_, line)| !is_blank(line))?;
        Some((self.at + skipped, line))
    }
}

/// The start of a fenced block.
struct Fence<'a> {
    before: &'a str,
    ticks: usize,
    info: &'a str,
}

impl<'a> Fence<'a> {
    fn find(line: &'a str) -> Option<Self> {
        let (before, _) = line.split_once("```")?;
        let from_ticks = &line[before.len()..];
        let info = from_ticks.trim_start_matches('`');
        // `||` behind the ticks ends a spoiler around code whose first ticks stand further up.
        let opens = !info.contains('`') && !info.starts_with("||") && !before.ends_with('\\');
        opens.then_some(Self { before, ticks: from_ticks.len() - info.len(), info })
    }

    /// What stands behind the ticks is a language if it is one word, else the first line of code.
    fn language_or_code(&self) -> (Option<&'a str>, Option<&'a str>) {
        let word = self.info.trim();
        let fits = word.len() <= 32 && word.chars().all(|c| c.is_alphanumeric() || "+-#._".contains(c));
        match (word.is_empty(), fits) {
            (true, _) => (None, None),
            (_, true) => (Some(word), None),
            (_, false) => (None, Some(self.info)),
        }
    }
}

/// What stands before a closing fence, which may end a line of code as well as have its own.
fn before_closing_fence(line: &str, ticks: usize) -> Option<&str> {
    let line = line.trim_end();
    let before = line.trim_end_matches('`');
    (line.len() - before.len() >= ticks).then_some(before)
}

/// The start of a list item.
#[derive(Clone, Copy)]
struct Marker<'a> {
    indent: usize,
    content_at: usize,
    /// `None` for a bullet.
    number: Option<u64>,
    rest: &'a str,
}

impl<'a> Marker<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let marker = line.trim_start_matches([' ', '\t']);
        let digits = marker.len() - marker.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = match digits {
            0 => (None, marker.strip_prefix("- ").or_else(|| marker.strip_prefix("* "))?),
            1..=9 => (Some(marker[..digits].parse().ok()?), marker[digits..].strip_prefix(". ")?),
            _ => return None,
        };
        let indent = indent(line);
        let content_at = indent + marker.len() - rest.len();
        (!is_blank(rest)).then_some(Self { indent, content_at, number, rest })
    }

    /// Numbers go up by one, or are all the same; others begin a list of their own, so that none is shown wrong.
    fn continues(&self, first: &Self, so_far: u64) -> bool {
        match (first.number, self.number) {
            (None, None) => true,
            (Some(first), Some(number)) => number == first || number == first + so_far,
            _ => false,
        }
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Columns of white space in front; a tab counts four.
fn indent(line: &str) -> usize {
    line.bytes().map_while(columns).sum()
}

fn columns(byte: u8) -> Option<usize> {
    match byte {
        b' ' => Some(1),
        b'\t' => Some(4),
        _ => None,
    }
}

/// The line without white space in front, at most up to this column.
fn cut_indent(line: &str, column: usize) -> &str {
    let mut reached = 0;
    let skip = line.bytes().take_while(|byte| {
        let within = reached < column;
        columns(*byte).is_some_and(|width| {
            reached += width;
            within
        })
    });
    &line[skip.count()..]
}
