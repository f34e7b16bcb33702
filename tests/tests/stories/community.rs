//! Two people, one link, one conversation.

use crate::scene::{Pair, pair};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{GetInvite, UpdateMe};
use hubbub_tests::{Acts, Engine, Server, each_engine};

each_engine! {
    async fn a_link_brings_a_friend_in_and_both_talk_live(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Rust").await;
        let code = ada.invites(hub.id).await;

        let preview = server.stranger().calls(GetInvite { code: code.clone() }).await;
        let Ok(Reply::InvitePreview(preview)) = preview else { panic!("{preview:?}") };
        assert_eq!((&*preview.hub_name, &*preview.inviter, preview.joined), ("Rust", "Ada", false));

        let bo = server.phone("Bo").await;
        let joined = bo.joins(&code).await;
        assert_eq!(joined.owner, ada.id());
        let general = crate::scene::general_of(&joined);
        ada.subscribes(general).await;
        bo.subscribes(general).await;

        let hi = ada.says(general, "hi **Bo**").await;
        assert_eq!(bo.sees("hi **Bo**").await.author.display_name, "Ada");
        bo.says(general, "hi Ada").await;
        assert_eq!(ada.sees("hi Ada").await.author.display_name, "Bo");
        assert_eq!((hi.seq, hi.ordinal), (1, 1));
    }

    async fn edits_and_deletions_reach_everyone_who_looks(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let message = ada.says(general, "helo").await;
        bo.sees("helo").await;

        let edited = ada.edits(&message, "hello").await;
        let seen = bo.sees("hello").await;
        assert_eq!((seen.seq, seen.rev), (message.seq, edited.rev));
        assert!(seen.edited_at.is_some() && edited.rev > message.rev);

        ada.deletes(&message).await;
        let gone = bo.shows("the deletion", |state| {
            state.caches[&general].messages.get(&message.seq).filter(|message| message.deleted).cloned()
        }).await;
        assert_eq!(gone.content, "");
        ada.deletes(&message).await;
        assert!(ada.reads_page(general).await.messages.iter().all(|message| message.content.is_empty()));
    }

    async fn a_conversation_is_in_the_same_order_for_everyone(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let many = if engine == Engine::Sqlite { 60 } else { 10 };
        let speaks = async |phone: &hubbub_tests::Phone, name: &str| {
            for number in 0..many {
                phone.says(general, &format!("{name} {number}")).await;
            }
        };
        futures_util::join!(speaks(&ada, "ada"), speaks(&bo, "bo"));
        let all = 2 * many;
        for phone in [&ada, &bo] {
            phone.agrees("everything", |state| state.caches[&general].messages.len() == all).await;
            assert!(phone.state().surprises.is_empty(), "{:?}", phone.state().surprises);
        }
        assert_eq!(ada.reads(general), bo.reads(general));
        let fresh = server.phone("Bo").await;
        fresh.subscribes(general).await;
        let newest = &ada.reads(general)[all.saturating_sub(fresh.reads(general).len())..];
        assert_eq!(fresh.reads(general), newest);
    }

    async fn a_new_name_shows_everywhere(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        ada.says(general, "who am I").await;
        bo.sees("who am I").await;
        bo.opens_member_list(hub).await;
        ada.calls(UpdateMe { display_name: Some("Countess".to_owned()) }).await.unwrap();

        assert_eq!(ada.person().me().await.display_name, "Countess");
        bo.agrees("the new name in the member list", |state| {
            state.members[&hub][&ada.id()].user.display_name == "Countess"
        }).await;
        assert_eq!(bo.reads_page(general).await.messages[0].author.display_name, "Countess");
        assert_eq!(ada.person().me().await.username, bo.reads_page(general).await.messages[0].author.username);
    }

    async fn what_one_device_does_shows_on_the_other(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let tablet = ada.another_device().await;
        tablet.subscribes(general).await;

        ada.says(general, "from the phone").await;
        tablet.sees("from the phone").await;
        bo.sees("from the phone").await;
        let hub = tablet.creates_hub("Second").await;
        ada.agrees("the second hub", |state| state.hubs.contains_key(&hub.id)).await;
        assert!(!bo.state().hubs.contains_key(&hub.id));
    }

    async fn messages_keep_their_text_as_it_was_written(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let texts = ["<b>&amp;</b> \"'`", "日本語 🏳️‍🌈 e\u{301}", "a\nb\n\n\tc", "{\"$gt\": \"\"}", "'; DROP TABLE messages; --"];
        for text in texts {
            assert_eq!(ada.says(general, text).await.content, text);
            assert_eq!(bo.sees(text).await.content, text);
        }
        let page = bo.person().reads_page(general).await;
        assert_eq!(page.messages.iter().map(|message| &*message.content).collect::<Vec<_>>(), texts);
    }
}
