//! What server, PWA and tests agree on: ids, limits, permissions, models and the wire protocol.
//!
//! No I/O; compiles to WebAssembly. If both sides must give the same answer, it is computed here.

mod bytes;
mod crowd;
mod error;
pub mod ids;
pub mod markdown;
pub mod mentions;
pub mod model;
pub mod permissions;
pub mod protocol;
#[cfg(feature = "schema")]
mod schema;
pub mod search;
pub mod text;
pub mod timestamp;

pub use bytes::{Bytes, PICTURE_BYTES};
pub use crowd::Crowd;
pub use error::{ErrorCode, FieldError, Problem};
pub use ids::{
    AnyId, ApiKeyId, ApplicationId, AttachmentId, AutomodRuleId, CategoryId, ChannelId, DraftRev,
    HeldMessageId, HubId, MessageId, NoteId, OutgoingWebhookId, PlaceId, ReactionId, ReportId, RoleGroupId,
    RoleId, SavedMessageId, ScheduledMessageId, SessionId, UserId, WebhookId,
};
pub use permissions::Permissions;
pub use timestamp::Timestamp;
