//! Where everything stood when the app was last connected, so that it opens with hubs and channels even offline.

use super::storage;
use crate::net::frames;
use hubbub_shared::protocol::Ready;

const NAME: &str = "snapshot";
/// `localStorage` holds 5 MB for everything.
const MOST_BYTES: usize = 500_000;

/// What was kept, if this version of the app can read it.
pub fn restore() -> Option<Ready> {
    let text = storage::read(NAME)?;
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap_or_default()).collect();
    frames::decode(&bytes)
}

/// Forgets it: whoever has no session any more is shown nothing.
pub fn forget() {
    storage::remove(NAME);
}

/// Keeps it. Each byte is one character from U+0000 to U+00FF.
pub fn keep(ready: &Ready) {
    if let Some(bytes) = frames::encode(ready)
        && bytes.len() <= MOST_BYTES
    {
        storage::write(NAME, &bytes.into_iter().map(char::from).collect::<String>());
    }
}
