//! What becomes of a poll elsewhere: in rules, reports, search, answers, and for who was away.

use super::*;
use hubbub_shared::model::{AutomodAction, AutomodTrigger, ChannelChanges, ReportCategory};
use hubbub_shared::protocol::command::{
    CreateAutomodRule, GetHeldMessages, GetReport, ReleaseHeldMessage, ReportMessage, SearchMessages,
    Subscribe,
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
    async fn rules_read_the_answers_and_what_was_held_opens_when_it_is_let_through(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        ada.calls(rule(hub, "viagra", AutomodAction::Block)).await.unwrap();
        ada.calls(rule(hub, "gruel", AutomodAction::Hold)).await.unwrap();
        let (ada, bo) = (ada.via(door), bo.via(door));
        let bad = asking(general, "What now?", poll(&["Tea", "Viagra"]));
        assert_eq!(refused(bo.calls(bad).await), ErrorCode::BlockedByAutomod);
        let ask = SentPoll { ends_in_secs: Some(3600), anonymous: true, ..poll(&["Soup", "Gruel"]) };
        assert_eq!(refused(bo.calls(asking(general, "Lunch?", ask)).await), ErrorCode::HeldForReview);
        let Ok(Reply::HeldMessages(page)) =
            ada.calls(GetHeldMessages { hub, after: None, limit: None }).await
        else {
            panic!("a page")
        };
        assert_eq!(page.messages[0].content, "Lunch?\n- Soup\n- Gruel", "moderators see what would be asked");
        let release = ReleaseHeldMessage { hub, held: page.messages[0].id };
        let Ok(Reply::Message(message)) = ada.calls(release).await else { panic!("it is let through") };
        let open = seen(&bo, &message).await;
        assert_eq!((&*message.content, open.answers.len(), open.anonymous), ("Lunch?", 2, true));
        let lasts_ms = open.ends_at.unwrap().0 - message.created_at.0;
        assert_eq!(lasts_ms, 3_600_000, "it is open from then on");
        bo.calls(vote(&message, &[2])).await.unwrap();
    }

    async fn a_poll_is_quoted_reported_and_found_with_what_it_asks(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let (ada, bo, cy) = (ada.via(door), bo.via(door), cy.via(door));
        let message = asks(&cy, general, lunch()).await;
        let answer = SendMessage { reply_to: Some(message.id), ..SendMessage::of(general, "Soup!".to_owned(), None) };
        let Ok(Reply::Message(answer)) = ada.calls(answer).await else { panic!("an answer") };
        assert_eq!(answer.reply_to.unwrap().content, "Poll: What shall we eat?");
        let about = ReportMessage {
            channel: general,
            message: message.id,
            category: ReportCategory::Spam,
            words: String::new(),
        };
        let Ok(Reply::Report(report)) = bo.calls(about).await else { panic!("a report") };
        let Ok(Reply::ReportInFull(full)) = ada.calls(GetReport { hub, report: report.id }).await else {
            panic!("the report")
        };
        let copy = full.evidence.message.unwrap();
        assert_eq!(copy.content, "What shall we eat?\n- Soup\n- Salad\n- Bread");
        eventually("the poll is found by an answer", async || {
            match bo.calls(SearchMessages::of(hub, "salad")).await {
                Ok(Reply::FoundMessages(page)) => page.found.iter().any(|one| one.message.id == message.id).then_some(()),
                other => panic!("expected what was found, got {other:?}"),
            }
        })
        .await;
    }
}

each_engine! {
    async fn whoever_was_away_catches_up_with_votes(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, general, .. } = pair(&server).await;
        let message = asks(&ada, general, lunch()).await;
        bo.agrees("the poll", |state| state.caches[&general].messages.contains_key(&message.seq)).await;
        let rev = bo.state().caches[&general].rev;
        let elsewhere = bo.another_device().await;
        elsewhere.calls(vote(&message, &[2])).await.unwrap();
        ada.calls(vote(&message, &[1])).await.unwrap();
        let back = bo.another_device().await;
        let answer = back.calls(Subscribe { channel: general, since_rev: Some(rev) }).await;
        let Ok(Reply::Changes(ChannelChanges::Since { messages, .. })) = answer else { panic!("{answer:?}") };
        let poll = messages[0].poll.as_ref().unwrap();
        assert_eq!((poll.voters, poll.own()), (2, vec![2]));
    }
}
