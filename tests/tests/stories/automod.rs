//! What a hub has looked for in messages: who may say so, what is found, what becomes of it and of who wrote it.

mod app;
mod deciding;
mod finding;

use crate::answers::{log_with, refused};
use crate::scene::Cast;
use hubbub_shared::model::audit::{Actor, AuditAction};
use hubbub_shared::model::{
    AutomodAction, AutomodLinks, AutomodRule, AutomodTrial, AutomodTrigger, HeldMessage,
};
use hubbub_shared::protocol::command::{
    CreateAutomodRule, DeleteAutomodRule, GetAutomodRules, GetHeldMessages, SendMessage, TryAutomod,
    UpdateAutomodRule,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{AutomodRuleId, ChannelId, ErrorCode, HubId, Permissions};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually};

fn words(list: &[&str]) -> AutomodTrigger {
    AutomodTrigger::Words(list.iter().map(ToString::to_string).collect())
}

fn rule(hub: HubId, trigger: AutomodTrigger, action: AutomodAction) -> CreateAutomodRule {
    CreateAutomodRule {
        hub,
        name: "Manners".to_owned(),
        trigger,
        action,
        notice: None,
        exempt_roles: Vec::new(),
        exempt_channels: Vec::new(),
        enabled: None,
    }
}

fn update(hub: HubId, rule: AutomodRuleId) -> UpdateAutomodRule {
    UpdateAutomodRule::of(hub, rule)
}

fn say(channel: ChannelId, content: &str) -> SendMessage {
    SendMessage::of(channel, content.to_owned(), None)
}

fn tried(hub: HubId, content: &str) -> TryAutomod {
    TryAutomod { hub, content: content.to_owned(), channel: None, trigger: None }
}

async fn makes(who: &impl Acts, rule: CreateAutomodRule) -> AutomodRule {
    match who.calls(rule).await {
        Ok(Reply::AutomodRule(rule)) => rule,
        other => panic!("expected a rule, got {other:?}"),
    }
}

async fn rules(who: &impl Acts, hub: HubId) -> Vec<AutomodRule> {
    match who.calls(GetAutomodRules { hub }).await {
        Ok(Reply::AutomodRules(rules)) => rules.rules,
        other => panic!("expected rules, got {other:?}"),
    }
}

async fn held(who: &impl Acts, hub: HubId) -> Vec<HeldMessage> {
    match who.calls(GetHeldMessages { hub, after: None, limit: None }).await {
        Ok(Reply::HeldMessages(page)) => page.messages,
        other => panic!("expected what is held, got {other:?}"),
    }
}

async fn tries(who: &impl Acts, ask: TryAutomod) -> AutomodTrial {
    match who.calls(ask).await {
        Ok(Reply::AutomodTrial(trial)) => trial,
        other => panic!("expected a trial, got {other:?}"),
    }
}

