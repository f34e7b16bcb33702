//! JSON Schemas of the types on the wire, as they are read and as they are written.

use crate::examples;
use hubbub_shared::Problem;
use hubbub_shared::model::{Hub, Me, Session, SessionToken, SignInMethod};
use hubbub_shared::protocol::{ClientFrame, Command, ServerFrame};
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Where documents keep their schemas.
pub const PLACE: &str = "#/components/schemas/";

/// All schemas by their names, those of commands and of replies among them.
pub struct Schemas {
    /// What both documents have below [`PLACE`].
    pub all: Map<String, Value>,
}

impl Schemas {
    /// Those of everything on the wire. What is written otherwise than it is read has one more, `…Input`.
    pub fn new() -> Self {
        let mut written = generator(SchemaSettings::draft2020_12().for_serialize());
        written.subschema_for::<ServerFrame>();
        written.subschema_for::<Problem>();
        written.subschema_for::<(Me, Vec<Hub>, Vec<Session>, SessionToken, SignInMethod)>();
        let mut read = generator(SchemaSettings::draft2020_12().for_deserialize());
        read.subschema_for::<ClientFrame>();

        let mut all = tidied(written.take_definitions(true), &without_null);
        let read = tidied(read.take_definitions(true), &|_| ());
        let others: Vec<String> = read
            .iter()
            .filter(|(name, it)| all.get(*name).is_some_and(|ours| ours != *it))
            .map(|(name, _)| name.clone())
            .collect();
        for (name, mut schema) in read {
            let name = if others.contains(&name) { format!("{name}Input") } else { name };
            rename(&mut schema, &others);
            all.insert(name, schema);
        }
        let mut schemas = Self { all };
        schemas.ask_serde();
        schemas
    }

    /// The schema of a command's fields.
    pub fn command_ref(&self, name: &str) -> &Value {
        let schema = self.variant("Command", name).unwrap_or_else(|| panic!("there is no schema of {name}"));
        self.resolved(schema)
    }

    /// A reference to that schema.
    pub fn command_place(&self, name: &str) -> &Value {
        self.variant("Command", name).unwrap_or_else(|| panic!("there is no schema of {name}"))
    }

    /// The schema of a field that stands in an address.
    pub fn field<'a>(&'a self, of: &'a Value, name: &str) -> &'a Value {
        let ids = [("role", "RoleId"), ("user", "UserId")];
        let of_target = || ids.iter().find(|(field, _)| *field == name).map(|(_, id)| &self.all[*id]);
        of["properties"]
            .get(name)
            .or_else(of_target)
            .unwrap_or_else(|| panic!("an address has a field {name}: {of}"))
    }

    /// The schema of what is in a reply. `None`: there is nothing in it.
    pub fn reply(&self, kind: &str) -> Option<&Value> {
        self.variant("Reply", kind)
    }

    /// What stands at a reference, or the schema itself.
    pub fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix(PLACE));
        name.map_or(schema, |name| &self.all[name])
    }

    /// What each variant of an enum without content means, by its name.
    pub fn meanings(&self, name: &str) -> Vec<(String, String)> {
        let variants = self.all[name]["oneOf"].as_array().unwrap().iter();
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        variants.map(|it| (text(&it["const"]), text(&it["description"]))).collect()
    }

    /// The schemas that a document refers to, and those that they refer to.
    pub fn reached_from(&self, document: &Value) -> Map<String, Value> {
        let mut reached = BTreeSet::new();
        let mut next = referred(document);
        while let Some(name) = next.pop() {
            if reached.insert(name.clone()) {
                next.extend(referred(&self.all[&name]));
            }
        }
        self.all
            .iter()
            .filter(|(name, _)| reached.contains(*name))
            .map(|(name, it)| (name.clone(), it.clone()))
            .collect()
    }

    /// The variants of an enum with content: name, what it says, and its own schema.
    pub fn variants(&self, of: &str) -> Vec<(String, String, &Value)> {
        let variants = self.all[of]["oneOf"].as_array().unwrap().iter();
        let told = variants.map(|it| {
            let name = it["properties"].as_object().and_then(|only| only.keys().next().cloned());
            let name = name.or(it["const"].as_str().map(str::to_owned)).unwrap();
            (name, it["description"].as_str().unwrap_or_default().to_owned(), it)
        });
        told.collect()
    }

    fn variant(&self, of: &str, name: &str) -> Option<&Value> {
        let variants = self.all[of]["oneOf"].as_array().unwrap();
        variants.iter().find_map(|variant| variant["properties"].get(name))
    }

    /// Attributes say how some fields of commands are read, which `schemars` does not see: serde is asked with the samples.
    fn ask_serde(&mut self) {
        let names: Vec<&str> = Command::VERBS.iter().map(|verb| verb.name).collect();
        for name in names {
            let schema =
                self.variant("Command", name).unwrap_or_else(|| panic!("there is no schema of {name}"));
            let place = schema["$ref"].as_str().unwrap().strip_prefix(PLACE).unwrap().to_owned();
            let mut samples = examples::commands(name);
            samples.sort_by_key(Map::len);
            let sample = samples.pop().unwrap_or_else(|| panic!("shared/tests/samples/mod.rs has no {name}"));
            let schema = self.all.get_mut(&place).unwrap();
            as_serde_reads(name, &sample, schema);
        }
    }
}

