//! The audit log as one JSON object: `{"hub": …, "entries": […], "next": …}`, newest first, each entry as in the API.

use hubbub_shared::HubId;
use hubbub_shared::model::audit::AuditEntry;
use serde_json::Result;

/// Up to the first entry.
pub fn head(hub: HubId) -> String {
    format!("{{\"hub\":\"{hub}\",\"entries\":[\n")
}

/// Entries, with a comma before each but the very first.
pub fn lines(entries: &[AuditEntry], is_first: bool) -> Result<String> {
    let mut text = String::new();
    for (place, entry) in entries.iter().enumerate() {
        if place > 0 || !is_first {
            text += ",\n";
        }
        text += &serde_json::to_string(entry)?;
    }
    Ok(text)
}

/// After the last entry. `next`: there is more than one file holds, and it is before this number.
pub fn end(next: Option<u64>) -> String {
    match next {
        Some(next) => format!("\n],\"next\":{next}}}\n"),
        None => "\n]}\n".to_owned(),
    }
}
