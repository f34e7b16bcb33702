//! Who may come, limits, announcements, health: changed while the server runs, and kept.

use super::{line, set};
use crate::answers::problem_of as refused;
use crate::answers::{past, soon};
use crate::scene::Cast;
use hubbub_shared::ErrorCode;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{CurrentAnnouncement, HubMakers, ServerSettings, SignUps};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::*;
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually};

async fn settings(owner: &impl Acts, command: AdminUpdateSettings) -> ServerSettings {
    match owner.calls(command).await {
        Ok(Reply::ServerSettings(settings)) => settings,
        other => panic!("expected settings, got {other:?}"),
    }
}

async fn announcement(reader: &impl Acts) -> CurrentAnnouncement {
    match reader.calls(GetAnnouncement {}).await {
        Ok(Reply::Announcement(current)) => current,
        other => panic!("expected an announcement, got {other:?}"),
    }
}

/// The page that somebody gets at the end of signing in, and its status.
async fn arrives(server: &Server, name: &str, next: &str) -> (u16, String) {
    let stranger = server.stranger();
    let mut url = format!("{}/auth/login?as={name}&next={next}", server.address());
    for _ in 0..10 {
        let answer = stranger.visit(&url).await;
        let Some(to) = answer.headers().get("location") else {
            return (answer.status().as_u16(), answer.text().await.unwrap());
        };
        let to = to.to_str().unwrap().to_owned();
        if to == next {
            return (303, to);
        }
        url = if to.starts_with("http") { to } else { format!("{}{to}", server.address()) };
    }
    panic!("{name} goes round in circles")
}

