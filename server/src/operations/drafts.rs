//! What the caller has begun to write, for all their devices. Only their own; nobody else can tell.

use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::drafts::{self as store, DraftDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use crate::store::Write;
use hubbub_shared::model::{DraftMark, Drafts};
use hubbub_shared::protocol::ServerFrame;
use hubbub_shared::protocol::command::{GetDrafts, SaveDraft};
use hubbub_shared::protocol::event::{Event, UserEvent};
use hubbub_shared::text::DraftText;
use hubbub_shared::{ChannelId, DraftRev, Permissions, PlaceId, UserId};

/// How often a change starts over that met another one.
const ATTEMPTS: usize = 8;

/// All of them, or the one of a channel. What is where the caller sees nothing now is left out.
pub async fn list(live: &Live, caller: &Caller, command: GetDrafts) -> Result<Drafts> {
    let user = caller.as_person()?.user;
    let found = match command.channel {
        Some(channel) => store::find(&live.store, user, channel.place()).await?.into_iter().collect(),
        None => store::of_user(&live.store, user).await?,
    };
    let mut drafts = Vec::with_capacity(found.len());
    for one in found {
        if sees(live, caller, one.channel()).await? {
            drafts.push(one.view());
        }
    }
    Ok(Drafts { drafts })
}

async fn sees(live: &Live, caller: &Caller, channel: ChannelId) -> Result<bool> {
    match prove::channel(live, caller, channel, Permissions::VIEW).await {
        Ok(_) => Ok(true),
        Err(Error::Rejected(problem)) if !problem.code.is_retryable() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Keeps what the caller types in a channel, or forgets it if that is nothing. The last one to say so is right: which words
/// those are, devices see to.
pub async fn save(live: &Live, caller: &Caller, command: SaveDraft) -> Result<DraftMark> {
    let user = caller.as_person()?.user;
    let SaveDraft { channel, content, reply_to } = command;
    let (hub, _) = prove::channel(live, caller, channel, Permissions::VIEW).await?;
    let content = DraftText::parse(&content)?;
    // What is told last is newest.
    let _turn = live.draft_turns.of(user).await;
    if content.as_str().is_empty() {
        return forget(live, user, channel.place()).await;
    }
    for _ in 0..ATTEMPTS {
        let rev = DraftRev(live.clock.next_id());
        let place = (hub.id(), channel.place());
        let new = DraftDoc::new(rev, user, place, content.as_str().to_owned(), reply_to);
        let write = match store::find(&live.store, user, channel.place()).await? {
            Some(known) if known.says_what(&new) => return Ok(known.mark()),
            Some(known) => Write::replace(&DraftDoc { version: known.version, ..new.clone() })?,
            None => {
                there_is_room(live, user).await?;
                Write::insert(&new)?
            }
        };
        match live.store.batch(vec![write]).await {
            // Another process keeps what another device has.
            Err(error) if !error.is_failure() => {}
            outcome => {
                outcome?;
                return Ok(told(live, user, new.mark()));
            }
        }
    }
    Err(Error::unavailable())
}

async fn forget(live: &Live, user: UserId, place: PlaceId) -> Result<DraftMark> {
    let rev = DraftRev(live.clock.next_id());
    let mark = DraftMark { channel: ChannelId(place.0), rev, gone: true };
    let was_there = live.store.delete::<DraftDoc>(DraftDoc::document_id(user, place)).await?;
    Ok(if was_there { told(live, user, mark) } else { mark })
}

async fn there_is_room(live: &Live, user: UserId) -> Result<()> {
    let would_be = store::count(&live.store, user).await? as usize + 1;
    fits(would_be, live.settings.capacity.drafts_of_a_person, |most| {
        format!("You have {most} drafts, which is the most. Send or delete some of them first.")
    })
}

/// All devices of the caller hear of it, not of the words.
fn told(live: &Live, user: UserId, mark: DraftMark) -> DraftMark {
    live.bus.to_user(user, ServerFrame::Event(Event::User(UserEvent::DraftChanged(mark))));
    mark
}
