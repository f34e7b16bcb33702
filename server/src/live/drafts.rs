//! Drafts of who is no longer in a hub: it reads facts, and takes them away, whichever way they left.

use super::reader::Reader;
use crate::domain::drafts;
use crate::domain::facts::{Fact, FactsDoc};
use crate::error::Result;
use crate::store::Store;
use async_trait::async_trait;
use hubbub_shared::DraftRev;
use hubbub_shared::model::audit::AuditAction;

/// See the module.
pub struct Leavers;

impl Leavers {
    /// Whether somebody is no longer in a hub by it.
    pub const fn wants(fact: &Fact) -> bool {
        matches!(fact.action, AuditAction::MemberLeft | AuditAction::MemberKicked | AuditAction::MemberBanned)
    }
}

#[async_trait]
impl Reader for Leavers {
    fn name(&self) -> &'static str {
        "drafts"
    }

    async fn take(&self, store: &Store, facts: &[FactsDoc]) -> Result<()> {
        for doc in facts {
            let Some(hub) = doc.hub else { continue };
            for user in doc.facts.iter().filter(|fact| Self::wants(fact)).filter_map(|fact| fact.whom) {
                // Ids of facts and revs of drafts are from the same clock.
                drafts::forget_before(store, user, hub, DraftRev(doc.number_of_id())).await?;
            }
        }
        Ok(())
    }
}
