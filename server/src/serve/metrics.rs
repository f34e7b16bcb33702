//! `/metrics` for Prometheus, on a port of its own that only this machine reaches.

use crate::app::App;
use actix_server::Server;
use actix_web::http::header;
use actix_web::{HttpResponse, HttpServer, web};
use anyhow::{Context, Result};
use std::net::Ipv4Addr;

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// `None` when it is off.
pub fn listen(app: &App) -> Result<Option<Server>> {
    let Some(port) = app.config.server.metrics_port else { return Ok(None) };
    let app = app.clone();
    let server = HttpServer::new(move || {
        actix_web::App::new().app_data(web::Data::new(app.clone())).route("/metrics", web::get().to(metrics))
    });
    let bound = server.workers(1).disable_signals().bind((Ipv4Addr::LOCALHOST, port));
    Ok(Some(bound.with_context(|| format!("METRICS_PORT: cannot listen at 127.0.0.1:{port}"))?.run()))
}

async fn metrics(app: web::Data<App>) -> HttpResponse {
    match app.live.metrics.text() {
        Ok(text) => HttpResponse::Ok().insert_header((header::CONTENT_TYPE, OPEN_METRICS)).body(text),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}
