//! Text to inlines, in two passes: find the pieces and pair what opens with what closes, then build the tree.
//!
//! A closer takes the nearest opener that fits and gives up those in between for good, so each piece is looked
//! at a bounded number of times whatever the text.

use super::links;
use super::tree::{Inline, MAX_DEPTH};
use crate::crowd::Crowd;
use crate::ids::{ChannelId, RoleId, UserId};

/// Reads the text of a block that stands within `depth` containers.
pub(super) fn parse(text: &str, depth: usize) -> Vec<Inline> {
    let mut scanner = Scanner::new(text);
    scanner.scan();
    let mut builder = Builder { depth, open: Vec::new(), content: Vec::new() };
    scanner.pieces.into_iter().for_each(|piece| builder.add(piece));
    builder.finish()
}

/// What a pair of delimiters makes.
#[derive(Debug, Clone, Copy)]
enum Style<'a> {
    Bold,
    Italic,
    Strike,
    Spoiler,
    Link(&'a str),
}

impl Style<'_> {
    fn around(self, content: Vec<Inline>) -> Inline {
        match self {
            Self::Bold => Inline::Bold(content),
            Self::Italic => Inline::Italic(content),
            Self::Strike => Inline::Strike(content),
            Self::Spoiler => Inline::Spoiler(content),
            Self::Link(target) => Inline::Link { target: target.to_owned(), text: content },
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Piece<'a> {
    Text(&'a str),
    Leaf(Leaf<'a>),
    /// Opens a style; the text is shown when it is nested too deeply.
    Open(Style<'a>, &'a str),
    /// Closes the style opened last.
    Close(&'a str),
}

#[derive(Debug, Clone, Copy)]
enum Leaf<'a> {
    Break,
    Code(&'a str),
    Url(&'a str),
    Mention(UserId),
    Role(RoleId),
    Crowd(Crowd),
    Channel(ChannelId),
}

/// The four families of delimiters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Star,
    Underscore,
    Tilde,
    Bar,
}

impl Family {
    fn style(self, units: usize) -> Style<'static> {
        match self {
            Self::Star if units == 2 => Style::Bold,
            Self::Star | Self::Underscore => Style::Italic,
            Self::Tilde => Style::Strike,
            Self::Bar => Style::Spoiler,
        }
    }
}

/// How many units a closer takes from an opener; 0 when they do not fit: `**bold*` stays text.
fn fitting(opener: usize, closer: usize) -> usize {
    match (opener, closer) {
        (2 | 3, 2 | 3) => 2,
        (1, 1 | 3) | (3, 1) => 1,
        _ => 0,
    }
}

/// A run of delimiters that may still be closed. Each unit is a piece of its own.
struct Opener {
    family: Family,
    first_piece: usize,
    units: usize,
}

/// Longest run of backticks that delimits code. Bounds how often the rest of the text is searched in vain.
const MAX_TICKS: usize = 16;

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Text from here to `at` is not yet a piece.
    plain_from: usize,
    pieces: Vec<Piece<'a>>,
    openers: Vec<Opener>,
    /// How many openers there are by family and units.
    waiting: [[usize; 4]; 4],
    /// Pieces that are a `[` waiting for `](`.
    brackets: Vec<usize>,
    /// Index after the last piece that is or closes a link: links have no links in them.
    after_last_link: usize,
    /// Lengths of backtick runs that are known not to come again.
    unclosed_ticks: [bool; MAX_TICKS + 1],
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            plain_from: 0,
            pieces: Vec::new(),
            openers: Vec::new(),
            waiting: [[0; 4]; 4],
            brackets: Vec::new(),
            after_last_link: 0,
            unclosed_ticks: [false; MAX_TICKS + 1],
        }
    }

    /// Every byte that means something is ASCII, so pieces always end between characters.
    fn scan(&mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match byte {
                b'\n' => self.leaf(1, Leaf::Break),
                b'\\' => self.escape(),
                b'`' => self.code(),
                b'*' | b'_' | b'~' | b'|' => self.run(*byte),
                b'[' => self.bracket(),
                b']' => self.close_bracket(),
                b'<' => self.angle(),
                b'h' | b'H' => self.bare_link(),
                _ => self.at += 1,
            }
        }
        self.end_plain();
    }

    fn rest(&self, skip: usize) -> &'a str {
        self.text.get(self.at + skip..).unwrap_or_default()
    }

    fn end_plain(&mut self) {
        if self.plain_from < self.at {
            self.pieces.push(Piece::Text(&self.text[self.plain_from..self.at]));
        }
    }

    /// Adds a piece for the next `length` bytes.
    fn piece(&mut self, length: usize, piece: Piece<'a>) {
        self.end_plain();
        self.pieces.push(piece);
        self.at += length;
        self.plain_from = self.at;
    }

    fn leaf(&mut self, length: usize, leaf: Leaf<'a>) {
        self.piece(length, Piece::Leaf(leaf));
    }

    fn link(&mut self, length: usize, url: &'a str) {
        self.leaf(length, Leaf::Url(url));
        self.after_last_link = self.pieces.len();
    }

    /// A backslash takes the meaning of the punctuation behind it; before anything else it is a backslash.
    fn escape(&mut self) {
        match self.rest(1).bytes().next() {
            Some(b'\n') => self.leaf(2, Leaf::Break),
            Some(byte) if byte.is_ascii_punctuation() => {
                let escaped = &self.rest(1)[..1];
                self.piece(2, Piece::Text(escaped));
            }
            _ => self.at += 1,
        }
    }

    fn code(&mut self) {
        let ticks = run_length(self.rest(0), b'`');
        match self.code_length(ticks) {
            Some(length) => {
                let code = unpad(&self.rest(ticks)[..length]);
                self.leaf(length + 2 * ticks, Leaf::Code(code));
            }
            None => self.at += ticks,
        }
    }

    /// Bytes up to the closing backticks.
    fn code_length(&mut self, ticks: usize) -> Option<usize> {
        let rest = self.rest(ticks);
        let unclosed = self.unclosed_ticks.get_mut(ticks).filter(|unclosed| !**unclosed)?;
        let length = closing_ticks(rest, ticks);
        *unclosed = length.is_none();
        length
    }

    fn run(&mut self, byte: u8) {
        let length = run_length(self.rest(0), byte);
        match (byte, length) {
            (b'*', 1..=3) => self.delimiter(Family::Star, 1, length),
            (b'_', 1) => self.delimiter(Family::Underscore, 1, 1),
            (b'~', 2) => self.delimiter(Family::Tilde, 2, 1),
            (b'|', 2..) => {
                self.delimiter(Family::Bar, 2, 1);
                self.at += length - 2;
            }
            _ => self.at += length,
        }
    }

    /// A run of `units` delimiters of `width` bytes: closes what it can, then what is left may open.
    fn delimiter(&mut self, family: Family, width: usize, units: usize) {
        let (can_open, can_close) = self.flanks(family, width * units);
        let first_piece = self.pieces.len() + usize::from(self.plain_from < self.at);
        for _ in 0..units {
            let literal = &self.rest(0)[..width];
            self.piece(width, Piece::Text(literal));
        }
        let closed = if can_close { self.close(family, first_piece, units) } else { 0 };
        if can_open && closed < units {
            self.open(Opener { family, first_piece: first_piece + closed, units: units - closed });
        }
    }

    /// Whether a run here may open and close, by CommonMark's rules of flanking. `_` does neither within a word.
    /// `||` always may: a rule about blanks must not show what somebody meant to hide.
    fn flanks(&self, family: Family, length: usize) -> (bool, bool) {
        let before = Neighbour::of(self.text[..self.at].chars().next_back());
        let after = Neighbour::of(self.rest(length).chars().next());
        let left = after != Neighbour::Blank && (after == Neighbour::Word || before != Neighbour::Word);
        let right = before != Neighbour::Blank && (before == Neighbour::Word || after != Neighbour::Word);
        match family {
            Family::Bar => (true, true),
            Family::Underscore => (
                left && (!right || before == Neighbour::Punctuation),
                right && (!left || after == Neighbour::Punctuation),
            ),
            Family::Star | Family::Tilde => (left, right),
        }
    }

    fn open(&mut self, opener: Opener) {
        self.waiting[opener.family as usize][opener.units] += 1;
        self.openers.push(opener);
    }

    fn take_opener(&mut self) -> Option<Opener> {
        let opener = self.openers.pop()?;
        self.waiting[opener.family as usize][opener.units] -= 1;
        Some(opener)
    }

    /// Closes with as many units as find an opener; returns how many did.
    fn close(&mut self, family: Family, first_piece: usize, units: usize) -> usize {
        let mut closed = 0;
        while let Some((opener, taken)) = self.opener_for(family, units - closed) {
            let opening_piece = opener.first_piece + opener.units - taken;
            self.pair(family, taken, opening_piece, first_piece + closed);
            closed += taken;
            self.brackets.truncate(self.brackets.partition_point(|piece| *piece < opening_piece));
            if opener.units > taken {
                self.open(Opener { units: opener.units - taken, ..opener });
            }
        }
        closed
    }

    /// The nearest opener that fits; those above it are given up.
    fn opener_for(&mut self, family: Family, units: usize) -> Option<(Opener, usize)> {
        let fits = |opener: usize| fitting(opener, units);
        if !(1..=3).any(|opener| self.waiting[family as usize][opener] > 0 && fits(opener) > 0) {
            return None;
        }
        while let Some(opener) = self.take_opener() {
            let taken = if opener.family == family { fits(opener.units) } else { 0 };
            if taken > 0 {
                return Some((opener, taken));
            }
        }
        None
    }

    fn pair(&mut self, family: Family, units: usize, opening: usize, closing: usize) {
        let literal = match family {
            Family::Star if units == 2 => "**",
            Family::Star => "*",
            Family::Underscore => "_",
            Family::Tilde => "~~",
            Family::Bar => "||",
        };
        self.pieces[opening] = Piece::Open(family.style(units), literal);
        self.pieces[closing] = Piece::Close(literal);
        if units == 2 {
            self.pieces[opening + 1] = Piece::Text("");
            self.pieces[closing + 1] = Piece::Text("");
        }
    }

    fn bracket(&mut self) {
        self.piece(1, Piece::Text("["));
        self.brackets.push(self.pieces.len() - 1);
    }

    fn close_bracket(&mut self) {
        let opening = self.brackets.pop();
        let target = self.rest(1).strip_prefix('(').and_then(links::in_parentheses);
        let (Some(opening), Some((target, length))) = (opening, target) else {
            self.at += 1;
            return;
        };
        let has_text = self.pieces.len() > opening + 1 || self.plain_from < self.at;
        if self.after_last_link > opening || !has_text {
            self.at += 1;
            return;
        }
        while self.openers.last().is_some_and(|opener| opener.first_piece > opening) {
            self.take_opener();
        }
        let literal = &self.rest(0)[..length + 2];
        self.pieces[opening] = Piece::Open(Style::Link(target), "[");
        self.piece(literal.len(), Piece::Close(literal));
        self.after_last_link = self.pieces.len();
    }

    fn angle(&mut self) {
        let rest = self.rest(1);
        if let Some((user, length)) = number(rest, "@") {
            self.leaf(length + 1, Leaf::Mention(UserId(user)));
        } else if let Some((role, length)) = number(rest, "@&") {
            self.leaf(length + 1, Leaf::Role(RoleId(role)));
        } else if let Some(crowd) = Crowd::ALL.into_iter().find(|crowd| rest.starts_with(crowd.marked())) {
            self.leaf(crowd.marked().len() + 1, Leaf::Crowd(crowd));
        } else if let Some((channel, length)) = number(rest, "#") {
            self.leaf(length + 1, Leaf::Channel(ChannelId(channel)));
        } else if let Some(url) = links::in_angles(rest) {
            self.link(url.len() + 2, url);
        } else {
            self.at += 1;
        }
    }

    fn bare_link(&mut self) {
        let within_word = self.text[..self.at].ends_with(char::is_alphanumeric);
        let url = if within_word { None } else { links::bare(self.rest(0)) };
        match url {
            Some(url) => self.link(url.len(), url),
            None => self.at += 1,
        }
    }
}

