//! `GET /api/users/@me/export`: all that is kept about who asks, as a file, read while it is sent.

use super::door::Door;
use super::identity;
use super::refused::Answer;
use crate::error::Error;
use crate::operations::users;
use crate::request_id;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use futures_util::stream;

/// How many messages the file will hold, so that whoever takes it can tell how far it is.
const MESSAGES: &str = "X-Export-Messages";

/// Sends the file. Counted by itself: it is the longest of all answers.
pub async fn export(request: HttpRequest) -> Answer {
    let door = Door::of(&request)?;
    let caller = identity::caller(door, &request).await?;
    request.extensions_mut().insert(door.limits.check_export(caller.user)?);
    let export = users::export(&door.live, &caller).await?;
    let id = request_id::current();
    let pieces = stream::unfold(export.pieces, move |mut pieces| {
        let id = id.clone();
        async move {
            let piece = pieces.recv().await?;
            // The connection breaks off: half a file must not look like a whole one.
            Some((piece.map(Bytes::from).map_err(|error| broken(error, &id)), pieces))
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"hubbub-export.json\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((MESSAGES, export.messages))
        .streaming(pieces))
}

fn broken(error: Error, request_id: &str) -> std::io::Error {
    std::io::Error::other(error.into_problem(request_id).message)
}
