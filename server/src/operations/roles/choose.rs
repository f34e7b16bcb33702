//! Members choose roles for themselves.

use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::members::MemberDoc;
use crate::domain::role_groups::RoleGroupDoc;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::{members, prove};
use hubbub_shared::model::{Member, RoleGroupKind};
use hubbub_shared::protocol::command::ChooseRoles;
use hubbub_shared::{Permissions, Problem, RoleId};

/// Has the caller have these roles of a group, and no others of it. Whoever chooses twice at once has what they chose last.
pub async fn choose(live: &Live, caller: &Caller, command: ChooseRoles) -> Result<Member> {
    caller.as_person()?;
    let (user, hub, group) = (caller.user, command.hub, command.group);
    let needs = Needs::InHub(Permissions::CHOOSE_ROLES);
    let hub = prove::change(live, caller, hub, needs, &[], move |draft| {
        let proof = draft.proof()?;
        let group = proof.structure().role_group(group).ok_or_else(Error::not_found)?;
        check(group, &command.roles)?;
        let mut member = MemberDoc::clone(proof.member());
        member.roles.retain(|role| !group.roles.contains(role));
        let chosen = group.roles.iter().filter(|role| command.roles.contains(role));
        member.roles.extend(chosen);
        draft.put_member(member);
        Ok(())
    })
    .await?;
    members::view_of(live, &hub, user).await
}

fn check(group: &RoleGroupDoc, chosen: &[RoleId]) -> Result<()> {
    if chosen.iter().any(|role| !group.roles.contains(role)) {
        return Err(Problem::field("roles", "This group does not offer all of these roles.").into());
    }
    if group.kind == RoleGroupKind::OneOf && chosen.len() > 1 {
        return Err(Problem::field("roles", "Of this group one role can be chosen, or none.").into());
    }
    Ok(())
}
