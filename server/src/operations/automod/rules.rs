//! Making, changing and deleting rules.

use crate::domain::access::HubAccess;
use crate::domain::automod::{RuleDoc, TextSize, actions_may, notice, trigger};
use crate::domain::caller::Caller;
use crate::domain::capacity::{Capacity, fits};
use crate::domain::hubs::{Draft, Needs};
use crate::error::{Error, Result};
use crate::live::{HubHandle, Live};
use crate::operations::prove;
use hubbub_shared::model::{AutomodAction, AutomodRule, AutomodRules, AutomodTrigger};
use hubbub_shared::permissions::manage::Refusal;
use hubbub_shared::protocol::command::{
    CreateAutomodRule, DeleteAutomodRule, GetAutomodRules, UpdateAutomodRule,
};
use hubbub_shared::text::AutomodRuleName;
use hubbub_shared::{AutomodRuleId, ChannelId, Permissions, Problem, RoleId};

/// What it takes to manage rules: they are settings of the hub.
const TO_MANAGE: Needs = Needs::InHub(Permissions::MANAGE_HUB);

/// All rules, also those that are not in force.
pub async fn list(live: &Live, caller: &Caller, command: GetAutomodRules) -> Result<AutomodRules> {
    let (_, access) = prove::hub(live, caller, command.hub, Permissions::MANAGE_HUB).await?;
    let rules = access.structure().automod.rules().iter().map(RuleDoc::view).collect();
    Ok(AutomodRules { rules })
}

/// Adds a rule. It looks at everything that is said after this is answered.
pub async fn create(live: &Live, caller: &Caller, command: CreateAutomodRule) -> Result<AutomodRule> {
    let (id, hub) = (AutomodRuleId(live.clock.next_id()), command.hub);
    let changed = prove::change(live, caller, hub, TO_MANAGE, &[], move |draft| {
        let capacity = draft.capacity();
        let name = AutomodRuleName::parse(&command.name)?;
        let looks_for = trigger(&command.trigger, &capacity)?;
        let rule = RuleDoc {
            enabled: command.enabled.unwrap_or(true),
            notice: notice(command.notice.as_deref())?,
            exempt_roles: command.exempt_roles.clone(),
            exempt_channels: command.exempt_channels.clone(),
            ..RuleDoc::new(id, hub, name.into(), looks_for, command.action)
        };
        check(&draft.proof()?, &rule, &capacity)?;
        draft.automod_rules().push(rule);
        check_all(draft)
    })
    .await?;
    view_of(&changed, id)
}

/// Changes what is given.
pub async fn update(live: &Live, caller: &Caller, command: UpdateAutomodRule) -> Result<AutomodRule> {
    let (id, hub) = (command.rule, command.hub);
    let changed = prove::change(live, caller, hub, TO_MANAGE, &[], move |draft| {
        let (capacity, proof) = (draft.capacity(), draft.proof()?);
        let rules = draft.automod_rules();
        let rule = rules.iter_mut().find(|rule| rule.id == id).ok_or_else(Error::not_found)?;
        apply(rule, &command, &capacity)?;
        check(&proof, rule, &capacity)?;
        check_all(draft)
    })
    .await?;
    view_of(&changed, id)
}

/// Deletes a rule. What it kept stays to be looked at.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteAutomodRule) -> Result<()> {
    prove::change(live, caller, command.hub, TO_MANAGE, &[], move |draft| {
        let rules = draft.automod_rules();
        let before = rules.len();
        rules.retain(|rule| rule.id != command.rule);
        if rules.len() == before { Err(Error::not_found()) } else { Ok(()) }
    })
    .await?;
    Ok(())
}

fn apply(rule: &mut RuleDoc, command: &UpdateAutomodRule, capacity: &Capacity) -> Result<()> {
    if let Some(name) = &command.name {
        rule.name = AutomodRuleName::parse(name)?.into();
    }
    if let Some(written) = &command.trigger {
        rule.trigger = trigger(written, capacity)?;
    }
    if let Some(written) = &command.notice {
        rule.notice = notice(written.as_deref())?;
    }
    rule.action = command.action.unwrap_or(rule.action);
    rule.enabled = command.enabled.unwrap_or(rule.enabled);
    if let Some(roles) = &command.exempt_roles {
        rule.exempt_roles.clone_from(roles);
    }
    if let Some(channels) = &command.exempt_channels {
        rule.exempt_channels.clone_from(channels);
    }
    Ok(())
}

/// Whether the caller may have such a rule. A rule gives timeouts in their place, so they must be able to.
fn check(proof: &HubAccess, rule: &RuleDoc, capacity: &Capacity) -> Result<()> {
    actions_may(rule.action, capacity)?;
    let gives_timeouts = matches!(rule.action, AutomodAction::TimeOut { .. });
    if gives_timeouts && !proof.permissions().contains(Permissions::TIME_OUT_MEMBERS) {
        return Err(Refusal::Needs(Permissions::TIME_OUT_MEMBERS).into());
    }
    check_exempt(proof, &rule.exempt_roles, &rule.exempt_channels)
}

/// What is exempt exists, or did once: a rule that names a deleted role can still be changed.
fn check_exempt(proof: &HubAccess, roles: &[RoleId], channels: &[ChannelId]) -> Result<()> {
    let structure = proof.structure();
    let (most_roles, most_channels) = (structure.roles.len(), structure.channels.len());
    let wrong = |field, message: &str| Err(Problem::field(field, message).into());
    if roles.len() > most_roles || roles.contains(&structure.hub.id.everyone()) {
        return wrong(
            "exempt_roles",
            "Name roles of this hub, each once, and not everyone: then turn it off.",
        );
    }
    if channels.len() > most_channels {
        return wrong("exempt_channels", "Name channels of this hub, each once.");
    }
    Ok(())
}

/// Whether there may be so many rules with so much in them.
fn check_all(draft: &mut Draft) -> Result<()> {
    let capacity = draft.capacity();
    let rules = draft.automod_rules();
    fits(rules.len(), capacity.automod_rules, |most| format!("A hub may have {most} rules of automod."))?;
    let patterns = rules.iter().filter(|rule| matches!(rule.trigger, AutomodTrigger::Pattern(_))).count();
    fits(patterns, capacity.automod_patterns, |most| format!("A hub may have {most} rules with a pattern."))?;
    let size = rules.iter().map(TextSize::text_size).sum();
    fits(size, capacity.automod_bytes, |most| {
        format!("All rules of a hub together may have {most} bytes of words.")
    })
}

fn view_of(hub: &HubHandle, id: AutomodRuleId) -> Result<AutomodRule> {
    let structure = hub.structure();
    let rule = structure.automod.rules().iter().find(|rule| rule.id == id);
    rule.map(RuleDoc::view).ok_or_else(Error::not_found)
}