each_door! {
    async fn only_who_manages_the_hub_has_rules_and_only_who_gives_timeouts_lets_one_give_them(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, olga, hub, .. } = cast;
        let made = makes(&ada.via(door), rule(hub, words(&["darn"]), AutomodAction::Block)).await;
        let all: [Command; 5] = [
            GetAutomodRules { hub }.into(),
            rule(hub, words(&["heck"]), AutomodAction::Block).into(),
            update(hub, made.id).into(),
            DeleteAutomodRule { hub, rule: made.id }.into(),
            tried(hub, "darn").into(),
        ];
        for command in all {
            assert_eq!(refused(cy.via(door).calls(command.clone()).await), ErrorCode::Forbidden, "{command:?}");
            assert_eq!(refused(olga.via(door).calls(command.clone()).await), ErrorCode::NotFound, "{command:?}");
        }
        let manager = ada.makes_role(hub, "manager", Permissions::MANAGE_HUB).await.id;
        ada.assigns(hub, bo.id(), manager).await;
        let timeout = AutomodAction::TimeOut { secs: 600 };
        assert_eq!(refused(bo.via(door).calls(rule(hub, words(&["heck"]), timeout)).await), ErrorCode::Forbidden);
        let to_timeout = UpdateAutomodRule { action: Some(timeout), ..update(hub, made.id) };
        assert_eq!(refused(bo.via(door).calls(to_timeout.clone()).await), ErrorCode::Forbidden);
        assert_eq!(makes(&bo.via(door), rule(hub, words(&["heck"]), AutomodAction::Hold)).await.action, AutomodAction::Hold);
        let moderator = ada.makes_role(hub, "moderator", Permissions::TIME_OUT_MEMBERS).await.id;
        ada.assigns(hub, bo.id(), moderator).await;
        let Ok(Reply::AutomodRule(changed)) = bo.via(door).calls(to_timeout).await else { panic!("Bo may now") };
        assert_eq!((changed.id, changed.action, changed.trigger), (made.id, timeout, made.trigger));
        assert_eq!(rules(&bo.via(door), hub).await.len(), 2);
        assert_eq!(bo.via(door).calls(DeleteAutomodRule { hub, rule: made.id }).await, Ok(Reply::Done));
        assert_eq!(refused(bo.via(door).calls(DeleteAutomodRule { hub, rule: made.id }).await), ErrorCode::NotFound);
        assert_eq!(rules(&ada.via(door), hub).await.len(), 1);
    }

    async fn a_rule_keeps_what_it_was_made_of_and_changes_field_by_field(server: &Server, door: Door) {
        let Cast { ada, hub, general, .. } = Cast::gathers(server).await;
        let role = ada.makes_role(hub, "artist", Permissions::NONE).await.id;
        let via = ada.via(door);
        let made = makes(&via, CreateAutomodRule {
            notice: Some("Please be kind.".to_owned()),
            exempt_roles: vec![role],
            exempt_channels: vec![general],
            enabled: Some(false),
            ..rule(hub, AutomodTrigger::Mentions { more_than: 5 }, AutomodAction::Alert)
        }).await;
        assert_eq!((made.hub, &*made.name, made.enabled, made.notice.as_deref()), (hub, "Manners", false, Some("Please be kind.")));
        assert_eq!((&*made.exempt_roles, &*made.exempt_channels), (&[role][..], &[general][..]));
        let links = AutomodTrigger::Links(AutomodLinks::Except(vec!["EXAMPLE.org".to_owned()]));
        let change = UpdateAutomodRule { trigger: Some(links), notice: Some(None), enabled: Some(true), exempt_channels: Some(Vec::new()), ..update(hub, made.id) };
        let Ok(Reply::AutomodRule(changed)) = via.calls(change).await else { panic!("the rule changes") };
        assert_eq!(changed.trigger, AutomodTrigger::Links(AutomodLinks::Except(vec!["example.org".to_owned()])));
        assert_eq!((&*changed.name, changed.enabled, changed.notice.clone(), changed.exempt_roles.len(), changed.exempt_channels.len()), ("Manners", true, None, 1, 0));
        assert_eq!(rules(&via, hub).await, [changed]);
    }

    async fn what_makes_no_rule_is_refused_with_the_field(server: &Server, door: Door) {
        let Cast { ada, hub, .. } = Cast::gathers(server).await;
        let via = ada.via(door);
        let block = |trigger| rule(hub, trigger, AutomodAction::Block);
        let wrong = [
            (block(words(&[])), "trigger"),
            (block(words(&["*"])), "trigger"),
            (block(AutomodTrigger::Pattern("(".to_owned())), "trigger"),
            (block(AutomodTrigger::Pattern("(a{1,1000}){1,1000}".to_owned())), "trigger"),
            (block(AutomodTrigger::Links(AutomodLinks::Only(vec!["https://x".to_owned()]))), "trigger"),
            (block(AutomodTrigger::Mentions { more_than: 20 }), "trigger"),
            (block(AutomodTrigger::Repetition { times: 1, secs: 0 }), "trigger"),
            (rule(hub, words(&["x"]), AutomodAction::TimeOut { secs: 1 }), "action"),
            (CreateAutomodRule { name: " ".to_owned(), ..block(words(&["x"])) }, "name"),
            (CreateAutomodRule { notice: Some("x".repeat(301)), ..block(words(&["x"])) }, "notice"),
            (CreateAutomodRule { exempt_roles: vec![hub.everyone()], ..block(words(&["x"])) }, "exempt_roles"),
        ];
        for (command, field) in wrong {
            let problem = via.calls(command.clone()).await.expect_err("no rule");
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, field), "{command:?}");
        }
        let many: Vec<String> = (0..1001).map(|number| format!("w{number}")).collect();
        assert_eq!(refused(via.calls(block(AutomodTrigger::Words(many))).await), ErrorCode::LimitReached);
        for _ in 0..10 {
            makes(&via, block(AutomodTrigger::Pattern("x+".to_owned()))).await;
        }
        let eleventh = via.calls(block(AutomodTrigger::Pattern("x+".to_owned()))).await.expect_err("ten are the most");
        assert!(eleventh.code == ErrorCode::LimitReached && eleventh.message.contains("10"), "{eleventh}");
        assert_eq!(rules(&via, hub).await.len(), 10);
    }

    async fn the_audit_log_says_which_words_came_and_went(server: &Server, door: Door) {
        let Cast { ada, hub, .. } = Cast::gathers(server).await;
        let via = ada.via(door);
        let made = makes(&via, rule(hub, words(&["darn", "heck"]), AutomodAction::Block)).await;
        via.calls(UpdateAutomodRule { trigger: Some(words(&["heck", "crud"])), ..update(hub, made.id) }).await.unwrap();
        via.calls(DeleteAutomodRule { hub, rule: made.id }).await.unwrap();
        let deleted = log_with(&via, hub, AuditAction::AutomodRuleDeleted).await;
        assert_eq!((&*deleted[0].subject, deleted[0].name.as_deref(), deleted[0].who.id), (&*made.id.to_string(), Some("Manners"), ada.id()));
        let updated = log_with(&via, hub, AuditAction::AutomodRuleUpdated).await.remove(0);
        let [change] = &*updated.changes else { panic!("one field: {updated:?}") };
        let list = |value: &Option<serde_json::Value>| value.as_ref().unwrap()["words"].clone();
        assert_eq!((&*change.field, list(&change.before), list(&change.after)), ("trigger", ["darn"].into(), ["crud"].into()));
        assert_eq!(log_with(&via, hub, AuditAction::AutomodRuleCreated).await.len(), 1);
    }
}
