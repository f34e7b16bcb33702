//! From a command to its operation: one line each.

use crate::app::App;
use crate::domain::caller::Caller;
use crate::domain::{
    categories, channels, hubs, invites, members, messages, permissions, read_state, roles, typing, users,
};
use crate::error::{Error, Result};
use crate::limits::Limit;
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::{Command, Reply};

/// Runs one command for a caller. `identify`, `subscribe` and `unsubscribe` belong to the socket itself.
pub async fn dispatch(app: &App, caller: &Caller, command: Command) -> Result<Reply> {
    if let Some(limit) = limit_of(&command) {
        app.limits.check(limit, caller.user)?;
    }
    Ok(match command {
        Command::Identify(_) => {
            return Err(Error::rejected(ErrorCode::Conflict, "This socket has said who it is already."));
        }
        Command::Subscribe(_) | Command::Unsubscribe(_) => {
            return Err(Error::rejected(
                ErrorCode::MalformedFrame,
                "Only a live socket can look at a channel.",
            ));
        }
        Command::UpdateMe(command) => users::update_me(app, caller, command).await?.into(),
        Command::CreateHub(command) => hubs::create(app, caller, command).await?.into(),
        Command::GetHub(command) => hubs::look(app, caller, command).await?.into(),
        Command::UpdateHub(command) => hubs::update(app, caller, command).await?.into(),
        Command::TransferHub(command) => hubs::transfer(app, caller, command).await?.into(),
        Command::DeleteHub(command) => hubs::delete(app, caller, command).await?.into(),
        Command::LeaveHub(command) => hubs::leave(app, caller, command).await?.into(),
        Command::GetMembers(command) => members::page(app, caller, command).await?.into(),
        Command::TimeOutMember(command) => members::time_out(app, caller, command).await?.into(),
        Command::CreateCategory(command) => categories::create(app, caller, command).await?.into(),
        Command::UpdateCategory(command) => categories::update(app, caller, command).await?.into(),
        Command::DeleteCategory(command) => categories::delete(app, caller, command).await?.into(),
        Command::SetCategoryOverwrite(command) => {
            categories::set_overwrite(app, caller, command).await?.into()
        }
        Command::RemoveCategoryOverwrite(command) => {
            categories::remove_overwrite(app, caller, command).await?.into()
        }
        Command::CreateChannel(command) => channels::create(app, caller, command).await?.into(),
        Command::GetChannel(command) => channels::look(app, caller, command).await?.into(),
        Command::UpdateChannel(command) => channels::update(app, caller, command).await?.into(),
        Command::DeleteChannel(command) => channels::delete(app, caller, command).await?.into(),
        Command::SetChannelOverwrite(command) => channels::set_overwrite(app, caller, command).await?.into(),
        Command::RemoveChannelOverwrite(command) => {
            channels::remove_overwrite(app, caller, command).await?.into()
        }
        Command::CreateRole(command) => roles::create(app, caller, command).await?.into(),
        Command::UpdateRole(command) => roles::update(app, caller, command).await?.into(),
        Command::DeleteRole(command) => roles::delete(app, caller, command).await?.into(),
        Command::AssignRole(command) => roles::assign(app, caller, command).await?.into(),
        Command::RemoveRole(command) => roles::remove(app, caller, command).await?.into(),
        Command::ExplainPermissions(command) => permissions::explain(app, caller, command).await?.into(),
        Command::CreateInvite(command) => invites::create(app, caller, command).await?.into(),
        Command::GetInvite(command) => invites::look(app, Some(caller), command).await?.into(),
        Command::JoinHub(command) => invites::join(app, caller, command).await?.into(),
        Command::SendMessage(command) => messages::send(app, caller, command).await?.message.into(),
        Command::GetMessage(command) => messages::look(app, caller, command).await?.into(),
        Command::GetMessages(command) => messages::page(app, caller, command).await?.into(),
        Command::EditMessage(command) => messages::edit(app, caller, command).await?.into(),
        Command::DeleteMessage(command) => messages::delete(app, caller, command).await?.into(),
        Command::MarkRead(command) => read_state::mark_read(app, caller, command).await?.into(),
        Command::StartTyping(command) => typing::start(app, caller, command).await?.into(),
    })
}

const fn limit_of(command: &Command) -> Option<Limit> {
    match command {
        Command::SendMessage(_) => Some(Limit::Send),
        Command::Identify(_) | Command::Subscribe(_) | Command::Unsubscribe(_) => None,
        Command::GetHub(_) | Command::GetMembers(_) | Command::GetChannel(_) | Command::GetInvite(_) => None,
        Command::GetMessage(_) | Command::GetMessages(_) | Command::ExplainPermissions(_) => None,
        Command::MarkRead(_) | Command::StartTyping(_) => None,
        _ => Some(Limit::Write),
    }
}
