//! Storing a batch of changes of one place: all of them or none, with retries that change nothing twice.

use super::afterwards::Afterwards;
use super::common::Common;
use super::heads::KnownHead;
use super::kind::{Answered, Kind};
use super::readers;
use crate::domain::attachments::AttachmentDoc;
use crate::domain::automod::Caught;
use crate::domain::facts::{Fact, FactsDoc, Moved};
use crate::domain::messages::{
    self as store, Append, Asked, Basis, Changed, Committed, Head, Mark, MessageDoc, Most, Plan, ReactionDoc,
    ReactionKey, Right,
};
use crate::error::{Error, Result};
use crate::live::bus::Audience;
use crate::store::{StoreError, Write};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use hubbub_shared::model::{AuditAction, User};
use hubbub_shared::{AttachmentId, ChannelId, MessageId, PlaceId, Timestamp, UserId};
use std::collections::{HashMap, HashSet, hash_map};
use std::sync::Arc;

/// How often a batch starts over because of another writer or repeated nonces.
const ATTEMPTS: usize = 5;
/// Indexes that refuse to store a message twice.
const NONCES: [&str; 2] = ["author_nonce", "channel_sealed"];
/// Reactions that are looked up at the same time.
const READS_AT_ONCE: usize = 16;

/// A batch that was stored.
#[derive(Default)]
pub struct Stored {
    /// One of each change, in their order.
    pub results: Vec<Result<Committed>>,
    /// What is still to be seen to.
    pub afterwards: Vec<Afterwards>,
}

/// Stores what was asked, in its order. An error as a whole: nobody knows whether it was stored.
pub async fn commit(
    common: &Common,
    kind: &dyn Kind,
    known: &KnownHead,
    asked: Vec<Asked>,
) -> Result<Stored> {
    let answered = answered(common, kind.place(), &asked).await?;
    let mut repeats = HashMap::new();
    for _ in 0..ATTEMPTS {
        // Until it is stored: whoever takes a right meanwhile is answered afterwards.
        let _hold = kind.hold().await;
        let rights = kind.rights(&asked, &answered).await?;
        let found = Found { answered: &answered, repeats: &repeats };
        let basis = basis(common, kind, known.certain().await?, &asked, &rights, found).await?;
        let mut plan = Plan::make(basis, &asked, rights, || common.clock.next_id())?;
        match write(common, kind, &mut plan, &asked).await {
            Ok(facts) => {
                known.advance(plan.head());
                note_own_reads(common, &plan, &asked);
                let afterwards = vec![afterwards(kind, &plan, &asked, facts)];
                return Ok(Stored { results: plan.results(), afterwards });
            }
            Err(error) if NONCES.iter().any(|index| error.is_conflict_on(index)) => {
                repeats = find_repeats(common, kind.place(), &asked).await?
            }
            Err(error) if is_of_another_writer(&error) => known.reload().await?,
            // One change that no store takes must not take others with it.
            Err(StoreError::Internal(cause)) if asked.len() > 1 => {
                tracing::error!("a batch is stored one by one: {cause}");
                return one_by_one(common, kind, known, asked).await;
            }
            Err(error) => {
                known.doubt();
                return Err(error.into());
            }
        }
    }
    Err(Error::unavailable())
}

/// What was read before the rights of the moment.
#[derive(Clone, Copy)]
struct Found<'a> {
    answered: &'a Answered,
    repeats: &'a HashMap<usize, MessageDoc>,
}

/// The messages that are answered.
async fn answered(common: &Common, place: PlaceId, asked: &[Asked]) -> Result<Answered> {
    let mut answered = Answered::new();
    for reply in asked.iter().filter_map(|one| one.append.reply()) {
        read(common, place, &mut answered, reply.message).await?;
    }
    Ok(answered)
}

