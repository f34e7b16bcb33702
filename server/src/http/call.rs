//! Turns an operation into a route: who is asking, how often, what they want, the reply.
//!
//! The command is put together from path, query and JSON body ([`super::input`]).

use super::door::Door;
use super::idempotency::{self, Keyed, Said};
use super::refused::Refused;
use super::{etag, identity, input};
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::limits::Quota;
use crate::live::Live;
use crate::operations::{self, Answer};
use crate::request_id;
use actix_web::http::StatusCode;
use actix_web::web::{self, Payload};
use actix_web::{HttpMessage, HttpRequest};
use hubbub_shared::Problem;
use hubbub_shared::protocol::{Limit, Route, Verb};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::future::Future;

/// The command of an operation that needs none.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Nothing {}

/// A row of the table of commands, as a route.
pub fn verb(verb: &'static Verb, route: Route) -> actix_web::Route {
    web::to(move |request: HttpRequest, payload: Payload| async move {
        let door = Door::of(&request)?;
        let caller = match verb.is_open_to_strangers() {
            true => identity::caller_if_any(door, &request).await?,
            false => Some(identity::caller(door, &request).await?),
        };
        if let Some(caller) = &caller {
            note_quota(&request, verb.limit, door, operations::admit(&door.limits, caller, verb))?;
        }
        let most = if verb.has_picture() { input::PICTURE_BODY_BYTES } else { input::BODY_BYTES };
        let mut fields = input::fields_up_to(&request, payload, most).await?;
        if route.has_target() {
            input::name_target(&request, &mut fields);
        }
        let keyed = keyed(&request, caller.as_ref(), verb, &mut fields)?;
        let command = input::command(verb, fields)?;
        let (door, live) = (door.clone(), door.live.clone());
        let said = finished(async move {
            let work = async { said(route, operations::run(&live, caller.as_ref(), command).await?) };
            idempotency::once(&door, keyed, work).await
        });
        Ok::<_, Refused>(etag::answer(&request, said.await?))
    })
}

/// Under which key it is asked for. What has a nonce gets one by it.
fn keyed(
    request: &HttpRequest,
    caller: Option<&Caller>,
    verb: &Verb,
    fields: &mut Map<String, Value>,
) -> std::result::Result<Option<Keyed>, Refused> {
    let Some(caller) = caller else { return Ok(None) };
    let mut keyed = Keyed::of(request, caller, verb.name, fields)?;
    if let Some(keyed) = keyed.as_mut().filter(|_| verb.has_nonce()) {
        let nonce = keyed.nonce();
        fields.entry("nonce").or_insert(Value::String(nonce));
    }
    Ok(keyed)
}

fn said(route: Route, answer: Answer) -> Result<Said> {
    let status = if answer.is_repeat { StatusCode::OK } else { status(route.status) };
    Ok(Said::json(status, answer.reply.to_json().map_err(anyhow::Error::from)?))
}

fn status(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::OK)
}

/// An operation that only REST has, with the status of an answer that worked; 204 has no body. All but reading counts
/// as [`Limit::Write`].
pub fn rest_only<C, T, O>(operation: O, answers: u16) -> actix_web::Route
where
    C: DeserializeOwned + 'static,
    T: Serialize + 'static,
    O: AsyncFn(&Live, &Caller, C) -> Result<T> + Copy + 'static,
{
    web::to(move |request: HttpRequest, payload: Payload| async move {
        let door = Door::of(&request)?;
        let caller = identity::caller(door, &request).await?;
        let limit = if request.method().is_safe() { Limit::Free } else { Limit::Write };
        note_quota(&request, limit, door, door.limits.check(limit, caller.user))?;
        let fields = input::fields(&request, payload).await?;
        let keyed = Keyed::of(&request, &caller, request.path(), &fields)?;
        let command: C = input::of_fields(fields)?;
        let (door, live) = (door.clone(), door.live.clone());
        let said = finished(async move {
            let work = async {
                let value = operation(&live, &caller, command).await?;
                let body = (answers != 204).then(|| serde_json::to_vec(&value)).transpose();
                Ok(Said::json(status(answers), body.map_err(anyhow::Error::from)?))
            };
            idempotency::once(&door, keyed, work).await
        });
        Ok::<_, Refused>(said.await?.answer())
    })
}

/// In a task of its own: what was begun is finished even if the client goes away meanwhile.
pub async fn finished<T: 'static>(work: impl Future<Output = Result<T>> + 'static) -> Result<T> {
    let task = actix_rt::spawn(request_id::scope(request_id::current(), work));
    task.await.unwrap_or_else(|_| Err(Error::unavailable()))
}

/// What is left of a limit goes into the answer's headers, of a refusal too.
pub fn note_quota(
    request: &HttpRequest,
    limit: Limit,
    door: &Door,
    counted: std::result::Result<Option<Quota>, Problem>,
) -> std::result::Result<(), Problem> {
    let quota = counted.as_ref().map_or_else(|_| door.limits.spent(limit), |quota| *quota);
    if let Some(quota) = quota {
        request.extensions_mut().insert(quota);
    }
    counted.map(drop)
}
