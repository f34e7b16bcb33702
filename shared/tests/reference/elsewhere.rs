//! Routes that are not in the table of commands: what only REST has, signing in, and these documents.

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
    [of_oneself(schemas), of_hubs(schemas), of_the_server(), of_signing_in()]
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

const READING: &[ErrorCode] = &[NotSignedIn, Suspended, Internal, Unavailable];

fn of_oneself(schemas: &Schemas) -> Vec<Elsewhere> {
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

fn copy(of: &Elsewhere) -> Elsewhere {
    Elsewhere { parameters: json!([]), body: None, answers: json!({}), ..*of }
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

fn of_hubs(schemas: &Schemas) -> Vec<Elsewhere> {
    let hubs = Elsewhere {
        route: ("GET", "/api/hubs"),
        id: "get_hubs",
        tag: "Hubs",
        about: "The caller's hubs, in the order in which they joined. On the socket they are in `ready`.",
        who: Who::SignedIn,
        limit: Limit::Free,
        parameters: json!([]),
        body: None,
        answers: json!({ "200": answered("All of them.", "application/json", each_of("Hub")) }),
        refusals: READING,
    };
    let asked = schemas.command_ref("get_audit_log")["properties"].as_object().unwrap();
    let of_log = asked.iter().filter(|(name, _)| *name != "hub" && *name != "limit");
    let mut parameters: Vec<Value> =
        of_log.map(|(name, schema)| crate::operations::parameter(name, "query", schema, false)).collect();
    parameters.push(crate::operations::parameter("hub", "path", &asked["hub"], true));
    parameters.push(query("format", true, json!({ "enum": ["csv", "json"] }), "How it is written."));
    let file = json!({
        "type": "object",
        "properties": {
            "hub": of("HubId"),
            "entries": { "type": "array", "items": of("AuditEntry") },
            "next": { "type": "integer", "description": "Ask for the rest with this `before`. Absent: that was all." },
        },
        "required": ["hub", "entries"],
    });
    let export = Elsewhere {
        route: ("GET", "/api/hubs/{hub}/audit-log/export"),
        id: "export_audit_log",
        tag: "Audit log",
        about: "A hub's audit log as a file, newest first. Needs `view_audit_log`. At most 50,000 lines.",
        limit: Limit::Write,
        parameters: parameters.into(),
        answers: json!({ "200": {
            "description": "The file, which is read while it is sent.",
            "content": {
                "text/csv": { "schema": { "type": "string" } },
                "application/json": { "schema": file },
            },
        } }),
        refusals: &[
            InvalidInput,
            NotSignedIn,
            Forbidden,
            Suspended,
            NotFound,
            RateLimited,
            Internal,
            Unavailable,
        ],
        ..copy(&hubs)
    };
    vec![hubs, export]
}

fn of_the_server() -> Vec<Elsewhere> {
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

fn of_signing_in() -> Vec<Elsewhere> {
    let text = || json!({ "type": "string" });
    let page = |about: &str| answered(about, "text/html", text());
    let login = Elsewhere {
        route: ("GET", "/auth/login"),
        id: "sign_in",
        tag: "Signing in",
        about: "Off to where people prove who they are. It leads back to `next`, with a cookie.",
        who: Who::Anybody,
        limit: Limit::Free,
        parameters: json!([
            query("next", false, text(), "A path of the app to come back to. Absent: its first page."),
            query(
                "as",
                false,
                text(),
                "With local sign-in: the name, so that a script gets through by redirects alone."
            ),
        ]),
        body: None,
        answers: json!({
            "303": { "description": "On to the provider." },
            "403": page("Local sign-in is only for this machine."),
            "429": page("Too many sign-ins from one address."),
        }),
        refusals: &[InvalidInput, Internal, Unavailable],
    };
    let callback = Elsewhere {
        route: ("GET", "/auth/callback"),
        id: "come_back",
        about: "Back from the provider. Only it leads here.",
        parameters: json!([
            query("code", false, text(), "What is redeemed for who somebody is."),
            query("state", false, text(), "Proves that the sign-in began in this browser."),
            query("error", false, text(), "Why the provider says no."),
        ]),
        answers: json!({
            "303": { "description": "Signed in, or back to the page of sign-in with a reason." },
            "403": page("Who proved who they are, and is not let in."),
            "429": page("Too many sign-ins from one address."),
        }),
        ..copy(&login)
    };
    let logout = Elsewhere {
        route: ("POST", "/auth/logout"),
        id: "sign_out",
        about: "The browser's session is over, wherever its cookie was copied to. There being none is no error.",
        answers: json!({ "204": { "description": "The cookies are gone." } }),
        refusals: &[WrongOrigin, Conflict, Internal, Unavailable],
        ..copy(&login)
    };
    let authorize = Elsewhere {
        route: ("GET", "/auth/local/authorize"),
        id: "authorize_locally",
        about: "The page on which people pick a name, where anybody may. Only `/auth/login` leads here.",
        parameters: json!([
            query("response_type", true, text(), "Has to be `code`."),
            query("client_id", true, text(), "Only this server asks."),
            query("redirect_uri", true, text(), "Back to `/auth/callback`."),
            query("state", true, text(), "Goes back as it came."),
            query("code_challenge", true, text(), "Hash of the verifier."),
            query("code_challenge_method", true, text(), "Has to be `S256`."),
            query("as", false, text(), "The name that was picked."),
        ]),
        answers: json!({
            "200": page("The page."),
            "303": { "description": "Back with a code." },
            "400": page("It did not begin here, or something is missing."),
            "403": page("Only this machine may."),
            "404": page("People sign in otherwise here."),
        }),
        refusals: &[Internal],
        ..copy(&login)
    };
    vec![login, callback, logout, authorize].into_iter().chain(of_the_local_provider()).collect()
}

/// What the server asks itself, in the words of RFC 6749, and the page's own files.
fn of_the_local_provider() -> Vec<Elsewhere> {
    let text = || json!({ "type": "string" });
    let token = Elsewhere {
        route: ("POST", "/auth/local/token"),
        id: "redeem_locally",
        tag: "Signing in",
        about: "A token for a code. The server asks itself, in the words of RFC 6749.",
        who: Who::Anybody,
        limit: Limit::Free,
        parameters: json!([]),
        body: Some(json!({ "required": true, "content": { "application/x-www-form-urlencoded": { "schema": {
            "type": "object",
            "properties": {
                "grant_type": text(), "code": text(), "client_id": text(), "redirect_uri": text(), "code_verifier": text(),
            },
            "required": ["grant_type", "code", "client_id", "redirect_uri", "code_verifier"],
        } } } })),
        answers: json!({
            "200": answered("The token.", "application/json", json!({ "type": "object" })),
            "400": { "description": "The code is none, or the form has not what it takes." },
            "403": answered("Only this machine may.", "text/html", text()),
            "404": answered("People sign in otherwise here.", "text/html", text()),
            "413": { "description": "The form is too large." },
            "415": { "description": "It is no form." },
        }),
        refusals: &[Internal],
    };
    let me = Elsewhere {
        route: ("GET", "/auth/local/users/@me"),
        id: "who_locally",
        about: "Whose token it is. The server asks itself.",
        answers: json!({
            "200": answered("Who it is.", "application/json", json!({ "type": "object" })),
            "401": answered("Nobody's.", "application/json", json!({ "type": "object" })),
        }),
        ..copy(&token)
    };
    let style = Elsewhere {
        route: ("GET", "/auth/local/style.css"),
        id: "get_local_style",
        about: "How the pages of sign-in look.",
        answers: json!({ "200": answered("The styles.", "text/css", text()) }),
        refusals: &[],
        ..copy(&token)
    };
    let theme = Elsewhere {
        route: ("GET", "/auth/local/theme.js"),
        id: "get_local_theme",
        about: "Gives the pages of sign-in the theme that was chosen in the app.",
        answers: json!({ "200": answered("The script.", "text/javascript", text()) }),
        refusals: &[],
        ..copy(&token)
    };
    vec![token, me, style, theme]
}