impl Default for Schemas {
    fn default() -> Self {
        Self::new()
    }
}

fn referred(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(referred).collect(),
        Value::Object(map) => map.values().flat_map(referred).collect(),
        Value::String(text) => text.strip_prefix(PLACE).map(str::to_owned).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn generator(settings: SchemaSettings) -> SchemaGenerator {
    settings
        .with(|settings| settings.definitions_path = PLACE.trim_start_matches('#').into())
        .into_generator()
}

fn tidied(schemas: Map<String, Value>, change: &dyn Fn(&mut Value)) -> Map<String, Value> {
    let tidy = |mut schema: Value| {
        walk(&mut schema, &|it| {
            in_lines(it);
            without_what_is_never_sent(it);
            change(it);
        });
        schema
    };
    schemas.into_iter().map(|(name, schema)| (name, tidy(schema))).collect()
}

fn walk(value: &mut Value, change: &dyn Fn(&mut Value)) {
    change(value);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
        Value::Object(map) => map.values_mut().for_each(|item| walk(item, change)),
        _ => {}
    }
}

/// Comments are broken into lines by the width of the source.
fn in_lines(schema: &mut Value) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
}

/// Words that only an older program reads into what a newer one says.
fn without_what_is_never_sent(schema: &mut Value) {
    let said = |it: &Value| !it["description"].as_str().unwrap_or_default().contains("Never sent");
    if let Some(Value::Array(variants)) = schema.get_mut("oneOf") {
        variants.retain(said);
    }
}

/// What may be left out is left out instead of being null.
fn without_null(schema: &mut Value) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    for (_, property) in properties.iter_mut().filter(|(name, _)| !required.contains(&json!(name))) {
        *property = never_null(property);
    }
}

/// The schema of a value that is there.
pub fn never_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    let map = schema.as_object_mut().unwrap();
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|it| it != "null");
        if let [only] = &types[..] {
            let only = only.clone();
            map.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = map.remove("anyOf") {
        let choices: Vec<Value> = choices.into_iter().filter(|it| it["type"] != "null").collect();
        match &choices[..] {
            [Value::Object(only)] => map.extend(only.clone()),
            _ => _ = map.insert("anyOf".to_owned(), choices.into()),
        }
    }
    if map.get("default") == Some(&Value::Null) {
        map.remove("default");
    }
    schema
}

fn rename(schema: &mut Value, names: &[String]) {
    walk(schema, &|it| {
        let Some(Value::String(reference)) = it.get_mut("$ref") else { return };
        if names.iter().any(|name| reference.strip_prefix(PLACE) == Some(name)) {
            reference.push_str("Input");
        }
    });
}

fn as_serde_reads(name: &str, sample: &Map<String, Value>, schema: &mut Value) {
    let reads = |field: &str, value: Option<Value>| {
        let mut fields = sample.clone();
        fields.remove(field);
        fields.extend(value.map(|value| (field.to_owned(), value)));
        Command::read(name, Value::Object(fields)).is_ok()
    };
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    let mut required = Vec::new();
    for (field, property) in properties {
        if !reads(field, None) {
            required.push(json!(field));
        }
        let is_number = never_null(property)["type"] == "integer";
        let is_flag = never_null(property)["type"] == "boolean";
        *property = match reads(field, Some(Value::Null)) {
            true => property.clone(),
            false => never_null(property),
        };
        for (is_so, text) in [(is_number, "7"), (is_flag, "true")] {
            if is_so && reads(field, Some(json!(text))) {
                also_as_text(property, text);
            }
        }
    }
    let schema = schema.as_object_mut().unwrap();
    match required.is_empty() {
        true => _ = schema.remove("required"),
        false => _ = schema.insert("required".to_owned(), required.into()),
    }
}

/// Queries have only text, and what is read from them is read from bodies as well.
fn also_as_text(property: &mut Value, example: &str) {
    let description = property.as_object_mut().unwrap().remove("description");
    let pattern = if example == "true" { "^(true|false)$" } else { "^[0-9]{1,20}$" };
    *property = json!({ "anyOf": [property, { "type": "string", "pattern": pattern }] });
    if let Some(description) = description {
        property["description"] = description;
    }
}
