//! The rows of the table of commands that have a route, as operations of OpenAPI.

use crate::schemas::{PLACE, Schemas, never_null};
use crate::{examples, told};
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::{Command, Limit, Route, Verb};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// An operation at its address.
pub struct Operation {
    pub method: &'static str,
    pub path: String,
    pub content: Value,
}

/// Those of the table.
pub fn of_the_table(schemas: &Schemas) -> Vec<Operation> {
    let verbs = Command::VERBS.iter().filter_map(|verb| Some((verb, verb.route?)));
    let all = verbs.flat_map(|(verb, route)| {
        route.addresses().into_iter().map(move |path| Operation {
            method: route.method,
            content: operation(schemas, verb, route, &path),
            path: format!("/api{path}"),
        })
    });
    all.collect()
}

fn operation(schemas: &Schemas, verb: &Verb, route: Route, path: &str) -> Value {
    let about = told::about(verb);
    let input = Input::of(schemas, verb, path);
    let mut operation = json!({
        "operationId": format!("{}{}", verb.name, of_whom(route, path)),
        "tags": [tag(path)],
        "summary": told::summary(&about),
        "description": description(verb, &about),
        "parameters": parameters(verb, &input),
        "responses": responses(schemas, verb, route),
        "x-command": verb.name,
        "x-permissions": verb.permissions(),
        "x-rate-limit": told::limit(verb.limit),
    });
    if let Some(body) = input.body() {
        operation["requestBody"] = body;
    }
    if verb.is_open_to_strangers() {
        operation["security"] = json!([{}, { "token": [] }, { "cookie": [] }]);
    }
    operation
}

fn parameters(verb: &Verb, input: &Input<'_>) -> Vec<Value> {
    let key = json!({ "$ref": "#/components/parameters/IdempotencyKey" });
    input.parameters().into_iter().chain(Some(key).filter(|_| verb.takes_a_key())).collect()
}

fn of_whom(route: Route, path: &str) -> &'static str {
    match route.has_target() {
        true if path.ends_with("{role}") => "_of_role",
        true => "_of_member",
        false => "",
    }
}

fn description(verb: &Verb, about: &str) -> String {
    let counts = match verb.limit {
        Limit::Free => "Is not counted.",
        Limit::Send => "Counts as a message sent.",
        Limit::Write => "Counts as a change.",
    };
    format!("{about}\n\n{counts} On the socket: `{}`, answered with `{}`.", verb.name, verb.reply)
}

/// By the last word of the address that is one of them.
fn tag(path: &str) -> &'static str {
    let words = path.split('/').rev();
    let found = words.filter_map(|word| TAGS.iter().find(|(known, ..)| *known == word)).next();
    let whole =
        TAGS.iter().find(|(known, ..)| path.trim_start_matches('/').starts_with(known) && is_whole(known));
    whole.or(found).map_or("Others", |(_, name, _)| name)
}

/// What is all of one kind, whatever follows.
fn is_whole(word: &str) -> bool {
    ["admin", "users"].contains(&word)
}

