//! Members are found by their names. Before, nobody looked for them.

use super::step::{Migration, Rewrite, rewrite};
use crate::names::found_by;
use crate::store::{Collection, Document, Engine, StoreError, Write};
use async_trait::async_trait;
use serde_json::{Value, json};

static MEMBERS: Collection = Collection { name: "members", append_only: false, indexes: &[] };
static USERS: Collection = Collection { name: "users", append_only: false, indexes: &[] };
static FOUND_BY: Collection = Collection { name: "found_by", append_only: false, indexes: &[] };

/// Writes the entries that lead to each member.
pub(super) struct FoundBy;

#[async_trait]
impl Migration for FoundBy {
    async fn run(&self, engine: &dyn Engine) -> Result<(), StoreError> {
        engine.ensure(&[&MEMBERS, &USERS, &FOUND_BY]).await?;
        rewrite(engine, &MEMBERS, self).await
    }
}

#[async_trait]
impl Rewrite for FoundBy {
    async fn writes(&self, engine: &dyn Engine, mut member: Document) -> Result<Vec<Write>, StoreError> {
        if member.contains_key("found_by") {
            return Ok(Vec::new());
        }
        let Some(user) = engine.get(&USERS, &text(&member, "user")).await? else { return Ok(Vec::new()) };
        // There were no nicknames.
        let found_by = found_by(&[&text(&user, "display_name"), &text(&user, "username")]);
        member.insert("found_by".to_owned(), json!(found_by));
        let mut writes = Vec::new();
        if text(&member, "status") == "active" {
            writes = entries(&member, &found_by);
        }
        writes.push(Write::Replace(&MEMBERS, member));
        Ok(writes)
    }
}

fn entries(member: &Document, found_by: &[String]) -> Vec<Write> {
    let roles = member.get("roles").and_then(Value::as_array).into_iter().flatten();
    let roles = roles.filter_map(Value::as_str).map(str::to_owned);
    let name = found_by.first().cloned().unwrap_or_default();
    let searched = found_by.iter().map(|word| entry(member, "all", "word", word, json!({ "word": word })));
    let listed = ["all".to_owned()].into_iter().chain(roles).map(|among| {
        let fields = json!({ "name": name, "words": found_by });
        entry(member, &among, "name", &found_by.join("\u{1}"), fields)
    });
    searched.chain(listed).map(|entry| Write::Insert(&FOUND_BY, entry)).collect()
}

fn entry(member: &Document, among: &str, kind: &str, name: &str, fields: Value) -> Document {
    let id = format!("{}-{}-{among}-{kind}-{name}", text(member, "hub"), text(member, "user"));
    let mut entry = Document::from_iter([
        ("_id".to_owned(), json!(id)),
        ("hub".to_owned(), json!(text(member, "hub"))),
        ("among".to_owned(), json!(among)),
        ("user".to_owned(), json!(text(member, "user"))),
        ("joined_at".to_owned(), json!(text(member, "joined_at"))),
    ]);
    entry.extend(fields.as_object().cloned().unwrap_or_default());
    entry
}

fn text(document: &Document, field: &str) -> String {
    document.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
}
