//! Drafts of hubs: who gets one, and what follows from it.

use crate::hub::{ADA, BO, CY, GENERAL, HUB, MODERATOR, NOW, basis, by};
use hubbub_server::domain::automod::{Automod, RuleDoc};
use hubbub_server::domain::hubs::{Draft, HubDoc, Needs, Outcome};
use hubbub_server::domain::invites::InviteDoc;
use hubbub_server::domain::members::{BanDoc, MemberDoc, MemberStatus};
use hubbub_server::domain::raid_shield::PauseDoc;
use hubbub_server::error::Error;
use hubbub_server::store::Write;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{AutomodAction, AutomodTrigger};
use hubbub_shared::{AutomodRuleId, ErrorCode, HubId, Permissions, Timestamp, UserId};
use serde_json::Value;
use std::sync::Arc;

fn open(user: UserId, needs: Needs) -> Result<Draft, ErrorCode> {
    Draft::open(basis(), by(user), needs).map_err(|error| match error {
        Error::Rejected(problem) => problem.code,
        Error::Internal(cause) => panic!("{cause:#}"),
    })
}

fn worked_out(draft: Draft) -> Outcome {
    draft.finish(7).unwrap()
}

/// The names of the collections that are written, in order.
fn written(outcome: &Outcome) -> Vec<&'static str> {
    outcome
        .writes
        .iter()
        .map(|write| match write {
            Write::Insert(collection, _) | Write::Replace(collection, _) | Write::Delete(collection, ..) => {
                collection.name
            }
        })
        .collect()
}

/// What the facts say: actions, and the fields that differ.
fn facts(outcome: &Outcome) -> Vec<(String, Vec<String>)> {
    let found = outcome.writes.iter().find_map(|write| match write {
        Write::Insert(collection, document) if collection.name == "facts" => Some(document),
        _ => None,
    });
    let all = found.and_then(|document| document["facts"].as_array().cloned()).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let fields = |fact: &Value| {
        let changes = fact.get("changes").and_then(Value::as_array).cloned().unwrap_or_default();
        changes.iter().map(|change| text(&change["field"])).collect()
    };
    all.iter().map(|fact| (text(&fact["action"]), fields(fact))).collect()
}

#[test]
fn a_draft_opens_only_to_who_holds_what_it_takes() {
    assert!(open(ADA, Needs::InHub(Permissions::MANAGE_ROLES)).is_ok());
    assert_eq!(open(BO, Needs::InHub(Permissions::MANAGE_ROLES)).unwrap_err(), ErrorCode::Forbidden);
    assert!(open(BO, Needs::InHub(Permissions::NONE)).is_ok());
    assert_eq!(open(CY, Needs::InHub(Permissions::NONE)).unwrap_err(), ErrorCode::NotFound);
    assert!(open(BO, Needs::InChannel(GENERAL, Permissions::SEND)).is_ok());
    let manage = Needs::InChannel(GENERAL, Permissions::MANAGE_CHANNELS);
    assert_eq!(open(BO, manage).unwrap_err(), ErrorCode::Forbidden);
    assert!(open(ADA, Needs::Ownership("no")).is_ok());
    assert_eq!(open(BO, Needs::Ownership("no")).unwrap_err(), ErrorCode::Forbidden);
}

/// By an invite, with an account that is as old as the hub.
fn coming_by(invite: InviteDoc) -> Needs {
    Needs::Invite { invite, account_since: NOW }
}

