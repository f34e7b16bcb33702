//! Sending what is due, as its author would: by their rights of that moment, through all that a message goes through. It is
//! stored by the nonce of its document, so a crash in between sends it once; if the server was down at its time, it goes out as
//! soon as it is up.

use super::tell;
use crate::domain::caller::Caller;
use crate::domain::scheduled_messages::{self as store, RefusalDoc, ScheduledMessageDoc};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::{Live, waiting};
use crate::operations::messages;
use crate::request_id;
use crate::store::{Entity, Write, unless_changed};
use hubbub_shared::Timestamp;
use hubbub_shared::protocol::command::SendMessage;

/// What is read at once.
const PIECE: usize = 100;
/// What has to wait and is not told for how long.
const PAUSE_MS: i64 = 5_000;

/// Works for ever, in the background.
pub fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move { waiting::for_ever(&live, &live.to_say, all_due).await });
}

/// Sends all that is due, and says when the next is.
async fn all_due(live: Live) -> Result<Option<Timestamp>> {
    loop {
        let due = store::due(&live.store, live.clock.now(), PIECE).await?;
        if due.is_empty() {
            return Ok(store::next(&live.store).await?);
        }
        for one in due {
            send(&live, one).await?;
        }
    }
}

async fn send(live: &Live, one: ScheduledMessageDoc) -> Result<()> {
    match request_id::scope(request_id::fresh(), said(live, &one)).await {
        Ok(()) => settle(live, Write::delete::<ScheduledMessageDoc>(one.id(), None), &one, false).await,
        Err(Error::Rejected(problem)) if problem.code.is_retryable() => {
            let wait = problem.retry_after_ms.and_then(|ms| i64::try_from(ms).ok()).unwrap_or(PAUSE_MS);
            let due = Some(live.clock.now().plus_ms(wait.max(1)));
            Ok(unless_changed(live.store.replace(&ScheduledMessageDoc { due, ..one }).await.map(drop))?)
        }
        Err(Error::Rejected(problem)) => {
            let refused = Some(RefusalDoc { code: problem.code, message: problem.message });
            let write = Write::replace(&ScheduledMessageDoc { due: None, refused, ..one.clone() })?;
            settle(live, write, &one, true).await
        }
        Err(error) => Err(error),
    }
}

/// Whoever may not sign in says nothing.
async fn said(live: &Live, one: &ScheduledMessageDoc) -> Result<()> {
    let person: Option<Person> = live.store.get(one.user).await?;
    person.ok_or_else(Error::not_found)?.may_sign_in(live.clock.now())?;
    let caller = Caller::person(one.user, one.session);
    let message = SendMessage::of(one.channel(), one.content.clone(), Some(one.nonce()));
    messages::send(live, &caller, message).await.map(drop)
}

/// If its author has changed it meanwhile, that holds, and it is looked at again.
async fn settle(live: &Live, write: Write, one: &ScheduledMessageDoc, refused: bool) -> Result<()> {
    unless_changed(live.store.batch(vec![write]).await)?;
    tell(live, one.user, refused);
    Ok(())
}
