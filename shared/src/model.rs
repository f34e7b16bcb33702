//! What clients see of each entity. The same structs are JSON in REST and MessagePack on the socket.

mod api_key;
mod application;
mod attachment;
pub mod audit;
mod automod;
mod ban;
mod channel;
mod console;
mod dm;
mod draft;
mod forward;
mod found_message;
mod hub;
mod hub_rules;
mod intent;
mod invite;
mod leaving;
mod member;
mod message;
mod note;
mod notification;
mod outgoing_webhook;
mod poll;
mod raid_shield;
mod reaction;
mod read_state;
mod report;
mod role;
mod role_group;
mod saved_message;
mod scheduled_message;
mod session;
mod sign_in;
mod suspension;
mod user;
mod webhook;

pub use api_key::{ApiKey, ApiKeyToken, ApiKeys};
pub use application::{Application, ApplicationToken, Applications, BotToken};
pub use attachment::{Attachment, Picture, SentAttachment, Upload};
pub use audit::{Actor, AuditAction, AuditEntry, AuditPage, FieldChange};
pub use automod::{
    AutomodAction, AutomodHit, AutomodLinks, AutomodRule, AutomodRules, AutomodTrial, AutomodTrigger,
    HeldMessage, HeldMessages,
};
pub use ban::{Ban, BanPage};
pub use channel::{Category, Channel};
pub use console::{
    AdminHub, AdminHubs, AdminPeople, AdminPerson, Announcement, CurrentAnnouncement, HubMakers,
    LoggedProblem, ServerHealth, ServerLimits, ServerSettings, SignUps,
};
pub use dm::{
    Dm, DmBackup, DmBackupKeys, DmClaim, DmClaims, DmGrantName, DmGrants, DmLinking, DmLinks, DmPrekeys,
    DmRecovery, DmRequest, Dms, Sealed, SealedReceipt,
};
pub use draft::{Draft, DraftMark, Drafts};
pub use forward::{Forward, SentForward};
pub use found_message::{FoundMessage, FoundMessages};
pub use hub::{Hub, HubChange, HubView, MayIn};
pub use hub_rules::HubRules;
pub use intent::Intent;
pub use invite::{Invite, InvitePreview, Invites};
pub use leaving::LeftMessages;
pub use member::{FoundMembers, JoinedBy, Member, MemberOrder, MemberPage};
pub use message::{ChannelChanges, Message, MessagePage, Pins, Quote};
pub use note::{Note, Notes};
pub use notification::{
    InboxEntry, InboxPage, InboxReason, NotificationLevel, NotificationSettings, PlaceNotifications,
    PushDevice, PushOutcome, PushState, PushTest, QuietHours,
};
pub use outgoing_webhook::{
    Deliveries, Delivery, DeliveryAttempt, DeliveryState, OutgoingEvent, OutgoingState, OutgoingWebhook,
    OutgoingWebhookSecret, OutgoingWebhooks, Replay,
};
pub use poll::{Poll, PollAnswer, SentAnswer, SentPoll};
pub use raid_shield::{InvitesPaused, RaidShield};
pub use reaction::{Reacted, Reaction, ReactionPage};
pub use read_state::{ChannelActivity, ChannelState};
pub use report::{
    Evidence, FormerWords, MessageCopy, Report, ReportCase, ReportCases, ReportCategory, ReportCount,
    ReportInFull, ReportOutcome, ReportState, Reports,
};
pub use role::{Overwrite, OverwriteTarget, Role};
pub use role_group::{RoleGroup, RoleGroupKind, RoleGroups};
pub use saved_message::{SavedMessage, SavedMessages};
pub use scheduled_message::{ScheduledMessage, ScheduledMessages};
pub use session::{Session, SessionToken};
pub use sign_in::SignInMethod;
pub use suspension::Suspension;
pub use user::{Block, BlockKind, BlockList, BlockedUser, Me, User};
pub use webhook::{Webhook, WebhookToken, Webhooks};

/// Not written down: it is what is meant where nothing stands.
const fn is_zero(number: &u64) -> bool {
    *number == 0
}
