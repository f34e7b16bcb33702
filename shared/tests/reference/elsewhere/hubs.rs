//! The list of one's hubs, and the audit log of one as a file.

use super::{Elsewhere, READING, Who, answered, copy, each_of, of, query};
use crate::operations::parameter;
use crate::schemas::Schemas;
use hubbub_shared::ErrorCode::*;
use hubbub_shared::protocol::Limit;
use serde_json::{Value, json};

/// All of it.
pub fn all(schemas: &Schemas) -> Vec<Elsewhere> {
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
        of_log.map(|(name, schema)| parameter(name, "query", schema, false)).collect();
    parameters.push(parameter("hub", "path", &asked["hub"], true));
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
