//! `PATCH` and `HEAD /api/uploads/{upload}`: the bytes of a file, from where it stands, as tus 1.0 does it
//! (<https://tus.io/protocols/resumable-upload>). They are not held in memory, and what came before a connection broke off
//! stays.

use super::call::note_quota;
use super::door::Door;
use super::identity;
use super::refused::{Answer, Refused};
use crate::operations::attachments::{self, Begun, Incoming};
use crate::request_id;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use hubbub_shared::model::Upload;
use hubbub_shared::protocol::Limit;
use hubbub_shared::protocol::command::GetUpload;
use hubbub_shared::{AttachmentId, ErrorCode, Problem};
use std::time::Duration;

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const VERSION: (HeaderName, &str) = (HeaderName::from_static("tus-resumable"), "1.0.0");
const BYTES: &str = "application/offset+octet-stream";
/// A client that sends nothing for so long is gone, and another request may go on.
const SILENCE: Duration = Duration::from_secs(30);

/// Takes bytes of a file.
pub async fn patch(request: HttpRequest, payload: Payload) -> Answer {
    let door = Door::of(&request)?;
    let caller = identity::caller(door, &request).await?;
    note_quota(&request, Limit::Write, door, door.limits.check(Limit::Write, caller.user))?;
    let id = upload(&request)?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(BYTES)) {
        let message = format!("The bytes of a file are sent with `Content-Type: {BYTES}`.");
        return Err(Refused::new(ErrorCode::InvalidInput, message));
    }
    let offset = offset(&request)?;
    let incoming = match attachments::begin(&door.live, &caller, id, offset).await? {
        Begun::Here(incoming) => incoming,
        Begun::Whole(upload) => return Ok(whole(&upload)),
        Begun::At(at, why) => {
            let mut refused = Refused::from(why).answer();
            refused.headers_mut().insert(OFFSET, at.into());
            return Ok(refused);
        }
    };
    let (incoming, outcome) = take(incoming, payload).await;
    // In a task of its own: it is finished even if the client goes away meanwhile.
    let (live, id) = (door.live.clone(), request_id::current());
    let end = async move { attachments::end(&live, incoming).await };
    let ended = actix_rt::spawn(request_id::scope(id, end)).await;
    let upload = ended.unwrap_or_else(|_| Err(crate::error::Error::unavailable()))?;
    outcome?;
    match upload.attachment {
        Some(_) => Ok(whole(&upload)),
        None => Ok(HttpResponse::NoContent()
            .insert_header((OFFSET, upload.received))
            .insert_header(VERSION)
            .finish()),
    }
}

/// Takes what comes, until it ends or breaks off.
async fn take(mut incoming: Box<Incoming>, mut payload: Payload) -> (Box<Incoming>, Result<(), Refused>) {
    let outcome = loop {
        match tokio::time::timeout(SILENCE, payload.next()).await {
            Ok(Some(Ok(bytes))) => {
                if let Err(error) = incoming.take(bytes).await {
                    break Err(error.into());
                }
            }
            Ok(None) => break Ok(()),
            Ok(Some(Err(_))) | Err(_) => {
                let message =
                    "The bytes did not arrive as a whole. Ask where the file stands, and go on from there.";
                break Err(Refused::new(ErrorCode::MalformedFrame, message));
            }
        }
    };
    (incoming, outcome)
}

/// Tells where a file stands.
pub async fn head(request: HttpRequest) -> Answer {
    let door = Door::of(&request)?;
    let caller = identity::caller(door, &request).await?;
    let found = attachments::look(&door.live, &caller, GetUpload { upload: upload(&request)? }).await?;
    Ok(HttpResponse::Ok()
        .insert_header((OFFSET, found.received))
        .insert_header((LENGTH, found.size))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(VERSION)
        .finish())
}

fn whole(upload: &Upload) -> HttpResponse {
    HttpResponse::build(StatusCode::OK)
        .insert_header((OFFSET, upload.received))
        .insert_header(VERSION)
        .json(upload)
}

fn upload(request: &HttpRequest) -> Result<AttachmentId, Refused> {
    let id = request.match_info().get("upload").and_then(|id| id.parse().ok());
    id.ok_or_else(|| Problem::not_found().into())
}

fn offset(request: &HttpRequest) -> Result<u64, Refused> {
    let told = request.headers().get(&OFFSET).and_then(|offset| offset.to_str().ok()?.trim().parse().ok());
    told.ok_or_else(|| {
        let message = "The header `Upload-Offset` says from which byte on this is: a number, 0 at first.";
        Refused::new(ErrorCode::InvalidInput, message)
    })
}
