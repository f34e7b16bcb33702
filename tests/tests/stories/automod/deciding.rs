//! What becomes of what rules find, and of who wrote it.

use super::*;
use crate::scene::{Pair, pair};
use futures_util::future::join_all;
use hubbub_shared::protocol::command::{
    DeleteChannel, DeleteHub, DiscardHeldMessage, LeaveHub, ReleaseHeldMessage, TimeOutMember,
};
use hubbub_tests::{Changes, overwrite};

each_door! {
    async fn what_is_held_is_read_by_moderators_alone_until_one_lets_it_through(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        let Cast { ada, bo, olga, hub, general } = cast;
        let moderator = ada.makes_role(hub, "moderator", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, cy.id(), moderator).await;
        makes(&ada, rule(hub, words(&["viagra"]), AutomodAction::Hold)).await;
        let (via, nonce) = (bo.via(door), Some(format!("held-{door:?}")));
        let ask = SendMessage { nonce: nonce.clone(), ..say(general, "no viagra here") };
        for _ in 0..2 {
            let problem = via.calls(ask.clone()).await.expect_err("it waits");
            assert_eq!(problem.code, ErrorCode::HeldForReview);
            assert!(problem.message.contains("moderator"), "{problem}");
        }
        assert!(ada.reads_page(general).await.messages.is_empty(), "nobody reads it");
        let queue = held(&cy.via(door), hub).await;
        let [one] = &*queue else { panic!("once: {queue:?}") };
        assert_eq!((one.author.id, one.channel, &*one.content, &*one.rule), (bo.id(), general, "no viagra here", "Manners"));
        let all = |one: &HeldMessage| -> [Command; 3] {
            [GetHeldMessages { hub, after: None, limit: None }.into(), ReleaseHeldMessage { hub, held: one.id }.into(), DiscardHeldMessage { hub, held: one.id }.into()]
        };
        for command in all(one) {
            assert_eq!(refused(di.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            assert_eq!(refused(via.calls(command.clone()).await), ErrorCode::Forbidden, "not their author: {command:?}");
            assert_eq!(refused(olga.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        let Ok(Reply::Message(message)) = cy.via(door).calls(ReleaseHeldMessage { hub, held: one.id }).await else { panic!("Cy lets it through") };
        assert_eq!((message.author.id, &*message.content, message.channel), (bo.id(), "no viagra here", general));
        assert_eq!(refused(cy.via(door).calls(ReleaseHeldMessage { hub, held: one.id }).await), ErrorCode::NotFound);
        assert!(held(&cy.via(door), hub).await.is_empty());
        let Ok(Reply::Message(again)) = via.calls(ask).await else { panic!("the same nonce is answered with what became of it") };
        assert_eq!(again.id, message.id);
        assert_eq!(ada.reads_page(general).await.messages.len(), 1);
        let line = log_with(&ada, hub, AuditAction::MessageReleased).await.remove(0);
        assert_eq!((line.who.id, line.whom.map(|whom| whom.id), line.actor), (cy.id(), Some(bo.id()), Some(Actor::Person)));
        let line = log_with(&ada, hub, AuditAction::MessageHeld).await.remove(0);
        assert_eq!((line.who.id, line.actor, line.name.as_deref()), (bo.id(), Some(Actor::Automod), Some("Manners")));
    }

    async fn who_moderates_one_channel_alone_decides_about_what_is_held_there(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let ours = ada.makes_channel_with(hub, "ours", vec![overwrite(cy.id()).allowing(Permissions::MANAGE_MESSAGES)]).await.id;
        makes(&ada, rule(hub, words(&["darn"]), AutomodAction::Hold)).await;
        for channel in [general, ours] {
            assert_eq!(refused(bo.via(door).calls(say(channel, "darn")).await), ErrorCode::HeldForReview);
        }
        let all = held(&ada.via(door), hub).await;
        let elsewhere = all.iter().find(|one| one.channel == general).unwrap().id;
        let seen = held(&cy.via(door), hub).await;
        assert_eq!(seen.iter().map(|one| one.channel).collect::<Vec<_>>(), [ours]);
        let release = |held| ReleaseHeldMessage { hub, held };
        assert_eq!(refused(cy.via(door).calls(release(elsewhere)).await), ErrorCode::Forbidden);
        assert!(cy.via(door).calls(release(seen[0].id)).await.is_ok());
        assert_eq!(refused(bo.via(door).calls(GetHeldMessages { hub, after: None, limit: None }).await), ErrorCode::Forbidden);
    }

    async fn what_is_thrown_away_is_gone_and_who_does_not_decide_there_sees_none_of_it(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let moderator = ada.makes_role(hub, "moderator", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, cy.id(), moderator).await;
        let secret = ada.makes_channel_with(hub, "secret", vec![overwrite(cy.id()).denying(Permissions::VIEW)]).await.id;
        makes(&ada, rule(hub, words(&["darn"]), AutomodAction::Hold)).await;
        for channel in [general, secret, general] {
            assert_eq!(refused(bo.via(door).calls(say(channel, "darn")).await), ErrorCode::HeldForReview);
        }
        let (all, seen) = (held(&ada.via(door), hub).await, held(&cy.via(door), hub).await);
        assert_eq!((all.len(), seen.len()), (3, 2));
        assert!(seen.iter().all(|one| one.channel == general));
        let hidden = all.iter().find(|one| one.channel == secret).unwrap().id;
        assert_eq!(refused(cy.via(door).calls(ReleaseHeldMessage { hub, held: hidden }).await), ErrorCode::NotFound);
        let Ok(Reply::HeldMessages(page)) = cy.via(door).calls(GetHeldMessages { hub, after: None, limit: Some(1) }).await else { panic!("a page") };
        assert_eq!((page.messages.len(), page.messages[0].id), (1, seen[0].id));
        let Ok(Reply::HeldMessages(rest)) = cy.via(door).calls(GetHeldMessages { hub, after: page.next, limit: Some(1) }).await else { panic!("a page") };
        assert_eq!(rest.messages[0].id, seen[1].id);
        assert_eq!(cy.via(door).calls(DiscardHeldMessage { hub, held: seen[0].id }).await, Ok(Reply::Done));
        assert_eq!(refused(cy.via(door).calls(DiscardHeldMessage { hub, held: seen[0].id }).await), ErrorCode::NotFound);
        // Who wrote it and went is not spoken for.
        bo.calls(LeaveHub { hub }).await.unwrap();
        assert_eq!(refused(cy.via(door).calls(ReleaseHeldMessage { hub, held: seen[1].id }).await), ErrorCode::Conflict);
        assert_eq!(cy.via(door).calls(DiscardHeldMessage { hub, held: seen[1].id }).await, Ok(Reply::Done));
        assert!(ada.reads_page(general).await.messages.is_empty());
        assert_eq!(log_with(&ada, hub, AuditAction::MessageDiscarded).await[0].who.id, cy.id());
        ada.calls(DeleteChannel { channel: secret }).await.unwrap();
        assert_eq!(refused(ada.via(door).calls(ReleaseHeldMessage { hub, held: hidden }).await), ErrorCode::NotFound);
        ada.calls(DeleteHub { hub }).await.unwrap();
    }

    async fn an_alert_lets_the_message_through_and_points_at_it(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        makes(&ada, rule(hub, words(&["fight"]), AutomodAction::Alert)).await;
        let sent = bo.via(door).sends(general, "a fight!").await;
        let line = log_with(&ada, hub, AuditAction::MessageFlagged).await.remove(0);
        assert_eq!((&*line.subject, line.name.as_deref(), line.whom.clone().map(|whom| whom.id)), (&*sent.id.to_string(), Some("Manners"), Some(bo.id())));
        assert_eq!((line.actor, line.place), (Some(Actor::Automod), Some(general.place())));
        assert!(!format!("{line:?}").contains("a fight"), "words are in no log");
        assert_eq!(ada.reads_page(general).await.messages.len(), 1);
    }

    async fn those_who_moderate_hear_at_once_of_what_a_rule_points_at_or_keeps(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        let Cast { ada, bo, hub, general, .. } = cast;
        makes(&ada, rule(hub, words(&["fight"]), AutomodAction::Alert)).await;
        makes(&ada, rule(hub, words(&["heck"]), AutomodAction::Hold)).await;
        // Cy moderates here, and not elsewhere.
        ada.overwrites(general, overwrite(cy.id()).allowing(Permissions::MANAGE_MESSAGES)).await;
        let other = ada.makes_channel(hub, "other", None).await.id;
        let flagged = bo.via(door).sends(general, "a fight!").await.id;
        refused(bo.via(door).calls(say(general, "heck")).await);
        let elsewhere = bo.via(door).sends(other, "another fight").await.id;
        let edited = bo.via(door).sends(general, "peace").await;
        bo.via(door).edits(&edited, "no peace, a fight").await;
        let here = [(general, Some(flagged)), (general, None), (general, Some(edited.id))];
        cy.shows("what was caught here", |state| (state.caught == here).then_some(())).await;
        let all = [here[0], here[1], (other, Some(elsewhere)), here[2]];
        ada.shows("all that was caught", |state| (state.caught == all).then_some(())).await;
        assert!(bo.state().caught.is_empty() && di.state().caught.is_empty(), "nobody else is told");
    }

    async fn a_timeout_is_in_force_when_its_author_is_told_and_a_longer_one_stays(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        makes(&ada, rule(hub, words(&["darn"]), AutomodAction::Block)).await;
        makes(&ada, CreateAutomodRule { name: "Spam".to_owned(), ..rule(hub, words(&["darn"]), AutomodAction::TimeOut { secs: 600 }) }).await;
        let problem = bo.via(door).calls(say(general, "darn")).await.expect_err("stopped");
        assert!(problem.code == ErrorCode::BlockedByAutomod && problem.message.contains("Spam"), "what does most decides: {problem}");
        assert_eq!(refused(bo.via(door).calls(say(general, "sorry")).await), ErrorCode::Forbidden);
        let until = bo.views(hub).await.timed_out_until.expect("a timeout");
        let line = log_with(&ada, hub, AuditAction::MemberUpdated).await.remove(0);
        assert_eq!((line.whom.clone().map(|whom| whom.id), line.actor, line.reason.as_deref()), (Some(bo.id()), Some(Actor::Automod), Some("Spam")));
        assert_eq!(line.changes[0].field, "timed_out_until");
        assert_eq!(log_with(&ada, hub, AuditAction::MessageBlocked).await[0].name.as_deref(), Some("Spam"));
        // A moderator's longer one is not shortened.
        ada.calls(TimeOutMember { hub, user: bo.id(), until: None, reason: None }).await.unwrap();
        bo.via(door).sends(general, "thank you").await;
        ada.calls(TimeOutMember { hub, user: cy.id(), until: Some(until.plus_ms(86_400_000)), reason: None }).await.unwrap();
        assert_eq!(refused(cy.via(door).calls(say(general, "darn")).await), ErrorCode::Forbidden);
        assert_eq!(cy.views(hub).await.timed_out_until, Some(until.plus_ms(86_400_000)));
    }
}

each_engine! {
    async fn no_word_is_said_after_the_rule_against_it_was_answered(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        for round in 0..4 {
            let word = format!("word{round}");
            let tablet = bo.another_device().await;
            let talk = async {
                for _ in 0..4 {
                    join_all((0..4).map(|_| tablet.calls(say(general, &word)))).await;
                }
            };
            let forbid = async {
                makes(&ada, rule(hub, words(&[&word]), AutomodAction::Block)).await;
                ada.reads_page(general).await.rev
            };
            let ((), at) = futures_util::join!(talk, forbid);
            assert_eq!(refused(bo.calls(say(general, &word)).await), ErrorCode::BlockedByAutomod);
            assert_eq!(ada.reads_page(general).await.rev, at, "nothing came after the answer");
        }
    }

    async fn rules_and_what_they_keep_outlast_a_crash(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        makes(&ada, rule(hub, words(&["darn"]), AutomodAction::Hold)).await;
        assert_eq!(refused(bo.calls(say(general, "darn")).await), ErrorCode::HeldForReview);
        server.kill9();
        server.restart().await;
        assert_eq!(refused(bo.person().calls(say(general, "darn")).await), ErrorCode::HeldForReview);
        let queue = held(ada.person(), hub).await;
        assert_eq!(queue.len(), 2);
        let both = queue.iter().map(|one| ada.person().calls(ReleaseHeldMessage { hub, held: one.id }));
        assert!(join_all(both).await.iter().all(Result::is_ok), "two at once");
        let one = queue[0].id;
        assert_eq!(refused(ada.person().calls(ReleaseHeldMessage { hub, held: one }).await), ErrorCode::NotFound);
        assert_eq!(ada.person().reads_page(general).await.messages.len(), 2);
    }

    async fn two_moderators_who_let_it_through_at_once_publish_it_once(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        makes(&ada, rule(hub, words(&["darn"]), AutomodAction::Hold)).await;
        assert_eq!(refused(bo.calls(say(general, "darn")).await), ErrorCode::HeldForReview);
        let one = held(&ada, hub).await[0].id;
        let calls = (0..6).map(|number| {
            let ada = &ada;
            async move {
                match number % 2 {
                    0 => ada.calls(ReleaseHeldMessage { hub, held: one }).await,
                    _ => ada.person().calls(ReleaseHeldMessage { hub, held: one }).await,
                }
            }
        });
        let answers = join_all(calls).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        bo.sees("darn").await;
        assert_eq!(ada.reads_page(general).await.messages.len(), 1);
    }
}