/// Reads before anything is written, so that what is stored can always be told.
async fn basis(
    common: &Common,
    kind: &dyn Kind,
    head: Head,
    asked: &[Asked],
    rights: &[Right],
    found: Found<'_>,
) -> Result<Basis> {
    let place = kind.place();
    let slow = slow_mode(common, place, asked, rights).await?;
    let resent = resent(common, asked, rights).await?;
    let repeats: HashMap<_, _> =
        found.repeats.clone().into_iter().chain(slow.repeats).chain(resent).collect();
    let (mut messages, mut authors) = (found.answered.clone(), HashMap::new());
    for one in allowed(asked, rights) {
        if let Some(person) = one.person() {
            know(kind, &mut authors, person).await?;
        }
        if let Some(id) = one.append.message() {
            read(common, place, &mut messages, id).await?;
        }
    }
    // What is told of a message has what it answers in it.
    let answered = messages.values().chain(repeats.values()).filter_map(|message| message.reply_to.as_ref());
    for id in answered.map(|reply| reply.message).collect::<Vec<_>>() {
        read(common, place, &mut messages, id).await?;
    }
    let by_people = |message: &&MessageDoc| message.webhook.is_none();
    for message in messages.values().chain(repeats.values()).filter(by_people) {
        know(kind, &mut authors, message.author).await?;
    }
    let files = files(common, asked, rights).await?;
    let is_send = |one: &Asked| {
        matches!(one.append, Append::Send { .. } | Append::Post { .. } | Append::Release { .. })
    };
    let is_watched = asked.iter().any(is_send) && kind.is_watched().await?;
    let capacity = common.settings.capacity;
    Ok(Basis {
        place,
        head,
        now: slow.now,
        messages,
        repeats,
        files,
        last_sends: slow.last_sends,
        is_watched,
        authors,
        reactions: reactions(common, place, asked, rights).await?,
        pins: pins(common, place, asked, capacity.pins).await?,
        most: Most { reactions: capacity.reactions_of_a_message, pins: capacity.pins },
    })
}

/// Those who have a right to what they ask for.
fn allowed<'a>(asked: &'a [Asked], rights: &'a [Right]) -> impl Iterator<Item = &'a Asked> {
    asked.iter().zip(rights).filter(|(_, right)| right.access.is_ok()).map(|(one, _)| one)
}

async fn read(
    common: &Common,
    place: PlaceId,
    messages: &mut HashMap<MessageId, MessageDoc>,
    id: MessageId,
) -> Result<()> {
    if let hash_map::Entry::Vacant(unknown) = messages.entry(id)
        && let Some(found) = store::find(&common.store, place, id).await?
    {
        unknown.insert(found);
    }
    Ok(())
}

/// Of the reactions and votes that are asked about, those there are.
async fn reactions(
    common: &Common,
    place: PlaceId,
    asked: &[Asked],
    rights: &[Right],
) -> Result<HashSet<ReactionKey>> {
    let keys: HashSet<ReactionKey> =
        allowed(asked, rights).filter_map(|one| one.append.reaction(one.caller.user)).collect();
    let is_there = |(message, user, mark): ReactionKey| async move {
        let id = ReactionDoc::document_id(message, user, mark);
        let found: Option<ReactionDoc> = common.store.get(id).await?;
        Ok::<_, StoreError>(found.map(|_| (message, user, mark)))
    };
    let found: Vec<_> =
        stream::iter(keys).map(is_there).buffer_unordered(READS_AT_ONCE).try_collect().await?;
    let votes = votes(common, place, asked, rights).await?;
    Ok(found.into_iter().flatten().chain(votes).collect())
}

/// All votes of those who vote, in the polls in which they do: a choice takes the place of another.
async fn votes(
    common: &Common,
    place: PlaceId,
    asked: &[Asked],
    rights: &[Right],
) -> Result<Vec<ReactionKey>> {
    let ballots: HashSet<(MessageId, UserId)> =
        allowed(asked, rights).filter_map(|one| Some((one.append.votes_in()?, one.caller.user))).collect();
    let of_one = |(message, user): (MessageId, UserId)| async move {
        let answers = store::votes_of(&common.store, user, place, message).await?;
        let keys = answers.into_iter().map(|answer| (message, user, Mark::Answer(answer)));
        Ok::<_, StoreError>(keys.collect::<Vec<ReactionKey>>())
    };
    let found: Vec<_> =
        stream::iter(ballots).map(of_one).buffer_unordered(READS_AT_ONCE).try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}

/// The files that are sent, as far as there are such.
async fn files(
    common: &Common,
    asked: &[Asked],
    rights: &[Right],
) -> Result<HashMap<AttachmentId, AttachmentDoc>> {
    let mut files = HashMap::new();
    for file in allowed(asked, rights).flat_map(|one| one.append.files()) {
        if let Some(found) = common.store.get::<AttachmentDoc>(file.id).await? {
            files.insert(found.id, found);
        }
    }
    Ok(files)
}

