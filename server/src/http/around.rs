//! What happens around every request: its id, the headers of its answer, a line in the log, a count.

use super::door::Door;
use super::headers::{Policy, add_quota};
use crate::limits::Quota;
use crate::request_id;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers a request under a fresh id.
pub async fn around<B: MessageBody>(
    door: Door,
    policy: Rc<Policy>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let (begun, id) = (Instant::now(), request_id::fresh());
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let mut answer = request_id::scope(Arc::clone(&id), next.call(request)).await?;
    finish(&door, &policy, &id, &mut answer);
    let (status, ms) = (answer.status().as_u16(), begun.elapsed().as_millis());
    // The query is left out: it may hold a code of a sign-in.
    // So is what stands in the path: the code of an invite is a secret.
    let path = answer.request().match_pattern().unwrap_or(path);
    tracing::info!(request_id = &*id, %method, path, status, ms, "answered");
    door.live.metrics.answered(status);
    Ok(answer)
}

fn finish<B>(door: &Door, policy: &Policy, id: &str, answer: &mut ServiceResponse<B>) {
    let request = answer.request().clone();
    let quota = request.extensions().get::<Quota>().copied();
    let headers = answer.headers_mut();
    policy.add(door, &request, headers);
    if let Some(quota) = quota {
        add_quota(headers, quota, door.live.clock.now());
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}
