//! WebP: chunks in a RIFF file, each with a name.

use super::reader::Reader;

/// What is drawn, in which colors, how it moves.
const NEEDED: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Bits of the header that say of metadata that there is some.
const METADATA: u8 = 0x08 | 0x04;

/// The picture without other chunks.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = b"RIFF\0\0\0\0WEBP".to_vec();
    for (name, content) in chunks(bytes)? {
        if !NEEDED.contains(&&name) {
            continue;
        }
        kept.extend(name);
        kept.extend(u32::try_from(content.len()).ok()?.to_le_bytes());
        let at = kept.len();
        kept.extend_from_slice(content);
        if &name == b"VP8X"
            && let Some(flags) = kept.get_mut(at)
        {
            *flags &= !METADATA;
        }
        if content.len() % 2 == 1 {
            kept.push(0);
        }
    }
    let length = u32::try_from(kept.len() - 8).ok()?.to_le_bytes();
    kept[4..8].copy_from_slice(&length);
    Some(kept)
}

/// Whether it has more than one picture.
pub(super) fn moves(clean: &[u8]) -> bool {
    chunks(clean).is_some_and(|chunks| chunks.iter().filter(|(name, _)| name == b"ANMF").count() > 1)
}

type Chunk<'a> = ([u8; 4], &'a [u8]);

fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut reader = Reader(bytes);
    (&reader.array()? == b"RIFF").then_some(())?;
    let length = usize::try_from(u32::from_le_bytes(reader.array()?)).ok()?;
    let mut reader = Reader(reader.take(length)?);
    (&reader.array()? == b"WEBP").then_some(())?;
    let mut chunks = Vec::new();
    while !reader.0.is_empty() {
        let name = reader.array()?;
        let length = usize::try_from(u32::from_le_bytes(reader.array()?)).ok()?;
        chunks.push((name, reader.take(length)?));
        if length % 2 == 1 && !reader.0.is_empty() {
            reader.take(1)?;
        }
    }
    Some(chunks)
}
