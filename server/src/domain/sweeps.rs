//! What is left to delete after a hub or a channel is gone.
//!
//! Written in the same batch that deletes the structure, so that a crash in between leaves nothing behind: the
//! next start goes on. Sweeping the same thing twice does no harm.

use crate::store::{Collection, Entity, FIRST_VERSION, StoreError, Write};
use hubbub_shared::{ChannelId, HubId};
use serde::{Deserialize, Serialize};

/// Something to sweep.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SweepDoc {
    /// `hub-<id>` or `channel-<id>`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The document's version: 1 when it is made, one more with each change.
    pub version: u64,
    /// A hub whose members and invites are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub: Option<HubId>,
    /// A channel of which messages, mentions and markers are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<ChannelId>,
}

/// What is left to sweep.
pub static SWEEPS: Collection = Collection { name: "sweeps", append_only: false, indexes: &[] };

impl Entity for SweepDoc {
    const COLLECTION: &'static Collection = &SWEEPS;

    fn id(&self) -> String {
        self.id.clone()
    }
}

/// A hub is deleted: its members and invites are to be swept.
pub fn hub(id: HubId) -> Result<Write, StoreError> {
    Write::insert(&SweepDoc { id: format!("hub-{id}"), version: FIRST_VERSION, hub: Some(id), channel: None })
}

/// A channel is deleted: its messages are to be swept.
pub fn channel(id: ChannelId) -> Result<Write, StoreError> {
    let id_text = format!("channel-{id}");
    Write::insert(&SweepDoc { id: id_text, version: FIRST_VERSION, hub: None, channel: Some(id) })
}
