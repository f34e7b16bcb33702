//! What people take along: all that is kept about them, and nothing of anybody else.

use crate::scene::{Cast, general_of};
use hubbub_shared::ErrorCode;
use hubbub_shared::Permissions;
use hubbub_shared::model::BlockKind;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{BlockUser, CreateRole, GetAuditLog, LeaveHub};
use hubbub_tests::{Acts, Engine, Person, Server, each_engine, eventually, problem_of};
use reqwest::Method;
use serde_json::Value;

async fn export(person: &Person) -> (u64, Value) {
    let answer = person.fetches(Method::GET, "/api/users/@me/export", None).await;
    assert_eq!(answer.status(), 200);
    let header = |name| answer.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert!(header("content-disposition").contains("hubbub-export.json"));
    assert_eq!(header("cache-control"), "no-store");
    let count = header("x-export-messages").parse().unwrap();
    (count, serde_json::from_str(&answer.text().await.unwrap()).expect("one JSON document"))
}

fn list<'a>(export: &'a Value, part: &str) -> &'a Vec<Value> {
    export[part].as_array().unwrap_or_else(|| panic!("{part} is a list: {export}"))
}

each_engine! {
    async fn all_that_is_kept_about_somebody_is_theirs_to_take(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, olga, hub, general } = Cast::gathers(&server).await;
        let chess = ada.creates_hub("Chess").await;
        bo.joins(&ada.invites(chess.id).await).await;
        bo.says(general_of(&chess), "checkmate").await;
        bo.calls(LeaveHub { hub: chess.id }).await.unwrap();
        ada.says(general, "a secret of Ada's").await;
        for number in 0..450 {
            bo.sends(general, &format!("word {number} \"quoted\"")).await;
        }
        let regretted = bo.says(general, "regretted").await;
        bo.deletes(&regretted).await;
        bo.calls(BlockUser { user: olga.id(), kind: BlockKind::Blocked }).await.unwrap();
        let own = bo.creates_hub("Own").await.id;
        let code = bo.invites(own).await;
        let role = CreateRole { hub: own, name: "Elders".into(), permissions: Permissions::NONE, color: None, emoji: None, hoist: false, mentionable: false };
        bo.calls(role).await.unwrap();
        let token = bo.person().makes_session("my bot").await.token;
        eventually("the line of the log", async || {
            let ask = GetAuditLog { hub: own, who: None, whom: None, action: Some(AuditAction::RoleCreated), place: None, since: None, until: None, before: None, limit: None };
            let Ok(Reply::AuditLog(page)) = bo.calls(ask).await else { panic!("a log") };
            (!page.entries.is_empty()).then_some(())
        })
        .await;

        let (count, export) = export(bo.person()).await;
        assert_eq!(count, 452);
        let messages = list(&export, "messages");
        assert_eq!(messages.len(), 452, "everything, in several pieces, of a hub that was left too");
        let words: Vec<_> = messages.iter().map(|message| message["content"].as_str().unwrap()).collect();
        assert!(words.contains(&"checkmate") && words.contains(&"word 449 \"quoted\"") && !words.contains(&"regretted"));
        assert_eq!(export["about"]["format"], "hubbub-export");
        assert_eq!(export["account"]["display_name"], "Bo");
        assert_eq!(export["account"]["blocks"][0]["user"], olga.id().to_string());
        assert_eq!(list(&export, "identities")[0]["subject"], "bo");
        assert!(list(&export, "sessions").iter().any(|session| session["name"] == "my bot"));
        let memberships = list(&export, "memberships");
        let of = |id: hubbub_shared::HubId| memberships.iter().find(|one| one["hub"] == id.to_string()).unwrap();
        assert_eq!((of(hub)["status"].as_str(), of(hub)["hub_name"].as_str()), (Some("active"), Some("Rust")));
        assert_eq!(of(hub)["channel_names"][general.to_string()], "general");
        assert_eq!((of(chess.id)["status"].as_str(), of(chess.id).get("hub_name")), (Some("left"), None));
        assert_eq!(of(own)["owner"], true);
        assert_eq!(list(&export, "invites")[0]["id"], code);
        assert!(!list(&export, "read_markers").is_empty());
        assert!(list(&export, "audit_log").iter().any(|line| line["action"] == "role_created"));

        let text = export.to_string();
        for secret in [&token, "a secret of Ada's", "token_hash"] {
            assert!(!text.contains(secret), "{secret} is not theirs, or not for a file");
        }
    }

    async fn only_who_is_signed_in_takes_it_and_not_without_end(engine: Engine) {
        let server = Server::with(engine, &[("HUBBUB_EXPORTS_PER_HOUR", "2")]).await;
        let (bo, stranger) = (server.person("Bo").await, server.stranger());
        let asks = async |who: &Person| who.fetches(Method::GET, "/api/users/@me/export", None).await;
        assert_eq!(problem_of(asks(&stranger).await).await.code, ErrorCode::NotSignedIn);
        for left in ["1", "0"] {
            let answer = asks(&bo).await;
            assert_eq!(answer.headers().get("x-ratelimit-remaining").unwrap(), left);
        }
        let refused = asks(&bo).await;
        assert!(refused.headers().get("retry-after").is_some());
        assert_eq!(problem_of(refused).await.code, ErrorCode::RateLimited);
        assert_eq!(asks(&server.person("Cy").await).await.status(), 200, "others are counted apart");
    }
}