/// What stands beside a run of delimiters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Neighbour {
    Blank,
    Punctuation,
    Word,
}

impl Neighbour {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Self::Blank,
            Some(c) if c.is_whitespace() => Self::Blank,
            Some(c) if c.is_ascii_punctuation() || is_wide_punctuation(c) => Self::Punctuation,
            Some(_) => Self::Word,
        }
    }
}

/// General and CJK punctuation. Full tables would cost more than they decide.
fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '«' | '»' | '¿' | '¡')
}

fn run_length(text: &str, byte: u8) -> usize {
    text.bytes().take_while(|b| *b == byte).count()
}

/// Where the next run of exactly so many backticks begins.
fn closing_ticks(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let run = run_length(&text[at + found..], b'`');
        if run == ticks {
            return Some(at + found);
        }
        at += found + run;
    }
    None
}

/// One blank at both ends is there to keep backticks apart, unless there is nothing else.
fn unpad(code: &str) -> &str {
    let inner = code.strip_prefix([' ', '\n']).and_then(|code| code.strip_suffix([' ', '\n']));
    inner.filter(|inner| !inner.trim().is_empty()).unwrap_or(code)
}

/// What follows `<`: the sign, digits and `>`.
fn number(text: &str, sign: &str) -> Option<(u64, usize)> {
    let rest = text.strip_prefix(sign)?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &rest[..rest.len() - after.len()];
    after.starts_with('>').then_some((digits.parse().ok()?, sign.len() + digits.len() + 1))
}

