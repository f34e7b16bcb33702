//! The cookies: the session and a sign-in under way, encrypted and authenticated with the session secret and out of
//! reach of scripts; and one that only the app reads. None is sent along with requests that other sites make
//! (`SameSite=Lax`).

use super::address;
use super::door::Door;
use super::sign_in::Flow;
use crate::config::SignIn;
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
pub fn session_token(door: &Door, request: &HttpRequest) -> Option<String> {
    open(door, request, SESSION)
}

/// The sign-in that the browser is in, if it has not expired.
pub fn flow(door: &Door, request: &HttpRequest) -> Option<Flow> {
    let flow: Flow = serde_json::from_str(&open(door, request, SIGN_IN)?).ok()?;
    let expiry = flow.begun_at.plus_ms(i64::try_from(SIGN_IN_LIFETIME.whole_milliseconds()).ok()?);
    (door.live.clock.now() < expiry).then_some(flow)
}

/// Signs the browser in.
pub fn set_session(door: &Door, request: &HttpRequest, token: &str) -> Cookie<'static> {
    let plain = Cookie::build(SESSION, token.to_owned()).path("/").max_age(SESSION_LIFETIME);
    seal(door, protect(door, request, plain.finish()))
}

/// Tells the app who is signed in.
pub fn set_person(door: &Door, request: &HttpRequest, user: UserId) -> Cookie<'static> {
    let plain = Cookie::build(PERSON, user.to_string()).path("/").max_age(SESSION_LIFETIME);
    let mut cookie = protect(door, request, plain.finish());
    cookie.set_http_only(false);
    cookie
}

/// Remembers a sign-in while the browser is at the provider.
pub fn set_flow(door: &Door, request: &HttpRequest, flow: &Flow) -> Cookie<'static> {
    let text = serde_json::to_string(flow).unwrap_or_default();
    let plain = Cookie::build(SIGN_IN, text).path(SIGN_IN_PATH).max_age(SIGN_IN_LIFETIME);
    seal(door, protect(door, request, plain.finish()))
}

/// Signs the browser out.
pub fn forget_session(door: &Door, request: &HttpRequest) -> Cookie<'static> {
    forget(door, request, Cookie::build(SESSION, "").path("/").finish())
}

/// Nobody is signed in.
pub fn forget_person(door: &Door, request: &HttpRequest) -> Cookie<'static> {
    forget(door, request, Cookie::build(PERSON, "").path("/").finish())
}

/// The sign-in is over, one way or the other.
pub fn forget_flow(door: &Door, request: &HttpRequest) -> Cookie<'static> {
    forget(door, request, Cookie::build(SIGN_IN, "").path(SIGN_IN_PATH).finish())
}

/// Whether cookies must not go over plain HTTP. On this machine there is no HTTPS; neither is there on a network
/// where everybody is trusted to pick any name.
pub fn must_be_secure(door: &Door, request: &HttpRequest) -> bool {
    let is_at_home = address::host(request).is_some_and(address::is_loopback_host);
    let is_trusting = matches!(door.sign_in.settings, SignIn::Local { anywhere: true });
    address::is_https(request, door) || !(is_at_home || is_trusting)
}

fn protect(door: &Door, request: &HttpRequest, mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(must_be_secure(door, request));
    cookie
}

fn forget(door: &Door, request: &HttpRequest, cookie: Cookie<'static>) -> Cookie<'static> {
    let mut cookie = protect(door, request, cookie);
    cookie.make_removal();
    cookie
}

fn seal(door: &Door, cookie: Cookie<'static>) -> Cookie<'static> {
    let (mut jar, name) = (CookieJar::new(), cookie.name().to_owned());
    let unsealed = Cookie::new(name.clone(), "");
    jar.private_mut(door.sign_in.key()).add(cookie);
    jar.get(&name).cloned().unwrap_or(unsealed)
}

fn open(door: &Door, request: &HttpRequest, name: &str) -> Option<String> {
    let mut jar = CookieJar::new();
    jar.add_original(request.cookie(name)?);
    Some(jar.private(door.sign_in.key()).get(name)?.value().to_owned())
}
