//! What somebody said who is banned: nothing comes after the answer, and what shall go with them goes.

use super::{ban, lift};
use crate::scene::{Pair, pair};
use futures_util::future::join_all;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{Message, MessagePage};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{BanUser, GetAuditLog, GetMessages, SendMessage};
use hubbub_shared::{ChannelId, ErrorCode, HubId, Permissions, UserId};
use hubbub_tests::{Acts, Changes, Engine, Phone, Server, each_engine, eventually, overwrite};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn ban_with_words(hub: HubId, user: UserId, secs: u64) -> BanUser {
    BanUser { delete_last_secs: Some(secs), ..ban(hub, user) }
}

/// The words that are left in a channel, as its newest page has them.
async fn left(reader: &impl Acts, channel: ChannelId) -> Vec<String> {
    let messages = reader.reads_page(channel).await.messages;
    messages.into_iter().filter(|message| !message.deleted).map(|message| message.content).collect()
}

/// Waits until no word of somebody is left in a channel.
async fn nothing_is_left(reader: &impl Acts, channel: ChannelId, author: UserId) {
    let is_word = |message: &Message| message.author.id == author && !message.deleted;
    eventually("their words to go", async || {
        let messages = reader.reads_page(channel).await.messages;
        (!messages.is_empty() && !messages.iter().any(is_word)).then_some(())
    })
    .await;
}

/// A message, and at most 99 after it.
async fn oldest(reader: &impl Acts, first: &Message) -> Vec<Message> {
    let Message { id, channel, .. } = *first;
    let ask = GetMessages { after: Some(id), limit: Some(99), ..GetMessages::of(channel) };
    match reader.calls(ask).await {
        Ok(Reply::Page(page)) => [vec![first.clone()], page.messages].concat(),
        other => panic!("expected messages, got {other:?}"),
    }
}

/// As many calls at a time as a socket may have.
async fn says_many(phone: &Phone, channel: ChannelId, count: usize) {
    let numbers: Vec<usize> = (0..count).collect();
    for some in numbers.chunks(100) {
        join_all(
            some.iter().map(|number| async move { phone.says(channel, &format!("spam {number}")).await }),
        )
        .await;
    }
}

