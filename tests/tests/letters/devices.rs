//! Devices: which session is which, and what becomes of one that was removed.

use crate::device::{Device, Four, bytes, now, sealed_command, the};
use crate::executor::run;
use crate::talking::nothing_was_refused;
use dm_core::{Client, Stage};
use dm_wire::Wire;
use dm_wire::grant::Party;
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::*;
use hubbub_shared::protocol::{Command, Reply};
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

each_engine! {
    async fn a_removed_device_neither_sends_nor_fetches(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.laptop.says(ben, "Before").await;
        four.settle().await;
        // The phone has encrypted something when it is removed.
        four.phone.writes(ben, "Too late").await;
        let dm = four.phone.dm_of(id).await.unwrap().id;
        let post = four.phone.next_post(id).await;
        four.tablet.says(ada, "For all of you").await;
        run(four.laptop.client.revoke(four.phone.id(), 2, now())).unwrap();
        four.laptop.syncs().await;
        for command in [
            Command::from(sealed_command(dm, &post.message, &post.grants)),
            GetDmGrants { after: None, limit: None }.into(),
            GetDmPrekeys {}.into(),
            PublishDmPrekeys { bundle: None, one_time: vec![] }.into(),
            ClaimDmPrekeys { user: ben, devices: vec![bytes(&four.tablet.id())] }.into(),
            GetDmBackup { after: None, limit: None }.into(),
        ] {
            assert_eq!(four.phone.is_refused(command.clone()).await, ErrorCode::Forbidden, "{command:?}");
        }
        // Everybody else is told, begins epochs without it, and reads on.
        let told = |arrived: &[String]| arrived.iter().any(|frame| frame.contains("DmDevicesChanged"));
        hubbub_tests::eventually("the peer is told", async || told(&four.tablet.phone.arrived()).then_some(())).await;
        four.tablet.says(ada, "Only for the laptop").await;
        let others = [&four.laptop, &four.tablet, &four.desktop];
        for _ in 0..2 {
            for device in others {
                device.syncs().await;
            }
        }
        for device in others {
            assert!(device.reads(id).contains("Only for the laptop"), "{:?}", device.reads(id));
            assert!(!device.reads(id).contains("Too late"));
        }
        four.phone.syncs().await;
        assert_ne!(run(four.phone.client.stage()).unwrap(), Some(Stage::Active), "it knows that it is out");
        assert!(!four.phone.reads(id).contains("Only for the laptop"));
        nothing_was_refused(&others);
    }

    async fn who_does_not_know_of_a_new_device_is_told_to_look(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let ben = four.tablet.user;
        let id = four.laptop.says(ben, "One").await;
        four.settle().await;
        let watch = four.tablet.lets_in(&server, "ben", Door::Socket).await;
        // The laptop's epoch is for the devices of before.
        four.laptop.says(ben, "Two").await;
        assert_eq!(four.laptop.changes.get(), 1);
        watch.syncs().await;
        watch.syncs().await;
        assert!(watch.reads(id).contains("Two"), "{:?}", watch.reads(id));
        nothing_was_refused(&[&four.laptop, &watch]);
    }

    async fn a_session_is_one_device_and_a_device_is_one_session(engine: Engine) {
        let server = Server::on(engine).await;
        let mut ada = Device::first(&server, "ada", Door::Rest).await;
        let ben = Device::first(&server, "ben", Door::Socket).await;
        let hub = ada.phone.creates_hub("Chess").await;
        ben.phone.joins(&ada.phone.invites(hub.id).await).await;
        ada.opens(ben.user).await;
        // A thief with a session of Ada's has what the server hands out: her bundle.
        let claim = ClaimDmPrekeys { user: ada.user, devices: vec![bytes(&ada.id())] };
        let bundle = the!(DmClaims, ben.calls(claim).await).claims.remove(0).bundle;
        let thief = Device::browser(&server, "ada", Door::Rest).await;
        let stolen = PublishDmPrekeys { bundle: bundle.clone(), one_time: vec![] };
        assert_eq!(thief.is_refused(stolen.clone()).await, ErrorCode::Forbidden, "somebody is that device");
        for command in [
            Command::from(GetDmGrants { after: None, limit: None }),
            GetDmPrekeys {}.into(),
            SetDmRecovery { recovery: bytes(&[0_u8; 4]) }.into(),
            AcknowledgeDmGrants { grants: vec![] }.into(),
        ] {
            assert_eq!(thief.is_refused(command.clone()).await, ErrorCode::Forbidden, "{command:?}");
        }
        // Ada's browser is signed out, and in again: its keys are there. The thief is not quicker with an old bundle.
        let session = ada.phone.state().session.unwrap();
        let path = format!("/api/users/@me/sessions/{session}");
        ada.phone.person().fetches(reqwest_delete(), &path, None).await;
        ada.signs_in_again(&server, "ada").await;
        assert_eq!(thief.is_refused(stolen).await, ErrorCode::Forbidden, "others have this bundle");
        assert_eq!(ada.is_refused(GetDmGrants { after: None, limit: None }).await, ErrorCode::Forbidden);
        assert_eq!(ada.calls(PublishDmPrekeys { bundle, one_time: vec![] }).await.unwrap_err().code, ErrorCode::Forbidden);
        // What she signs now, nobody else has.
        let later = now() + 25 * 3_600_000;
        let fresh = run(ada.client.due(later)).unwrap().into_iter().find_map(|upload| match upload {
            dm_core::Upload::Prekeys(bundle, keys) => Some((bundle, keys)),
            _ => None,
        });
        let (bundle, keys) = fresh.unwrap();
        let publish =
            PublishDmPrekeys { bundle: Some(bytes(&bundle)), one_time: keys.iter().map(bytes).collect() };
        the!(DmPrekeys, ada.calls(publish.clone()).await);
        the!(DmGrants, ada.calls(GetDmGrants { after: None, limit: None }).await);
        assert_eq!(thief.is_refused(publish).await, ErrorCode::Forbidden, "somebody is that device again");
    }

    async fn links_count_only_at_the_end_and_from_their_signer(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let links = four.laptop.links_of(four.laptop.user).await;
        assert_eq!(links.len(), 2);
        // What is there is no error; what does not follow, or is somebody else's, is.
        four.laptop.does(AppendDmLink { link: bytes(&links[1]) }).await;
        assert_eq!(four.tablet.is_refused(AppendDmLink { link: bytes(&links[1]) }).await, ErrorCode::InvalidInput);
        let mut forged = bytes(&links[1]);
        *forged.0.last_mut().unwrap() ^= 1;
        assert!(matches!(
            four.laptop.is_refused(AppendDmLink { link: forged }).await,
            ErrorCode::Conflict | ErrorCode::InvalidInput
        ));
        // A link that the phone signed does not come from the laptop's session.
        run(four.phone.client.revoke(four.laptop.id(), 2, now())).unwrap();
        let link = run(four.phone.client.due(now())).unwrap().into_iter().find_map(|upload| match upload {
            dm_core::Upload::Link(link) => Some(link),
            _ => None,
        });
        let append = AppendDmLink { link: bytes(&link.unwrap()) };
        assert_eq!(four.laptop.is_refused(append.clone()).await, ErrorCode::Forbidden);
        // Two that want the same place: the first one is there.
        run(four.laptop.client.revoke(four.phone.id(), 2, now())).unwrap();
        four.laptop.uploads().await;
        assert_eq!(four.phone.is_refused(append).await, ErrorCode::Conflict);
        assert_eq!(four.laptop.links_of(four.laptop.user).await.len(), 3);
    }
}

fn reqwest_delete() -> reqwest::Method {
    reqwest::Method::DELETE
}
