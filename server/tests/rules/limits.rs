//! How much there may be is read from one value: another value, other limits.

use crate::telling::Stage;
use hubbub_server::domain::capacity::{Capacity, DAY_MS, DAY_SECS, PageSize};
use hubbub_server::error::{Error, Result};
use hubbub_server::operations::{audit, invites, members, messages};
use hubbub_shared::protocol::command::{
    CreateInvite, GetAuditLog, GetMembers, GetMessages, SendMessage, TimeOutMember,
};
use hubbub_shared::{ChannelId, HubId};

/// The words of a refusal.
fn refused<T>(outcome: Result<T>) -> String {
    match outcome {
        Err(Error::Rejected(problem)) => problem.to_string(),
        Err(Error::Internal(cause)) => panic!("{cause:#}"),
        Ok(_) => panic!("this is more than there may be"),
    }
}

fn members_of(hub: HubId, limit: Option<u64>) -> GetMembers {
    GetMembers { hub, online: None, users: None, after: None, limit }
}

fn messages_of(channel: ChannelId, limit: Option<u64>) -> GetMessages {
    GetMessages { limit, ..GetMessages::of(channel) }
}

fn log_of(hub: HubId, limit: Option<u64>) -> GetAuditLog {
    GetAuditLog { limit, ..GetAuditLog::of(hub) }
}

#[actix_web::test]
async fn a_page_is_as_long_as_the_server_says() {
    let stage = Stage::of(Capacity { page: PageSize { usual: 2, most: 3 }, ..Capacity::default() }).await;
    let (live, ada) = (&stage.live, stage.signs_in("Ada").await);
    let hub = stage.founds(&ada).await;
    let channel = hub.channels[0].id;
    for number in 0..5 {
        let send = SendMessage::of(channel, number.to_string(), None);
        messages::send(live, &ada, send).await.unwrap();
    }
    let page = async |limit| messages::page(live, &ada, messages_of(channel, limit)).await;
    assert_eq!(page(None).await.unwrap().messages.len(), 2);
    assert_eq!(page(Some(3)).await.unwrap().messages.len(), 3);
    for refusal in [
        refused(page(Some(4)).await),
        refused(page(Some(0)).await),
        refused(members::page(live, &ada, members_of(hub.id, Some(4))).await),
        refused(audit::page(live, &ada, log_of(hub.id, Some(4))).await),
    ] {
        assert!(refusal.contains("from 1 to 3"), "{refusal}");
    }
}

#[actix_web::test]
async fn invites_and_timeouts_last_as_long_as_the_server_says() {
    let short = Capacity {
        invite_uses: 5,
        invite_usual_secs: DAY_SECS,
        invite_secs: 2 * DAY_SECS,
        timeout_ms: 3 * DAY_MS,
        ..Capacity::default()
    };
    let stage = Stage::of(short).await;
    let (live, ada, bo) = (&stage.live, stage.signs_in("Ada").await, stage.signs_in("Bo").await);
    let hub = stage.founds(&ada).await.id;
    stage.joins(&ada, &bo, hub).await;

    let invite = async |max_uses, expires_in_secs| {
        invites::create(live, &ada, CreateInvite { hub, max_uses, expires_in_secs }).await
    };
    let usual = invite(Some(5), None).await.unwrap();
    assert_eq!(usual.expires_at, Some(usual.created_at.plus_ms(DAY_MS)));
    assert!(refused(invite(Some(6), None).await).contains("from 1 to 5"));
    assert!(refused(invite(None, Some(2 * DAY_SECS + 1)).await).contains("(2 days)"));

    let time_out = async |ms| {
        let until = Some(live.clock.now().plus_ms(ms));
        members::time_out(live, &ada, TimeOutMember { hub, user: bo.user, until, reason: None }).await
    };
    assert!(time_out(2 * DAY_MS).await.is_ok());
    assert!(refused(time_out(4 * DAY_MS).await).contains("within 3 days"));
}
