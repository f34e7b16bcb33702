//! Answers that are asked for again and again: whoever has the newest is told so, without its body (RFC 9110, section 13.1.2).

use super::idempotency::Said;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Bytes of the hash that the tag has: none are alike by chance.
const BYTES: usize = 16;
/// Kept by the client alone, which asks each time.
const ASK_AGAIN: &str = "private, no-cache";

/// What was read, with a tag of it, or that the client has just that. Anything else as it is.
pub fn answer(request: &HttpRequest, said: Said) -> HttpResponse {
    let Some(body) = said.body.as_deref().filter(|_| reads(request, &said)) else { return said.answer() };
    let tag = tag_of(body);
    let has_it = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut answer = match has_it {
        true => HttpResponse::NotModified().finish(),
        false => said.answer(),
    };
    let headers = answer.headers_mut();
    for (name, value) in [(header::ETAG, tag.to_string()), (header::CACHE_CONTROL, ASK_AGAIN.to_owned())] {
        if let Ok(value) = header::HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    answer
}

fn reads(request: &HttpRequest, said: &Said) -> bool {
    request.method().is_safe() && said.status == StatusCode::OK
}

/// Weak: the same may be sent compressed.
fn tag_of(body: &[u8]) -> EntityTag {
    let hash = Sha256::digest(body);
    EntityTag::new_weak(BASE64_URL_SAFE_NO_PAD.encode(&hash[..BYTES]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn said(status: StatusCode, body: &str) -> Said {
        Said::json(status, Some(body.as_bytes().to_vec()))
    }

    fn answered(request: TestRequest, said: Said) -> (u16, Option<String>) {
        let answer = answer(&request.to_http_request(), said);
        let tag = answer.headers().get(header::ETAG).map(|tag| tag.to_str().unwrap().to_owned());
        (answer.status().as_u16(), tag)
    }

    #[test]
    fn who_has_the_newest_is_told_so() {
        let ask = |tags: &str| TestRequest::get().insert_header((header::IF_NONE_MATCH, tags));
        let (status, tag) = answered(TestRequest::get(), said(StatusCode::OK, "{}"));
        let tag = tag.unwrap();
        assert_eq!(status, 200);
        for known in [tag.clone(), format!("\"other\", {tag}"), tag.replace("W/", ""), "*".to_owned()] {
            assert_eq!(
                answered(ask(&known), said(StatusCode::OK, "{}")),
                (304, Some(tag.clone())),
                "{known}"
            );
        }
        for known in ["\"other\"", "no tag"] {
            assert_eq!(answered(ask(known), said(StatusCode::OK, "{}")).0, 200, "{known}");
        }
        let (status, other) = answered(ask(&tag), said(StatusCode::OK, "{\"a\":1}"));
        assert!(status == 200 && other != Some(tag), "it is another now");
    }

    #[test]
    fn only_what_is_read_has_a_tag() {
        for (request, said) in [
            (TestRequest::post(), said(StatusCode::OK, "{}")),
            (TestRequest::get(), said(StatusCode::NOT_FOUND, "{}")),
            (TestRequest::get(), Said::json(StatusCode::NO_CONTENT, None)),
        ] {
            assert_eq!(answered(request, said).1, None);
        }
    }
}
