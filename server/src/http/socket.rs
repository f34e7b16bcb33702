//! `GET /ws`: who may come in; the rest is the gateway's.

use super::refused::{Refused, app_of};
use super::{identity, origin};
use crate::actors::relay::Worker;
use crate::actors::session::Identity;
use crate::gateway;
use crate::sign_in::cookies;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

/// A browser comes with its cookie, from our own pages; a program says who it is in its first frame.
pub async fn connect(
    request: HttpRequest,
    payload: Payload,
    worker: Data<Worker>,
) -> Result<HttpResponse, Refused> {
    let app = app_of(&request)?;
    origin::check(&request, app)?;
    let identity = match identity::caller_if_any(app, &request).await? {
        Some(caller) => Identity::Known(caller),
        // A browser cannot read the answer to a failed upgrade, so the socket opens and says it.
        None if cookies::has_session(&request) => Identity::Ended,
        None => Identity::Unknown,
    };
    Ok(gateway::upgrade(app, &worker, identity, &request, payload)?)
}
