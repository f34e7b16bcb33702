//! Which device a session is, and who hears that devices changed.

use crate::domain::caller::{Caller, PersonCaller};
use crate::domain::dms::{self, DmDeviceDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use dm_wire::chain::Chain;
use dm_wire::grant::Party;
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::{ErrorCode, Problem, UserId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The device that the caller's session is, with all that is kept of it.
pub struct Own {
    /// Who calls, and by which session.
    pub by: PersonCaller,
    /// The device with whose it is.
    pub party: Party,
    /// What is kept of it.
    pub stored: DmDeviceDoc,
    /// All devices of the caller.
    pub chain: Arc<Chain>,
}

/// The device that the session is, if it was not removed.
pub async fn own(live: &Live, caller: &Caller) -> Result<Own> {
    let by = caller.as_person()?;
    let stored = dms::device_of_session(&live.store, by.session).await?.ok_or_else(none)?;
    let (party, chain) = (stored.party().ok_or_else(none)?, chain_of(live, by.user).await?);
    chain.browser(party.device).map_err(|_| none())?;
    Ok(Own { by, party, stored, chain })
}

fn none() -> Error {
    Error::forbidden("This session is no device. Publish prekeys of one first.")
}

/// The caller's own devices.
pub async fn chain_of(live: &Live, user: UserId) -> Result<Arc<Chain>> {
    let none = || Error::rejected(ErrorCode::Conflict, "There is no device yet.");
    live.dms.chain(user).await?.ok_or_else(none)
}

/// A list of a command, if it is not longer than it may be.
pub fn at_most<T>(field: &str, list: &[T], most: usize) -> Result<()> {
    if list.len() > most {
        return Err(Problem::field(field, format!("{field} has up to {most}.")).into());
    }
    Ok(())
}

/// Tells somebody's devices, and those of whom they write with, to look at their links.
pub async fn tell_that_devices_changed(live: &Live, user: UserId) -> Result<()> {
    let mut told = BTreeSet::from([user]);
    for membership in dms::memberships_of(&live.store, user).await? {
        let dm = live.dms.find(membership.place).await?;
        told.extend(dm.iter().flat_map(|dm| dm.users.iter().copied()));
    }
    for one in told {
        live.bus.to_user(one, ServerFrame::Event(Event::User(UserEvent::DmDevicesChanged { user })));
    }
    Ok(())
}
