//! The cases of the permission design, each through REST and through the socket, with the permission beside
//! every refusal. All cases in one list, shortly: `crate::cases`. These stories tell what takes more than a line.
//!
//! | cases | where |
//! |---|---|
//! | 1–7, 9, 10 | `seeing` |
//! | 8 | `crate::ownership`, `seeing` |
//! | 11–14 | `timeouts` |
//! | 15–19 | `channels` |
//! | 20–24, 35 | `managing` |
//! | 25, 26 | `bits`; masking of stored bits is arithmetic (`shared/src/permissions`) |
//! | 28, 30 | `live`, with session tokens; of keys `crate::api_keys` |
//! | 29, 31, 34 | `reading` (one message, pages, catching up); pins `crate::pins`, the audit log `crate::audit_log`, push `crate::told`, search `crate::searching` |
//! | 36 | arithmetic (`shared/src/permissions`) |
//! | 27 | of webhooks, `crate::webhooks`; of bots, `crate::bots`, which mention by the same rule as people |
//! | 32, 33 | threads and invisible users do not exist yet |

mod app;
mod bits;
mod channels;
mod live;
mod managing;
mod reading;
mod seeing;
mod timeouts;

use crate::answers::in_ms;
use hubbub_shared::model::OverwriteTarget;
use hubbub_shared::protocol::command::{
    DeleteChannel, DeleteMessage, DeleteMessages, EditMessage, ExplainPermissions, GetChannel,
    GetChannelOverwrite, GetMessage, GetMessages, LockChannel, MarkRead, MarkUnread, RemoveChannelOverwrite,
    SendMessage, SetChannelOverwrite, StartTyping, Subscribe, UnlockChannel, UpdateChannel,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ChannelId, ErrorCode, HubId, MessageId, Permissions, Problem, UserId};
use hubbub_tests::{Acts, Door, Phone};

/// Everything that can be asked about a channel, through any door.
fn everything_about(hub: HubId, channel: ChannelId, message: MessageId, me: UserId) -> Vec<Command> {
    let target = OverwriteTarget::Member(me);
    let (allow, deny) = (Permissions::NONE, Permissions::NONE);
    let content = || "x".to_owned();
    vec![
        GetChannel { channel }.into(),
        GetMessages::of(channel).into(),
        GetMessages { around: Some(message), ..GetMessages::of(channel) }.into(),
        GetMessage { channel, message }.into(),
        SendMessage::of(channel, content(), None).into(),
        EditMessage::of(channel, message, content()).into(),
        DeleteMessage { channel, message }.into(),
        DeleteMessages { channel, messages: vec![message] }.into(),
        MarkRead { channel, seq: None }.into(),
        MarkUnread { channel, message }.into(),
        StartTyping { channel }.into(),
        UpdateChannel { name: Some(content()), ..UpdateChannel::of(channel) }.into(),
        LockChannel { channel, reason: None }.into(),
        UnlockChannel { channel, reason: None }.into(),
        GetChannelOverwrite { channel, target }.into(),
        SetChannelOverwrite { channel, target, allow, deny }.into(),
        RemoveChannelOverwrite { channel, target }.into(),
        DeleteChannel { channel }.into(),
        ExplainPermissions { hub, member: None, channel: Some(channel) }.into(),
    ]
}

fn without_request(mut problem: Problem) -> Problem {
    problem.request_id = None;
    problem
}

/// The channel is, for this person, what a channel that nobody ever made is: the same answer to everything.
async fn is_invisible(phone: &Phone, door: Door, hub: HubId, channel: ChannelId, message: MessageId) {
    let nowhere = ChannelId(channel.0 + 1);
    let real = everything_about(hub, channel, message, phone.id());
    let unreal = everything_about(hub, nowhere, message, phone.id());
    for (asked, pretended) in real.into_iter().zip(unreal) {
        let answer = phone.via(door).calls(asked.clone()).await;
        let expected = phone.via(door).calls(pretended).await;
        let problem = answer.map_err(without_request).expect_err(&format!("{asked:?} should find nothing"));
        assert_eq!(problem.code, ErrorCode::NotFound, "{asked:?}: {problem:?}");
        assert_eq!(
            Err(problem),
            expected.map_err(without_request),
            "{asked:?} tells that the channel exists"
        );
    }
    if door == Door::Socket {
        for since_rev in [None, Some(0)] {
            let answer = phone.calls(Subscribe { channel, since_rev }).await;
            assert_eq!(answer.expect_err("no subscription").code, ErrorCode::NotFound);
        }
    }
    let shown = phone.via(door).calls(hubbub_shared::protocol::command::GetHub { hub }).await;
    if let Ok(Reply::Hub(view)) = shown {
        assert!(view.channels.iter().all(|shown| shown.id != channel), "the hub's view does not show it");
    }
    let ready = phone.another_device().await.state();
    assert!(!ready.channels.contains_key(&channel) && !ready.visible_channels().contains(&channel));
}

/// The channel can be seen and read.
async fn is_visible(phone: &Phone, door: Door, hub: HubId, channel: ChannelId) {
    let via = phone.via(door);
    assert_eq!(via.views_channel(channel).await.id, channel);
    assert!(via.views(hub).await.channels.iter().any(|shown| shown.id == channel));
    via.reads_page(channel).await;
    assert!(via.may(hub, channel).await.contains(Permissions::VIEW));
    phone.subscribes(channel).await;
    phone.unsubscribes(channel).await;
}

async fn may_send(phone: &Phone, door: Door, channel: ChannelId) -> bool {
    let answer = phone.via(door).calls(SendMessage::of(channel, "may I?".to_owned(), None)).await;
    match answer {
        Ok(_) => true,
        Err(problem) => {
            assert_eq!(problem.code, ErrorCode::Forbidden, "they see the channel: {problem:?}");
            false
        }
    }
}

#[track_caller]
fn assert_forbidden(answer: Result<Reply, Problem>) {
    match answer {
        Err(problem) => assert_eq!(problem.code, ErrorCode::Forbidden, "{problem:?}"),
        Ok(reply) => panic!("should be forbidden, but: {reply:?}"),
    }
}

#[track_caller]
fn assert_not_found(answer: Result<Reply, Problem>) {
    assert_eq!(answer.map_err(|problem| problem.code), Err(ErrorCode::NotFound));
}

fn assert_works(answer: Result<Reply, Problem>) -> Reply {
    answer.unwrap_or_else(|problem| panic!("should work, but: {problem:?}"))
}
