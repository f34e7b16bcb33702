//! What has not been read yet.

use crate::scene::{Pair, pair};
use hubbub_shared::model::{ChannelState, Overwrite, OverwriteTarget};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{MarkRead, MarkUnread, Subscribe};
use hubbub_shared::{ChannelId, ErrorCode, MessageId, Permissions, Problem};
use hubbub_tests::{Acts, Door, Engine, Phone, Server, each_engine};

fn unread(phone: &Phone, channel: ChannelId) -> u64 {
    phone.state().channels[&channel].unread
}

fn stands(answer: Result<Reply, Problem>) -> ChannelState {
    match answer {
        Ok(Reply::ChannelState(state)) => state,
        other => panic!("{other:?}"),
    }
}

async fn fresh(phone: &Phone, channel: ChannelId) -> ChannelState {
    phone.another_device().await.state().channels[&channel].clone()
}

each_engine! {
    async fn messages_count_as_unread_until_they_are_read(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        for number in 0..3 {
            ada.says(general, &format!("number {number}")).await;
        }
        bo.sees("number 2").await;
        assert_eq!(unread(&bo, general), 3);
        assert_eq!(fresh(&bo, general).await.unread, 3);

        let state = bo.marks_read(general).await;
        assert_eq!((state.unread, state.read_seq), (0, state.last_seq));
        bo.agrees("that all is read", |state| state.channels[&general].unread == 0).await;
        assert_eq!(fresh(&bo, general).await.unread, 0);
    }

    async fn reading_on_one_device_clears_the_other(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let tablet = bo.another_device().await;
        ada.says(general, "ping").await;
        bo.sees("ping").await;
        tablet.agrees("the activity", |state| state.channels[&general].unread == 1).await;
        bo.marks_read(general).await;
        tablet.agrees("that it was read", |state| state.channels[&general].unread == 0).await;
    }

    async fn what_one_sends_is_read_on_all_ones_devices(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let (tablet, looking) = (ada.another_device().await, ada.another_device().await);
        looking.subscribes(general).await;
        bo.says(general, "question").await;
        tablet.agrees("the question", |state| state.channels[&general].unread == 1).await;
        let answer = ada.says(general, "answer").await;
        looking.sees("answer").await;
        for (name, device) in [("phone", &ada), ("device that looks", &looking), ("device that does not", &tablet)] {
            device.agrees(&format!("that all is read on the {name}"), |state| {
                let state = &state.channels[&general];
                state.last_seq == answer.seq && state.unread == 0
            }).await;
        }
        assert_eq!(fresh(&ada, general).await.unread, 0);
        assert_eq!(fresh(&bo, general).await.unread, 1);
    }

    async fn a_read_marker_never_moves_back_nor_beyond_the_end(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let mut sent = Vec::new();
        for number in 0..4 {
            sent.push(ada.says(general, &format!("number {number}")).await);
        }
        let mark = async |seq: u64| stands(bo.calls(MarkRead { channel: general, seq: Some(seq) }).await);
        assert_eq!(mark(sent[2].seq).await.unread, 1);
        assert_eq!(mark(sent[0].seq).await.unread, 1, "it never moves back");
        let end = mark(u64::MAX >> 1).await;
        assert_eq!((end.unread, end.read_seq), (0, sent[3].seq), "nor beyond the newest message");
        ada.says(general, "one more").await;
        bo.sees("one more").await;
        assert_eq!(fresh(&bo, general).await.unread, 1);
    }

    async fn what_is_put_back_is_unread_on_all_devices_with_its_mentions(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let tablet = bo.another_device().await;
        let mut sent = Vec::new();
        for words in ["first".to_owned(), format!("second, <@{}>", bo.id()), "third".to_owned()] {
            sent.push(ada.says(general, &words).await);
        }
        // Whoever sends has read.
        bo.says(general, "fourth").await;
        bo.marks_read(general).await;
        tablet.agrees("that all is read", |state| state.channels[&general].unread == 0).await;
        for (door, message, left, mentions) in [
            (Door::Socket, &sent[2], 2, 0),
            (Door::Rest, &sent[1], 3, 1),
            (Door::Socket, &sent[2], 3, 1),
            (Door::Rest, &sent[0], 4, 1),
        ] {
            let state = stands(bo.via(door).calls(MarkUnread { channel: general, message: message.id }).await);
            assert_eq!((state.unread, state.mentions), (left, mentions), "{door:?}: {message:?}");
            tablet.agrees("what is unread", |state| {
                let state = &state.channels[&general];
                (state.unread, state.mentions) == (left, mentions)
            }).await;
            let known = fresh(&bo, general).await;
            assert_eq!((known.unread, known.mentions), (left, mentions));
        }
        assert_eq!(stands(bo.calls(MarkRead { channel: general, seq: Some(sent[1].seq) }).await).unread, 2);
        assert_eq!(bo.marks_read(general).await.mentions, 0);
        assert_eq!(fresh(&bo, general).await.put_back, 3);
        assert_eq!(fresh(&ada, general).await.put_back, 0, "of others, nothing changes");
    }

    async fn nobody_puts_back_what_they_may_not_read(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let said = ada.says(general, "first").await.id;
        let olga = server.phone("Olga").await;
        let other = ada.makes_channel(hub, "other", None).await.id;
        for door in [Door::Rest, Door::Socket] {
            let refused = async |by: &Phone, channel, message| {
                by.via(door).calls(MarkUnread { channel, message }).await.unwrap_err().code
            };
            assert_eq!(refused(&olga, general, said).await, ErrorCode::NotFound);
            assert_eq!(refused(&bo, other, said).await, ErrorCode::NotFound, "it is not of that channel");
            assert_eq!(refused(&bo, general, MessageId(1)).await, ErrorCode::NotFound);
        }
        let target = OverwriteTarget::Role(hub.everyone());
        ada.overwrites(general, Overwrite { target, allow: Permissions::NONE, deny: Permissions::HISTORY }).await;
        let refused = bo.calls(MarkUnread { channel: general, message: said }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::Forbidden);
    }

    async fn edits_and_deletions_are_not_counted_as_new(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let message = ada.says(general, "draft").await;
        bo.sees("draft").await;
        bo.marks_read(general).await;
        ada.edits(&message, "final").await;
        bo.sees("final").await;
        assert_eq!(unread(&bo, general), 0);
        ada.deletes(&message).await;
        ada.says(general, "next").await;
        bo.sees("next").await;
        assert_eq!((unread(&bo, general), fresh(&bo, general).await.unread), (1, 1));
    }

    async fn channels_nobody_looks_at_still_count_on_the_screen(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let quiet = ada.makes_channel(hub, "quiet", None).await.id;
        bo.agrees("the channel", |state| state.visible_channels().contains(&quiet)).await;
        for number in 0..3 {
            ada.sends(quiet, &format!("psst {number}")).await;
        }
        bo.agrees("three unread", |state| state.channels.get(&quiet).is_some_and(|state| state.unread == 3)).await;
        assert!(!bo.arrived().join("\n").contains("psst"), "only the number is told, not the words");
        assert_eq!(unread(&bo, general), 0);
    }

    async fn a_newcomer_is_not_drowned_in_what_came_before(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, general, .. } = pair(&server).await;
        ada.says(general, "long ago").await;
        let cy = server.phone("Cy").await;
        cy.joins(&ada.invites(hub).await).await;
        assert_eq!(fresh(&cy, general).await.unread, 0);
        let page = cy.calls(Subscribe { channel: general, since_rev: None }).await;
        assert!(page.is_ok(), "{page:?}");
        cy.sees("long ago").await;
        ada.says(general, "welcome").await;
        cy.sees("welcome").await;
        assert_eq!((unread(&cy, general), fresh(&cy, general).await.unread), (1, 1));
    }

    async fn a_mention_is_counted_for_the_mentioned_only(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let cy = server.phone("Cy").await;
        cy.joins(&ada.invites(hub).await).await;
        ada.says(general, &format!("look, <@{}>", bo.id())).await;
        ada.says(general, "nobody here").await;
        bo.agrees("one mention", |state| state.channels[&general].mentions == 1).await;
        assert_eq!(fresh(&bo, general).await.mentions, 1);
        assert_eq!(fresh(&cy, general).await.mentions, 0);
        assert_eq!(fresh(&ada, general).await.mentions, 0);
        bo.marks_read(general).await;
        assert_eq!(fresh(&bo, general).await.mentions, 0);
    }

    async fn many_mentions_at_the_same_moment_are_all_counted(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let tablet = bo.another_device().await;
        let rounds: u64 = if engine == Engine::Sqlite { 10 } else { 2 };
        for round in 1..=rounds {
            let words = format!("<@{}>", bo.id());
            futures_util::future::join_all((0..8).map(|_| ada.says(general, &words))).await;
            for device in [&bo, &tablet] {
                device.agrees("all mentions", |state| state.channels[&general].mentions == 8 * round).await;
            }
        }
        let words = format!("<@{}>", bo.id());
        let talk = futures_util::future::join_all((0..8).map(|_| ada.says(general, &words)));
        futures_util::join!(talk, bo.marks_read(general), bo.person().marks_read(general));
        let rest = fresh(&bo, general).await;
        for device in [&bo, &tablet] {
            device.agrees("what is left after reading meanwhile", |state| {
                let state = &state.channels[&general];
                (state.mentions, state.read_seq, state.unread) == (rest.mentions, rest.read_seq, rest.unread)
            }).await;
        }
    }
}
