//! The document of the socket: AsyncAPI 3, as the server sees it. It receives calls and sends everything else.

use crate::schemas::{PLACE, Schemas};
use crate::{examples, told};
use hubbub_shared::protocol::close::AfterClose;
use hubbub_shared::protocol::{CloseCode, Command, Verb};
use serde_json::{Map, Value, json};

const ABOUT: &str = "One WebSocket carries everything that is live. What a client does with it is told in `docs/protocol.md`.

Frames are JSON in text frames (`/ws?encoding=json`) or MessagePack in binary frames (`/ws`), and say the same. The schemas are \
those of JSON. In MessagePack, ids and permission sets are unsigned numbers of 64 bits instead of decimal text, and times are \
milliseconds since 1970. A frame is a map with one entry, kind to content; a kind without content is its name alone.

The server speaks first (`hello`). A program then calls `identify`; a browser came with its cookie. Then comes `ready`. New kinds, \
fields, events and values may come at any time: a client passes over what it does not know.";

/// The name of the one channel there is.
const SOCKET: &str = "socket";
const ENTRY: &str = "#/channels/socket/messages/";

/// All of it.
pub fn document() -> Value {
    let schemas = Schemas::new();
    let messages = messages(&schemas);
    let names: Map<String, Value> = messages
        .keys()
        .map(|name| (name.clone(), json!({ "$ref": format!("#/components/messages/{name}") })))
        .collect();
    let used = schemas.reached_from(&json!(messages));
    let mut document = json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Hubbub",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "AGPL-3.0-or-later" },
        },
        "defaultContentType": "application/json",
        "servers": {
            "here": {
                "host": "{host}",
                "protocol": "wss",
                "description": "The server that told this; `ws` where it is reached by plain HTTP.",
                "variables": { "host": { "default": "localhost:8080", "description": "Host and port of the server." } },
            },
        },
        "channels": { SOCKET: {
            "address": "/ws",
            "description": "The socket of one session.",
            "messages": names,
            "bindings": { "ws": { "method": "GET", "query": {
                "type": "object",
                "properties": { "encoding": {
                    "type": "string",
                    "enum": ["json"],
                    "description": "`json`: frames are text. Absent: they are MessagePack.",
                } },
            } } },
        } },
        "operations": operations(&messages),
        "components": { "messages": messages, "schemas": used },
        "x-close-codes": close_codes(),
    });
    as_draft_07(&mut document);
    document
}

fn messages(schemas: &Schemas) -> Map<String, Value> {
    let mut all = Map::new();
    for verb in Command::VERBS {
        all.insert(format!("call.{}", verb.name), call(schemas, verb));
        all.entry(format!("reply.{}", verb.reply)).or_insert_with(|| reply(schemas, verb.reply));
    }
    let problem = json!({ "error": { "$ref": format!("{PLACE}Problem") } });
    let about = "The call was not done, and this is why.";
    let is_error = |frame: &Value| frame["reply"][1].get("error").is_some();
    let error = outcome(&problem, "error");
    all.insert("reply.error".to_owned(), message("A refusal", about, &error, examples::frame(is_error)));
    let heartbeat = "\"I am here\": due every `heartbeat_secs`. Any other frame does too.";
    let payload = json!({ "const": "heartbeat" });
    all.insert("alive".to_owned(), message("A heartbeat", heartbeat, &payload, Some(json!("heartbeat"))));
    all.extend(of_the_server(schemas));
    all
}

fn message(summary: &str, about: &str, payload: &Value, example: Option<Value>) -> Value {
    let mut message = json!({ "summary": summary, "description": about, "payload": payload });
    if let Some(example) = example {
        message["examples"] = json!([{ "payload": example }]);
    }
    message
}

fn call(schemas: &Schemas, verb: &Verb) -> Value {
    let about = told::about(verb);
    let fields = schemas.command_place(verb.name);
    let payload = pair("call", "A reference of the client's choice.", &only(verb.name, fields));
    let example = examples::commands(verb.name).into_iter().max_by_key(Map::len);
    let example = example.map(|fields| json!({ "call": [7, { verb.name: fields }] }));
    let mut message = message(told::summary(&about), &about, &payload, example);
    message["x-permissions"] = json!(verb.permissions());
    message["x-rate-limit"] = json!(told::limit(verb.limit));
    message["x-errors"] =
        json!(verb.refusals().iter().filter(|code| is_of_sockets(code)).collect::<Vec<_>>());
    message
}

fn is_of_sockets(code: &hubbub_shared::ErrorCode) -> bool {
    use hubbub_shared::ErrorCode::{TooLarge, WrongOrigin};
    !matches!(code, TooLarge | WrongOrigin)
}

fn reply(schemas: &Schemas, kind: &str) -> Value {
    match schemas.reply(kind) {
        None => {
            let about = "It is done; there is nothing to tell.";
            let payload = outcome(&json!({ "ok": { "const": "done" } }), "ok");
            message("Done", about, &payload, Some(json!({ "reply": [7, { "ok": "done" }] })))
        }
        Some(schema) => {
            let about = schemas.resolved(schema)["description"].as_str().unwrap_or_default();
            let payload = outcome(&json!({ "ok": only(kind, schema) }), "ok");
            let example =
                examples::reply(kind).map(|content| json!({ "reply": [7, { "ok": { kind: content } }] }));
            message(&format!("`{kind}`"), about, &payload, example)
        }
    }
}

