//! The audit log as a table (RFC 4180), for programs that calculate. They run what begins like a formula, and people choose
//! their names: so no field begins like one.

use hubbub_shared::model::audit::{Actor, AuditEntry};
use serde_json::Result;

const COLUMNS: &str =
    "number,at,who,who_id,actor,action,subject,name,whom,whom_id,place,reason,changes,request_id,hash";

/// The names of the columns. Without a mark at the start, some programs take what is not English for something else.
pub fn head() -> String {
    format!("\u{feff}{COLUMNS}\r\n")
}

/// A row for each line. Changes are JSON, as in the API.
pub fn lines(entries: &[AuditEntry]) -> Result<String> {
    entries.iter().map(line).collect()
}

fn line(entry: &AuditEntry) -> Result<String> {
    let changes =
        if entry.changes.is_empty() { String::new() } else { serde_json::to_string(&entry.changes)? };
    let optional = |text: Option<&String>| text.cloned().unwrap_or_default();
    let whom = entry.whom.as_ref();
    let actor = match entry.actor {
        Some(Actor::Automod) => "automod",
        Some(Actor::ApiKey) => "api_key",
        Some(Actor::Webhook) => "webhook",
        Some(Actor::Bot) => "bot",
        Some(Actor::Person) | None => "person",
    };
    let fields = [
        entry.number.to_string(),
        entry.at.to_string(),
        entry.who.display_name.clone(),
        entry.who.id.to_string(),
        actor.to_owned(),
        entry.action.name().to_owned(),
        entry.subject.clone(),
        optional(entry.name.as_ref()),
        optional(whom.map(|whom| &whom.display_name)),
        whom.map(|whom| whom.id.to_string()).unwrap_or_default(),
        entry.place.map(|place| place.to_string()).unwrap_or_default(),
        optional(entry.reason.as_ref()),
        changes,
        entry.request_id.clone(),
        entry.hash.clone(),
    ];
    Ok(fields.map(|text| field(&text)).join(",") + "\r\n")
}

/// Says where the next file begins, if there is more than one holds.
pub fn end(next: Option<u64>) -> String {
    let more = |next| field(&format!("There is more: ask again with before={next}.")) + "\r\n";
    next.map(more).unwrap_or_default()
}

/// A field of a row: harmless, and in quotes if it has to be.
fn field(text: &str) -> String {
    let text = harmless(text);
    match text.contains(['"', ',', '\r', '\n', '\'']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// What begins like a formula, after blanks too, gets an apostrophe in front, which such programs take for "text".
fn harmless(text: &str) -> String {
    let begins = text.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}']);
    let is_formula =
        begins.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|', '%']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_formula_whatever_people_call_themselves() {
        for text in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"] {
            let written = field(text);
            let inside = written.trim_start_matches('"');
            assert!(inside.starts_with('\''), "{text:?} is {written:?}");
        }
        assert_eq!(field("Ada"), "Ada");
        assert_eq!(field("2026-11-22T14:05:00.000Z"), "2026-11-22T14:05:00.000Z");
    }

    #[test]
    fn what_would_end_a_field_is_quoted() {
        assert_eq!(field("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
        assert_eq!(field(""), "");
        assert_eq!(field("=\"x\""), "\"'=\"\"x\"\"\"");
    }

    #[test]
    fn there_are_as_many_fields_as_columns() {
        assert_eq!(COLUMNS.split(',').count(), 15);
        assert!(end(None).is_empty() && end(Some(7)).contains("before=7"));
    }
}
