//! Prekeys: laying out one's own, and taking those of others.

use super::device::{Own, at_most, chain_of, own};
use super::links::is_written_with;
use crate::domain::caller::{Caller, PersonCaller};
use crate::domain::dms::{self, DmDeviceDoc, PrekeyDoc};
use crate::domain::sessions::SessionDoc;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::{StoreError, Write};
use dm_wire::Wire;
use dm_wire::chain::Chain;
use dm_wire::ids::DeviceId;
use dm_wire::prekeys::{Bundle, OneTimeKey, check_bundle, check_one_time};
use hubbub_shared::model::{DmClaim, DmClaims, DmPrekeys};
use hubbub_shared::protocol::command::{ClaimDmPrekeys, PublishDmPrekeys};
use hubbub_shared::{Bytes, ErrorCode, Problem};

/// One-time prekeys that are laid out at once.
const MOST_AT_ONCE: usize = 100;
/// Devices of a person that write, at most.
const MOST_DEVICES: usize = 8;
/// How often it is tried again when somebody takes or lays out prekeys at the same moment.
const ATTEMPTS: usize = 8;

/// Lays out prekeys of the caller's device. Whoever signed a new bundle is that device: the private key is nowhere else.
pub async fn publish(live: &Live, caller: &Caller, command: PublishDmPrekeys) -> Result<DmPrekeys> {
    let by = caller.as_person()?;
    at_most("one_time", &command.one_time, MOST_AT_ONCE)?;
    let keys = command.one_time.iter().map(|key| dms::parse("one_time", key));
    let keys = keys.collect::<std::result::Result<Vec<OneTimeKey>, Problem>>()?;
    for _ in 0..ATTEMPTS {
        // A device that is removed meanwhile lays out nothing.
        let _turn = live.dms.acting().await;
        let chain = chain_of(live, by.user).await?;
        let stored = match &command.bundle {
            Some(bytes) => with_bundle(live, by, &chain, bytes).await?,
            None => own(live, caller).await?.stored,
        };
        match lay_out(live, &chain, stored, &keys).await {
            Err(Error::Rejected(problem)) if problem.code == ErrorCode::Conflict && is_race(&problem) => {}
            outcome => return outcome,
        }
    }
    Err(Error::unavailable())
}

/// What is kept of the device from now on: a new bundle takes the place of an older one, and its session is this.
async fn with_bundle(live: &Live, by: PersonCaller, chain: &Chain, bytes: &Bytes) -> Result<DmDeviceDoc> {
    let bundle: Bundle = dms::parse("bundle", bytes)?;
    let device = bundle.body.device;
    check_bundle(chain, device, &bundle, live.clock.now().0.unsigned_abs())
        .map_err(|why| dms::refusal(&why))?;
    let stored: Option<DmDeviceDoc> = live.store.get(DmDeviceDoc::document_id(device)).await?;
    let mut stored = stored.ok_or_else(Error::not_found)?;
    let before = stored.bundle.as_ref().and_then(|bundle| Bundle::parse(&bundle.0).ok());
    let is_newer = before.as_ref().is_none_or(|before| before.body.created_ms < bundle.body.created_ms);
    if stored.session != Some(by.session) {
        becomes(live, by, &stored, is_newer).await?;
        stored.session = Some(by.session);
    }
    // One that comes late must not bring back a generation whose keys were used.
    if is_newer {
        if before.is_none_or(|before| before.body.spk != bundle.body.spk) {
            stored.highest = 0;
        }
        stored.bundle = Some(bytes.clone());
    }
    Ok(stored)
}

/// Refused unless a session can become a device: it is no other, no other is it, and the bundle is not one that others have.
async fn becomes(live: &Live, by: PersonCaller, device: &DmDeviceDoc, is_newer: bool) -> Result<()> {
    if dms::device_of_session(&live.store, by.session).await?.is_some() {
        return Err(Error::forbidden("It was signed by another device than this session is."));
    }
    let other = match device.session {
        Some(other) => live.store.get::<SessionDoc>(other).await?,
        None => None,
    };
    if other.is_some_and(|other| other.expires_at > live.clock.now()) {
        return Err(Error::forbidden("Another session is this device."));
    }
    if !is_newer {
        return Err(Error::forbidden("Sign a new bundle: others have this one."));
    }
    Ok(())
}

