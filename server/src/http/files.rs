//! Everything that no other route takes: a file of the site, its page for addresses within the door, or nothing.

use super::door::Door;
use super::refused::{Answer, Refused};
use super::site::{Asset, Site};
use super::{first_view, pages};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use hubbub_shared::Problem;

/// Under its address it never becomes another.
pub(super) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The last of the routes.
pub async fn serve(request: HttpRequest) -> Answer {
    let door = Door::of(&request)?;
    let site = &door.site;
    let path = request.path().trim_start_matches('/');
    if is_for_programs(path) {
        return Err(Problem::not_found().into());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Refused::method_not_allowed());
    }
    if let Some(asset) = site.file(path) {
        return Ok(send(&request, asset));
    }
    match page(site, &request, path) {
        Some(page) => Ok(first_view::answer(door, &request).await.unwrap_or_else(|| send(&request, page))),
        None if site.page().is_none() && path.is_empty() => Ok(no_site()),
        None => Err(Problem::not_found().into()),
    }
}

fn is_for_programs(path: &str) -> bool {
    ["api", "auth", "ws"].contains(&path.split('/').next().unwrap_or_default())
}

/// Addresses within the app are its page; a missing file is not.
fn page<'a>(site: &'a Site, request: &HttpRequest, path: &str) -> Option<&'a Asset> {
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_address = text(request, header::ACCEPT).contains("text/html") || !last.contains('.');
    site.page().filter(|_| is_address && !path.starts_with("assets/"))
}

/// A file in the form that the browser accepts, unless it has it already.
pub fn send(request: &HttpRequest, asset: &Asset) -> HttpResponse {
    let Some(form) = asset.accepted(text(request, header::ACCEPT_ENCODING)) else {
        return HttpResponse::NotAcceptable().finish();
    };
    let is_known = text(request, header::IF_NONE_MATCH).split(',').any(|known| is_same(known, &form.etag));
    let mut answer = HttpResponse::build(if is_known { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    answer
        .insert_header((header::ETAG, form.etag.clone()))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::CACHE_CONTROL, if asset.is_immutable { FOR_EVER } else { ASK_AGAIN }));
    if is_known {
        return answer.finish();
    }
    if let Some(encoding) = form.encoding {
        answer.insert_header((header::CONTENT_ENCODING, encoding));
    }
    answer.insert_header((header::CONTENT_TYPE, asset.media_type)).body(form.bytes.clone())
}

/// Proxies that compress may have made the tag a weak one.
fn is_same(known: &str, etag: &HeaderValue) -> bool {
    let known = known.trim().trim_start_matches("W/");
    known.as_bytes() == etag.as_bytes()
}

fn no_site() -> HttpResponse {
    let advice = [
        "The server runs, but it has no web app to show.",
        "From a checkout, <code>cargo xtask run</code> builds and serves both; or set <code>HUBBUB_SITE</code> to the directory that <code>cargo xtask build</code> made.",
        "The API is at <code>/api</code>.",
    ];
    pages::message(StatusCode::OK, pages::PRODUCT, &advice)
}

fn text(request: &HttpRequest, name: HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
