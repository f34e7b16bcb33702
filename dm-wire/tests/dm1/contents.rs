//! Attachments that no honest sender writes, put together by hand: the crate does not write them.

use crate::samples::whats;
use dm_wire::content::{Attachment, Content, What};

/// A file with a picture's sides.
pub fn file() -> Attachment {
    let files = whats().into_iter().find_map(|(_, _, what)| match what {
        What::Attach { files, .. } => Some(files),
        _ => None,
    });
    Attachment { thumbnail: None, ..files.unwrap().swap_remove(0) }
}

fn head(major: u8, length: usize) -> Vec<u8> {
    match length {
        0..24 => vec![major << 5 | length as u8],
        24..256 => vec![major << 5 | 24, length as u8],
        _ => [vec![major << 5 | 25], (length as u16).to_be_bytes().to_vec()].concat(),
    }
}

fn key(name: &str) -> Vec<u8> {
    [head(3, name.len()), name.as_bytes().to_vec()].concat()
}

fn number(value: u64) -> Vec<u8> {
    [vec![0x1a], (value as u32).to_be_bytes().to_vec()].concat()
}

/// The fields of a file, in the order of their keys.
fn fields(file: &Attachment) -> Vec<(&'static str, Vec<u8>)> {
    let blob = &file.blob;
    let bytes = |bytes: &[u8]| [head(2, bytes.len()), bytes.to_vec()].concat();
    let (width, height) = blob.sides.unwrap();
    let side = |side: u16| [vec![0x19], side.to_be_bytes().to_vec()].concat();
    let size = if blob.size < 24 { vec![blob.size as u8] } else { number(blob.size) };
    vec![
        ("h", side(height)),
        ("w", side(width)),
        ("ct", bytes(&blob.ciphertext_hash.0)),
        ("id", bytes(&blob.id.0)),
        ("pt", bytes(&blob.plaintext_hash.0)),
        ("key", bytes(&blob.key.0)),
        ("mime", key(&blob.mime)),
        ("name", key(&file.name)),
        ("size", size),
    ]
}

fn map(fields: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let entries = fields.iter().map(|(name, value)| [key(name), value.clone()].concat());
    [head(5, fields.len()), entries.collect::<Vec<_>>().concat()].concat()
}

fn message(file: Vec<u8>) -> Vec<u8> {
    let list = [vec![0x81], file].concat();
    map(&[("t", vec![6]), ("ts", vec![0]), ("att", list)])
}

/// A content with this file, whatever is wrong with it.
pub fn unchecked(file: &Attachment) -> Vec<u8> {
    message(map(&fields(file)))
}

pub fn without_height() -> Vec<u8> {
    message(map(&fields(&file())[1..]))
}

pub fn of_size(size: u64) -> Vec<u8> {
    let mut file = file();
    file.blob.size = size;
    unchecked(&file)
}

pub fn of_mime(mime: &str) -> Vec<u8> {
    let mut file = file();
    file.blob.mime = mime.to_owned();
    unchecked(&file)
}

/// A thumbnail with a thumbnail.
pub fn deep() -> Vec<u8> {
    let unnamed = |thumbnail: Option<Vec<u8>>| {
        let fields = fields(&file()).into_iter().filter(|(name, _)| *name != "name");
        fields.chain(thumbnail.map(|inner| ("thumb", inner))).collect::<Vec<_>>()
    };
    let inner = map(&unnamed(Some(map(&unnamed(None)))));
    let outer = [fields(&file()), vec![("thumb", inner)]].concat();
    message(map(&outer))
}

#[test]
fn what_is_put_together_by_hand_is_what_the_crate_writes() {
    let what = What::Attach {
        files: vec![file()],
        body: None,
        reply_to: None,
        mentions: std::collections::BTreeSet::new(),
    };
    assert_eq!(Content { time_ms: 0, what }.encode().unwrap(), unchecked(&file()));
}