#[test]
fn an_invite_opens_the_draft_of_its_own_hub_and_lets_in_whoever_brings_it() {
    let invite = |hub| InviteDoc::new(hub, ADA, "c0de".to_owned(), NOW);
    assert_eq!(open(CY, coming_by(invite(HubId(5)))).unwrap_err(), ErrorCode::NotFound);
    let mut draft = open(CY, coming_by(invite(HUB))).unwrap();
    assert!(draft.proof().is_err(), "who is no member yet holds nothing");
    assert!(draft.delete_hub().is_err());
    draft.admit().unwrap();
    let outcome = worked_out(draft);
    assert_eq!(written(&outcome), ["hubs", "invites", "members", "facts"]);
    assert!(!outcome.is_restructured, "nobody else's view changes");
    assert_eq!(outcome.structure.hub.version, 2, "whoever comes raises the version too");
    assert_eq!(outcome.members[0].1.user, CY);
    let told: Vec<_> = facts(&outcome).into_iter().map(|(action, _)| action).collect();
    assert_eq!(told, ["invite_used", "member_joined"]);

    let mut without = open(ADA, Needs::InHub(Permissions::NONE)).unwrap();
    assert!(without.admit().is_err(), "not even the owner lets somebody in without an invite");
}

#[test]
fn an_invite_lets_back_in_who_left_or_was_kicked_and_nobody_who_is_banned() {
    use MemberStatus::{Active, Banned, Kicked, Left};
    let comes_back = |status| {
        let mut basis = basis();
        let timed_out_until = Some(NOW.plus_ms(60_000));
        let gone = MemberDoc { status, timed_out_until, ..MemberDoc::new(HUB, CY, NOW) };
        basis.members.insert(CY, Arc::new(gone));
        let invite = InviteDoc::new(HUB, ADA, "c0de".to_owned(), NOW);
        let mut draft = Draft::open(basis, by(CY), coming_by(invite)).unwrap();
        draft.admit().map(|()| worked_out(draft).members.remove(0))
    };
    for status in [Left, Kicked] {
        let (before, after) = comes_back(status).unwrap();
        assert_eq!((before, after.status), (None, Active), "they did not belong to the hub before");
        assert!(after.is_timed_out(NOW), "coming back does not end a timeout");
    }
    let Err(Error::Rejected(refused)) = comes_back(Banned) else { panic!("a ban holds") };
    assert_eq!(refused.code, ErrorCode::Forbidden);
}

fn ban_until(until: Option<Timestamp>) -> BanDoc {
    BanDoc { by: ADA, at: NOW.plus_ms(-1000), until, reason: None }
}

#[test]
fn a_ban_ends_by_the_clock_and_leaves_nothing_when_they_come_back() {
    let comes = |until: Option<i64>| {
        let mut basis = basis();
        let ban = ban_until(until.map(|ms| NOW.plus_ms(ms)));
        basis.members.insert(CY, Arc::new(MemberDoc::new(HUB, CY, NOW).banned(ban)));
        let invite = InviteDoc::new(HUB, ADA, "c0de".to_owned(), NOW);
        let mut draft = Draft::open(basis, by(CY), coming_by(invite)).unwrap();
        draft.admit().map(|()| worked_out(draft))
    };
    assert!(comes(None).is_err() && comes(Some(1)).is_err(), "it holds");
    let outcome = comes(Some(0)).unwrap();
    let (_, after) = &outcome.members[0];
    assert_eq!((after.status, &after.ban), (MemberStatus::Active, &None));
    let told: Vec<_> = facts(&outcome).into_iter().map(|(action, _)| action).collect();
    assert_eq!(told, ["invite_used", "member_joined"], "nobody lifted it");
}

