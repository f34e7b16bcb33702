//! Hubs in the console: by size, closed, deleted after some days, given to others.

use super::line;
use crate::answers::in_ms;
use crate::answers::problem_of as refused;
use crate::scene::{Cast, general_of};
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{AdminHub, AdminHubs, HubView};
use hubbub_shared::protocol::command::*;
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ErrorCode, HubId};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually};

async fn list(owner: &impl Acts, query: Option<&str>, from: Option<u64>, limit: Option<u64>) -> AdminHubs {
    let ask = AdminGetHubs { query: query.map(str::to_owned), suspended: None, from, limit };
    match owner.calls(ask).await {
        Ok(Reply::AdminHubs(page)) => page,
        other => panic!("expected hubs, got {other:?}"),
    }
}

#[track_caller]
fn hub_of(answer: Result<Reply, hubbub_shared::Problem>) -> AdminHub {
    match answer {
        Ok(Reply::AdminHub(hub)) => hub,
        other => panic!("expected a hub, got {other:?}"),
    }
}

fn suspend(hub: HubId) -> AdminSuspendHub {
    AdminSuspendHub { hub, reason: "Under review".into(), until: None }
}

each_door! {
    async fn hubs_are_listed_by_size(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let name = format!("Lonely {door:?}");
        let lonely = cast.olga.creates_hub(&name).await.id;
        let owner = cast.ada.via(door);
        // Counted anew at most every ten seconds.
        let page = eventually("the new hub to be counted", async || {
            let page = list(&owner, None, None, Some(100)).await;
            page.hubs.iter().any(|one| one.hub.id == lonely).then_some(page)
        })
        .await;
        assert!(page.hubs.windows(2).all(|pair| pair[0].members >= pair[1].members), "{page:?}");
        assert_eq!((page.total, page.next), (page.hubs.len() as u64, None));
        let rust = page.hubs.iter().find(|one| one.hub.id == cast.hub).expect("Ada's hub");
        assert_eq!((rust.members, rust.owner.id, &rust.suspended), (2, cast.ada.id(), &None));
        let found = list(&owner, Some(&name.to_uppercase()), None, None).await;
        assert_eq!(found.hubs.iter().map(|one| one.hub.id).collect::<Vec<_>>(), [lonely]);
        let first = list(&owner, None, None, Some(1)).await;
        let second = list(&owner, None, first.next, Some(1)).await;
        assert_ne!(first.hubs[0].hub.id, second.hubs[0].hub.id);
        // Not a word of what is said, and no right in it.
        assert_eq!(refused(owner.calls(GetHub { hub: lonely }).await).code, ErrorCode::NotFound);
    }

    async fn nobody_gets_into_a_hub_that_is_suspended(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let owner = cast.ada.via(door);
        // A hub of Bo's, in which the owner of the server is a member like others.
        let view = cast.bo.creates_hub(&format!("Den {door:?}")).await;
        let (hub, general, code) = (view.id, general_of(&view), cast.bo.invites(view.id).await);
        cast.olga.joins(&code).await;
        for phone in [&cast.bo, &cast.olga] {
            phone.agrees("the hub", |state| state.visible_channels().contains(&general)).await;
            phone.subscribes(general).await;
        }
        let before = cast.bo.says(general, "old words").await;
        let told = hub_of(owner.calls(suspend(hub)).await);
        assert_eq!(told.suspended.as_ref().map(|one| &*one.reason), Some("Under review"));

        let is_closed = |view: &HubView| view.channels.is_empty() && view.suspended.as_ref().is_some_and(|why| why.contains("Under review"));
        for member in [&cast.bo, &cast.olga] {
            member.agrees("that it is closed", |state| state.hubs.get(&hub).is_some_and(is_closed)).await;
            let through = member.via(door);
            let tried: Vec<Command> = vec![
                GetHub { hub }.into(),
                SendMessage::of(general, "now".into(), None).into(),
                EditMessage::of(general, before.id, "other".into()).into(),
                GetMessages::of(general).into(),
                GetMembers { hub, after: None, limit: None, online: None, users: None }.into(),
                CreateInvite { hub, max_uses: None, expires_in_secs: None }.into(),
                UpdateHub { hub, name: Some("Other".into()), description: None }.into(),
                MarkRead { channel: general, seq: None }.into(),
            ];
            for command in tried {
                let problem = refused(through.calls(command.clone()).await);
                assert_eq!(problem.code, ErrorCode::Suspended, "{command:?}: {problem}");
                assert!(problem.message.contains("Under review"), "{problem}");
            }
            let subscribe = Subscribe { channel: general, since_rev: None };
            assert_eq!(refused(member.calls(subscribe).await).code, ErrorCode::Suspended);
        }
        assert_eq!(refused(cast.bo.via(door).calls(DeleteHub { hub }).await).code, ErrorCode::Suspended, "its owner neither");
        // Invites lead nowhere, for strangers too.
        let dan = server.phone(&format!("Dan{door:?}")).await;
        assert_eq!(refused(dan.via(door).calls(JoinHub { code: code.clone() }).await).code, ErrorCode::Suspended);
        let look = server.stranger().gets(&format!("/api/invites/{code}")).await.unwrap_err();
        assert_eq!(look.code, ErrorCode::Suspended);
        // Who comes anew sees it closed; who wants to go may.
        let tablet = cast.bo.another_device().await;
        assert!(tablet.state().hubs.get(&hub).is_some_and(is_closed), "{:?}", tablet.state().hubs.get(&hub));
        let page = cast.bo.person().request(reqwest::Method::GET, &format!("/hubs/{hub}")).header("accept", "text/html").send().await.unwrap();
        assert!(!page.text().await.unwrap().contains("old words"), "no word of it is drawn");
        assert_eq!(cast.olga.via(door).calls(LeaveHub { hub }).await, Ok(Reply::Done));

        let released = hub_of(owner.calls(AdminReleaseHub { hub, reason: None }).await);
        assert_eq!(released.suspended, None);
        cast.bo.agrees("that it is open", |state| state.visible_channels().contains(&general)).await;
        cast.bo.subscribes(general).await;
        cast.bo.says(general, "new words").await;
        assert_eq!(cast.bo.reads(general), ["old words", "new words"], "nothing is lost");
        dan.joins(&code).await;

        let told = line(&owner, AuditAction::HubSuspended, &hub.to_string()).await;
        assert_eq!((told.hub, told.who.id, told.reason.as_deref()), (HubId(0), cast.ada.id(), Some("Under review")));
        line(&owner, AuditAction::HubReleased, &hub.to_string()).await;
        // Its own people read it too.
        let ask = GetAuditLog { hub, who: None, whom: None, action: Some(AuditAction::HubSuspended), place: None, since: None, until: None, before: None, limit: None };
        let own = eventually("the hub's own log", async || {
            let Ok(Reply::AuditLog(page)) = cast.bo.calls(ask.clone()).await else { panic!("a log") };
            page.entries.into_iter().next()
        })
        .await;
        assert_eq!(own.reason.as_deref(), Some("Under review"));
    }

    async fn a_hub_that_was_deleted_can_be_restored(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let owner = cast.ada.via(door);
        let name = format!("Trap {door:?}");
        let hub = cast.bo.creates_hub(&name).await.id;
        let delete = |name: &str| AdminDeleteHub { hub, name: name.into(), reason: "Against the rules".into() };
        assert_eq!(refused(owner.calls(delete("Trap")).await).fields[0].path, "name");
        let told = hub_of(owner.calls(delete(&name)).await).suspended.expect("closed");
        assert!(told.deletes);
        let days = (told.until.unwrap().0 - told.since.0) / 86_400_000;
        assert_eq!(days, 7);
        let refusal = refused(cast.bo.via(door).calls(GetHub { hub }).await);
        assert!(refusal.code == ErrorCode::Suspended && refusal.message.contains("will be deleted on"), "{refusal}");
        hub_of(owner.calls(AdminReleaseHub { hub, reason: Some("A mistake".into()) }).await);
        assert_eq!(cast.bo.via(door).views(hub).await.name, name);
        assert_eq!(line(&owner, AuditAction::HubReleased, &hub.to_string()).await.reason.as_deref(), Some("A mistake"));
    }

    async fn a_hub_is_given_to_another_of_its_members(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let owner = cast.ada.via(door);
        let hub = cast.bo.creates_hub(&format!("Orphan {door:?}")).await.id;
        let give = AdminTransferHub { hub, owner: cast.olga.id(), reason: Some("Bo is away".into()) };
        assert_eq!(refused(owner.calls(give.clone()).await).fields[0].path, "owner", "not a member");
        cast.olga.joins(&cast.bo.invites(hub).await).await;
        assert_eq!(hub_of(owner.calls(give).await).owner.id, cast.olga.id());
        assert_eq!(cast.bo.via(door).views(hub).await.owner, cast.olga.id());
        let told = line(&owner, AuditAction::HubHandedOver, &hub.to_string()).await;
        assert_eq!(told.changes[0].after, Some(cast.olga.id().to_string().into()));
    }
}

