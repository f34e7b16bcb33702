//! Somebody who is blocked, and cannot tell.

use crate::device::{Four, the};
use hubbub_shared::ErrorCode;
use hubbub_shared::model::BlockKind;
use hubbub_shared::protocol::command::{BlockUser, GetDm, OpenDm, StartTyping, UnblockUser};
use hubbub_tests::{Acts, Engine, Server, each_engine};

each_engine! {
    async fn who_is_blocked_is_not_heard_and_cannot_tell(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.laptop.says(ben, "Hello").await;
        four.settle().await;
        let before = four.laptop.dm_of(id).await.unwrap();
        let hears = || four.desktop.phone.arrived().iter().any(|frame| frame.contains("Activity"));
        hubbub_tests::eventually("he hears of the first one", async || hears().then_some(())).await;
        the!(Me, four.tablet.phone.calls(BlockUser { user: ada, kind: BlockKind::Blocked }).await);
        let heard = four.desktop.phone.arrived().len();
        four.laptop.says(ben, "Do you hear me?").await;
        four.laptop.does(StartTyping { channel: before.id }).await;
        // To her, all is as it was.
        let after = four.laptop.dm_of(id).await.unwrap();
        assert_eq!((after.request, after.members.len()), (before.request, 2));
        assert_eq!(after.state.last_ordinal, 2);
        assert_eq!(the!(Dm, four.laptop.calls(OpenDm { user: ben }).await).id, before.id);
        // To him, there is nothing: no conversation in the list, and none of his devices heard anything of it.
        assert_eq!(four.desktop.dms().await, []);
        tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
        let since = four.desktop.phone.arrived().split_off(heard);
        let of_it = |frame: &&String| frame.contains("Activity") || frame.contains("DmChanged");
        assert_eq!(since.iter().find(of_it), None);
        // Once he hears her again, all of it is there.
        the!(Me, four.tablet.phone.calls(UnblockUser { user: ada }).await);
        assert_eq!(four.desktop.dms().await.len(), 1);
        four.settle().await;
        assert!(four.desktop.reads(id).contains("Do you hear me?"));
    }

    async fn a_request_of_somebody_who_is_blocked_is_not_heard(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let eve = crate::device::Device::first(&server, "eve", hubbub_tests::Door::Rest).await;
        let ben = four.tablet.user;
        the!(Me, four.tablet.phone.calls(BlockUser { user: eve.user, kind: BlockKind::Ignored }).await);
        eve.says(ben, "Psst").await;
        let dm = eve.dms().await.remove(0);
        assert_eq!(dm.request, Some(hubbub_shared::model::DmRequest::Sent));
        assert_eq!(dm.state.last_ordinal, 1);
        assert_eq!(four.tablet.dms().await, []);
        let told = four.tablet.phone.arrived();
        assert!(!told.iter().any(|frame| frame.contains("DmChanged")), "{told:?}");
        assert_eq!(four.laptop.is_refused(GetDm { dm: dm.id }).await, ErrorCode::NotFound);
    }
}
