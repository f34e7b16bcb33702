//! The endpoints of the built-in provider: a page for people, two addresses for our own callback.

use super::address::{self, needed_address};
use super::door::Door;
use super::pages;
use super::refused::Answer;
use super::sign_in::local::{self, Redemption, Request};
use crate::config::SignIn;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use hubbub_shared::Problem;
use hubbub_shared::text::DisplayName;
use serde_json::json;
use url::Url;

/// `GET /auth/local/authorize`: asks for a name; with `as`, sends the browser on.
pub async fn authorize(request: HttpRequest, asked: Query<Request>) -> Answer {
    let door = Door::of(&request)?;
    if let Some(refusal) = refusal(door, &request) {
        return Ok(refusal);
    }
    let callback = needed_address(door, &request)?.join("/auth/callback").map_err(anyhow::Error::new);
    let callback = callback.map_err(crate::error::Error::from)?;
    if !asked.is_ours(callback.as_str()) {
        let advice = "This sign-in did not begin here. <a href=\"/auth/login\">Begin again</a>.";
        return Ok(pages::message(StatusCode::BAD_REQUEST, "That did not work", &[advice]));
    }
    Ok(answer(door, asked.into_inner(), callback))
}

fn answer(door: &Door, asked: Request, callback: Url) -> HttpResponse {
    let Some(picked) = asked.name.clone() else { return form(&asked, "", None) };
    let state = asked.state.clone();
    let code = DisplayName::parse(&picked)
        .map_err(in_words)
        .and_then(|name| door.sign_in.local.authorize(name, asked.clone()));
    match code {
        Ok(code) => back(callback, &code, &state),
        Err(problem) => form(&asked, &picked, Some(&problem.message)),
    }
}

fn back(mut callback: Url, code: &str, state: &str) -> HttpResponse {
    callback.query_pairs_mut().append_pair("code", code).append_pair("state", state);
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer.insert_header((header::LOCATION, callback.as_str())).finish()
}

fn form(asked: &Request, name: &str, error: Option<&str>) -> HttpResponse {
    let asked = serde_json::to_value(Request { name: None, ..asked.clone() }).unwrap_or_default();
    let fields = asked.as_object().into_iter().flatten();
    let hidden: Vec<_> =
        fields.map(|(field, value)| (field.clone(), value.as_str().unwrap_or_default().to_owned())).collect();
    pages::pick_a_name(&hidden, name, error)
}

fn in_words(problem: Problem) -> Problem {
    let message = format!("Pick a name of 1 to {} visible characters.", DisplayName::MAX_CHARS);
    Problem { message, ..problem }
}

/// `POST /auth/local/token`: a token for a code, in the words of RFC 6749.
pub async fn token(request: HttpRequest, redemption: Form<Redemption>) -> Answer {
    let door = Door::of(&request)?;
    if let Some(refusal) = refusal(door, &request) {
        return Ok(refusal);
    }
    Ok(match door.sign_in.local.redeem(&redemption) {
        Some(token) => HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(
            json!({"access_token": token, "token_type": "Bearer", "expires_in": 60, "scope": "identify"}),
        ),
        None => HttpResponse::BadRequest().json(json!({"error": "invalid_grant"})),
    })
}

/// `GET /auth/local/users/@me`: who that is.
pub async fn me(request: HttpRequest) -> Answer {
    let door = Door::of(&request)?;
    let authorization = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = authorization.and_then(|value| value.strip_prefix("Bearer "));
    Ok(match token.and_then(|token| door.sign_in.local.whose(token)) {
        Some(name) => HttpResponse::Ok()
            .json(json!({"id": local::key(&name), "username": name, "global_name": null, "avatar": null})),
        None => HttpResponse::Unauthorized().json(json!({"message": "401: Unauthorized", "code": 0})),
    })
}

/// Anybody may pick any name, so only this machine may, unless it was allowed: the peer and the address it asks
/// for are both loopback (a page of another site can point its own name at 127.0.0.1), and no proxy stands
/// between.
pub fn refusal(door: &Door, request: &HttpRequest) -> Option<HttpResponse> {
    let allowed = match door.sign_in.settings {
        SignIn::Discord(_) => return Some(pages::message(StatusCode::NOT_FOUND, "Nothing here", &[])),
        SignIn::Local { anywhere } => anywhere || is_at_home(request),
    };
    let advice = [
        "Here people sign in by picking a name, so only this machine itself may: open <code>http://localhost</code> and its port.",
        "To let others in, set up sign-in with Discord (<code>DISCORD_CLIENT_ID</code>), or, on a network where you trust everybody, set <code>HUBBUB_LOCAL_SIGN_IN=anywhere</code>.",
    ];
    (!allowed).then(|| pages::message(StatusCode::FORBIDDEN, "Sign-in is closed from here", &advice))
}

fn is_at_home(request: &HttpRequest) -> bool {
    let is_near = request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let is_named = address::host(request).is_some_and(address::is_loopback_host);
    let is_passed_on = [header::FORWARDED, header::X_FORWARDED_FOR, header::X_FORWARDED_HOST];
    is_near && is_named && !is_passed_on.iter().any(|name| request.headers().contains_key(name))
}