/// Words of addresses, what the operations there are called together, and what they are about.
pub const TAGS: &[(&str, &str, &str)] = &[
    ("users", "Oneself", "Whoever asks: their profile, sessions, blocks, notifications, and how they leave."),
    ("hubs", "Hubs", "Communities, as the caller sees them."),
    ("members", "Members", "Who belongs to a hub, and what it calls them."),
    ("notes", "Members", ""),
    ("measures", "Members", ""),
    ("bans", "Bans", "Who does not come in, whatever the invite."),
    ("roles", "Roles", "Sets of permissions that members are given, or choose."),
    ("role-groups", "Roles", ""),
    ("categories", "Channels", "Where messages are, in groups; who may do what there."),
    ("channels", "Channels", ""),
    ("overwrites", "Channels", ""),
    (
        "uploads",
        "Files",
        "What goes with messages: sent piece by piece, and fetched by who may read the message.",
    ),
    ("attachments", "Files", ""),
    ("pictures", "Files", ""),
    ("messages", "Messages", "What people say, and how far one has read."),
    ("reactions", "Messages", ""),
    ("poll", "Messages", ""),
    ("pins", "Messages", ""),
    ("read", "Messages", ""),
    ("unread", "Messages", ""),
    ("typing", "Messages", ""),
    ("invites", "Invites", "How people come into a hub."),
    (
        "webhooks",
        "Webhooks",
        "Addresses to which programs post, in Hubbub's, Discord's, GitHub's or Slack's words.",
    ),
    ("outgoing-webhooks", "Webhooks", ""),
    ("applications", "Bots", "Programs with accounts of their own, which come into hubs by a link."),
    ("bots", "Bots", ""),
    ("rules", "Invites", ""),
    ("raid-shield", "Invites", ""),
    ("automod", "Automod", "What a hub has looked for in messages before anybody reads them."),
    ("held-messages", "Automod", ""),
    (
        "dms",
        "Direct messages",
        "Conversations that the server cannot read. What the bytes are is in direct-messages.md.",
    ),
    ("dm-links", "Direct messages", ""),
    ("sealed-messages", "Direct messages", ""),
    ("reports", "Reports", "What members report to those who keep order."),
    ("report-count", "Reports", ""),
    ("audit-log", "Audit log", "Who did what in a hub."),
    ("admin", "Console", "For the owner of the server; to anybody else all of it is `not_found`."),
    ("announcement", "Server", "The server itself."),
    ("auth", "Signing in", "How a browser signs in and out."),
];

/// The fields of a command, by where a request has them.
struct Input<'a> {
    path: Vec<(String, &'a Value)>,
    others: Vec<(&'a String, &'a Value, bool)>,
    takes_a_body: bool,
    example: Map<String, Value>,
}

impl<'a> Input<'a> {
    fn of(schemas: &'a Schemas, verb: &Verb, path: &str) -> Self {
        let schema = schemas.command_ref(verb.name);
        let fields = schema["properties"].as_object();
        let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
        let in_path: Vec<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        let has_target = verb.route.is_some_and(|route| route.has_target());
        let is_in_path = |name: &str| in_path.contains(&name) || has_target && name == "target";
        let others = fields.into_iter().flatten();
        let others = others.filter(|(name, _)| !is_in_path(name));
        let path = in_path.iter().map(|name| ((*name).to_owned(), schemas.field(schema, name)));
        let mut example = examples::commands(verb.name).into_iter().max_by_key(Map::len).unwrap_or_default();
        example.retain(|name, _| !is_in_path(name));
        Self {
            path: path.collect(),
            others: others.map(|(name, schema)| (name, schema, required.contains(&json!(name)))).collect(),
            takes_a_body: verb.takes_a_body(),
            example,
        }
    }

    fn parameters(&self) -> Vec<Value> {
        let mut all: Vec<Value> =
            self.path.iter().map(|(name, schema)| parameter(name, "path", schema, true)).collect();
        if !self.takes_a_body {
            let in_query = self.others.iter().map(|(name, schema, required)| {
                let mut parameter = parameter(name, "query", schema, *required);
                if let Some(example) = self.example.get(*name) {
                    parameter["example"] = example.clone();
                }
                parameter
            });
            all.extend(in_query);
        }
        all
    }

    fn body(&self) -> Option<Value> {
        if !self.takes_a_body || self.others.is_empty() {
            return None;
        }
        let properties: Map<String, Value> =
            self.others.iter().map(|(name, schema, _)| ((*name).clone(), (*schema).clone())).collect();
        let required: Vec<&String> =
            self.others.iter().filter(|(.., required)| *required).map(|(name, ..)| *name).collect();
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        Some(json!({
            "required": !required.is_empty(),
            "content": { "application/json": { "schema": schema, "example": self.example } },
        }))
    }
}

/// A parameter of an address.
pub fn parameter(name: &str, place: &str, schema: &Value, required: bool) -> Value {
    let mut schema = never_null(&as_text(&never_null(schema)));
    let description = schema.as_object_mut().unwrap().remove("description");
    let mut parameter = json!({ "name": name, "in": place, "required": required, "schema": schema });
    if let Some(description) = description {
        parameter["description"] = description;
    }
    if schema["type"] == "array" {
        parameter["style"] = json!("form");
        parameter["explode"] = json!(false);
    }
    parameter
}

