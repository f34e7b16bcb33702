//! What a client asks for. One struct per operation; REST builds the same structs from path, query and body.

use crate::ids::{CategoryId, ChannelId, HubId, MessageId, RoleId, UserId};
use crate::model::OverwriteTarget;
use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, de};

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

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }

            impl From<$name> for Command {
                fn from(command: $name) -> Self {
                    Self::$name(command)
                }
            }
        )*

        /// Every command. On the wire: `{"send_message": {…}}`.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Command { $($(#[$doc])* $name($name),)* }
    };
}

commands! {
    /// Says who a program is. The first call of a socket that came without a cookie. Reply: `done`, then `ready`.
    Identify {
        /// Token of a session.
        token: String,
    }
    /// Follow a channel. Reply: `changes`. Reconnecting is the same call with the last rev seen.
    Subscribe {
        /// Which channel.
        channel: ChannelId,
        /// The client's cache is complete up to here. Absent: there is no cache.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since_rev: Option<u64>,
    }
    /// Stop following a channel. Reply: `done`.
    Unsubscribe {
        /// Which channel.
        channel: ChannelId,
    }
    /// Change one's profile. Reply: `me`.
    UpdateMe {
        /// The name others see.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        display_name: Option<String>,
    }
    /// Found a hub with one category and `#general`. Reply: `hub`.
    CreateHub {
        /// What people call it.
        name: String,
    }
    /// Look at a hub. Reply: `hub`.
    GetHub {
        /// Which hub.
        hub: HubId,
    }
    /// Change a hub. Needs `manage_hub`. Reply: `hub`.
    UpdateHub {
        /// Which hub.
        hub: HubId,
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    }
    /// Hand a hub to another member. Only its owner. Reply: `hub`.
    TransferHub {
        /// Which hub.
        hub: HubId,
        /// The new owner.
        owner: UserId,
    }
    /// Delete a hub with everything in it. Only its owner. Reply: `done`.
    DeleteHub {
        /// Which hub.
        hub: HubId,
    }
    /// Leave a hub. Its owner cannot. Reply: `done`.
    LeaveHub {
        /// Which hub.
        hub: HubId,
    }
    /// Members in order of their ids. Reply: `members`.
    GetMembers {
        /// Which hub.
        hub: HubId,
        /// Only those after this user.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<UserId>,
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Let a member only read for a while, or end that. Needs `time_out_members` and a higher role. Reply: `member`.
    TimeOutMember {
        /// Which hub.
        hub: HubId,
        /// Whom.
        user: UserId,
        /// Until when, at most 28 days ahead. Null: it is over. Must be given.
        #[serde(deserialize_with = "Option::deserialize")]
        until: Option<Timestamp>,
    }
    /// Make a category. Needs `manage_channels`. Reply: `category`.
    CreateCategory {
        /// Which hub.
        hub: HubId,
        /// What people call it.
        name: String,
        /// Where it stands. Absent: last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    }
    /// Change a category. Needs `manage_channels`. Reply: `category`.
    UpdateCategory {
        /// Which hub.
        hub: HubId,
        /// Which category.
        category: CategoryId,
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    }
    /// Delete a category; its channels move above all categories and keep what they allow. Needs `manage_channels`. Reply: `done`.
    DeleteCategory {
        /// Which hub.
        hub: HubId,
        /// Which category.
        category: CategoryId,
    }
    /// Make a channel. Needs `manage_channels`, and `manage_roles` when it comes with overwrites. Reply: `channel`.
    CreateChannel {
        /// Which hub.
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
    /// Look at a channel. Reply: `channel`.
    GetChannel {
        /// Which channel.
        channel: ChannelId,
    }
    /// Change or move a channel. Needs `manage_channels` in it, and `manage_roles` to change `synced`. Reply: `channel`.
    UpdateChannel {
        /// Which channel.
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
        /// Where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
        /// Whether it follows its category's overwrites; `true` drops its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        synced: Option<bool>,
    }
    /// Delete a channel with its messages. Needs `manage_channels` in it. Reply: `done`.
    DeleteChannel {
        /// Which channel.
        channel: ChannelId,
    }
    /// Change what a role or member may do in a channel; ends `synced`. Needs `manage_roles` there. Reply: `channel`.
    SetChannelOverwrite {
        /// Which channel.
        channel: ChannelId,
        /// For whom.
        target: OverwriteTarget,
        /// Given here.
        allow: Permissions,
        /// Taken here.
        deny: Permissions,
    }
    /// Forget an overwrite of a channel. Needs `manage_roles` there. Reply: `channel`.
    RemoveChannelOverwrite {
        /// Which channel.
        channel: ChannelId,
        /// For whom.
        target: OverwriteTarget,
    }
    /// Change what a role or member may do in the synced channels of a category. Needs `manage_roles`. Reply: `category`.
    SetCategoryOverwrite {
        /// Which hub.
        hub: HubId,
        /// Which category.
        category: CategoryId,
        /// For whom.
        target: OverwriteTarget,
        /// Given here.
        allow: Permissions,
        /// Taken here.
        deny: Permissions,
    }
    /// Forget an overwrite of a category. Needs `manage_roles`. Reply: `category`.
    RemoveCategoryOverwrite {
        /// Which hub.
        hub: HubId,
        /// Which category.
        category: CategoryId,
        /// For whom.
        target: OverwriteTarget,
    }
    /// Make a role, just above *everyone*. Needs `manage_roles`. Reply: `role`.
    CreateRole {
        /// Which hub.
        hub: HubId,
        /// What people call it.
        name: String,
        /// What it gives; a part of what the caller has.
        #[serde(default)]
        permissions: Permissions,
        /// `0xRRGGBB`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        color: Option<u32>,
    }
    /// Change a role below the caller's highest. Needs `manage_roles`. Reply: `role`.
    UpdateRole {
        /// Which hub.
        hub: HubId,
        /// Which role.
        role: RoleId,
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// What it gives.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        permissions: Option<Permissions>,
        /// `0xRRGGBB`; null: the usual colour.
        #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
        color: Option<Option<u32>>,
        /// Where it stands: 1 is lowest, below the caller's highest role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<u32>,
    }
    /// Delete a role below the caller's highest. Needs `manage_roles`. Reply: `done`.
    DeleteRole {
        /// Which hub.
        hub: HubId,
        /// Which role.
        role: RoleId,
    }
    /// Give a member a role. Needs `manage_roles`. Reply: `member`.
    AssignRole {
        /// Which hub.
        hub: HubId,
        /// Whom.
        user: UserId,
        /// Which role.
        role: RoleId,
    }
    /// Take a role from a member. Needs `manage_roles`. Reply: `member`.
    RemoveRole {
        /// Which hub.
        hub: HubId,
        /// Whom.
        user: UserId,
        /// Which role.
        role: RoleId,
    }
    /// What a member may do, and which step decided it. Others than oneself need `manage_roles`. Reply: `explanation`.
    ExplainPermissions {
        /// Which hub.
        hub: HubId,
        /// Whom. Absent: oneself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member: Option<UserId>,
        /// Where. Absent: in the hub as a whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<ChannelId>,
    }
    /// Make an invite. Needs `invite`. Reply: `invite`.
    CreateInvite {
        /// Which hub.
        hub: HubId,
        /// How often it may be used: 1 to 1000. Absent: without limit.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        max_uses: Option<u64>,
        /// Seconds it is good for: at least 60, at most 30 days. Absent: 7 days.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        expires_in_secs: Option<u64>,
    }
    /// Look at an invite; no sign-in needed. Reply: `invite_preview`.
    GetInvite {
        /// Its code.
        code: String,
    }
    /// Join by an invite. Joining twice is no error and uses nothing. Reply: `hub`.
    JoinHub {
        /// Its code.
        code: String,
    }
    /// Send. Needs `view` and `send`. Reply: `message`.
    SendMessage {
        /// Which channel.
        channel: ChannelId,
        /// Markdown, 1 to 4000 characters.
        content: String,
        /// What the client calls this send; a repeat returns the stored message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nonce: Option<String>,
    }
    /// One message. Needs `view` and `history`. Reply: `message`.
    GetMessage {
        /// Which channel.
        channel: ChannelId,
        /// Which message.
        message: MessageId,
    }
    /// A page of history. Needs `view` and `history`. Reply: `page`. None of the three positions: the newest page.
    GetMessages {
        /// Which channel.
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
        /// At most so many: 1 to 100, 50 unless told.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        limit: Option<u64>,
    }
    /// Edit one's own message. Needs `send`. Reply: `message`.
    EditMessage {
        /// Which channel.
        channel: ChannelId,
        /// Which message.
        message: MessageId,
        /// Markdown, 1 to 4000 characters.
        content: String,
        /// The rev the edit was made on; another one is a conflict. Absent: whatever it is.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        base_rev: Option<u64>,
    }
    /// Delete one's own message; others' need `manage_messages`. Deleting twice is no error. Reply: `done`.
    DeleteMessage {
        /// Which channel.
        channel: ChannelId,
        /// Which message.
        message: MessageId,
    }
    /// Everything up to this message is read. Never moves back. Reply: `channel_state`.
    MarkRead {
        /// Which channel.
        channel: ChannelId,
        /// Position (`seq`) of the last message read. Absent: the newest.
        #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
        seq: Option<u64>,
    }
    /// Show others that one is writing; good for 8 s. Needs `send`. Reply: `done`.
    StartTyping {
        /// Which channel.
        channel: ChannelId,
    }
}
