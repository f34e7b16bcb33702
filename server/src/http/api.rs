//! The routes of REST by address, so that an address answers 405 with what it takes to any other method. Addresses match
//! in the order in which they were first named.

use super::call::{self, Nothing, rest_only};
use super::refused::Refused;
use super::{attachments, audit_log, export, health, pictures, reference, uploads, webhooks};
use crate::domain::caller::Caller;
use crate::live::Live;
use crate::operations::{hubs, sessions, users};
use actix_web::http::{Method, header};
use actix_web::web::{self, ServiceConfig};
use actix_web::{Resource, Route};
use hubbub_shared::protocol::Command;

/// Routes under way to the application.
#[derive(Default)]
pub struct Api {
    resources: Vec<(String, Vec<(Method, Route)>)>,
}

/// `/api/…`: the table of commands, and the few things that only REST has.
pub fn routes() -> Api {
    let mut api = Api::default();
    api.add(Method::GET, "/health", web::to(health::health));
    api.add(Method::HEAD, "/health", web::to(health::health));
    api.add(Method::GET, "/openapi.json", web::to(reference::openapi));
    api.add(Method::GET, "/asyncapi.json", web::to(reference::asyncapi));
    api.add(Method::GET, "/docs", web::to(reference::page));
    api.add(Method::GET, "/docs/{file}", web::to(reference::file));
    api.add(Method::PATCH, "/uploads/{upload}", web::to(uploads::patch));
    api.add(Method::HEAD, "/uploads/{upload}", web::to(uploads::head));
    api.add(Method::GET, "/attachments/{attachment}/{name}", web::to(attachments::fetch));
    api.add(Method::HEAD, "/attachments/{attachment}/{name}", web::to(attachments::fetch));
    api.add(Method::GET, "/pictures/{hash}", web::to(pictures::fetch));
    api.add(Method::HEAD, "/pictures/{hash}", web::to(pictures::fetch));
    api.add(Method::POST, "/webhooks/{webhook}/{token}", web::to(webhooks::post));
    api.add(Method::POST, "/webhooks/{webhook}/{token}/github", web::to(webhooks::post_github));
    api.add(Method::POST, "/webhooks/{webhook}/{token}/slack", web::to(webhooks::post_slack));
    only_here(&mut api);
    for verb in Command::VERBS {
        let Some(route) = verb.route else { continue };
        let Ok(method) = route.method.parse::<Method>() else { continue };
        for address in route.addresses() {
            api.add(method.clone(), &address, call::verb(verb, route));
        }
    }
    api
}

/// Oneself, where one is signed in, and the list of one's hubs: a socket has them in `ready`, or no use for them.
fn only_here(api: &mut Api) {
    let me = async |live: &Live, caller: &Caller, _: Nothing| users::me(live, caller).await;
    let hubs = async |live: &Live, caller: &Caller, _: Nothing| hubs::list(live, caller).await;
    let sessions = async |live: &Live, caller: &Caller, _: Nothing| sessions::list(live, caller).await;
    api.add(Method::GET, "/users/@me", rest_only(me, 200));
    api.add(Method::GET, "/users/@me/export", web::to(export::export));
    api.add(Method::GET, "/users/@me/sessions", rest_only(sessions, 200));
    api.add(Method::POST, "/users/@me/sessions", rest_only(sessions::create_program, 201));
    api.add(Method::DELETE, "/users/@me/sessions/{session}", rest_only(sessions::end, 204));
    api.add(Method::GET, "/hubs", rest_only(hubs, 200));
    api.add(Method::GET, "/hubs/{hub}/audit-log/export", audit_log::export());
}

impl Api {
    /// Adds a route.
    pub fn add(&mut self, method: Method, path: &str, route: Route) {
        let route = route.method(method.clone());
        match self.resources.iter_mut().find(|(known, _)| *known == path) {
            Some((_, routes)) => routes.push((method, route)),
            None => self.resources.push((path.to_owned(), vec![(method, route)])),
        }
    }

    /// `GET /prefix/path` and so on, for the check of the documentation.
    #[cfg(test)]
    pub fn addresses(&self, prefix: &str) -> Vec<String> {
        let each = self.resources.iter().flat_map(|(path, routes)| {
            routes.iter().map(move |(method, _)| format!("{method} {prefix}{path}"))
        });
        each.collect()
    }

    /// Puts the routes into the application.
    pub fn install(self, config: &mut ServiceConfig) {
        for (path, routes) in self.resources {
            config.service(resource(&path, routes));
        }
    }
}

fn resource(path: &str, routes: Vec<(Method, Route)>) -> Resource {
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
