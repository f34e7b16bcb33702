//! What the rules of a hub say to what is passed on, and what becomes of it with a moderator and when its author is gone.

use super::*;
use hubbub_shared::model::{AutomodAction, AutomodTrigger, LeftMessages};
use hubbub_shared::protocol::command::{
    BanUser, CreateAutomodRule, DeleteAccount, GetHeldMessages, GetPins, PinMessage, ReleaseHeldMessage,
};

fn rule(hub: hubbub_shared::HubId, word: &str, action: AutomodAction) -> CreateAutomodRule {
    CreateAutomodRule {
        hub,
        name: "Manners".to_owned(),
        trigger: AutomodTrigger::Words(vec![word.to_owned()]),
        action,
        notice: None,
        exempt_roles: Vec::new(),
        exempt_channels: Vec::new(),
        enabled: None,
    }
}

each_door! {
    async fn rules_read_what_is_passed_on_as_what_is_said(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let own = crate::scene::general_of(&bo.creates_hub("Bo's").await);
        ada.calls(rule(hub, "viagra", AutomodAction::Block)).await.unwrap();
        ada.calls(rule(hub, "gruel", AutomodAction::Hold)).await.unwrap();
        let (ada, bo) = (ada.via(door), bo.via(door));
        let bad = bo.sends(own, "Buy viagra").await;
        assert_eq!(refused(bo.calls(passing(&bad, general, "")).await), ErrorCode::BlockedByAutomod);
        let odd = bo.sends(own, "Gruel for all").await;
        let ask = SendMessage { nonce: Some(format!("held-{door:?}")), ..passing(&odd, general, "Yum") };
        for _ in 0..2 {
            assert_eq!(refused(bo.calls(ask.clone()).await), ErrorCode::HeldForReview);
        }
        let Ok(Reply::HeldMessages(page)) = ada.calls(GetHeldMessages { hub, after: None, limit: None }).await else {
            panic!("a page")
        };
        assert_eq!(page.messages.len(), 1, "it waits once");
        assert_eq!(page.messages[0].content, "Yum\nGruel for all", "moderators see what would be read");
        let release = ReleaseHeldMessage { hub, held: page.messages[0].id };
        let released = sent(ada.calls(release).await);
        assert_eq!((&*released.content, released.forward.as_deref()), ("Yum", Some(&copy_of(&odd))));
        let good = bo.sends(own, "Soup for all").await;
        assert_eq!(refused(bo.calls(passing(&good, general, "with viagra")).await), ErrorCode::BlockedByAutomod);
        passes(&bo, &good, general, "").await;
    }

    async fn saying_it_again_and_again_is_noticed_without_words_of_ones_own(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let trigger = AutomodTrigger::Repetition { times: 2, secs: 60 };
        ada.calls(CreateAutomodRule { trigger, ..rule(hub, "", AutomodAction::Block) }).await.unwrap();
        let own = crate::scene::general_of(&bo.creates_hub("Bo's").await);
        let bo = bo.via(door);
        let original = bo.sends(own, &format!("Come to my hub {door:?}")).await;
        for _ in 0..2 {
            passes(&bo, &original, general, "").await;
        }
        assert_eq!(refused(bo.calls(passing(&original, general, "")).await), ErrorCode::BlockedByAutomod);
    }

    async fn it_is_pinned_like_any_message(server: &Server, door: Door) {
        let Cast { ada, bo, general, .. } = Cast::gathers(server).await;
        let original = bo.sends(general, "Soup is ready").await;
        let message = passes(&bo.via(door), &original, general, "").await;
        ada.via(door).calls(PinMessage { channel: general, message: message.id }).await.unwrap();
        let Ok(Reply::Pins(pins)) = bo.via(door).calls(GetPins { channel: general }).await else { panic!("pins") };
        assert_eq!(pins.messages[0].forward.as_deref(), Some(&copy_of(&original)));
    }
}

each_engine! {
    async fn it_goes_with_who_passed_it_on_and_not_with_who_wrote_it(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let (cy, di) = (cast.also(&server, "Cy").await, cast.also(&server, "Di").await);
        let Cast { ada, bo, hub, general, .. } = cast;
        let original = cy.sends(general, "Soup is ready").await;
        let (by_bo, by_di) = (passes(&bo, &original, general, "").await, passes(&di, &original, general, "").await);
        let leave = DeleteAccount { name: "Cy".to_owned(), messages: LeftMessages::Deleted };
        cy.person().calls(leave).await.unwrap();
        eventually("the original to be gone", async || seen(&ada, &original).await.deleted.then_some(())).await;
        assert_eq!(seen(&ada, &by_bo).await.forward, by_bo.forward, "it names nobody, and is Bo's");
        let ban =
            BanUser { hub, user: bo.id(), until: None, reason: None, delete_last_secs: Some(3600) };
        ada.calls(ban).await.unwrap();
        eventually("Bo's to be gone", async || {
            let gone = seen(&ada, &by_bo).await;
            (gone.deleted && gone.forward.is_none()).then_some(())
        })
        .await;
        assert!(seen(&ada, &by_di).await.forward.is_some());
    }
}
