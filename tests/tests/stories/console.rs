//! The console of who owns the server: who may, what becomes of people and hubs, what is written down.

mod app;
mod hubs;
mod people;
mod reports;
mod settings;

use crate::answers::problem_of as refused;
use crate::scene::Cast;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{AuditEntry, LeftMessages, ReportOutcome};
use hubbub_shared::protocol::command::*;
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ErrorCode, ReportId};
use hubbub_tests::{Acts, Door, Server, each_door, eventually};

fn set(change: impl FnOnce(&mut AdminUpdateSettings)) -> AdminUpdateSettings {
    let mut command = AdminUpdateSettings {
        sign_ups: None,
        hub_makers: None,
        sends_per_minute: None,
        writes_per_minute: None,
        sign_ins_per_minute: None,
        exports_per_hour: None,
        hubs_of_a_person: None,
        members_of_a_hub: None,
        reason: None,
    };
    change(&mut command);
    command
}

/// The lines of the server's log of this kind, once there is one about this.
async fn line(owner: &impl Acts, action: AuditAction, subject: &str) -> AuditEntry {
    eventually("a line of the log of the server", async || {
        let ask = AdminGetLog { action: Some(action), before: None, limit: Some(100) };
        match owner.calls(ask).await {
            Ok(Reply::AuditLog(page)) => page.entries.into_iter().find(|line| line.subject == subject),
            other => panic!("expected a log, got {other:?}"),
        }
    })
    .await
}

each_door! {
    async fn to_all_others_there_is_no_console(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let Cast { ada, bo, hub, .. } = &cast;
        let (user, hub, report) = (bo.id(), *hub, ReportId(1));
        let all: Vec<Command> = vec![
            AdminGetPeople { query: None, suspended: None, after: None, limit: None }.into(),
            AdminGetPerson { user }.into(),
            AdminSuspendPerson { user, reason: "Spam".into(), until: None }.into(),
            AdminReleasePerson { user, reason: None }.into(),
            AdminSignOutPerson { user, reason: None }.into(),
            AdminErasePerson { user, name: "Bo".into(), messages: LeftMessages::Kept, reason: None }.into(),
            AdminGetHubs { query: None, suspended: None, from: None, limit: None }.into(),
            AdminGetHub { hub }.into(),
            AdminSuspendHub { hub, reason: "Spam".into(), until: None }.into(),
            AdminReleaseHub { hub, reason: None }.into(),
            AdminDeleteHub { hub, name: "Rust".into(), reason: "Spam".into() }.into(),
            AdminTransferHub { hub, owner: user, reason: None }.into(),
            AdminGetReports { decided: None, after: None, limit: None }.into(),
            AdminGetReport { report }.into(),
            AdminResolveReport { report, outcome: ReportOutcome::Nothing, answer: String::new() }.into(),
            AdminGetSettings {}.into(),
            set(|settings| settings.sends_per_minute = Some(Some(1))).into(),
            AdminAnnounce { text: "Hello".into(), until: None }.into(),
            AdminEndAnnouncement {}.into(),
            AdminGetHealth {}.into(),
            AdminGetLog { action: None, before: None, limit: None }.into(),
        ];
        let of_the_console = Command::VERBS.iter().filter(|verb| verb.name.starts_with("admin_")).count();
        assert_eq!(all.len(), of_the_console, "each verb of the console is tried");
        for command in all {
            let problem = refused(bo.via(door).calls(command.clone()).await);
            assert_eq!(problem.code, ErrorCode::NotFound, "{command:?}");
            let route = command.verb().route.unwrap();
            assert!(route.path.starts_with("/admin/"), "{route:?}");
        }
        let stranger = server.stranger().gets("/api/admin/settings").await.unwrap_err();
        assert_eq!(stranger.code, ErrorCode::NotSignedIn);
        // And the same works for who owns the server; nothing of what was tried was done.
        let Ok(Reply::AdminPerson(person)) = ada.via(door).calls(AdminGetPerson { user }).await else { panic!("Bo") };
        assert!(person.suspended.is_none() && person.left_at.is_none() && person.sessions > 0, "{person:?}");
        assert_eq!(bo.person().me().await.id, user);
    }
}
