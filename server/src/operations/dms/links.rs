//! Chains of devices: adding a link, reading one's own and others'.

use super::device::{chain_of, own, tell_that_devices_changed};
use crate::domain::caller::{Caller, PersonCaller};
use crate::domain::capacity::fits;
use crate::domain::dms::{self, DmDeviceDoc, DmDoc, LinkDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::store::Write;
use dm_wire::chain::Chain;
use dm_wire::device::DeviceKind;
use dm_wire::grant::Party;
use dm_wire::head::HeadAttest;
use dm_wire::ids::ConversationId;
use dm_wire::link::{Change, Link};
use dm_wire::{Refused, Wire};
use hubbub_shared::model::DmLinks;
use hubbub_shared::protocol::command::{AppendDmLink, GetDmLinks, PublishDmHead};
use hubbub_shared::{Problem, UserId};

/// Adds a link to the caller's chain. What it removes can neither send nor fetch anything once this is answered.
pub async fn append(live: &Live, caller: &Caller, command: AppendDmLink) -> Result<()> {
    let by = caller.as_person()?;
    let link: Link = dms::parse("link", &command.link)?;
    if link.body.user != by.user {
        return Err(Problem::field("link", "It is of somebody else's chain.").into());
    }
    // A chain that was not read lately is checked before anybody has to wait for it.
    live.dms.chain(by.user).await?;
    let turn = live.dms.changing().await;
    let chain = live.dms.chain(by.user).await?;
    let next = match &chain {
        None => Chain::begin(&link),
        Some(chain) => chain.apply(&link),
    };
    let next = match next {
        Ok(next) => next,
        Err(Refused::Known) => return Ok(()),
        Err(why) => return Err(dms::refusal(&why)),
    };
    if let Some(chain) = &chain {
        signed_here(live, by, chain, &link).await?;
    }
    let (links, most) = (next.head().seq as usize + 1, live.settings.capacity.dm_links);
    fits(links, most, |most| format!("A chain of devices has up to {most} links."))?;
    live.store.batch(writes(live, by, &link)?).await.map_err(|error| match error.is_failure() {
        true => error.into(),
        // Somebody else was faster in another process.
        false => dms::refusal(&Refused::WrongPrev),
    })?;
    live.dms.learn(next);
    if let Change::Revoke { device, .. } = &link.body.change {
        live.store.delete_all(dms::prekeys_of(*device)).await?;
        live.store.delete_all(dms::grants_to(*device)).await?;
    }
    drop(turn);
    tell_that_devices_changed(live, by.user).await
}

/// A link comes from the device that signed it; what the recovery device signs, from a session that is none.
async fn signed_here(live: &Live, by: PersonCaller, chain: &Chain, link: &Link) -> Result<()> {
    let own = dms::device_of_session(&live.store, by.session).await?.and_then(|own| own.device());
    let is_here = match own {
        Some(own) => own == link.body.signer,
        None => {
            let signer = chain.device(link.body.signer);
            signer.is_some_and(|signer| signer.entry.keys.kind == DeviceKind::Recovery)
        }
    };
    let refusal = || Error::forbidden("It was signed by another device than this session is.");
    if is_here { Ok(()) } else { Err(refusal()) }
}

fn writes(live: &Live, by: PersonCaller, link: &Link) -> Result<Vec<Write>> {
    let mut writes = vec![Write::insert(&LinkDoc::new(link, live.clock.now()))?];
    match &link.body.change {
        Change::Genesis(entry) | Change::Add(entry) if entry.keys.kind == DeviceKind::Browser => {
            let party = Party { user: by.user, device: entry.keys.id() };
            let is_first = matches!(link.body.change, Change::Genesis(_));
            writes.push(Write::insert(&DmDeviceDoc::new(party, is_first.then_some(by.session)))?);
        }
        Change::Revoke { device, .. } => {
            writes.push(Write::delete::<DmDeviceDoc>(DmDeviceDoc::document_id(*device), None));
        }
        _ => {}
    }
    Ok(writes)
}

/// Somebody's chain, from a place on, for those who have to do with them.
pub async fn list(live: &Live, caller: &Caller, command: GetDmLinks) -> Result<DmLinks> {
    let (by, user) = (caller.as_person()?, command.user);
    let related = by.user == user
        || is_written_with(live, by.user, user).await?
        || share_a_hub(live, by.user, user).await?;
    if !related {
        return Err(Error::not_found());
    }
    let all = dms::links_of(&live.store, user, 0).await?;
    let from = command.from.and_then(|from| usize::try_from(from).ok()).filter(|from| *from < all.len());
    let links = all.into_iter().skip(from.unwrap_or(0)).map(|link| link.bytes).collect();
    let devices: Vec<DmDeviceDoc> = live.store.find(dms::all_devices_of(user)).await?;
    let heads = devices.into_iter().filter_map(|device| device.head);
    let newest = |head: &hubbub_shared::Bytes| HeadAttest::parse(&head.0).map_or(0, |head| head.body.time_ms);
    Ok(DmLinks { links, head: heads.max_by_key(newest) })
}

/// Whether there is a conversation of these two.
pub async fn is_written_with(live: &Live, one: UserId, other: UserId) -> Result<bool> {
    Ok(conversation_of(live, one, other).await?.is_some())
}

/// The conversation of two, by who they are now.
pub async fn conversation_of(live: &Live, one: UserId, other: UserId) -> Result<Option<DmDoc>> {
    let (Some(one), Some(other)) = (live.dms.chain(one).await?, live.dms.chain(other).await?) else {
        return Ok(None);
    };
    let id = ConversationId::of_pair(one.identity(), other.identity());
    Ok(live.store.get(DmDoc::document_id(id)).await?)
}

/// Whether two belong to a hub.
pub async fn share_a_hub(live: &Live, one: UserId, other: UserId) -> Result<bool> {
    let mine = crate::domain::members::of_user(&live.store, one).await?;
    let theirs = crate::domain::members::of_user(&live.store, other).await?;
    Ok(mine.iter().any(|member| theirs.iter().any(|there| there.hub == member.hub)))
}

/// Keeps how far the chain goes, as the device of the session says.
pub async fn publish_head(live: &Live, caller: &Caller, command: PublishDmHead) -> Result<()> {
    let own = own(live, caller).await?;
    let head: HeadAttest = dms::parse("head", &command.head)?;
    if head.body.device != own.party.device {
        return Err(Error::forbidden("It was signed by another device than this session is."));
    }
    chain_of(live, own.by.user).await?.check_attest(&head).map_err(|why| dms::refusal(&why))?;
    let keep = |stored: &mut DmDeviceDoc| {
        stored.head = Some(command.head.clone());
        Ok::<_, Error>(())
    };
    live.store.update(&own.stored.id, keep).await?;
    Ok(())
}
