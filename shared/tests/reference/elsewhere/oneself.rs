//! Oneself, where one is signed in, and all that is kept about one.

use super::{Elsewhere, READING, Who, answered, copy, each_of, key, of};
use crate::schemas::Schemas;
use hubbub_shared::ErrorCode::*;
use hubbub_shared::protocol::Limit;
use serde_json::{Value, json};

/// All of it.
pub fn all(schemas: &Schemas) -> Vec<Elsewhere> {
    let me = Elsewhere {
        route: ("GET", "/api/users/@me"),
        id: "get_me",
        tag: "Oneself",
        about: "Who asks. On the socket it is in `ready`.",
        who: Who::SignedIn,
        limit: Limit::Free,
        parameters: json!([]),
        body: None,
        answers: json!({ "200": answered("The caller.", "application/json", of("Me")) }),
        refusals: READING,
    };
    let export = Elsewhere {
        route: ("GET", "/api/users/@me/export"),
        id: "export_account",
        about: "All that is kept about the caller, as one file that is read while it is sent. Counted by itself: a few times an hour.",
        answers: json!({ "200": {
            "description": "The file. If something goes wrong in the middle, the connection breaks off.",
            "headers": {
                "X-Export-Messages": {
                    "description": "How many messages it will hold.",
                    "schema": { "type": "integer", "minimum": 0 },
                },
                "X-RateLimit-Limit": { "$ref": "#/components/headers/X-RateLimit-Limit" },
                "X-RateLimit-Remaining": { "$ref": "#/components/headers/X-RateLimit-Remaining" },
                "X-RateLimit-Reset-After": { "$ref": "#/components/headers/X-RateLimit-Reset-After" },
            },
            "content": { "application/json": { "schema": export_file() } },
        } }),
        refusals: &[NotSignedIn, Suspended, RateLimited, Internal, Unavailable],
        ..copy(&me)
    };
    let sessions = Elsewhere {
        route: ("GET", "/api/users/@me/sessions"),
        id: "get_sessions",
        about: "Where the caller is signed in, newest first.",
        answers: json!({ "200": answered("All sessions.", "application/json", each_of("Session")) }),
        ..copy(&me)
    };
    let create = Elsewhere {
        route: ("POST", "/api/users/@me/sessions"),
        id: "create_session",
        about: "Make a token for a program, which acts for the caller. It is shown this once.",
        limit: Limit::Write,
        parameters: json!([key()]),
        body: Some(json!({ "required": true, "content": { "application/json": {
            "schema": {
                "type": "object",
                "properties": { "name": {
                    "type": "string",
                    "description": "What the program is, for the list of sessions: 1 to 64 characters.",
                } },
                "required": ["name"],
            },
            "example": { "name": "my bot" },
        } } })),
        answers: json!({ "201": answered("The session and its token.", "application/json", of("SessionToken")) }),
        refusals: &[
            InvalidInput,
            MalformedFrame,
            NotSignedIn,
            Suspended,
            WrongOrigin,
            NotFound,
            Conflict,
            IdempotencyKeyReused,
            IdempotencyInProgress,
            IdempotencyUnknown,
            TooLarge,
            LimitReached,
            RateLimited,
            Internal,
            Unavailable,
        ],
        ..copy(&me)
    };
    let end = Elsewhere {
        route: ("DELETE", "/api/users/@me/sessions/{session}"),
        id: "end_session",
        about: "Sign a device or a program out. Its sockets close.",
        limit: Limit::Write,
        parameters: json!([{
            "name": "session", "in": "path", "required": true, "schema": schemas.all["SessionId"].clone(),
            "description": "The id of one of the caller's own sessions; another's is `not_found`.",
        }]),
        answers: json!({ "204": { "description": "It has ended." } }),
        refusals: &[
            InvalidInput,
            NotSignedIn,
            Suspended,
            WrongOrigin,
            NotFound,
            Conflict,
            RateLimited,
            Internal,
            Unavailable,
        ],
        ..copy(&me)
    };
    vec![me, export, sessions, create, end]
}

/// The parts are told in `docs/api.md`; a later version may have more of them.
fn export_file() -> Value {
    json!({
        "type": "object",
        "properties": {
            "about": {
                "type": "object",
                "properties": {
                    "format": { "const": "hubbub-export" },
                    "version": { "type": "integer" },
                    "made_at": of("Timestamp"),
                },
                "required": ["format", "version", "made_at"],
            },
        },
        "required": ["about"],
    })
}
