//! Proving that a caller may: finding the hub in use, and the right in it.

use crate::domain::access::{self, ChannelAccess, HubAccess, PlaceAccess};
use crate::domain::caller::Caller;
use crate::domain::facts::{Cause, Fact, FactsDoc};
use crate::domain::hubs::{Basis, By, Draft, Needs, check};
use crate::error::{Error, Result};
use crate::live::{Around, HubHandle, Live};
use crate::request_id;
use hubbub_shared::{ChannelId, HubId, Permissions, UserId};
use std::collections::HashMap;
use std::sync::Arc;

/// The hub in use, and the proof that the caller belongs to it and holds `needs`.
pub async fn hub(
    live: &Live,
    caller: &Caller,
    id: HubId,
    needs: Permissions,
) -> Result<(Arc<HubHandle>, HubAccess)> {
    let hub = live.hubs.find(id).await?.ok_or_else(Error::not_found)?;
    let member = hub.member(caller.user).await?.ok_or_else(Error::not_found)?;
    let access = HubAccess::prove(caller, &hub.structure(), &member, live.clock.now(), needs)?;
    Ok((hub, access))
}

/// The hub of a channel, and the proof that the caller sees the channel and holds `needs` there.
///
/// Awaits nothing when the hub is in use and the member known, so that sends of one session keep their order.
pub async fn channel(
    live: &Live,
    caller: &Caller,
    id: ChannelId,
    needs: Permissions,
) -> Result<(Arc<HubHandle>, ChannelAccess)> {
    let hub_id = live.hubs.of_channel(id).await?.ok_or_else(Error::not_found)?;
    let (hub, access) = hub(live, caller, hub_id, Permissions::NONE).await?;
    let access = access.channel(id, needs)?;
    Ok((hub, access))
}

/// The hub in use, and the proof that the caller holds `needs` in it, or in any of its channels.
pub async fn anywhere(
    live: &Live,
    caller: &Caller,
    id: HubId,
    needs: Permissions,
) -> Result<(Arc<HubHandle>, HubAccess)> {
    let (hub, access) = hub(live, caller, id, Permissions::NONE).await?;
    access.anywhere(needs)?;
    Ok((hub, access))
}

/// The place of a channel or of a conversation, with what it is in, and the proof that the caller sees it and holds `needs`
/// there.
pub async fn place(
    live: &Live,
    caller: &Caller,
    id: ChannelId,
    needs: Permissions,
) -> Result<(Around, PlaceAccess)> {
    let known = live.dms.now(id.place());
    if known.is_none() && live.hubs.of_channel(id).await?.is_some() {
        let (hub, access) = channel(live, caller, id, needs).await?;
        return Ok((Around::Hub(hub), access.place()));
    }
    let dm = live.dms.find(id.place()).await?.ok_or_else(Error::not_found)?;
    let access = access::in_dm(caller, &dm)?;
    match access.may(needs) {
        true => Ok((Around::People(dm), access)),
        false => Err(Error::forbidden("This is not possible in a direct message.")),
    }
}

/// Changes a hub, if the caller holds what it takes. Hub and right are named here, once: who may not is refused at once,
/// and the draft asks again by the state that it is made from. `about`: the members it reads or writes, beside the caller.
pub async fn change(
    live: &Live,
    caller: &Caller,
    hub: HubId,
    needs: Needs,
    about: &[UserId],
    make: impl FnMut(&mut Draft) -> Result<()> + Send + 'static,
) -> Result<Arc<HubHandle>> {
    let hub = live.hubs.find(hub).await?.ok_or_else(Error::not_found)?;
    let member = hub.member(caller.user).await?;
    let members: HashMap<_, _> = member.into_iter().map(|member| (caller.user, member)).collect();
    let (structure, now, capacity) = (hub.structure(), live.clock.now(), live.settings.capacity);
    let people = HashMap::new();
    check(&Basis { structure, members, people, now, capacity }, caller, &needs)?;
    hub.change(by(caller), needs, about, make).await?;
    Ok(hub)
}

/// The same, about a channel of the hub.
pub async fn change_channel(
    live: &Live,
    caller: &Caller,
    channel: ChannelId,
    needs: Permissions,
    make: impl FnMut(&mut Draft) -> Result<()> + Send + 'static,
) -> Result<Arc<HubHandle>> {
    let hub = live.hubs.of_channel(channel).await?.ok_or_else(Error::not_found)?;
    change(live, caller, hub, Needs::InChannel(channel, needs), &[], make).await
}

/// The caller, with the request that they are in.
pub fn by(caller: &Caller) -> By {
    By { caller: caller.clone(), request: request_id::current() }
}

/// A fact for the log of the server, to be stored with what it tells of. Afterwards it is to be announced as new by its id.
pub fn server_fact(live: &Live, caller: &Caller, fact: Fact, reason: Option<&str>) -> FactsDoc {
    let request = request_id::current();
    let cause = Cause { reason, ..Cause::of(caller, &request) };
    FactsDoc::of_server(live.clock.next_id(), live.clock.now(), cause, fact)
}
