//! What rules find, and whose words they look at.

use super::*;
use hubbub_shared::protocol::command::EditMessage;
use hubbub_tests::Changes;
use hubbub_tests::overwrite;

const BLOCKED: ErrorCode = ErrorCode::BlockedByAutomod;

each_door! {
    async fn words_are_found_whole_and_disguised_in_what_is_sent_and_in_edits(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let notice = Some("Please be kind.".to_owned());
        makes(&ada, CreateAutomodRule { notice, ..rule(hub, words(&["scunthorpe", "frick*", "buy now"]), AutomodAction::Block) }).await;
        let via = bo.via(door);
        for text in [
            "Scunthorpe!", "ЅСUNТНОRРЕ", "s\u{200B}c\u{200B}unthorpe", "ｓｃｕｎｔｈｏｒｐｅ", "şçünthörpe", "s**c**unthorpe",
            "what the fricking", "BUY\n now", "> ||scunthorpe||",
        ] {
            let problem = via.calls(say(general, text)).await.expect_err(text);
            assert_eq!((problem.code, &*problem.message), (BLOCKED, "Please be kind."), "{text}");
        }
        let sent = via.sends(general, "scunthorpes, africkan, buy nowhere").await;
        let edit = EditMessage::of(general, sent.id, "Scunthorpe".to_owned());
        assert_eq!(refused(via.calls(edit).await), BLOCKED, "an edit cannot add what a send forbids");
        let page = ada.reads_page(general).await;
        assert_eq!(page.messages.len(), 1, "nothing of it was stored");
        assert_eq!(page.messages[0].content, sent.content);
    }

    async fn links_mentions_and_patterns_are_found(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let via = bo.via(door);
        let only = |trigger| async {
            for old in rules(&ada, hub).await {
                ada.calls(DeleteAutomodRule { hub, rule: old.id }).await.unwrap();
            }
            makes(&ada, rule(hub, trigger, AutomodAction::Block)).await
        };
        let meets = async |trigger, stopped: &[&str], fine: &[&str]| {
            only(trigger).await;
            for text in stopped {
                assert_eq!(refused(via.calls(say(general, text)).await), BLOCKED, "{text}");
            }
            for text in fine {
                via.sends(general, text).await;
            }
        };
        let host = || vec!["example.org".to_owned()];
        meets(AutomodTrigger::Links(AutomodLinks::All), &["see https://a.example", "[x](https://a.example)"], &["a.example", "`https://a.example`"]).await;
        meets(AutomodTrigger::Links(AutomodLinks::Except(host())), &["https://example.org@evil.example"], &["https://www.example.org/x"]).await;
        meets(AutomodTrigger::Links(AutomodLinks::Only(host())), &["https://EXAMPLE.org./"], &["https://a.example"]).await;
        let (ada_id, bo_id) = (ada.id(), bo.id());
        meets(AutomodTrigger::Mentions { more_than: 1 }, &[&format!("<@{ada_id}> <@{bo_id}>")], &[&format!("<@{ada_id}> <@{ada_id}>")]).await;
        meets(AutomodTrigger::Pattern(r"\bfree (nitro|money)\b".to_owned()), &["FREE  nitrо here"], &["freedom"]).await;
        meets(AutomodTrigger::Pattern("[A-Z]{8}".to_owned()), &["STOPSHOUTING"], &["shouting"]).await;
    }

    async fn the_same_words_too_often_are_stopped_in_whatever_channel(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let other = ada.makes_channel(hub, "other", None).await.id;
        makes(&ada, rule(hub, AutomodTrigger::Repetition { times: 2, secs: 600 }, AutomodAction::Block)).await;
        let via = bo.via(door);
        let again = SendMessage { nonce: Some(format!("same-{door:?}")), ..say(general, "Join my hub") };
        let first = via.calls(again.clone()).await.unwrap();
        for _ in 0..3 {
            assert_eq!(via.calls(again.clone()).await.as_ref(), Ok(&first), "trying again is not saying again");
        }
        via.sends(other, "join  MY hub").await;
        for channel in [general, other] {
            assert_eq!(refused(via.calls(say(channel, "Join my hub")).await), BLOCKED);
        }
        via.sends(general, "Something else").await;
        cy.via(door).sends(general, "Join my hub").await;
        assert_eq!(via.calls(again).await, Ok(first), "and what is stored is answered");
    }

    async fn exempt_are_roles_and_channels_and_those_who_decide(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        let Cast { ada, bo, hub, general, .. } = cast;
        let artist = ada.makes_role(hub, "artist", Permissions::NONE).await.id;
        let den = ada.makes_channel(hub, "den", None).await.id;
        let made = makes(&ada, CreateAutomodRule { exempt_roles: vec![artist], exempt_channels: vec![den], ..rule(hub, words(&["darn"]), AutomodAction::Block) }).await;
        assert_eq!(refused(bo.via(door).calls(say(general, "darn")).await), BLOCKED);
        bo.via(door).sends(den, "darn").await;
        ada.assigns(hub, bo.id(), artist).await;
        bo.via(door).sends(general, "darn").await;
        ada.via(door).sends(general, "darn").await;
        assert_eq!(refused(cy.via(door).calls(say(general, "darn")).await), BLOCKED);
        let manager = ada.makes_role(hub, "manager", Permissions::MANAGE_HUB).await.id;
        ada.assigns(hub, cy.id(), manager).await;
        cy.via(door).sends(general, "darn").await;
        assert_eq!(refused(di.via(door).calls(say(general, "darn")).await), BLOCKED);
        ada.overwrites(general, overwrite(di.id()).allowing(Permissions::MANAGE_MESSAGES)).await;
        di.via(door).sends(general, "darn").await;
        let other = ada.makes_channel(hub, "other", None).await.id;
        assert_eq!(refused(di.via(door).calls(say(other, "darn")).await), BLOCKED, "only where they decide");
        ada.calls(UpdateAutomodRule { enabled: Some(false), ..update(hub, made.id) }).await.unwrap();
        di.via(door).sends(other, "darn").await;
    }

    async fn a_box_to_try_says_what_would_be_found_and_stores_nothing(server: &Server, door: Door) {
        let Cast { ada, hub, general, .. } = Cast::gathers(server).await;
        let den = ada.makes_channel(hub, "den", None).await.id;
        let via = ada.via(door);
        let made = makes(&via, CreateAutomodRule { exempt_channels: vec![den], ..rule(hub, words(&["darn*"]), AutomodAction::Hold) }).await;
        makes(&via, rule(hub, AutomodTrigger::Links(AutomodLinks::All), AutomodAction::Alert)).await;
        let trial = tries(&via, tried(hub, "Dаrned https://a.example")).await;
        let found: Vec<_> = trial.hits.iter().map(|hit| &*hit.found).collect();
        assert_eq!((found, trial.action, trial.hits[0].rule), (vec!["darn*", "a.example"], Some(AutomodAction::Hold), Some(made.id)));
        assert_eq!(tries(&via, tried(hub, "all is well")).await, AutomodTrial { hits: Vec::new(), action: None });
        assert!(tries(&via, TryAutomod { channel: Some(den), ..tried(hub, "darn") }).await.hits.is_empty());
        assert_eq!(tries(&via, TryAutomod { channel: Some(general), ..tried(hub, "darn") }).await.hits.len(), 1);
        let unsaved = AutomodTrigger::Pattern("a+b".to_owned());
        let trial = tries(&via, TryAutomod { trigger: Some(unsaved), ..tried(hub, "darn aaab") }).await;
        assert_eq!((trial.hits.len(), &*trial.hits[0].found, trial.hits[0].rule, trial.action), (1, "aaab", None, None));
        let broken = TryAutomod { trigger: Some(AutomodTrigger::Pattern("(".to_owned())), ..tried(hub, "x") };
        assert_eq!(via.calls(broken).await.unwrap_err().fields[0].path, "trigger");
        assert!(held(&via, hub).await.is_empty() && ada.reads_page(general).await.messages.is_empty());
    }
}
