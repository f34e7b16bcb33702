//! What every actor knows of webhooks that send.

use crate::domain::outgoing;
use crate::hooks::Service;
use crate::live::news::News;
use crate::store::{Store, StoreError};
use dashmap::DashSet;
use hubbub_shared::HubId;
use std::sync::OnceLock;
use tokio::sync::OnceCell;

/// See the module.
#[derive(Default)]
pub struct Outgoing {
    /// Wakes who sends.
    pub to_send: News,
    /// The client of all addresses, once it is ready.
    pub service: OnceLock<Service>,
    /// Hubs that have such webhooks, or had some since the start: of others nothing is read and nothing written.
    hubs: DashSet<HubId>,
    is_known: OnceCell<()>,
}

impl Outgoing {
    /// Reads which hubs have some, once.
    pub(super) async fn know_hubs(&self, store: &Store) -> Result<(), StoreError> {
        let read = async || {
            for webhook in outgoing::all(store).await? {
                self.hubs.insert(webhook.hub);
            }
            Ok::<_, StoreError>(())
        };
        self.is_known.get_or_try_init(read).await.copied()
    }

    /// Whether a hub may have some.
    pub(super) fn may_have(&self, hub: HubId) -> bool {
        self.hubs.contains(&hub)
    }

    /// A hub is about to have one. Said before it is stored, so that nothing is missed that happens afterwards.
    pub fn begins(&self, hub: HubId) {
        self.hubs.insert(hub);
    }
}
