//! Signing in and out, as a browser goes through it.

use super::address::{self, needed_address};
use super::door::Door;
use super::refused::Answer;
use super::{local, origin, pages};
use crate::config::SignIn;
use crate::domain::identities::Identity;
use crate::error::Error;
use crate::http::cookies;
use crate::http::sign_in::{self, Failure, Flow, Returned, device, next};
use crate::limits::SignInStep;
use crate::operations::{sessions, users};
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use hubbub_shared::{ErrorCode, Problem};
use serde::Deserialize;

/// What a link to sign-in may say.
#[derive(Debug, Deserialize)]
pub struct Wish {
    next: Option<String>,
    /// With local sign-in: the name, so that a script gets through by redirects alone.
    #[serde(rename = "as")]
    name: Option<String>,
}

/// `GET /auth/login?next=/path`: off to the provider.
pub async fn login(request: HttpRequest, wish: Query<Wish>) -> Answer {
    let door = Door::of(&request)?;
    if let Some(refusal) = too_often(door, &request, SignInStep::Login) {
        return Ok(refusal);
    }
    if let (SignIn::Local { .. }, Some(refusal)) = (&door.sign_in.settings, local::refusal(door, &request)) {
        return Ok(refusal);
    }
    let name = wish.name.as_deref().filter(|_| matches!(door.sign_in.settings, SignIn::Local { .. }));
    let own = needed_address(door, &request)?;
    let (provider, flow) =
        sign_in::begin(&door.sign_in, door.live.clock.now(), &own, next::path(wish.next.as_deref()), name)?;
    Ok(redirect(provider.as_str(), &[cookies::set_flow(door, &request, &flow)]))
}

/// `GET /auth/callback`: back from the provider.
pub async fn callback(request: HttpRequest, returned: Query<Returned>) -> Answer {
    let door = Door::of(&request)?;
    if let Some(refusal) = too_often(door, &request, SignInStep::Callback) {
        return Ok(refusal);
    }
    let flow = cookies::flow(door, &request);
    let own = needed_address(door, &request)?;
    match sign_in::finish(&door.sign_in, &own, flow.as_ref(), returned.into_inner()).await {
        Ok(identity) => welcome(door, &request, flow.as_ref(), identity).await,
        Err(failure) => Ok(regret(door, &request, failure)),
    }
}

/// `POST /auth/logout`: the session is over, here and wherever its cookie was copied to.
pub async fn logout(request: HttpRequest) -> Answer {
    let door = Door::of(&request)?;
    if let Some(token) = cookies::session_token(door, &request) {
        origin::check_write(&request, door)?;
        sessions::end_token(&door.live, &token).await?;
    }
    let mut answer = HttpResponse::NoContent();
    answer.cookie(cookies::forget_session(door, &request)).cookie(cookies::forget_person(door, &request));
    Ok(answer.finish())
}

/// A new session each time: one from before could have been planted by somebody else.
async fn welcome(door: &Door, request: &HttpRequest, flow: Option<&Flow>, identity: Identity) -> Answer {
    let invite = flow.and_then(|flow| flow.next.strip_prefix("/invite/"));
    let code = invite.and_then(|rest| rest.split(['?', '#', '/']).next());
    let user = match users::sign_in(&door.live, identity, code).await {
        Err(Error::Rejected(problem)) if is_for_a_person(problem.code) => return Ok(turned_away(&problem)),
        outcome => outcome?,
    };
    if let Some(before) = cookies::session_token(door, request) {
        sessions::end_token(&door.live, &before).await?;
    }
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let token = match sessions::sign_in(&door.live, user, &device::name(agent)).await {
        Err(Error::Rejected(problem)) if is_for_a_person(problem.code) => return Ok(turned_away(&problem)),
        outcome => outcome?,
    };
    let home = flow.map_or("/", |flow| &flow.next);
    let cookies = [
        cookies::set_session(door, request, token.reveal()),
        cookies::set_person(door, request, user),
        cookies::forget_flow(door, request),
    ];
    Ok(redirect(&at_client(door, home), &cookies))
}

/// They proved who they are, and are not let in all the same.
const fn is_for_a_person(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::Suspended | ErrorCode::Forbidden)
}

/// A page that says why: it is a person who waits.
fn turned_away(problem: &Problem) -> HttpResponse {
    let title = match problem.code {
        ErrorCode::Suspended => "Your account is suspended",
        _ => "You cannot sign up",
    };
    pages::message(StatusCode::FORBIDDEN, title, &[&pages::escape(&problem.message)])
}

fn regret(door: &Door, request: &HttpRequest, failure: Failure) -> HttpResponse {
    let page = format!("/sign-in?error={}", failure.code());
    redirect(&at_client(door, &page), &[cookies::forget_flow(door, request)])
}

/// A page of the PWA, which may be on another host. Without `CLIENT_URL` it is here, so the path is enough.
fn at_client(door: &Door, path: &str) -> String {
    let elsewhere = door.addresses.client.as_ref().and_then(|client| client.join(path).ok());
    elsewhere.map_or_else(|| path.to_owned(), Into::into)
}

fn redirect(to: &str, cookies: &[Cookie<'_>]) -> HttpResponse {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, to)).insert_header((header::CACHE_CONTROL, "no-store"));
    for cookie in cookies {
        answer.cookie(cookie.clone());
    }
    answer.finish()
}

/// A page, because it is a person who waits; the header is for scripts.
fn too_often(door: &Door, request: &HttpRequest, step: SignInStep) -> Option<HttpResponse> {
    let refused = door.limits.check_sign_in(step, address::client_address(request)?).err()?;
    let seconds = refused.retry_after_ms.unwrap_or_default().div_ceil(1000);
    let advice = format!("Try again in {seconds} seconds.");
    let mut page = pages::message(StatusCode::TOO_MANY_REQUESTS, "Too many sign-ins", &[&advice]);
    page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Some(page)
}
