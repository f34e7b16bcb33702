//! Looking for messages of a hub, among those that the caller may read now. The index is asked for these places alone, so there is
//! nothing to learn from what it leaves out; and what it finds is read from the store and judged once more before it is told.

mod asked;
mod position;

use self::asked::{Asked, READ};
use self::position::Position;
use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::messages::MessageDoc;
use crate::error::{Error, Result};
use crate::live::{HubHandle, Live, indexed};
use crate::operations::messages::view_all;
use crate::operations::prove;
use crate::search::Wanted;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use hubbub_shared::model::{FoundMessage, FoundMessages, Message};
use hubbub_shared::protocol::command::SearchMessages;
use hubbub_shared::search::Search;
use hubbub_shared::{MessageId, Permissions, PlaceId, Problem};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Messages that are read from the store at the same time.
const READS_AT_ONCE: usize = 16;
/// How often the index is asked for a page, when what it finds is not so any more.
const ROUNDS: usize = 4;
/// If fewer have the words, those are found too that have words like them.
const FEW: usize = 5;
/// Answers come at multiples of this after the question: how long it took says less of what there is in places that the caller does
/// not see.
const STEP: Duration = Duration::from_millis(5);

/// A page of what fits, newest first.
pub async fn messages(live: &Live, caller: &Caller, command: SearchMessages) -> Result<FoundMessages> {
    let asked_at = Instant::now();
    let (hub, access) = prove::hub(live, caller, command.hub, Permissions::NONE).await?;
    live.limits.check_search(caller.user).map_err(Error::Rejected)?;
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let search = Search::parse(&command.q).map_err(|unclear| Problem::field("q", unclear.0))?;
    let position = command.after.as_deref().map(Position::parse).transpose()?;
    let asked = Asked::new(live, &access, search, command.time_zone.as_deref()).await?;
    let looking = Looking { live, caller, hub, asked };
    let found = looking.page(position, limit).await?;
    let steps = asked_at.elapsed().as_micros() / STEP.as_micros() + 1;
    tokio::time::sleep_until(asked_at + STEP * u32::try_from(steps).unwrap_or(u32::MAX)).await;
    Ok(found)
}

/// Where the caller may read what was said, of these places if some are named. `None`: everywhere in the hub.
fn readable(access: &HubAccess, among: Option<&[PlaceId]>) -> Option<Vec<PlaceId>> {
    let structure = access.structure();
    let readable = structure.channels.iter().filter(|channel| access.permissions_in(channel).contains(READ));
    let places: Vec<PlaceId> = readable.map(|channel| channel.id.place()).collect();
    match among {
        Some(among) => Some(places.into_iter().filter(|place| among.contains(place)).collect()),
        None => (places.len() < structure.channels.len()).then_some(places),
    }
}

struct Looking<'a> {
    live: &'a Live,
    caller: &'a Caller,
    hub: Arc<HubHandle>,
    asked: Asked,
}

impl Looking<'_> {
    async fn page(&self, after: Option<Position>, limit: usize) -> Result<FoundMessages> {
        let complete = self.live.search.is_complete();
        let mut position = after.unwrap_or(Position::NEWEST);
        let mut found = Vec::new();
        for _ in 0..ROUNDS {
            let (fitting, has_more) = self.fitting(position, limit - found.len()).await?;
            position.before = fitting.last().map_or(position.before, |last| last.0);
            found.extend(self.read(&fitting, position.similar).await?);
            if has_more && found.len() < limit {
                continue;
            }
            if has_more {
                return Ok(FoundMessages { found, next: Some(position.to_string()), complete });
            }
            let is_whole = after.is_none() && !position.similar;
            if !is_whole || found.len() >= FEW || !self.asked.is_loose() {
                return Ok(FoundMessages { found, next: None, complete });
            }
            position = Position::NEWEST_SIMILAR;
        }
        Ok(FoundMessages { found, next: Some(position.to_string()), complete })
    }

    /// The next ones that the index knows, and whether there are more.
    async fn fitting(&self, position: Position, limit: usize) -> Result<(Vec<MessageId>, bool)> {
        let (_, access) = prove::hub(self.live, self.caller, self.hub.id(), Permissions::NONE).await?;
        let wanted = self.wanted(&access, position);
        let mut fitting = self.live.search.find(wanted, limit + 1).await;
        let has_more = fitting.len() > limit;
        fitting.truncate(limit);
        Ok((fitting, has_more))
    }

    fn wanted(&self, access: &HubAccess, position: Position) -> Wanted {
        let asked = &self.asked;
        Wanted {
            hub: self.hub.id(),
            places: readable(access, asked.places.as_deref()),
            authors: asked.authors.clone(),
            mentions: asked.mentions.clone(),
            has: asked.has.clone(),
            words: asked.words.clone(),
            similar: position.similar,
            ids: asked.ids.start..asked.ids.end.min(position.before),
        }
    }

    /// These messages as they are now, as far as the caller may read them now and they still fit.
    async fn read(&self, ids: &[MessageId], similar: bool) -> Result<Vec<FoundMessage>> {
        let store = &self.live.store;
        let docs = stream::iter(ids).map(|id| store.get::<MessageDoc>(*id)).buffered(READS_AT_ONCE);
        let docs: Vec<MessageDoc> = docs.try_filter_map(|doc| async move { Ok(doc) }).try_collect().await?;
        // Afterwards: what was taken meanwhile counts.
        let (hub, access) = prove::hub(self.live, self.caller, self.hub.id(), Permissions::NONE).await?;
        let places: HashSet<PlaceId> = match readable(&access, self.asked.places.as_deref()) {
            Some(places) => places.into_iter().collect(),
            None => access.structure().channels.iter().map(|channel| channel.id.place()).collect(),
        };
        let docs = docs.into_iter().filter(|doc| places.contains(&doc.place) && !doc.is_deleted()).collect();
        let (docs, mut words) = self.judge(docs, similar).await?;
        let mut views = self.views(&hub, docs).await?;
        let found = ids.iter().filter_map(|id| {
            let (message, words) = (views.remove(id)?, words.remove(id)?);
            Some(FoundMessage { message, words, similar })
        });
        Ok(found.collect())
    }

    /// Those that still fit, and the words by which each does. Reading many texts takes a while, so others go on meanwhile.
    async fn judge(
        &self,
        docs: Vec<MessageDoc>,
        similar: bool,
    ) -> Result<(Vec<MessageDoc>, HashMap<MessageId, Vec<String>>)> {
        let (sought, has, hub) = (self.asked.words.clone(), self.asked.has.clone(), self.hub.id());
        let judge = move || {
            let finds =
                |doc: &MessageDoc| Some((doc.id, indexed(hub, doc.clone()).finds(&sought, &has, similar)?));
            let words: HashMap<_, _> = docs.iter().filter_map(finds).collect();
            (docs.into_iter().filter(|doc| words.contains_key(&doc.id)).collect(), words)
        };
        tokio::task::spawn_blocking(judge).await.map_err(|error| Error::Internal(error.into()))
    }

    async fn views(
        &self,
        hub: &Arc<HubHandle>,
        docs: Vec<MessageDoc>,
    ) -> Result<HashMap<MessageId, Message>> {
        let mut places: HashMap<PlaceId, Vec<MessageDoc>> = HashMap::new();
        for doc in docs {
            places.entry(doc.place).or_default().push(doc);
        }
        let mut views = HashMap::new();
        for docs in places.into_values() {
            let of_place = view_all(self.live, hub, self.caller.user, docs).await?;
            views.extend(of_place.into_iter().map(|message| (message.id, message)));
        }
        Ok(views)
    }
}
