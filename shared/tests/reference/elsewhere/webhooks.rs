//! The addresses to which programs post.

use super::{Elsewhere, Who, answered, key, of, query};
use hubbub_shared::ErrorCode::*;
use hubbub_shared::protocol::Limit;
use serde_json::{Value, json};

const REFUSALS: &[hubbub_shared::ErrorCode] = &[
    InvalidInput,
    MalformedFrame,
    Suspended,
    NotFound,
    Conflict,
    IdempotencyInProgress,
    TooLarge,
    BlockedByAutomod,
    HeldForReview,
    IdempotencyKeyReused,
    LimitReached,
    Locked,
    RateLimited,
    Internal,
    Unavailable,
];

/// All of it.
pub fn all() -> Vec<Elsewhere> {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let embed = json!({ "type": "object", "description": "Is shown as text; pictures are not fetched." });
    let named = json!({ "type": "object", "properties": {
        "parse": { "type": "array", "items": { "type": "string" }, "description": "`users`, `roles`, `everyone`: all who are named." },
        "users": { "type": "array", "items": of("UserId"), "description": "Of those who are named, these." },
        "roles": { "type": "array", "items": of("RoleId"), "description": "Of those that are named, these." },
    }, "description": "Whom to tell of those who are named. Absent: all." });
    let body = json!({ "type": "object", "properties": {
        "content": text("Markdown, up to 4000 characters."),
        "username": text("Under which name this message stands, 1 to 80 characters. Absent: the webhook's."),
        "embeds": { "type": "array", "maxItems": 10, "items": embed, "description": "What Discord draws in frames." },
        "allowed_mentions": named,
    } });
    let example = json!({ "content": "Build 7 **failed**", "username": "CI" });
    let done = json!({ "description": "It is posted." });
    let wait = query("wait", false, json!({ "type": "boolean" }), "Whether to answer with the message.");
    let message = json!({ "type": "object", "description": "A message, with what programs for Discord look for beside it." });
    let post = Elsewhere {
        route: ("POST", "/api/webhooks/{webhook}/{token}"),
        id: "post_webhook",
        tag: "Webhooks",
        about: "Post a message by a webhook, in Discord's words. Whoever knows the address may, and a wrong one is `not_found`. Counts \
                like the messages of a person.",
        who: Who::Anybody,
        limit: Limit::Send,
        parameters: addressed(&[wait, key()]),
        body: Some(json!({ "required": true, "content": {
            "application/json": { "schema": body, "example": example },
        } })),
        answers: json!({
            "204": done,
            "200": answered("With `wait=true`: the message.", "application/json", message),
        }),
        refusals: REFUSALS,
    };
    let event = json!({
        "name": "X-GitHub-Event", "in": "header", "required": true, "schema": { "type": "string" },
        "description": "What the body tells of. Of what is not known, nothing is said.",
    });
    let payload = json!({ "required": true, "content": { "application/json": {
        "schema": { "type": "object", "description": "As GitHub's documentation has it." },
        "example": { "zen": "Design for failure.", "repository": { "full_name": "octo-org/mill" } },
    } } });
    let github = Elsewhere {
        route: ("POST", "/api/webhooks/{webhook}/{token}/github"),
        id: "post_webhook_github",
        about: "Tell of an event of GitHub. A delivery is told of once, however often it comes (`X-GitHub-Delivery`).",
        parameters: addressed(&[event, key()]),
        body: Some(payload),
        answers: json!({ "204": { "description": "It is told, or there is nothing to say of it." } }),
        ..super::copy(&post)
    };
    let slack = json!({ "required": true, "content": { "application/json": {
        "schema": { "type": "object", "properties": {
            "text": text("What to say."),
            "username": text("Under which name this message stands. Absent: the webhook's."),
        } },
        "example": { "text": "Build <https://example.org/7|7> failed" },
    } } });
    let slack = Elsewhere {
        route: ("POST", "/api/webhooks/{webhook}/{token}/slack"),
        id: "post_webhook_slack",
        about: "Post a message by a webhook, in Slack's words.",
        parameters: addressed(&[key()]),
        body: Some(slack),
        answers: json!({ "200": answered("It is posted.", "text/plain", json!({ "const": "ok" })) }),
        ..super::copy(&post)
    };
    vec![post, github, slack]
}

/// What is in the address, and these.
fn addressed(more: &[Value]) -> Value {
    let path = |name: &str, schema: Value, about: &str| json!({ "name": name, "in": "path", "required": true, "schema": schema, "description": about });
    let mut all = vec![
        path("webhook", of("WebhookId"), "The webhook's id."),
        path("token", json!({ "type": "string" }), "Its token."),
    ];
    all.extend_from_slice(more);
    Value::Array(all)
}
