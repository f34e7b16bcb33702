//! What the owner of the server did, newest first.

use crate::client::Client;
use crate::clock;
use crate::components::loaded::Loaded;
use crate::components::more_icons::empty;
use crate::reactive::handler;
use crate::words::audit::{self, Naming};
use crate::words::console as words;
use hubbub_shared::model::audit::FieldChange;
use hubbub_shared::model::{AuditEntry, AuditPage};
use hubbub_shared::protocol::command::AdminGetLog;
use hubbub_shared::{CategoryId, ChannelId, PlaceId, RoleId, Timestamp, UserId};
use serde_json::Value;
use sycamore::prelude::*;

/// Draws the section.
pub fn log(client: Client) -> View {
    let loaded = Loaded::new();
    load(client, loaded, None);
    let body = loaded.view(move |page: &AuditPage| match page.entries.is_empty() {
        true => empty("clock", words::LOG_EMPTY_TITLE, words::LOG_EMPTY),
        false => drawn(client, loaded, page.clone()),
    });
    view! {
        section(class="panel", aria-label=words::LOG) {
            (body)
        }
    }
}

fn load(client: Client, loaded: Loaded<AuditPage>, before: Option<u64>) {
    client.call(AdminGetLog { action: None, before, limit: None }, move |answer| {
        loaded.page(client, before, answer, |page| (&mut page.entries, &mut page.next));
    });
}

fn drawn(client: Client, loaded: Loaded<AuditPage>, page: AuditPage) -> View {
    let rows: Vec<View> = page.entries.into_iter().map(row).collect();
    let more = match page.next {
        Some(next) => view! {
            button(class="button button-quiet button-wide", r#type="button", on:click=handler(move |_| load(client, loaded, Some(next)))) { (words::MORE) }
        },
        None => View::new(),
    };
    view! {
        ul(class="sessions bans", aria-label=words::LOG) { (rows) }
        (more)
    }
}

fn row(entry: AuditEntry) -> View {
    let (who, told) = audit::sentence(&entry, &NoHub);
    let changes = entry.changes.iter().filter_map(changed);
    let lines: Vec<View> =
        changes.chain(entry.reason).map(|line| view! { span(class="hint") { bdi { (line) } } }).collect();
    let at = format!("#{} \u{b7} {}", entry.number, clock::moment(entry.at.0));
    view! {
        li(class="session") {
            span(class="card-text") {
                span { strong { bdi { (who) } } " " bdi { (told) } }
                (lines)
                span(class="hint") { (at) }
            }
        }
    }
}

/// In the log of the server nothing is in a hub.
struct NoHub;

impl Naming for NoHub {
    fn role(&self, _: RoleId) -> String {
        audit::A_ROLE.to_owned()
    }

    fn channel(&self, _: ChannelId) -> String {
        audit::A_CHANNEL.to_owned()
    }

    fn category(&self, _: CategoryId) -> String {
        audit::A_CATEGORY.to_owned()
    }

    fn person(&self, user: UserId) -> String {
        user.to_string()
    }

    fn place(&self, _: PlaceId) -> String {
        audit::A_CHANNEL.to_owned()
    }
}

/// A field that is another now, as a line; those that say nothing to people are left out.
fn changed(change: &FieldChange) -> Option<String> {
    let label = words::field(&change.field)?;
    let value = |value: &Option<Value>| value.as_ref().and_then(|value| readable(&change.field, value));
    let (before, after) = (value(&change.before), value(&change.after));
    if !words::is_setting(&change.field) {
        return Some(format!("{label}: {}", after?));
    }
    let or_usual = |value: Option<String>| value.unwrap_or_else(|| words::AS_STARTED.to_owned());
    Some(format!("{label}: {} \u{2192} {}", or_usual(before), or_usual(after)))
}

fn readable(field: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) if field == "until" => Some(clock::moment(Timestamp::parse(text)?.0)),
        Value::String(text) => Some(words::value(field, text).map_or_else(|| text.clone(), str::to_owned)),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => fields.get("text")?.as_str().map(str::to_owned),
        _ => None,
    }
}
