//! Deleting files that nothing needs any more, in the background: what a message has let go of, and what was not sent within
//! its time. Each is looked at first, so doing it twice, or for nothing, does no harm; and what was begun is gone on with at
//! the next start.

use super::{Live, pictures};
use crate::domain::attachments::{self, AttachmentDoc, BytesDoc, LET_GO, LetGoDoc};
use crate::domain::held::HeldDoc;
use crate::domain::messages;
use crate::error::{Error, Result};
use crate::store::{Entity, Query, StoreError, Write};
use hubbub_shared::{AttachmentId, ErrorCode};
use std::time::Duration;

/// What waits is looked through so often, besides being told of news.
const PAUSE: Duration = Duration::from_secs(60);
/// Files that are read at once.
const PIECE: usize = 200;

/// Deletes for ever, in the background.
pub fn start(live: &Live) {
    let live = live.clone();
    actix_rt::spawn(async move {
        if let Err(error) = forget_strays(&live).await {
            tracing::warn!("what is left of uploads is looked for at the next start: {error}");
        }
        loop {
            if let Err(error) = all(&live).await {
                tracing::warn!("files that shall go are deleted later: {error}");
            }
            if let Err(error) = pictures::look(&live).await {
                tracing::warn!("pictures that nobody has are deleted later: {error}");
            }
            // It makes no difference which of both it was.
            let _ = tokio::time::timeout(PAUSE, live.let_go.wait()).await;
        }
    });
}

async fn all(live: &Live) -> Result<()> {
    loop {
        let piece = live.store.find::<LetGoDoc>(Query::on(&LET_GO, "_id").limit(PIECE)).await?;
        for let_go in &piece {
            look_at(live, let_go.id).await?;
            live.store.delete::<LetGoDoc>(let_go.id).await?;
        }
        if piece.len() < PIECE {
            break;
        }
    }
    loop {
        let piece = attachments::due(&live.store, live.clock.now(), PIECE).await?;
        for file in &piece {
            look_at(live, file.id).await?;
        }
        if piece.len() < PIECE {
            return Ok(());
        }
    }
}

async fn look_at(live: &Live, id: AttachmentId) -> Result<()> {
    // Whoever changed it at the same moment may have sent it.
    for _ in 0..attachments::ATTEMPTS {
        let Some(file) = live.store.get::<AttachmentDoc>(id).await? else { return Ok(()) };
        let done = match is_needed(live, &file).await? {
            true => stays(live, file).await,
            false => remove(live, file).await,
        };
        match done {
            Err(Error::Rejected(problem)) if problem.code == ErrorCode::Conflict => {}
            outcome => return outcome,
        }
    }
    Ok(())
}

/// Whether a message has it, or something that is kept; or its author may still send it.
async fn is_needed(live: &Live, file: &AttachmentDoc) -> Result<bool> {
    if file.going.is_some() {
        return Ok(false);
    }
    if !file.evidence.is_empty() {
        return Ok(true);
    }
    if let Some(held) = file.held {
        return Ok(live.store.get::<HeldDoc>(held).await?.is_some());
    }
    if let Some(message) = file.message {
        let found = messages::find(&live.store, file.place, message).await?;
        return Ok(found.is_some_and(|message| message.has_file(file.id)));
    }
    Ok(false)
}

/// It is looked at again later, as long as it is not with a message.
async fn stays(live: &Live, mut file: AttachmentDoc) -> Result<()> {
    if file.look_at.is_none() {
        return Ok(());
    }
    let later = live.clock.now().plus_ms(attachments::WAITS_MS);
    file.look_at = file.held.map(|_| later);
    live.store.replace(&file).await?;
    Ok(())
}

/// Deletes a file: from now on nobody can send it or fetch it, then its bytes go, then what is known of it.
async fn remove(live: &Live, mut file: AttachmentDoc) -> Result<()> {
    if file.going.is_none() {
        file.going = Some(true);
        // So that it is gone on with after a crash.
        file.look_at = Some(live.clock.now());
        file = live.store.replace(&file).await?;
    }
    live.files.forget(file.id.0).await.map_err(anyhow::Error::from)?;
    match file.hash.clone() {
        Some(hash) => {
            let _turn = live.files.turn(&hash).await;
            if attachments::with_hash(&live.store, &hash, 2).await?.iter().all(|same| same.id == file.id) {
                live.files.blobs().delete(&hash).await.map_err(anyhow::Error::from)?;
            }
            forget(live, &file).await
        }
        None => forget(live, &file).await,
    }
}

/// It counts for nobody any more.
async fn forget(live: &Live, file: &AttachmentDoc) -> Result<()> {
    for _ in 0..attachments::ATTEMPTS {
        let mut writes = vec![Write::delete::<AttachmentDoc>(file.id, Some(file.version))];
        for counted in [BytesDoc::of_person(file.author), BytesDoc::of_hub(file.hub)] {
            let counted = BytesDoc::read(&live.store, counted).await?;
            if counted.version == 0 {
                continue;
            }
            writes.push(match counted.bytes.saturating_sub(file.size) {
                0 => Write::delete::<BytesDoc>(counted.id(), Some(counted.version)),
                bytes => Write::replace(&BytesDoc { bytes, ..counted })?,
            });
        }
        match live.store.batch(writes).await {
            Err(StoreError::Changed { collection, .. }) if collection != AttachmentDoc::COLLECTION.name => {}
            outcome => return Ok(outcome?),
        }
    }
    Err(Error::unavailable())
}

/// What has come of files that nobody knows any more.
async fn forget_strays(live: &Live) -> Result<()> {
    for id in live.files.under_way().await.map_err(anyhow::Error::from)? {
        let known: Option<AttachmentDoc> = live.store.get(AttachmentId(id)).await?;
        if known.is_none_or(|file| file.is_there() && !file.is_waiting()) {
            live.files.forget(id).await.map_err(anyhow::Error::from)?;
        }
    }
    Ok(())
}
