//! The server: how it fares, what it says of itself, and its socket.

use super::{Elsewhere, Who, answered, copy, of, query};
use hubbub_shared::ErrorCode::*;
use hubbub_shared::protocol::Limit;
use serde_json::{Value, json};

/// All of it.
pub fn all() -> Vec<Elsewhere> {
    let state = json!({
        "type": "object",
        "properties": {
            "status": { "enum": ["ok", "unavailable"] },
            "version": { "type": "string" },
            "store": { "type": "string", "description": "The kind of database." },
            "sign_in": of("SignInMethod"),
        },
        "required": ["status", "version", "store", "sign_in"],
    });
    let health = Elsewhere {
        route: ("GET", "/api/health"),
        id: "get_health",
        tag: "Server",
        about: "Whether this server can do its work. For programs that watch it, and for the app before sign-in.",
        who: Who::Anybody,
        limit: Limit::Free,
        parameters: json!([]),
        body: None,
        answers: json!({
            "200": answered("It can.", "application/json", state.clone()),
            "503": answered("The store does not answer within 2 s.", "application/json", state),
        }),
        refusals: &[],
    };
    let head = Elsewhere {
        route: ("HEAD", "/api/health"),
        id: "head_health",
        answers: json!({
            "200": { "description": "It can." },
            "503": { "description": "The store does not answer within 2 s." },
        }),
        ..copy(&health)
    };
    let openapi = Elsewhere {
        route: ("GET", "/api/openapi.json"),
        id: "get_openapi",
        about: "This document. Made of the code of the server that tells it.",
        answers: document("An OpenAPI document."),
        ..copy(&health)
    };
    let asyncapi = Elsewhere {
        route: ("GET", "/api/asyncapi.json"),
        id: "get_asyncapi",
        about: "What is said on the socket, as an AsyncAPI document. Made of the code of the server that tells it.",
        answers: document("An AsyncAPI document."),
        ..copy(&health)
    };
    let docs = Elsewhere {
        route: ("GET", "/api/docs"),
        id: "get_docs",
        about: "A page to read this document, and to try what it describes.",
        answers: json!({ "200": answered("The page.", "text/html", json!({ "type": "string" })) }),
        refusals: &[NotFound],
        ..copy(&health)
    };
    let file = Elsewhere {
        route: ("GET", "/api/docs/{file}"),
        id: "get_file_of_docs",
        about: "What that page loads.",
        parameters: json!([{
            "name": "file", "in": "path", "required": true, "schema": { "type": "string" },
            "description": "Its name, as the page says it.",
        }]),
        answers: json!({ "200": { "description": "The file." } }),
        refusals: &[NotFound],
        ..copy(&health)
    };
    let socket = Elsewhere {
        route: ("GET", "/ws"),
        id: "open_socket",
        about: "The socket: events as they happen, and every command. `docs/protocol.md` tells of it, `/api/asyncapi.json` describes it.",
        parameters: json!([query(
            "encoding",
            false,
            json!({ "enum": ["json"] }),
            "`json`: frames are text. Absent: they are MessagePack."
        )]),
        answers: json!({ "101": { "description": "From here on it is a WebSocket." } }),
        refusals: &[InvalidInput, NotSignedIn, Suspended, WrongOrigin, Internal, Unavailable],
        ..copy(&health)
    };
    vec![health, head, openapi, asyncapi, docs, file, socket]
}

fn document(about: &str) -> Value {
    json!({
        "200": answered(about, "application/json", json!({ "type": "object" })),
        "304": { "description": "It is the one whose `ETag` was told in `If-None-Match`." },
    })
}
