//! Blocking and ignoring: no mention comes through, on any device, and the other side cannot tell.

use crate::scene::{Pair, pair};
use hubbub_shared::model::{BlockKind, BlockList, Me};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{BlockUser, GetBlocks, PinMessage, SaveMessage, UnblockUser};
use hubbub_shared::{ChannelId, ErrorCode, MessageId, UserId};
use hubbub_tests::browser::{Screen, play_in_browser};
use hubbub_tests::{Acts, Door, Engine, Phone, Server, each_door, each_engine};

const BOTH: [BlockKind; 2] = [BlockKind::Blocked, BlockKind::Ignored];

fn blocks(user: UserId, kind: BlockKind) -> BlockUser {
    BlockUser { user, kind }
}

async fn me(of: &impl Acts, command: impl Into<hubbub_shared::protocol::Command>) -> Me {
    match of.calls(command).await {
        Ok(Reply::Me(me)) => me,
        other => panic!("expected oneself, got {other:?}"),
    }
}

async fn list(of: &impl Acts) -> BlockList {
    match of.calls(GetBlocks {}).await {
        Ok(Reply::Blocks(list)) => list,
        other => panic!("expected a list, got {other:?}"),
    }
}

each_door! {
    async fn whoever_is_shut_out_reaches_one_by_no_mention_and_cannot_tell(server: &Server, door: Door) {
        let Pair { ada, bo, general, .. } = pair(server).await;
        let words = format!("look, <@{}>", bo.id());
        for kind in BOTH {
            let told = me(&bo.via(door), blocks(ada.id(), kind)).await;
            assert_eq!((told.blocks[0].user, told.blocks[0].kind, told.blocks.len()), (ada.id(), kind, 1));
            let sent = ada.sends(general, &words).await;
            assert_eq!(sent.mentions, [bo.id()], "Ada sees what she always saw");
            assert_eq!(bo.another_device().await.state().channels[&general].mentions, 0);
            let listed = list(&bo.via(door)).await.blocks;
            assert_eq!((listed[0].user.id, listed[0].kind), (ada.id(), kind));
        }
        assert!(me(&bo.via(door), UnblockUser { user: ada.id() }).await.blocks.is_empty());
        assert!(me(&bo.via(door), UnblockUser { user: ada.id() }).await.blocks.is_empty(), "twice is no error");
        ada.sends(general, &words).await;
        bo.agrees("a mention", |state| state.channels[&general].mentions == 1).await;
    }

    async fn nobody_blocks_themselves_or_nobody(server: &Server, door: Door) {
        let ada = server.phone("Ada").await;
        let own = ada.id();
        let refused = ada.via(door).calls(blocks(own, BlockKind::Blocked)).await.unwrap_err();
        assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, "user"));
        let refused = ada.via(door).calls(blocks(UserId(7), BlockKind::Blocked)).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotFound);
        assert!(list(&ada.via(door)).await.blocks.is_empty());
    }
}

each_engine! {
    async fn it_is_the_same_on_all_devices_and_after_a_restart(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let tablet = bo.another_device().await;
        me(&bo, blocks(ada.id(), BlockKind::Ignored)).await;
        tablet.agrees("that Ada is ignored", |state| state.me.as_ref().is_some_and(|me| me.blocks.len() == 1)).await;
        assert!(!ada.arrived().join("").contains("blocks"), "nobody else is told");
        server.kill9();
        server.restart().await;
        let sent = ada.person().sends(general, &format!("<@{}>", bo.id())).await;
        let fresh = bo.another_device().await;
        let state = fresh.state();
        assert_eq!(state.me.map(|me| me.blocks.len()), Some(1));
        assert_eq!(state.channels[&general].mentions, 0, "{sent:?}");
    }
}

/// What is kept of a blocked person's words is found by whom it is, not by what it says.
async fn nothing_tells(
    screen: &Screen,
    ada: &Phone,
    (place, channel, message): (&str, ChannelId, MessageId),
) {
    ada.calls(PinMessage { channel, message }).await.expect("Ada may pin");
    ada.calls(SaveMessage { channel, message, remind_at: None }).await.expect("anybody may save");
    screen.page.taps(".bar-place").await;
    screen.chooses("Pinned messages").await;
    let says = |at: &str| {
        format!("/^(?!.*seeds).*By somebody you blocked/s.test(document.querySelector('{at}')?.innerText)")
    };
    screen.page.becomes("a pin without words", &says("[data-testid=pinned]")).await;
    screen.page.escapes().await;
    screen.page.has_no_dialog().await;
    screen.goes_to("/inbox/saved").await;
    screen.page.becomes("a bookmark without words", &says("[data-testid=saved]")).await;
    screen.goes_to(place).await;
    screen.page.shows(".message-fold").await;
}

#[test]
fn a_blocked_persons_words_are_folded_until_one_hears_them_again() {
    play_in_browser(async |server, chromium| {
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let id = bo.sends(general, "buy my seeds").await.id;
        let place = format!("/hubs/{hub}/{general}");
        let screen = Screen::enters(chromium.phone().await, &server.address(), "Ada", &place).await;
        screen.sees("buy my seeds").await;
        screen.page.taps_words(".message-author", "Bo").await;
        screen.chooses("Block").await;
        screen.page.tells("Bo is blocked").await;
        screen.page.taps("[data-testid=undo]").await;
        screen.page.becomes("nothing folded", "!document.querySelector('.message-fold')").await;
        screen.page.taps_words(".message-author", "Bo").await;
        screen.chooses("Block").await;
        screen.page.tells("By somebody you blocked").await;
        assert!(!screen.page.has(".message-fold[open]").await);
        screen.page.taps(".message-fold summary").await;
        screen.page.shows(".message-fold[open]").await;
        nothing_tells(&screen, &ada, (&place, general, id)).await;
        screen.page.taps_words(".message-author", "Bo").await;
        screen.chooses("Unblock").await;
        screen.page.becomes("nothing folded", "!document.querySelector('.message-fold')").await;

        screen.page.taps_words(".message-author", "Bo").await;
        screen.chooses("Ignore").await;
        screen.page.tells("Bo is ignored").await;
        bo.says(general, &format!("<@{}> now", ada.id())).await;
        screen.page.tells("now").await;
        assert!(!screen.page.has("[data-mentions-me]").await, "an ignored mention is nothing to stop at");
        screen.goes_to("/settings").await;
        screen.page.taps("button[aria-label=\"Stop ignoring Bo\"]").await;
        screen.page.tells("Nobody. You can block or ignore").await;
        assert!(list(&ada).await.blocks.is_empty());
        screen.is_content();
    });
}
