//! Writing to somebody of whom one shares no hub.

use crate::device::{Device, the};
use hubbub_shared::ErrorCode;
use hubbub_shared::model::DmRequest;
use hubbub_shared::protocol::command::*;
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

async fn two(server: &Server) -> (Device, Device) {
    (Device::first(server, "ada", Door::Rest).await, Device::first(server, "ben", Door::Socket).await)
}

each_engine! {
    async fn three_messages_until_it_is_accepted(engine: Engine) {
        let server = Server::on(engine).await;
        let (ada, ben) = two(&server).await;
        let id = ada.says(ben.user, "One").await;
        ada.says(ben.user, "Two").await;
        ada.says(ben.user, "Three").await;
        let (sent, came) = (ada.dm_of(id).await.unwrap(), ben.dm_of(id).await.unwrap());
        assert_eq!((sent.request, came.request), (Some(DmRequest::Sent), Some(DmRequest::Received)));
        assert_eq!(came.state.last_ordinal, 3);
        ada.writes(ben.user, "Four").await;
        let post = ada.next_post(id).await;
        let send = crate::device::sealed_command(sent.id, &post.message, &post.grants);
        assert_eq!(ada.is_refused(send.clone()).await, ErrorCode::LimitReached);
        // He reads what came, and answers once he has accepted.
        ben.syncs().await;
        assert_eq!(ben.reads(id).len(), 3);
        ben.writes(ada.user, "Who are you?").await;
        let answer = ben.next_post(id).await;
        let answer = crate::device::sealed_command(sent.id, &answer.message, &answer.grants);
        assert_eq!(ben.is_refused(answer).await, ErrorCode::Forbidden);
        assert_eq!(ada.is_refused(AcceptDm { dm: sent.id }).await, ErrorCode::Forbidden);
        let arrived = ben.phone.arrived();
        assert!(arrived.iter().any(|frame| frame.contains("DmChanged")), "he was told that there is a request");
        assert!(!arrived.iter().any(|frame| frame.contains("Activity")), "and of nothing else");
        assert_eq!(the!(Dm, ben.calls(AcceptDm { dm: sent.id }).await).request, None);
        assert_eq!(the!(Dm, ben.calls(AcceptDm { dm: sent.id }).await).request, None);
        the!(Message, ada.calls(send).await);
        for _ in 0..2 {
            ben.syncs().await;
            ada.syncs().await;
        }
        assert_eq!((ada.reads(id).len(), ben.reads(id).len()), (5, 5));
        assert_eq!(ben.is_refused(DeclineDm { dm: sent.id }).await, ErrorCode::Conflict);
    }

    async fn who_was_declined_cannot_tell(engine: Engine) {
        let server = Server::on(engine).await;
        let (ada, ben) = two(&server).await;
        let id = ada.says(ben.user, "One").await;
        let dm = ada.dm_of(id).await.unwrap();
        ben.does(DeclineDm { dm: dm.id }).await;
        ben.does(DeclineDm { dm: dm.id }).await;
        assert_eq!(ben.dms().await, []);
        assert_eq!(ada.dm_of(id).await, Some(dm.clone()));
        ada.says(ben.user, "Two").await;
        assert_eq!(ada.dm_of(id).await.unwrap().state.last_ordinal, 2);
        assert_eq!(the!(Dm, ada.calls(OpenDm { user: ben.user }).await).request, Some(DmRequest::Sent));
        // Who declined and opens it after all has accepted it.
        assert_eq!(ben.opens(ada.user).await.request, None);
        assert_eq!(ben.dms().await.len(), 1);
    }

    async fn conversations_are_opened_with_people_who_are_there(engine: Engine) {
        let server = Server::on(engine).await;
        let (ada, ben) = two(&server).await;
        assert_eq!(ada.is_refused(OpenDm { user: ada.user }).await, ErrorCode::InvalidInput);
        assert_eq!(ada.is_refused(OpenDm { user: hubbub_shared::UserId(7) }).await, ErrorCode::NotFound);
        let cleo = server.phone("cleo").await;
        assert_eq!(ada.is_refused(OpenDm { user: cleo.id() }).await, ErrorCode::Conflict);
        let refused = cleo.calls(OpenDm { user: ada.user }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Conflict);
        // Twenty a day.
        for number in 0..20 {
            let other = Device::first(&server, &format!("other{number}"), Door::Rest).await;
            ada.opens(other.user).await;
        }
        assert_eq!(ada.is_refused(OpenDm { user: ben.user }).await, ErrorCode::LimitReached);
        assert_eq!(ada.dms().await.len(), 20);
    }
}
