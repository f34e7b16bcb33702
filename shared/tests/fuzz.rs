//! Hostile input for the two parsers that strangers reach: frames and Markdown. Few cases, the same each time;
//! the seed is in the code, so what fails once fails again.

// Clippy's leave for tests ends at `#[test]`; helpers here are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod samples;

use hubbub_shared::markdown::{Block, Inline, MAX_DEPTH, parse, plain_text};
use hubbub_shared::mentions::{MAX_MENTIONS, MAX_ROLES, mentioned};
use hubbub_shared::protocol::{ClientFrame, Encoding, ServerFrame};
use std::time::{Duration, Instant};

/// SplitMix64: small, and good enough to be nasty.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit.max(1) as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

// Frames.

const ENCODINGS: [Encoding; 2] = [Encoding::MessagePack, Encoding::Json];

fn decode_all(bytes: &[u8]) {
    for encoding in ENCODINGS {
        drop(encoding.decode::<ClientFrame>(bytes));
        drop(encoding.decode::<ServerFrame>(bytes));
    }
}

fn encoded_samples() -> Vec<Vec<u8>> {
    let clients = samples::client_frames();
    let servers = samples::server_frames();
    let both = |encoding: Encoding| {
        let clients = clients.iter().map(move |frame| encoding.encode(frame).unwrap());
        clients.chain(servers.iter().map(move |frame| encoding.encode(frame).unwrap()))
    };
    ENCODINGS.into_iter().flat_map(both).collect()
}

#[test]
fn random_bytes_are_no_frame_and_do_no_harm() {
    let mut dice = Dice(1);
    for _ in 0..5_000 {
        let length = dice.below(64);
        let bytes: Vec<u8> = (0..length).map(|_| dice.roll() as u8).collect();
        decode_all(&bytes);
    }
}

#[test]
fn damaged_frames_do_no_harm() {
    let mut dice = Dice(2);
    let samples = encoded_samples();
    for _ in 0..5_000 {
        let mut bytes = samples[dice.below(samples.len())].clone();
        for _ in 0..=dice.below(4) {
            damage(&mut bytes, &mut dice);
        }
        decode_all(&bytes);
    }
}

/// Flips, cuts, doubles, or puts a marker with a huge length.
fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len());
    match dice.below(5) {
        _ if bytes.is_empty() => {}
        0 => bytes[at] ^= 1 << dice.below(8),
        1 => bytes.truncate(at),
        2 => bytes[at] = dice.roll() as u8,
        3 => bytes.extend_from_within(at..),
        _ => drop(bytes.splice(at..=at, [0xc6 + dice.below(26) as u8, 0xff, 0xff, 0xff, 0xff])),
    }
}

/// A call whose payload has an unknown field with this value: the decoder must walk through it.
fn call_with(value: &[u8]) -> Vec<u8> {
    let head = b"\x81\xa4call\x92\x01\x81\xa7get_hub\x82\xa3hub\x01\xa5later";
    [head.as_slice(), value].concat()
}

