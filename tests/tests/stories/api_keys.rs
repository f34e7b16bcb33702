//! Keys with which programs act for a person.

mod app;

use crate::answers::refused;
use crate::scene::Cast;
use hubbub_shared::model::audit::{Actor, AuditAction};
use hubbub_shared::model::{ApiKey, ApiKeyToken, BlockKind, LeftMessages};
use hubbub_shared::protocol::command::{
    AddReaction, BlockUser, CreateApiKey, CreateChannel, CreateHub, DeleteAccount, DeleteApiKey, DeleteHub,
    GetApiKeys, GetAuditLog, GetBlocks, GetDrafts, GetInbox, GetPush, LeaveHub, MarkRead, RotateApiKey,
    SaveDraft, TransferHub, UpdateMe,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ApiKeyId, ErrorCode, HubId, Permissions};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Person, Server, each_door, each_engine, eventually, overwrite,
};

fn key(scope: Permissions) -> CreateApiKey {
    CreateApiKey { name: "CI".to_owned(), scope, hub: None, expires_in_secs: None }
}

async fn makes(by: &impl Acts, key: CreateApiKey) -> ApiKeyToken {
    match by.calls(key).await {
        Ok(Reply::ApiKeyToken(key)) => key,
        other => panic!("expected a key, got {other:?}"),
    }
}

pub(crate) async fn keys(of: &impl Acts) -> Vec<ApiKey> {
    match of.calls(GetApiKeys {}).await {
        Ok(Reply::ApiKeys(all)) => all.keys,
        other => panic!("expected keys, got {other:?}"),
    }
}

/// All there is.
const ALL: Permissions = Permissions::ALL;
/// What it takes to write where one reads.
const TALK: Permissions = Permissions(Permissions::VIEW.0 | Permissions::SEND.0);

each_door! {
    async fn a_key_is_shown_once_listed_and_ended(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let cy = newcomer.via(door);
        assert!(keys(&cy).await.is_empty());
        let made = makes(&cy, key(TALK)).await;
        assert!(made.token.starts_with("hubbub_key_") && made.token.starts_with(&made.key.prefix));
        let listed = keys(&cy).await;
        assert_eq!((listed.len(), &*listed[0].name, listed[0].scope), (1, "CI", TALK));
        assert!(listed[0].last_used_at.is_none() && listed[0].expires_at.is_none());
        let program = newcomer.person().program(&made.token);
        program.sends(it.general, "built").await;
        assert!(keys(&cy).await[0].last_used_at.is_some());
        let others = DeleteApiKey { key: made.key.id };
        assert_eq!(refused(it.bo.via(door).calls(others.clone()).await), ErrorCode::NotFound, "another's");
        assert_eq!(cy.calls(others).await, Ok(Reply::Done));
        assert_eq!(refused(program.calls(key_less(it.hub)).await), ErrorCode::NotSignedIn);
        assert!(keys(&cy).await.is_empty());
    }

    async fn what_makes_no_key_is_told(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let bo = it.bo.via(door);
        for (field, bad) in [
            ("name", CreateApiKey { name: " ".to_owned(), ..key(TALK) }),
            ("scope", key(Permissions::NONE)),
            ("scope", key(Permissions(1 << 62))),
            ("expires_in_secs", CreateApiKey { expires_in_secs: Some(59), ..key(TALK) }),
            ("expires_in_secs", CreateApiKey { expires_in_secs: Some(u64::MAX), ..key(TALK) }),
        ] {
            let problem = bo.calls(bad).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, field));
        }
        let elsewhere = it.olga.creates_hub("Elsewhere").await.id;
        let foreign = CreateApiKey { hub: Some(elsewhere), ..key(TALK) };
        assert_eq!(refused(bo.calls(foreign).await), ErrorCode::NotFound);
        assert_eq!(refused(bo.calls(RotateApiKey { key: ApiKeyId(1) }).await), ErrorCode::NotFound);
    }
}

/// Something that takes no more than being there.
fn key_less(hub: HubId) -> Command {
    hubbub_shared::protocol::command::GetHub { hub }.into()
}

