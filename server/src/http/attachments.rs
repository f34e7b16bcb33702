//! `GET /api/attachments/{attachment}/{name}`: a file, or a part of it. Never as a page: what is shown at all are pictures,
//! sound and video, without scripts and without what the app may do.

use super::door::Door;
use super::identity;
use super::refused::{Answer, Refused};
use crate::error::Error;
use crate::files::{Form, is_shown};
use crate::operations::attachments::{self, Fetched, Wanted};
use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use futures_util::stream::{self, StreamExt};
use hubbub_shared::{ErrorCode, Problem};
use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;
use url::form_urlencoded;

/// Whoever was shown it may keep it, and asks each time whether they may still have it.
const ASK_AGAIN: &str = "private, no-cache";
/// Whatever is in it, it does nothing.
pub(super) const NOTHING: &str = "default-src 'none'; sandbox";

/// Sends a file to who may have it now.
pub async fn fetch(request: HttpRequest) -> Answer {
    let door = Door::of(&request)?;
    let caller = identity::caller(door, &request).await?;
    let id = request.match_info().get("attachment").and_then(|id| id.parse().ok());
    let id = id.ok_or_else(|| Refused::from(Problem::not_found()))?;
    let found = attachments::fetch(&door.live, &caller, Wanted { id, form: form(&request)? }).await?;
    let etag = etag(&found);
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer
        .insert_header((header::ETAG, etag.clone()))
        .insert_header((header::CACHE_CONTROL, ASK_AGAIN))
        .insert_header((header::CONTENT_SECURITY_POLICY, NOTHING))
        .insert_header((header::ACCEPT_RANGES, "bytes"));
    if is_known(request.headers(), &etag) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    let is_shown = is_shown(&found.content_type);
    // A type that browsers know better than to show is not told to them.
    let kind = if is_shown { &*found.content_type } else { "application/octet-stream" };
    answer
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, disposition(is_shown, &found.name)));
    let part = match asked_for(request.headers(), &etag, found.size) {
        Part::All => 0..found.size,
        Part::Of(range) => {
            let told = format!("bytes {}-{}/{}", range.start, range.end - 1, found.size);
            answer.status(StatusCode::PARTIAL_CONTENT).insert_header((header::CONTENT_RANGE, told));
            range
        }
        Part::Outside => {
            let told = format!("bytes */{}", found.size);
            let mut refused =
                Refused::new(ErrorCode::InvalidInput, "The file ends before what was asked for.").answer();
            *refused.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            if let Ok(told) = header::HeaderValue::from_str(&told) {
                refused.headers_mut().insert(header::CONTENT_RANGE, told);
            }
            return Ok(refused);
        }
    };
    send(door, &request, answer, &found, part).await
}

/// Sends a part of what was found.
pub(super) async fn send(
    door: &Door,
    request: &HttpRequest,
    mut answer: HttpResponseBuilder,
    found: &Fetched,
    part: Range<u64>,
) -> Answer {
    let length = part.end - part.start;
    if request.method() == actix_web::http::Method::HEAD {
        return Ok(answer.body(SizedStream::new(length, stream::empty::<Result<_, std::io::Error>>())));
    }
    match door.live.files.blobs().read(&found.hash, found.form, part).await {
        Ok(pieces) => Ok(answer.body(SizedStream::new(length, pieces.boxed_local()))),
        Err(error) => Err(Error::from(anyhow::Error::from(error).context("reading a file")).into()),
    }
}

/// In which size it is wanted, if that is said.
pub(super) fn size(request: &HttpRequest) -> Option<Cow<'_, str>> {
    let mut said = form_urlencoded::parse(request.query_string().as_bytes());
    said.find(|(name, _)| name == "size").map(|(_, size)| size)
}

fn form(request: &HttpRequest) -> Result<Form, Refused> {
    match size(request).as_deref() {
        None => Ok(Form::Original),
        Some("preview") => Ok(Form::Preview),
        Some("screen") => Ok(Form::Screen),
        Some(_) => Err(Problem::field("size", "size is preview or screen.").into()),
    }
}

/// What tells one form of a content from all others.
pub(super) fn etag(found: &Fetched) -> String {
    match found.form {
        Form::Original => format!("\"{}\"", found.hash),
        Form::Preview => format!("\"{}-preview\"", found.hash),
        Form::Screen => format!("\"{}-screen\"", found.hash),
        Form::Square => format!("\"{}-square\"", found.hash),
        Form::SmallSquare => format!("\"{}-small\"", found.hash),
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Whether the client has it.
pub(super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let known = text(headers, &header::IF_NONE_MATCH).unwrap_or_default();
    known.split(',').any(|known| {
        matches!(known.trim().trim_start_matches("W/"), "*") || known.trim().trim_start_matches("W/") == etag
    })
}

/// Which part of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    All,
    Of(Range<u64>),
    Outside,
}

/// One range is answered. Several, or what is none, are answered with all, as they may be.
fn asked_for(headers: &HeaderMap, etag: &str, size: u64) -> Part {
    let is_other = text(headers, &header::IF_RANGE).is_some_and(|known| known.trim() != etag);
    let asked = text(headers, &header::RANGE).and_then(|range| range.trim().strip_prefix("bytes="));
    match asked.filter(|_| !is_other).and_then(|range| range.split_once('-')) {
        Some((first, last)) => part(first.trim(), last.trim(), size),
        None => Part::All,
    }
}

fn part(first: &str, last: &str, size: u64) -> Part {
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Ok(first), Err(_)) if last.is_empty() => first..size,
        (Err(_), Ok(last)) if first.is_empty() => size.saturating_sub(last)..size,
        _ => return Part::All,
    };
    if range.is_empty() { Part::Outside } else { Part::Of(range) }
}

/// The name for clients that know only ASCII, and for others as it is (RFC 6266, RFC 8187).
fn disposition(is_shown: bool, name: &str) -> String {
    let plain = |c: char| if matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '%') { c } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    let mut coded = String::new();
    for byte in name.bytes() {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'.' | b'-' | b'_' => coded.push(char::from(byte)),
            // Writing into memory does not fail.
            _ => drop(write!(coded, "%{byte:02X}")),
        }
    }
    let kind = if is_shown { "inline" } else { "attachment" };
    format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{coded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_a_part() {
        for (first, last, expected) in [
            ("0", "0", Part::Of(0..1)),
            ("0", "", Part::Of(0..10)),
            ("9", "99", Part::Of(9..10)),
            ("", "3", Part::Of(7..10)),
            ("", "99", Part::Of(0..10)),
            ("", "0", Part::Outside),
            ("10", "", Part::Outside),
            ("10", "12", Part::Outside),
            ("5", "3", Part::All),
            ("a", "b", Part::All),
            ("0", "1,4-5", Part::All),
            ("", "", Part::All),
        ] {
            assert_eq!(part(first, last, 10), expected, "{first}-{last}");
        }
    }

    #[test]
    fn a_name_cannot_say_more_than_a_name() {
        let told = disposition(false, "a\"; x=\\y\r\nSet-Cookie: ü.html");
        assert_eq!(
            told,
            "attachment; filename=\"a_; x=_y__Set-Cookie: _.html\"; filename*=UTF-8''a%22%3B%20x%3D%5Cy%0D%0ASet-Cookie%3A%20%C3%BC.html"
        );
    }
}