/// Sends with files that were stored before, by their place in the batch. Without, the nonce is looked for when the store
/// refuses it; but a file that was sent is refused before that.
async fn resent(common: &Common, asked: &[Asked], rights: &[Right]) -> Result<HashMap<usize, MessageDoc>> {
    let mut resent = HashMap::new();
    for (place, (one, right)) in asked.iter().zip(rights).enumerate() {
        let Append::Send { nonce: Some(nonce), files, .. } = &one.append else { continue };
        if files.is_empty() || right.access.is_err() {
            continue;
        }
        if let Some(stored) = store::by_nonce(&common.store, one.caller.user, nonce.as_str()).await? {
            resent.insert(place, stored);
        }
    }
    Ok(resent)
}

/// How much is pinned, if more is to be.
async fn pins(common: &Common, place: PlaceId, asked: &[Asked], most: usize) -> Result<usize> {
    if !asked.iter().any(|one| matches!(one.append, Append::Pin { .. })) {
        return Ok(0);
    }
    Ok(store::pinned(&common.store, place, most).await?.len())
}

/// What slow mode has to know of a batch.
struct SlowMode {
    /// The moment that everything of the batch gets.
    now: Timestamp,
    last_sends: HashMap<UserId, Timestamp>,
    /// Sends that would be too soon, and were stored before: they are answered, not refused.
    repeats: HashMap<usize, MessageDoc>,
}

/// Reads nothing of those who need not wait. From the messages themselves, so it is the same after a restart.
async fn slow_mode(common: &Common, place: PlaceId, asked: &[Asked], rights: &[Right]) -> Result<SlowMode> {
    let (mut last_sends, mut repeats) = (HashMap::new(), HashMap::new());
    let now = common.clock.now();
    for (at, (one, right)) in asked.iter().zip(rights).enumerate() {
        let (Append::Send { nonce, .. }, Ok(access)) = (&one.append, &right.access) else { continue };
        let author = one.caller.user;
        if access.slow_mode_secs() == 0 {
            continue;
        }
        if let hash_map::Entry::Vacant(unknown) = last_sends.entry(author)
            && let Some(last) = store::last_in_slow_mode(&common.store, place, author).await?
        {
            unknown.insert(last.created_at);
        }
        let is_too_soon = last_sends.get(&author).is_some_and(|last| store::wait_ms(access, *last, now) > 0);
        if let Some(nonce) = nonce.as_ref().filter(|_| is_too_soon)
            && let Some(stored) = store::by_nonce(&common.store, author, nonce.as_str()).await?
        {
            repeats.insert(at, stored);
        }
    }
    Ok(SlowMode { now, last_sends, repeats })
}

async fn know(kind: &dyn Kind, authors: &mut HashMap<UserId, Arc<User>>, user: UserId) -> Result<()> {
    if let hash_map::Entry::Vacant(unknown) = authors.entry(user) {
        unknown.insert(kind.person(user).await?);
    }
    Ok(())
}

async fn write(
    common: &Common,
    kind: &dyn Kind,
    plan: &mut Plan,
    asked: &[Asked],
) -> std::result::Result<Option<u64>, StoreError> {
    let mut writes = plan.take_writes();
    if writes.is_empty() {
        return Ok(None);
    }
    let facts = facts(common, kind, plan, asked);
    if let Some(facts) = &facts {
        writes.push(Write::insert(facts)?);
    }
    common.store.batch(writes).await?;
    Ok(facts.map(|facts| facts.number_of_id()))
}

/// What is still to be seen to when this is stored, with facts of this id. A batch that wrote nothing leaves nothing.
fn afterwards(kind: &dyn Kind, plan: &Plan, asked: &[Asked], facts: Option<u64>) -> Afterwards {
    Afterwards {
        place: plan.place(),
        facts,
        lets_go: plan.lets_go(),
        concerns_somebody: plan.concerns_somebody(),
        caught: caught(kind, plan, asked),
        recounted: plan.recounted(),
    }
}

