//! What was done about somebody, as the audit log has it.

use super::{calls_them, refused, with_role};
use crate::scene::Cast;
use hubbub_shared::model::audit::{Actor, AuditAction, AuditPage};
use hubbub_shared::model::{AutomodAction, AutomodTrigger};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    BanUser, CreateAutomodRule, GetMeasures, KickMember, LiftBan, SendMessage, TimeOutMember,
};
use hubbub_shared::{ErrorCode, HubId, Permissions, Timestamp, UserId};
use hubbub_tests::{Acts, Door, Server, each_door, eventually};

fn measures(hub: HubId, user: UserId) -> GetMeasures {
    GetMeasures { hub, user, before: None, limit: None }
}

async fn page(reader: &impl Acts, wish: GetMeasures) -> AuditPage {
    match reader.calls(wish).await {
        Ok(Reply::AuditLog(page)) => page,
        other => panic!("expected measures, got {other:?}"),
    }
}

async fn actions(reader: &impl Acts, hub: HubId, user: UserId) -> Vec<AuditAction> {
    page(reader, measures(hub, user)).await.entries.into_iter().map(|entry| entry.action).collect()
}

each_door! {
    async fn what_was_done_about_somebody_is_told_and_nothing_else(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, olga, hub, general } = cast;
        let user = bo.id();
        let rule = CreateAutomodRule {
            hub,
            name: "Swearing".to_owned(),
            trigger: AutomodTrigger::Words(vec!["darn".to_owned()]),
            action: AutomodAction::Block,
            notice: None,
            exempt_roles: vec![],
            exempt_channels: vec![],
            enabled: None,
        };
        ada.calls(rule).await.unwrap();
        // What they do themselves, and what is no measure.
        calls_them(&bo, hub, user, Some("Bobo")).await;
        with_role(&ada, hub, &bo, "member of the year", Permissions::NONE).await;
        bo.sends(general, "hello").await;
        let send = SendMessage::of(general, "darn".to_owned(), None);
        assert_eq!(refused(bo.calls(send).await), ErrorCode::BlockedByAutomod);
        let message = bo.sends(general, "rude").await;
        ada.deletes(&message).await;
        let until = Some(Timestamp(ada.views(hub).await.created_at.0 + 3_600_000));
        ada.calls(TimeOutMember { hub, user, until, reason: Some("Shouting".to_owned()) }).await.unwrap();
        ada.calls(KickMember { hub, user, reason: None }).await.unwrap();
        ada.calls(KickMember { hub, user: cy.id(), reason: None }).await.unwrap();
        ada.calls(BanUser { hub, user, until: None, reason: None, delete_last_secs: Some(3600) }).await.unwrap();
        ada.calls(LiftBan { hub, user, reason: None }).await.unwrap();

        use AuditAction::{BanLifted, MemberBanned, MemberKicked, MemberUpdated, MessageBlocked, MessageDeleted};
        let reader = ada.via(door);
        let told = eventually("all of it is in the log", || async {
            Some(actions(&reader, hub, user).await).filter(|told| told.len() == 7)
        })
        .await;
        // What goes with the ban is deleted in the background, before or after the ban is lifted.
        let in_order: Vec<_> = told.iter().copied().filter(|action| *action != MessageDeleted).collect();
        assert_eq!(in_order, [BanLifted, MemberBanned, MemberKicked, MemberUpdated, MessageBlocked]);
        assert_eq!(told.iter().filter(|action| **action == MessageDeleted).count(), 2, "by hand, and with the ban");
        let entries = page(&reader, measures(hub, user)).await.entries;
        let timeout = entries.iter().find(|entry| entry.action == MemberUpdated).unwrap();
        assert_eq!(timeout.reason.as_deref(), Some("Shouting"));
        let blocked = entries.iter().find(|entry| entry.action == MessageBlocked).unwrap();
        assert_eq!((blocked.actor, blocked.name.as_deref()), (Some(Actor::Automod), Some("Swearing")));

        let mut paged = Vec::new();
        let mut before = None;
        loop {
            let page = page(&reader, GetMeasures { before, limit: Some(2), ..measures(hub, user) }).await;
            paged.extend(page.entries.into_iter().map(|entry| entry.number));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(paged, entries.iter().map(|entry| entry.number).collect::<Vec<_>>());
        assert_eq!(refused(olga.via(door).calls(measures(hub, user)).await), ErrorCode::NotFound);
        assert_eq!(refused(reader.calls(measures(hub, olga.id())).await), ErrorCode::NotFound, "never was here");
    }

    async fn who_may_decide_about_somebody_reads_it(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let (ada, bo, hub) = (&cast.ada, &cast.bo, cast.hub);
        assert_eq!(refused(bo.via(door).calls(measures(hub, cy.id())).await), ErrorCode::Forbidden);
        let rights = [Permissions::TIME_OUT_MEMBERS, Permissions::KICK_MEMBERS, Permissions::BAN_MEMBERS];
        for (number, right) in rights.into_iter().enumerate() {
            let phone = cast.also(server, &format!("Mod{number}")).await;
            with_role(ada, hub, &phone, "moderator", right).await;
            assert_eq!(actions(&phone.via(door), hub, cy.id()).await, []);
        }
    }
}
