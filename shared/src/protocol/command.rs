//! What a client asks for. One struct per operation; REST builds the same structs from path, query and body.
//!
//! This is the one table of verbs: name on the socket, route and status of REST, kind of reply, what it counts as. Both
//! doors, the documentation's check and the tests read it. `{x}` in a path is the field `x`; `{target}` is `roles/{role}` or
//! `members/{user}`.

use crate::bytes::Bytes;
use crate::ids::{
    ApiKeyId, ApplicationId, AttachmentId, AutomodRuleId, CategoryId, ChannelId, HeldMessageId, HubId,
    MessageId, NoteId, OutgoingWebhookId, PlaceId, ReactionId, ReportId, RoleGroupId, RoleId, SavedMessageId,
    ScheduledMessageId, UserId, WebhookId,
};
use crate::model::{
    AuditAction, AutomodAction, AutomodTrigger, BlockKind, DmGrantName, HubMakers, Intent, LeftMessages,
    MemberOrder, NotificationLevel, OutgoingEvent, OverwriteTarget, QuietHours, ReportCategory,
    ReportOutcome, ReportState, RoleGroupKind, SentAttachment, SentForward, SentPoll, SignUps,
};
use crate::permissions::Permissions;
use crate::protocol::verb::{Limit, Route, Verb};
use crate::timestamp::Timestamp;
use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::ops::Not;

/// A command, with what it is called and what a call of it returns.
pub trait Call: Serialize + Into<Command> {
    /// What its reply holds; nothing, if it says only that it is done.
    type Reply: DeserializeOwned;
    /// Its row of the table.
    const VERB: Verb;
}

/// Tells "not given" (`None`) from "given as null" (`Some(None)`): nothing to change, or to be cleared.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A number, or its decimal text: query strings have only text.
fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Plain(u64),
        Text(String),
    }
    match Option::<Number>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Number::Plain(value)) => Ok(Some(value)),
        Some(Number::Text(text)) => {
            text.parse().map(Some).map_err(|_| de::Error::custom("expected a number"))
        }
    }
}

/// The same of a number that has to be there.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    lenient(deserializer)?.ok_or_else(|| de::Error::custom("expected a number"))
}

/// Ids in a list, or in a text with commas between them: query strings have only text.
fn listed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<UserId>>, D::Error> {
    struct Ids;
    impl<'de> de::Visitor<'de> for Ids {
        type Value = Option<Vec<UserId>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of ids")
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            let ids = text.split(',').filter(|id| !id.is_empty()).map(str::parse);
            ids.collect::<Result<_, _>>().map(Some).map_err(E::custom)
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
            let mut ids = Vec::new();
            while let Some(id) = items.next_element()? {
                ids.push(id);
            }
            Ok(Some(ids))
        }
    }
    deserializer.deserialize_any(Ids)
}

/// Yes or no, or that as text.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Plain(bool),
        Text(String),
    }
    match Option::<Flag>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Flag::Plain(value)) => Ok(Some(value)),
        Some(Flag::Text(text)) => {
            text.parse().map(Some).map_err(|_| de::Error::custom("expected true or false"))
        }
    }
}

macro_rules! route {
    (SOCKET) => {
        None
    };
    ($method:ident $path:literal $status:literal) => {
        Some(Route { method: stringify!($method), path: $path, status: $status })
    };
}

macro_rules! commands {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident = $text:literal, $($route:ident $($path:literal $status:literal)?)?, $reply:ident, $limit:ident
        { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }
    )*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

            impl Call for $name {
                type Reply = super::reply::held::$reply;

                const VERB: Verb = Verb {
                    name: $text,
                    route: route!($($route $($path $status)?)?),
                    reply: stringify!($reply),
                    limit: Limit::$limit,
                    about: concat!($($doc,)*),
                };
            }

            impl From<$name> for Command {
                fn from(command: $name) -> Self {
                    Self::$name(command)
                }
            }
        )*

        /// Every command. On the wire: `{"send_message": {…}}`.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Command { $($(#[doc = $doc])* #[serde(rename = $text)] $name($name),)* }

        impl Command {
            /// What both doors need to know of each command, in the order of this file.
            pub const VERBS: &'static [Verb] = &[$($name::VERB,)*];

            /// What both doors need to know of this command.
            pub const fn verb(&self) -> &'static Verb {
                match self { $(Self::$name(_) => &$name::VERB,)* }
            }

            /// The command of this name from its fields.
            pub fn read<'de, D: Deserializer<'de>>(name: &str, fields: D) -> Result<Self, D::Error> {
                match name {
                    $($text => $name::deserialize(fields).map(Self::$name),)*
                    _ => Err(de::Error::custom("there is no such command")),
                }
            }
        }
    };
}

