//! How the server fares.

use super::prove;
use crate::domain::caller::Caller;
use crate::domain::hubs::HUBS;
use crate::domain::sessions::SESSIONS;
use crate::domain::users::USERS;
use crate::error::Result;
use crate::live::Live;
use crate::logging;
use crate::store::{Collection, Query};
use hubbub_shared::model::ServerHealth;
use hubbub_shared::protocol::command::AdminGetHealth;
use std::time::Duration;

/// Longer than this is as good as not at all.
const PATIENCE: Duration = Duration::from_secs(2);

/// Versions, counts, and what went wrong last.
pub async fn health(live: &Live, caller: &Caller, _: AdminGetHealth) -> Result<ServerHealth> {
    prove::owner(live, caller).await?;
    let metrics = &live.metrics;
    let count = async |collection: &'static Collection| live.store.count(Query::on(collection, "_id")).await;
    let at_least_none = |value: i64| u64::try_from(value).unwrap_or_default();
    Ok(ServerHealth {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: format!("{}-{}", std::env::consts::ARCH, std::env::consts::OS),
        engine: live.store.name().to_owned(),
        store_answers: matches!(tokio::time::timeout(PATIENCE, live.store.ping()).await, Ok(Ok(()))),
        database_bytes: live.store.bytes().await,
        uptime_secs: live.started.elapsed().as_secs(),
        people: count(&USERS).await?,
        hubs: count(&HUBS).await?,
        sessions: count(&SESSIONS).await?,
        sockets: at_least_none(metrics.connections.get()),
        waiting_changes: at_least_none(metrics.place_mailbox.get()),
        waiting_events: at_least_none(metrics.relay_mailbox.get()),
        queue_overflows: metrics.queue_overflows.get(),
        store_failures: metrics.store_failures(),
        problems: logging::last_problems(),
    })
}
