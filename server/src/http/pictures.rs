//! `GET /api/pictures/{hash}`: what somebody shows of themselves, or a hub. Its address says what is in it, so it never becomes
//! another, and whoever was shown it keeps it. Nothing is there that was not made here.

use super::attachments::{NOTHING, etag, is_known, send, size};
use super::door::Door;
use super::files::FOR_EVER;
use super::refused::{Answer, Refused};
use crate::operations::pictures;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use hubbub_shared::Problem;

/// Sends a picture to anybody.
pub async fn fetch(request: HttpRequest) -> Answer {
    let door = Door::of(&request)?;
    let hash = request.match_info().get("hash").unwrap_or_default();
    let found = pictures::fetch(&door.live, hash, is_small(&request)?).await?;
    let etag = etag(&found);
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer
        .insert_header((header::ETAG, etag.clone()))
        .insert_header((header::CACHE_CONTROL, FOR_EVER))
        .insert_header((header::CONTENT_SECURITY_POLICY, NOTHING));
    if is_known(request.headers(), &etag) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    answer.insert_header((header::CONTENT_TYPE, &*found.content_type));
    send(door, &request, answer, &found, 0..found.size).await
}

fn is_small(request: &HttpRequest) -> Result<bool, Refused> {
    match size(request).as_deref() {
        None => Ok(false),
        Some("small") => Ok(true),
        Some(_) => Err(Problem::field("size", "size is small, or absent.").into()),
    }
}