each_engine! {
    async fn after_its_days_of_grace_a_hub_is_deleted_with_all_that_was_said_in_it(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(&server).await;
        bo.sends(general, "old words").await;
        let elsewhere = bo.creates_hub("Elsewhere").await;
        bo.sends(general_of(&elsewhere), "other words").await;
        let name = ada.views(hub).await.name;
        ada.calls(AdminDeleteHub { hub, name, reason: "Against the rules".into() }).await.unwrap();
        server.kill9();
        server.restart().await;
        assert_eq!(refused(bo.person().calls(GetHub { hub }).await).code, ErrorCode::Suspended, "its days are not over");
        server.kill9();
        // The server has a clock of its own: what it waits for is moved to when the days began.
        let hand = server.hand();
        let mut stored = hand.all("hubs").await.into_iter().find(|stored| stored["_id"] == hub.to_string()).unwrap();
        let began = stored["suspended"]["at"].clone();
        stored["suspended"]["until"] = began.clone();
        stored.insert("due_at".to_owned(), began).expect("it is due at some time");
        hand.puts("hubs", &stored).await;
        server.restart().await;
        eventually("the hub to be gone", async || {
            (refused(bo.person().calls(GetHub { hub }).await).code == ErrorCode::NotFound).then_some(())
        })
        .await;
        let owner = ada.person();
        assert_eq!(line(owner, AuditAction::HubErased, &hub.to_string()).await.reason.as_deref(), Some("Against the rules"));
        assert_eq!(refused(owner.calls(AdminGetHub { hub }).await).code, ErrorCode::NotFound);
        eventually("all that was in it to go", async || {
            let (messages, members) = (hand.all("messages").await, hand.all("members").await);
            let is_left = members.iter().any(|member| member["hub"] == hub.to_string());
            // Those of another hub stay.
            (messages.len() == 1 && !is_left).then_some(())
        })
        .await;
        assert_eq!(bo.person().reads_page(general_of(&elsewhere)).await.messages[0].content, "other words");
    }

    async fn a_suspended_hub_opens_by_itself_also_after_a_crash(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let hub = cast.hub;
        cast.ada.calls(AdminSuspendHub { until: Some(in_ms(15_000)), ..suspend(hub) }).await.unwrap();
        server.kill9();
        server.restart().await;
        cast.bo.reconnects().await;
        assert_eq!(refused(cast.bo.person().calls(GetHub { hub }).await).code, ErrorCode::Suspended);
        cast.bo.agrees("that it is open again", |state| state.hubs.get(&hub).is_some_and(|view| view.suspended.is_none())).await;
        let owner = cast.ada.person();
        line(owner, AuditAction::HubReleased, &hub.to_string()).await;
    }
}
