//! Two things at once, of which one forbids the other: whatever was acknowledged happened before it was forbidden, and
//! nothing arrives afterwards.

use crate::answers::in_ms;
use crate::scene::{Cast, Pair, pair};
use futures_util::future::join_all;
use hubbub_shared::model::audit::{AuditAction, AuditEntry};
use hubbub_shared::model::{Message, MessagePage};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    AssignRole, BanUser, DeleteRole, EditMessage, GetAuditLog, JoinHub, KickMember, RemoveRole, RevokeInvite,
    SendMessage, SetRaidShield, TimeOutMember, UpdateRole,
};
use hubbub_shared::{ErrorCode, HubId, Permissions, Problem, Timestamp};
use hubbub_tests::{Acts, Engine, Person, Phone, Server, each_engine, eventually, is_up_to_date};

/// MongoDB's stand-in is slower, and the order of things is the same.
fn many(engine: Engine, most: usize) -> usize {
    if engine == Engine::Sqlite { most } else { most / 4 }
}

fn in_an_hour() -> Option<Timestamp> {
    Some(in_ms(3_600_000))
}

/// Those of the answers that say yes; the others say this.
fn taken(answers: &[Result<Reply, Problem>], refusals: &[ErrorCode]) -> usize {
    let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
    for problem in refused {
        assert!(refusals.contains(&problem.code), "{problem:?}");
    }
    answers.iter().filter(|answer| answer.is_ok()).count()
}

/// The audit log, oldest first, as soon as it has a line of this kind and so many altogether.
async fn log_with(reader: &impl Acts, hub: HubId, action: AuditAction, lines: usize) -> Vec<AuditEntry> {
    let ask = GetAuditLog { limit: Some(100), ..GetAuditLog::of(hub) };
    eventually(action.name(), async || match reader.calls(ask.clone()).await {
        Ok(Reply::AuditLog(page)) => {
            let is_there =
                page.entries.len() >= lines && page.entries.iter().any(|line| line.action == action);
            is_there.then(|| page.entries.into_iter().rev().collect())
        }
        other => panic!("expected a part of the audit log, got {other:?}"),
    })
    .await
}

fn saying(page: &MessagePage, words: &str) -> usize {
    page.messages.iter().filter(|message| message.content.starts_with(words)).count()
}

