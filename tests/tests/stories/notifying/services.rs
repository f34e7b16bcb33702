//! Push services that are slow, busy or gone, and a server that dies in between.

use super::Away;
use hubbub_tests::{Acts, Engine, each_engine, eventually, push_of};
use serde_json::json;
use std::collections::BTreeSet;

each_engine! {
    async fn a_service_that_is_not_ready_is_asked_again(engine: Engine) {
        let it = Away::on(engine).await;
        it.service.answers(&it.phone, json!([{ "status": 500 }])).await;
        it.calls(it.general, "look").await;
        let came = it.service.comes(&it.phone, 2).await;
        assert_eq!((came[0].answered, came[1].answered), (500, 201));
        assert_eq!((came[0].topic.clone(), came[0].body()), (came[1].topic.clone(), came[1].body()));
        it.ends().await;
    }

    async fn a_subscription_that_is_gone_is_forgotten_and_others_are_told(engine: Engine) {
        let it = Away::on(engine).await;
        let tablet = it.service.joins(&it.server.person("Bo").await).await;
        it.service.answers(&it.phone, json!([{ "status": 410 }])).await;
        it.calls(it.general, "look").await;
        it.service.comes(&it.phone, 1).await;
        it.service.comes(&tablet, 1).await;
        eventually("it to be forgotten", || async { (push_of(&it.bo).await.devices.len() == 1).then_some(()) }).await;
        it.ends().await;
    }

    async fn what_is_too_much_for_a_service_is_not_sent_for_ever(engine: Engine) {
        let it = Away::on(engine).await;
        it.service.answers(&it.phone, json!([{ "status": 413 }, { "status": 201 }])).await;
        it.calls(it.general, &"x".repeat(3000)).await;
        it.service.comes(&it.phone, 1).await;
        let elsewhere = it.ada.makes_channel(it.hub, "elsewhere", None).await.id;
        it.calls(elsewhere, "next").await;
        let came = it.service.comes(&it.phone, 2).await;
        assert!(came[0].body().ends_with('…') && came[0].body().chars().count() < 300);
        assert_eq!(came[1].body(), "@Bo next");
        it.ends().await;
    }

    async fn a_power_cut_loses_no_notification_and_shows_none_twice(engine: Engine) {
        let it = Away::on(engine).await;
        let mut devices = vec![it.phone.clone()];
        for _ in 0..4 {
            devices.push(it.service.joins(&it.server.person("Bo").await).await);
        }
        // Two have it when the power goes, the others are waited for.
        for slow in &devices[2..] {
            it.service.answers(slow, json!([{ "status": 201, "hang_ms": 60_000 }])).await;
        }
        it.calls(it.general, "look").await;
        for device in &devices {
            it.service.comes(device, 1).await;
        }
        eventually("what two devices took to be written down", || async {
            let taken = push_of(&it.bo).await.devices.iter().filter(|one| one.last_taken_at.is_some()).count();
            (taken == 2).then_some(())
        })
        .await;
        it.server.kill9();
        it.server.restart().await;
        for slow in &devices[2..] {
            let came = it.service.comes(slow, 2).await;
            let shown: BTreeSet<_> = came.iter().map(|one| one.shown().to_string()).collect();
            assert_eq!(shown.len(), 1, "the same, so that it takes its own place on the screen");
            assert_eq!(came[0].topic, came[1].topic);
        }
        // Time enough for those that had it, by what was sent after it.
        let elsewhere = it.ada.makes_channel(it.hub, "elsewhere", None).await.id;
        it.calls(elsewhere, "afterwards").await;
        for device in &devices[..2] {
            let mut last = it.service.comes(device, 2).await;
            assert_eq!(last.pop().unwrap().body(), "@Bo afterwards");
            assert_eq!(last.len(), 1, "what was taken before the cut is not sent again");
        }
        it.ends().await;
    }
}
