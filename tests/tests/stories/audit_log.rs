//! Who did what in a hub, as those can read it who may.

mod app;

use crate::scene::{Cast, general_of};
use hubbub_shared::model::audit::{Actor, AuditAction, AuditEntry, AuditPage};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{
    DeleteChannel, GetAuditLog, LeaveHub, TimeOutMember, UpdateChannel, UpdateRole,
};
use hubbub_shared::{ErrorCode, HubId, Permissions, Timestamp};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Server, each_door, each_engine, eventually, overwrite, problem_of,
};
use reqwest::Method;
use serde_json::Value;
use std::time::{SystemTime, UNIX_EPOCH};

async fn page(reader: &impl Acts, ask: GetAuditLog) -> AuditPage {
    match reader.calls(ask).await {
        Ok(Reply::AuditLog(page)) => page,
        other => panic!("expected a part of the audit log, got {other:?}"),
    }
}

/// The log, as soon as it says this last. It is written a moment after what it tells of.
async fn log_ending_with(reader: &impl Acts, hub: HubId, last: AuditAction) -> Vec<AuditEntry> {
    eventually(last.name(), async || {
        let entries = page(reader, GetAuditLog::of(hub)).await.entries;
        entries.first().is_some_and(|entry| entry.action == last).then_some(entries)
    })
    .await
}

fn actions(entries: &[AuditEntry]) -> Vec<AuditAction> {
    entries.iter().rev().map(|entry| entry.action).collect()
}

fn now() -> Timestamp {
    Timestamp(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64)
}

