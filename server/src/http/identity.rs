//! Who sent a request: a browser by its cookie, a program by `Authorization: Bearer`.

use super::cookies;
use super::door::Door;
use super::origin;
use super::refused::Refused;
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::operations::sessions;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use hubbub_shared::ErrorCode;
use std::future::Future;
use std::pin::Pin;

/// Who is asking; refused when nobody is signed in. A write that a browser sends must come from our own pages:
/// the cookie goes along with whatever another site makes the browser send.
pub async fn caller(door: &Door, request: &HttpRequest) -> std::result::Result<Caller, Refused> {
    if let Some(token) = bearer(request)? {
        return Ok(sessions::authenticate_token(&door.live, token).await?);
    }
    let Some(token) = cookies::session_token(door, request) else { return Err(Refused::not_signed_in()) };
    if !request.method().is_safe() {
        origin::check_write(request, door)?;
    }
    Ok(sessions::authenticate_token(&door.live, &token).await?)
}

/// Like [`caller`], where strangers are welcome: `None` when nobody is signed in, refused for other reasons.
pub async fn caller_if_any(
    door: &Door,
    request: &HttpRequest,
) -> std::result::Result<Option<Caller>, Refused> {
    match caller(door, request).await {
        Ok(caller) => Ok(Some(caller)),
        Err(refused) if refused.code() == ErrorCode::NotSignedIn => Ok(None),
        Err(refused) => Err(refused),
    }
}

/// Somebody who sends credentials that we cannot read wants to be told, not treated as a stranger.
fn bearer(request: &HttpRequest) -> Result<Option<&str>> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(|value| value.split_once(' '));
    match token {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(Some(token.trim())),
        _ => Err(Error::rejected(
            ErrorCode::NotSignedIn,
            "Use `Authorization: Bearer` with a session's token.",
        )),
    }
}

impl FromRequest for Caller {
    type Error = Refused;
    type Future = Pin<Box<dyn Future<Output = std::result::Result<Self, Refused>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { caller(Door::of(&request)?, &request).await })
    }
}
