//! Taking the bytes of a file, as they come, until it is whole.

use super::create::NEEDS;
use super::own;
use crate::domain::attachments::{self, AttachmentDoc, KeptDoc, PictureDoc, SmallDoc};
use crate::domain::caller::Caller;
use crate::error::{Error, Result};
use crate::files::{self, Examined, Receiving, Sized};
use crate::live::Live;
use crate::operations::prove;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use hubbub_shared::model::{Picture, Upload};
use hubbub_shared::{AttachmentId, ChannelId, ErrorCode};

/// Files of the same content that are looked at for one that is whole.
const SAME: usize = 10;

/// What becomes of a request that brings bytes.
pub enum Begun {
    /// They are taken.
    Here(Box<Incoming>),
    /// All of them were here before.
    Whole(Box<Upload>),
    /// They are for elsewhere in the file, which stands there; or another request brings some.
    At(u64, Error),
}

/// A file that grows.
pub struct Incoming {
    file: AttachmentDoc,
    to: Receiving,
}

/// Begins to take bytes of a file of one's own, from where it stands. What sending it needs, this needs too.
pub async fn begin(live: &Live, caller: &Caller, id: AttachmentId, offset: u64) -> Result<Begun> {
    let file = own::find(live, caller, id).await?;
    prove::channel(live, caller, ChannelId(file.place.0), NEEDS).await?;
    if file.kept.is_some() {
        return Ok(match offset == file.size {
            true => Begun::Whole(Box::new(file.upload(file.size))),
            false => Begun::At(file.size, elsewhere(file.size)),
        });
    }
    match live.files.receive(id.0, offset).await.map_err(anyhow::Error::from)? {
        files::Begun::Here(to) => Ok(Begun::Here(Box::new(Incoming { file, to }))),
        files::Begun::At(at) => Ok(Begun::At(at, elsewhere(at))),
        files::Begun::Busy => {
            let at = own::received(live, &file).await?;
            let message = "Another request sends this file now. Wait for it, or cut it off.";
            Ok(Begun::At(at, Error::rejected(ErrorCode::Conflict, message)))
        }
    }
}

fn elsewhere(at: u64) -> Error {
    Error::rejected(ErrorCode::Conflict, format!("The file stands at {at}. Send what follows from there."))
}

impl Incoming {
    /// Takes more of the file.
    pub async fn take(&mut self, bytes: Bytes) -> Result<()> {
        if self.to.at() + bytes.len() as u64 > self.file.size {
            let message = format!("The file was to have {} bytes, and more came.", self.file.size);
            return Err(Error::rejected(ErrorCode::TooLarge, message));
        }
        Ok(self.to.take(bytes).await.map_err(anyhow::Error::from)?)
    }
}

/// Nothing more comes by this request. What came is on the disk when this is answered; if that is all, the file is looked at
/// and kept.
pub async fn end(live: &Live, incoming: Box<Incoming>) -> Result<Upload> {
    let Incoming { file, to } = *incoming;
    let at = to.rest().await.map_err(anyhow::Error::from)?;
    if at < file.size {
        return Ok(file.upload(at));
    }
    let whole = finish(live, file.id).await?;
    Ok(whole.upload(whole.size))
}

async fn finish(live: &Live, id: AttachmentId) -> Result<AttachmentDoc> {
    let examined = match live.files.examine(id.0).await {
        Ok(examined) => examined,
        // Another request was faster.
        Err(_) if current(live, id).await?.kept.is_some() => return current(live, id).await,
        Err(error) => return Err(anyhow::Error::from(error).into()),
    };
    let _turn = live.files.turn(&examined.hash).await;
    let mut file = current(live, id).await?;
    if file.kept.is_some() {
        return Ok(file);
    }
    // First that it refers to it, then the bytes: nothing is ever there that nobody knows of.
    file.hash = Some(examined.hash.clone());
    let mut file = live.store.replace(&file).await?;
    live.files.keep(id.0, &examined).await.map_err(anyhow::Error::from)?;
    // What an earlier version made of the same picture is there, and is not made again.
    let same = attachments::with_hash(&live.store, &examined.hash, SAME).await?;
    let kept = same.into_iter().filter(AttachmentDoc::is_there).find_map(|file| file.kept);
    file.kept = Some(kept.unwrap_or_else(|| kept_of(&examined)));
    let file = live.store.replace(&file).await?;
    if let Err(error) = live.files.forget(id.0).await {
        tracing::warn!("what came of a file that is whole is deleted at the next start: {error}");
    }
    Ok(file)
}

async fn current(live: &Live, id: AttachmentId) -> Result<AttachmentDoc> {
    let found: Option<AttachmentDoc> = live.store.get(id).await?;
    found.filter(|file| file.going.is_none()).ok_or_else(Error::not_found)
}

fn kept_of(examined: &Examined) -> KeptDoc {
    let small = |Sized { hash, content_type, size }| SmallDoc { hash, content_type, size };
    let picture = examined.picture.as_ref().map(|seen| PictureDoc {
        shown: Picture {
            width: seen.width,
            height: seen.height,
            color: seen.color,
            thumb_hash: BASE64_URL_SAFE_NO_PAD.encode(&seen.thumb_hash),
        },
        preview: small(seen.preview.sized()),
        screen: small(seen.screen.sized()),
    });
    KeptDoc { size: examined.size, content_type: examined.content_type.to_owned(), picture }
}
