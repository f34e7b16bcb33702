//! Groups of roles that members choose from: making, changing and deleting them.

use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::capacity::fits;
use crate::domain::hubs::{Draft, Needs};
use crate::domain::permissions::check_choice_of_role;
use crate::domain::role_groups::RoleGroupDoc;
use crate::error::{Error, Result};
use crate::live::{HubHandle, Live};
use crate::operations::prove;
use hubbub_shared::model::{RoleGroup, RoleGroups};
use hubbub_shared::permissions::manage;
use hubbub_shared::protocol::command::{CreateRoleGroup, DeleteRoleGroup, GetRoleGroups, UpdateRoleGroup};
use hubbub_shared::text::RoleGroupName;
use hubbub_shared::{Permissions, Problem, RoleGroupId, RoleId};

/// What it takes to offer roles; which ones is a matter of rank.
const TO_MANAGE: Needs = Needs::InHub(Permissions::MANAGE_ROLES);

/// All groups, in their order.
pub async fn groups(live: &Live, caller: &Caller, command: GetRoleGroups) -> Result<RoleGroups> {
    let (_, access) = prove::hub(live, caller, command.hub, Permissions::NONE).await?;
    Ok(RoleGroups { groups: access.structure().role_groups.iter().map(RoleGroupDoc::view).collect() })
}

/// Offers roles, below what is offered already.
pub async fn create_group(live: &Live, caller: &Caller, command: CreateRoleGroup) -> Result<RoleGroup> {
    let (id, hub) = (RoleGroupId(live.clock.next_id()), command.hub);
    let hub = prove::change(live, caller, hub, TO_MANAGE, &[], move |draft| {
        let name = RoleGroupName::parse(&command.name)?;
        let most = draft.capacity().role_groups;
        fits(draft.structure().role_groups.len() + 1, most, |most| {
            format!("A hub may have {most} groups of roles.")
        })?;
        check_offer(draft, id, &[], &command.roles)?;
        let position = draft.structure().role_groups.len() as u32;
        let new = RoleGroupDoc::new(id, command.hub, name.into(), command.kind);
        let roles = command.roles.clone();
        draft.structure().role_groups.push(RoleGroupDoc { position, roles, ..new });
        Ok(())
    })
    .await?;
    view_of(&hub, id)
}

/// Changes what is given.
pub async fn update_group(live: &Live, caller: &Caller, command: UpdateRoleGroup) -> Result<RoleGroup> {
    let (id, hub) = (command.group, command.hub);
    let hub = prove::change(live, caller, hub, TO_MANAGE, &[], move |draft| {
        let name = command.name.as_deref().map(RoleGroupName::parse).transpose()?;
        let before = draft.structure().role_group(id).cloned().ok_or_else(Error::not_found)?;
        if let Some(roles) = &command.roles {
            check_offer(draft, id, &before.roles, roles)?;
        }
        let groups = &mut draft.structure().role_groups;
        let group = groups.iter_mut().find(|group| group.id == id).ok_or_else(Error::not_found)?;
        group.name = name.map_or_else(|| group.name.clone(), Into::into);
        group.kind = command.kind.unwrap_or(group.kind);
        group.roles = command.roles.clone().unwrap_or_else(|| group.roles.clone());
        if let Some(position) = command.position {
            place(groups, id, position);
        }
        Ok(())
    })
    .await?;
    view_of(&hub, id)
}

/// Offers these roles no more. Who chose some keeps them.
pub async fn delete_group(live: &Live, caller: &Caller, command: DeleteRoleGroup) -> Result<()> {
    let id = command.group;
    prove::change(live, caller, command.hub, TO_MANAGE, &[], move |draft| {
        let groups = &draft.structure().role_groups;
        let offered = groups.iter().find(|group| group.id == id).map(|group| group.roles.clone());
        let offered = offered.ok_or_else(Error::not_found)?;
        check_below(&draft.proof()?, &offered)?;
        let groups = &mut draft.structure().role_groups;
        groups.retain(|group| group.id != id);
        number(groups);
        Ok(())
    })
    .await?;
    Ok(())
}

/// Whether the caller may offer these roles in the place of those: each that comes must be one that they could give to
/// anybody, in channels too, and each that goes one below them.
/// What it may hold is asked for every change of the hub (`Structure::check_choosable`).
fn check_offer(draft: &mut Draft, id: RoleGroupId, before: &[RoleId], after: &[RoleId]) -> Result<()> {
    let most = draft.capacity().roles_of_a_group;
    fits(after.len(), most, |most| format!("A group may offer {most} roles."))?;
    let proof = draft.proof()?;
    let structure = proof.structure();
    let is_twice = |(at, role): (usize, &RoleId)| after[..at].contains(role);
    if after.contains(&structure.hub.id.everyone()) || after.iter().enumerate().any(is_twice) {
        return Err(Problem::field("roles", "Name roles of this hub, each once, and not everyone.").into());
    }
    let others = structure.role_groups.iter().filter(|group| group.id != id);
    if let Some(other) = others.into_iter().find(|other| other.roles.iter().any(|role| after.contains(role)))
    {
        let message = format!("A role can be in one group only; {} offers one of these already.", other.name);
        return Err(Problem::field("roles", message).into());
    }
    let (come, go) = (not_in(after, before), not_in(before, after));
    for role in come {
        let role = structure.role_view(role).ok_or_else(Error::not_found)?;
        manage::may_assign_role(&proof.standing(), role)?;
        check_choice_of_role(&proof, role.id)?;
    }
    check_below(&proof, &go)
}

fn not_in(roles: &[RoleId], others: &[RoleId]) -> Vec<RoleId> {
    roles.iter().copied().filter(|role| !others.contains(role)).collect()
}

/// A role that stops being offered gives rank again to who chose it, so it must be below who does that.
fn check_below(proof: &HubAccess, roles: &[RoleId]) -> Result<()> {
    let known = roles.iter().filter_map(|role| proof.structure().role(*role));
    for role in known {
        manage::may_act_on_role(&proof.standing(), role.position)?;
    }
    Ok(())
}

/// Puts a group at a position; the others close up and make room.
fn place(groups: &mut Vec<RoleGroupDoc>, id: RoleGroupId, position: u32) {
    groups.sort_by_key(|group| (group.position, group.id));
    let Some(from) = groups.iter().position(|group| group.id == id) else { return };
    let group = groups.remove(from);
    groups.insert((position as usize).min(groups.len()), group);
    number(groups);
}

fn number(groups: &mut [RoleGroupDoc]) {
    (0..).zip(groups).for_each(|(position, group)| group.position = position);
}

fn view_of(hub: &HubHandle, id: RoleGroupId) -> Result<RoleGroup> {
    hub.structure().role_group(id).map(RoleGroupDoc::view).ok_or_else(Error::not_found)
}
