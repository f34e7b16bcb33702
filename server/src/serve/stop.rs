//! The end, on SIGTERM or Ctrl-C: no new sessions, those there are are told to come back later, requests finish.

use crate::app::App;
use crate::live::Bus;
use crate::live::read_state::write_down_own;
use actix_server::ServerHandle;
use std::io;
use std::time::Duration;
use tokio::signal;

/// Telling the sessions, and hearing their goodbyes, may take this long.
const GOODBYES: Duration = Duration::from_secs(5);
/// How often it is looked whether any session is left.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Stops the servers when the process is told to. Whoever tells it after this call is heard.
pub fn when_told(app: &App, server: ServerHandle, metrics: Option<ServerHandle>) -> io::Result<()> {
    let (app, mut told) = (app.clone(), Signals::listen()?);
    actix_web::rt::spawn(async move {
        told.one().await;
        tracing::info!("stopping");
        app.gateway.close();
        if tokio::time::timeout(GOODBYES, say_goodbye(&app)).await.is_err() {
            tracing::warn!("not all sessions could be told that the server stops");
        }
        // Ends the threads of the sockets as soon as the last requests are answered.
        server.stop(true).await;
        if let Some(metrics) = metrics {
            metrics.stop(false).await;
        }
    });
    Ok(())
}

/// Sockets would hold the server up to the last second; whoever owns them closes them here.
async fn say_goodbye(app: &App) {
    app.relays.shut_down().await;
    write_down_own(&app.live).await;
    while app.live.metrics.connections.get() > 0 {
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

#[cfg(unix)]
struct Signals {
    terminate: signal::unix::Signal,
    interrupt: signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn one(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn one(&mut self) {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