#[test]
fn deep_nesting_is_refused_before_the_stack_ends() {
    let depth = 200_000;
    let openers: [&[u8]; 6] = [b"\x91", b"\x81\x01", b"\x81", b"[", b"{\"a\":", b"{\"call\":["];
    for opener in openers {
        let deep = opener.repeat(depth);
        decode_all(&deep);
        decode_all(&call_with(&deep));
        let in_limit =
            format!(r#"{{"call":[1,{{"get_messages":{{"channel":"1","limit":{}"#, "[".repeat(depth));
        decode_all(in_limit.as_bytes());
    }
    let in_limit =
        [b"\x81\xa4call\x92\x01\x81\xacget_messages\x81\xa5limit".as_slice(), &b"\x91".repeat(depth)]
            .concat();
    decode_all(&in_limit);
    assert!(Encoding::MessagePack.decode::<ClientFrame>(&call_with(b"\xc0")).is_ok(), "the head is right");
    let shallow = [b"\x91".repeat(40), vec![0xc0]].concat();
    assert!(Encoding::MessagePack.decode::<ClientFrame>(&call_with(&shallow)).is_ok(), "a little is fine");
}

#[test]
fn declared_lengths_are_not_believed() {
    let before = peak_memory_kib();
    let huge = b"\xff\xff\xff\xff";
    for marker in 0xc0..=0xdf_u8 {
        let value = [&[marker][..], huge, b"\x01\x02"].concat();
        decode_all(&value);
        decode_all(&call_with(&value));
        decode_all(&[b"\x81\xa4call\x92\x01\x81\xa8join_hub\x81\xa4code".as_slice(), &value].concat());
        decode_all(&[b"\x81\xa4call\x92\x01\x81\xaeget_messages\x81\xa5limit".as_slice(), &value].concat());
        decode_all(
            &[b"\x81\xa9ephemeral\x81\xa6typing\x82\xa7channel\x01\xa5users".as_slice(), &value].concat(),
        );
        decode_all(
            &[b"\x81\xa5reply\x92\x01\x81\xa2ok\x81\xa7members\x81\xa7members".as_slice(), &value].concat(),
        );
    }
    let grown = peak_memory_kib() - before;
    assert!(grown < 128 * 1024, "decoding grew the process by {grown} KiB");
}

/// Greatest memory the process had; 0 where the system does not tell.
fn peak_memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

// Markdown.

const ALPHABET: &[&str] = &[
    "*",
    "**",
    "***",
    "****",
    "_",
    "__",
    "~~",
    "~",
    "||",
    "|||",
    "`",
    "``",
    "```",
    "````",
    "\n",
    "\n",
    "\n\n",
    "> ",
    ">>> ",
    ">",
    "- ",
    "* ",
    "1. ",
    "2. ",
    "999. ",
    "  ",
    "\t",
    "[",
    "]",
    "](",
    "](https://a.b)",
    "](<http://c.d>)",
    "](javascript:x)",
    ")",
    "(",
    "<@1>",
    "<@99999999999999999999999>",
    "<@",
    "<",
    "https://x.y/z",
    "http://",
    "<https://q.r>",
    "mailto:a@b.c",
    "\\",
    "\\\n",
    " ",
    " ",
    "a",
    "b",
    "word",
    "é",
    "日本",
    "👩\u{200D}💻",
    "\u{202E}",
    "\u{0}",
    "\r",
    "```rs\n",
    "。",
    "“",
    "x y",
    "#",
    "# ",
    "### ",
    "|",
    "| a ",
    "|-",
    "\n|-|:-:|\n",
    "|a|b|\n|-|-|\n",
];

const SAMPLES: &[&str] = &[
    "**Hi** <@7>, ||the *butler*|| did it\n> said `x`\n- [a](https://b.c)\n  - b\n3. c\n```rs\ncode\n```",
    "> quote\n> - item\n>   ```js\n>   code\n>   ```\n~~gone~~ ***both*** [a **b** c](https://d.e/(f)) tail",
    "# Who\n| who | when |\n|:--|:-:|\n| <@7> ||not <@8>|| | **now** |\n| `a | b` | c | d |\n||\n## hidden\n||",
    "look: ```py\nprint()``` and `` a ` b `` \\*not\\* snake_case ¯\\_(ツ)_/¯ https://a.b/c_d_e?f=(g).",
];

fn random_text(dice: &mut Dice) -> String {
    (0..dice.below(60)).map(|_| dice.pick(ALPHABET)).collect()
}

fn mutated_sample(dice: &mut Dice) -> String {
    let mut chars: Vec<char> = dice.pick(SAMPLES).chars().collect();
    for _ in 0..=dice.below(6) {
        let at = dice.below(chars.len());
        match dice.below(3) {
            _ if chars.is_empty() => {}
            0 => drop(chars.remove(at)),
            1 => chars.truncate(at.max(1)),
            _ => drop(chars.splice(at..at, dice.pick(ALPHABET).chars())),
        }
    }
    chars.into_iter().collect()
}

/// What a walk over the tree finds.
#[derive(Default)]
struct Walk {
    depth: usize,
    nodes: usize,
    text: String,
}

impl Walk {
    fn of(blocks: &[Block]) -> Self {
        let mut walk = Self::default();
        walk.blocks(blocks, 0);
        walk
    }

    fn enter(&mut self, depth: usize) {
        self.depth = self.depth.max(depth);
        self.nodes += 1;
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            match block {
                Block::Paragraph(inner) => self.inlines(inner, depth),
                Block::Heading { level, content } => {
                    assert!((1..=3).contains(level));
                    self.inlines(content, depth);
                }
                Block::Table { columns, head, rows } => {
                    assert!(!columns.is_empty() && head.len() == columns.len());
                    self.enter(depth + 1);
                    for row in std::iter::once(head).chain(rows) {
                        assert!(!row.is_empty() && row.len() <= columns.len());
                        let filled = row.iter().filter(|cell| !cell.is_empty());
                        filled.for_each(|cell| self.inlines(cell, depth + 1));
                    }
                }
                Block::Code { language, text } => {
                    self.enter(depth);
                    self.text.extend(language.as_deref().into_iter().chain([text.as_str()]));
                }
                Block::Quote(inner) => {
                    self.enter(depth + 1);
                    self.blocks(inner, depth + 1);
                }
                Block::List { items, .. } => {
                    assert!(!items.is_empty());
                    self.enter(depth + 1);
                    items.iter().for_each(|item| self.blocks(item, depth + 1));
                }
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline], depth: usize) {
        assert!(!inlines.is_empty(), "nothing is styled");
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => {
                    assert!(!text.is_empty());
                    self.enter(depth);
                    self.text.push_str(text);
                }
                Inline::Break
                | Inline::Mention(_)
                | Inline::Role(_)
                | Inline::Crowd(_)
                | Inline::Channel(_) => self.enter(depth),
                Inline::Bold(inner)
                | Inline::Italic(inner)
                | Inline::Strike(inner)
                | Inline::Spoiler(inner) => {
                    self.enter(depth + 1);
                    self.inlines(inner, depth + 1);
                }
                Inline::Link { target, text } => self.link(target, text, depth),
            }
        }
    }

    fn link(&mut self, target: &str, text: &[Inline], depth: usize) {
        self.enter(depth + 1);
        let scheme = target.split(':').next().unwrap_or_default().to_ascii_lowercase();
        assert!(["http", "https", "mailto"].contains(&scheme.as_str()), "{target:?}");
        assert!(!target.contains(|c: char| c.is_whitespace() || c.is_control()), "{target:?}");
        self.inlines(text, depth + 1);
        let is_bare = matches!(text, [Inline::Text(shown)] if shown == target);
        self.text.push_str(if is_bare { "" } else { target });
    }
}

