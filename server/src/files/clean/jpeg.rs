//! JPEG: segments, each with a marker, and the picture's data behind the one called SOS.

use super::reader::Reader;

const START: [u8; 2] = [0xff, 0xd8];
const END: u8 = 0xd9;
const DATA: u8 = 0xda;

/// The picture without other segments.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(bytes);
    (reader.array()? == START).then_some(())?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend(START);
    loop {
        (reader.byte()? == 0xff).then_some(())?;
        let mut marker = reader.byte()?;
        // Any number of these may stand before a marker.
        while marker == 0xff {
            marker = reader.byte()?;
        }
        match marker {
            END => {
                kept.extend([0xff, END]);
                return Some(kept);
            }
            0x01 | 0xd0..=0xd7 => kept.extend([0xff, marker]),
            _ => {
                let length = reader.array()?;
                let content = reader.take(usize::from(u16::from_be_bytes(length)).checked_sub(2)?)?;
                if is_needed(marker, content) {
                    kept.extend([0xff, marker]);
                    kept.extend(length);
                    kept.extend_from_slice(content);
                }
            }
        }
        if marker == DATA && !data(&mut reader, &mut kept) {
            // It was cut off. What there is of it can be seen.
            return Some(kept);
        }
    }
}

/// Copies the data up to the next marker; whether there is one.
fn data(reader: &mut Reader<'_>, kept: &mut Vec<u8>) -> bool {
    let mut at = 0;
    while let Some(found) = reader.0.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xff)) {
        at += found;
        match reader.0.get(at + 1) {
            // Data that looks like a marker is told from one by a zero; the others say where to begin anew.
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => {
                kept.extend_from_slice(&reader.0[..at]);
                reader.0 = &reader.0[at..];
                return true;
            }
            None => break,
        }
    }
    kept.extend_from_slice(reader.0);
    reader.0 = &[];
    false
}

/// How it is coded, and in which colors.
fn is_needed(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0") && content.len() == 14,
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe") && content.len() == 12,
        0xc0..=0xcf | 0xda..=0xdf => true,
        _ => false,
    }
}

/// See [`super::standing`]: an Exif segment with nothing else in it.
pub(super) fn standing(clean: &[u8], orientation: u8) -> Option<Vec<u8>> {
    let rest = clean.strip_prefix(&START)?;
    let mut standing = Vec::with_capacity(clean.len() + 36);
    standing.extend(START);
    standing.extend([0xff, 0xe1, 0, 34]);
    standing.extend(b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0");
    standing.extend([orientation, 0, 0, 0, 0, 0, 0]);
    standing.extend(rest);
    Some(standing)
}