commands! {
    /// Says who a program is. The first call of a socket that came without a cookie. After the reply comes `ready`.
    Identify = "identify", SOCKET, done, Free {
        /// Token of a session, or of a bot.
        token: String,
        /// Of what the session wants to hear. A bot names it, out of what its application says; it may be empty. Absent:
        /// everything, and only for people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intents: Option<Vec<Intent>>,
    }
    /// Follow a channel. Reconnecting is the same call with the last rev seen.
    Subscribe = "subscribe", SOCKET, changes, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The client's cache is complete up to here. Absent: there is no cache.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since_rev: Option<u64>,
    }
    /// Stop following a channel.
    Unsubscribe = "unsubscribe", SOCKET, done, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
    }
    /// Change one's profile.
    UpdateMe = "update_me", PATCH "/users/@me" 200, me, Write {
        /// The name others see.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        display_name: Option<String>,
    }
    /// Show a picture of oneself, in place of what the sign-in provider has. Its middle is cut out as a square of at most 256
    /// pixels. It is fetched at the address that `avatar` says, by anybody who knows it.
    SetAvatar = "set_avatar", PUT "/users/@me/avatar" 200, me, Write {
        /// A PNG, JPEG, GIF or WebP file of at most 1 MiB; on a socket, with its frame, no more than `frame_bytes`.
        picture: Bytes,
    }
    /// Show no picture of one's own: what the sign-in provider has is shown again, or what clients draw.
    RemoveAvatar = "remove_avatar", DELETE "/users/@me/avatar" 200, me, Write {
    }
    /// Delete one's account. Whoever owns a hub hands it over or deletes it first. Sessions end at once, the way to sign in
    /// leads to nobody any more; the rest goes in the background.
    DeleteAccount = "delete_account", DELETE "/users/@me" 204, done, Write {
        /// One's own name, as a confirmation: the one others see, or the one at the sign-in provider.
        name: String,
        /// What becomes of what one said.
        messages: LeftMessages,
    }
    /// Hear no more from somebody: no mention of theirs reaches one. They cannot tell. Somebody who is blocked or ignored
    /// already is so as told now.
    BlockUser = "block_user", PUT "/users/@me/blocks/{user}" 200, me, Write {
        /// The person's id; it is `not_found` if there is nobody with it.
        user: UserId,
        /// `blocked`: their messages are folded as well. `ignored`: they are shown.
        kind: BlockKind,
    }
    /// Hear somebody again who was blocked or ignored. Somebody who was neither is no error.
    UnblockUser = "unblock_user", DELETE "/users/@me/blocks/{user}" 200, me, Write {
        /// The person's id.
        user: UserId,
    }
    /// Whom one has blocked or ignores, in the order in which one did.
    GetBlocks = "get_blocks", GET "/users/@me/blocks" 200, blocks, Free {
    }
    /// The caller's keys, in the order in which they were made.
    GetApiKeys = "get_api_keys", GET "/users/@me/api-keys" 200, api_keys, Free {
    }
    /// Make a key with which a program acts for the caller in hubs, as far as its scope goes. A person may have 50.
    CreateApiKey = "create_api_key", POST "/users/@me/api-keys" 201, api_key_token, Write {
        /// What it is for, 1 to 64 characters.
        name: String,
        /// What it may do of what the caller may do, at least one permission.
        scope: Permissions,
        /// The only hub that it opens; one that the caller does not belong to is `not_found`. Absent: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hub: Option<HubId>,
        /// It ends after so many seconds: 60 to 31622400. Absent: when it is deleted.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        expires_in_secs: Option<u64>,
    }
    /// Give a key another token. The one before is good for another day, so that a program changes without a gap.
    RotateApiKey = "rotate_api_key", POST "/users/@me/api-keys/{key}/rotate" 200, api_key_token, Write {
        /// The key's id; it has to be the caller's, else `not_found`.
        key: ApiKeyId,
    }
    /// End a key at once, with all its tokens.
    DeleteApiKey = "delete_api_key", DELETE "/users/@me/api-keys/{key}" 204, done, Write {
        /// The key's id; it has to be the caller's, else `not_found`.
        key: ApiKeyId,
    }
    /// The caller's applications, in the order in which they were made.
    GetApplications = "get_applications", GET "/applications" 200, applications, Free {
    }
    /// Make an application, and with it a bot: an account for a program. A person may have 10. The token is shown this once.
    CreateApplication = "create_application", POST "/applications" 201, application_token, Write {
        /// What it and its bot are called, 1 to 48 characters.
        name: String,
        /// What it does, for who may add it. Absent: nobody has said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        /// Whether others than the caller may add it to hubs. Absent: no.
        #[serde(default, skip_serializing_if = "Not::not")]
        public: bool,
        /// What it asks to be given in a hub.
        permissions: Permissions,
        /// Of what it may hear. Empty: of nothing but itself.
        intents: Vec<Intent>,
    }
    /// Look at an application: one's own, or one that others may add.
    GetApplication = "get_application", GET "/applications/{application}" 200, application, Free {
        /// The application's id; another's that is not public is `not_found`.
        application: ApplicationId,
    }
    /// Change an application. Hubs that it is in keep the role they gave it.
    UpdateApplication = "update_application", PATCH "/applications/{application}" 200, application, Write {
        /// The application's id; it has to be the caller's, else `not_found`.
        application: ApplicationId,
        /// What it and its bot are called, 1 to 48 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// What it does, in at most 400 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        /// Whether others than its owner may add it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        public: Option<bool>,
        /// What it asks to be given in a hub.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        permissions: Option<Permissions>,
        /// Of what it may hear, from its next `identify` on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intents: Option<Vec<Intent>>,
    }
    /// Delete an application. Its token is over at once, and its bot leaves its hubs; what it said stays, under its name.
    DeleteApplication = "delete_application", DELETE "/applications/{application}" 204, done, Write {
        /// The application's id; it has to be the caller's, else `not_found`.
        application: ApplicationId,
    }
    /// Give a bot a picture, as with `set_avatar`.
    SetBotAvatar = "set_bot_avatar", PUT "/applications/{application}/avatar" 200, application, Write {
        /// The application's id; it has to be the caller's, else `not_found`.
        application: ApplicationId,
        /// A PNG, JPEG, GIF or WebP file of at most 1 MiB; on a socket, with its frame, no more than `frame_bytes`.
        picture: Bytes,
    }
    /// Take a bot's picture away.
    RemoveBotAvatar = "remove_bot_avatar", DELETE "/applications/{application}/avatar" 200, application, Write {
        /// The application's id; it has to be the caller's, else `not_found`.
        application: ApplicationId,
    }
    /// Give a bot another token. The one before stays good for a while, so that a program changes without a gap.
    RotateBotToken = "rotate_bot_token", POST "/applications/{application}/rotate" 200, application_token, Write {
        /// The application's id; it has to be the caller's, else `not_found`.
        application: ApplicationId,
        /// For so many seconds the token of before is good, too: 0 to 86400. Absent: 86400. 0: it has leaked. It is over at once,
        /// and so are the bot's sockets.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        overlap_secs: Option<u64>,
    }
    /// Add a bot to a hub, with a role of its own that has these permissions. Needs `manage_hub`, and all that is given. A bot
    /// that is there already stays as it is. It is removed as members are.
    AddBot = "add_bot", PUT "/hubs/{hub}/bots/{application}" 200, member, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The application's id; another's that is not public is `not_found`.
        application: ApplicationId,
        /// What its role gives, beside what everyone may do.
        permissions: Permissions,
    }
    /// What concerned the caller: messages that name them, newest first, read or not.
    GetInbox = "get_inbox", GET "/users/@me/inbox" 200, inbox, Free {
        /// Only what is older than this message: `next` of the page before. Absent: from the newest on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<MessageId>,
        /// At most so many: 1 to 100, 50 unless told. What one may not see any more is left out, so there may be fewer although
        /// there are more; `next` says so.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// What the caller saved, whatever was saved last first.
    GetSavedMessages = "get_saved_messages", GET "/users/@me/saved-messages" 200, saved_messages, Free {
        /// Only what was saved before: `next` of the page before. Absent: from the newest on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<SavedMessageId>,
        /// At most so many: 1 to 100, 50 unless told. What one may not see any more is left out, so there may be fewer although
        /// there are more; `next` says so.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Save a message for oneself, to find it again; or choose another time for one that is saved. Nobody else can tell. Needs
    /// `view` and `history`.
    SaveMessage = "save_message", PUT "/channels/{channel}/messages/{message}/saved" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
        /// When the caller is to be reminded of it: within the next year. Null: not at all. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        remind_at: Option<Option<Timestamp>>,
    }
    /// Save a message no longer. One that is not saved, or is gone, is no error.
    UnsaveMessage = "unsave_message", DELETE "/channels/{channel}/messages/{message}/saved" 204, done, Write {
        /// The channel's id.
        channel: ChannelId,
        /// The message's id.
        message: MessageId,
    }
    /// What the caller has written to be sent later; what is sent first comes first.
    GetScheduledMessages = "get_scheduled_messages", GET "/users/@me/scheduled-messages" 200, scheduled_messages, Free {
    }
    /// Keep what the caller has begun to write in a channel, for all their devices, in the place of what was kept before. Nobody
    /// else can tell. Needs `view`.
    SaveDraft = "save_draft", PUT "/channels/{channel}/draft" 200, draft_mark, Write {
        /// The channel's id; one that the caller cannot see is `not_found`, and so is an encrypted conversation.
        channel: ChannelId,
        /// The words as they were typed, up to 4000 characters. Nothing to be seen in them: there is no draft any more.
        content: String,
        /// The message that it will answer. It is not looked for before that. Absent: none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
    }
    /// What the caller has begun to write. Drafts in channels that they do not see now are left out, and kept.
    GetDrafts = "get_drafts", GET "/users/@me/drafts" 200, drafts, Free {
        /// Only the one in this channel. Absent: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<ChannelId>,
    }
    /// Write a message that is sent later, as if the caller sent it then: by their rights, and through the rules of the hub, of that
    /// moment. Needs `send`. What is refused then waits for the caller, with why.
    ScheduleMessage = "schedule_message", POST "/channels/{channel}/scheduled-messages" 201, scheduled_message, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// 1 to 4000 characters of Markdown.
        content: String,
        /// When it is sent: within the next year.
        send_at: Timestamp,
    }
    /// Change a message that is to be sent later. One that was refused is tried again. Needs `send`.
    UpdateScheduledMessage = "update_scheduled_message", PATCH "/users/@me/scheduled-messages/{scheduled}" 200, scheduled_message, Write {
        /// The id; it has to be the caller's and not sent yet, else `not_found`.
        scheduled: ScheduledMessageId,
        /// 1 to 4000 characters of Markdown. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content: Option<String>,
        /// When it is sent: within the next year. Absent: as before, and at once if that is over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        send_at: Option<Timestamp>,
    }
    /// Do not send a message.
    DeleteScheduledMessage = "delete_scheduled_message", DELETE "/users/@me/scheduled-messages/{scheduled}" 204, done, Write {
        /// The id; it has to be the caller's and not sent yet, else `not_found`.
        scheduled: ScheduledMessageId,
    }
    /// Of what the caller is told who does not look.
    GetNotificationSettings = "get_notification_settings", GET "/users/@me/notifications" 200, notification_settings, Free {
    }
    /// Change what holds for the caller wherever nothing else is chosen.
    UpdateNotificationSettings = "update_notification_settings", PATCH "/users/@me/notifications" 200, notification_settings, Write {
        /// `mentions` or `none`. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<NotificationLevel>,
        /// Whether a notification shows what was written. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        previews: Option<bool>,
        /// When nothing is pushed; null: there is no such time. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        quiet_hours: Option<Option<QuietHours>>,
    }
    /// Choose of what one is told in a hub.
    SetHubNotifications = "set_hub_notifications", PUT "/hubs/{hub}/notifications" 200, notification_settings, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// Of what. Absent: what holds everywhere.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<NotificationLevel>,
        /// Until then nothing is pushed. Absent: it is not muted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        muted_until: Option<Timestamp>,
    }
    /// Choose of what one is told in the channels of a category.
    SetCategoryNotifications = "set_category_notifications", PUT "/hubs/{hub}/categories/{category}/notifications" 200, notification_settings, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The category's id; it has to be of that hub, else `not_found`.
        category: CategoryId,
        /// Of what. Absent: what holds in the hub.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<NotificationLevel>,
        /// Until then nothing is pushed. Absent: it is not muted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        muted_until: Option<Timestamp>,
    }
    /// Choose of what one is told in a channel.
    SetChannelNotifications = "set_channel_notifications", PUT "/channels/{channel}/notifications" 200, notification_settings, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// Of what. Absent: what holds in the category, or in the hub.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        level: Option<NotificationLevel>,
        /// Until then nothing is pushed. Absent: it is not muted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        muted_until: Option<Timestamp>,
    }
    /// Where the caller is told by web push, and the server's key for it.
    GetPush = "get_push", GET "/users/@me/push" 200, push, Free {
    }
    /// Tell this device by web push from now on. Only the caller's own sessions have devices; each has one subscription,
    /// and a new one takes the place of the old one.
    SubscribePush = "subscribe_push", PUT "/users/@me/push" 200, push, Write {
        /// `endpoint` of the browser's `PushSubscription`: an address of a push service that the server knows.
        endpoint: String,
        /// Its key `p256dh` in base64url.
        p256dh: String,
        /// Its key `auth` in base64url.
        auth: String,
    }
    /// Tell this device no more. One that is not told is no error.
    UnsubscribePush = "unsubscribe_push", DELETE "/users/@me/push" 200, push, Write {
    }
    /// Send a notification to this device, and say how far it came.
    TestPush = "test_push", POST "/users/@me/push/test" 200, push_test, Write {
    }
    /// Found a hub with one category and `#general`.
    CreateHub = "create_hub", POST "/hubs" 201, hub, Write {
        /// What people call it.
        name: String,
    }
    /// Look at a hub.
    GetHub = "get_hub", GET "/hubs/{hub}" 200, hub, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Change a hub. Needs `manage_hub`.
    UpdateHub = "update_hub", PATCH "/hubs/{hub}" 200, hub, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// What people call it. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// What it is about, up to 300 characters; empty takes that away. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    }
    /// Give a hub a picture, as with `set_avatar`. Needs `manage_hub`.
    SetHubIcon = "set_hub_icon", PUT "/hubs/{hub}/icon" 200, hub, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// A PNG, JPEG, GIF or WebP file of at most 1 MiB; on a socket, with its frame, no more than `frame_bytes`.
        picture: Bytes,
    }
    /// Take a hub's picture away. Needs `manage_hub`.
    RemoveHubIcon = "remove_hub_icon", DELETE "/hubs/{hub}/icon" 200, hub, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Hand a hub to another member. Only its owner.
    TransferHub = "transfer_hub", PUT "/hubs/{hub}/owner" 200, hub, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The member who shall own the hub.
        owner: UserId,
    }
    /// Delete a hub with everything in it. Only its owner.
    DeleteHub = "delete_hub", DELETE "/hubs/{hub}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Lock a hub: until it is unlocked, only those who moderate a channel may write in it. Needs `manage_messages` in the
    /// hub. Locking twice is no error.
    LockHub = "lock_hub", PUT "/hubs/{hub}/lock" 200, hub, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// Why, for the audit log: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Unlock a hub: all may again what they could before. Needs `manage_messages` in the hub.
    UnlockHub = "unlock_hub", DELETE "/hubs/{hub}/lock" 200, hub, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// Why, for the audit log: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Leave a hub. Its owner cannot.
    LeaveHub = "leave_hub", DELETE "/hubs/{hub}/members/@me" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Members in order of their ids: some of all, or those that are asked for.
    GetMembers = "get_members", GET "/hubs/{hub}/members" 200, members, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// Only those after this user.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<UserId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
        /// Only those who are online now.
        #[serde(default, deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
        online: Option<bool>,
        /// Only these, at most 100. Whoever does not belong to the hub is left out of the reply.
        #[serde(default, deserialize_with = "listed", skip_serializing_if = "Option::is_none")]
        users: Option<Vec<UserId>>,
    }
    /// Look for members by name, role, invite and time of joining. What is given narrows it. With the `code` of an invite, which
    /// may still let people in, it needs `manage_hub`.
    FindMembers = "find_members", GET "/hubs/{hub}/members/search" 200, found_members, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// How a word of their name begins: of what the hub calls them, of their display name, or of their username. Case and
        /// accents make no difference.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Only those who have this role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<RoleId>,
        /// Only who came by the invite with this code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Only who came at this moment or later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joined_since: Option<Timestamp>,
        /// Only who came before this moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joined_until: Option<Timestamp>,
        /// In which order. Absent: by name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<MemberOrder>,
        /// Only those after it: `next` of the page before, with everything else the same.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
        /// At most so many: 1 to 100, 50 unless told. What fits few may give fewer although there are more; `next` says so.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Look for messages of a hub, newest first: in all channels where the caller holds `view` and `history`. As often as
    /// changes, counted apart.
    SearchMessages = "search_messages", GET "/hubs/{hub}/messages/search" 200, found_messages, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// What is looked for: words, phrases in quotes, and filters: `from:`, `in:`, `has:`, `before:`, `after:`, `mentions:`. All
        /// of it has to fit. Up to 300 characters.
        q: String,
        /// The time zone in which days begin, of the IANA database, such as `Europe/Berlin`. Absent: UTC.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time_zone: Option<String>,
        /// Only those after it: `next` of the page before, with everything else the same.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
        /// At most so many: 1 to 100, 50 unless told. There may be fewer although there are more; `next` says so.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Change what a hub calls a member. Oneself needs `change_nickname`; others need `manage_nicknames` and a higher role.
    SetNickname = "set_nickname", PUT "/hubs/{hub}/members/{user}/nickname" 200, member, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who is not in the hub is `not_found`.
        user: UserId,
        /// What they are called there: up to 48 characters. Null: as everywhere. Must be given.
        #[serde(deserialize_with = "Option::deserialize")]
        nickname: Option<String>,
    }
    /// What moderators noted about somebody. Needs `time_out_members` or `kick_members`; nobody reads what is about them.
    GetNotes = "get_notes", GET "/hubs/{hub}/members/{user}/notes" 200, notes, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who never was in the hub is `not_found`.
        user: UserId,
    }
    /// Note something about somebody, for other moderators. Needs `time_out_members` or `kick_members`.
    AddNote = "add_note", POST "/hubs/{hub}/members/{user}/notes" 201, note, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who never was in the hub is `not_found`.
        user: UserId,
        /// What there is to know: up to 1000 characters.
        text: String,
    }
    /// Delete what one noted oneself. Needs `time_out_members` or `kick_members`.
    DeleteNote = "delete_note", DELETE "/hubs/{hub}/members/{user}/notes/{note}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who never was in the hub is `not_found`.
        user: UserId,
        /// The note's id; another's is `forbidden`.
        note: NoteId,
    }
    /// What was done about somebody: timeouts, kicks, bans, what rules stopped, what was deleted of theirs. Newest first.
    /// Needs `time_out_members`, `kick_members` or `ban_members`.
    GetMeasures = "get_measures", GET "/hubs/{hub}/members/{user}/measures" 200, audit_log, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who never was in the hub is `not_found`.
        user: UserId,
        /// Only lines of the audit log before this number: `next` of the page before. Absent: from the newest on.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        before: Option<u64>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Let a member only read for a while, or end that. Needs `time_out_members` and a higher role.
    TimeOutMember = "time_out_member", PUT "/hubs/{hub}/members/{user}/timeout" 200, member, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who is not in the hub is `not_found`.
        user: UserId,
        /// Until when, at most 28 days ahead. Null: it is over. Must be given.
        #[serde(deserialize_with = "Option::deserialize")]
        until: Option<Timestamp>,
        /// Why, for the audit log: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Remove a member, who may come back by an invite. Needs `kick_members` and a higher role.
    KickMember = "kick_member", DELETE "/hubs/{hub}/members/{user}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who is not in the hub is `not_found`.
        user: UserId,
        /// Why, for the audit log: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Remove somebody, member or not, and let no invite bring them in. Needs `ban_members` and, for a member, a higher
    /// role. Somebody who is banned already is banned as told now.
    BanUser = "ban_user", PUT "/hubs/{hub}/bans/{user}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; it is `not_found` if there is nobody with it.
        user: UserId,
        /// When the ban ends by itself. Absent: never.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        /// Why, for the list of bans and the audit log: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Their messages of so many seconds are deleted too, in the background: up to 604800, a week. Absent: none.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        delete_last_secs: Option<u64>,
    }
    /// Let somebody who is banned come again. Needs `ban_members`.
    LiftBan = "lift_ban", DELETE "/hubs/{hub}/bans/{user}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who is not banned is `not_found`.
        user: UserId,
        /// Why, for the audit log: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Who is banned, in order of their ids. Needs `ban_members`.
    GetBans = "get_bans", GET "/hubs/{hub}/bans" 200, bans, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// Only those after this user: `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<UserId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Make a category. Needs `manage_channels`.
    CreateCategory = "create_category", POST "/hubs/{hub}/categories" 201, category, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// What people call it.
        name: String,
        /// Where it stands. Absent: last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    }
    /// Change a category. Needs `manage_channels`.
    UpdateCategory = "update_category", PATCH "/hubs/{hub}/categories/{category}" 200, category, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The category's id; it has to be of that hub, else `not_found`.
        category: CategoryId,
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Where it stands among the categories: smaller is further up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    }
    /// Delete a category; its channels move above all categories and keep what they allow. Needs `manage_channels`.
    DeleteCategory = "delete_category", DELETE "/hubs/{hub}/categories/{category}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The category's id; it has to be of that hub, else `not_found`.
        category: CategoryId,
    }
    /// Make a channel. Needs `manage_channels`, and `manage_roles` when it comes with overwrites.
    CreateChannel = "create_channel", POST "/hubs/{hub}/channels" 201, channel, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// What people call it.
        name: String,
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        /// The category it stands in. Absent: above all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<CategoryId>,
        /// Where it stands. Absent: last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
        /// Its own overwrites. Absent: it follows its category.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        overwrites: Option<Vec<crate::model::Overwrite>>,
    }
    /// Look at a channel. Needs `view`.
    GetChannel = "get_channel", GET "/channels/{channel}" 200, channel, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
    }
    /// Change or move a channel. Needs `manage_channels` in it, and `manage_roles` to change `synced`.
    UpdateChannel = "update_channel", PATCH "/channels/{channel}" 200, channel, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        topic: Option<String>,
        /// The category it stands in; null: above all.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        category: Option<Option<CategoryId>>,
        /// Where it stands in its category: smaller is further up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
        /// Whether it follows its category's overwrites; `true` drops its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        synced: Option<bool>,
        /// Seconds that a person waits from one message to the next: up to 21600, six hours. 0: slow mode is off.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        slow_mode_secs: Option<u64>,
    }
    /// Lock a channel: until it is unlocked, only those who moderate it may write. Needs `manage_messages` in it. Locking
    /// twice is no error.
    LockChannel = "lock_channel", PUT "/channels/{channel}/lock" 200, channel, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// Why, for the audit log: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Unlock a channel: all may again what they could before. Needs `manage_messages` in it.
    UnlockChannel = "unlock_channel", DELETE "/channels/{channel}/lock" 200, channel, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// Why, for the audit log: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Delete a channel with its messages. Needs `manage_channels` in it.
    DeleteChannel = "delete_channel", DELETE "/channels/{channel}" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
    }
    /// What a channel changes for a role or a member. Needs `view`. There being no such overwrite is `not_found`.
    GetChannelOverwrite = "get_channel_overwrite", GET "/channels/{channel}/overwrites/{target}" 200, overwrite, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The role or the member it is for.
        target: OverwriteTarget,
    }
    /// Change what a role or member may do in a channel; ends `synced`. Needs `manage_roles` there.
    SetChannelOverwrite = "set_channel_overwrite", PUT "/channels/{channel}/overwrites/{target}" 200, channel, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The role or the member it is for.
        target: OverwriteTarget,
        /// Permissions that are given here.
        allow: Permissions,
        /// Permissions that are taken here.
        deny: Permissions,
    }
    /// Forget an overwrite of a channel. Needs `manage_roles` there.
    RemoveChannelOverwrite = "remove_channel_overwrite", DELETE "/channels/{channel}/overwrites/{target}" 200, channel, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The role or the member whose overwrite goes.
        target: OverwriteTarget,
    }
    /// What a category changes for a role or a member. There being no such overwrite is `not_found`.
    GetCategoryOverwrite = "get_category_overwrite", GET "/hubs/{hub}/categories/{category}/overwrites/{target}" 200, overwrite, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The category's id; it has to be of that hub, else `not_found`.
        category: CategoryId,
        /// The role or the member it is for.
        target: OverwriteTarget,
    }
    /// Change what a role or member may do in the synced channels of a category. Needs `manage_roles`.
    SetCategoryOverwrite = "set_category_overwrite", PUT "/hubs/{hub}/categories/{category}/overwrites/{target}" 200, category, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The category's id; it has to be of that hub, else `not_found`.
        category: CategoryId,
        /// The role or the member it is for.
        target: OverwriteTarget,
        /// Permissions that are given here.
        allow: Permissions,
        /// Permissions that are taken here.
        deny: Permissions,
    }
    /// Forget an overwrite of a category. Needs `manage_roles`.
    RemoveCategoryOverwrite = "remove_category_overwrite", DELETE "/hubs/{hub}/categories/{category}/overwrites/{target}" 200, category, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The category's id; it has to be of that hub, else `not_found`.
        category: CategoryId,
        /// The role or the member whose overwrite goes.
        target: OverwriteTarget,
    }
    /// Make a role, just above *everyone*. Needs `manage_roles`.
    CreateRole = "create_role", POST "/hubs/{hub}/roles" 201, role, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// What people call it.
        name: String,
        /// What it gives; a part of what the caller has.
        #[serde(default)]
        permissions: Permissions,
        /// Colour of the names of its members, `0xRRGGBB`. Absent: the usual one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        color: Option<u32>,
        /// One emoji that stands before its name. Absent: none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        emoji: Option<String>,
        /// Whether its members stand under its name in the list of members. Absent: no.
        #[serde(default, skip_serializing_if = "Not::not")]
        hoist: bool,
        /// Whether everybody may mention it. Absent: no.
        #[serde(default, skip_serializing_if = "Not::not")]
        mentionable: bool,
    }
    /// Change a role below the caller's highest. Needs `manage_roles`.
    UpdateRole = "update_role", PATCH "/hubs/{hub}/roles/{role}" 200, role, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The role's id; it has to be of that hub, else `not_found`.
        role: RoleId,
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The permissions it gives; a part of what the caller has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        permissions: Option<Permissions>,
        /// `0xRRGGBB`; null: the usual colour.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        color: Option<Option<u32>>,
        /// One emoji that stands before its name; null: none.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        emoji: Option<Option<String>>,
        /// Whether its members stand under its name in the list of members.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hoist: Option<bool>,
        /// Whether everybody may mention it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mentionable: Option<bool>,
        /// Where it stands: 1 is lowest, below the caller's highest role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    }
    /// Delete a role below the caller's highest. Needs `manage_roles`.
    DeleteRole = "delete_role", DELETE "/hubs/{hub}/roles/{role}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The role's id; it has to be of that hub, else `not_found`.
        role: RoleId,
    }
    /// Give a member a role. Needs `manage_roles`.
    AssignRole = "assign_role", PUT "/hubs/{hub}/members/{user}/roles/{role}" 200, member, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who is not in the hub is `not_found`.
        user: UserId,
        /// The role's id; it has to be of that hub, else `not_found`.
        role: RoleId,
    }
    /// Take a role from a member. Needs `manage_roles`.
    RemoveRole = "remove_role", DELETE "/hubs/{hub}/members/{user}/roles/{role}" 200, member, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who is not in the hub is `not_found`.
        user: UserId,
        /// The role's id; it has to be of that hub, else `not_found`.
        role: RoleId,
    }
    /// Give a role to some members and take it from others: to and from all of them, or nobody. Needs `manage_roles`.
    UpdateRoleMembers = "update_role_members", PATCH "/hubs/{hub}/roles/{role}/members" 200, members, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The role's id; it has to be of that hub, else `not_found`.
        role: RoleId,
        /// Who gets the role: at most 100 people, those of `remove` counted too.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        add: Vec<UserId>,
        /// Who loses it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        remove: Vec<UserId>,
    }
    /// The groups of roles that members of a hub choose from.
    GetRoleGroups = "get_role_groups", GET "/hubs/{hub}/role-groups" 200, role_groups, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Offer roles that members choose from. Needs `manage_roles`, and every role must be one that the caller could give.
    CreateRoleGroup = "create_role_group", POST "/hubs/{hub}/role-groups" 201, role_group, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// What it is about.
        name: String,
        /// Whether one of the roles can be chosen, or any of them.
        kind: RoleGroupKind,
        /// Which, in the order in which they are offered: at most 50, none with power over others.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        roles: Vec<RoleId>,
    }
    /// Change a group of roles. Needs `manage_roles`, as for a new one.
    UpdateRoleGroup = "update_role_group", PATCH "/hubs/{hub}/role-groups/{group}" 200, role_group, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The group's id; it has to be of that hub, else `not_found`.
        group: RoleGroupId,
        /// What it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Whether one of the roles can be chosen, or any of them. Who has more than one keeps them until they choose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<RoleGroupKind>,
        /// Which roles it offers, all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        roles: Option<Vec<RoleId>>,
        /// Where it stands: 0 is first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    }
    /// Offer these roles no more. Who chose some keeps them. Needs `manage_roles`.
    DeleteRoleGroup = "delete_role_group", DELETE "/hubs/{hub}/role-groups/{group}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The group's id; it has to be of that hub, else `not_found`.
        group: RoleGroupId,
    }
    /// Choose for oneself from a group: these roles of it, and no others. Needs `choose_roles`.
    ChooseRoles = "choose_roles", PUT "/hubs/{hub}/role-groups/{group}/choice" 200, member, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The group's id; it has to be of that hub, else `not_found`.
        group: RoleGroupId,
        /// Which: of some groups at most one. Empty: none.
        roles: Vec<RoleId>,
    }
    /// What a member may do, and which step decided it. Others than oneself need `manage_roles`.
    ExplainPermissions = "explain_permissions", GET "/hubs/{hub}/permissions" 200, explanation, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The member who is asked about. Absent: oneself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member: Option<UserId>,
        /// Where. Absent: in the hub as a whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<ChannelId>,
    }
    /// Who did what in a hub, newest first. Needs `view_audit_log`. What is given narrows it.
    GetAuditLog = "get_audit_log", GET "/hubs/{hub}/audit-log" 200, audit_log, Free {
        /// The hub whose log it is.
        hub: HubId,
        /// Only what this person did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<UserId>,
        /// Only what concerns this person: what was done to them, or to what they wrote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        whom: Option<UserId>,
        /// Only what was done in this way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        action: Option<AuditAction>,
        /// Only what was done in this place: in a channel, or to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<PlaceId>,
        /// Only what was done at this moment or later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Timestamp>,
        /// Only what was done before this moment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
        /// Only lines before this number: `next` of the page before. Absent: from the newest on.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        before: Option<u64>,
        /// At most so many: 1 to 100, 50 unless told. A filter that fits little may give fewer although there are more;
        /// `next` says so.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Report a message to those who keep order. What it says, what it said before and what stands around it is kept as it
    /// is at this moment. Needs `view`; what stands around it, `history`.
    ReportMessage = "report_message", POST "/channels/{channel}/messages/{message}/reports" 201, report, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`. One's own, one that is deleted, or the same
        /// one again is a `conflict`.
        message: MessageId,
        /// What is wrong.
        category: ReportCategory,
        /// The same in words, up to 1000 characters; with `other` they must be given.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
    }
    /// Report somebody to those who keep order. Any member may.
    ReportMember = "report_member", POST "/hubs/{hub}/members/{user}/reports" 201, report, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The person's id; somebody who never was in the hub is `not_found`. Oneself, or somebody about whom one's own report
        /// is not decided yet, is a `conflict`.
        user: UserId,
        /// What is wrong.
        category: ReportCategory,
        /// The same in words, up to 1000 characters; with `other` they must be given.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        words: String,
    }
    /// What one has reported oneself, and what became of it, newest first.
    GetOwnReports = "get_own_reports", GET "/users/@me/reports" 200, reports, Free {
        /// Only those before this one: `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<ReportId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Reports of a hub in one state, oldest first. Needs `review_reports`. Those about the caller, and of channels that the
    /// caller cannot see, are left out.
    GetReports = "get_reports", GET "/hubs/{hub}/reports" 200, report_cases, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// Only those that have come so far. Absent: those that nobody looks after yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<ReportState>,
        /// Only those after this one: `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ReportId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// How many reports of a hub nobody looks after yet. Needs `review_reports`. Those that `get_reports` leaves out are not
    /// counted.
    CountReports = "count_reports", GET "/hubs/{hub}/report-count" 200, report_count, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// A report with what was kept when it was made. Needs `review_reports`.
    GetReport = "get_report", GET "/hubs/{hub}/reports/{report}" 200, report_in_full, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The report's id; one that is not listed for the caller is `not_found`.
        report: ReportId,
    }
    /// Look after a report. Needs `review_reports`. Taking one's own again is no error; another's is a `conflict`.
    TakeReport = "take_report", PUT "/hubs/{hub}/reports/{report}/taken" 200, report_case, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The report's id; one that is not listed for the caller is `not_found`.
        report: ReportId,
    }
    /// Leave a report to others again, whoever had taken it. Needs `review_reports`.
    ReturnReport = "return_report", DELETE "/hubs/{hub}/reports/{report}/taken" 200, report_case, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The report's id; one that is not listed for the caller is `not_found`.
        report: ReportId,
    }
    /// Decide about a report that nobody else has taken. Needs `review_reports`. It does nothing by itself.
    ResolveReport = "resolve_report", PUT "/hubs/{hub}/reports/{report}/resolution" 200, report_case, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The report's id; one that is not listed for the caller is `not_found`.
        report: ReportId,
        /// What was done.
        outcome: ReportOutcome,
        /// What who reported is told, up to 1000 characters. Absent: only the outcome.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        answer: String,
    }
    /// Put a report before the owner of the server. Needs `review_reports`. Doing so twice is no error.
    EscalateReport = "escalate_report", PUT "/hubs/{hub}/reports/{report}/escalation" 200, report_case, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The report's id; one that is not listed for the caller is `not_found`.
        report: ReportId,
        /// Why: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// The rules of a hub's automod, in the order in which they were made. Needs `manage_hub`.
    GetAutomodRules = "get_automod_rules", GET "/hubs/{hub}/automod/rules" 200, automod_rules, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Make a rule of automod. Needs `manage_hub`, and `time_out_members` if it times people out.
    CreateAutomodRule = "create_automod_rule", POST "/hubs/{hub}/automod/rules" 201, automod_rule, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// What moderators call it.
        name: String,
        /// What it looks for.
        trigger: AutomodTrigger,
        /// What it does about it.
        action: AutomodAction,
        /// What somebody is told whose words it stops, up to 300 characters. Absent: the rule's name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice: Option<String>,
        /// It does not look at members with one of these roles.
        #[serde(default)]
        exempt_roles: Vec<RoleId>,
        /// It does not look into these channels.
        #[serde(default)]
        exempt_channels: Vec<ChannelId>,
        /// Whether it is in force. Absent: it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        enabled: Option<bool>,
    }
    /// Change a rule of automod. Needs `manage_hub`, and `time_out_members` if it times people out.
    UpdateAutomodRule = "update_automod_rule", PATCH "/hubs/{hub}/automod/rules/{rule}" 200, automod_rule, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The rule's id; it has to be of that hub, else `not_found`.
        rule: AutomodRuleId,
        /// What moderators call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// What it looks for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trigger: Option<AutomodTrigger>,
        /// What it does about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        action: Option<AutomodAction>,
        /// What somebody is told whose words it stops; null: the rule's name.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        notice: Option<Option<String>>,
        /// It does not look at members with one of these roles.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exempt_roles: Option<Vec<RoleId>>,
        /// It does not look into these channels.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exempt_channels: Option<Vec<ChannelId>>,
        /// Whether it is in force.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        enabled: Option<bool>,
    }
    /// Delete a rule of automod. What it kept stays to be looked at. Needs `manage_hub`.
    DeleteAutomodRule = "delete_automod_rule", DELETE "/hubs/{hub}/automod/rules/{rule}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The rule's id; it has to be of that hub, else `not_found`.
        rule: AutomodRuleId,
    }
    /// What a text of somebody whom no rule exempts would meet. Sends and stores nothing. Needs `manage_hub`.
    TryAutomod = "try_automod", POST "/hubs/{hub}/automod/try" 200, automod_trial, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The words to try, as in a message.
        content: String,
        /// Where they would be sent. Absent: anywhere, so no rule is left out for its channels.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<ChannelId>,
        /// Try what a rule would look for that is not saved yet, and nothing else. Absent: the rules in force.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        trigger: Option<AutomodTrigger>,
    }
    /// What automod kept, oldest first, in channels where the caller holds `manage_messages`. Needs it in the hub, or in a channel.
    GetHeldMessages = "get_held_messages", GET "/hubs/{hub}/held-messages" 200, held_messages, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// Only those after this one: `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<HeldMessageId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Publish what automod kept, as its author's message. Needs `manage_messages` in the channel.
    ReleaseHeldMessage = "release_held_message", POST "/hubs/{hub}/held-messages/{held}" 200, message, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The id of what was kept; it has to be of that hub, else `not_found`.
        held: HeldMessageId,
    }
    /// Throw away what automod kept. Needs `manage_messages` in the channel.
    DiscardHeldMessage = "discard_held_message", DELETE "/hubs/{hub}/held-messages/{held}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The id of what was kept; it has to be of that hub, else `not_found`.
        held: HeldMessageId,
    }
    /// Webhooks of a hub, in channels where the caller holds `manage_webhooks`, which it needs in one.
    GetWebhooks = "get_webhooks", GET "/hubs/{hub}/webhooks" 200, webhooks, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Make an address to which programs post messages into a channel. Needs `manage_webhooks` there. A channel may have 15,
    /// a hub 100.
    CreateWebhook = "create_webhook", POST "/channels/{channel}/webhooks" 201, webhook_token, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// Under which its messages stand, 1 to 80 characters.
        name: String,
    }
    /// Give a webhook another name, or another channel of the hub. Needs `manage_webhooks` where it is, and where it goes.
    UpdateWebhook = "update_webhook", PATCH "/hubs/{hub}/webhooks/{webhook}" 200, webhook, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: WebhookId,
        /// Under which its messages stand, 1 to 80 characters. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// The channel it posts into; one that the caller cannot see is `not_found`. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<ChannelId>,
    }
    /// Give a webhook another token. The one before, and so its address, is over at once. Needs `manage_webhooks` where it is.
    RotateWebhook = "rotate_webhook", POST "/hubs/{hub}/webhooks/{webhook}/rotate" 200, webhook_token, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: WebhookId,
    }
    /// Delete a webhook. What it posted stays. Needs `manage_webhooks` where it is.
    DeleteWebhook = "delete_webhook", DELETE "/hubs/{hub}/webhooks/{webhook}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: WebhookId,
    }
    /// Addresses to which a hub's events are sent. Needs `manage_webhooks` in the whole hub.
    GetOutgoingWebhooks = "get_outgoing_webhooks", GET "/hubs/{hub}/outgoing-webhooks" 200, outgoing_webhooks, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Have a hub's events sent to an address. Needs `manage_webhooks` in the whole hub. It is told what the caller may read, as
    /// long as they may, and nothing else. A hub may have 10.
    CreateOutgoingWebhook = "create_outgoing_webhook", POST "/hubs/{hub}/outgoing-webhooks" 201, outgoing_webhook_secret, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// What those call it who manage it, 1 to 80 characters.
        name: String,
        /// Where events are sent: `https://…`, in no private network unless the owner of the server allows it.
        url: String,
        /// Of what it is told: at least one.
        events: Vec<OutgoingEvent>,
        /// The only channels of which it is told, at most 100; one that the caller cannot read is `not_found`. Absent: all that the
        /// caller may read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channels: Option<Vec<ChannelId>>,
    }
    /// Change a webhook that is sent events, have it pause, or go on. Needs `manage_webhooks` in the whole hub. Whoever changes where it
    /// leads or of what it is told is its maker from then on: it is told what they may read.
    UpdateOutgoingWebhook = "update_outgoing_webhook", PATCH "/hubs/{hub}/outgoing-webhooks/{webhook}" 200, outgoing_webhook, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: OutgoingWebhookId,
        /// What those call it who manage it, 1 to 80 characters. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Where events are sent. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
        /// Of what it is told: at least one. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        events: Option<Vec<OutgoingEvent>>,
        /// The only channels of which it is told; null: all that the caller may read. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        channels: Option<Option<Vec<ChannelId>>>,
        /// Whether it is sent what happens, and what waits for it. Absent: as before.
        #[serde(default, deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
        active: Option<bool>,
    }
    /// Give a webhook that is sent events another secret. For a day signatures by both are sent. Needs `manage_webhooks` in the
    /// whole hub.
    RotateOutgoingWebhook = "rotate_outgoing_webhook", POST "/hubs/{hub}/outgoing-webhooks/{webhook}/rotate" 200, outgoing_webhook_secret, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: OutgoingWebhookId,
    }
    /// Send events to an address no more. Needs `manage_webhooks` in the whole hub.
    DeleteOutgoingWebhook = "delete_outgoing_webhook", DELETE "/hubs/{hub}/outgoing-webhooks/{webhook}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: OutgoingWebhookId,
    }
    /// Send a webhook an event that tells nothing, to try it. Needs `manage_webhooks` in the whole hub.
    PingOutgoingWebhook = "ping_outgoing_webhook", POST "/hubs/{hub}/outgoing-webhooks/{webhook}/ping" 200, delivery, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: OutgoingWebhookId,
    }
    /// What was sent to a webhook within 7 days, newest first, as far as the caller may read where it happened. Needs
    /// `manage_webhooks` in the whole hub.
    GetDeliveries = "get_deliveries", GET "/hubs/{hub}/outgoing-webhooks/{webhook}/deliveries" 200, deliveries, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: OutgoingWebhookId,
        /// Only those before this: `next` of the page before. Absent: the newest.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<String>,
        /// At most so many: 1 to 100, 50 unless told. There may be fewer although there are more; `next` says so.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Send a webhook an event once more, or at once if it waits. Needs `manage_webhooks` in the whole hub, and to be able to read
    /// where it happened.
    Redeliver = "redeliver", POST "/hubs/{hub}/outgoing-webhooks/{webhook}/deliveries/{event}/redeliver" 200, delivery, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: OutgoingWebhookId,
        /// The event's id; one that is not kept any more is `not_found`.
        event: String,
    }
    /// Send a webhook once more what happened after an event, in its order: at most 1000 events, within the 7 days that they are
    /// kept. Needs `manage_webhooks` in the whole hub.
    ReplayOutgoingWebhook = "replay_outgoing_webhook", POST "/hubs/{hub}/outgoing-webhooks/{webhook}/replay" 200, replay, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The webhook's id; it has to be of that hub, else `not_found`.
        webhook: OutgoingWebhookId,
        /// The id of the last event that need not be sent again: `webhook-id` of what was taken last; one that is not kept any
        /// more is `not_found`. Absent: all that is kept is sent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
    }
    /// Make an invite. Needs `invite`.
    CreateInvite = "create_invite", POST "/hubs/{hub}/invites" 201, invite, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// How often it may be used: 1 to 1000. Absent: without limit.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        max_uses: Option<u64>,
        /// Seconds it is good for: at least 60, at most 30 days. Absent: 7 days.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        expires_in_secs: Option<u64>,
    }
    /// Invites of a hub that let somebody in, newest first: all with `manage_hub`, else one's own.
    GetInvites = "get_invites", GET "/hubs/{hub}/invites" 200, invites, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Take an invite back. One's own; others' need `manage_hub`.
    RevokeInvite = "revoke_invite", DELETE "/hubs/{hub}/invites/{code}" 204, done, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// The code of the invite; it has to be of that hub, and somebody else's needs `manage_hub`, else `not_found`.
        code: String,
    }
    /// The rules of a hub, in its people's words.
    GetHubRules = "get_hub_rules", GET "/hubs/{hub}/rules" 200, hub_rules, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Write the rules of a hub, which whoever comes from then on has to accept before they can do more than read. Needs
    /// `manage_hub`.
    SetHubRules = "set_hub_rules", PUT "/hubs/{hub}/rules" 200, hub_rules, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// Markdown, up to 2000 characters. Empty: there are none, and nobody has to accept anything.
        text: String,
    }
    /// Accept the rules of a hub. Accepting twice is no error.
    AcceptRules = "accept_rules", POST "/hubs/{hub}/rules/accept" 200, hub, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// What a hub does when many come at once, and whether invites pause. Needs `manage_hub`.
    GetRaidShield = "get_raid_shield", GET "/hubs/{hub}/raid-shield" 200, raid_shield, Free {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Set what a hub does when many come at once. Whatever is left out is off. A pause in force stays. Needs `manage_hub`.
    SetRaidShield = "set_raid_shield", PUT "/hubs/{hub}/raid-shield" 200, raid_shield, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// When more than so many come within a minute, invites pause: 1 to 1000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        joins_per_minute: Option<u32>,
        /// How old an account has to be that comes in: 60 to 31536000 seconds, a year.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        min_account_age_secs: Option<u64>,
        /// How long invites pause when too many came: 60 to 2592000 seconds. Absent: until somebody resumes them.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        pause_secs: Option<u64>,
    }
    /// Let nobody come in by an invite for now. Needs `manage_hub`.
    PauseInvites = "pause_invites", PUT "/hubs/{hub}/raid-shield/pause" 200, raid_shield, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
        /// When the pause ends by itself, in the future. Absent: when somebody resumes invites.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    }
    /// Let invites bring people in again. Needs `manage_hub`.
    ResumeInvites = "resume_invites", DELETE "/hubs/{hub}/raid-shield/pause" 200, raid_shield, Write {
        /// The hub's id; one that the caller does not belong to is `not_found`.
        hub: HubId,
    }
    /// Look at an invite; no sign-in needed.
    GetInvite = "get_invite", GET "/invites/{code}" 200, invite_preview, Free {
        /// The code of the invite, the last part of its address.
        code: String,
    }
    /// Join by an invite. Joining twice is no error and uses nothing.
    JoinHub = "join_hub", POST "/invites/{code}" 200, hub, Write {
        /// The code of the invite, the last part of its address.
        code: String,
    }
    /// Send. Needs `view` and `send`, `history` to answer a message, `attach` to send files with it, and `poll` to ask for votes. To
    /// forward a message, it has to be readable where it is (`view` and `history` there), and `attach` is needed here if it has files.
    SendMessage = "send_message", POST "/channels/{channel}/messages" 201, message, Send {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// Markdown, 1 to 4000 characters; may be empty if a file goes with it, or a message is forwarded.
        content: String,
        /// Files that go with it, up to 10. Needs `attach`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<SentAttachment>,
        /// What the client calls this send; a repeat returns the stored message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nonce: Option<String>,
        /// The message that this one answers; it has to be in that channel. Needs `history`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<MessageId>,
        /// Whether the author of the message that is answered is mentioned by that. Absent: yes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ping: Option<bool>,
        /// Asks for votes: `content` is the question then, 1 to 300 characters. Needs `poll`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        poll: Option<SentPoll>,
        /// Forwards a message: a copy of it and of its files goes with this one. Not together with `attachments` or `poll`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        forward: Option<SentForward>,
    }
    /// Add to the chain of one's devices: one comes or goes, signed by one that is there. The first link of all makes the
    /// session that device. The same bytes again are no error.
    AppendDmLink = "append_dm_link", POST "/users/@me/dm-links" 204, done, Write {
        /// The link. One that does not follow the last one, or does not count, is a `conflict`.
        link: Bytes,
    }
    /// Somebody's devices, for those who share a hub or a conversation with them; one's own by one's own id.
    GetDmLinks = "get_dm_links", GET "/users/{user}/dm-links" 200, dm_links, Free {
        /// The person's id; of strangers it is `not_found`.
        user: UserId,
        /// From this place of the chain on. Absent, or beyond its end: all of it.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        from: Option<u64>,
    }
    /// Publish how far one's chain goes, signed by the device that the session is.
    PublishDmHead = "publish_dm_head", PUT "/users/@me/dm-head" 204, done, Write {
        /// The signed head.
        head: Bytes,
    }
    /// Publish prekeys of the device that the session is. A session that is none yet becomes the one that signed `bundle`, if no
    /// other session is it.
    PublishDmPrekeys = "publish_dm_prekeys", PUT "/users/@me/dm-prekeys" 200, dm_prekeys, Write {
        /// A new signed prekey, in the place of the one before and its one-time prekeys. Absent: the one there is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bundle: Option<Bytes>,
        /// One-time prekeys of it, up to 100. One with a number that is not higher than all before is passed over.
        one_time: Vec<Bytes>,
    }
    /// How many one-time prekeys are left of the device that the session is.
    GetDmPrekeys = "get_dm_prekeys", GET "/users/@me/dm-prekeys" 200, dm_prekeys, Free {
    }
    /// Take prekeys of somebody's devices, to begin an epoch for them: 5 times an hour of a device, and 60 times in all.
    ClaimDmPrekeys = "claim_dm_prekeys", POST "/users/{user}/dm-claims" 200, dm_claims, Write {
        /// The person's id; it is `not_found` unless one is in a conversation with them, or it is oneself.
        user: UserId,
        /// Their devices, up to 8, each 16 bytes.
        devices: Vec<Bytes>,
    }
    /// Grants for the device that the session is, oldest first.
    GetDmGrants = "get_dm_grants", GET "/users/@me/dm-grants" 200, dm_grants, Free {
        /// `next` of the page before. Absent: from the oldest on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Say that grants are kept on the device: the server forgets them. Twice is no error.
    AcknowledgeDmGrants = "acknowledge_dm_grants", POST "/users/@me/dm-grants/acknowledge" 204, done, Write {
        /// Which, up to 100.
        grants: Vec<DmGrantName>,
    }
    /// Ask one's other devices to let this one in. It is kept for a day.
    AskDmLinking = "ask_dm_linking", PUT "/users/@me/dm-linking" 204, done, Write {
        /// What the device asks.
        request: Bytes,
    }
    /// Which devices ask to be let in, and what they were answered.
    GetDmLinking = "get_dm_linking", GET "/users/@me/dm-linking" 200, dm_linking, Free {
    }
    /// Answer a device that one has let in.
    AnswerDmLinking = "answer_dm_linking", PUT "/users/@me/dm-linking/answer" 204, done, Write {
        /// What the device is answered.
        welcome: Bytes,
    }
    /// Keep what a recovery code opens, in the place of what was kept before.
    SetDmRecovery = "set_dm_recovery", PUT "/users/@me/dm-recovery" 204, done, Write {
        /// The sealed keys of the recovery device, which has to be in the chain.
        recovery: Bytes,
    }
    /// What one's recovery code opens.
    GetDmRecovery = "get_dm_recovery", GET "/users/@me/dm-recovery" 200, dm_recovery, Free {
    }
    /// Keep backup keys that are sealed to one's devices. Of a generation, the first set is kept: another one is a `conflict`.
    AddDmBackupKeys = "add_dm_backup_keys", POST "/users/@me/dm-backup-keys" 204, done, Write {
        /// Up to 16, of one generation.
        keys: Vec<Bytes>,
    }
    /// Backup keys that are sealed to a device of one's own.
    GetDmBackupKeys = "get_dm_backup_keys", GET "/users/@me/dm-backup-keys/{device}" 200, dm_backup_keys, Free {
        /// The device: 16 bytes.
        device: Bytes,
    }
    /// Keep entries of one's backup, each in the place of the one of the same epoch.
    AddDmBackup = "add_dm_backup", POST "/users/@me/dm-backup" 204, done, Write {
        /// Up to 100.
        entries: Vec<Bytes>,
    }
    /// A page of one's backup.
    GetDmBackup = "get_dm_backup", GET "/users/@me/dm-backup" 200, dm_backup, Free {
        /// `next` of the page before. Absent: from the beginning.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Open the conversation with somebody; the one there is, if there is one. With somebody of whom one shares no hub it is a
    /// request, which they accept or decline. A person may open 20 a day.
    OpenDm = "open_dm", POST "/dms" 201, dm, Write {
        /// The person's id; it is `not_found` if there is nobody with it, and a `conflict` until both have a device.
        user: UserId,
    }
    /// The caller's conversations, and requests to them.
    GetDms = "get_dms", GET "/dms" 200, dms, Free {
    }
    /// Look at a conversation.
    GetDm = "get_dm", GET "/dms/{dm}" 200, dm, Free {
        /// The conversation's id; one that the caller is not in is `not_found`.
        dm: ChannelId,
    }
    /// Accept a request. Accepting twice is no error.
    AcceptDm = "accept_dm", POST "/dms/{dm}/accept" 200, dm, Write {
        /// The conversation's id; one that the caller is not in is `not_found`.
        dm: ChannelId,
    }
    /// Decline a request: it is not listed any more, and whoever sent it is not told. Declining twice is no error.
    DeclineDm = "decline_dm", POST "/dms/{dm}/decline" 204, done, Write {
        /// The conversation's id; one that the caller is not in is `not_found`.
        dm: ChannelId,
    }
    /// Send an encrypted message from the device that the session is. The id in its header is the nonce: a repeat returns the
    /// stored message, as it is stored.
    SendSealedMessage = "send_sealed_message", POST "/channels/{channel}/sealed-messages" 201, message, Send {
        /// The conversation's id; one that the caller is not in is `not_found`.
        channel: ChannelId,
        /// What the server sees: of this conversation, person and device.
        header: Bytes,
        /// What it does not: one of the padded sizes, and 16.
        ciphertext: Bytes,
        /// By the key of the epoch.
        signature: Bytes,
        /// With the first message of an epoch: its key for every device that is to read it. Empty otherwise.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        grants: Vec<Bytes>,
    }
    /// Begin to send a file that is to go with a message of a channel. Needs `view`, `send` and `attach`.
    CreateUpload = "create_upload", POST "/channels/{channel}/uploads" 201, upload, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// What the file is called, 1 to 200 characters.
        name: String,
        /// How many bytes it has.
        size: u64,
    }
    /// How far a file of one's own has come.
    GetUpload = "get_upload", GET "/uploads/{upload}" 200, upload, Free {
        /// The upload's id; one of somebody else is `not_found`.
        upload: AttachmentId,
    }
    /// Give up sending a file. One that is gone already is `not_found`; one that was sent is a `conflict`.
    DeleteUpload = "delete_upload", DELETE "/uploads/{upload}" 204, done, Write {
        /// The upload's id; one of somebody else is `not_found`.
        upload: AttachmentId,
    }
    // Before the addresses of single messages: the first that fits is taken.
    /// Delete messages of a channel together: all that there are among these. Needs `manage_messages`, whoever wrote them.
    DeleteMessages = "delete_messages", POST "/channels/{channel}/messages/bulk-delete" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// Ids of the messages, 1 to 100. What is no message of the channel, or is deleted already, is passed over.
        messages: Vec<MessageId>,
    }
    /// One message. Needs `view` and `history`.
    GetMessage = "get_message", GET "/channels/{channel}/messages/{message}" 200, message, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
    }
    /// A page of history. Needs `view` and `history`. None of the four positions: the newest page.
    GetMessages = "get_messages", GET "/channels/{channel}/messages" 200, page, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// Only those before this message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<MessageId>,
        /// Only those after this message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<MessageId>,
        /// This message in the middle.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        around: Option<MessageId>,
        /// The first message that was sent at this moment or later, in the middle. Nothing is that new: the newest page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Edit one's own message. Needs `send`.
    EditMessage = "edit_message", PATCH "/channels/{channel}/messages/{message}" 200, message, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
        /// Markdown, 1 to 4000 characters.
        content: String,
        /// The rev the edit was made on; another one is a conflict. Absent: whatever it is.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        base_rev: Option<u64>,
        /// Those of its files that stay, in this order. Absent: all of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attachments: Option<Vec<AttachmentId>>,
    }
    /// Delete one's own message; others' need `manage_messages`. Deleting twice is no error.
    DeleteMessage = "delete_message", DELETE "/channels/{channel}/messages/{message}" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
    }
    /// React to a message. Needs `history` and `react`. Reacting twice with the same is no error.
    AddReaction = "add_reaction", PUT "/channels/{channel}/messages/{message}/reactions/{emoji}" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
        /// An emoji of Unicode. A message can have 20 different ones.
        emoji: String,
    }
    /// Cease to react with something. Of somebody else, needs `manage_messages`. Not having reacted with it is no error.
    RemoveReaction = "remove_reaction", DELETE "/channels/{channel}/messages/{message}/reactions/{emoji}" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
        /// An emoji of Unicode.
        emoji: String,
        /// Whose reaction it is. Absent: one's own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<UserId>,
    }
    /// Who reacted to a message with something, in the order in which they did. Needs `view` and `history`.
    GetReactions = "get_reactions", GET "/channels/{channel}/messages/{message}/reactions/{emoji}" 200, reactors, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
        /// An emoji of Unicode.
        emoji: String,
        /// Only those after this one: `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ReactionId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Vote in a poll: for these answers, and for no others any more. Needs `view`, `history` and `react`; to take a vote back, `view`
    /// alone. What is chosen already is no error; that the poll has ended, or that there is none, is a `conflict`.
    Vote = "vote", PUT "/channels/{channel}/messages/{message}/poll/vote" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
        /// The numbers of the answers, counted from 1. None: the vote is taken back. More than one only if the poll is for `several`.
        answers: Vec<u64>,
    }
    /// End a poll before its time. Somebody else's needs `manage_messages`. One that has ended is no error; that there is none is a
    /// `conflict`.
    EndPoll = "end_poll", PUT "/channels/{channel}/messages/{message}/poll/ended" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
    }
    /// Who voted for an answer of a poll, in the order in which they did. Needs `view` and `history`. Of an anonymous one nobody is told:
    /// `forbidden`.
    GetVoters = "get_voters", GET "/channels/{channel}/messages/{message}/poll/voters" 200, reactors, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
        /// The number of the answer, counted from 1.
        #[serde(deserialize_with = "number")]
        answer: u64,
        /// Only those after this one: `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ReactionId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// What was pinned in a channel, the last one first. Needs `view` and `history`.
    GetPins = "get_pins", GET "/channels/{channel}/pins" 200, pins, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
    }
    /// Pin a message, so that it is found again. Needs `manage_messages`. Pinning twice is no error.
    PinMessage = "pin_message", PUT "/channels/{channel}/pins/{message}" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
    }
    /// Unpin a message. Needs `manage_messages`. One that is not pinned is no error.
    UnpinMessage = "unpin_message", DELETE "/channels/{channel}/pins/{message}" 204, done, Write {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
    }
    /// Everything up to this message is read. Never moves back: `mark_unread` does. Needs `view`.
    MarkRead = "mark_read", POST "/channels/{channel}/read" 200, channel_state, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// Position (`seq`) of the last message read. Absent: the newest.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        seq: Option<u64>,
    }
    /// A message and everything after it is unread again, and so are mentions in it. Needs `view` and `history`. What is
    /// unread already stays so.
    MarkUnread = "mark_unread", POST "/channels/{channel}/messages/{message}/unread" 200, channel_state, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
        /// The message's id; it has to be in that channel, else `not_found`.
        message: MessageId,
    }
    /// Show others that one is writing; good for 8 s. Needs `send`.
    StartTyping = "start_typing", POST "/channels/{channel}/typing" 204, done, Free {
        /// The channel's id; one that the caller cannot see is `not_found`.
        channel: ChannelId,
    }
    /// What the owner of the server tells everybody now.
    GetAnnouncement = "get_announcement", GET "/announcement" 200, announcement, Free {
    }
    /// Some people, in the order of their ids. Only the owner of the server, here and below; to anybody else it is
    /// `not_found`.
    AdminGetPeople = "admin_get_people", GET "/admin/people" 200, admin_people, Free {
        /// Only those with this id, or with this in one of their names. Absent: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        query: Option<String>,
        /// Only those who are suspended.
        #[serde(default, deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
        suspended: Option<bool>,
        /// Only those after this person: `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<UserId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Somebody, with the hubs that they own.
    AdminGetPerson = "admin_get_person", GET "/admin/people/{user}" 200, admin_person, Free {
        /// The person's id; it is `not_found` if there is nobody with it.
        user: UserId,
    }
    /// Sign somebody out everywhere, and let them not sign in. Somebody who is suspended already is so as told now. Not the
    /// owner of the server.
    AdminSuspendPerson = "admin_suspend_person", PUT "/admin/people/{user}/suspension" 200, admin_person, Write {
        /// The person's id; it is `not_found` if there is nobody with it.
        user: UserId,
        /// Why: they read it. Up to 300 characters.
        reason: String,
        /// When it ends by itself. Absent: never.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    }
    /// Let somebody sign in again.
    AdminReleasePerson = "admin_release_person", DELETE "/admin/people/{user}/suspension" 200, admin_person, Write {
        /// The person's id; it is `not_found` if there is nobody with it.
        user: UserId,
        /// Why, for the log of the server: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Sign somebody out everywhere. They may sign in again.
    AdminSignOutPerson = "admin_sign_out_person", DELETE "/admin/people/{user}/sessions" 200, admin_person, Write {
        /// The person's id; it is `not_found` if there is nobody with it.
        user: UserId,
        /// Why, for the log of the server: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// End somebody's account, as they could themselves.
    AdminErasePerson = "admin_erase_person", DELETE "/admin/people/{user}" 204, done, Write {
        /// The person's id; it is `not_found` if there is nobody with it.
        user: UserId,
        /// Their name, as a confirmation: the one others see, or the one at the sign-in provider.
        name: String,
        /// What becomes of what they said.
        messages: LeftMessages,
        /// Why, for the log of the server: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Some hubs, those with the most members first.
    AdminGetHubs = "admin_get_hubs", GET "/admin/hubs" 200, admin_hubs, Free {
        /// Only those with this id, or with this in their name. Absent: all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        query: Option<String>,
        /// Only those that are suspended, or about to be deleted.
        #[serde(default, deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
        suspended: Option<bool>,
        /// From this place of the list on: `next` of the page before. Absent: from the first.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        from: Option<u64>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// A hub; nothing of what is said in it.
    AdminGetHub = "admin_get_hub", GET "/admin/hubs/{hub}" 200, admin_hub, Free {
        /// The hub's id.
        hub: HubId,
    }
    /// Close a hub: nobody gets in, not even who owns it. One that is closed already is so as told now, also if it was to be
    /// deleted.
    AdminSuspendHub = "admin_suspend_hub", PUT "/admin/hubs/{hub}/suspension" 200, admin_hub, Write {
        /// The hub's id.
        hub: HubId,
        /// Why: its members read it. Up to 300 characters.
        reason: String,
        /// When it opens by itself. Absent: never.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    }
    /// Open a hub again, also one that was to be deleted.
    AdminReleaseHub = "admin_release_hub", DELETE "/admin/hubs/{hub}/suspension" 200, admin_hub, Write {
        /// The hub's id.
        hub: HubId,
        /// Why, for the log of the server: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Close a hub and delete it after seven days, in which it can be opened again.
    AdminDeleteHub = "admin_delete_hub", DELETE "/admin/hubs/{hub}" 200, admin_hub, Write {
        /// The hub's id.
        hub: HubId,
        /// The hub's name, as a confirmation.
        name: String,
        /// Why: its members read it. Up to 300 characters.
        reason: String,
    }
    /// Give a hub to another of its members.
    AdminTransferHub = "admin_transfer_hub", PUT "/admin/hubs/{hub}/owner" 200, admin_hub, Write {
        /// The hub's id.
        hub: HubId,
        /// The member who shall own it.
        owner: UserId,
        /// Why, for the log of the server: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Reports that were put before the owner of the server, oldest first. Those about the caller are left out.
    AdminGetReports = "admin_get_reports", GET "/admin/reports" 200, report_cases, Free {
        /// `true`: those that are decided. Absent: those that are not.
        #[serde(default, deserialize_with = "flag", skip_serializing_if = "Option::is_none")]
        decided: Option<bool>,
        /// Only those after this one: `next` of the page before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<ReportId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// A report that was put before the owner of the server, with what was kept when it was made.
    AdminGetReport = "admin_get_report", GET "/admin/reports/{report}" 200, report_in_full, Free {
        /// The report's id; one that is not listed for the caller is `not_found`.
        report: ReportId,
    }
    /// Decide about a report that was put before the owner of the server, whoever of the hub looks after it. It does nothing
    /// by itself.
    AdminResolveReport = "admin_resolve_report", PUT "/admin/reports/{report}/resolution" 200, report_case, Write {
        /// The report's id; one that is not listed for the caller is `not_found`.
        report: ReportId,
        /// What was done.
        outcome: ReportOutcome,
        /// What who reported is told, up to 1000 characters. Absent: only the outcome.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        answer: String,
    }
    /// Who may come, who may found hubs, and limits.
    AdminGetSettings = "admin_get_settings", GET "/admin/settings" 200, server_settings, Free {
    }
    /// Change who may come, who may found hubs, or limits. In force at once, and kept.
    AdminUpdateSettings = "admin_update_settings", PATCH "/admin/settings" 200, server_settings, Write {
        /// Who may sign in for the first time. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sign_ups: Option<SignUps>,
        /// Who may found hubs. Absent: as before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hub_makers: Option<HubMakers>,
        /// Messages that a person may send per minute. 0: no limit; null: as the server was started. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        sends_per_minute: Option<Option<u32>>,
        /// Other changes that a person may make per minute; at least 10, so that it can be changed back. 0: no limit; null: as the server was started. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        writes_per_minute: Option<Option<u32>>,
        /// Sign-ins that may be begun from one address per minute. 0: no limit; null: as the server was started. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        sign_ins_per_minute: Option<Option<u32>>,
        /// Times per hour that a person may ask for all that is kept about them. 0: no limit; null: as the server was started. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        exports_per_hour: Option<Option<u32>>,
        /// Hubs that a person may be in. 0: no limit; null: as the server was started. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        hubs_of_a_person: Option<Option<u32>>,
        /// Members that a hub may have. 0: no limit; null: as the server was started. Absent: as before.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        members_of_a_hub: Option<Option<u32>>,
        /// Why, for the log of the server: up to 300 characters. Absent: for no reason given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    }
    /// Tell everybody something, in the place of what was told before.
    AdminAnnounce = "admin_announce", PUT "/admin/announcement" 200, announcement, Write {
        /// One line, up to 300 characters.
        text: String,
        /// When it is over, in the future. Absent: when it is taken back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    }
    /// Tell it no more. There being none is no error.
    AdminEndAnnouncement = "admin_end_announcement", DELETE "/admin/announcement" 204, done, Write {
    }
    /// How the server fares.
    AdminGetHealth = "admin_get_health", GET "/admin/health" 200, server_health, Free {
    }
    /// The log of the server: what its owner did. Newest first.
    AdminGetLog = "admin_get_log", GET "/admin/log" 200, audit_log, Free {
        /// Only what was done in this way.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        action: Option<AuditAction>,
        /// Only lines before this number: `next` of the page before. Absent: from the newest on.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        before: Option<u64>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
}

impl UpdateRole {
    /// Changes nothing: what is to change is set beside it, with `..`.
    pub const fn of(hub: HubId, role: RoleId) -> Self {
        Self {
            hub,
            role,
            name: None,
            permissions: None,
            color: None,
            emoji: None,
            hoist: None,
            mentionable: None,
            position: None,
        }
    }
}

impl SendMessage {
    /// One that answers nothing: what it answers is set beside it, with `..`.
    pub const fn of(channel: ChannelId, content: String, nonce: Option<String>) -> Self {
        Self {
            channel,
            content,
            attachments: Vec::new(),
            nonce,
            reply_to: None,
            ping: None,
            poll: None,
            forward: None,
        }
    }
}

impl CreateRole {
    /// One that looks like nothing in particular: how it looks is set beside it, with `..`.
    pub const fn of(hub: HubId, name: String, permissions: Permissions) -> Self {
        Self { hub, name, permissions, color: None, emoji: None, hoist: false, mentionable: false }
    }
}

impl UpdateAutomodRule {
    /// Changes nothing: what is to change is set beside it, with `..`.
    pub const fn of(hub: HubId, rule: AutomodRuleId) -> Self {
        Self {
            hub,
            rule,
            name: None,
            trigger: None,
            action: None,
            notice: None,
            exempt_roles: None,
            exempt_channels: None,
            enabled: None,
        }
    }
}

impl FindMembers {
    /// Finds everybody, by name: what narrows it is set beside it, with `..`.
    pub const fn of(hub: HubId) -> Self {
        Self {
            hub,
            name: None,
            role: None,
            code: None,
            joined_since: None,
            joined_until: None,
            order: None,
            after: None,
            limit: None,
        }
    }
}

impl SearchMessages {
    /// The first page: what narrows it is set beside it, with `..`.
    pub fn of(hub: HubId, q: &str) -> Self {
        Self { hub, q: q.to_owned(), time_zone: None, after: None, limit: None }
    }
}

impl GetAuditLog {
    /// All of it, newest first: what narrows it is set beside it, with `..`.
    pub const fn of(hub: HubId) -> Self {
        Self {
            hub,
            who: None,
            whom: None,
            action: None,
            place: None,
            since: None,
            until: None,
            before: None,
            limit: None,
        }
    }
}

impl UpdateRoleGroup {
    /// Changes nothing: what is to change is set beside it, with `..`.
    pub const fn of(hub: HubId, group: RoleGroupId) -> Self {
        Self { hub, group, name: None, kind: None, roles: None, position: None }
    }
}

impl GetMessages {
    /// The newest page: where else to read is set beside it, with `..`.
    pub const fn of(channel: ChannelId) -> Self {
        Self { channel, before: None, after: None, around: None, at: None, limit: None }
    }
}

impl EditMessage {
    /// Other words, whatever it says now, and all of its files: what is otherwise is set beside it, with `..`.
    pub const fn of(channel: ChannelId, message: MessageId, content: String) -> Self {
        Self { channel, message, content, base_rev: None, attachments: None }
    }
}

impl UpdateChannel {
    /// Changes nothing: what is to change is set beside it, with `..`.
    pub const fn of(channel: ChannelId) -> Self {
        Self {
            channel,
            name: None,
            topic: None,
            category: None,
            position: None,
            synced: None,
            slow_mode_secs: None,
        }
    }
}
