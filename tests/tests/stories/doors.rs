//! Both doors lead to the same rooms: every command, by somebody unknown and about things that do not exist.

use hubbub_shared::model::{BlockKind, OverwriteTarget};
use hubbub_shared::protocol::command::{
    AssignRole, BlockUser, CreateCategory, CreateChannel, CreateHub, CreateInvite, CreateRole,
    DeleteCategory, DeleteChannel, DeleteHub, DeleteMessage, DeleteMessages, DeleteRole, EditMessage,
    ExplainPermissions, GetBlocks, GetCategoryOverwrite, GetChannel, GetChannelOverwrite, GetHub, GetInvite,
    GetMembers, GetMessage, GetMessages, JoinHub, LeaveHub, LockChannel, LockHub, MarkRead,
    RemoveCategoryOverwrite, RemoveChannelOverwrite, RemoveRole, SendMessage, SetCategoryOverwrite,
    SetChannelOverwrite, StartTyping, TimeOutMember, TransferHub, UnblockUser, UnlockChannel, UnlockHub,
    UpdateCategory, UpdateChannel, UpdateHub, UpdateMe, UpdateRole,
};
use hubbub_shared::protocol::{ClientFrame, Command, Outcome};
use hubbub_shared::{
    CategoryId, ChannelId, ErrorCode, HubId, MessageId, Permissions, Problem, RoleId, UserId,
};
use hubbub_tests::{Acts, Door, Engine, Entrance, Server, each_engine};

/// Every command but those that are about the socket itself, about things that nobody made.
fn every_command() -> Vec<Command> {
    let (hub, channel, message) = (HubId(1), ChannelId(2), MessageId(3));
    let (category, role, user) = (CategoryId(4), RoleId(5), UserId(6));
    let (allow, deny, target) = (Permissions::NONE, Permissions::NONE, OverwriteTarget::Member(user));
    let name = || "x".to_owned();
    vec![
        UpdateMe { display_name: Some(name()) }.into(),
        BlockUser { user, kind: BlockKind::Blocked }.into(),
        UnblockUser { user }.into(),
        GetBlocks {}.into(),
        CreateHub { name: name() }.into(),
        GetHub { hub }.into(),
        UpdateHub { hub, name: Some(name()), description: None }.into(),
        TransferHub { hub, owner: user }.into(),
        DeleteHub { hub }.into(),
        LockHub { hub, reason: None }.into(),
        UnlockHub { hub, reason: None }.into(),
        LeaveHub { hub }.into(),
        GetMembers { hub, after: None, limit: None, online: None, users: None }.into(),
        TimeOutMember { hub, user, until: None, reason: None }.into(),
        CreateCategory { hub, name: name(), position: None }.into(),
        UpdateCategory { hub, category, name: Some(name()), position: None }.into(),
        DeleteCategory { hub, category }.into(),
        CreateChannel { hub, name: name(), topic: None, category: None, position: None, overwrites: None }
            .into(),
        GetChannel { channel }.into(),
        UpdateChannel { name: Some(name()), ..UpdateChannel::of(channel) }.into(),
        LockChannel { channel, reason: None }.into(),
        UnlockChannel { channel, reason: None }.into(),
        DeleteChannel { channel }.into(),
        GetChannelOverwrite { channel, target }.into(),
        SetChannelOverwrite { channel, target, allow, deny }.into(),
        RemoveChannelOverwrite { channel, target }.into(),
        GetCategoryOverwrite { hub, category, target }.into(),
        SetCategoryOverwrite { hub, category, target, allow, deny }.into(),
        RemoveCategoryOverwrite { hub, category, target }.into(),
        CreateRole::of(hub, name(), allow).into(),
        UpdateRole { name: Some(name()), ..UpdateRole::of(hub, role) }.into(),
        DeleteRole { hub, role }.into(),
        AssignRole { hub, user, role }.into(),
        RemoveRole { hub, user, role }.into(),
        ExplainPermissions { hub, member: None, channel: None }.into(),
        CreateInvite { hub, max_uses: None, expires_in_secs: None }.into(),
        GetInvite { code: name() }.into(),
        JoinHub { code: name() }.into(),
        SendMessage::of(channel, name(), None).into(),
        GetMessage { channel, message }.into(),
        GetMessages::of(channel).into(),
        EditMessage::of(channel, message, name()).into(),
        DeleteMessage { channel, message }.into(),
        DeleteMessages { channel, messages: vec![message] }.into(),
        MarkRead { channel, seq: None }.into(),
        StartTyping { channel }.into(),
    ]
}

/// Not about a thing that could be missing.
fn is_about_nothing(command: &Command) -> bool {
    matches!(
        command,
        Command::UpdateMe(_) | Command::CreateHub(_) | Command::UnblockUser(_) | Command::GetBlocks(_)
    )
}

fn in_words(mut problem: Problem) -> Problem {
    problem.request_id = None;
    problem
}

each_engine! {
    async fn a_stranger_is_asked_to_sign_in_whatever_they_want(engine: Engine) {
        let server = Server::on(engine).await;
        for command in every_command() {
            let refused = server.stranger().calls(command.clone()).await.unwrap_err();
            // An invite may be looked at by anyone.
            let expected = if matches!(command, Command::GetInvite(_)) { ErrorCode::NotFound } else { ErrorCode::NotSignedIn };
            assert_eq!(refused.code, expected, "{command:?} by REST: {refused:?}");
        }
        let mut socket = Entrance { address: server.address(), ..Entrance::default() }.connects().await.unwrap();
        for (reference, command) in (1..).zip(every_command()) {
            socket.sends(&ClientFrame::Call(reference, command.clone())).await;
            let Outcome::Error(refused) = socket.outcome_of(reference).await else { panic!("{command:?} worked") };
            assert_eq!(refused.code, ErrorCode::NotSignedIn, "{command:?} by socket: {refused:?}");
        }
    }

    async fn what_does_not_exist_is_the_same_nothing_through_both_doors(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        for command in every_command().into_iter().filter(|command| !is_about_nothing(command)) {
            let by_rest = ada.via(Door::Rest).calls(command.clone()).await.unwrap_err();
            let by_socket = ada.via(Door::Socket).calls(command.clone()).await.unwrap_err();
            assert_eq!(by_rest.code, ErrorCode::NotFound, "{command:?}: {by_rest:?}");
            assert_eq!(in_words(by_rest), in_words(by_socket), "{command:?}");
        }
    }
}