/// A map of one entry.
fn only(name: &str, schema: &Value) -> Value {
    json!({ "type": "object", "properties": { name: schema }, "required": [name] })
}

fn pair(kind: &str, about: &str, content: &Value) -> Value {
    let reference = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX, "description": about });
    only(kind, &json!({ "type": "array", "prefixItems": [reference, content], "minItems": 2, "maxItems": 2 }))
}

fn outcome(content: &Value, required: &str) -> Value {
    let content = json!({ "type": "object", "properties": content, "required": [required] });
    pair("reply", "That of the call.", &content)
}

/// What comes without being asked for: each variant of a frame, and of what is in it.
fn of_the_server(schemas: &Schemas) -> Map<String, Value> {
    let mut all = Map::new();
    let frames = schemas.all.keys().find(|name| name.starts_with("ServerFrameOf")).unwrap();
    for (kind, about, schema) in schemas.variants(frames) {
        match &*kind {
            "reply" => {}
            "event" => all.extend(events(schemas)),
            "ephemeral" => {
                all.extend(of_enum(schemas, "ephemeral", "Ephemeral", &|it| only("ephemeral", it)))
            }
            _ => {
                let example = examples::frame(|frame| frame.get(&kind).is_some() || *frame == kind);
                all.insert(kind.clone(), message(&format!("`{kind}`"), &about, schema, example));
            }
        }
    }
    all
}

/// In a channel, in a hub, or of a user; what changed is one of an enum each.
fn events(schemas: &Schemas) -> Map<String, Value> {
    let mut all = Map::new();
    for (place, _, schema) in schemas.variants("Event") {
        let content = &schema["properties"][&place];
        let within = |change: &Value| match content["properties"].get("change") {
            Some(_) => {
                let mut content = content.clone();
                content["properties"]["change"] = change.clone();
                content
            }
            None => change.clone(),
        };
        let changes = match &*place {
            "channel" => "ChannelEvent",
            "hub" => "HubEvent",
            "user" => "UserEvent",
            other => panic!("what changes in an event of a {other}?"),
        };
        let prefix = format!("event.{place}");
        let frame = |change: &Value| only("event", &only(&place, &within(change)));
        all.extend(of_enum(schemas, &prefix, changes, &frame));
    }
    all
}

fn of_enum(schemas: &Schemas, prefix: &str, of: &str, frame: &dyn Fn(&Value) -> Value) -> Map<String, Value> {
    let each = schemas.variants(of).into_iter().map(|(name, about, schema)| {
        let is_it = |it: &Value| {
            prefix.split('.').next().is_some_and(|kind| it.get(kind).is_some()) && says(it, &name)
        };
        let message = message(&format!("`{name}`"), &about, &frame(schema), examples::frame(is_it));
        (format!("{prefix}.{name}"), message)
    });
    each.collect()
}

/// Whether a frame has this as the name of something that happened.
fn says(frame: &Value, name: &str) -> bool {
    match frame {
        Value::String(text) => text == name,
        Value::Object(map) => {
            map.contains_key(name)
                || map.len() == 1 && map.values().any(|it| says(it, name))
                || map.get("change").is_some_and(|it| says(it, name))
        }
        _ => false,
    }
}

fn operations(messages: &Map<String, Value>) -> Map<String, Value> {
    let channel = json!({ "$ref": format!("#/channels/{SOCKET}") });
    let entry = |name: &str| json!({ "$ref": format!("{ENTRY}{name}") });
    let mut all = Map::new();
    for verb in Command::VERBS {
        let answers = [entry(&format!("reply.{}", verb.reply)), entry("reply.error")];
        let operation = json!({
            "action": "receive",
            "channel": channel,
            "summary": told::summary(&told::about(verb)),
            "messages": [entry(&format!("call.{}", verb.name))],
            "reply": { "channel": channel, "messages": answers },
        });
        all.insert(verb.name.to_owned(), operation);
    }
    let alive = json!({
        "action": "receive",
        "channel": channel,
        "summary": "A client is there",
        "messages": [entry("alive")],
        "reply": { "channel": channel, "messages": [entry("heartbeat")] },
    });
    all.insert("alive".to_owned(), alive);
    for name in messages.keys().filter(|name| !name.starts_with("call.") && !name.starts_with("reply.")) {
        if name == "alive" {
            continue;
        }
        let operation = json!({
            "action": "send",
            "channel": channel,
            "summary": messages[name]["summary"],
            "messages": [entry(name)],
        });
        all.insert(format!("tell_{}", name.replace('.', "_")), operation);
    }
    all
}

fn close_codes() -> Vec<Value> {
    let each = CloseCode::ALL.iter().map(|(code, about)| {
        let after = match AfterClose::of(*code as u16) {
            AfterClose::Resume => "resume",
            AfterClose::SignIn => "sign_in",
            AfterClose::Stop => "stop",
        };
        json!({ "code": *code as u16, "description": about.trim(), "after": after })
    });
    each.collect()
}

/// AsyncAPI reads schemas as draft 07 of JSON Schema, which says tuples otherwise.
fn as_draft_07(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(as_draft_07),
        Value::Object(map) => {
            if let Some(items) = map.remove("prefixItems") {
                map.insert("items".to_owned(), items);
                map.insert("additionalItems".to_owned(), json!(false));
            }
            map.values_mut().for_each(as_draft_07);
        }
        _ => {}
    }
}
