//! Just enough MessagePack to write a call and to look into a frame, without allocating.

/// Appends a short text.
pub fn text(out: &mut Vec<u8>, text: &[u8]) {
    match text.len() {
        size @ 0..32 => out.push(0xA0 | size as u8),
        size @ 32..256 => out.extend_from_slice(&[0xD9, size as u8]),
        size => {
            out.push(0xDA);
            out.extend_from_slice(&(size as u16).to_be_bytes());
        }
    }
    out.extend_from_slice(text);
}

/// Appends a number, in its longest form.
pub fn number(out: &mut Vec<u8>, value: u64) {
    out.push(0xCF);
    out.extend_from_slice(&value.to_be_bytes());
}

/// Appends the head of a map of up to 15 entries.
pub fn map(out: &mut Vec<u8>, entries: u8) {
    out.push(0x80 | entries);
}

/// Where somebody reads in a frame.
#[derive(Clone, Copy)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Goes past these bytes, if they come next.
    pub fn past(self, bytes: &[u8]) -> Option<Self> {
        self.0.strip_prefix(bytes).map(Self)
    }

    /// A number that is not negative.
    pub fn number(self) -> Option<(u64, Self)> {
        let (first, rest) = self.0.split_first()?;
        let size = match first {
            0..=0x7F => return Some((u64::from(*first), Self(rest))),
            0xCC => 1,
            0xCD => 2,
            0xCE => 4,
            0xCF => 8,
            _ => return None,
        };
        let (digits, rest) = rest.split_at_checked(size)?;
        let value = digits.iter().fold(0, |value, digit| value << 8 | u64::from(*digit));
        Some((value, Self(rest)))
    }
}
