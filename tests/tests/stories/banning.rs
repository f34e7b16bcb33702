//! Kicking and banning: who may, who may not be, what becomes of those who are, and of what they said.

mod app;
mod words;

use crate::answers::{in_ms, past, refused, soon};
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{Ban, BanPage};
use hubbub_shared::protocol::command::{
    BanUser, GetAuditLog, GetBans, GetHub, GetMessages, JoinHub, KickMember, LiftBan, SendMessage, Subscribe,
    TimeOutMember,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ErrorCode, HubId, Permissions, Problem, UserId};
use hubbub_tests::{Acts, Door, Engine, Phone, Server, each_door, each_engine, eventually};

const HOUR_MS: i64 = 3_600_000;

fn kick(hub: HubId, user: UserId) -> KickMember {
    KickMember { hub, user, reason: None }
}

fn ban(hub: HubId, user: UserId) -> BanUser {
    BanUser { hub, user, until: None, reason: None, delete_last_secs: None }
}

fn lift(hub: HubId, user: UserId) -> LiftBan {
    LiftBan { hub, user, reason: None }
}

/// Both ways to be made to go.
fn both(hub: HubId, user: UserId) -> [Command; 2] {
    [kick(hub, user).into(), ban(hub, user).into()]
}

async fn page(reader: &impl Acts, hub: HubId, after: Option<UserId>, limit: Option<u64>) -> BanPage {
    match reader.calls(GetBans { hub, after, limit }).await {
        Ok(Reply::Bans(page)) => page,
        other => panic!("expected bans, got {other:?}"),
    }
}

async fn bans(reader: &impl Acts, hub: HubId) -> Vec<Ban> {
    page(reader, hub, None, None).await.bans
}

#[track_caller]
fn field(answer: Result<Reply, Problem>) -> String {
    answer.expect_err("this is to be refused").fields[0].path.clone()
}

/// Gives somebody a role of this name, which gives them this.
async fn with_role(cast: &Cast, who: &Phone, name: &str, permissions: Permissions) {
    let role = cast.ada.makes_role(cast.hub, name, permissions).await.id;
    cast.ada.assigns(cast.hub, who.id(), role).await;
}

