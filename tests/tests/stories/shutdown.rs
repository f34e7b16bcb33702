//! Deploys and power cuts.

use crate::scene::{Pair, pair};
use hubbub_shared::protocol::CloseCode;
use hubbub_tests::{Acts, Engine, Phone, Server, each_engine};
use std::time::{Duration, Instant};

fn pause_told(phone: &Phone) -> Option<String> {
    phone.arrived().into_iter().find(|frame| frame.starts_with("Reconnect"))
}

each_engine! {
    async fn a_deploy_tells_everyone_to_come_back_and_loses_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        ada.says(general, "before the deploy").await;
        bo.sees("before the deploy").await;
        server.ask_to_end();
        for phone in [&ada, &bo] {
            assert_eq!(phone.is_closed().await, CloseCode::Restart as u16);
            assert!(pause_told(phone).is_some(), "told when to come back: {:?}", phone.arrived());
        }
        let status = server.ended_within(Duration::from_secs(10)).await.expect("within 10 s");
        assert!(status.success(), "{status}");
        server.restart().await;
        ada.reconnects().await;
        bo.reconnects().await;
        ada.says(general, "after the deploy").await;
        bo.sees("after the deploy").await;
        assert_eq!(bo.reads(general), ["before the deploy", "after the deploy"]);
    }

    async fn who_comes_while_others_say_goodbye_is_refused_at_once(engine: Engine) {
        let server = Server::on(engine).await;
        let (ada, bo) = (server.phone("Ada").await, server.phone("Bo").await);
        // It never answers the close, so the server waits for it.
        let _silent = ada.entrance().connects().await.expect("a socket");
        server.ask_to_end();
        assert_eq!(bo.is_closed().await, CloseCode::Restart as u16);
        let asked = Instant::now();
        assert_eq!(bo.entrance().connects().await.err(), Some(503));
        assert!(asked.elapsed() < Duration::from_secs(2), "after {:?}", asked.elapsed());
        assert!(server.ended_within(Duration::from_secs(10)).await.expect("within 10 s").success());
    }

    async fn a_power_cut_loses_nothing_that_was_acknowledged(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let kept = ada.says(general, "kept").await;
        ada.edits(&kept, "kept and edited").await;
        server.kill9();
        assert_eq!(ada.is_closed().await, 1006);
        server.restart().await;
        ada.reconnects().await;
        bo.reconnects().await;
        let next = ada.says(general, "next").await;
        bo.sees("next").await;
        assert_eq!(bo.reads(general), ["kept and edited", "next"]);
        assert_eq!((next.rev, next.ordinal), (3, 2), "numbers go on where they were");
    }
}
