//! Ways into a hub: invites, their limits, and joining.

use crate::scene::{Pair, pair};
use hubbub_shared::model::{HubView, Invite};
use hubbub_shared::protocol::command::{
    CreateInvite, GetInvite, JoinHub, LeaveHub, TimeOutMember, UpdateHub,
};
use hubbub_shared::protocol::{Encoding, Outcome, Ready, Reply};
use hubbub_shared::{ErrorCode, HubId, Timestamp};
use hubbub_tests::{Acts, Door, Engine, Entrance, Phone, Server, each_engine};

async fn invite(phone: &Phone, hub: HubId, max_uses: Option<u64>, expires_in_secs: Option<u64>) -> Invite {
    match phone.calls(CreateInvite { hub, max_uses, expires_in_secs }).await {
        Ok(Reply::Invite(invite)) => invite,
        other => panic!("{other:?}"),
    }
}

fn join(code: &str) -> JoinHub {
    JoinHub { code: code.to_owned() }
}

each_engine! {
    async fn an_invite_with_five_uses_lets_five_of_twenty_in(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Small").await.id;
        let code = invite(&ada, hub, Some(5), None).await.code;
        let mut people = Vec::new();
        for number in 0..20 {
            people.push(server.person(&format!("Guest{number}")).await);
        }
        let answers = futures_util::future::join_all(people.iter().map(|person| person.calls(join(&code)))).await;
        let (joined, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!(joined.len(), 5, "{refused:?}");
        assert!(refused.iter().all(|answer| answer.as_ref().unwrap_err().code == ErrorCode::InviteExpired), "{refused:?}");
        assert_eq!(ada.lists_members(hub).await.len(), 6);

        let late = server.person("Late").await;
        assert_eq!(late.calls(join(&code)).await.unwrap_err().code, ErrorCode::InviteExpired);
        assert!(late.calls(GetInvite { code }).await.is_err(), "a used up invite promises nothing");
    }

    async fn an_invite_says_what_the_hub_is_about(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let code = ada.invites(hub).await;
        let stranger = server.person("Olga").await;
        let describe = |text: &str| UpdateHub { hub, name: None, description: Some(text.to_owned()) };
        for door in [Door::Rest, Door::Socket] {
            let (owner, member) = (ada.via(door), bo.via(door));
            let refused = member.calls(describe("Bo's place")).await.unwrap_err();
            assert_eq!(refused.code, ErrorCode::Forbidden, "{door:?}");
            assert_eq!(stranger.calls(describe("Olga's")).await.unwrap_err().code, ErrorCode::NotFound, "{door:?}");
            let long = owner.calls(describe(&"é".repeat(301))).await.unwrap_err();
            assert_eq!(long.fields[0].path, "description", "{door:?}: {long}");

            let words = format!("Seeds\n and  swaps, {door:?}");
            owner.calls(describe(&words)).await.unwrap();
            let told = format!("Seeds and swaps, {door:?}");
            assert_eq!(bo.views(hub).await.description, told);
            assert_eq!(bo.views(hub).await.name, "Rust", "the name stays");
            bo.agrees("the description", |state| state.hubs[&hub].description == told).await;
            let preview = stranger.gets(&format!("/api/invites/{code}")).await.unwrap();
            assert_eq!(preview["description"], told.as_str());

            owner.calls(describe(" ")).await.unwrap();
            let preview = stranger.gets(&format!("/api/invites/{code}")).await.unwrap();
            assert_eq!(preview.get("description"), None, "{door:?}: none is told as none");
        }
    }

    async fn a_crowd_that_comes_by_one_invite_at_once_gets_in(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Raid").await.id;
        let code = invite(&ada, hub, None, None).await.code;
        let mut people = Vec::new();
        for number in 0..120 {
            people.push(server.person(&format!("Guest{number}")).await);
        }
        let answers = futures_util::future::join_all(people.iter().map(|person| person.calls(join(&code)))).await;
        let refused: Vec<_> = answers.into_iter().filter(Result::is_err).collect();
        assert!(refused.is_empty(), "{refused:?}");
        let preview = ada.calls(GetInvite { code }).await;
        assert!(matches!(&preview, Ok(Reply::InvitePreview(preview)) if preview.members == 121), "{preview:?}");
    }

    async fn those_who_come_together_are_each_told_what_they_see_and_where_they_stand(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, general, .. } = pair(&server).await;
        ada.says(general, "Before they came.").await;
        let code = ada.invites(hub).await;
        // Comes back, and may only read, as when they left.
        let cy = server.phone("Cy").await;
        cy.joins(&code).await;
        let until = Some(Timestamp(ada.says(general, "Calm down.").await.created_at.0 + 3_600_000));
        ada.calls(TimeOutMember { hub, user: cy.id(), until, reason: None }).await.unwrap();
        cy.calls(LeaveHub { hub }).await.unwrap();
        let mut crowd = vec![cy];
        for number in 0..9 {
            crowd.push(server.phone(&format!("Guest{number}")).await);
        }
        let answers = futures_util::future::join_all(crowd.iter().map(|one| one.joins(&code))).await;
        for (one, answered) in crowd.iter().zip(&answers) {
            let seen = one.person().views(hub).await;
            let as_seen = |told: &HubView| HubView { version: seen.version, ..told.clone() } == seen;
            assert!(as_seen(answered), "{answered:?}, but sees {seen:?}");
            assert_eq!(seen.timed_out_until, until.filter(|_| one.id() == crowd[0].id()));
            one.agrees("the hub", |state| state.hubs.get(&hub).is_some_and(as_seen)).await;
            let stands = one.state().channels[&general].clone();
            assert_eq!((stands.last_ordinal, stands.unread, stands.mentions), (2, 0, 0), "{stands:?}");
        }
        let mut json = Entrance { encoding: Encoding::Json, ..crowd[1].entrance() }.connects().await.unwrap();
        let Ready { hubs, .. } = json.is_ready().await;
        json.calls(1, join(&code)).await;
        let Outcome::Ok(Reply::Hub(answered)) = json.outcome_of(1).await else { panic!("a member stays one") };
        assert_eq!(vec![answered], hubs);
    }

    async fn joining_twice_is_no_error_and_uses_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let code = invite(&ada, hub, Some(1), None).await.code;
        for person in [&ada, &bo] {
            assert_eq!(person.joins(&code).await.id, hub);
            let preview = person.calls(GetInvite { code: code.clone() }).await;
            assert!(matches!(&preview, Ok(Reply::InvitePreview(preview)) if preview.joined), "{preview:?}");
        }
        let cy = server.phone("Cy").await;
        cy.joins(&code).await;
        cy.agrees("the hub", |state| state.hubs.contains_key(&hub)).await;
        cy.joins(&code).await;
        let late = server.person("Late").await;
        assert_eq!(late.calls(join(&code)).await.unwrap_err().code, ErrorCode::InviteExpired);
    }

    async fn one_person_joining_many_times_at_once_is_one_member(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let hub = ada.creates_hub("Small").await.id;
        let code = invite(&ada, hub, Some(2), None).await.code;
        let bo = server.phone("Bo").await;
        let answers = futures_util::future::join_all((0..8).map(|number| {
            let (bo, code) = (&bo, &code);
            async move { if number % 2 == 0 { bo.calls(join(code)).await } else { bo.person().calls(join(code)).await } }
        })).await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert_eq!(ada.lists_members(hub).await.len(), 2);
        server.person("Cy").await.joins(&code).await;
    }

    async fn an_invite_shows_what_it_leads_to_and_no_more(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, general, .. } = pair(&server).await;
        let invite = invite(&ada, hub, Some(3), Some(3600)).await;
        assert_eq!((invite.uses, invite.max_uses, invite.inviter.id), (0, Some(3), ada.id()));
        let good_for = invite.expires_at.unwrap().0 - invite.created_at.0;
        assert!((3_599_000..=3_601_000).contains(&good_for), "{good_for} ms");
        assert!(invite.code.len() >= 8, "guessing {} must be hopeless", invite.code);

        let preview = server.stranger().gets(&format!("/api/invites/{}", invite.code)).await.unwrap();
        assert_eq!(preview["members"], 2);
        assert!(!preview.to_string().contains(&general.to_string()), "channels are for members: {preview}");
        let answer = server.stranger().calls(join(&invite.code)).await;
        assert_eq!(answer.unwrap_err().code, ErrorCode::NotSignedIn);
    }

    async fn limits_of_invites_are_checked(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, .. } = pair(&server).await;
        let wrong = [(Some(0), None, "max_uses"), (Some(1001), None, "max_uses"),
            (None, Some(59), "expires_in_secs"), (None, Some(30 * 86_400 + 1), "expires_in_secs")];
        for (max_uses, expires_in_secs, field) in wrong {
            let ask = CreateInvite { hub, max_uses, expires_in_secs };
            for answer in [ada.calls(ask.clone()).await, ada.person().calls(ask).await] {
                let refused = answer.unwrap_err();
                assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, field));
            }
        }
    }

    async fn a_code_that_nobody_made_leads_nowhere(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let code = invite(&ada, hub, None, None).await.code;
        for wrong in ["nothing", &code.to_lowercase().chars().rev().collect::<String>(), "%24ne", "a.b", "'"] {
            assert_eq!(bo.person().calls(join(wrong)).await.unwrap_err().code, ErrorCode::NotFound, "{wrong}");
            assert_eq!(bo.calls(GetInvite { code: wrong.to_owned() }).await.unwrap_err().code, ErrorCode::NotFound);
        }
    }
}