#[test]
fn each_way_to_go_and_to_be_let_in_again_has_its_own_word() {
    let told = |before: Option<MemberDoc>, after: MemberDoc| {
        let mut basis = basis();
        basis.members.extend(before.map(|before| (before.user, Arc::new(before))));
        let mut draft = Draft::open(basis, by(ADA), Needs::InHub(Permissions::BAN_MEMBERS)).unwrap();
        draft.put_member(after);
        facts(&worked_out(draft))
    };
    let cy = || MemberDoc { roles: vec![MODERATOR], ..MemberDoc::new(HUB, CY, NOW) };
    let banned = || cy().banned(ban_until(None));
    let fact = |action: AuditAction, fields: &[&str]| {
        vec![(action.name().to_owned(), fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>())]
    };
    assert_eq!(
        told(Some(cy()), cy().gone(MemberStatus::Left)),
        fact(AuditAction::MemberLeft, &["roles", "status"])
    );
    assert_eq!(
        told(Some(cy()), cy().gone(MemberStatus::Kicked)),
        fact(AuditAction::MemberKicked, &["roles", "status"])
    );
    assert_eq!(told(Some(cy()), banned()), fact(AuditAction::MemberBanned, &["ban", "roles", "status"]));
    assert_eq!(told(None, banned()), fact(AuditAction::MemberBanned, &["ban", "roles", "status"]));
    assert_eq!(
        told(Some(banned()), cy().banned(ban_until(Some(NOW)))),
        fact(AuditAction::MemberBanned, &["ban"])
    );
    assert_eq!(
        told(Some(banned()), banned().gone(MemberStatus::Kicked)),
        fact(AuditAction::BanLifted, &["ban", "status"])
    );
}

#[test]
fn a_deletion_is_ordered_with_the_ban_by_who_may_ban_alone() {
    let mut draft = open(ADA, Needs::InHub(Permissions::BAN_MEMBERS)).unwrap();
    let bo = MemberDoc::clone(&draft.member(BO).unwrap());
    draft.purge(BO, NOW.plus_ms(-1000)).unwrap();
    draft.put_member(bo.banned(ban_until(None)));
    assert_eq!(written(&worked_out(draft)), ["hubs", "purges", "members", "facts"]);
    let mut without = open(BO, Needs::InHub(Permissions::NONE)).unwrap();
    assert!(without.purge(ADA, NOW).is_err(), "who may not ban orders nothing");
}

#[test]
fn only_who_is_active_holds_anything_in_the_hub() {
    use MemberStatus::{Active, Banned, Kicked, Left};
    for status in [Active, Left, Kicked, Banned] {
        let mut basis = basis();
        basis.members.insert(BO, Arc::new(MemberDoc { status, ..MemberDoc::new(HUB, BO, NOW) }));
        let draft = Draft::open(basis, by(BO), Needs::InHub(Permissions::NONE));
        assert_eq!(draft.is_ok(), status == Active, "{status:?}");
    }
}

#[test]
fn writes_and_facts_follow_from_what_differs() {
    let mut draft = open(ADA, Needs::InHub(Permissions::MANAGE_ROLES)).unwrap();
    let structure = draft.structure();
    structure.roles.iter_mut().find(|role| role.id == MODERATOR).unwrap().name = "keeper".to_owned();
    structure.channels.clear();
    let outcome = worked_out(draft);
    assert_eq!(written(&outcome), ["hubs", "roles", "channels", "sweeps", "facts"]);
    assert!(outcome.is_restructured);
    let all = facts(&outcome);
    assert_eq!(all[0], ("role_updated".to_owned(), vec!["name".to_owned()]));
    assert_eq!(all[1].0, AuditAction::ChannelDeleted.name());
}

#[test]
fn a_member_that_changed_is_written_with_the_hubs_version_and_concerns_nobody_else() {
    let mut draft = open(ADA, Needs::InHub(Permissions::MANAGE_ROLES)).unwrap();
    let bo = MemberDoc::clone(&draft.member(BO).unwrap());
    draft.put_member(MemberDoc { roles: vec![MODERATOR], ..bo });
    let outcome = worked_out(draft);
    assert_eq!(written(&outcome), ["hubs", "members", "facts"]);
    assert!(!outcome.is_restructured);
    assert_eq!(outcome.members[0].1.version, 2);
    assert_eq!(facts(&outcome), [("member_updated".to_owned(), vec!["roles".to_owned()])]);
}