/// Letters are never markup, so all of them come out, in order. Nothing else comes out than what went in.
fn check(content: &str) {
    let walk = Walk::of(&parse(content));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    assert_eq!(letters(&walk.text), letters(content), "{content:?}");
    assert!(walk.text.chars().count() <= content.chars().count(), "{content:?}");
    // A bare link is two nodes, and at least as many characters.
    assert!(walk.depth <= MAX_DEPTH + 1, "depth {} in {content:?}", walk.depth);
    assert!(walk.nodes <= 2 * content.len() + 1, "{} nodes in {content:?}", walk.nodes);
    let mentioned = mentioned(content);
    assert!(mentioned.users.len() <= MAX_MENTIONS && mentioned.roles.len() <= MAX_ROLES);
    drop(plain_text(content));
}

#[test]
fn random_markdown_loses_nothing() {
    let mut dice = Dice(3);
    (0..6_000).for_each(|_| check(&random_text(&mut dice)));
}

#[test]
fn damaged_markdown_loses_nothing() {
    let mut dice = Dice(4);
    (0..3_000).for_each(|_| check(&mutated_sample(&mut dice)));
}

#[test]
fn text_without_markup_stays_as_it_is() {
    let mut dice = Dice(5);
    for _ in 0..500 {
        let words: Vec<_> = (0..=dice.below(12))
            .map(|_| dice.pick(&["a", "é.", "日本!", "3", "(x)", "#y", "a-b", "c_d"]))
            .collect();
        let content = words.join(" ");
        assert_eq!(parse(&content), [Block::Paragraph(vec![Inline::Text(content.clone())])]);
        assert_eq!(plain_text(&content), content);
    }
}

/// Quadratic time would need minutes for these; linear time some milliseconds.
#[test]
fn time_is_linear() {
    let pairs = ALPHABET.iter().zip(ALPHABET.iter().cycle().skip(7)).map(|(a, b)| format!("{a}{b}"));
    let known = [
        "*a ",
        "**a",
        "_a *b ",
        "[a](",
        "[",
        "](",
        "[[]",
        "`a``b",
        "> ",
        "- ",
        "||a",
        "<@1",
        "https://a](",
        "a**b*",
        "\\",
        "- a\n",
        "\n",
    ];
    let patterns = ALPHABET.iter().map(ToString::to_string).chain(pairs).chain(known.map(str::to_owned));
    for pattern in patterns {
        let content = pattern.repeat(30_000 / pattern.len());
        let start = Instant::now();
        let walk = Walk::of(&parse(&content));
        let took = start.elapsed();
        assert!(walk.depth <= MAX_DEPTH + 1);
        assert!(took < Duration::from_secs(2), "{pattern:?} took {took:?} for {} bytes", content.len());
    }
    let ticks: String = (1..300).map(|run| format!("{}a", "`".repeat(run))).collect();
    check(&ticks);
}