async fn lay_out(
    live: &Live,
    chain: &Chain,
    mut stored: DmDeviceDoc,
    keys: &[OneTimeKey],
) -> Result<DmPrekeys> {
    let none = || Error::rejected(ErrorCode::Conflict, "There is no bundle yet.");
    let bundle = stored.bundle.as_ref().and_then(|bundle| Bundle::parse(&bundle.0).ok()).ok_or_else(none)?;
    let mut writes = Vec::new();
    for key in keys.iter().filter(|key| key.body.spk == bundle.body.spk) {
        check_one_time(chain, &bundle, key).map_err(|why| dms::refusal(&why))?;
        if key.body.id.get() > stored.highest {
            stored.highest = key.body.id.get();
            writes.push(Write::insert(&PrekeyDoc::new(stored.user, key))?);
        }
    }
    writes.push(Write::replace(&stored)?);
    live.store.batch(writes).await.map_err(|error| match error {
        error if error.is_failure() => error.into(),
        StoreError::Conflict { index, .. } if index == "session" => {
            Error::forbidden("It was signed by another device than this session is.")
        }
        _ => Error::rejected(ErrorCode::Conflict, RACE),
    })?;
    let left = dms::prekeys_left(&live.store, bundle.body.device, bundle.body.spk).await?;
    Ok(DmPrekeys { left })
}

const RACE: &str = "Prekeys of this device are laid out at the same moment.";

fn is_race(problem: &Problem) -> bool {
    problem.message == RACE
}

/// How many are left of the caller's device.
pub async fn left(live: &Live, caller: &Caller) -> Result<DmPrekeys> {
    let Own { stored, party, .. } = own(live, caller).await?;
    let spk = stored.bundle.as_ref().and_then(|bundle| Bundle::parse(&bundle.0).ok()).map(|one| one.body.spk);
    let left = match spk {
        Some(spk) => dms::prekeys_left(&live.store, party.device, spk).await?,
        None => 0,
    };
    Ok(DmPrekeys { left })
}

/// Takes prekeys of somebody's devices. When there are none left the bundle comes alone, so nobody can make somebody
/// unreachable by taking all.
pub async fn claim(live: &Live, caller: &Caller, command: ClaimDmPrekeys) -> Result<DmClaims> {
    let by = own(live, caller).await?.by;
    at_most("devices", &command.devices, MOST_DEVICES)?;
    let devices = command.devices.iter().map(|device| dms::parse::<DeviceIdBytes>("devices", device));
    let devices = devices.collect::<std::result::Result<Vec<_>, Problem>>()?;
    let is_own = command.user == by.user;
    if !is_own && !is_written_with(live, by.user, command.user).await? {
        return Err(Error::not_found());
    }
    let chain = live.dms.chain(command.user).await?.ok_or_else(Error::not_found)?;
    if !is_own {
        live.limits.check_claim(by.user)?;
    }
    // What is no device of theirs is not counted, and has none.
    let is_there = |device: &DeviceId| chain.browser(*device).is_ok();
    let devices: Vec<DeviceId> = devices.into_iter().map(DeviceId).collect();
    for device in devices.iter().filter(|device| !is_own && is_there(device)) {
        live.limits.check_claim_of(by.user, device.0)?;
    }
    let mut claims = Vec::with_capacity(devices.len());
    for device in devices {
        claims.push(if is_there(&device) { take(live, device).await? } else { nothing(device) });
    }
    Ok(DmClaims { claims })
}

/// An id of a device as it is on the wire.
type DeviceIdBytes = [u8; 16];

fn nothing(device: DeviceId) -> DmClaim {
    DmClaim { device: device.0.to_vec().into(), bundle: None, one_time: None }
}

async fn take(live: &Live, device: DeviceId) -> Result<DmClaim> {
    let stored: Option<DmDeviceDoc> = live.store.get(DmDeviceDoc::document_id(device)).await?;
    let now_ms = live.clock.now().0.unsigned_abs();
    let Some(bundle) = stored.and_then(|stored| stored.bundle_at(now_ms)) else { return Ok(nothing(device)) };
    let one_time = dms::next_prekey(&live.store, device, bundle.body.spk).await?;
    Ok(DmClaim { bundle: Some(bundle.encode().into()), one_time, ..nothing(device) })
}