#[test]
fn what_is_as_asked_already_writes_nothing() {
    let mut draft = open(ADA, Needs::InHub(Permissions::MANAGE_HUB)).unwrap();
    draft.structure().hub.name = "Rust".to_owned();
    let bo = MemberDoc::clone(&draft.member(BO).unwrap());
    draft.put_member(bo);
    let outcome = worked_out(draft);
    assert!(outcome.writes.is_empty(), "{:?}", outcome.writes);
    assert_eq!(outcome.structure.hub.version, 1);
}

#[test]
fn a_hub_is_deleted_with_its_structure_and_what_is_left_is_noted() {
    let mut draft = open(ADA, Needs::Ownership("no")).unwrap();
    draft.delete_hub().unwrap();
    let outcome = worked_out(draft);
    assert!(outcome.is_deleted);
    assert_eq!(written(&outcome), ["roles", "roles", "channels", "hubs", "sweeps", "sweeps", "facts"]);
}

#[test]
fn nobody_comes_while_invites_pause_and_no_account_that_is_too_young() {
    let comes = |change: fn(&mut HubDoc), account_since| {
        let mut basis = basis();
        change(&mut Arc::make_mut(&mut basis.structure).hub);
        let invite = InviteDoc::new(HUB, ADA, "c0de".to_owned(), NOW);
        let mut draft = Draft::open(basis, by(CY), Needs::Invite { invite, account_since }).unwrap();
        draft.admit().map(|()| worked_out(draft).members.remove(0).1)
    };
    let code = |refused: std::result::Result<MemberDoc, Error>| match refused.unwrap_err() {
        Error::Rejected(problem) => problem.code,
        Error::Internal(cause) => panic!("{cause:#}"),
    };
    fn paused(hub: &mut HubDoc, until: Option<Timestamp>) {
        hub.invites_paused = Some(PauseDoc { since: NOW, until, is_raid: true });
    }
    assert_eq!(code(comes(|hub| paused(hub, None), NOW)), ErrorCode::InvitesPaused);
    assert_eq!(code(comes(|hub| paused(hub, Some(NOW.plus_ms(1))), NOW)), ErrorCode::InvitesPaused);
    assert!(comes(|hub| paused(hub, Some(NOW)), NOW).is_ok(), "a pause ends by the clock");
    let older: fn(&mut HubDoc) = |hub| hub.raid_shield.min_account_age_secs = Some(60);
    assert_eq!(code(comes(older, NOW.plus_ms(-59_999))), ErrorCode::AccountTooYoung);
    let came = comes(older, NOW.plus_ms(-60_000)).unwrap();
    assert_eq!(came.joined_by.map(|by| (by.code, by.inviter)), Some(("c0de".to_owned(), ADA)));
    assert_eq!(came.rules_pending, None);
    assert_eq!(comes(|hub| hub.rules = "Be kind.".to_owned(), NOW).unwrap().rules_pending, Some(true));
}

#[test]
fn a_rule_times_out_its_author_and_opens_nothing_else() {
    let with = |action| {
        let mut basis = basis();
        let trigger = AutomodTrigger::Words(vec!["darn".to_owned()]);
        let rule = RuleDoc::new(AutomodRuleId(7), HUB, "Manners".to_owned(), trigger, action);
        Arc::make_mut(&mut basis.structure).automod = Arc::new(Automod::of(vec![rule]));
        Draft::open(basis, by(BO), Needs::Rule(AutomodRuleId(7))).unwrap()
    };
    let mut draft = with(AutomodAction::TimeOut { secs: 60 });
    assert!(draft.proof().is_err() && draft.admit().is_err() && draft.pause_by_shield().is_err());
    draft.time_out_by_rule().unwrap();
    let outcome = worked_out(draft);
    assert_eq!(outcome.members[0].1.timed_out_until, Some(NOW.plus_ms(60_000)));
    assert!(with(AutomodAction::Block).time_out_by_rule().is_err(), "it does not say so");
    assert!(open(CY, Needs::Rule(AutomodRuleId(7))).is_err(), "who is no member is nobody's business");
}
