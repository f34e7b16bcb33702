//! Who reads a first view that the server draws: the little that a request tells of a device.

use std::cell::RefCell;

/// See the module. Of a device that told nothing: UTC, in 1970, at home.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reader {
    /// Path and query that were asked for.
    pub address: String,
    /// Milliseconds since 1970.
    pub now: i64,
    /// Minutes to add to UTC for the time on the reader's clock, as the device said when it was here last.
    pub offset_minutes: i64,
    /// Whether keys have the names they have on a Mac, iPhone or iPad.
    pub is_apple: bool,
}

thread_local! {
    static READER: RefCell<Reader> = RefCell::default();
}

/// Who reads what this thread is drawing.
pub fn reader() -> Reader {
    READER.with_borrow(Reader::clone)
}

/// This thread draws for somebody else from now on.
#[cfg(not(target_arch = "wasm32"))]
pub fn draw_for(reader: Reader) {
    READER.set(reader);
}
