//! Coming back after being away: complete, or start over.

use crate::scene::{Pair, pair};
use hubbub_shared::model::ChannelChanges;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::Subscribe;
use hubbub_shared::{ChannelId, ErrorCode};
use hubbub_tests::{Acts, Engine, Phone, Server, each_engine};

async fn changes(phone: &Phone, channel: ChannelId, since_rev: Option<u64>) -> ChannelChanges {
    match phone.calls(Subscribe { channel, since_rev }).await {
        Ok(Reply::Changes(changes)) => changes,
        other => panic!("{other:?}"),
    }
}

async fn looks_as_if_never_away(phone: &Phone, channel: ChannelId) {
    let fresh = phone.another_device().await;
    fresh.subscribes(channel).await;
    let (kept, fetched) = (phone.state().caches[&channel].clone(), fresh.state().caches[&channel].clone());
    assert_eq!(kept.rev, fetched.rev);
    for (seq, message) in &fetched.messages {
        let known = &kept.messages[seq];
        assert_eq!(
            (&known.content, known.rev, known.deleted),
            (&message.content, message.rev, message.deleted)
        );
    }
}

each_engine! {
    async fn a_short_absence_is_filled_completely(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let kept = ada.says(general, "kept").await;
        let doomed = ada.says(general, "doomed").await;
        bo.sees("doomed").await;
        bo.loses_connection();
        ada.edits(&kept, "kept and edited").await;
        ada.deletes(&doomed).await;
        for number in 0..5 {
            ada.says(general, &format!("missed {number}")).await;
        }
        bo.reconnects().await;
        bo.sees("missed 4").await;
        assert_eq!(bo.reads(general), ["kept and edited", "missed 0", "missed 1", "missed 2", "missed 3", "missed 4"]);
        looks_as_if_never_away(&bo, general).await;
        ada.says(general, "live again").await;
        bo.sees("live again").await;
    }

    async fn a_long_absence_is_complete_or_starts_over(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        ada.says(general, "the last they saw").await;
        bo.sees("the last they saw").await;
        bo.loses_connection();
        // More than the server fills in one answer, and fewer.
        let many = if engine == Engine::Sqlite { 620 } else { 60 };
        for number in 0..many {
            ada.sends(general, &format!("missed {number}")).await;
        }
        let since = bo.state().caches[&general].rev;
        let tablet = bo.another_device().await;
        match changes(&tablet, general, Some(since)).await {
            ChannelChanges::Since { messages, rev } => {
                assert_eq!(messages.len(), many, "complete");
                assert!(messages.windows(2).all(|pair| pair[0].rev < pair[1].rev), "in order");
                assert_eq!(rev, messages.last().unwrap().rev);
            }
            ChannelChanges::StartOver(page) => {
                assert!(page.has_before && !page.has_after, "the newest page");
                assert_eq!(page.messages.last().unwrap().content, format!("missed {}", many - 1));
            }
        }
        bo.reconnects().await;
        bo.sees(&format!("missed {}", many - 1)).await;
        looks_as_if_never_away(&bo, general).await;
    }

    async fn nothing_new_is_an_empty_answer(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let last = ada.says(general, "hi").await;
        let answer = changes(&ada, general, Some(last.rev)).await;
        assert_eq!(answer, ChannelChanges::Since { messages: vec![], rev: last.rev });
        let answer = changes(&ada, general, Some(last.rev)).await;
        assert_eq!(answer, ChannelChanges::Since { messages: vec![], rev: last.rev }, "subscribing twice is no error");
        ada.says(general, "once").await;
        let announced = ada.arrived().iter().filter(|frame| frame.contains("\"once\"")).count();
        assert_eq!(announced, 1, "two subscriptions do not announce twice");
    }

    async fn a_rev_from_the_future_starts_over(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        ada.says(general, "hi").await;
        for rev in [1_000, u64::MAX >> 1, u64::MAX] {
            // As after the server was restored from a backup: what the client has is from another life.
            let answer = changes(&ada, general, Some(rev)).await;
            let ChannelChanges::StartOver(page) = answer else { panic!("{rev}: {answer:?}") };
            assert_eq!(page.messages.len(), 1);
        }
    }

    async fn who_stops_following_hears_no_more(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        bo.unsubscribes(general).await;
        ada.says(general, "behind your back").await;
        bo.agrees("the activity", |state| state.channels[&general].unread == 1).await;
        assert!(!bo.arrived().join("\n").contains("behind your back"));
        bo.subscribes(general).await;
        bo.sees("behind your back").await;
    }

    async fn an_outsider_cannot_follow_a_channel(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let olga = server.phone("Olga").await;
        for since_rev in [None, Some(0), Some(1)] {
            let refused = olga.calls(Subscribe { channel: general, since_rev }).await.unwrap_err();
            assert_eq!(refused.code, ErrorCode::NotFound);
        }
        ada.says(general, "members only").await;
        let hub = olga.creates_hub("Own").await;
        olga.agrees("her own hub", |state| state.hubs.contains_key(&hub.id)).await;
        assert!(!olga.arrived().join("\n").contains("members only"));
    }
}
