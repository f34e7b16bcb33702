use crate::ids::AttachmentId;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A file that goes with a message. Its bytes are at `/api/attachments/{id}/{name}`, for who may read the message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attachment {
    /// Its id, which it had as an upload.
    pub id: AttachmentId,
    /// What it is called: no path, no control characters, 1 to 200 characters.
    pub name: String,
    /// How many bytes are fetched, of the file as it is kept.
    pub size: u64,
    /// What it is, found out from what is in it, as a media type such as `image/png`.
    pub content_type: String,
    /// What is to be seen or heard in it, in its author's words, for who does not see or hear it. Up to 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How it looks, if it is a picture that the server could read. Others are files to save or play.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A picture, as far as it has to be known before it is there. `?size=preview` fits 480 by 480 pixels, `?size=screen` 1,600
/// by 1,600; neither is larger than the picture, and both stand still. Without, it is the picture itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Picture {
    /// Pixels from left to right, when it stands upright.
    pub width: u32,
    /// Pixels from top to bottom, when it stands upright.
    pub height: u32,
    /// Its average color, 0xRRGGBB.
    pub color: u32,
    /// What it looks like from afar: a ThumbHash, base64url without padding.
    pub thumb_hash: String,
}

/// A file on its way to the server. Bytes are sent by `PATCH /api/uploads/{id}`, from where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Upload {
    /// Its id, and that of the attachment it becomes.
    pub id: AttachmentId,
    /// How many bytes it will have.
    pub size: u64,
    /// How many of them are here. The next ones are sent from there.
    pub received: u64,
    /// When it is thrown away unless it has been sent with a message.
    pub expires_at: Timestamp,
    /// What it turned out to be. Absent: it is not whole yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
}

/// A file that is sent with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentAttachment {
    /// An upload of one's own to that channel, which is whole, and was not sent before.
    pub id: AttachmentId,
    /// What is to be seen or heard in it, up to 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}