each_engine! {
    async fn equals_who_demote_each_other_at_once_both_stay_and_a_chief_wins(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let cy = cast.also(&server, "Cy").await;
        let Cast { ada, bo, hub, .. } = cast;
        let peer = ada.makes_role(hub, "administrator", Permissions::ADMINISTRATOR).await.id;
        for phone in [&bo, &cy] {
            ada.assigns(hub, phone.id(), peer).await;
        }
        let demote = |whom: &Phone| RemoveRole { hub, user: whom.id(), role: peer };
        for _ in 0..5 {
            let (one, other) = futures_util::join!(bo.calls(demote(&cy)), cy.person().calls(demote(&bo)));
            assert_eq!(taken(&[one, other], &[ErrorCode::Forbidden]), 0, "neither stands above the other");
        }
        // Made earlier stands higher, so the chief's role is moved above.
        let chief = ada.makes_role(hub, "chief", Permissions::NONE).await.id;
        let up = UpdateRole { position: Some(2), ..UpdateRole::of(hub, chief) };
        ada.calls(up).await.unwrap();
        ada.assigns(hub, bo.id(), chief).await;
        let (one, other) = futures_util::join!(bo.calls(demote(&cy)), cy.person().calls(demote(&bo)));
        assert!(one.is_ok() && other.is_err(), "{one:?} {other:?}");
        assert!(cy.views(hub).await.my_roles.is_empty() && bo.views(hub).await.my_roles.len() == 2);
    }

    async fn who_is_demoted_while_they_remove_others_removes_nobody_afterwards(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let count = many(engine, 40);
        let mut others = Vec::new();
        for number in 0..count {
            others.push(cast.also(&server, &format!("Other{number}")).await);
        }
        let Cast { ada, bo, hub, .. } = cast;
        let role = ada.makes_role(hub, "remover", Permissions::KICK_MEMBERS).await.id;
        ada.assigns(hub, bo.id(), role).await;
        let kicks = join_all(others.iter().map(|other| bo.calls(KickMember { hub, user: other.id(), reason: None })));
        let (answers, demoted) = futures_util::join!(kicks, ada.calls(RemoveRole { hub, user: bo.id(), role }));
        assert!(demoted.is_ok(), "{demoted:?}");
        let kicked = taken(&answers, &[ErrorCode::Forbidden]);
        assert_eq!(ada.lists_members(hub).await.len(), 2 + count - kicked);
        let late = bo.calls(KickMember { hub, user: ada.id(), reason: None }).await;
        assert_eq!(late.unwrap_err().code, ErrorCode::Forbidden);
        let given_and_taken = 2;
        let is_update = |line: &&AuditEntry| line.action == AuditAction::MemberUpdated;
        let log = eventually("both changes of Bo's roles", async || {
            let log = log_with(&ada, hub, AuditAction::MemberUpdated, given_and_taken + kicked).await;
            (log.iter().filter(is_update).count() == given_and_taken).then_some(log)
        })
        .await;
        let last = log.iter().rposition(|line| line.action == AuditAction::MemberUpdated).unwrap();
        assert!(log[last..].iter().all(|line| line.action != AuditAction::MemberKicked), "{:?}", &log[last..]);
    }

    async fn nothing_said_arrives_after_a_ban_was_answered(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let talk = join_all((0..many(engine, 80)).map(|number| {
            let send = SendMessage::of(general, format!("word {number}"), None);
            let bo = &bo;
            async move { bo.calls(send).await }
        }));
        let ban = async {
            let ban = BanUser { hub, user: bo.id(), until: None, reason: None, delete_last_secs: None };
            (ada.calls(ban).await, ada.views_channel(general).await, ada.person().reads_page(general).await)
        };
        let (answers, (banned, _, page)) = futures_util::join!(talk, ban);
        assert_eq!(banned, Ok(Reply::Done));
        let said = taken(&answers, &[ErrorCode::NotFound]) as u64;
        let last = |page: &MessagePage| page.messages.last().map_or(0, |message| message.ordinal);
        assert_eq!(last(&page), said, "what was acknowledged was there when the ban was answered");
        assert_eq!(last(&ada.person().reads_page(general).await), said, "and nothing came afterwards");
        is_up_to_date("a ban", &ada).await;
    }

    async fn no_edit_arrives_after_a_timeout_was_answered(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        let count = many(engine, 40);
        let said: Vec<Message> = join_all((0..count).map(|number| {
            let bo = &bo;
            async move { bo.says(general, &format!("before {number}")).await }
        })).await;
        let edits = join_all(said.iter().map(|message| {
            let (channel, message) = (general, message.id);
            bo.calls(EditMessage::of(channel, message, "after".to_owned()))
        }));
        let timeout = async {
            let answer = ada.calls(TimeOutMember { hub, user: bo.id(), until: in_an_hour(), reason: None }).await;
            (answer, ada.person().reads_page(general).await)
        };
        let (answers, (timed_out, page)) = futures_util::join!(edits, timeout);
        assert!(timed_out.is_ok(), "{timed_out:?}");
        let edited = taken(&answers, &[ErrorCode::Forbidden]);
        assert_eq!((saying(&page, "after"), saying(&page, "before")), (edited, count - edited));
        assert_eq!(ada.person().reads_page(general).await.messages, page.messages, "nothing came afterwards");
    }

    async fn a_role_deleted_while_it_is_given_is_had_by_nobody(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let mut others = Vec::new();
        for number in 0..many(engine, 40) {
            others.push(cast.also(&server, &format!("Other{number}")).await);
        }
        let Cast { ada, bo, hub, .. } = cast;
        let role = ada.makes_role(hub, "doomed", Permissions::MANAGE_HUB).await.id;
        let gives = join_all(others.iter().map(|other| ada.calls(AssignRole { hub, user: other.id(), role })));
        let (answers, deleted) = futures_util::join!(gives, ada.person().calls(DeleteRole { hub, role }));
        assert_eq!(deleted, Ok(Reply::Done));
        taken(&answers, &[ErrorCode::NotFound]);
        for other in &others {
            let view = other.views(hub).await;
            assert!(view.my_roles.is_empty() && !view.permissions.contains(Permissions::MANAGE_HUB), "{view:?}");
            other.agrees("no role", |state| state.hubs[&hub].my_roles.is_empty()).await;
        }
        let again = ada.calls(AssignRole { hub, user: bo.id(), role }).await;
        assert_eq!(again.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn nobody_comes_in_after_the_invite_was_taken_back(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, hub, .. } = pair(&server).await;
        let no_shield = SetRaidShield { hub, joins_per_minute: None, min_account_age_secs: None, pause_secs: None };
        ada.calls(no_shield).await.unwrap();
        let code = ada.invites(hub).await;
        let mut crowd: Vec<Person> = Vec::new();
        for number in 0..many(engine, 100) {
            crowd.push(server.person(&format!("Comer{number}")).await);
        }
        let come = join_all(crowd.iter().map(|person| person.calls(JoinHub { code: code.clone() })));
        let revoke = async {
            let answer = ada.calls(RevokeInvite { hub, code: code.clone() }).await;
            (answer, counted(&ada, hub).await)
        };
        let (answers, (revoked, members)) = futures_util::join!(come, revoke);
        assert_eq!(revoked, Ok(Reply::Done));
        let came = taken(&answers, &[ErrorCode::NotFound]);
        assert_eq!(members, 2 + came, "who was let in was there when it was answered");
        assert_eq!(counted(&ada, hub).await, 2 + came, "and nobody came afterwards");
        let late = server.person("Late").await.calls(JoinHub { code }).await;
        assert_eq!(late.unwrap_err().code, ErrorCode::NotFound);
    }
}

/// How many belong to the hub, page by page.
async fn counted(reader: &impl Acts, hub: HubId) -> usize {
    use hubbub_shared::protocol::command::GetMembers;
    let (mut count, mut after) = (0, None);
    loop {
        let ask = GetMembers { hub, after, limit: Some(100), online: None, users: None };
        let Ok(Reply::Members(page)) = reader.calls(ask).await else { panic!("a page of members") };
        count += page.members.len();
        after = page.next;
        if after.is_none() {
            return count;
        }
    }
}
