//! GIF: blocks, most of them made of shorter ones.

use super::reader::Reader;

/// The picture without other blocks.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(bytes.len());
    walk(bytes, |_, block| kept.extend_from_slice(block))?;
    Some(kept)
}

/// Whether it has more than one picture.
pub(super) fn moves(clean: &[u8]) -> bool {
    let mut pictures = 0;
    walk(clean, |kind, _| pictures += usize::from(kind == Kind::Picture));
    pictures > 1
}

#[derive(PartialEq, Eq)]
enum Kind {
    Picture,
    Other,
}

/// Each block that is needed. `None`: it is not made so.
fn walk(bytes: &[u8], mut found: impl FnMut(Kind, &[u8])) -> Option<()> {
    let mut reader = Reader(bytes);
    matches!(&reader.array()?, b"GIF87a" | b"GIF89a").then_some(())?;
    let screen: [u8; 7] = reader.array()?;
    reader.take(colors(screen[4]))?;
    found(Kind::Other, &bytes[..bytes.len() - reader.0.len()]);
    loop {
        let block = reader.0;
        let kind = match reader.byte()? {
            0x2c => {
                let about: [u8; 9] = reader.array()?;
                // Its colors, and how long its codes are.
                reader.take(colors(about[8]) + 1)?;
                blocks(&mut reader)?;
                Some(Kind::Picture)
            }
            0x21 => {
                let label = reader.byte()?;
                let content = reader.0;
                blocks(&mut reader)?;
                is_needed(label, content).then_some(Kind::Other)
            }
            0x3b => {
                found(Kind::Other, &[0x3b]);
                return Some(());
            }
            _ => return None,
        };
        if let Some(kind) = kind {
            found(kind, &block[..block.len() - reader.0.len()]);
        }
    }
}

/// Bytes of a table of colors.
fn colors(about: u8) -> usize {
    if about & 0x80 == 0 { 0 } else { 3 << ((about & 7) + 1) }
}

fn blocks(reader: &mut Reader<'_>) -> Option<()> {
    loop {
        match reader.byte()? {
            0 => return Some(()),
            length => reader.take(usize::from(length))?,
        };
    }
}

/// When a picture takes the place of the one before, and how often it all begins anew.
fn is_needed(label: u8, content: &[u8]) -> bool {
    let repeats = [&b"\x0bNETSCAPE2.0"[..], b"\x0bANIMEXTS1.0"];
    match label {
        0xf9 => true,
        // A number follows, and nothing else: more would be something hidden.
        0xff => repeats.iter().any(|name| {
            content
                .strip_prefix(*name)
                .is_some_and(|rest| rest.starts_with(&[3, 1]) && rest.get(4) == Some(&0))
        }),
        _ => false,
    }
}
