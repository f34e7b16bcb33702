//! Routes that are not in the table of commands: what only REST has, signing in, and these documents.

mod files;
mod hubs;
mod oneself;
mod server;
mod signing_in;
mod webhooks;

use crate::operations::{Operation, headers, refused};
use crate::schemas::{PLACE, Schemas};
use crate::told;
use hubbub_shared::ErrorCode::{self, *};
use hubbub_shared::protocol::Limit;
use serde_json::{Value, json};

/// Who may ask.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Anybody,
    SignedIn,
}

/// A route by itself.
struct Elsewhere {
    route: (&'static str, &'static str),
    id: &'static str,
    tag: &'static str,
    about: &'static str,
    who: Who,
    limit: Limit,
    /// Parameters, as OpenAPI has them.
    parameters: Value,
    body: Option<Value>,
    /// The answers that worked, by their status.
    answers: Value,
    refusals: &'static [ErrorCode],
}

/// All of them.
pub fn operations(schemas: &Schemas) -> Vec<Operation> {
    [
        oneself::all(schemas),
        hubs::all(schemas),
        files::all(),
        server::all(),
        signing_in::all(),
        webhooks::all(),
    ]
    .into_iter()
    .flatten()
    .map(operation)
    .collect()
}

fn operation(it: Elsewhere) -> Operation {
    let (method, path) = it.route;
    let mut responses = it.answers.as_object().unwrap().clone();
    for answer in responses.values_mut() {
        let mut all = headers(it.limit);
        all.as_object_mut().unwrap().extend(answer["headers"].as_object().cloned().unwrap_or_default());
        answer["headers"] = all;
    }
    responses.extend(refused(it.refusals));
    let mut content = json!({
        "operationId": it.id,
        "tags": [it.tag],
        "summary": told::summary(it.about),
        "description": it.about,
        "parameters": it.parameters,
        "responses": responses,
        "x-permissions": told::permissions(it.about),
        "x-rate-limit": told::limit(it.limit),
    });
    if let Some(body) = it.body {
        content["requestBody"] = body;
    }
    if it.who == Who::Anybody {
        content["security"] = json!([]);
    }
    Operation { method, path: path.to_owned(), content }
}

fn answered(about: &str, kind: &str, schema: Value) -> Value {
    json!({ "description": about, "content": { kind: { "schema": schema } } })
}

fn of(name: &str) -> Value {
    json!({ "$ref": format!("{PLACE}{name}") })
}

fn each_of(name: &str) -> Value {
    json!({ "type": "array", "items": of(name) })
}

fn query(name: &str, required: bool, schema: Value, about: &str) -> Value {
    json!({ "name": name, "in": "query", "required": required, "schema": schema, "description": about })
}

/// Under which the same is done once.
fn key() -> Value {
    json!({ "$ref": "#/components/parameters/IdempotencyKey" })
}

/// Of whoever is signed in, reading something.
const READING: &[ErrorCode] = &[NotSignedIn, Suspended, Internal, Unavailable];

/// Another of the same kind, with nothing asked and nothing answered yet.
fn copy(of: &Elsewhere) -> Elsewhere {
    Elsewhere { parameters: json!([]), body: None, answers: json!({}), ..*of }
}
