//! PNG: chunks, each with a name.

use super::reader::Reader;

const START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What is drawn, in which colors, how it moves.
const NEEDED: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

/// The picture without other chunks.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(bytes.strip_prefix(START)?);
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend(START);
    loop {
        let chunk = reader.0;
        let length = usize::try_from(u32::from_be_bytes(reader.array()?)).ok()?;
        let name: [u8; 4] = reader.array()?;
        reader.take(length.checked_add(4)?)?;
        if NEEDED.contains(&&name) {
            kept.extend_from_slice(&chunk[..length + 12]);
        }
        if &name == b"IEND" {
            return Some(kept);
        }
    }
}

/// Whether it says before its data that it moves. Behind the beginning of the data it would be passed over.
pub(super) fn moves(clean: &[u8]) -> bool {
    let until = clean.windows(4).position(|name| name == b"IDAT").unwrap_or(0);
    clean[..until].windows(4).any(|name| name == b"acTL")
}