/// What happened, as far as anybody reads it. Messages that were deleted together are one fact.
fn facts(common: &Common, kind: &dyn Kind, plan: &Plan, asked: &[Asked]) -> Option<FactsDoc> {
    let is_together = |changed: &Changed<'_>| matches!(changed.asked.append, Append::DeleteTogether { .. });
    let (together, single): (Vec<_>, Vec<_>) = plan.changed(asked).partition(is_together);
    let single = single.into_iter().flat_map(|changed| {
        let Asked { caller, append, request } = changed.asked;
        let fact = Fact::changed(changed.before, Some(changed.after)).map(|fact| fact.by(caller, request));
        let released =
            append.released().map(|held| Fact::of_held(AuditAction::MessageReleased, held, caller, request));
        let flagged = append.flagged().iter().map(|flag| {
            let about = (changed.after.id.to_string(), flag.name.as_str());
            Fact::of_rule(AuditAction::MessageFlagged, about, changed.after.author, plan.place(), request)
        });
        fact.into_iter().chain(released).chain(flagged).collect::<Vec<_>>()
    });
    let together = together.chunk_by(|one, next| one.asked.request == next.asked.request).map(|deleted| {
        let Asked { caller, request, .. } = deleted[0].asked;
        Fact::deleted_together(plan.place(), deleted.len()).by(caller, request)
    });
    let reactions = plan.reactions_removed(asked).map(|(asked, message, user, emoji)| {
        Fact::reaction_removed(message, user, emoji.as_str()).by(&asked.caller, &asked.request)
    });
    let facts: Vec<Fact> = single.chain(together).chain(reactions).filter(readers::is_wanted).collect();
    let moved = plan.changes_after().map(|after| Moved { place: plan.place(), after });
    if facts.is_empty() && moved.is_none() {
        return None;
    }
    // Of what is said between people, there is no log.
    let Audience::Hub(hub) = kind.audience() else { return None };
    let (id, at) = (common.clock.next_id(), common.clock.now());
    FactsDoc::of_messages(id, Some(hub), plan.head().rev, at, facts, moved)
}

/// What a rule points at, once for each message.
fn caught(kind: &dyn Kind, plan: &Plan, asked: &[Asked]) -> Vec<Caught> {
    let Audience::Hub(hub) = kind.audience() else { return Vec::new() };
    let flagged = plan.changed(asked).filter(|changed| !changed.asked.append.flagged().is_empty());
    let caught = |MessageDoc { id, author, place, .. }: &MessageDoc| {
        let (channel, message) = (ChannelId(place.0), Some(*id));
        Caught { hub, channel, author: *author, message }
    };
    flagged.map(|changed| caught(changed.after)).collect()
}

async fn one_by_one(
    common: &Common,
    kind: &dyn Kind,
    known: &KnownHead,
    asked: Vec<Asked>,
) -> Result<Stored> {
    let mut all = Stored::default();
    for one in asked {
        match Box::pin(commit(common, kind, known, vec![one])).await {
            Ok(stored) => {
                all.results.extend(stored.results);
                all.afterwards.extend(stored.afterwards);
            }
            Err(error) => all.results.push(Err(error)),
        }
    }
    Ok(all)
}

fn is_of_another_writer(error: &StoreError) -> bool {
    let positions = ["channel_ordinal", "channel_rev", "_id"];
    matches!(error, StoreError::Changed { .. }) || positions.iter().any(|index| error.is_conflict_on(index))
}

/// Sends whose nonce is stored already, by their place in the batch.
async fn find_repeats(common: &Common, here: PlaceId, asked: &[Asked]) -> Result<HashMap<usize, MessageDoc>> {
    let mut repeats = HashMap::new();
    for (place, one) in asked.iter().enumerate() {
        let stored = match &one.append {
            Append::Send { nonce: Some(nonce), .. } | Append::Post { nonce: Some(nonce), .. } => {
                store::by_nonce(&common.store, one.caller.user, nonce.as_str()).await?
            }
            Append::SendSealed { letter } => {
                store::by_sealed_id(&common.store, here, &letter.sealed_id()).await?
            }
            _ => continue,
        };
        repeats.extend(stored.map(|stored| (place, stored)));
    }
    Ok(repeats)
}

/// Who says something has read what was said before; not so if a moderator lets it through later. Known before they are
/// answered.
fn note_own_reads(common: &Common, plan: &Plan, asked: &[Asked]) {
    let sent = plan.changed(asked).filter(|changed| changed.before.is_none());
    let is_read = |sent: &Changed<'_>| sent.asked.append.released().is_none() && sent.after.webhook.is_none();
    for sent in sent.filter(is_read).map(|sent| sent.after) {
        common.own_reads.note(sent.author, sent.place, sent.seq, sent.ordinal);
    }
}
