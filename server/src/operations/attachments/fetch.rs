//! Fetching a file: for who may read the message that has it, at this moment, and for nobody else.

use super::own;
use crate::domain::attachments::AttachmentDoc;
use crate::domain::caller::Caller;
use crate::domain::held::HeldDoc;
use crate::domain::messages;
use crate::error::{Error, Result};
use crate::files::Form;
use crate::live::Live;
use crate::operations::{prove, reports};
use hubbub_shared::{AttachmentId, ChannelId, Permissions};

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// The file that is asked for.
    pub id: AttachmentId,
    /// In which form; of what is no picture there is one.
    pub form: Form,
}

/// A file that may be fetched.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// Under which hash it is kept.
    pub hash: String,
    /// In which form.
    pub form: Form,
    /// How many bytes it has.
    pub size: u64,
    /// What it is.
    pub content_type: String,
    /// What it is called.
    pub name: String,
}

/// Finds a file. One that the caller may not have is answered like one that there is not.
pub async fn fetch(live: &Live, caller: &Caller, wanted: Wanted) -> Result<Fetched> {
    let file: Option<AttachmentDoc> = live.store.get(wanted.id).await?;
    let file = file.filter(AttachmentDoc::is_there).ok_or_else(Error::not_found)?;
    if !may_have(live, caller, &file).await? {
        return Err(Error::not_found());
    }
    let AttachmentDoc { hash: Some(hash), kept: Some(kept), name, .. } = file else {
        return Err(Error::not_found());
    };
    let form = wanted.form;
    let small = match (form, kept.picture) {
        (Form::Original, _) => {
            return Ok(Fetched { hash, form, size: kept.size, content_type: kept.content_type, name });
        }
        (Form::Preview, Some(picture)) => picture.preview,
        (Form::Screen, Some(picture)) => picture.screen,
        // There is no such form of it.
        (Form::Square | Form::SmallSquare, _) | (_, None) => return Err(Error::not_found()),
    };
    Ok(Fetched { hash, form, size: small.size, content_type: small.content_type, name })
}

async fn may_have(live: &Live, caller: &Caller, file: &AttachmentDoc) -> Result<bool> {
    let channel = ChannelId(file.place.0);
    let needs = |needs| async move { is_proved(prove::channel(live, caller, channel, needs).await) };
    if let Some(message) = file.message
        && needs(Permissions::VIEW | Permissions::HISTORY).await?
    {
        let found = messages::find(&live.store, file.place, message).await?;
        if found.is_some_and(|message| message.has_file(file.id)) {
            return Ok(true);
        }
    }
    // Whoever decides about a message looks at what they decide about.
    if let Some(held) = file.held
        && needs(Permissions::MANAGE_MESSAGES).await?
        && live.store.get::<HeldDoc>(held).await?.is_some()
    {
        return Ok(true);
    }
    for report in &file.evidence {
        if is_proved(reports::find(live, caller, file.hub, *report).await)? {
            return Ok(true);
        }
    }
    // Their own, before they have sent it.
    Ok(file.is_waiting() && is_proved(own::find(live, caller, file.id).await)?)
}

/// Whether it worked; what fails for other reasons than that it may not be is an error.
fn is_proved<T>(outcome: Result<T>) -> Result<bool> {
    match outcome {
        Ok(_) => Ok(true),
        Err(Error::Rejected(problem)) if !problem.code.is_retryable() => Ok(false),
        Err(error) => Err(error),
    }
}
