//! `GET /ws`: from an HTTP request to a session actor.

use super::outbound::{Outbound, OutboundBody};
use crate::actors::relay::Worker;
use crate::actors::session::{Arrival, Identity, Session};
use crate::app::App;
use crate::error::Result;
use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Payload;
use hubbub_shared::protocol::Encoding;
use hubbub_shared::{ErrorCode, Problem};
use std::rc::Rc;

/// Answers the handshake and starts the session. The origin is checked and the caller known, if they brought a
/// cookie; a program says who it is in its first frame.
pub fn upgrade(
    app: &App,
    worker: &Worker,
    identity: Identity,
    request: &HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let encoding = if request.query_string().split('&').any(|pair| pair == "encoding=json") {
        Encoding::Json
    } else {
        Encoding::MessagePack
    };
    let handshake = actix_http::ws::handshake(request.head());
    let mut response = handshake.map_err(|error| {
        Problem::new(ErrorCode::InvalidInput, format!("This address is for WebSockets: {error}."))
    })?;
    let outbound = Rc::new(Outbound::default());
    let arrival = Arrival { identity, encoding, outbound: Rc::clone(&outbound) };
    Session::start(app.clone(), worker.clone(), arrival, payload);
    let response = response.body(actix_http::body::BodyStream::new(OutboundBody(outbound)));
    Ok(HttpResponse::from(response.map_into_boxed_body()))
}