/// Addresses have only text, so there is no difference between a number and its text.
fn as_text(schema: &Value) -> Value {
    let Some(choices) = schema["anyOf"].as_array() else { return schema.clone() };
    let mut only = choices[0].as_object().unwrap().clone();
    only.extend(schema.get("description").map(|description| ("description".to_owned(), description.clone())));
    Value::Object(only)
}

fn responses(schemas: &Schemas, verb: &Verb, route: Route) -> Value {
    let mut responses = Map::new();
    let mut done = json!({ "description": "It is done; there is nothing to tell." });
    if let Some(schema) = schemas.reply(verb.reply) {
        let about = schemas.resolved(schema)["description"].as_str().unwrap_or("What was asked for.");
        let mut content = json!({ "schema": schema });
        if examples::reply(verb.reply).is_some() {
            let place = format!("#/components/examples/{}", verb.reply);
            content["examples"] = json!({ verb.reply: { "$ref": place } });
        }
        done = json!({ "description": about, "content": { "application/json": content } });
    }
    done["headers"] = headers(verb.limit);
    if verb.limit == Limit::Send {
        let mut again = done.clone();
        again["description"] = json!("The message of before: its nonce is stored already.");
        responses.insert("200".to_owned(), again);
    }
    if route.method == "GET" {
        done["headers"]["ETag"] = json!({ "$ref": "#/components/headers/ETag" });
        let headers = done["headers"].clone();
        responses.insert(
            "304".to_owned(),
            json!({ "description": "What you have is the newest.", "headers": headers }),
        );
    }
    responses.insert(route.status.to_string(), done);
    responses.extend(refused(&verb.refusals()));
    Value::Object(responses)
}

/// Headers that answers have.
pub fn headers(limit: Limit) -> Value {
    let quota =
        ["Limit", "Remaining", "Reset", "Reset-After", "Bucket"].map(|what| format!("X-RateLimit-{what}"));
    let quota = quota.into_iter().filter(|_| limit != Limit::Free);
    let names = std::iter::once("X-Request-Id".to_owned()).chain(quota);
    let all = names.map(|name| (name.clone(), json!({ "$ref": format!("#/components/headers/{name}") })));
    Value::Object(all.collect())
}

/// The answers with these errors, by their status: references to [`answers_of_refusal`].
pub fn refused(codes: &[ErrorCode]) -> Map<String, Value> {
    let mut codes = codes.to_vec();
    codes.sort_by_key(|code| code.status());
    let of_status = codes.chunk_by(|a, b| a.status() == b.status());
    let all = of_status.map(|codes| {
        let place = format!("#/components/responses/{}", name_of(codes));
        (codes[0].status().to_string(), json!({ "$ref": place }))
    });
    all.collect()
}

fn name_of(codes: &[ErrorCode]) -> String {
    let words = codes.iter().map(|code| json!(code).as_str().unwrap().to_owned());
    words.collect::<Vec<_>>().join(".")
}

/// What the references of [`refused`] lead to, by their names.
pub fn answers_of_refusal(schemas: &Schemas, names: &BTreeSet<String>) -> Value {
    let meanings = schemas.meanings("ErrorCode");
    let answer = |name: &String| {
        let codes: Vec<&str> = name.split('.').collect();
        let told = meanings.iter().filter(|(code, _)| codes.contains(&code.as_str()));
        let told: Vec<String> = told.map(|(code, meaning)| format!("`{code}`: {meaning}")).collect();
        let narrowed = json!({ "properties": { "code": { "enum": codes } } });
        let schema = json!({ "allOf": [{ "$ref": format!("{PLACE}Problem") }, narrowed] });
        let mut answer = json!({
            "description": told.join("\n\n"),
            "headers": headers(Limit::Free),
            "content": { "application/problem+json": { "schema": schema } },
        });
        if name.contains("rate_limited") {
            answer["headers"]["Retry-After"] = json!({ "$ref": "#/components/headers/Retry-After" });
        }
        (name.clone(), answer)
    };
    Value::Object(names.iter().map(answer).collect())
}
