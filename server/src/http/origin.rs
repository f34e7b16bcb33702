//! Where a browser's request comes from.
//!
//! A browser adds its cookie to whatever a page of any site sends here; the `Origin` header, which pages cannot
//! change, tells whose page it was.

use super::address::{authority, host, is_https, text};
use super::cookies;
use super::door::Door;
use super::refused::Refused;
use actix_web::HttpRequest;
use actix_web::http::header;
use hubbub_shared::ErrorCode;
use url::Url;

/// For the socket's upgrade: a browser must come from our own pages. Without `Origin` it is a program, which
/// must not bring a cookie: browsers always send both.
pub fn check(request: &HttpRequest, door: &Door) -> Result<(), Refused> {
    match text(request, &header::ORIGIN) {
        Some(origin) if is_ours(request, door, origin) => Ok(()),
        None if !cookies::has_session(request) => Ok(()),
        _ => Err(wrong_origin()),
    }
}

/// For a write that is allowed by a cookie: it must come from our own pages.
pub fn check_write(request: &HttpRequest, door: &Door) -> Result<(), Refused> {
    match text(request, &header::ORIGIN) {
        Some(origin) if is_ours(request, door, origin) => Ok(()),
        Some(_) => Err(wrong_origin()),
        None => Err(Refused::new(
            ErrorCode::WrongOrigin,
            "A write with a cookie needs an Origin header of this server. Programs use a token: `Authorization: Bearer`.",
        )),
    }
}

fn is_ours(request: &HttpRequest, door: &Door, origin: &str) -> bool {
    let Ok(url) = Url::parse(origin) else { return false };
    if !matches!(url.scheme(), "http" | "https") {
        return false;
    }
    let addresses = &door.addresses;
    let is_of_our_scheme = (url.scheme() == "https") == is_https(request, door);
    let told = [&addresses.client, &addresses.api].into_iter().flatten();
    told.into_iter().any(|address| address.origin() == url.origin())
        || host(request).is_some_and(|host| authority(&url).eq_ignore_ascii_case(host)) && is_of_our_scheme
}

fn wrong_origin() -> Refused {
    Refused::new(
        ErrorCode::WrongOrigin,
        "A page of another site sent this. Open this server's own app and try again.",
    )
}
