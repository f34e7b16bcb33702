//! The end, on SIGTERM or Ctrl-C: no new connections, sessions are told to come back later, requests finish.

use crate::App;
use actix_web::dev::ServerHandle;
use std::time::Duration;
use tokio::signal;

/// Telling the sessions may take this long.
const GOODBYES: Duration = Duration::from_secs(5);

/// Stops the servers when the process is told to.
pub fn when_told(app: &App, server: ServerHandle, metrics: Option<ServerHandle>) {
    let app = app.clone();
    actix_web::rt::spawn(async move {
        told().await;
        tracing::info!("stopping");
        // Accepting ends with the call; awaiting it is for the last requests.
        let last_requests = server.stop(true);
        if tokio::time::timeout(GOODBYES, say_goodbye(&app)).await.is_err() {
            tracing::warn!("not all sessions could be told that the server stops");
        }
        last_requests.await;
        if let Some(metrics) = metrics {
            metrics.stop(false).await;
        }
    });
}

/// Sockets would hold the server up to the last second; whoever owns them closes them here.
async fn say_goodbye(app: &App) {
    app.relays.shut_down().await;
    app.own_reads.write_down(app).await;
}

#[cfg(unix)]
async fn told() {
    let terminate = signal::unix::signal(signal::unix::SignalKind::terminate());
    let terminated = async {
        match terminate {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = terminated => {}
        _ = signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn told() {
    let _ = signal::ctrl_c().await;
}
