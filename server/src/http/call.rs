//! Turns an operation of the domain into a route: who is asking, how often, what they want, the reply.
//!
//! A noun's routes are one line each:
//!
//! ```ignore
//! pub fn routes(api: &mut Api) {
//!     api.get("/hubs/{hub}", ok(hubs::get));                     // async fn get(&App, &Caller, GetHub) -> Result<HubView>
//!     api.post("/hubs", created(hubs::create));
//!     api.delete("/hubs/{hub}", no_content(hubs::delete));
//!     api.post("/channels/{channel}/messages", created(messages::send).limited_by(Limit::Send));
//!     api.get("/invites/{code}", public(invites::look));         // async fn look(&App, Option<&Caller>, GetInvite) -> Result<InvitePreview>
//!     api.get("/users/@me", ok(async |app: &App, caller: &Caller, _: Nothing| users::me(app, caller).await));
//! }
//! ```
//!
//! The command is put together from path, query and JSON body ([`super::input`]). Everything but GET counts as
//! [`Limit::Write`] unless told otherwise. A command without fields is [`Nothing`].

use super::refused::{Refused, app_of};
use super::{identity, input};
use crate::domain::caller::Caller;
use crate::limits::Limit;
use crate::{App, Error, Result};
use actix_web::http::{Method, header};
use actix_web::web::{self, Payload, ServiceConfig};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, Resource, Route};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The command of an operation that needs none.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Nothing {}

/// An operation with its reply, not yet at an address.
pub struct Call {
    limit: Option<Limit>,
    build: Box<dyn FnOnce(Option<Limit>) -> Route>,
}

impl Call {
    /// Counts against this limit instead of the usual one.
    #[must_use]
    pub fn limited_by(mut self, limit: Limit) -> Self {
        self.limit = Some(limit);
        self
    }
}

/// Replies 200 with what the operation returns.
pub fn ok<C, T, O>(operation: O) -> Call
where
    C: DeserializeOwned + 'static,
    T: Serialize + 'static,
    O: AsyncFn(&App, &Caller, C) -> Result<T> + Copy + 'static,
{
    call(operation, |value| HttpResponse::Ok().json(value))
}

/// Replies 201 with what the operation made.
pub fn created<C, T, O>(operation: O) -> Call
where
    C: DeserializeOwned + 'static,
    T: Serialize + 'static,
    O: AsyncFn(&App, &Caller, C) -> Result<T> + Copy + 'static,
{
    call(operation, |value| HttpResponse::Created().json(value))
}

/// Replies 204, whatever the operation returns.
pub fn no_content<C, T, O>(operation: O) -> Call
where
    C: DeserializeOwned + 'static,
    T: 'static,
    O: AsyncFn(&App, &Caller, C) -> Result<T> + Copy + 'static,
{
    call(operation, |_| HttpResponse::NoContent().finish())
}

/// For everybody, signed in or not: replies 200 with what the operation returns. Only for reading.
pub fn public<C, T, O>(operation: O) -> Call
where
    C: DeserializeOwned + 'static,
    T: Serialize + 'static,
    O: AsyncFn(&App, Option<&Caller>, C) -> Result<T> + Copy + 'static,
{
    let build = move |_| {
        web::to(move |request: HttpRequest, payload: Payload| async move {
            let app = app_of(&request)?;
            let caller = identity::caller_if_any(app, &request).await?;
            let command: C = input::read(&request, payload).await?;
            let value = operation(app, caller.as_ref(), command).await?;
            Ok::<_, Refused>(HttpResponse::Ok().json(value))
        })
    };
    Call { limit: None, build: Box::new(build) }
}

/// The general form: any reply. `reply` may look at what the operation returned, and not fail.
pub fn call<C, T, O>(operation: O, reply: fn(T) -> HttpResponse) -> Call
where
    C: DeserializeOwned + 'static,
    T: 'static,
    O: AsyncFn(&App, &Caller, C) -> Result<T> + Copy + 'static,
{
    let build = move |limit: Option<Limit>| {
        web::to(move |request: HttpRequest, payload: Payload| async move {
            let app = app_of(&request)?;
            let caller = admit(app, &request, limit).await?;
            let command: C = input::read(&request, payload).await?;
            let app = app.clone();
            // In a task of its own: what was begun is finished even if the client goes away meanwhile.
            let task = actix_rt::spawn(async move { operation(&app, &caller, command).await });
            Ok::<_, Refused>(reply(task.await.unwrap_or_else(|_| Err(Error::unavailable()))?))
        })
    };
    Call { limit: None, build: Box::new(build) }
}

/// Who is asking, unless they ask too often. What is left of the limit goes into the answer's headers.
async fn admit(
    app: &App,
    request: &HttpRequest,
    limit: Option<Limit>,
) -> std::result::Result<Caller, Refused> {
    let caller = identity::caller(app, request).await?;
    if let Some(limit) = limit {
        let counted = app.limits.check(limit, caller.user);
        request.extensions_mut().insert(*counted.as_ref().unwrap_or(&app.limits.spent(limit)));
        counted?;
    }
    Ok(caller)
}

/// Collects routes by address, so that an address answers 405 with what it takes to any other method.
/// Addresses match in the order in which they were first named.
#[derive(Default)]
pub struct Api {
    resources: Vec<(&'static str, Vec<(Method, Route)>)>,
}

impl Api {
    /// Reads.
    pub fn get(&mut self, path: &'static str, call: Call) {
        self.add(Method::GET, path, (call.build)(call.limit));
    }

    /// Makes something, or does something.
    pub fn post(&mut self, path: &'static str, call: Call) {
        self.write(Method::POST, path, call);
    }

    /// Sets something as a whole.
    pub fn put(&mut self, path: &'static str, call: Call) {
        self.write(Method::PUT, path, call);
    }

    /// Changes what is given.
    pub fn patch(&mut self, path: &'static str, call: Call) {
        self.write(Method::PATCH, path, call);
    }

    /// Deletes.
    pub fn delete(&mut self, path: &'static str, call: Call) {
        self.write(Method::DELETE, path, call);
    }

    /// Any route that is not an operation of the domain; it does its own checks.
    pub fn add(&mut self, method: Method, path: &'static str, route: Route) {
        let route = route.method(method.clone());
        match self.resources.iter_mut().find(|(known, _)| *known == path) {
            Some((_, routes)) => routes.push((method, route)),
            None => self.resources.push((path, vec![(method, route)])),
        }
    }

    /// Puts the routes into the application.
    pub fn install(self, config: &mut ServiceConfig) {
        for (path, routes) in self.resources {
            config.service(resource(path, routes));
        }
    }

    fn write(&mut self, method: Method, path: &'static str, call: Call) {
        self.add(method, path, (call.build)(call.limit.or(Some(Limit::Write))));
    }
}

fn resource(path: &'static str, routes: Vec<(Method, Route)>) -> Resource {
    let taken = routes.iter().map(|(method, _)| method.as_str()).collect::<Vec<_>>().join(", ");
    let other = move || {
        let mut answer = Refused::method_not_allowed().answer();
        if let Ok(taken) = header::HeaderValue::from_str(&taken) {
            answer.headers_mut().insert(header::ALLOW, taken);
        }
        std::future::ready(answer)
    };
    let resource = web::resource(path).default_service(web::to(other));
    routes.into_iter().fold(resource, |resource, (_, route)| resource.route(route))
}
