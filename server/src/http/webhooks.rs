//! The addresses to which programs post: Discord's, with GitHub's and Slack's below it. Whoever knows the token may post, and
//! is asked nothing else.

use super::call::{finished, note_quota};
use super::door::Door;
use super::idempotency::{self, Keyed, Said};
use super::input;
use super::refused::{Answer, Refused};
use crate::domain::caller::Caller;
use crate::domain::webhooks::{Post, WebhookDoc, read_discord, read_github, read_slack};
use crate::error::{Error, Result};
use crate::operations::{messages, webhooks};
use actix_web::http::{StatusCode, header};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use hubbub_shared::Problem;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::Limit;
use hubbub_shared::text::Nonce;
use serde_json::{Value, json};
use url::form_urlencoded;

/// In whose words something is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Discord,
    GitHub,
    Slack,
}

/// Posts what Discord would be told at `POST /api/webhooks/{webhook}/{token}`.
pub async fn post(request: HttpRequest, payload: Payload) -> Answer {
    answer(&request, payload, Dialect::Discord).await
}

/// The same with `/github`.
pub async fn post_github(request: HttpRequest, payload: Payload) -> Answer {
    answer(&request, payload, Dialect::GitHub).await
}

/// The same with `/slack`.
pub async fn post_slack(request: HttpRequest, payload: Payload) -> Answer {
    answer(&request, payload, Dialect::Slack).await
}

async fn answer(request: &HttpRequest, payload: Payload, dialect: Dialect) -> Answer {
    let door = Door::of(request)?;
    let (id, token) = (request.match_info().get("webhook"), request.match_info().get("token"));
    let id = id.and_then(|id| id.parse().ok()).ok_or_else(Error::not_found)?;
    let webhook = webhooks::authenticate(&door.live, id, token.unwrap_or_default()).await?;
    let counted = door.limits.check(Limit::Send, webhook.id.author());
    if let Err(problem) = note_quota(request, Limit::Send, door, counted) {
        return Ok(too_often(problem));
    }
    let body = input::posted(request, payload).await?;
    let asked = serde_json::to_vec(&body).unwrap_or_default();
    let Some(post) = read(request, dialect, body)? else {
        return Ok(HttpResponse::NoContent().finish());
    };
    let waits = dialect == Dialect::Discord && wants_message(request);
    let mut keyed = key(request, dialect)?.map(|key| {
        let caller = Caller::webhook(webhook.id);
        Keyed::new(&key, &caller, &[format!("{dialect:?} {waits}").as_bytes(), &asked])
    });
    let nonce = keyed.as_mut().map(|keyed| Nonce::parse(&keyed.nonce())).transpose()?;
    let (live, door) = (door.live.clone(), door.clone());
    let said = finished(async move {
        let work = async {
            let message = messages::post(&live, &webhook, post, nonce).await?.message;
            match dialect {
                Dialect::Slack => Ok(Said::text("ok")),
                _ if waits => as_discord(&message, &webhook),
                _ => Ok(Said::json(StatusCode::NO_CONTENT, None)),
            }
        };
        idempotency::once(&door, keyed, work).await
    });
    Ok(said.await?.answer())
}

/// `None`: there is nothing to say.
fn read(request: &HttpRequest, dialect: Dialect, body: Value) -> std::result::Result<Option<Post>, Problem> {
    match dialect {
        Dialect::Discord => read_discord(body).map(Some),
        Dialect::Slack => read_slack(body).map(Some),
        Dialect::GitHub => read_github(told_in(request, "x-github-event"), &body),
    }
}

fn told_in<'a>(request: &'a HttpRequest, name: &str) -> &'a str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// GitHub names each delivery, and a redelivery the same.
fn key(request: &HttpRequest, dialect: Dialect) -> std::result::Result<Option<String>, Refused> {
    let given = idempotency::key(request)?;
    let delivery = Some(told_in(request, "x-github-delivery"));
    let of_github = delivery.filter(|id| dialect == Dialect::GitHub && (1..=64).contains(&id.len()));
    Ok(given.or_else(|| of_github.map(|id| format!("github-{id}"))))
}

fn wants_message(request: &HttpRequest) -> bool {
    let mut query = form_urlencoded::parse(request.query_string().as_bytes());
    query.any(|(name, value)| name == "wait" && (value.eq_ignore_ascii_case("true") || value == "1"))
}

/// A message as programs for Discord look at it, with all that ours has.
fn as_discord(message: &Message, webhook: &WebhookDoc) -> Result<Said> {
    let mut told = serde_json::to_value(message).map_err(anyhow::Error::from)?;
    told["type"] = json!(0);
    told["channel_id"] = json!(message.channel);
    told["webhook_id"] = json!(webhook.id);
    told["timestamp"] = json!(message.created_at);
    told["embeds"] = json!([]);
    told["author"]["bot"] = json!(true);
    let body = serde_json::to_vec(&told).map_err(anyhow::Error::from)?;
    Ok(Said::json(StatusCode::OK, Some(body)))
}

/// Programs for Discord read from the body how long to wait, in seconds.
fn too_often(problem: Problem) -> HttpResponse {
    let wait_ms = problem.retry_after_ms.unwrap_or(1000);
    let mut told = serde_json::to_value(&problem).unwrap_or_default();
    told["retry_after"] = json!(wait_ms as f64 / 1000.0);
    told["global"] = json!(false);
    let mut answer = Refused::from(problem).answer();
    let head = answer.headers_mut().clone();
    let mut whole = HttpResponse::build(answer.status());
    for (name, value) in &head {
        whole.insert_header((name.clone(), value.clone()));
    }
    // A widespread client (discord-webhook) takes an answer without it for a ban, and gives up.
    whole.insert_header((header::VIA, "1.1 hubbub"));
    whole.body(told.to_string())
}
