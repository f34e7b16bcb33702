//! A message that names a role or everybody: each member whom that concerns gets what those get who are named one by one,
//! after the message is stored, a page of members at a time. And what many have of a message that is gone.

use super::verdict::whereabouts;
use crate::domain::members::{self, MemberDoc};
use crate::domain::messages::{self, MessageDoc, reactions_to};
use crate::domain::notifications::{FanOutDoc, InboxDoc, Presence};
use crate::domain::read_state::{self, MentionDoc};
use crate::domain::recalls::RecallDoc;
use crate::error::Result;
use crate::live::read_state::{announce_mentions, read_to};
use crate::live::{HubHandle, Live};
use crate::store::{Entity, Write, unless_changed};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use hubbub_shared::model::InboxReason;
use hubbub_shared::{ChannelId, Crowd, Permissions, PlaceId, UserId};
use std::sync::Arc;

/// Members that are gone through together.
const PIECE: usize = 200;
/// Of them, at the same time.
const AT_ONCE: usize = 8;

/// Goes through one page of members.
pub(super) async fn to_members(live: &Live, fan_out: &FanOutDoc) -> Result<()> {
    let done = FanOutDoc { names_many: None, after: None, ..fan_out.clone() };
    let Some((said, hub)) = still_said(live, fan_out).await? else {
        return store(live, vec![Write::replace(&done)?]).await;
    };
    let page = members::page(&live.store, hub.id(), fan_out.after, PIECE).await?;
    let reasons = stream::iter(&page).map(|member| reason(live, &hub, &said, member)).buffered(AT_ONCE);
    let reasons: Vec<Option<InboxReason>> = reasons.try_collect().await?;
    let told: Vec<(UserId, InboxReason)> =
        page.iter().zip(reasons).filter_map(|(member, reason)| Some((member.user, reason?))).collect();
    let next = match page.last().filter(|_| page.len() == PIECE) {
        Some(last) => FanOutDoc { after: Some(last.user), ..fan_out.clone() },
        None => done,
    };
    let mut writes = vec![Write::replace(&next)?];
    for (user, reason) in &told {
        writes.push(Write::insert(&MentionDoc::new(*user, &said))?);
        writes.push(Write::insert(&InboxDoc::new(*user, &said, *reason, live.clock.now()))?);
    }
    store(live, writes).await?;
    let users: Vec<UserId> = told.into_iter().map(|(user, _)| user).collect();
    forget_what_is_read(live, &said, &users).await?;
    announce(live, said.place, users);
    Ok(())
}

/// The message and its hub, if there still are both.
async fn still_said(live: &Live, fan_out: &FanOutDoc) -> Result<Option<(MessageDoc, Arc<HubHandle>)>> {
    let found = messages::find(&live.store, fan_out.place, fan_out.message).await?;
    let Some(said) = found.filter(|message| !message.is_deleted()) else { return Ok(None) };
    let Some(at) = whereabouts(live, ChannelId(fan_out.place.0)).await? else { return Ok(None) };
    Ok(live.hubs.find(at.hub).await?.map(|hub| (said, hub)))
}

/// Why the message concerns a member whom it does not name. `None`: it does not.
async fn reason(
    live: &Live,
    hub: &HubHandle,
    said: &MessageDoc,
    member: &MemberDoc,
) -> Result<Option<InboxReason>> {
    let user = member.user;
    if user == said.author || said.mentions.contains(&user) {
        return Ok(None);
    }
    let has_role = member.roles.iter().any(|role| said.mention_roles.contains(role));
    let is_of_crowd = match said.mention_everyone {
        Some(Crowd::Everyone) => true,
        Some(Crowd::Here) => live.present.of(user) != Presence::Away,
        None => false,
    };
    let reason = match (has_role, is_of_crowd) {
        (true, _) => InboxReason::Role,
        (false, true) => InboxReason::Everyone,
        (false, false) => return Ok(None),
    };
    let (structure, now) = (hub.structure(), live.clock.now());
    let Some(channel) = structure.channel(ChannelId(said.place.0)) else { return Ok(None) };
    let may = structure.permissions_in(channel, member, Permissions::ALL, now);
    let hears = may.contains(Permissions::VIEW | Permissions::HISTORY)
        && live.people.hears(user, said.author).await?;
    Ok(hears.then_some(reason))
}

/// Whoever had read the message before it was counted for them has nothing unread of it. Looked at after it is stored, so
/// that no reading falls in between.
async fn forget_what_is_read(live: &Live, said: &MessageDoc, users: &[UserId]) -> Result<()> {
    let forget = |user: UserId| async move {
        if read_to(live, user, said.place).await? >= said.seq {
            read_state::forget_mentions(&live.store, user, said.place, said.seq).await?;
        }
        Ok::<_, crate::error::Error>(())
    };
    stream::iter(users.iter().copied()).map(forget).buffer_unordered(AT_ONCE).try_collect().await
}

/// Whoever has the app open sees how many there are now; others are told when they come.
fn announce(live: &Live, place: PlaceId, users: Vec<UserId>) {
    let there = users.into_iter().filter(|user| live.present.of(*user) != Presence::Away);
    announce_mentions(live, place, there.collect::<Vec<_>>());
}

/// Takes back a page of what many have of a message.
pub(super) async fn take_back(live: &Live, recall: &RecallDoc) -> Result<()> {
    let RecallDoc { message, place, seq, .. } = *recall;
    let found = messages::find(&live.store, place, message).await?;
    let stands = found.filter(|message| !message.is_deleted());
    if stands.is_none() {
        live.store.delete_all(reactions_to(message)).await?;
    }
    let still_named = stands.map(|message| message.mentions).unwrap_or_default();
    // More than are named one by one, so that a page of nobody else is the last one.
    let page = read_state::mentioned_at(&live.store, place, seq, PIECE).await?;
    let users: Vec<UserId> =
        page.iter().map(|mention| mention.user).filter(|user| !still_named.contains(user)).collect();
    let mut writes: Vec<Write> = users
        .iter()
        .flat_map(|user| {
            [
                Write::delete::<MentionDoc>(MentionDoc::document_id(*user, message), None),
                Write::delete::<InboxDoc>(InboxDoc::document_id(*user, message), None),
            ]
        })
        .collect();
    if users.is_empty() {
        writes.push(Write::delete::<RecallDoc>(recall.id(), None));
    }
    store(live, writes).await?;
    announce(live, place, users);
    Ok(())
}

/// What was changed meanwhile is gone through anew.
async fn store(live: &Live, writes: Vec<Write>) -> Result<()> {
    Ok(unless_changed(live.store.batch(writes).await)?)
}
