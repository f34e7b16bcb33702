//! Reminding people of what they saved, when they wanted it. The time is stored with it, so it comes also if the server did
//! not run at that moment: then as soon as it does.

use super::listen::{jobs, unless_impossible};
use crate::domain::messages;
use crate::domain::notifications::{News, Occasion, SettingsDoc};
use crate::domain::saved_messages::{self, SavedMessageDoc};
use crate::error::Result;
use crate::live::Live;
use crate::live::waiting::for_ever;
use crate::store::Write;
use hubbub_shared::protocol::ServerFrame;
use hubbub_shared::protocol::event::{Event, UserEvent};
use hubbub_shared::{ChannelId, Timestamp};

/// What is read at once.
const PIECE: usize = 100;

pub(super) fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move { for_ever(&live, &live.to_remind, all_due).await });
}

/// Reminds of all that is due, and says when the next is.
async fn all_due(live: Live) -> Result<Option<Timestamp>> {
    loop {
        let due = saved_messages::due(&live.store, live.clock.now(), PIECE).await?;
        if due.is_empty() {
            return Ok(saved_messages::next(&live.store).await?);
        }
        for one in due {
            remind(&live, one).await?;
        }
    }
}

/// Their devices are told in one batch with its being done. Of a message that is gone nothing is said.
async fn remind(live: &Live, one: SavedMessageDoc) -> Result<()> {
    let SavedMessageDoc { user, place, message: id, .. } = one;
    let found = messages::find(&live.store, place, id).await?.filter(|message| !message.is_deleted());
    let mut writes = match &found {
        Some(message) => {
            let (seq, author) = (message.seq, message.author);
            let news = News { user, place, message: id, seq, author, occasion: Occasion::Reminder };
            unless_impossible(jobs(live, &news, SettingsDoc::of(&live.store, user).await?).await)?
        }
        None => Vec::new(),
    };
    writes.push(Write::replace(&one.reminded(live.clock.now()))?);
    match live.store.batch(writes).await {
        // Another time was chosen meanwhile, or it is saved no longer.
        Err(error) if !error.is_failure() => return Ok(()),
        outcome => outcome?,
    }
    live.to_send.came();
    let told = match found {
        Some(_) => UserEvent::Reminded { channel: ChannelId(place.0), message: id },
        None => UserEvent::SavedMessagesChanged,
    };
    live.bus.to_user(user, ServerFrame::Event(Event::User(told)));
    Ok(())
}
