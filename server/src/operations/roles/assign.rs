//! Giving roles to members and taking them away.

use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::members::MemberDoc;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::members;
use crate::operations::prove;
use hubbub_shared::model::Member;
use hubbub_shared::permissions::manage;
use hubbub_shared::protocol::command::{AssignRole, RemoveRole};
use hubbub_shared::{HubId, Permissions, RoleId, UserId};

/// Gives a role. It must be below the caller's highest and give nothing that the caller has not.
pub async fn assign(live: &Live, caller: &Caller, command: AssignRole) -> Result<Member> {
    let AssignRole { hub, user, role } = command;
    change(live, caller, (hub, user, role), |proof, role, member| {
        let found = proof
            .structure()
            .role_views()
            .iter()
            .find(|known| known.id == role)
            .ok_or_else(Error::not_found)?;
        manage::may_assign_role(&proof.standing(), found)?;
        if !member.roles.contains(&role) {
            member.roles.push(role);
        }
        Ok(())
    })
    .await
}

/// Takes a role away. It must be below the caller's highest.
pub async fn remove(live: &Live, caller: &Caller, command: RemoveRole) -> Result<Member> {
    let RemoveRole { hub, user, role } = command;
    change(live, caller, (hub, user, role), |proof, role, member| {
        let found = proof.structure().role(role).ok_or_else(Error::not_found)?;
        manage::may_act_on_role(&proof.standing(), found.position)?;
        member.roles.retain(|held| *held != role);
        Ok(())
    })
    .await
}

async fn change(
    live: &Live,
    caller: &Caller,
    (hub, user, role): (HubId, UserId, RoleId),
    alter: impl Fn(&HubAccess, RoleId, &mut MemberDoc) -> Result<()> + Send + 'static,
) -> Result<Member> {
    let needs = Needs::InHub(Permissions::MANAGE_ROLES);
    let hub = prove::change(live, caller, hub, needs, &[user], move |draft| {
        let proof = draft.proof()?;
        if role == proof.structure().hub.id.everyone() {
            return Err(Error::forbidden("Everyone's role is nobody's to give or take."));
        }
        let before = draft.member(user).ok_or_else(Error::not_found)?;
        check_member(&proof, &before)?;
        let mut member = MemberDoc::clone(&before);
        alter(&proof, role, &mut member)?;
        draft.put_member(member);
        Ok(())
    })
    .await?;
    members::view_of(live, &hub, user).await
}

/// One's own roles below the highest are one's own to change; others must stand below.
fn check_member(proof: &HubAccess, member: &MemberDoc) -> Result<()> {
    if member.user == proof.caller().user {
        return Ok(());
    }
    proof.act_on(Permissions::MANAGE_ROLES, member)
}
