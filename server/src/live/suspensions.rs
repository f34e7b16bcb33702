//! The end of what the owner of the server has closed for a time: hubs open again, or are deleted after their days of grace.
//! When is stored with the hub, so it happens also if the server did not run at that moment.

use super::Live;
use crate::domain::caller::Caller;
use crate::domain::facts::{Cause, Fact, FactsDoc};
use crate::domain::hubs::{self, By, HubDoc, Needs};
use crate::error::{Error, Result};
use hubbub_shared::SessionId;
use hubbub_shared::model::AuditAction;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether something is over: a read of an index that is nearly always empty.
const PAUSE: Duration = Duration::from_secs(5);

/// Looks for ever, in the background.
pub fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move {
        loop {
            if let Err(error) = all(&live).await {
                tracing::warn!("what is closed for a time opens later: {error}");
            }
            tokio::time::sleep(PAUSE).await;
        }
    });
}

async fn all(live: &Live) -> Result<()> {
    for hub in hubs::due(&live.store, live.clock.now()).await? {
        match end(live, hub).await {
            Err(Error::Rejected(problem)) if !problem.code.is_retryable() => {
                tracing::debug!("a suspension is over already: {problem}");
            }
            outcome => outcome?,
        }
    }
    Ok(())
}

/// Done in the name of who closed it: that is what they said should happen.
async fn end(live: &Live, hub: HubDoc) -> Result<()> {
    let (Some(suspension), Some(handle)) = (hub.suspended, live.hubs.find(hub.id).await?) else {
        return Ok(());
    };
    let caller = Caller::person(suspension.by, SessionId(0));
    let request: Arc<str> = "suspension".into();
    let (facts_id, now) = (live.clock.next_id(), live.clock.now());
    let about = (hub.id.to_string(), Some(hub.name));
    let erased = Fact::of_server(AuditAction::HubErased, about.clone(), None, Vec::new());
    let released = Fact::of_server(AuditAction::HubReleased, about, None, Vec::new());
    let by = By { caller: caller.clone(), request: Arc::clone(&request) };
    handle
        .change(by, Needs::End, &[], move |draft| {
            let fact = if draft.end_suspension()? { &erased } else { &released };
            let cause = Cause { reason: Some(&suspension.reason), ..Cause::of(&caller, &request) };
            draft.tell_server(&FactsDoc::of_server(facts_id, now, cause, fact.clone()))
        })
        .await?;
    live.new_facts.came(facts_id);
    Ok(())
}
