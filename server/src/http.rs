//! The HTTP door. Handlers parse, call one operation, and reply; every rule is below.

mod address;
mod api;
mod around;
mod attachments;
mod audit_log;
mod auth;
mod call;
mod cookies;
mod documents;
mod door;
mod etag;
mod export;
mod files;
mod first_view;
mod headers;
mod health;
mod idempotency;
mod identity;
mod input;
mod local;
mod origin;
mod pages;
mod pictures;
mod reference;
mod refused;
mod sign_in;
mod site;
mod socket;
mod uploads;
mod webhooks;

pub use documents::Documents;
pub use door::{Door, Shared};
pub use sign_in::SignInState;
pub use site::Site;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderName;
use actix_web::http::{Method, header};
use actix_web::middleware::{Condition, from_fn};
use actix_web::web::{self, ServiceConfig};
use api::Api;
use std::rc::Rc;

/// The whole application, once per worker thread; tests serve it without a socket.
pub fn build(
    door: Door,
) -> actix_web::App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let (outer, policy) = (door.clone(), Rc::new(headers::Policy::new(&door)));
    actix_web::App::new()
        .app_data(door.clone())
        .configure(routes)
        .wrap(cors(&door))
        .wrap(from_fn(move |request, next| around::around(outer.clone(), policy.clone(), request, next)))
}

/// The table of routes, first match wins. Those of REST are in `api.rs`.
fn routes(config: &mut ServiceConfig) {
    config
        .service(web::scope("/api").configure(api_routes).default_service(web::to(files::serve)))
        .service(web::scope("/auth").configure(auth_routes).default_service(web::to(files::serve)))
        .route("/ws", web::get().to(socket::connect))
        .default_service(web::to(files::serve));
}

fn api_routes(config: &mut ServiceConfig) {
    api::routes().install(config);
}

fn auth_routes(config: &mut ServiceConfig) {
    auth().install(config);
}

/// The routes below `/auth`.
fn auth() -> Api {
    let mut auth = Api::default();
    auth.add(Method::GET, "/login", web::to(auth::login));
    auth.add(Method::GET, "/callback", web::to(auth::callback));
    auth.add(Method::POST, "/logout", web::to(auth::logout));
    auth.add(Method::GET, "/local/authorize", web::to(local::authorize));
    auth.add(Method::GET, "/local/style.css", web::to(pages::style));
    auth.add(Method::GET, "/local/theme.js", web::to(pages::theme));
    auth.add(Method::POST, "/local/token", web::to(local::token));
    auth.add(Method::GET, "/local/users/@me", web::to(local::me));
    auth
}

/// Only the PWA may call from another origin, and only if it has one.
fn cors(door: &Door) -> Condition<Cors> {
    let client = door.addresses.foreign_client();
    let cors = Cors::default()
        .allowed_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allowed_headers([
            header::CONTENT_TYPE,
            header::AUTHORIZATION,
            HeaderName::from_static("upload-offset"),
            HeaderName::from_static("tus-resumable"),
            HeaderName::from_static("idempotency-key"),
            header::IF_NONE_MATCH,
        ])
        .expose_headers([
            "X-RateLimit-Limit",
            "X-RateLimit-Remaining",
            "X-RateLimit-Reset-After",
            "X-RateLimit-Reset",
            "X-RateLimit-Bucket",
            "ETag",
            "Retry-After",
            "X-Request-Id",
            "X-Export-Messages",
            "Idempotency-Replayed",
            "Upload-Offset",
            "Upload-Length",
        ])
        .supports_credentials()
        .max_age(3600);
    Condition::new(client.is_some(), client.iter().fold(cors, |cors, client| cors.allowed_origin(client)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;

    /// `GET /api/hubs` and so on, as the document has them.
    fn described() -> BTreeSet<String> {
        let document: Value = serde_json::from_str(include_str!("../../docs/openapi.json")).unwrap();
        let paths = document["paths"].as_object().unwrap().iter();
        let routes = paths.flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| format!("{} {path}", method.to_uppercase()))
        });
        routes.collect()
    }

    #[test]
    fn every_route_is_described_and_there_is_no_other() {
        let of_api = api::routes().addresses("/api");
        let served: BTreeSet<_> =
            of_api.into_iter().chain(auth().addresses("/auth")).chain(["GET /ws".to_owned()]).collect();
        let described = described();
        let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
        assert_eq!(
            only(&served, &described),
            [""; 0],
            "elsewhere.rs of shared/tests/reference describes them"
        );
        assert_eq!(only(&described, &served), [""; 0], "nobody answers these");
    }
}
