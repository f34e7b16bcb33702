//! `GET /ws`: who may come in, and how they speak. What happens after the handshake is the gateway's.

use super::door::Door;
use super::refused::Refused;
use super::{cookies, identity, origin};
use crate::gateway::{Arrival, Authentication};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use hubbub_shared::protocol::Encoding;
use hubbub_shared::{ErrorCode, Problem};

/// What a program is told that comes while the server stops. Browsers go by their own pause.
const COME_BACK_AFTER_MS: u64 = 2_000;

/// A browser comes with its cookie, from our own pages; a program says who it is in its first frame.
pub async fn connect(request: HttpRequest) -> Result<HttpResponse, Refused> {
    let door = Door::of(&request)?;
    if door.gateway.is_stopping() {
        return Err(stopping());
    }
    origin::check(&request, door)?;
    let handshake = actix_http::ws::handshake(request.head()).map_err(|error| {
        Problem::new(ErrorCode::InvalidInput, format!("This address is for WebSockets: {error}."))
    });
    // A browser cannot read the answer to a failed upgrade, so the socket opens and says it.
    let is_browser = cookies::has_session(&request);
    let identity = match identity::caller_if_any(door, &request).await {
        // A bot says of what it hears, with its token, in its first frame.
        Ok(Some(caller)) if caller.chooses_what_it_hears() => Authentication::Unknown,
        Ok(Some(caller)) => Authentication::Known(caller),
        Ok(None) if is_browser => Authentication::Ended,
        Ok(None) => Authentication::Unknown,
        Err(refused) if is_browser && refused.code() == ErrorCode::Suspended => Authentication::Ended,
        Err(refused) => return Err(refused),
    };
    let answer = HttpResponse::from(handshake?.finish().map_into_boxed_body());
    request.extensions_mut().insert(Arrival {
        door: door.gateway.clone(),
        identity,
        encoding: encoding(&request),
    });
    Ok(answer)
}

/// Nobody waits at the door while others say goodbye.
fn stopping() -> Refused {
    let mut problem =
        Problem::new(ErrorCode::Unavailable, "The server is being restarted. Try again in a moment.");
    problem.retry_after_ms = Some(COME_BACK_AFTER_MS);
    problem.into()
}

fn encoding(request: &HttpRequest) -> Encoding {
    match request.query_string().split('&').any(|pair| pair == "encoding=json") {
        true => Encoding::Json,
        false => Encoding::MessagePack,
    }
}
