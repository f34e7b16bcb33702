//! Grants for the caller's device: fetched until it says that it keeps them.

use super::device::{at_most, own};
use crate::domain::caller::Caller;
use crate::domain::dms::{self, GrantDoc};
use crate::error::Result;
use crate::live::Live;
use crate::store::Write;
use dm_wire::ids::{DeviceId, EpochId};
use hubbub_shared::model::DmGrants;
use hubbub_shared::protocol::command::{AcknowledgeDmGrants, GetDmGrants};

/// Grants that are acknowledged at once.
const MOST_AT_ONCE: usize = 100;

/// What waits for the device that the session is.
pub async fn page(live: &Live, caller: &Caller, command: GetDmGrants) -> Result<DmGrants> {
    let own = own(live, caller).await?;
    let limit = usize::try_from(live.settings.capacity.page.limit(command.limit)?).unwrap_or_default();
    let after = command.after.as_deref();
    let found = dms::grants_page(&live.store, own.party.device, after, limit).await?;
    let next = found.last().filter(|_| found.len() == limit).map(|last| last.at.clone());
    let now = live.clock.now();
    let kept = found.into_iter().filter(|grant| now < grant.expires_at);
    Ok(DmGrants { grants: kept.map(|grant| grant.bytes).collect(), next })
}

/// The device keeps these.
pub async fn acknowledge(live: &Live, caller: &Caller, command: AcknowledgeDmGrants) -> Result<()> {
    let own = own(live, caller).await?;
    at_most("grants", &command.grants, MOST_AT_ONCE)?;
    let mut writes = Vec::with_capacity(command.grants.len());
    for name in &command.grants {
        let epoch = EpochId(dms::parse("grants", &name.epoch)?);
        let from = DeviceId(dms::parse("grants", &name.device)?);
        writes.push(Write::delete::<GrantDoc>(GrantDoc::document_id(own.party.device, from, epoch), None));
    }
    if !writes.is_empty() {
        live.store.batch(writes).await?;
    }
    Ok(())
}
