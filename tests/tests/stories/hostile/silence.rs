//! Peers that say nothing.

use hubbub_shared::protocol::{ClientFrame, CloseCode};
use hubbub_tests::{Acts, Arrival, Engine, Entrance, Server, each_engine};
use std::time::{Duration, Instant};

each_engine! {
    async fn a_socket_that_does_not_say_who_it_is_is_closed_after_five_seconds(engine: Engine) {
        let server = Server::on(engine).await;
        let mut socket = Entrance { address: server.address(), ..Entrance::default() }.connects().await.unwrap();
        let started = Instant::now();
        assert_eq!(socket.is_closed().await, CloseCode::IdentifyTimeout as u16);
        let waited = started.elapsed();
        assert!((4..=8).contains(&waited.as_secs()), "closed after {waited:?}");
    }

    async fn heartbeats_are_no_identity(engine: Engine) {
        let server = Server::on(engine).await;
        let mut socket = Entrance { address: server.address(), ..Entrance::default() }.connects().await.unwrap();
        let started = Instant::now();
        loop {
            socket.sends(&ClientFrame::Heartbeat).await;
            let next = tokio::time::timeout(Duration::from_secs(1), socket.next()).await;
            if let Ok(Arrival::Closed(code)) = next {
                assert!((4100..4200).contains(&code) || code == CloseCode::Malformed as u16, "{code}");
                return;
            }
            assert!(started.elapsed() < Duration::from_secs(9), "still open");
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }

    async fn a_client_that_falls_silent_is_closed_and_one_with_heartbeats_is_not(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_HEARTBEAT_SECS", "1")]).await;
        let ada = server.phone("Ada").await;
        let mut silent = ada.entrance().connects().await.unwrap();
        silent.is_ready().await;
        let started = Instant::now();
        assert_eq!(silent.is_closed().await, CloseCode::Silent as u16);
        assert!((1500..=6000).contains(&started.elapsed().as_millis()), "{:?}", started.elapsed());
        // The phone beats by itself.
        assert_eq!(ada.close_code(), None);
        ada.creates_hub("Alive").await;
    }

    async fn who_does_not_answer_a_close_is_hung_up_on(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_HEARTBEAT_SECS", "1")]).await;
        let mut silent = server.phone("Ada").await.entrance().connects().await.unwrap();
        silent.is_ready().await;
        silent.hears_out_without_a_word(Duration::from_secs(15)).await;
    }

    async fn a_heartbeat_is_answered(engine: Engine) {
        let server = Server::on(engine).await;
        let mut socket = server.phone("Ada").await.entrance().connects().await.unwrap();
        socket.is_ready().await;
        socket.sends(&ClientFrame::Heartbeat).await;
        while socket.arrives().await != Arrival::Frame(hubbub_shared::protocol::ServerFrame::Heartbeat) {}
    }
}
