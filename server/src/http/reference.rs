//! The API describes itself: its documents, which are in the program, and a page to read and try them, which is one of the
//! site's.

use super::door::Door;
use super::files;
use super::refused::{Answer, Refused};
use super::site::{Asset, Site};
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use hubbub_shared::Problem;

/// What the page may load. It fills itself by `innerHTML`, after a sanitizer, so it cannot have trusted types as the app has.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);

/// `GET /api/openapi.json`: every route.
pub async fn openapi(request: HttpRequest) -> Answer {
    send(&request, Door::of(&request)?.documents.openapi.as_ref())
}

/// `GET /api/asyncapi.json`: what is said on the socket.
pub async fn asyncapi(request: HttpRequest) -> Answer {
    send(&request, Door::of(&request)?.documents.asyncapi.as_ref())
}

/// `GET /api/docs`: the page.
pub async fn page(request: HttpRequest) -> Answer {
    let mut page = part_of_page(&request, "index.html")?;
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    Ok(page)
}

/// `GET /api/docs/{file}`: what the page loads.
pub async fn file(request: HttpRequest) -> Answer {
    part_of_page(&request, request.match_info().query("file"))
}

fn part_of_page(request: &HttpRequest, name: &str) -> Answer {
    let site: &Site = &Door::of(request)?.site;
    send(request, site.file(&format!("api/docs/{name}")))
}

fn send(request: &HttpRequest, asset: Option<&Asset>) -> Result<HttpResponse, Refused> {
    asset.map(|asset| files::send(request, asset)).ok_or_else(|| Problem::not_found().into())
}
