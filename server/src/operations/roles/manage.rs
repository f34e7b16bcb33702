//! Making, changing and deleting roles.

use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::emoji::Emoji;
use crate::domain::hubs::Needs;
use crate::domain::permissions::check_end_of_role;
use crate::domain::roles::RoleDoc;
use crate::error::{Error, Result};
use crate::live::HubHandle;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::Role;
use hubbub_shared::permissions::manage;
use hubbub_shared::protocol::command::{CreateRole, DeleteRole, UpdateRole};
use hubbub_shared::text::RoleName;
use hubbub_shared::{Permissions, Problem, RoleId};

/// What it takes to manage roles; which ones is a matter of rank.
const TO_MANAGE: Needs = Needs::InHub(Permissions::MANAGE_ROLES);

/// Adds a role just above *everyone*, with at most what the caller has.
pub async fn create(live: &Live, caller: &Caller, command: CreateRole) -> Result<Role> {
    let (id, hub_id) = (RoleId(live.clock.next_id()), command.hub);
    let hub = prove::change(live, caller, hub_id, TO_MANAGE, &[], move |draft| {
        let name = RoleName::parse(&command.name)?;
        let color = check_color(command.color)?;
        let emoji = command.emoji.as_deref().map(check_emoji).transpose()?;
        let permissions = command.permissions & Permissions::KNOWN;
        manage::may_create_role(&draft.proof()?.standing(), permissions)?;
        let most = draft.capacity().roles;
        let new = RoleDoc::new(id, hub_id, name.to_string(), permissions);
        let CreateRole { hoist, mentionable, .. } = command;
        draft.structure().add_role(RoleDoc { color, emoji, hoist, mentionable, ..new }, most)
    })
    .await?;
    view_of(&hub, id)
}

/// Renames, recolours, moves a role or changes what it gives and how it is shown. *Everyone* can only be given other permissions.
pub async fn update(live: &Live, caller: &Caller, command: UpdateRole) -> Result<Role> {
    let (id, hub_id) = (command.role, command.hub);
    let hub = prove::change(live, caller, hub_id, TO_MANAGE, &[], move |draft| {
        let name = command.name.as_deref().map(RoleName::parse).transpose()?;
        check_color(command.color.flatten())?;
        let emoji = command.emoji.as_ref().map(|emoji| emoji.as_deref().map(check_emoji).transpose());
        let emoji = emoji.transpose()?;
        let proof = draft.proof()?;
        let before = proof.structure().role(id).ok_or_else(Error::not_found)?;
        check_update(&proof, before, &command)?;
        let structure = draft.structure();
        if let Some(position) = command.position {
            place(&mut structure.roles, id, position);
        }
        let role = structure.roles.iter_mut().find(|role| role.id == id).ok_or_else(Error::not_found)?;
        role.name = name.as_ref().map_or_else(|| role.name.clone(), ToString::to_string);
        role.permissions =
            command.permissions.map_or(role.permissions, |permissions| permissions & Permissions::KNOWN);
        role.color = command.color.unwrap_or(role.color);
        role.emoji = emoji.clone().unwrap_or_else(|| role.emoji.take());
        role.hoist = command.hoist.unwrap_or(role.hoist);
        role.mentionable = command.mentionable.unwrap_or(role.mentionable);
        Ok(())
    })
    .await?;
    view_of(&hub, id)
}

fn check_update(proof: &HubAccess, role: &RoleDoc, command: &UpdateRole) -> Result<()> {
    let actor = proof.standing();
    let changed = |new: Permissions| Permissions((new.0 ^ role.permissions.0) & Permissions::KNOWN.0);
    manage::may_act_on_role(&actor, role.position)?;
    if role.id == proof.structure().hub.id.everyone() {
        if !changes_permissions_alone(command) {
            return Err(Error::forbidden("Everyone's role keeps its name, its place and its looks."));
        }
        let Some(new) = command.permissions else { return Ok(()) };
        // ADMINISTRATOR is refused even if an older version let it in.
        manage::may_give_everyone(actor.permissions, changed(new) | (new & Permissions::ADMINISTRATOR))?;
        return Ok(());
    }
    if let Some(position) = command.position {
        if position == 0 {
            return Err(Problem::field(
                "position",
                "Only everyone's role is at position 0; 1 is the lowest.",
            )
            .into());
        }
        manage::may_act_on_role(&actor, position)?;
    }
    if let Some(new) = command.permissions {
        manage::may_give(actor.permissions, changed(new))?;
    }
    Ok(())
}

fn changes_permissions_alone(command: &UpdateRole) -> bool {
    let UpdateRole { hub: _, role: _, permissions: _, name, color, emoji, hoist, mentionable, position } =
        command;
    name.is_none()
        && color.is_none()
        && emoji.is_none()
        && hoist.is_none()
        && mentionable.is_none()
        && position.is_none()
}

/// Puts a role at a position; the others close up and make room.
fn place(roles: &mut [RoleDoc], id: RoleId, position: u32) {
    let mut order: Vec<(u32, RoleId)> = roles
        .iter()
        .filter(|role| role.position > 0 && role.id != id)
        .map(|role| (role.position, role.id))
        .collect();
    order.sort_unstable();
    let index = (position as usize - 1).min(order.len());
    order.insert(index, (position, id));
    for (index, (_, id)) in order.iter().enumerate() {
        if let Some(role) = roles.iter_mut().find(|role| role.id == *id) {
            role.position = index as u32 + 1;
        }
    }
}

/// Deletes a role. Its id may stay with members and in overwrites; it is ignored there.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteRole) -> Result<()> {
    let id = command.role;
    prove::change(live, caller, command.hub, TO_MANAGE, &[], move |draft| {
        let proof = draft.proof()?;
        let role = proof.structure().role_view(id).ok_or_else(Error::not_found)?;
        if id == proof.structure().hub.id.everyone() {
            return Err(Error::forbidden("Everyone's role cannot be deleted."));
        }
        manage::may_take_role(&proof.standing(), role)?;
        check_end_of_role(&proof, id)?;
        draft.structure().remove_role(id);
        Ok(())
    })
    .await?;
    Ok(())
}

fn check_color(color: Option<u32>) -> Result<Option<u32>> {
    if color.is_some_and(|color| color > 0xFF_FF_FF) {
        return Err(Problem::field("color", "A colour is 0xRRGGBB: at most 16777215.").into());
    }
    Ok(color)
}

fn check_emoji(text: &str) -> Result<String> {
    Ok(Emoji::parse(text)?.as_str().to_owned())
}

/// A role as it is now.
fn view_of(hub: &HubHandle, id: RoleId) -> Result<Role> {
    hub.structure().role_view(id).cloned().ok_or_else(Error::not_found)
}
