//! The focus stays at a message, whatever happens to what had it.

use crate::browser;
use hubbub_shared::MessageId;

/// A chip that goes, and a row that gets its first one, take the focus with them: it stays at the message.
pub fn keep_focus(message: MessageId) {
    browser::later(50, move || {
        if browser::focused().is_none() {
            browser::focus(&format!("[data-id=\"{message}\"]"));
        }
    });
}