each_engine! {
    async fn nothing_said_arrives_after_a_ban_was_answered(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        for round in 0..3 {
            let talk = join_all((0..40).map(|number| {
                let bo = &bo;
                let send = SendMessage::of(general, format!("round {round}, word {number}"), None);
                async move { bo.calls(send).await }
            }));
            let banning = async {
                let answer = ada.calls(ban(hub, bo.id())).await;
                // Whatever is stored by now is all there will be, although sends may still be waiting.
                (answer, ada.person().reads_page(general).await)
            };
            let (answers, (banned, page)) = futures_util::join!(talk, banning);
            assert_eq!(banned, Ok(Reply::Done));
            let said = answers.iter().filter(|answer| answer.is_ok()).count();
            let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
            assert!(refused.clone().all(|problem| problem.code == ErrorCode::NotFound), "{answers:?}");
            let there = |page: &MessagePage| page.messages.iter().filter(|message| message.content.starts_with(&format!("round {round},"))).count();
            assert_eq!(there(&page), said, "what was acknowledged was there when the ban was answered, and nothing came after");
            assert_eq!(there(&ada.person().reads_page(general).await), said);
            ada.calls(lift(hub, bo.id())).await.unwrap();
            bo.joins(&ada.invites(hub).await).await;
            bo.agrees("the hub", |state| state.visible_channels().contains(&general)).await;
        }
    }

    async fn what_somebody_said_lately_goes_with_them_before_the_eyes_of_all(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let cy = server.phone("Cy").await;
        cy.joins(&ada.invites(hub).await).await;
        cy.agrees("the hub", |state| state.visible_channels().contains(&general)).await;
        cy.subscribes(general).await;
        // Who bans need not see the channel, or hold anything in it.
        let hidden = ada.makes_channel_with(hub, "hidden", vec![overwrite(cy.id()).denying(Permissions::VIEW)]).await.id;
        let role = ada.makes_role(hub, "banner", Permissions::BAN_MEMBERS).await.id;
        ada.assigns(hub, cy.id(), role).await;
        bo.says(general, "long ago").await;
        tokio::time::sleep(Duration::from_secs(6)).await;
        let lately = Instant::now();
        ada.says(general, "hello").await;
        says_many(&bo, general, 120).await;
        bo.sends(hidden, &format!("<@{}> look", ada.id())).await;
        ada.sees("spam 119").await;
        // However long the spam took, and the ban may take: all of it is lately, and "long ago" is not.
        let secs = lately.elapsed().as_secs() + 5;
        assert_eq!(cy.calls(ban_with_words(hub, bo.id(), secs)).await, Ok(Reply::Done));

        for phone in [&ada, &cy] {
            phone.agrees("that the spam is gone", |state| state.caches[&general].texts() == ["long ago", "hello"]).await;
            assert!(phone.state().surprises.is_empty(), "each deletion was told with the next rev");
        }
        nothing_is_left(&ada, hidden, bo.id()).await;
        let entry = eventually("the log", async || {
            let ask = GetAuditLog { action: Some(AuditAction::MessageDeleted), place: Some(hidden.place()), ..GetAuditLog::of(hub) };
            match ada.calls(ask).await {
                Ok(Reply::AuditLog(mut page)) => page.entries.pop(),
                other => panic!("expected the log, got {other:?}"),
            }
        }).await;
        assert_eq!((entry.who.id, entry.whom.map(|whom| whom.id)), (cy.id(), Some(bo.id())));
        ada.agrees("that no mention is left", |state| state.channels[&hidden].mentions == 0).await;
        ada.says(general, "quiet again").await;
        cy.sees("quiet again").await;
    }

    async fn without_the_wish_nothing_is_deleted(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        bo.says(general, "remember me").await;
        ada.calls(ban(hub, bo.id())).await.unwrap();
        server.kill9();
        server.restart().await;
        ada.reconnects().await;
        assert_eq!(left(&ada, general).await, ["remember me"]);
    }

    async fn a_deletion_is_finished_after_the_server_was_killed_in_the_middle(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let bo = server.phone("Bo").await;
        let (channels, each) = (4, if engine == Engine::Sqlite { 300 } else { 60 });
        for round in 0..4 {
            let hub = ada.creates_hub("Rust").await.id;
            bo.joins(&ada.invites(hub).await).await;
            let mut stays = BTreeMap::new();
            for number in 0..channels {
                let channel = ada.makes_channel(hub, &format!("channel-{number}"), None).await.id;
                stays.insert(channel, ada.sends(channel, "stays").await);
                says_many(&bo, channel, each).await;
            }
            assert_eq!(ada.calls(ban_with_words(hub, bo.id(), 3600)).await, Ok(Reply::Done));
            tokio::time::sleep(Duration::from_millis(12 * round)).await;
            server.kill9();
            server.restart().await;
            futures_util::join!(ada.reconnects(), bo.reconnects());
            for &channel in stays.keys() {
                nothing_is_left(&ada, channel, bo.id()).await;
                // From the newest to the oldest, and no other's.
                let left = eventually("the oldest to go", async || {
                    let oldest = oldest(&ada, &stays[&channel]).await;
                    assert_eq!(oldest.len(), each.min(99) + 1, "their places stay");
                    let left: Vec<_> = oldest.into_iter().filter(|message| !message.deleted).collect();
                    (left.len() <= 1).then_some(left)
                }).await;
                assert_eq!(left.iter().map(|message| &*message.content).collect::<Vec<_>>(), ["stays"]);
            }
        }
    }

    async fn what_somebody_says_who_was_let_in_again_stays(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let code = ada.invites(hub).await;
        for round in 0..3 {
            says_many(&bo, general, 20).await;
            ada.calls(ban_with_words(hub, bo.id(), 3600)).await.unwrap();
            ada.calls(lift(hub, bo.id())).await.unwrap();
            bo.joins(&code).await;
            let sorry = format!("sorry, {round}");
            bo.sends(general, &sorry).await;
            eventually("the spam to go", async || (left(&ada, general).await == [&*sorry]).then_some(())).await;
            bo.agrees("the hub", |state| state.visible_channels().contains(&general)).await;
        }
    }
}