each_door! {
    async fn each_change_is_told_with_who_what_and_from_what_to_what(server: &Server, door: Door) {
        use AuditAction::{ChannelCreated, ChannelDeleted, ChannelUpdated, InviteCreated, MemberJoined, MemberLeft, MemberUpdated, RoleCreated, RoleUpdated};
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let ada = ada.via(door);
        let role = ada.makes_role(hub, "helper", Permissions::SEND).await.id;
        let update = UpdateRole { name: Some("keeper".to_owned()), color: Some(Some(0xFF_00_00)), ..UpdateRole::of(hub, role) };
        ada.calls(update).await.unwrap();
        ada.assigns(hub, bo.id(), role).await;
        let channel = ada.makes_channel(hub, "shed", None).await.id;
        ada.overwrites(channel, overwrite(role).denying(Permissions::SEND)).await;
        let rename = UpdateChannel { name: Some("barn".to_owned()), ..UpdateChannel::of(channel) };
        ada.calls(rename).await.unwrap();
        ada.calls(DeleteChannel { channel }).await.unwrap();
        let until = Some(now().plus_ms(3_600_000));
        ada.calls(TimeOutMember { hub, user: bo.id(), until, reason: Some("Shouting".to_owned()) }).await.unwrap();
        bo.via(door).calls(LeaveHub { hub }).await.unwrap();

        let log = log_ending_with(&ada, hub, MemberLeft).await;
        let after_founding = &actions(&log)[5..];
        assert_eq!(after_founding, [
            InviteCreated, MemberJoined, RoleCreated, RoleUpdated, MemberUpdated, ChannelCreated, ChannelUpdated,
            ChannelUpdated, ChannelDeleted, MemberUpdated, MemberLeft,
        ]);
        let entry = |number: usize| &log[log.len() - 1 - number];
        let recoloured = entry(8);
        assert_eq!((&*recoloured.who.username, recoloured.name.as_deref()), ("Ada", Some("keeper")));
        assert_eq!(recoloured.subject, role.to_string());
        let changes: Vec<_> = recoloured.changes.iter().map(|change| (&*change.field, change.before.clone(), change.after.clone())).collect();
        assert_eq!(changes, [("color", None, Some(0xFF_00_00.into())), ("name", Some("helper".into()), Some("keeper".into()))]);
        let timed_out = entry(14);
        assert_eq!((timed_out.whom.as_ref().map(|user| user.id), timed_out.reason.as_deref()), (Some(bo.id()), Some("Shouting")));
        assert_eq!(timed_out.changes[0].field, "timed_out_until");
        let left = entry(15);
        assert_eq!((left.who.id, left.whom.as_ref().map(|user| user.id)), (bo.id(), Some(bo.id())));
        assert!(log.iter().all(|entry| entry.request_id.len() == 16), "each leads to the server's log");
        assert!(log.iter().all(|entry| entry.actor == Some(Actor::Person)), "nobody else was here");
        let numbers: Vec<_> = log.iter().rev().map(|entry| entry.number).collect();
        assert_eq!(numbers, (1..=log.len() as u64).collect::<Vec<_>>(), "without a gap");
    }

    async fn only_who_may_reads_it_and_a_stranger_finds_nothing(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, .. } = Cast::gathers(server).await;
        assert_eq!(bo.via(door).calls(GetAuditLog::of(hub)).await.unwrap_err().code, ErrorCode::Forbidden);
        assert_eq!(olga.via(door).calls(GetAuditLog::of(hub)).await.unwrap_err().code, ErrorCode::NotFound);
        let role = ada.makes_role(hub, "auditor", Permissions::VIEW_AUDIT_LOG).await.id;
        ada.assigns(hub, bo.id(), role).await;
        assert!(!log_ending_with(&bo.via(door), hub, AuditAction::MemberUpdated).await.is_empty());
        let wrong = GetAuditLog { limit: Some(101), ..GetAuditLog::of(hub) };
        assert_eq!(ada.via(door).calls(wrong).await.unwrap_err().fields[0].path, "limit");
    }

    async fn it_is_read_in_pages_and_by_person_action_place_and_time(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let role = ada.makes_role(hub, "builder", Permissions::MANAGE_CHANNELS).await.id;
        ada.assigns(hub, bo.id(), role).await;
        let before_bo = now();
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        let shed = bo.makes_channel(hub, "shed", None).await.id;
        for name in ["barn", "mill"] {
            bo.makes_channel(hub, name, None).await;
        }
        ada.overwrites(shed, overwrite(role).denying(Permissions::SEND)).await;
        let all = log_ending_with(&ada, hub, AuditAction::ChannelUpdated).await;
        let (reader, ask) = (ada.via(door), GetAuditLog::of(hub));

        let mut paged = Vec::new();
        let mut before = None;
        loop {
            let AuditPage { entries, next } = page(&reader, GetAuditLog { before, limit: Some(3), ..ask.clone() }).await;
            assert!(entries.len() <= 3);
            paged.extend(entries);
            before = next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(paged, all);
        let by_bo = page(&reader, GetAuditLog { who: Some(bo.id()), ..ask.clone() }).await.entries;
        assert_eq!(actions(&by_bo), [AuditAction::MemberJoined, AuditAction::ChannelCreated, AuditAction::ChannelCreated, AuditAction::ChannelCreated]);
        let since = page(&reader, GetAuditLog { who: Some(bo.id()), since: Some(before_bo), ..ask.clone() }).await.entries;
        assert_eq!(since.len(), 3);
        let until = page(&reader, GetAuditLog { who: Some(bo.id()), until: Some(before_bo), ..ask.clone() }).await.entries;
        assert_eq!(actions(&until), [AuditAction::MemberJoined]);
        let made = page(&reader, GetAuditLog { action: Some(AuditAction::ChannelCreated), ..ask.clone() }).await.entries;
        assert_eq!(made.len(), 4, "with the one that every hub begins with");
        let about_bo = page(&reader, GetAuditLog { whom: Some(bo.id()), ..ask.clone() }).await.entries;
        assert_eq!(actions(&about_bo), [AuditAction::MemberJoined, AuditAction::MemberUpdated]);
        let by_ada = page(&reader, GetAuditLog { whom: Some(bo.id()), who: Some(ada.id()), ..ask.clone() }).await.entries;
        assert_eq!(actions(&by_ada), [AuditAction::MemberUpdated]);
        let about_shed = page(&reader, GetAuditLog { place: Some(shed.place()), ..ask }).await.entries;
        assert_eq!(actions(&about_shed), [AuditAction::ChannelCreated, AuditAction::ChannelUpdated]);
    }

    async fn taking_anothers_words_away_is_told_and_ones_own_are_not(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let own = bo.sends(general, "never mind").await;
        bo.via(door).deletes(&own).await;
        let rude = bo.sends(general, "a rude word").await;
        ada.via(door).deletes(&rude).await;
        let log = log_ending_with(&ada, hub, AuditAction::MessageDeleted).await;
        let deleted: Vec<_> = log.iter().filter(|entry| entry.action == AuditAction::MessageDeleted).collect();
        let [entry] = &*deleted else { panic!("one line: {deleted:?}") };
        assert_eq!((entry.who.id, entry.whom.as_ref().map(|user| user.id)), (ada.id(), Some(bo.id())));
        assert_eq!((&*entry.subject, entry.place), (&*rude.id.to_string(), Some(general.place())));
        assert!(!format!("{entry:?}").contains("rude word"), "the words are gone everywhere");
    }
}

