//! Who comes into a hub, by which invite, and what a hub does about it: taking invites back, rules to accept, the raid
//! shield.

mod app;

use crate::answers::{in_ms, log_with, past, refused, soon};
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::audit::{Actor, AuditAction};
use hubbub_shared::model::{HubRules, Invite, Member, RaidShield};
use hubbub_shared::protocol::command::{
    AcceptRules, CreateInvite, FindMembers, GetHubRules, GetInvites, GetMembers, GetRaidShield, JoinHub,
    LeaveHub, PauseInvites, ResumeInvites, RevokeInvite, SendMessage, SetHubRules, SetRaidShield,
    StartTyping,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ErrorCode, HubId, Permissions};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually};

fn join(code: &str) -> JoinHub {
    JoinHub { code: code.to_owned() }
}

fn revoke(hub: HubId, code: &str) -> RevokeInvite {
    RevokeInvite { hub, code: code.to_owned() }
}

fn shield(hub: HubId) -> SetRaidShield {
    SetRaidShield { hub, joins_per_minute: None, min_account_age_secs: None, pause_secs: None }
}

async fn invites(who: &impl Acts, hub: HubId) -> Vec<Invite> {
    match who.calls(GetInvites { hub }).await {
        Ok(Reply::Invites(invites)) => invites.invites,
        other => panic!("expected invites, got {other:?}"),
    }
}

async fn rules(who: &impl Acts, hub: HubId) -> HubRules {
    match who.calls(GetHubRules { hub }).await {
        Ok(Reply::HubRules(rules)) => rules,
        other => panic!("expected rules, got {other:?}"),
    }
}

async fn set_rules(who: &impl Acts, hub: HubId, text: &str) -> HubRules {
    match who.calls(SetHubRules { hub, text: text.to_owned() }).await {
        Ok(Reply::HubRules(rules)) => rules,
        other => panic!("expected rules, got {other:?}"),
    }
}

async fn shield_of(who: &impl Acts, command: impl Into<Command>) -> RaidShield {
    match who.calls(command).await {
        Ok(Reply::RaidShield(shield)) => shield,
        other => panic!("expected a raid shield, got {other:?}"),
    }
}

async fn members(who: &impl Acts, hub: HubId) -> Vec<Member> {
    who.lists_members(hub).await
}