each_engine! {
    async fn a_key_narrows_what_its_maker_may_and_grants_nothing(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let owner = it.ada.person();
        let talks = owner.program(&makes(&it.ada, key(TALK)).await.token);
        let message = talks.sends(it.general, "by a program").await;
        assert_eq!(message.author.id, it.ada.id());
        let channel = CreateChannel {
            hub: it.hub,
            name: "more".to_owned(),
            category: None,
            topic: None,
            position: None,
            overwrites: None,
        };
        assert_eq!(refused(talks.calls(channel.clone()).await), ErrorCode::Forbidden, "though Ada owns the hub");
        let react = AddReaction { channel: it.general, message: message.id, emoji: "👍".to_owned() };
        assert_eq!(refused(talks.calls(react).await), ErrorCode::Forbidden);

        let all = it.bo.person().program(&makes(&it.bo, key(ALL)).await.token);
        assert_eq!(refused(all.calls(channel.clone()).await), ErrorCode::Forbidden, "Bo may not");
        it.ada.overwrites(it.general, overwrite(it.bo.id()).denying(Permissions::SEND)).await;
        let send = hubbub_shared::protocol::command::SendMessage::of(it.general, "hello".to_owned(), None);
        assert_eq!(refused(all.calls(send).await), ErrorCode::Forbidden, "not any more");

        let builds = owner.program(&makes(&it.ada, key(Permissions::VIEW | Permissions::MANAGE_CHANNELS)).await.token);
        builds.calls(channel).await.unwrap();
        let log = GetAuditLog { action: Some(AuditAction::ChannelCreated), ..GetAuditLog::of(it.hub) };
        let line = eventually("the line of the log", async || match it.ada.calls(log.clone()).await {
            Ok(Reply::AuditLog(page)) => page.entries.into_iter().find(|line| line.actor == Some(Actor::ApiKey)),
            other => panic!("expected a log, got {other:?}"),
        })
        .await;
        assert_eq!(line.who.id, it.ada.id(), "the log tells that it was a key, and whose");
    }

    async fn a_key_for_one_hub_opens_no_other(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let other = it.ada.creates_hub("Other").await;
        let made = makes(&it.ada, CreateApiKey { hub: Some(it.hub), ..key(ALL) }).await;
        let program = it.ada.person().program(&made.token);
        program.sends(it.general, "here").await;
        assert_eq!(refused(program.calls(key_less(other.id)).await), ErrorCode::NotFound);
        let there = hubbub_shared::protocol::command::SendMessage::of(other.channels[0].id, "x".to_owned(), None);
        assert_eq!(refused(program.calls(there).await), ErrorCode::NotFound);
    }

    async fn what_only_people_do_no_key_does(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.ada, key(ALL)).await;
        let program: Person = it.ada.person().program(&made.token);
        let commands: Vec<Command> = vec![
            CreateHub { name: "Mine".to_owned() }.into(),
            DeleteHub { hub: it.hub }.into(),
            TransferHub { hub: it.hub, owner: it.bo.id() }.into(),
            LeaveHub { hub: it.hub }.into(),
            UpdateMe { display_name: Some("Eve".to_owned()) }.into(),
            BlockUser { user: it.bo.id(), kind: BlockKind::Blocked }.into(),
            GetBlocks {}.into(),
            GetInbox { before: None, limit: None }.into(),
            GetPush {}.into(),
            MarkRead { channel: it.general, seq: None }.into(),
            SaveDraft { channel: it.general, content: "hm".to_owned(), reply_to: None }.into(),
            GetDrafts { channel: Some(it.general) }.into(),
            GetApiKeys {}.into(),
            key(ALL).into(),
            RotateApiKey { key: made.key.id }.into(),
            DeleteApiKey { key: made.key.id }.into(),
        ];
        for command in commands {
            let name = command.verb().name;
            assert_eq!(program.calls(command).await.unwrap_err().code, ErrorCode::Forbidden, "{name}");
        }
        for path in ["/api/users/@me/sessions", "/api/users/@me/export"] {
            assert_eq!(program.gets(path).await.unwrap_err().code, ErrorCode::Forbidden, "{path}");
        }
    }

    async fn another_token_takes_over_without_a_gap(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let first = makes(&it.ada, key(TALK)).await;
        let second = match it.ada.calls(RotateApiKey { key: first.key.id }).await {
            Ok(Reply::ApiKeyToken(second)) => second,
            other => panic!("expected a token, got {other:?}"),
        };
        assert_eq!(second.key.id, first.key.id);
        assert!(second.token != first.token && second.key.former_until.is_some());
        for token in [&first.token, &second.token] {
            it.ada.person().program(token).sends(it.general, "still there").await;
        }
        let third = it.ada.calls(RotateApiKey { key: first.key.id }).await;
        assert!(third.is_ok());
        let oldest = it.ada.person().program(&first.token);
        assert_eq!(refused(oldest.calls(key_less(it.hub)).await), ErrorCode::NotSignedIn, "two rotations back");
    }

    async fn a_key_ends_with_its_time_and_with_its_maker(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.ada, CreateApiKey { expires_in_secs: Some(60), ..key(TALK) }).await;
        let left = made.key.expires_at.unwrap().0 - made.key.created_at.0;
        assert_eq!(left, 60_000);
        let program = it.bo.person().program(&makes(&it.bo, key(TALK)).await.token);
        program.sends(it.general, "before").await;
        let end = DeleteAccount { name: "Bo".to_owned(), messages: LeftMessages::Kept };
        it.bo.person().calls(end).await.unwrap();
        assert_eq!(refused(program.calls(key_less(it.hub)).await), ErrorCode::NotSignedIn);
    }
}
