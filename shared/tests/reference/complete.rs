//! Nothing is without words, and what stands in two places is the same in both.

use crate::operations::TAGS;
use crate::{asyncapi, openapi};
use hubbub_shared::Permissions;
use hubbub_shared::protocol::Command;
use serde_json::Value;

const API: &str = include_str!("../../../docs/api.md");

fn is_told(value: &Value, document: &Value) -> bool {
    let of_reference =
        value["$ref"].as_str().and_then(|place| document.pointer(place.trim_start_matches('#')));
    value["description"].as_str().is_some_and(|text| !text.is_empty())
        || of_reference.is_some_and(|it| is_told(it, document))
}

/// Places of fields that nobody says anything about.
fn untold_fields(value: &Value, document: &Value, place: &str, untold: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, it)| untold_fields(it, document, &format!("{place}/{at}"), untold));
        }
        Value::Object(map) => {
            // A variant says what its content is.
            let is_variant = map.contains_key("description")
                && map.get("additionalProperties") == Some(&Value::Bool(false));
            for (key, it) in map {
                let place = format!("{place}/{key}");
                if let ("properties", Some(fields), false) = (&**key, it.as_object(), is_variant) {
                    let silent = fields.iter().filter(|(_, field)| !is_told(field, document));
                    untold.extend(silent.map(|(name, _)| format!("{place}/{name}")));
                }
                untold_fields(it, document, &place, untold);
            }
        }
        _ => {}
    }
}

#[test]
fn everything_is_told_in_words() {
    let document = openapi::document();
    let mut untold = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let is_told_as = |key: &str| !operation[key].as_str().unwrap_or_default().is_empty();
            if !is_told_as("summary") || !is_told_as("description") {
                untold.push(format!("{method} {path}"));
            }
            for parameter in operation["parameters"].as_array().unwrap() {
                if !is_told(parameter, &document) {
                    untold.push(format!("{method} {path}: {}", parameter["name"]));
                }
            }
            let tag = &operation["tags"][0];
            let is_known = TAGS.iter().any(|(_, name, _)| tag == name);
            assert!(
                is_known,
                "{method} {path}: the last words of its address want a row in TAGS of operations.rs"
            );
        }
    }
    for (name, message) in asyncapi::document()["components"]["messages"].as_object().unwrap() {
        if !["summary", "description"]
            .iter()
            .all(|key| message[key].as_str().is_some_and(|text| !text.is_empty()))
        {
            untold.push(format!("the message {name}"));
        }
    }
    for document in [document, asyncapi::document()] {
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            if !is_told(schema, &document) {
                untold.push(name.clone());
            }
            untold_fields(schema, &document, name, &mut untold);
        }
    }
    assert!(untold.is_empty(), "a doc comment in shared is missing, or empty: {untold:#?}");
}

/// The table of commands says in words what a command needs; so does the documentation for people, in a column.
#[test]
fn a_command_needs_the_same_permissions_in_its_comment_as_in_the_documentation() {
    let mut other = Vec::new();
    for verb in Command::VERBS {
        let Some(route) = verb.route else { continue };
        for address in route.addresses() {
            let start = format!("| `{} /api{address}` |", route.method);
            let Some(row) = API.lines().find(|line| line.starts_with(&start)) else { continue };
            let names = Permissions::TABLE.iter().map(|row| row.name);
            let told: Vec<_> = names.filter(|name| row.contains(&format!("`{name}`"))).collect();
            if told != verb.permissions() {
                other.push(format!(
                    "{}: {:?} in its comment, {told:?} in docs/api.md",
                    verb.name,
                    verb.permissions()
                ));
            }
        }
    }
    assert!(other.is_empty(), "{other:#?}");
}