each_engine! {
    async fn nothing_is_missing_and_nothing_twice_after_the_server_died(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        let hub = ada.creates_hub("Rust").await;
        for round in 0..3 {
            ada.makes_role(hub.id, &format!("role {round}"), Permissions::NONE).await;
            // At once: what was done is not in the log yet.
            server.kill9();
            server.restart().await;
        }
        let channel = general_of(&hub);
        ada.overwrites(channel, overwrite(ada.me().await.id).allowing(Permissions::SEND)).await;
        let log = log_ending_with(&ada, hub.id, AuditAction::ChannelUpdated).await;
        let made: Vec<_> = log.iter().rev().filter(|entry| entry.action == AuditAction::RoleCreated).filter_map(|entry| entry.name.clone()).collect();
        assert_eq!(made, ["everyone", "role 0", "role 1", "role 2"]);
        let numbers: Vec<_> = log.iter().rev().map(|entry| entry.number).collect();
        assert_eq!(numbers, (1..=log.len() as u64).collect::<Vec<_>>(), "without a gap");
    }

    async fn it_is_downloaded_whole_as_a_table_and_for_programs_by_who_may_read_it(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, olga, hub, .. } = Cast::gathers(&server).await;
        for number in 0..20 {
            ada.makes_role(hub, &format!("=SUM({number}), \"x\""), Permissions::NONE).await;
        }
        // The others move up with each, which is written down too.
        eventually("the last of many roles", async || {
            let created = GetAuditLog { action: Some(AuditAction::RoleCreated), ..GetAuditLog::of(hub) };
            let newest = page(&ada, created).await.entries.into_iter().next()?;
            newest.name.as_ref().is_some_and(|name| name.contains("19")).then_some(())
        })
        .await;
        let last = page(&ada, GetAuditLog::of(hub)).await.entries.remove(0);
        let address = |format: &str, filter: &str| format!("/api/hubs/{hub}/audit-log/export?format={format}{filter}");
        for (person, code) in [(&bo, ErrorCode::Forbidden), (&olga, ErrorCode::NotFound)] {
            let answer = person.person().fetches(Method::GET, &address("csv", ""), None).await;
            assert_eq!(problem_of(answer).await.code, code);
        }
        let wrong = ada.person().fetches(Method::GET, &address("xml", ""), None).await;
        assert_eq!(problem_of(wrong).await.fields[0].path, "format");

        let answer = ada.person().fetches(Method::GET, &address("csv", ""), None).await;
        let kind = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert_eq!(kind, format!("attachment; filename=\"audit-log-{hub}.csv\""));
        let table = answer.text().await.unwrap();
        let rows: Vec<&str> = table.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
        assert_eq!(rows.len() as u64, last.number + 1, "a row for each line, and the names of the columns");
        assert!(rows[0].starts_with("number,at,who,") && rows[1].starts_with(&format!("{},", last.number)), "{}", rows[1]);
        assert!(rows.iter().any(|row| row.contains("\"'=SUM(19), \"\"x\"\"\"")), "no formula: {}", rows[1]);

        let whole: Value = ada.person().gets(&address("json", "")).await.unwrap();
        let entries: Vec<AuditEntry> = serde_json::from_value(whole["entries"].clone()).unwrap();
        assert_eq!((entries.len() as u64, &entries[0]), (last.number, &last));
        assert!(whole.get("next").is_none() && whole["hub"] == hub.to_string());
        let some: Value = ada.person().gets(&address("json", &format!("&who={}&action=member_joined", bo.id()))).await.unwrap();
        assert_eq!(some["entries"].as_array().map(Vec::len), Some(1), "{some}");
        let none: Value = ada.person().gets(&address("json", "&action=hub_deleted")).await.unwrap();
        assert_eq!(none["entries"], serde_json::json!([]));
    }
}
