//! The bytes of files: sending them, and fetching them.

use super::{Elsewhere, Who, answered, of, query};
use hubbub_shared::ErrorCode::*;
use hubbub_shared::protocol::Limit;
use serde_json::{Value, json};

/// All of it.
pub fn all() -> Vec<Elsewhere> {
    let [head, patch] = sending();
    let [fetch, ask] = fetching();
    let [picture, of_picture] = pictures();
    vec![head, patch, fetch, ask, picture, of_picture]
}

fn sending() -> [Elsewhere; 2] {
    let number = json!({ "type": "integer", "minimum": 0 });
    let offset = json!({ "description": "How many bytes are here.", "schema": number });
    let length = json!({ "description": "How many it will have.", "schema": number });
    let upload = path("upload", of("AttachmentId"), "The upload's id; one of somebody else is `not_found`.");
    let head = Elsewhere {
        route: ("HEAD", "/api/uploads/{upload}"),
        id: "head_upload",
        tag: "Files",
        about: "How far a file of one's own has come, as tus 1.0 tells it.",
        who: Who::SignedIn,
        limit: Limit::Free,
        parameters: json!([upload]),
        body: None,
        answers: json!({ "200": {
            "description": "Where it stands.",
            "headers": { "Upload-Offset": offset, "Upload-Length": length },
        } }),
        refusals: &[NotSignedIn, Forbidden, Suspended, NotFound, Internal, Unavailable],
    };
    let from = json!({
        "name": "Upload-Offset", "in": "header", "required": true, "schema": number,
        "description": "From which byte on this is: where the file stands.",
    });
    let mut whole = answered("It is whole now.", "application/json", of("Upload"));
    whole["headers"] = json!({ "Upload-Offset": offset });
    let patch = Elsewhere {
        route: ("PATCH", "/api/uploads/{upload}"),
        id: "send_upload",
        about: "Send bytes of a file, from where it stands (tus 1.0). As many as one likes; what came before a connection broke off \
                stays. Another offset is a `conflict`, and `Upload-Offset` says where the file stands. If all are here and it is not \
                whole, because the server was stopped, an empty one goes on. Needs `view`, `send` and `attach`.",
        limit: Limit::Write,
        parameters: json!([upload, from]),
        body: Some(json!({ "required": true, "content": { "application/offset+octet-stream": {
            "schema": { "type": "string", "format": "binary" },
        } } })),
        answers: json!({
            "200": whole,
            "204": { "description": "More is to come.", "headers": { "Upload-Offset": offset } },
        }),
        refusals: &[
            InvalidInput,
            MalformedFrame,
            NotSignedIn,
            Forbidden,
            WrongOrigin,
            Suspended,
            NotFound,
            Conflict,
            TooLarge,
            Locked,
            RateLimited,
            Internal,
            Unavailable,
        ],
        ..super::copy(&head)
    };
    [head, patch]
}

fn fetching() -> [Elsewhere; 2] {
    let file = json!({ "*/*": { "schema": { "type": "string", "format": "binary" } } });
    let parameters = json!([
        path("attachment", of("AttachmentId"), "The attachment's id."),
        path("name", json!({ "type": "string" }), "What it is called; another name is no error."),
        query(
            "size",
            false,
            json!({ "enum": ["preview", "screen"] }),
            "A smaller form of a picture. Absent: the file."
        ),
    ]);
    let fetch = Elsewhere {
        route: ("GET", "/api/attachments/{attachment}/{name}"),
        id: "get_attachment",
        tag: "Files",
        about: "A file that goes with a message, or a part of it (`Range`). Needs `view` and `history`, now; one that the caller may \
                not have is `not_found`. Pictures, sound and video may be shown, all else is to be saved; nothing in it can run.",
        who: Who::SignedIn,
        limit: Limit::Free,
        parameters: parameters.clone(),
        body: None,
        answers: json!({
            "200": { "description": "The file.", "content": file },
            "206": { "description": "A part of it.", "content": file },
            "304": { "description": "It is what the caller has (`If-None-Match`)." },
            "416": { "description": "It ends before what was asked for." },
        }),
        refusals: &[InvalidInput, NotSignedIn, Suspended, NotFound, Internal, Unavailable],
    };
    let ask = Elsewhere {
        route: ("HEAD", "/api/attachments/{attachment}/{name}"),
        id: "head_attachment",
        about: "What would be told of a file, without the file.",
        parameters,
        answers: json!({ "200": { "description": "It is there." } }),
        refusals: &[InvalidInput, NotSignedIn, Suspended, NotFound, Internal, Unavailable],
        ..super::copy(&fetch)
    };
    [fetch, ask]
}

fn pictures() -> [Elsewhere; 2] {
    let file = json!({ "image/*": { "schema": { "type": "string", "format": "binary" } } });
    let parameters = json!([
        path("hash", json!({ "type": "string" }), "What `avatar` or `icon` ends with."),
        query(
            "size",
            false,
            json!({ "enum": ["small"] }),
            "The one beside a name, of at most 128 pixels. Absent: of at most 256."
        ),
    ]);
    let fetch = Elsewhere {
        route: ("GET", "/api/pictures/{hash}"),
        id: "get_picture",
        tag: "Files",
        about: "What a person, a bot or a hub shows of itself, as long as one of them does. Its address says what is in it: it never \
                changes, and whoever has it may keep it.",
        who: Who::Anybody,
        limit: Limit::Free,
        parameters: parameters.clone(),
        body: None,
        answers: json!({
            "200": { "description": "A square picture, JPEG or WebP.", "content": file },
            "304": { "description": "It is what the caller has (`If-None-Match`)." },
        }),
        refusals: &[InvalidInput, NotFound, Internal, Unavailable],
    };
    let ask = Elsewhere {
        route: ("HEAD", "/api/pictures/{hash}"),
        id: "head_picture",
        about: "What would be told of a picture, without the picture.",
        parameters,
        answers: json!({ "200": { "description": "It is there." } }),
        ..super::copy(&fetch)
    };
    [fetch, ask]
}

fn path(name: &str, schema: Value, about: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": schema, "description": about })
}
