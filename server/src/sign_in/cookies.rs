//! The cookies: the session and a sign-in under way, encrypted and authenticated with the session secret and out of
//! reach of scripts; and one that only the app reads. None is sent along with requests that other sites make
//! (`SameSite=Lax`).

use super::Flow;
use crate::App;
use crate::config::SignIn;
use crate::http::origin;
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, CookieJar, SameSite};
use hubbub_shared::UserId;

/// Holds the session's token.
pub const SESSION: &str = "hubbub_session";
/// Names who is signed in, for the app alone: it must not show to one person what it keeps of another, and without a
/// network it has nobody to ask. No secret, and nothing to the server.
pub const PERSON: &str = "hubbub_person";
/// Holds the [`Flow`].
pub const SIGN_IN: &str = "hubbub_sign_in";

/// The longest that browsers allow; the server decides when a session is over.
const SESSION_LIFETIME: Duration = Duration::days(400);
const SIGN_IN_LIFETIME: Duration = Duration::minutes(10);
const SIGN_IN_PATH: &str = "/auth";

/// Whether the browser sent a session, valid or not.
pub fn has_session(request: &HttpRequest) -> bool {
    request.cookie(SESSION).is_some()
}

/// The token in the session cookie, if we made that cookie.
pub fn session_token(app: &App, request: &HttpRequest) -> Option<String> {
    open(app, request, SESSION)
}

/// The sign-in that the browser is in, if it has not expired.
pub fn flow(app: &App, request: &HttpRequest) -> Option<Flow> {
    let flow: Flow = serde_json::from_str(&open(app, request, SIGN_IN)?).ok()?;
    let expiry = flow.begun_at.plus_ms(i64::try_from(SIGN_IN_LIFETIME.whole_milliseconds()).ok()?);
    (app.clock.now() < expiry).then_some(flow)
}

/// Signs the browser in.
pub fn set_session(app: &App, request: &HttpRequest, token: &str) -> Cookie<'static> {
    let plain = Cookie::build(SESSION, token.to_owned()).path("/").max_age(SESSION_LIFETIME);
    seal(app, protect(app, request, plain.finish()))
}

/// Tells the app who is signed in.
pub fn set_person(app: &App, request: &HttpRequest, user: UserId) -> Cookie<'static> {
    let plain = Cookie::build(PERSON, user.to_string()).path("/").max_age(SESSION_LIFETIME);
    let mut cookie = protect(app, request, plain.finish());
    cookie.set_http_only(false);
    cookie
}

/// Remembers a sign-in while the browser is at the provider.
pub fn set_flow(app: &App, request: &HttpRequest, flow: &Flow) -> Cookie<'static> {
    let text = serde_json::to_string(flow).unwrap_or_default();
    let plain = Cookie::build(SIGN_IN, text).path(SIGN_IN_PATH).max_age(SIGN_IN_LIFETIME);
    seal(app, protect(app, request, plain.finish()))
}

/// Signs the browser out.
pub fn forget_session(app: &App, request: &HttpRequest) -> Cookie<'static> {
    forget(app, request, Cookie::build(SESSION, "").path("/").finish())
}

/// Nobody is signed in.
pub fn forget_person(app: &App, request: &HttpRequest) -> Cookie<'static> {
    forget(app, request, Cookie::build(PERSON, "").path("/").finish())
}

/// The sign-in is over, one way or the other.
pub fn forget_flow(app: &App, request: &HttpRequest) -> Cookie<'static> {
    forget(app, request, Cookie::build(SIGN_IN, "").path(SIGN_IN_PATH).finish())
}

/// Whether cookies must not go over plain HTTP. On this machine there is no HTTPS; neither is there on a network
/// where everybody is trusted to pick any name.
pub fn must_be_secure(app: &App, request: &HttpRequest) -> bool {
    let is_at_home = origin::host(request).is_some_and(origin::is_loopback_host);
    let is_trusting = matches!(app.config.sign_in, SignIn::Local { anywhere: true });
    origin::is_https(request, app) || !(is_at_home || is_trusting)
}

fn protect(app: &App, request: &HttpRequest, mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(must_be_secure(app, request));
    cookie
}

fn forget(app: &App, request: &HttpRequest, cookie: Cookie<'static>) -> Cookie<'static> {
    let mut cookie = protect(app, request, cookie);
    cookie.make_removal();
    cookie
}

fn seal(app: &App, cookie: Cookie<'static>) -> Cookie<'static> {
    let (mut jar, name) = (CookieJar::new(), cookie.name().to_owned());
    let unsealed = Cookie::new(name.clone(), "");
    jar.private_mut(&app.sign_in.key).add(cookie);
    jar.get(&name).cloned().unwrap_or(unsealed)
}

fn open(app: &App, request: &HttpRequest, name: &str) -> Option<String> {
    let mut jar = CookieJar::new();
    jar.add_original(request.cookie(name)?);
    Some(jar.private(&app.sign_in.key).get(name)?.value().to_owned())
}
