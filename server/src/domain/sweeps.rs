//! What is left to delete after a hub or a channel is gone.
//!
//! Written in the same batch that deletes the structure, so that a crash in between leaves nothing behind: the
//! next start goes on. Sweeping the same thing twice does no harm.

use crate::app::App;
use crate::domain::invites::INVITES;
use crate::domain::members::MEMBERS;
use crate::domain::messages;
use crate::domain::read_state::{MARKERS, MENTIONS};
use crate::error::Result;
use crate::store::{Collection, Entity, FIRST_VERSION, Query, StoreError, Write};
use hubbub_shared::{ChannelId, HubId};
use serde::{Deserialize, Serialize};

/// Documents that are deleted at once.
const PIECE: usize = 500;

/// Something to sweep.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SweepDoc {
    #[serde(rename = "_id")]
    id: String,
    version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hub: Option<HubId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<ChannelId>,
}

/// What is left to sweep.
pub static SWEEPS: Collection = Collection { name: "sweeps", indexes: &[] };

impl Entity for SweepDoc {
    const COLLECTION: &'static Collection = &SWEEPS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// A hub is deleted: its members and invites are to be swept.
pub fn hub(id: HubId) -> Result<Write> {
    Ok(Write::insert(&SweepDoc {
        id: format!("hub-{id}"),
        version: FIRST_VERSION,
        hub: Some(id),
        channel: None,
    })?)
}

/// A channel is deleted: its messages are to be swept.
pub fn channel(id: ChannelId) -> Result<Write> {
    let id_text = format!("channel-{id}");
    Ok(Write::insert(&SweepDoc { id: id_text, version: FIRST_VERSION, hub: None, channel: Some(id) })?)
}

/// Sweeps in the background. What cannot be swept now is swept after the next deletion or start.
pub fn start(app: &App) {
    let app = app.clone();
    actix_rt::spawn(async move {
        if let Err(error) = sweep(&app).await {
            tracing::warn!("not everything of what was deleted is swept yet: {error}");
        }
    });
}

async fn sweep(app: &App) -> std::result::Result<(), StoreError> {
    for left in app.store.find::<SweepDoc>(Query::on(&SWEEPS, "_id")).await? {
        if let Some(channel) = left.channel {
            all(app, messages::store::of_channel(channel)).await?;
            all(app, Query::on(&MENTIONS, "channel").equals(channel)).await?;
            all(app, Query::on(&MARKERS, "channel").equals(channel)).await?;
        }
        if let Some(hub) = left.hub {
            all(app, Query::on(&INVITES, "hub").equals(hub)).await?;
            all(app, Query::on(&MEMBERS, "hub_user").equals(hub)).await?;
        }
        app.store.delete::<SweepDoc>(left.id).await?;
    }
    Ok(())
}

async fn all(app: &App, query: Query) -> std::result::Result<(), StoreError> {
    let piece = query.limit(PIECE);
    while app.store.delete_range(piece.clone()).await? > 0 {}
    Ok(())
}
