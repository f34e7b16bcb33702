//! From settings to a server that listens, and to its end.

mod metrics;
mod stop;

use crate::app::App;
use crate::config::{Config, keep_session_secret};
use crate::domain;
use crate::files::Files;
use crate::gateway::{self, Worker};
use crate::live::read_state::write_down_own;
use crate::live::{
    attachments, departures, indexing, notifier, outgoing, purges, readers, suspensions, sweeps,
};
use crate::operations::scheduled_messages;
use crate::{http, store};
use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_server::{GracefulShutdownSignal, Server, ServerHandle};
use actix_service::{ServiceFactory, map_config};
use actix_web::dev::AppConfig;
use actix_web::rt::net::TcpStream;
use anyhow::{Context, Result};
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

/// Requests get this long to finish after the server was told to stop.
const LAST_REQUESTS_SECS: u64 = 8;

/// So many connections may wait to be accepted: after a restart everybody comes at once. The system may allow fewer.
const BACKLOG: i32 = 4096;

/// What a peer still sends after the last answer is read for this long. Browsers report a closed socket only when
/// the connection ends, so it is also how late they come back.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A peer that acknowledges nothing for so long is gone (RFC 5482).
const PEER_TAKES_NOTHING: Duration = Duration::from_secs(30);

/// Opens what the settings name. Nothing listens yet.
pub async fn open(mut config: Config) -> Result<App> {
    keep_session_secret(&mut config)?;
    let store =
        store::open(&config.store, domain::COLLECTIONS).await.with_context(|| where_it_is(&config))?;
    let files =
        Files::open(&config.files.settings(&config.store.data)).context("opening the files of messages")?;
    let app = App::new(config, store, files);
    app.live.server.read(&app.live.store).await.context("reading what the owner of the server has set")?;
    notifier::open(&app.live, &app.config.push).await?;
    outgoing::open(&app.live, &app.config.webhook_hosts)?;
    Ok(app)
}

fn where_it_is(config: &Config) -> &'static str {
    if config.store.mongodb_uri.is_some() { "MONGODB_URI" } else { "HUBBUB_DATA" }
}

/// Serves until the process is told to stop.
pub async fn serve(config: Config) -> Result<()> {
    let app = open(config).await?;
    let (server, address) = listen(&app)?;
    let metrics = metrics::listen(&app)?;
    stop::when_told(&app, server.handle(), metrics.map(start)).context("listening for signals")?;
    say_where(address);
    server.await.context("serving")
}

/// Binds the port. The server begins to answer when it is awaited.
pub fn listen(app: &App) -> Result<(Server, SocketAddr)> {
    let settings = &app.config.server;
    let wanted = SocketAddr::new(settings.bind, settings.port);
    let listener = bind(wanted).with_context(|| format!("PORT: cannot listen at {wanted}"))?;
    let address = listener.local_addr().context("listening nowhere")?;
    let builder =
        Server::build().workers(settings.workers).shutdown_timeout(LAST_REQUESTS_SECS).disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let shared = app.clone();
    let bound = builder.listen("hubbub", listener, move || worker(&shared, &stopping))?;
    // Set once per process in production; a test that listens twice keeps the first.
    let _ = app.http.sign_in.listens_at.set(address);
    actix_web::rt::spawn(forget_the_quiet(app.clone()));
    actix_web::rt::spawn(write_down_reads(app.clone()));
    sweeps::start(&app.live);
    attachments::start(&app.live);
    departures::start(&app.live);
    purges::start(&app.live);
    suspensions::start(&app.live);
    indexing::start(&app.live);
    readers::start(&app.live);
    notifier::start(&app.live);
    outgoing::start(&app.live);
    scheduled_messages::start(&app.live);
    Ok((bound.run(), address))
}

fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A server that was stopped a moment ago must not keep the next one from listening.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// What serves the connections of one worker thread.
fn worker(
    app: &App,
    stopping: &GracefulShutdownSignal,
) -> impl ServiceFactory<TcpStream, Config = (), Response = (), Error = DispatchError, InitError = ()> + use<>
{
    let (worker, stopping) = (Worker::start(&app.gateway, &app.relays), stopping.clone());
    let application = || map_config(http::build(app.http.clone()), |()| AppConfig::default());
    HttpService::build()
        .graceful_shutdown_signal(move || {
            let stopping = stopping.clone();
            async move { stopping.notified().await }
        })
        .keep_alive(Duration::from_secs(75))
        .client_request_timeout(Duration::from_secs(10))
        .client_disconnect_timeout(LAST_WORDS)
        .on_connect_ext(|connection: &TcpStream, _| tune(connection))
        .upgrade(gateway::upgrade(worker, application()))
        .finish(application())
        .tcp()
}

/// Small frames leave at once; a peer that takes nothing for a while is dropped by the kernel, so that a phone
/// that vanished does not hold its connection for ever.
fn tune(connection: &TcpStream) {
    let socket = SockRef::from(connection);
    let tuned =
        socket.set_tcp_nodelay(true).and_then(|()| socket.set_tcp_user_timeout(Some(PEER_TAKES_NOTHING)));
    if let Err(error) = tuned {
        tracing::debug!("a connection was not tuned: {error}");
    }
}

fn start(server: Server) -> ServerHandle {
    let handle = server.handle();
    actix_web::rt::spawn(server);
    handle
}

/// Memory is bounded by who was there in the last minutes.
async fn forget_the_quiet(app: App) {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    loop {
        every.tick().await;
        app.http.limits.forget_the_quiet();
        app.live.release_unused();
        if let Err(error) = app.live.server.read(&app.live.store).await {
            tracing::warn!("what the owner of the server has set is read again later: {error}");
        }
    }
}

/// Read markers of those who sent are kept in memory for a moment.
async fn write_down_reads(app: App) {
    loop {
        app.live.own_reads.wait().await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        write_down_own(&app.live).await;
    }
}

/// One line on standard output, for people and for programs that wait for it.
fn say_where(address: SocketAddr) {
    let ip = if address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
    let mut out = std::io::stdout().lock();
    // Nobody may be listening to us; serving goes on.
    let _ = writeln!(out, "{} is at http://{}", env!("PRODUCT_NAME"), SocketAddr::new(ip, address.port()))
        .and_then(|()| out.flush());
}
