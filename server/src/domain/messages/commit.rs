//! Storing a batch of changes of one channel: all of them or none, with retries that change nothing twice.

use super::head::Heads;
use super::plan::Plan;
use super::store::{self, MessageDoc};
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::access::ChannelAccess;
use crate::domain::read_state;
use crate::error::{Error, Result};
use crate::store::StoreError;
use hubbub_shared::model::Message;
use hubbub_shared::protocol::ChannelEvent;
use hubbub_shared::text::{MessageText, Nonce};
use hubbub_shared::{MessageId, UserId};
use std::collections::HashMap;
use std::sync::Arc;

/// How often a batch starts over because of another writer or repeated nonces.
const ATTEMPTS: usize = 5;

/// A change of a channel, with the proof that its maker may.
#[derive(Debug, Clone)]
pub enum Change {
    /// A new message.
    Send {
        /// The right to send.
        access: ChannelAccess,
        /// Where the mentioned ones must be members.
        hub: Arc<HubHandle>,
        /// Its words.
        content: MessageText,
        /// Who is named in it.
        mentioned: Vec<UserId>,
        /// What the client calls it.
        nonce: Option<Nonce>,
    },
    /// Other words for a message of one's own.
    Edit {
        /// The right to send.
        access: ChannelAccess,
        /// Which.
        message: MessageId,
        /// Where the mentioned ones must be members.
        hub: Arc<HubHandle>,
        /// Its words.
        content: MessageText,
        /// Who is named in it. An edit notifies nobody.
        mentioned: Vec<UserId>,
        /// The rev the edit was made on.
        base_rev: Option<u64>,
    },
    /// No words any more.
    Delete {
        /// The right to see the channel, and to manage messages if it is another's.
        access: ChannelAccess,
        /// Which.
        message: MessageId,
    },
}

/// A change that is stored.
#[derive(Debug, Clone)]
pub struct Committed {
    /// The message as it is now, as its author sees it.
    pub message: Message,
    /// The rev the change got.
    pub rev: u64,
    /// The channel's newest message then.
    pub last_seq: u64,
    /// Its ordinal.
    pub last_ordinal: u64,
    /// What to tell. `None`: it was stored before, everybody knows.
    pub event: Option<ChannelEvent>,
}

impl Committed {
    /// Whether it had been stored before this call.
    pub const fn is_repeat(&self) -> bool {
        self.event.is_none()
    }
}

/// Stores the changes in their order; one result each. An error as a whole: nobody knows whether it was stored.
pub async fn commit(app: &App, heads: &Heads, changes: Vec<Change>) -> Result<Vec<Result<Committed>>> {
    let mut repeats = HashMap::new();
    for _ in 0..ATTEMPTS {
        let mut plan =
            Plan::make(app, heads.channel(), heads.certain(app).await?, &changes, &repeats).await?;
        match plan.write(app).await {
            Ok(()) => {
                heads.advance(plan.head());
                return Ok(finish(app, plan));
            }
            Err(error) if error.is_conflict_on("author_nonce") => {
                repeats = find_repeats(app, &changes).await?
            }
            Err(error) if is_of_another_writer(&error) => heads.reload(app).await?,
            // One change that no store takes must not take others with it.
            Err(StoreError::Internal(cause)) if changes.len() > 1 => {
                tracing::error!("a batch is stored one by one: {cause}");
                return one_by_one(app, heads, changes).await;
            }
            Err(error) => {
                heads.doubt();
                return Err(error.into());
            }
        }
    }
    Err(Error::unavailable())
}

async fn one_by_one(app: &App, heads: &Heads, changes: Vec<Change>) -> Result<Vec<Result<Committed>>> {
    let mut results = Vec::with_capacity(changes.len());
    for change in changes {
        let result = Box::pin(commit(app, heads, vec![change])).await;
        results.push(result.and_then(|mut only| only.pop().unwrap_or_else(|| Err(Error::unavailable()))));
    }
    Ok(results)
}

fn is_of_another_writer(error: &StoreError) -> bool {
    let positions = ["channel_seq", "channel_rev", "_id"];
    matches!(error, StoreError::Changed { .. }) || positions.iter().any(|index| error.is_conflict_on(index))
}

/// Sends whose nonce is stored already, by their place in the batch.
async fn find_repeats(app: &App, changes: &[Change]) -> Result<HashMap<usize, MessageDoc>> {
    let mut repeats = HashMap::new();
    for (place, change) in changes.iter().enumerate() {
        let Change::Send { access, nonce: Some(nonce), .. } = change else { continue };
        if let Some(stored) = store::by_nonce(&app.store, access.hub.caller.user, nonce.as_str()).await? {
            repeats.insert(place, stored);
        }
    }
    Ok(repeats)
}

fn finish(app: &App, plan: Plan) -> Vec<Result<Committed>> {
    for sent in plan.sent() {
        app.own_reads.note(sent.author, sent.channel, sent.seq, sent.ordinal);
    }
    read_state::announce_mentions(app, plan.channel(), plan.recounted());
    plan.results()
}