each_door! {
    async fn who_may_removes_only_who_stands_below(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di, eve) = (cast.also(server, "Cy").await, cast.also(server, "Di").await, cast.also(server, "Eve").await);
        let Cast { ada, bo, olga, hub, .. } = &cast;
        let (hub, both_rights) = (*hub, Permissions::KICK_MEMBERS | Permissions::BAN_MEMBERS);
        for command in both(hub, cy.id()) {
            assert_eq!(refused(bo.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            assert_eq!(refused(olga.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        // Made later stands lower, so Di's role is below Bo's, and Eve has the same one as Bo.
        let moderator = ada.makes_role(hub, "moderator", both_rights).await.id;
        ada.assigns(hub, bo.id(), moderator).await;
        ada.assigns(hub, eve.id(), moderator).await;
        with_role(&cast, &di, "helper", both_rights).await;
        for user in [ada.id(), bo.id(), eve.id()] {
            for command in both(hub, user) {
                assert_eq!(refused(bo.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
                assert_eq!(refused(di.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            }
        }
        for command in both(hub, ada.id()) {
            assert_eq!(refused(ada.via(door).calls(command).await), ErrorCode::Forbidden, "not the owner themselves");
        }
        assert_eq!(bo.via(door).calls(kick(hub, di.id())).await, Ok(Reply::Done));
        assert_eq!(bo.via(door).calls(ban(hub, cy.id())).await, Ok(Reply::Done));
        assert_eq!(ada.via(door).calls(ban(hub, bo.id())).await, Ok(Reply::Done));
        let left: Vec<_> = ada.lists_members(hub).await.iter().map(|member| member.user.id).collect();
        assert_eq!(left.len(), 2);
        assert!(left.contains(&ada.id()) && left.contains(&eve.id()));
    }

    async fn each_takes_a_right_of_its_own(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        with_role(&cast, &cast.bo, "kicker", Permissions::KICK_MEMBERS).await;
        with_role(&cast, &cy, "banner", Permissions::BAN_MEMBERS).await;
        let (hub, kicker, banner) = (cast.hub, cast.bo.via(door), cy.via(door));
        for command in [Command::from(ban(hub, di.id())), GetBans { hub, after: None, limit: None }.into(), lift(hub, di.id()).into()] {
            assert_eq!(refused(kicker.calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
        }
        assert_eq!(refused(banner.calls(kick(hub, di.id())).await), ErrorCode::Forbidden);
        assert_eq!(kicker.calls(kick(hub, di.id())).await, Ok(Reply::Done));
        assert_eq!(refused(kicker.calls(kick(hub, di.id())).await), ErrorCode::NotFound, "they are gone");
        assert_eq!(banner.calls(ban(hub, di.id())).await, Ok(Reply::Done));
        assert_eq!(bans(&banner, hub).await.len(), 1);
        assert_eq!(banner.calls(lift(hub, di.id())).await, Ok(Reply::Done));
        assert_eq!(refused(banner.calls(lift(hub, di.id())).await), ErrorCode::NotFound, "there is none any more");
    }

    async fn who_was_kicked_comes_back_like_anybody(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        with_role(&cast, &cast.bo, "helper", Permissions::MANAGE_CHANNELS).await;
        let Cast { ada, bo, hub, general, .. } = cast;
        let until = Some(in_ms(HOUR_MS));
        ada.calls(TimeOutMember { hub, user: bo.id(), until, reason: None }).await.unwrap();
        assert_eq!(ada.via(door).calls(kick(hub, bo.id())).await, Ok(Reply::Done));
        assert_eq!(refused(bo.via(door).calls(GetHub { hub }).await), ErrorCode::NotFound);
        let view = bo.via(door).joins(&ada.invites(hub).await).await;
        assert!(view.my_roles.is_empty() && view.timed_out_until == until, "without roles, and the timeout goes on: {view:?}");
        assert!(bo.via(door).may(hub, general).await.contains(Permissions::VIEW));
    }

    async fn case_14_a_ban_keeps_out_by_any_invite_until_it_is_lifted(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let (older, reason) = (ada.invites(hub).await, Some("Spam".to_owned()));
        assert_eq!(ada.via(door).calls(BanUser { reason, ..ban(hub, bo.id()) }).await, Ok(Reply::Done));
        let newer = ada.invites(hub).await;
        for code in [&older, &newer] {
            let answer = bo.via(door).calls(JoinHub { code: code.clone() }).await;
            assert_eq!(refused(answer), ErrorCode::Forbidden);
        }
        let listed = bans(&ada.via(door), hub).await;
        let [told] = &*listed else { panic!("one ban: {listed:?}") };
        assert_eq!((told.user.id, told.by.id, told.reason.as_deref(), told.until), (bo.id(), ada.id(), Some("Spam"), None));
        assert_eq!(ada.via(door).calls(lift(hub, bo.id())).await, Ok(Reply::Done));
        assert!(bans(&ada.via(door), hub).await.is_empty());
        assert_eq!(bo.via(door).joins(&older).await.id, hub);
    }

    async fn a_ban_with_an_end_ends_by_itself(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let code = ada.invites(hub).await;
        let end = soon();
        let until = Some(end);
        assert_eq!(ada.via(door).calls(BanUser { until, ..ban(hub, bo.id()) }).await, Ok(Reply::Done));
        assert_eq!(refused(bo.via(door).calls(JoinHub { code: code.clone() }).await), ErrorCode::Forbidden);
        assert_eq!(bans(&ada.via(door), hub).await[0].until, until);
        past(end).await;
        assert!(bans(&ada.via(door), hub).await.is_empty());
        assert_eq!(refused(ada.via(door).calls(lift(hub, bo.id())).await), ErrorCode::NotFound);
        assert_eq!(bo.via(door).joins(&code).await.id, hub);
        // And they are banned anew.
        assert_eq!(ada.via(door).calls(ban(hub, bo.id())).await, Ok(Reply::Done));
        assert_eq!(refused(bo.via(door).calls(JoinHub { code }).await), ErrorCode::Forbidden);
    }

    async fn somebody_who_never_came_can_be_banned_and_a_ban_be_changed(server: &Server, door: Door) {
        let Cast { ada, olga, hub, .. } = Cast::gathers(server).await;
        let nobody = UserId(olga.id().0 + 1);
        assert_eq!(refused(ada.via(door).calls(ban(hub, nobody)).await), ErrorCode::NotFound);
        assert_eq!(refused(ada.via(door).calls(kick(hub, olga.id())).await), ErrorCode::NotFound);
        assert_eq!(refused(ada.via(door).calls(lift(hub, olga.id())).await), ErrorCode::NotFound);
        assert_eq!(ada.via(door).calls(ban(hub, olga.id())).await, Ok(Reply::Done));
        let code = ada.invites(hub).await;
        assert_eq!(refused(olga.via(door).calls(JoinHub { code: code.clone() }).await), ErrorCode::Forbidden);
        assert_eq!(ada.lists_members(hub).await.len(), 2, "a ban makes nobody a member");
        let (until, reason) = (Some(in_ms(HOUR_MS)), Some("Only for now".to_owned()));
        let changed = BanUser { until, reason: reason.clone(), ..ban(hub, olga.id()) };
        assert_eq!(ada.via(door).calls(changed).await, Ok(Reply::Done));
        let told = bans(&ada.via(door), hub).await.remove(0);
        assert_eq!((told.until, told.reason), (until, reason));
        assert_eq!(ada.via(door).calls(lift(hub, olga.id())).await, Ok(Reply::Done));
        assert_eq!(olga.via(door).joins(&code).await.id, hub);
    }

    async fn bans_are_listed_in_pages(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, .. } = Cast::gathers(server).await;
        let mut banned = vec![bo.id(), olga.id()];
        for number in 0..5 {
            banned.push(server.phone(&format!("Troll{number}")).await.id());
        }
        for user in &banned {
            ada.calls(ban(hub, *user)).await.unwrap();
        }
        // Over already when somebody looks: passed over without a gap.
        let (over, end) = (banned[3], in_ms(300));
        let until = Some(end);
        ada.calls(BanUser { until, ..ban(hub, over) }).await.unwrap();
        past(end).await;
        banned.retain(|user| *user != over);
        banned.sort();
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let BanPage { bans, next } = page(&ada.via(door), hub, after, Some(2)).await;
            assert!(bans.len() <= 2);
            listed.extend(bans.iter().map(|ban| ban.user.id));
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(listed, banned);
        assert_eq!(field(ada.via(door).calls(GetBans { hub, after: None, limit: Some(101) }).await), "limit");
    }

    async fn what_makes_no_sense_is_refused_and_changes_nothing(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let (via, sensible) = (ada.via(door), ban(hub, bo.id()));
        assert_eq!(field(via.calls(BanUser { until: Some(in_ms(-1)), ..sensible.clone() }).await), "until");
        for secs in [0, 604_801, u64::MAX] {
            let answer = via.calls(BanUser { delete_last_secs: Some(secs), ..sensible.clone() }).await;
            assert_eq!(field(answer), "delete_last_secs", "{secs}");
        }
        let long = || Some("x".repeat(301));
        assert_eq!(field(via.calls(BanUser { reason: long(), ..sensible }).await), "reason");
        assert_eq!(field(via.calls(KickMember { reason: long(), ..kick(hub, bo.id()) }).await), "reason");
        assert_eq!(ada.lists_members(hub).await.len(), 2);
        assert!(bans(&via, hub).await.is_empty());
    }

    async fn the_audit_log_says_who_was_removed_why_and_from_what_to_what(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        with_role(&cast, &cast.bo, "helper", Permissions::SEND).await;
        let Cast { ada, bo, hub, .. } = cast;
        let (via, user) = (ada.via(door), bo.id());
        let reason = |words: &str| Some(words.to_owned());
        via.calls(KickMember { reason: reason("Shouting"), ..kick(hub, user) }).await.unwrap();
        via.calls(BanUser { reason: reason("Again"), ..ban(hub, user) }).await.unwrap();
        via.calls(LiftBan { reason: reason("A mistake"), ..lift(hub, user) }).await.unwrap();
        let ask = GetAuditLog { limit: Some(3), ..GetAuditLog::of(hub) };
        let log = eventually("the ban's end", async || match via.calls(ask.clone()).await {
            Ok(Reply::AuditLog(page)) if page.entries.first().is_some_and(|entry| entry.action == AuditAction::BanLifted) => Some(page.entries),
            _ => None,
        }).await;
        let told: Vec<_> = log.iter().rev().map(|entry| (entry.action, entry.reason.as_deref(), entry.whom.as_ref().map(|whom| whom.id))).collect();
        assert_eq!(told, [
            (AuditAction::MemberKicked, Some("Shouting"), Some(user)),
            (AuditAction::MemberBanned, Some("Again"), Some(user)),
            (AuditAction::BanLifted, Some("A mistake"), Some(user)),
        ]);
        let changes: Vec<Vec<_>> = log.iter().rev().map(|entry| entry.changes.iter().map(|change| &*change.field).collect()).collect();
        assert_eq!(changes, [vec!["roles", "status"], vec!["ban", "status"], vec!["ban", "status"]]);
        let status = |number: usize| log[2 - number].changes.last().map(|change| (change.before.clone(), change.after.clone())).unwrap();
        assert_eq!(status(0), (Some("active".into()), Some("kicked".into())));
        assert_eq!(status(1), (Some("kicked".into()), Some("banned".into())));
        assert_eq!(log[1].changes[0].after.as_ref().unwrap()["reason"], "Again");
    }
}

each_engine! {
    async fn who_is_removed_loses_the_hub_on_all_devices_at_once(engine: Engine) {
        let server = Server::on(engine).await;
        for number in 0..2 {
            let Pair { ada, bo, hub, general } = pair(&server).await;
            let tablet = bo.another_device().await;
            tablet.subscribes(general).await;
            ada.opens_member_list(hub).await;
            ada.calls(both(hub, bo.id())[number].clone()).await.unwrap();
            for device in [&bo, &tablet] {
                device.agrees("that the hub is gone", |state| !state.hubs.contains_key(&hub)).await;
            }
            ada.agrees("that Bo is gone", |state| !state.members[&hub].contains_key(&bo.id())).await;
            ada.says(general, "peace at last").await;
            for door in [Door::Rest, Door::Socket] {
                assert_eq!(refused(bo.via(door).calls(GetHub { hub }).await), ErrorCode::NotFound);
                let ask = GetMessages::of(general);
                assert_eq!(refused(bo.via(door).calls(ask).await), ErrorCode::NotFound);
                let send = SendMessage::of(general, "still here".to_owned(), None);
                assert_eq!(refused(bo.via(door).calls(send).await), ErrorCode::NotFound);
            }
            let resume = tablet.calls(Subscribe { channel: general, since_rev: Some(0) }).await;
            assert_eq!(refused(resume), ErrorCode::NotFound);
            assert!(!tablet.arrived().join("\n").contains("peace at last"));
        }
    }

    async fn a_ban_holds_after_a_restart(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, .. } = pair(&server).await;
        let code = ada.invites(hub).await;
        ada.calls(ban(hub, bo.id())).await.unwrap();
        server.kill9();
        server.restart().await;
        assert_eq!(refused(bo.person().calls(JoinHub { code }).await), ErrorCode::Forbidden);
        assert_eq!(bans(ada.person(), hub).await.len(), 1);
    }
}
