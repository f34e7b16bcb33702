//! The audit log reads facts, and writes each into the log of its hub; and its lines, as those see them who may read them.

use super::common::Common;
use super::reader::Reader;
use crate::domain::audit::{self, AUDIT_LOG, AuditDoc};
use crate::domain::chain::{self, Chained, End};
use crate::domain::facts::{Fact, FactsDoc};
use crate::error::{Error, Result};
use crate::store::{Store, StoreError};
use async_trait::async_trait;
use hubbub_shared::HubId;
use hubbub_shared::model::User;
use hubbub_shared::model::audit::{AuditAction, AuditEntry};

/// How often lines are worked out anew because another process wrote some.
const ATTEMPTS: usize = 5;

/// See the module.
pub struct Audit;

impl Audit {
    /// Whether it would do anything with a fact.
    pub fn wants(fact: &Fact) -> bool {
        audit::is_logged(fact) || fact.action == AuditAction::HubDeleted
    }
}

#[async_trait]
impl Reader for Audit {
    fn name(&self) -> &'static str {
        "audit_log"
    }

    async fn take(&self, store: &Store, facts: &[FactsDoc]) -> Result<()> {
        let mut hubs: Vec<HubId> = facts.iter().filter_map(|doc| doc.hub).collect();
        hubs.sort_unstable();
        hubs.dedup();
        for hub in hubs {
            let of_hub: Vec<&FactsDoc> = facts.iter().filter(|doc| doc.hub == Some(hub)).collect();
            if of_hub.iter().any(|doc| is_end(doc)) {
                forget(store, hub).await?;
            } else {
                write(store, hub, &of_hub).await?;
            }
        }
        Ok(())
    }
}

/// Nobody reads the log of a hub that is gone.
fn is_end(facts: &FactsDoc) -> bool {
    facts.facts.iter().any(|fact| fact.action == AuditAction::HubDeleted)
}

async fn forget(store: &Store, hub: HubId) -> Result<()> {
    store.delete_all(audit::of_hub(hub)).await?;
    Ok(chain::forget_head(store, &AUDIT_LOG, hub).await?)
}

async fn write(store: &Store, hub: HubId, facts: &[&FactsDoc]) -> Result<()> {
    for _ in 0..ATTEMPTS {
        let tip = chain::tip::<AuditDoc>(store, hub).await?;
        let lines = new_lines(store, hub, tip.end.clone(), facts).await?;
        if lines.is_empty() {
            return Ok(());
        }
        match store.batch(tip.writes(hub, &lines)?).await {
            // Another process wrote at the same time: the chain goes on from there.
            Err(StoreError::Conflict { .. } | StoreError::Changed { .. }) => {}
            outcome => return Ok(outcome?),
        }
    }
    Err(Error::unavailable())
}

/// What is not written yet, as the lines that follow the last one.
async fn new_lines(
    store: &Store,
    hub: HubId,
    mut end: Option<End>,
    facts: &[&FactsDoc],
) -> Result<Vec<AuditDoc>> {
    let mut lines: Vec<AuditDoc> = Vec::new();
    for doc in facts {
        for (which, fact) in doc.facts.iter().enumerate().filter(|(_, fact)| audit::is_logged(fact)) {
            if store.get::<AuditDoc>(audit::line_id(doc, which)).await?.is_some() {
                continue;
            }
            let line = AuditDoc::after(end.as_ref(), hub, doc, which, fact);
            end = Some(line.end());
            lines.push(line);
        }
    }
    Ok(lines)
}

/// A line as those see it who may read it.
pub async fn entry(common: &Common, line: AuditDoc) -> Result<AuditEntry> {
    let who = User::clone(&*common.people.find_or_webhook(line.who).await?);
    let whom = match line.whom {
        Some(whom) => Some(User::clone(&*common.people.find_or_webhook(whom).await?)),
        None => None,
    };
    Ok(AuditEntry {
        hub: line.hub,
        number: line.number,
        at: line.at,
        who,
        actor: line.actor,
        action: line.action,
        subject: line.subject,
        name: line.name,
        whom,
        place: line.place,
        changes: line.changes,
        reason: line.reason,
        request_id: line.request,
        hash: line.hash,
    })
}
