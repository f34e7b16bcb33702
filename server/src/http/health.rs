//! `GET /api/health`: whether this node can do its work.

use super::door::Door;
use super::refused::Answer;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use std::time::Duration;

/// Longer than this is as good as not at all.
const PATIENCE: Duration = Duration::from_secs(2);

/// 200 while the store answers, else 503.
pub async fn health(request: HttpRequest) -> Answer {
    let door = Door::of(&request)?;
    let works = matches!(tokio::time::timeout(PATIENCE, door.live.store.ping()).await, Ok(Ok(())));
    let body = json!({
        "status": if works { "ok" } else { "unavailable" },
        "version": env!("CARGO_PKG_VERSION"),
        "store": door.live.store.name(),
        "sign_in": door.sign_in.settings.method(),
    });
    Ok(if works { HttpResponse::Ok().json(body) } else { HttpResponse::ServiceUnavailable().json(body) })
}