each_door! {
    async fn who_may_sign_up_and_found_hubs_is_said_while_the_server_runs(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let owner = cast.ada.via(door);
        let told = settings(&owner, set(|one| one.sign_ups = Some(SignUps::Invited))).await;
        assert_eq!(told.sign_ups, SignUps::Invited);
        let (status, page) = arrives(server, &format!("New{door:?}"), "/").await;
        assert!(status == 403 && page.contains("need an invite"), "{status} {page}");
        let (status, _) = arrives(server, &format!("New{door:?}"), "/invite/nosuchinvite").await;
        assert_eq!(status, 403);
        let code = cast.ada.invites(cast.hub).await;
        let (status, _) = arrives(server, &format!("New{door:?}"), &format!("/invite/{code}")).await;
        assert_eq!(status, 303, "by an invite that lets somebody in");
        settings(&owner, set(|one| one.sign_ups = Some(SignUps::Nobody))).await;
        let (status, page) = arrives(server, &format!("Newer{door:?}"), &format!("/invite/{code}")).await;
        assert!(status == 403 && page.contains("no new accounts"), "{status} {page}");
        assert_eq!(server.person("Bo").await.me().await.id, cast.bo.id(), "those who are here go on");
        settings(&owner, set(|one| one.sign_ups = Some(SignUps::Everyone))).await;
        server.person(&format!("Newer{door:?}")).await;

        settings(&owner, set(|one| one.hub_makers = Some(HubMakers::Owner))).await;
        let refusal = refused(cast.bo.via(door).calls(CreateHub { name: "Mine".into() }).await);
        assert_eq!(refusal.code, ErrorCode::Forbidden);
        owner.creates_hub("Ada's").await;
        settings(&owner, set(|one| one.hub_makers = Some(HubMakers::Everyone))).await;
        cast.bo.via(door).creates_hub("Mine").await;
        eventually("the change of who makes hubs in the log", async || {
            let ask = AdminGetLog { action: Some(AuditAction::ServerUpdated), before: None, limit: None };
            let Ok(Reply::AuditLog(page)) = owner.calls(ask).await else { panic!("a log") };
            let mut changes = page.entries.iter().flat_map(|line| &line.changes);
            changes.any(|change| change.field == "hub_makers").then_some(())
        })
        .await;
    }

    async fn limits_hold_at_once_and_are_taken_back(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let owner = cast.ada.via(door);
        let told = settings(&owner, set(|one| {
            one.sends_per_minute = Some(Some(2));
            one.members_of_a_hub = Some(Some(2));
        })).await;
        assert_eq!((told.limits.sends_per_minute, told.usual.sends_per_minute), (2, 0));
        for _ in 0..2 {
            cast.bo.via(door).sends(cast.general, "counted").await;
        }
        let third = SendMessage::of(cast.general, "too many".into(), None);
        assert_eq!(refused(cast.bo.via(door).calls(third).await).code, ErrorCode::RateLimited);
        let code = cast.ada.invites(cast.hub).await;
        let full = refused(cast.olga.via(door).calls(JoinHub { code: code.clone() }).await);
        assert!(full.code == ErrorCode::LimitReached && full.message.contains("2 members"), "{full}");
        settings(&owner, set(|one| one.hubs_of_a_person = Some(Some(1)))).await;
        let second = refused(cast.bo.via(door).calls(CreateHub { name: "Second".into() }).await);
        assert!(second.code == ErrorCode::LimitReached && second.message.contains("1 hub"), "{second}");
        let too_low = refused(owner.calls(set(|one| one.writes_per_minute = Some(Some(3)))).await);
        assert_eq!(too_low.fields[0].path, "writes_per_minute", "nobody could set it back");
        let back = settings(&owner, set(|one| {
            one.sends_per_minute = Some(None);
            one.members_of_a_hub = Some(None);
            one.hubs_of_a_person = Some(None);
        })).await;
        assert_eq!(back.limits, back.usual);
        for _ in 0..5 {
            cast.bo.via(door).sends(cast.general, "not counted").await;
        }
        cast.olga.via(door).joins(&code).await;
    }

    async fn everybody_is_told_an_announcement_until_it_ends(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let owner = cast.ada.via(door);
        owner.calls(AdminEndAnnouncement {}).await.unwrap();
        assert_eq!(announcement(&cast.bo.via(door)).await.announcement, None);
        owner.calls(AdminAnnounce { text: "Back at nine".into(), until: None }).await.unwrap();
        let first = announcement(&cast.bo.via(door)).await.announcement.unwrap();
        assert_eq!(first.text, "Back at nine");
        let end = soon();
        owner.calls(AdminAnnounce { text: "Back at ten".into(), until: Some(end) }).await.unwrap();
        let second = announcement(&cast.bo.via(door)).await.announcement.unwrap();
        assert_ne!(second.number, first.number, "who put the first away is shown this one");
        past(end).await;
        assert_eq!(announcement(&cast.bo.via(door)).await.announcement, None);
        assert_eq!(refused(owner.calls(AdminAnnounce { text: " ".into(), until: None }).await).fields[0].path, "text");
        line(&owner, AuditAction::Announced, "server").await;
    }

    async fn health_tells_what_there_is(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let Ok(Reply::ServerHealth(health)) = cast.ada.via(door).calls(AdminGetHealth {}).await else { panic!("health") };
        assert!(health.store_answers && health.people >= 3 && health.hubs >= 1 && health.sessions >= 3, "{health:?}");
        assert!(health.sockets >= 3 && ["sqlite", "mongodb"].contains(&&*health.engine), "{health:?}");
        if health.engine == "sqlite" {
            assert!(health.database_bytes.is_some_and(|bytes| bytes > 4096), "{health:?}");
        }
    }
}

each_engine! {
    async fn what_is_set_outlasts_a_crash(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        settings(&cast.ada, set(|one| {
            one.sign_ups = Some(SignUps::Nobody);
            one.exports_per_hour = Some(Some(7));
        })).await;
        cast.ada.calls(AdminAnnounce { text: "Still here".into(), until: None }).await.unwrap();
        server.kill9();
        server.restart().await;
        let Ok(Reply::ServerSettings(told)) = cast.ada.person().calls(AdminGetSettings {}).await else { panic!("settings") };
        assert_eq!((told.sign_ups, told.limits.exports_per_hour), (SignUps::Nobody, 7));
        assert_eq!(announcement(cast.bo.person()).await.announcement.unwrap().text, "Still here");
        assert_eq!(arrives(&server, "Newcomer", "/").await.0, 403);
    }
}
