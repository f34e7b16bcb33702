//! Turns an operation into a route: who is asking, how often, what they want, the reply.
//!
//! The command is put together from path, query and JSON body ([`super::input`]).

use super::door::Door;
use super::refused::Refused;
use super::{identity, input};
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::limits::Quota;
use crate::live::Live;
use crate::operations::{self, Answer};
use crate::request_id;
use actix_web::http::StatusCode;
use actix_web::web::{self, Payload};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use hubbub_shared::Problem;
use hubbub_shared::protocol::{Limit, Route, Verb};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
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
        let mut fields = input::fields(&request, payload).await?;
        if route.has_target() {
            input::name_target(&request, &mut fields);
        }
        let command = input::command(verb, fields)?;
        let live = door.live.clone();
        let work = async move { operations::run(&live, caller.as_ref(), command).await };
        Ok::<_, Refused>(reply(route, finished(work).await?)?)
    })
}

fn reply(route: Route, answer: Answer) -> Result<HttpResponse> {
    let status = if answer.is_repeat { StatusCode::OK } else { status(route.status) };
    let body = answer.reply.to_json().map_err(anyhow::Error::from)?;
    let mut response = HttpResponse::build(status);
    Ok(match body {
        Some(json) => response.content_type("application/json").body(json),
        None => response.finish(),
    })
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
        let command: C = input::read(&request, payload).await?;
        let live = door.live.clone();
        let value = finished(async move { operation(&live, &caller, command).await }).await?;
        let mut response = HttpResponse::build(status(answers));
        Ok::<_, Refused>(if answers == 204 { response.finish() } else { response.json(value) })
    })
}

/// In a task of its own: what was begun is finished even if the client goes away meanwhile.
async fn finished<T: 'static>(work: impl Future<Output = Result<T>> + 'static) -> Result<T> {
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