each_door! {
    async fn invites_are_listed_to_their_makers_and_to_who_manages_the_hub(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, .. } = Cast::gathers(server).await;
        let own = bo.invites(hub).await;
        let limited = ada.calls(CreateInvite { hub, max_uses: Some(1), expires_in_secs: Some(3600) }).await;
        let Ok(Reply::Invite(limited)) = limited else { panic!("{limited:?}") };
        let codes = |invites: Vec<Invite>| invites.into_iter().map(|invite| invite.code).collect::<Vec<_>>();
        assert_eq!(codes(invites(&bo.via(door), hub).await), std::slice::from_ref(&own));
        let all = invites(&ada.via(door), hub).await;
        assert_eq!(all.len(), 3, "with the one that Bo came by");
        assert_eq!((&*all[0].code, all[0].max_uses, all[0].inviter.id), (&*limited.code, Some(1), ada.id()), "newest first");
        assert_eq!(all[2].uses, 1);
        assert_eq!(refused(olga.via(door).calls(GetInvites { hub }).await), ErrorCode::NotFound);
        olga.joins(&limited.code).await;
        assert_eq!(codes(invites(&ada.via(door), hub).await).len(), 2, "what is used up lets nobody in");
        let manager = ada.makes_role(hub, "manager", Permissions::MANAGE_HUB).await.id;
        ada.assigns(hub, bo.id(), manager).await;
        assert_eq!(invites(&bo.via(door), hub).await.len(), 2);
    }

    async fn an_invite_is_taken_back_by_its_maker_or_by_who_manages_the_hub(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, olga, hub, .. } = cast;
        let (own, another) = (bo.invites(hub).await, ada.invites(hub).await);
        for who in [&cy, &olga] {
            assert_eq!(refused(who.via(door).calls(revoke(hub, &own)).await), ErrorCode::NotFound, "a code is a secret");
        }
        assert_eq!(refused(bo.via(door).calls(revoke(hub, &another)).await), ErrorCode::NotFound);
        assert_eq!(bo.via(door).calls(revoke(hub, &own)).await, Ok(Reply::Done));
        assert_eq!(refused(bo.via(door).calls(revoke(hub, &own)).await), ErrorCode::NotFound);
        assert_eq!(refused(olga.via(door).calls(join(&own)).await), ErrorCode::NotFound);
        let own = bo.invites(hub).await;
        assert_eq!(ada.via(door).calls(revoke(hub, &own)).await, Ok(Reply::Done));
        assert_eq!(refused(olga.via(door).calls(join(&own)).await), ErrorCode::NotFound);
        let elsewhere = olga.creates_hub("Elsewhere").await.id;
        let theirs = olga.invites(elsewhere).await;
        assert_eq!(refused(ada.via(door).calls(revoke(hub, &theirs)).await), ErrorCode::NotFound);
        let line = eventually("the second line", async || {
            log_with(&ada, hub, AuditAction::InviteRevoked).await.into_iter().find(|line| line.subject == own)
        }).await;
        assert_eq!(line.who.id, ada.id());
        olga.via(door).joins(&another).await;
    }

    async fn who_manages_the_hub_sees_who_came_by_which_invite(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, .. } = Cast::gathers(server).await;
        let code = bo.invites(hub).await;
        olga.joins(&code).await;
        let of = |members: Vec<Member>, who: &hubbub_tests::Phone| members.into_iter().find(|member| member.user.id == who.id()).unwrap();
        let came = of(members(&ada.via(door), hub).await, &olga).joined_by.expect("by an invite");
        assert_eq!((came.code, came.inviter), (code.clone(), bo.id()));
        assert_eq!(of(members(&ada.via(door), hub).await, &ada).joined_by, None, "the founder came by none");
        let ask = GetMembers { hub, after: None, limit: None, online: None, users: Some(vec![olga.id()]) };
        let Ok(Reply::Members(page)) = ada.via(door).calls(ask).await else { panic!("a page") };
        assert!(page.members[0].joined_by.is_some());
        assert!(members(&bo.via(door), hub).await.iter().all(|member| member.joined_by.is_none()), "a code may still let people in");
        // Found by it, by who may know it.
        let wish = FindMembers { code: Some(code.clone()), ..FindMembers::of(hub) };
        let found = |answer| match answer {
            Ok(Reply::FoundMembers(found)) => found.members.into_iter().map(|member| member.user.id).collect::<Vec<_>>(),
            other => panic!("expected members, got {other:?}"),
        };
        assert_eq!(found(ada.via(door).calls(wish.clone()).await), [olga.id()]);
        let nobody = FindMembers { code: Some("none".to_owned()), ..FindMembers::of(hub) };
        assert_eq!(found(ada.via(door).calls(nobody).await), []);
        assert_eq!(refused(bo.via(door).calls(wish.clone()).await), ErrorCode::Forbidden);
        // By another invite the next time.
        olga.calls(LeaveHub { hub }).await.unwrap();
        olga.joins(&ada.invites(hub).await).await;
        assert_eq!(of(members(&ada.via(door), hub).await, &olga).joined_by.unwrap().inviter, ada.id());
        assert_eq!(found(ada.via(door).calls(wish).await), []);
    }

    async fn a_new_member_reads_and_does_no_more_until_they_accepted_the_rules(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let Cast { ada, bo, olga, hub, general } = cast;
        for (who, code) in [(&bo, ErrorCode::Forbidden), (&olga, ErrorCode::NotFound)] {
            assert_eq!(refused(who.via(door).calls(SetHubRules { hub, text: "Mine".to_owned() }).await), code);
        }
        assert_eq!(refused(olga.via(door).calls(GetHubRules { hub }).await), ErrorCode::NotFound);
        let long = ada.via(door).calls(SetHubRules { hub, text: "x".repeat(2001) }).await.unwrap_err();
        assert_eq!(long.fields[0].path, "text");
        assert_eq!(set_rules(&ada.via(door), hub, " Be **kind**.\n").await, HubRules { text: "Be **kind**.".to_owned(), pending: false });
        bo.via(door).sends(general, "who was there goes on").await;

        let code = ada.invites(hub).await;
        let view = olga.via(door).joins(&code).await;
        assert!(view.rules_pending);
        assert_eq!(olga.via(door).may(hub, general).await, Permissions::READ_ONLY);
        assert_eq!(olga.via(door).reads_page(general).await.messages.len(), 1);
        let all: [Command; 3] = [
            SendMessage::of(general, "Hi".to_owned(), None).into(),
            StartTyping { channel: general }.into(),
            CreateInvite { hub, max_uses: None, expires_in_secs: None }.into(),
        ];
        for command in &all {
            assert_eq!(refused(olga.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
        }
        assert_eq!(rules(&olga.via(door), hub).await, HubRules { text: "Be **kind**.".to_owned(), pending: true });
        olga.agrees("that rules are to be accepted", |state| state.hubs.get(&hub).is_some_and(|hub| hub.rules_pending)).await;
        for _ in 0..2 {
            let Ok(Reply::Hub(view)) = olga.via(door).calls(AcceptRules { hub }).await else { panic!("accepted, also twice") };
            assert!(!view.rules_pending && view.permissions.contains(Permissions::SEND));
        }
        for command in all {
            assert!(olga.via(door).calls(command).await.is_ok());
        }
        olga.agrees("that they are accepted", |state| state.hubs.get(&hub).is_some_and(|hub| !hub.rules_pending)).await;
        assert_eq!(log_with(&ada, hub, AuditAction::RulesAccepted).await[0].who.id, olga.id());
        assert_eq!(refused(server.phone("Nobody").await.via(door).calls(AcceptRules { hub }).await), ErrorCode::NotFound);
        // Without rules nobody has to accept any.
        olga.calls(LeaveHub { hub }).await.unwrap();
        assert!(olga.via(door).joins(&code).await.rules_pending, "whoever comes again is new");
        set_rules(&ada.via(door), hub, "").await;
        olga.via(door).sends(general, "free").await;
    }

    async fn when_too_many_come_at_once_invites_pause_until_somebody_resumes_them(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let code = ada.invites(hub).await;
        let set = SetRaidShield { joins_per_minute: Some(3), pause_secs: Some(3600), ..shield(hub) };
        assert_eq!(shield_of(&ada.via(door), set).await.joins_per_minute, Some(3));
        // Bo came within this minute, too.
        for name in ["Raider1", "Raider2"] {
            server.phone(name).await.via(door).joins(&code).await;
        }
        let late = server.phone("Late").await;
        let problem = late.via(door).calls(join(&code)).await.expect_err("one too many");
        assert_eq!(problem.code, ErrorCode::InvitesPaused);
        assert_eq!(ada.lists_members(hub).await.len(), 4);
        let state = shield_of(&ada.via(door), GetRaidShield { hub }).await;
        let paused = state.paused.expect("a pause");
        assert!(paused.is_raid && paused.until == Some(paused.since.plus_ms(3_600_000)), "{paused:?}");
        ada.agrees("the pause", |state| state.hubs.get(&hub).is_some_and(|hub| hub.invites_paused.is_some())).await;
        let line = log_with(&ada, hub, AuditAction::InvitesPaused).await.remove(0);
        assert_eq!((line.actor, line.who.id), (Some(Actor::Automod), late.id()));
        for command in [Command::from(ResumeInvites { hub }), PauseInvites { hub, until: None }.into(), GetRaidShield { hub }.into(), shield(hub).into()] {
            assert_eq!(refused(bo.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            assert_eq!(refused(late.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        assert_eq!(shield_of(&ada.via(door), ResumeInvites { hub }).await.paused, None);
        late.via(door).joins(&code).await;
        assert_eq!(log_with(&ada, hub, AuditAction::InvitesResumed).await[0].who.id, ada.id());
    }

    async fn invites_are_paused_by_hand_and_a_pause_with_an_end_ends_by_itself(server: &Server, door: Door) {
        let Cast { ada, olga, hub, .. } = Cast::gathers(server).await;
        let code = ada.invites(hub).await;
        let wrong = ada.via(door).calls(PauseInvites { hub, until: Some(in_ms(-1)) }).await.unwrap_err();
        assert_eq!(wrong.fields[0].path, "until");
        let state = shield_of(&ada.via(door), PauseInvites { hub, until: None }).await;
        assert!(state.paused.is_some_and(|paused| paused.until.is_none() && !paused.is_raid));
        assert_eq!(refused(olga.via(door).calls(join(&code)).await), ErrorCode::InvitesPaused);
        let end = soon();
        shield_of(&ada.via(door), PauseInvites { hub, until: Some(end) }).await;
        assert_eq!(refused(olga.via(door).calls(join(&code)).await), ErrorCode::InvitesPaused);
        past(end).await;
        assert_eq!(shield_of(&ada.via(door), GetRaidShield { hub }).await.paused, None);
        assert_eq!(olga.via(door).joins(&code).await.id, hub);
    }

    async fn a_young_account_is_told_when_it_may_come(server: &Server, door: Door) {
        let Cast { ada, olga, hub, .. } = Cast::gathers(server).await;
        let code = ada.invites(hub).await;
        shield_of(&ada.via(door), SetRaidShield { min_account_age_secs: Some(7 * 86_400), ..shield(hub) }).await;
        let problem = olga.via(door).calls(join(&code)).await.expect_err("too young");
        assert!(problem.code == ErrorCode::AccountTooYoung && problem.message.contains("7 days"), "{problem}");
        shield_of(&ada.via(door), shield(hub)).await;
        assert_eq!(olga.via(door).joins(&code).await.id, hub);
        for (wrong, field) in [
            (SetRaidShield { joins_per_minute: Some(0), ..shield(hub) }, "joins_per_minute"),
            (SetRaidShield { min_account_age_secs: Some(59), ..shield(hub) }, "min_account_age_secs"),
            (SetRaidShield { pause_secs: Some(2_592_001), ..shield(hub) }, "pause_secs"),
        ] {
            assert_eq!(ada.via(door).calls(wrong).await.unwrap_err().fields[0].path, field);
        }
    }
}

each_engine! {
    async fn what_a_hub_wants_of_its_people_outlasts_a_crash(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, general, .. } = pair(&server).await;
        set_rules(&ada, hub, "Be kind.").await;
        let code = ada.invites(hub).await;
        let cy = server.phone("Cy").await;
        cy.joins(&code).await;
        shield_of(&ada, PauseInvites { hub, until: None }).await;
        server.kill9();
        server.restart().await;
        let send = SendMessage::of(general, "Hi".to_owned(), None);
        assert_eq!(refused(cy.person().calls(send.clone()).await), ErrorCode::Forbidden);
        assert_eq!(refused(server.person("Di").await.calls(join(&code)).await), ErrorCode::InvitesPaused);
        assert!(cy.person().calls(AcceptRules { hub }).await.is_ok());
        assert!(cy.person().calls(send).await.is_ok());
        let line = members(ada.person(), hub).await.into_iter().find(|member| member.user.id == cy.id()).unwrap();
        assert_eq!(line.joined_by.unwrap().code, code);
    }

    async fn a_crowd_that_comes_at_the_same_moment_is_held_off_at_the_limit(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, .. } = pair(&server).await;
        let code = ada.invites(hub).await;
        shield_of(&ada, SetRaidShield { joins_per_minute: Some(5), ..shield(hub) }).await;
        let mut crowd = Vec::new();
        for number in 0..10 {
            crowd.push(server.person(&format!("Raider{number}")).await);
        }
        let answers = futures_util::future::join_all(crowd.iter().map(|one| one.calls(join(&code)))).await;
        let came = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(came, 4, "Bo came within this minute, too: {answers:?}");
        assert!(answers.iter().filter_map(|answer| answer.as_ref().err()).all(|problem| problem.code == ErrorCode::InvitesPaused));
        assert_eq!(log_with(&ada, hub, AuditAction::InvitesPaused).await.len(), 1);
    }
}
