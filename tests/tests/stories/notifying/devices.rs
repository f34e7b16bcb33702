//! Devices that are told.

use super::Away;
use crate::scene::Cast;
use hubbub_shared::ErrorCode;
use hubbub_shared::model::{PushOutcome, PushTest};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{SubscribePush, TestPush, UnsubscribePush};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, push_of};
use serde_json::json;

/// Keys of the example in RFC 8291, section 5.
const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

fn subscribe(endpoint: &str, p256dh: &str, auth: &str) -> SubscribePush {
    SubscribePush { endpoint: endpoint.to_owned(), p256dh: p256dh.to_owned(), auth: auth.to_owned() }
}

async fn tests(of: &impl Acts) -> PushTest {
    match of.calls(TestPush {}).await {
        Ok(Reply::PushTest(test)) => test,
        other => panic!("expected what became of it, got {other:?}"),
    }
}

each_door! {
    async fn a_device_is_told_until_it_is_told_no_more(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let bo = it.bo.via(door);
        let before = push_of(&bo).await;
        assert_eq!((before.public_key.len(), before.devices.len()), (87, 0));
        let endpoint = "https://fcm.googleapis.com/fcm/send/of-Bo";
        for _ in 0..2 {
            bo.calls(subscribe(endpoint, P256DH, AUTH)).await.unwrap();
            let push = push_of(&bo).await;
            let [device] = &*push.devices else { panic!("one device: {push:?}") };
            assert_eq!((&*device.service, device.current, device.last_taken_at), ("fcm.googleapis.com", true, None));
        }
        let other = it.bo.another_device().await;
        assert!(!push_of(&other.via(door)).await.devices.iter().any(|device| device.current), "that is another one");
        assert!(push_of(&it.ada.via(door)).await.devices.is_empty(), "nobody sees those of others");
        bo.calls(UnsubscribePush {}).await.unwrap();
        assert!(push_of(&bo).await.devices.is_empty());
        bo.calls(UnsubscribePush {}).await.expect("twice is no error");
    }

    async fn the_server_calls_nobody_but_push_services(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let bo = it.bo.via(door);
        for endpoint in [
            "https://example.org/x",
            "http://fcm.googleapis.com/x",
            "http://127.0.0.1:8080/api/health",
            "https://169.254.169.254/latest/meta-data",
            "https://localhost/x",
            "file:///etc/passwd",
            "",
        ] {
            let refused = bo.calls(subscribe(endpoint, P256DH, AUTH)).await.unwrap_err();
            assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, "endpoint"), "{endpoint}");
        }
        let good = "https://fcm.googleapis.com/fcm/send/of-Bo";
        // Too short; not on the curve; compressed.
        for (p256dh, auth) in [("BCVx", AUTH), (P256DH, "BTBZ"), (&*P256DH.replace("BCVx", "BCVy"), AUTH), ("Ayt9", AUTH)] {
            let refused = bo.calls(subscribe(good, p256dh, auth)).await.unwrap_err();
            assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, "p256dh"), "{p256dh} {auth}");
        }
        assert!(push_of(&bo).await.devices.is_empty());
    }
}

each_engine! {
    async fn a_test_says_how_far_it_came(engine: Engine) {
        let it = Away::on(engine).await;
        let test = tests(&it.bo).await;
        assert_eq!(test.outcome, PushOutcome::Taken);
        let came = it.service.comes(&it.phone, 1).await.pop().unwrap();
        assert_eq!((&came.shown()["data"]["kind"], &came.shown()["navigate"]), (&json!("test"), &json!("/settings/notifications")));
        for (status, outcome) in [
            (503, PushOutcome::Unreachable),
            (400, PushOutcome::Refused),
            (403, PushOutcome::Refused),
            (307, PushOutcome::Refused),
            (410, PushOutcome::Gone),
        ] {
            it.service.answers(&it.phone, json!([{ "status": status, "headers": { "location": "/elsewhere" } }])).await;
            let test = tests(&it.bo).await;
            assert_eq!(test.outcome, outcome, "{status}: {}", test.message);
        }
        assert_eq!(tests(&it.bo).await.outcome, PushOutcome::NotSubscribed, "what is gone is forgotten");
        assert!(push_of(&it.bo).await.devices.is_empty());
        it.ends().await;
    }

    async fn whoever_is_signed_out_of_a_device_is_told_nothing_there(engine: Engine) {
        let it = Away::on(engine).await;
        let left = it.server.person("Bo").await;
        let lost = it.service.joins(&left).await;
        left.fetches(reqwest::Method::POST, "/auth/logout", None).await;
        it.calls(it.general, "look").await;
        it.service.comes(&it.phone, 1).await;
        assert!(it.service.received(&lost).await.is_empty());
        assert_eq!(push_of(&it.bo).await.devices.len(), 1);
        it.ends().await;
    }
}
