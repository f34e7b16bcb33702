//! Every command as its REST call, so that a story is told once and goes through both doors.

use hubbub_shared::ids::HubId;
use hubbub_shared::protocol::{Command, Reply};
use reqwest::Method;
use serde_json::{Map, Value, json};

/// Method and path of a command, and which kind of reply it has (the name in [`Reply`]).
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: String,
    reply: &'static str,
}

/// Fields of commands that stand in the path, unless the operation has one of the same name in its body.
const IN_PATH: [&str; 7] = ["hub", "channel", "category", "role", "user", "message", "code"];

impl Route {
    pub(crate) fn of(command: &Command) -> Self {
        let (method, path, reply) = match command {
            Command::Identify(_) | Command::Subscribe(_) | Command::Unsubscribe(_) => {
                panic!("{command:?} is for sockets only")
            }
            Command::UpdateMe(_) => (Method::PATCH, "/api/users/@me".to_owned(), "me"),
            Command::CreateHub(_) => (Method::POST, "/api/hubs".to_owned(), "hub"),
            Command::GetHub(c) => (Method::GET, hub(c.hub, ""), "hub"),
            Command::UpdateHub(c) => (Method::PATCH, hub(c.hub, ""), "hub"),
            Command::TransferHub(c) => (Method::PUT, hub(c.hub, "/owner"), "hub"),
            Command::DeleteHub(c) => (Method::DELETE, hub(c.hub, ""), "done"),
            Command::LeaveHub(c) => (Method::DELETE, hub(c.hub, "/members/@me"), "done"),
            Command::GetMembers(c) => (Method::GET, hub(c.hub, "/members"), "members"),
            Command::TimeOutMember(c) => {
                (Method::PUT, hub(c.hub, &format!("/members/{}/timeout", c.user)), "member")
            }
            Command::CreateCategory(c) => (Method::POST, hub(c.hub, "/categories"), "category"),
            Command::UpdateCategory(c) => {
                (Method::PATCH, hub(c.hub, &format!("/categories/{}", c.category)), "category")
            }
            Command::DeleteCategory(c) => {
                (Method::DELETE, hub(c.hub, &format!("/categories/{}", c.category)), "done")
            }
            Command::CreateChannel(c) => (Method::POST, hub(c.hub, "/channels"), "channel"),
            Command::GetChannel(c) => (Method::GET, format!("/api/channels/{}", c.channel), "channel"),
            Command::UpdateChannel(c) => (Method::PATCH, format!("/api/channels/{}", c.channel), "channel"),
            Command::DeleteChannel(c) => (Method::DELETE, format!("/api/channels/{}", c.channel), "done"),
            Command::SetChannelOverwrite(c) => {
                (Method::PUT, format!("/api/channels/{}/overwrites", c.channel), "channel")
            }
            Command::RemoveChannelOverwrite(c) => {
                (Method::DELETE, format!("/api/channels/{}/overwrites", c.channel), "channel")
            }
            Command::SetCategoryOverwrite(c) => {
                (Method::PUT, hub(c.hub, &format!("/categories/{}/overwrites", c.category)), "category")
            }
            Command::RemoveCategoryOverwrite(c) => {
                (Method::DELETE, hub(c.hub, &format!("/categories/{}/overwrites", c.category)), "category")
            }
            Command::CreateRole(c) => (Method::POST, hub(c.hub, "/roles"), "role"),
            Command::UpdateRole(c) => (Method::PATCH, hub(c.hub, &format!("/roles/{}", c.role)), "role"),
            Command::DeleteRole(c) => (Method::DELETE, hub(c.hub, &format!("/roles/{}", c.role)), "done"),
            Command::AssignRole(c) => {
                (Method::PUT, hub(c.hub, &format!("/members/{}/roles/{}", c.user, c.role)), "member")
            }
            Command::RemoveRole(c) => {
                (Method::DELETE, hub(c.hub, &format!("/members/{}/roles/{}", c.user, c.role)), "member")
            }
            Command::ExplainPermissions(c) => (Method::GET, hub(c.hub, "/permissions"), "explanation"),
            Command::CreateInvite(c) => (Method::POST, hub(c.hub, "/invites"), "invite"),
            Command::GetInvite(c) => (Method::GET, format!("/api/invites/{}", c.code), "invite_preview"),
            Command::JoinHub(c) => (Method::POST, format!("/api/invites/{}", c.code), "hub"),
            Command::SendMessage(c) => {
                (Method::POST, format!("/api/channels/{}/messages", c.channel), "message")
            }
            Command::GetMessage(c) => {
                (Method::GET, format!("/api/channels/{}/messages/{}", c.channel, c.message), "message")
            }
            Command::GetMessages(c) => (Method::GET, format!("/api/channels/{}/messages", c.channel), "page"),
            Command::EditMessage(c) => {
                (Method::PATCH, format!("/api/channels/{}/messages/{}", c.channel, c.message), "message")
            }
            Command::DeleteMessage(c) => {
                (Method::DELETE, format!("/api/channels/{}/messages/{}", c.channel, c.message), "done")
            }
            Command::MarkRead(c) => {
                (Method::POST, format!("/api/channels/{}/read", c.channel), "channel_state")
            }
            Command::StartTyping(c) => (Method::POST, format!("/api/channels/{}/typing", c.channel), "done"),
        };
        Self { method, path, reply }
    }

    /// The reply that an answer with this payload is on the socket; `None` is an empty answer (204).
    pub(crate) fn reply(&self, payload: Option<Value>) -> Reply {
        let Some(payload) = payload else { return Reply::Done };
        assert_ne!(
            self.reply, "done",
            "{} {} has nothing to tell, but said {payload}",
            self.method, self.path
        );
        let kind = self.reply;
        serde_json::from_value(json!({ kind: payload })).unwrap_or_else(|error| {
            panic!("{} {} does not answer with a {kind}: {error}: {payload}", self.method, self.path)
        })
    }
}

fn hub(hub: HubId, rest: &str) -> String {
    format!("/api/hubs/{hub}{rest}")
}

/// The command's fields that are not in its path: its body, or its query.
pub(crate) fn fields(command: &Command) -> Map<String, Value> {
    let Ok(Value::Object(tagged)) = serde_json::to_value(command) else { panic!("commands are objects") };
    let Some((_, Value::Object(mut fields))) = tagged.into_iter().next() else { panic!("with fields") };
    let stays: &[&str] = match command {
        // Here it says where the channel stands.
        Command::CreateChannel(_) | Command::UpdateChannel(_) => &["category"],
        // Here it says for what is asked.
        Command::ExplainPermissions(_) => &["channel"],
        _ => &[],
    };
    fields.retain(|name, _| stays.contains(&name.as_str()) || !IN_PATH.contains(&name.as_str()));
    fields
}
