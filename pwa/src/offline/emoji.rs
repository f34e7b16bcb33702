//! Which emoji were used last, and in which tone of skin.

use super::storage;
use crate::state::used;

const RECENT: &str = "emoji.recent";
const TONE: &str = "emoji.tone";
/// Two rows on a phone.
const MOST_RECENT: usize = 16;

/// This one was used.
pub fn keep(glyph: &str) {
    storage::write(RECENT, &used(&storage::read(RECENT).unwrap_or_default(), glyph, MOST_RECENT));
}

/// Those that were used last.
pub fn recent() -> Vec<String> {
    let recent = storage::read(RECENT).unwrap_or_default();
    recent.split(' ').filter(|glyph| !glyph.is_empty()).map(str::to_owned).collect()
}

/// The tone of skin that was chosen.
pub fn tone() -> String {
    storage::read(TONE).unwrap_or_default()
}

/// Chooses a tone of skin.
pub fn keep_tone(tone: &str) {
    storage::write(TONE, tone);
}
