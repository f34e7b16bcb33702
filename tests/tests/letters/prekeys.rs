//! Prekeys: each is handed out once, and taking all of them makes nobody unreachable.

use crate::device::{Four, bytes, now, the};
use crate::executor::run;
use dm_core::Upload;
use dm_wire::Wire;
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::*;
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};
use std::collections::BTreeSet;

each_engine! {
    async fn a_prekey_is_handed_out_once_whoever_asks_at_the_same_moment(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let ben = four.tablet.user;
        four.laptop.opens(ben).await;
        let left = the!(DmPrekeys, four.tablet.calls(GetDmPrekeys {}).await).left;
        let claim = || ClaimDmPrekeys { user: ben, devices: vec![bytes(&four.tablet.id())] };
        let asks = (0..3).flat_map(|_| [&four.laptop.phone, &four.desktop.phone]).map(|phone| {
            let claim = claim();
            async move { the!(DmClaims, phone.calls(claim).await).claims.remove(0).one_time.unwrap() }
        });
        let taken: BTreeSet<_> = futures_util::future::join_all(asks).await.into_iter().collect();
        assert_eq!(taken.len(), 6, "no two got the same");
        assert_eq!(the!(DmPrekeys, four.tablet.calls(GetDmPrekeys {}).await).left, left - 6);
        // Laid out again, they are passed over.
        let again = PublishDmPrekeys { bundle: None, one_time: taken.into_iter().collect() };
        assert_eq!(the!(DmPrekeys, four.tablet.calls(again).await).left, left - 6);
    }

    async fn when_there_is_none_left_the_bundle_comes_alone(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        four.laptop.opens(ben).await;
        // His own device takes all of them, which is not counted.
        let claim = || ClaimDmPrekeys { user: ben, devices: vec![bytes(&four.tablet.id())] };
        let mut some = 0;
        while the!(DmClaims, four.desktop.calls(claim()).await).claims[0].one_time.is_some() {
            some += 1;
        }
        assert!(some > 0);
        let dry = the!(DmClaims, four.laptop.calls(claim()).await).claims.remove(0);
        assert!(dry.bundle.is_some() && dry.one_time.is_none());
        let id = four.laptop.says(ben, "Still reachable").await;
        four.tablet.syncs().await;
        four.tablet.syncs().await;
        assert!(four.tablet.reads(id).contains("Still reachable"));
        let left = the!(DmPrekeys, four.tablet.calls(GetDmPrekeys {}).await).left;
        assert!(left > 0, "it has laid out more");
        assert_ne!(ada, ben);
    }

    async fn who_takes_too_many_is_told_to_wait(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let ben = four.tablet.user;
        four.laptop.opens(ben).await;
        let of = |device: &crate::device::Device| ClaimDmPrekeys { user: ben, devices: vec![bytes(&device.id())] };
        for _ in 0..5 {
            the!(DmClaims, four.laptop.calls(of(&four.tablet)).await);
        }
        let problem = four.phone.calls(of(&four.tablet)).await.unwrap_err();
        assert_eq!(problem.code, ErrorCode::RateLimited);
        assert!(problem.retry_after_ms.is_some_and(|wait| wait > 60_000));
        // Of his other device she may still take, and others of this one.
        the!(DmClaims, four.laptop.calls(of(&four.desktop)).await);
        the!(DmClaims, four.desktop.calls(of(&four.tablet)).await);
        // What is no device of his is not counted and has nothing.
        let none = ClaimDmPrekeys { user: ben, devices: vec![bytes(&[7_u8; 16])] };
        let none = the!(DmClaims, four.laptop.calls(none).await).claims.remove(0);
        assert!(none.bundle.is_none() && none.one_time.is_none());
        let many = ClaimDmPrekeys { user: ben, devices: vec![bytes(&[7_u8; 16]); 9] };
        assert_eq!(four.laptop.is_refused(many).await, ErrorCode::InvalidInput);
    }

    async fn an_older_bundle_does_not_come_back(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let own = ClaimDmPrekeys { user: four.laptop.user, devices: vec![bytes(&four.laptop.id())] };
        let old = the!(DmClaims, four.phone.calls(own.clone()).await).claims.remove(0);
        // A day later there is a new one.
        let later = now() + 25 * 3_600_000;
        let fresh = run(four.laptop.client.due(later)).unwrap().into_iter().find_map(|upload| match upload {
            Upload::Prekeys(bundle, keys) => Some((bundle, keys)),
            _ => None,
        });
        let (bundle, keys) = fresh.unwrap();
        let one_time = keys.iter().map(bytes).collect::<Vec<_>>();
        let publish = PublishDmPrekeys { bundle: Some(bytes(&bundle)), one_time: one_time.clone() };
        let left = the!(DmPrekeys, four.laptop.calls(publish).await).left;
        assert_eq!(left, one_time.len() as u64);
        let replay = PublishDmPrekeys { bundle: old.bundle, one_time: old.one_time.into_iter().collect() };
        assert_eq!(the!(DmPrekeys, four.laptop.calls(replay).await).left, left);
        let now_there = the!(DmClaims, four.phone.calls(own).await).claims.remove(0).bundle;
        assert_eq!(now_there, Some(bytes(&bundle)));
        // What another device signed does not count.
        let mut forged = bytes(&bundle);
        forged.0[20] ^= 1;
        let forged = PublishDmPrekeys { bundle: Some(forged), one_time: vec![] };
        let code = four.laptop.is_refused(forged).await;
        assert!(matches!(code, ErrorCode::Conflict | ErrorCode::InvalidInput), "{code:?}");
        assert!(matches!(
            four.phone.is_refused(PublishDmPrekeys { bundle: Some(bytes(&bundle)), one_time: vec![] }).await,
            ErrorCode::Forbidden
        ));
    }
}
