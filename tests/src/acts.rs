//! What people do, in the product's words, through either door.

use crate::commands::send;
use crate::person::Person;
use hubbub_shared::model::{
    Category, Channel, ChannelState, HubView, Member, Message, MessagePage, Overwrite, Role,
};
use hubbub_shared::protocol::command::{
    AssignRole, CreateCategory, CreateChannel, CreateHub, CreateInvite, CreateRole, DeleteMessage,
    EditMessage, ExplainPermissions, GetChannel, GetHub, GetMembers, GetMessages, JoinHub, MarkRead,
    SetChannelOverwrite,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{CategoryId, ChannelId, HubId, Permissions, Problem, RoleId, UserId};

macro_rules! the {
    ($kind:ident, $answer:expr) => {
        match $answer {
            Ok(Reply::$kind(payload)) => payload,
            other => panic!("expected a {}, got {other:?}", stringify!($kind)),
        }
    };
}

/// What can be asked for through a door. Only [`calls`](Acts::calls) tells refusals; the others expect success.
#[allow(async_fn_in_trait, reason = "stories run on one thread")]
pub trait Acts {
    /// Does what the command says, through this door.
    async fn calls(&self, command: impl Into<Command>) -> Result<Reply, Problem>;

    /// Founds a hub.
    async fn creates_hub(&self, name: &str) -> HubView {
        the!(Hub, self.calls(CreateHub { name: name.to_owned() }).await)
    }

    /// Looks at a hub.
    async fn views(&self, hub: HubId) -> HubView {
        the!(Hub, self.calls(GetHub { hub }).await)
    }

    /// Looks at a channel.
    async fn views_channel(&self, channel: ChannelId) -> Channel {
        the!(Channel, self.calls(GetChannel { channel }).await)
    }

    /// Makes an invite without a limit; its code.
    async fn invites(&self, hub: HubId) -> String {
        the!(Invite, self.calls(CreateInvite { hub, max_uses: None, expires_in_secs: None }).await).code
    }

    /// Joins by an invite.
    async fn joins(&self, code: &str) -> HubView {
        the!(Hub, self.calls(JoinHub { code: code.to_owned() }).await)
    }

    /// Makes a category, the last one.
    async fn makes_category(&self, hub: HubId, name: &str) -> Category {
        the!(Category, self.calls(CreateCategory { hub, name: name.to_owned(), position: None }).await)
    }

    /// Makes a channel; it follows its category if it has one.
    async fn makes_channel(&self, hub: HubId, name: &str, category: Option<CategoryId>) -> Channel {
        the!(Channel, self.calls(create_channel(hub, name, category, None)).await)
    }

    /// Makes a channel with overwrites of its own.
    async fn makes_channel_with(&self, hub: HubId, name: &str, overwrites: Vec<Overwrite>) -> Channel {
        the!(Channel, self.calls(create_channel(hub, name, None, Some(overwrites))).await)
    }

    /// Changes what somebody may do in a channel.
    async fn overwrites(&self, channel: ChannelId, overwrite: Overwrite) -> Channel {
        let Overwrite { target, allow, deny } = overwrite;
        the!(Channel, self.calls(SetChannelOverwrite { channel, target, allow, deny }).await)
    }

    /// Makes a role.
    async fn makes_role(&self, hub: HubId, name: &str, permissions: Permissions) -> Role {
        let name = name.to_owned();
        the!(Role, self.calls(CreateRole::of(hub, name, permissions)).await)
    }

    /// Gives somebody a role.
    async fn assigns(&self, hub: HubId, user: UserId, role: RoleId) -> Member {
        the!(Member, self.calls(AssignRole { hub, user, role }).await)
    }

    /// Sends, without a nonce.
    async fn sends(&self, channel: ChannelId, content: &str) -> Message {
        the!(Message, self.calls(send(channel, content, None)).await)
    }

    /// Sends with a nonce.
    async fn sends_as(&self, channel: ChannelId, content: &str, nonce: &str) -> Message {
        the!(Message, self.calls(send(channel, content, Some(nonce))).await)
    }

    /// Edits a message.
    async fn edits(&self, message: &Message, content: &str) -> Message {
        let Message { id, channel, .. } = *message;
        let content = content.to_owned();
        the!(Message, self.calls(EditMessage::of(channel, id, content)).await)
    }

    /// Deletes a message.
    async fn deletes(&self, message: &Message) {
        let Message { id, channel, .. } = *message;
        let answer = self.calls(DeleteMessage { channel, message: id }).await;
        assert_eq!(answer, Ok(Reply::Done), "a message is deleted");
    }

    /// The newest messages.
    async fn reads_page(&self, channel: ChannelId) -> MessagePage {
        the!(Page, self.calls(GetMessages::of(channel)).await)
    }

    /// Marks everything as read.
    async fn marks_read(&self, channel: ChannelId) -> ChannelState {
        the!(ChannelState, self.calls(MarkRead { channel, seq: None }).await)
    }

    /// Members of a hub, up to a hundred.
    async fn lists_members(&self, hub: HubId) -> Vec<Member> {
        the!(
            Members,
            self.calls(GetMembers { hub, after: None, limit: Some(100), online: None, users: None }).await
        )
        .members
    }

    /// What oneself may do in a channel, as the server explains it.
    async fn may(&self, hub: HubId, channel: ChannelId) -> Permissions {
        let ask = ExplainPermissions { hub, member: None, channel: Some(channel) };
        the!(Explanation, self.calls(ask).await).permissions
    }
}

fn create_channel(
    hub: HubId,
    name: &str,
    category: Option<CategoryId>,
    overwrites: Option<Vec<Overwrite>>,
) -> CreateChannel {
    CreateChannel { hub, name: name.to_owned(), topic: None, category, position: None, overwrites }
}

impl Acts for Person {
    async fn calls(&self, command: impl Into<Command>) -> Result<Reply, Problem> {
        self.calls_rest(&command.into()).await
    }
}