/// Makes the tree. Pieces are paired, so what closes is always what was opened last.
struct Builder<'a> {
    depth: usize,
    /// Styles that are open, each with what came before it; `None` when it is nested too deeply.
    open: Vec<Option<(Style<'a>, Vec<Inline>)>>,
    content: Vec<Inline>,
}

impl<'a> Builder<'a> {
    fn add(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::Leaf(leaf) => self.content.push(inline(leaf)),
            Piece::Open(style, literal) => self.start(style, literal),
            Piece::Close(literal) => self.end(literal),
        }
    }

    fn text(&mut self, text: &str) {
        match self.content.last_mut() {
            _ if text.is_empty() => {}
            Some(Inline::Text(before)) => before.push_str(text),
            _ => self.content.push(Inline::Text(text.to_owned())),
        }
    }

    fn start(&mut self, style: Style<'a>, literal: &str) {
        if self.depth + self.open.len() < MAX_DEPTH {
            self.open.push(Some((style, std::mem::take(&mut self.content))));
        } else {
            self.open.push(None);
            self.text(literal);
        }
    }

    fn end(&mut self, literal: &str) {
        match self.open.pop().flatten() {
            Some((style, before)) => {
                let inner = std::mem::replace(&mut self.content, before);
                self.content.push(style.around(inner));
            }
            None => self.text(literal),
        }
    }

    fn finish(mut self) -> Vec<Inline> {
        while !self.open.is_empty() {
            self.end("");
        }
        self.content
    }
}

fn inline(leaf: Leaf<'_>) -> Inline {
    match leaf {
        Leaf::Break => Inline::Break,
        Leaf::Code(code) => Inline::Code(code.to_owned()),
        Leaf::Url(url) => Inline::Link { target: url.to_owned(), text: vec![Inline::Text(url.to_owned())] },
        Leaf::Mention(user) => Inline::Mention(user),
        Leaf::Role(role) => Inline::Role(role),
        Leaf::Crowd(crowd) => Inline::Crowd(crowd),
        Leaf::Channel(channel) => Inline::Channel(channel),
    }
}
