//! The document of the routes: OpenAPI 3.1.

use crate::operations::{self, Operation, TAGS};
use crate::schemas::Schemas;
use crate::{elsewhere, examples};
use hubbub_shared::protocol::Command;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const ABOUT: &str = "Everything a person can do in Hubbub, a program can do too. This is made of the code; what holds for all \
operations, and the stories around them, are in `docs/api.md`.

A program sends `Authorization: Bearer` with a token from `POST /api/users/@me/sessions`; a browser sends its cookie, and with \
it an `Origin` of this server for all but reading.

A JSON object is taken as body, of at most 64 KiB. Its fields may come in the query as well, which wins over the body; a GET or \
DELETE has no body. Unknown fields are ignored. A field that is `null` is as one that is left out, where it does not say \
otherwise. Numbers of 64 bits are decimal text. In answers, what has no value is left out.";

/// All of it.
pub fn document() -> Value {
    let schemas = Schemas::new();
    let mut operations = operations::of_the_table(&schemas);
    operations.extend(elsewhere::operations(&schemas));
    let paths = paths(operations);
    let refusals = operations::answers_of_refusal(&schemas, &refusals(&paths));
    let used = schemas.reached_from(&json!([paths, refusals]));
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Hubbub",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
        },
        "servers": [{ "url": "/", "description": "The server that told this." }],
        "security": [{ "token": [] }, { "cookie": [] }],
        "tags": tags(),
        "paths": paths,
        "components": {
            "schemas": used,
            "headers": headers(),
            "parameters": { "IdempotencyKey": idempotency_key() },
            "responses": refusals,
            "examples": examples(),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "The token of a session." },
                "cookie": {
                    "type": "apiKey", "in": "cookie", "name": "hubbub_session",
                    "description": "Of a browser that signed in at `/auth/login`.",
                },
            },
        },
    })
}

fn tags() -> Vec<Value> {
    let told = TAGS.iter().filter(|(.., about)| !about.is_empty());
    told.map(|(_, name, about)| json!({ "name": name, "description": about })).collect()
}

fn paths(operations: Vec<Operation>) -> Map<String, Value> {
    let mut paths = Map::new();
    for Operation { method, path, content } in operations {
        let item = paths.entry(path.clone()).or_insert_with(|| json!({}));
        let before = item.as_object_mut().unwrap().insert(method.to_lowercase(), content);
        assert!(before.is_none(), "{method} {path} is there twice");
    }
    paths
}

/// The names of the answers that refuse something.
fn refusals(paths: &Map<String, Value>) -> BTreeSet<String> {
    let operations = paths.values().flat_map(|item| item.as_object().unwrap().values());
    let answers = operations.flat_map(|operation| operation["responses"].as_object().unwrap().values());
    let names = answers.filter_map(|answer| answer["$ref"].as_str()?.strip_prefix("#/components/responses/"));
    names.map(str::to_owned).collect()
}

fn examples() -> Map<String, Value> {
    let kinds = Command::VERBS.iter().filter(|verb| verb.route.is_some()).map(|verb| verb.reply);
    let told = kinds.filter_map(|kind| Some((kind.to_owned(), json!({ "value": examples::reply(kind)? }))));
    told.collect()
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
        "description": "Under one key the same is done once: for a day, asking again has the first answer, with \
            `Idempotency-Replayed: true`. A UUID does well.",
    })
}

fn headers() -> Value {
    let number = |about: &str| json!({ "description": about, "schema": { "type": "integer", "minimum": 0 } });
    json!({
        "X-Request-Id": {
            "description": "Under this id the server's log tells more. Every answer has one.",
            "required": true,
            "schema": { "type": "string" },
        },
        "Retry-After": number("Seconds after which it may work."),
        "X-RateLimit-Limit": number("How many at once."),
        "X-RateLimit-Remaining": number("How many are left."),
        "X-RateLimit-Reset": {
            "description": "When all are back, in seconds since 1970.",
            "schema": { "type": "number", "minimum": 0 },
        },
        "X-RateLimit-Bucket": {
            "description": "What is counted together: calls of one bucket share what is left.",
            "schema": { "type": "string" },
        },
        "ETag": {
            "description": "Of what was read. Sent again as `If-None-Match`, it is answered with 304 while nothing has changed.",
            "required": true,
            "schema": { "type": "string" },
        },
        "X-RateLimit-Reset-After": {
            "description": "Seconds until all are back.",
            "schema": { "type": "number", "minimum": 0 },
        },
    })
}
