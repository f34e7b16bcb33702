//! Signing in and out, as a browser goes through it.

use super::refused::{Answer, Refused, app_of};
use super::{local, origin, pages};
use crate::App;
use crate::config::SignIn;
use crate::domain::users::Identity;
use crate::domain::{sessions, users};
use crate::limits::SignInStep;
use crate::sign_in::{self, Failure, Flow, Returned, cookies, device, next};
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use hubbub_shared::ErrorCode;
use serde::Deserialize;
use url::Url;

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
    let app = app_of(&request)?;
    if let Some(refusal) = too_often(app, &request, SignInStep::Login) {
        return Ok(refusal);
    }
    if let (SignIn::Local { .. }, Some(refusal)) = (&app.config.sign_in, local::refusal(app, &request)) {
        return Ok(refusal);
    }
    let name = wish.name.as_deref().filter(|_| matches!(app.config.sign_in, SignIn::Local { .. }));
    let own = own_address(app, &request)?;
    let (provider, flow) = sign_in::begin(app, &own, next::path(wish.next.as_deref()), name)?;
    Ok(redirect(provider.as_str(), &[cookies::set_flow(app, &request, &flow)]))
}

/// `GET /auth/callback`: back from the provider.
pub async fn callback(request: HttpRequest, returned: Query<Returned>) -> Answer {
    let app = app_of(&request)?;
    if let Some(refusal) = too_often(app, &request, SignInStep::Callback) {
        return Ok(refusal);
    }
    let flow = cookies::flow(app, &request);
    let own = own_address(app, &request)?;
    match sign_in::finish(app, &own, flow.as_ref(), returned.into_inner()).await {
        Ok(identity) => welcome(app, &request, flow.as_ref(), identity).await,
        Err(failure) => Ok(regret(app, &request, failure)),
    }
}

/// `POST /auth/logout`: the session is over, here and wherever its cookie was copied to.
pub async fn logout(request: HttpRequest) -> Answer {
    let app = app_of(&request)?;
    if let Some(token) = cookies::session_token(app, &request) {
        origin::check_write(&request, app)?;
        sessions::end_token(app, &token).await?;
    }
    let mut answer = HttpResponse::NoContent();
    answer.cookie(cookies::forget_session(app, &request)).cookie(cookies::forget_person(app, &request));
    Ok(answer.finish())
}

/// A new session each time: one from before could have been planted by somebody else.
async fn welcome(app: &App, request: &HttpRequest, flow: Option<&Flow>, identity: Identity) -> Answer {
    let user = users::sign_in(app, identity).await?;
    if let Some(before) = cookies::session_token(app, request) {
        sessions::end_token(app, &before).await?;
    }
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let token = sessions::sign_in(app, user, &device::name(agent)).await?;
    let home = flow.map_or("/", |flow| &flow.next);
    let cookies = [
        cookies::set_session(app, request, token.reveal()),
        cookies::set_person(app, request, user),
        cookies::forget_flow(app, request),
    ];
    Ok(redirect(&at_client(app, home), &cookies))
}

fn regret(app: &App, request: &HttpRequest, failure: Failure) -> HttpResponse {
    let page = format!("/sign-in?error={}", failure.code());
    redirect(&at_client(app, &page), &[cookies::forget_flow(app, request)])
}

/// A page of the PWA, which may be on another host. Without `CLIENT_URL` it is here, so the path is enough.
fn at_client(app: &App, path: &str) -> String {
    let elsewhere = app.config.addresses.client.as_ref().and_then(|client| client.join(path).ok());
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

pub(super) fn own_address(app: &App, request: &HttpRequest) -> Result<Url, Refused> {
    let missing = || Refused::new(ErrorCode::InvalidInput, "The request does not say which host it is for.");
    origin::own_address(request, app).ok_or_else(missing)
}

/// A page, because it is a person who waits; the header is for scripts.
fn too_often(app: &App, request: &HttpRequest, step: SignInStep) -> Option<HttpResponse> {
    let refused = app.limits.check_sign_in(step, origin::client_address(request)?).err()?;
    let seconds = refused.retry_after_ms.unwrap_or_default().div_ceil(1000);
    let advice = format!("Try again in {seconds} seconds.");
    let mut page = pages::message(StatusCode::TOO_MANY_REQUESTS, "Too many sign-ins", &[&advice]);
    page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Some(page)
}
