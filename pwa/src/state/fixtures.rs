//! People and messages for tests.

use hubbub_shared::model::{
    Attachment, Category, Channel, ChannelState, HubView, Me, Member, Message, MessagePage, Picture, Quote,
    Role, User,
};
use hubbub_shared::protocol::Ready;
use hubbub_shared::{
    AttachmentId, CategoryId, ChannelId, HubId, MessageId, Permissions, RoleId, SessionId, Timestamp, UserId,
};
use std::ops::RangeInclusive;

pub const ADA: UserId = UserId(1);
pub const BO: UserId = UserId(2);
pub const HUB: HubId = HubId(10);
pub const GENERAL: ChannelId = ChannelId(20);
pub const RANDOM: ChannelId = ChannelId(21);

pub fn user(id: UserId) -> User {
    let name = if id == ADA { "Ada" } else { "Bo" };
    User {
        id,
        username: name.to_lowercase(),
        display_name: name.to_owned(),
        avatar: None,
        webhook: false,
        bot: false,
    }
}

pub fn member(id: UserId, online: bool) -> Member {
    Member {
        user: user(id),
        hub: HUB,
        roles: Vec::new(),
        joined_at: Timestamp(0),
        timed_out_until: None,
        online,
        name_elsewhere: None,
        joined_by: None,
    }
}

/// Written by Bo, one a minute.
pub fn message(seq: u64, content: &str) -> Message {
    Message {
        id: MessageId(1000 + seq),
        channel: GENERAL,
        seq,
        rev: seq,
        ordinal: seq,
        author: user(BO),
        content: content.to_owned(),
        mentions: Vec::new(),
        mention_roles: Vec::new(),
        mention_everyone: None,
        reply_to: None,
        sealed: None,
        attachments: Vec::new(),
        poll: None,
        forward: None,
        reactions: Vec::new(),
        pinned_at: None,
        nonce: None,
        created_at: Timestamp(1_795_000_000_000 + seq as i64 * 60_000),
        edited_at: None,
        deleted: false,
    }
}

/// Of beans, wider than high.
pub fn picture(id: u64) -> Attachment {
    let thumb_hash = "1QcSHQRnh493V4dIh4eXh1h4kJUI".to_owned();
    Attachment {
        id: AttachmentId(id),
        name: "beans & peas.png".to_owned(),
        size: 214_000,
        content_type: "image/png".to_owned(),
        description: Some("Beans on a trellis".to_owned()),
        picture: Some(Picture { width: 1200, height: 900, color: 0x3a_7d_44, thumb_hash }),
    }
}

pub fn quote_of(message: &Message) -> Quote {
    let author = Some(message.author.clone());
    Quote { message: message.id, seq: message.seq, author, content: message.content.clone() }
}

pub fn page(revs: RangeInclusive<u64>, has_before: bool) -> MessagePage {
    let rev = *revs.end();
    MessagePage { messages: revs.map(|seq| message(seq, "hi")).collect(), rev, has_before, has_after: false }
}

pub fn channel(id: ChannelId, category: Option<u64>, position: u32, name: &str) -> Channel {
    Channel {
        id,
        hub: HUB,
        category: category.map(CategoryId),
        name: name.to_owned(),
        topic: String::new(),
        position,
        synced: true,
        overwrites: Vec::new(),
        slow_mode_secs: 0,
        locked: false,
        permissions: Permissions::EVERYONE_DEFAULT,
    }
}

pub fn category(id: u64, position: u32, name: &str) -> Category {
    Category { id: CategoryId(id), hub: HUB, name: name.to_owned(), position, overwrites: Vec::new() }
}

pub fn role(id: RoleId, position: u32, permissions: Permissions) -> Role {
    Role {
        id,
        hub: HUB,
        name: format!("role {id}"),
        position,
        permissions,
        color: None,
        emoji: None,
        hoist: false,
        mentionable: false,
        choosable: false,
        bot: None,
    }
}

pub fn hub() -> HubView {
    HubView {
        id: HUB,
        name: "Rust".to_owned(),
        description: String::new(),
        icon: None,
        owner: ADA,
        version: 1,
        created_at: Timestamp(0),
        categories: vec![category(30, 0, "Text")],
        channels: vec![channel(GENERAL, Some(30), 0, "general"), channel(RANDOM, None, 0, "random")],
        roles: Vec::new(),
        my_roles: Vec::new(),
        permissions: Permissions::EVERYONE_DEFAULT,
        locked: false,
        timed_out_until: None,
        rules_pending: false,
        invites_paused: None,
        suspended: None,
    }
}

pub fn state(channel: ChannelId, last_seq: u64, read_seq: u64) -> ChannelState {
    ChannelState {
        channel,
        rev: last_seq,
        last_seq,
        last_ordinal: last_seq,
        read_seq,
        read_ordinal: read_seq,
        unread: last_seq - read_seq,
        mentions: 0,
        put_back: 0,
    }
}

pub fn ready() -> Ready {
    let me = user(ADA);
    Ready {
        me: Me {
            id: me.id,
            username: me.username,
            display_name: me.display_name,
            avatar: None,
            global_owner: false,
            blocks: Vec::new(),
            bot: false,
        },
        session: SessionId(5),
        hubs: vec![hub()],
        channels: vec![state(GENERAL, 4, 2), state(RANDOM, 0, 0)],
        drafts: Vec::new(),
    }
}
