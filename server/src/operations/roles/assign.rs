//! Giving roles to members and taking them away.

use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::hubs::{Draft, Needs};
use crate::domain::members::MemberDoc;
use crate::domain::permissions::check_gain;
use crate::domain::roles::RoleDoc;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::members;
use crate::operations::prove;
use hubbub_shared::model::{Member, MemberPage, RoleGroupKind};
use hubbub_shared::permissions::manage;
use hubbub_shared::protocol::command::{AssignRole, RemoveRole, UpdateRoleMembers};
use hubbub_shared::{FieldError, Permissions, Problem, RoleId, UserId};

/// What it takes to give and take roles; which ones, and whose, is a matter of rank.
const TO_ASSIGN: Needs = Needs::InHub(Permissions::MANAGE_ROLES);

/// Gives a role. It must be below the caller's highest and give nothing that the caller has not, in the hub as a whole and
/// in channels that say something about it.
pub async fn assign(live: &Live, caller: &Caller, command: AssignRole) -> Result<Member> {
    let AssignRole { hub, user, role } = command;
    let make = move |draft: &mut Draft| give(draft, role, user);
    let hub = prove::change(live, caller, hub, TO_ASSIGN, &[user], make).await?;
    members::view_of(live, &hub, user).await
}

/// Takes a role away. It must be below the caller's highest.
pub async fn remove(live: &Live, caller: &Caller, command: RemoveRole) -> Result<Member> {
    let RemoveRole { hub, user, role } = command;
    let make = move |draft: &mut Draft| take(draft, role, user);
    let hub = prove::change(live, caller, hub, TO_ASSIGN, &[user], make).await?;
    members::view_of(live, &hub, user).await
}

/// Gives a role to some and takes it from others, by the rules for each of them: in one change, or not at all.
pub async fn update_members(live: &Live, caller: &Caller, command: UpdateRoleMembers) -> Result<MemberPage> {
    let UpdateRoleMembers { hub, role, add, remove } = command;
    let users = [&*add, &*remove].concat();
    check_lists(&add, &remove, live.settings.capacity.members_at_once)?;
    let hub = prove::change(live, caller, hub, TO_ASSIGN, &users, move |draft| {
        let given = add.iter().enumerate().map(|(place, user)| ("add", place, give(draft, role, *user)));
        let mut outcomes: Vec<_> = given.collect();
        let taken =
            remove.iter().enumerate().map(|(place, user)| ("remove", place, take(draft, role, *user)));
        outcomes.extend(taken);
        all_or_why_not(outcomes)
    })
    .await?;
    members::these(live, &hub, users, false).await
}

fn check_lists(add: &[UserId], remove: &[UserId], most: usize) -> Result<()> {
    if add.len() + remove.len() > most {
        let field = if add.len() > most { "add" } else { "remove" };
        return Err(Problem::field(field, format!("add and remove are at most {most} ids together.")).into());
    }
    if remove.iter().any(|user| add.contains(user)) {
        return Err(Problem::field("remove", "Nobody can be given a role and lose it at once.").into());
    }
    Ok(())
}

/// The first refusal, with each that there is: whom of those in the lists it is about, and why.
fn all_or_why_not(outcomes: Vec<(&str, usize, Result<()>)>) -> Result<()> {
    let mut refused: Option<Problem> = None;
    for (list, place, outcome) in outcomes {
        match outcome {
            Ok(()) => {}
            Err(Error::Rejected(problem)) => {
                let message = problem.message.clone();
                let refused = refused.get_or_insert(problem);
                refused.fields.push(FieldError { path: format!("{list}[{place}]"), message });
            }
            Err(internal) => return Err(internal),
        }
    }
    refused.map_or(Ok(()), |problem| Err(problem.into()))
}

fn give(draft: &mut Draft, role: RoleId, user: UserId) -> Result<()> {
    let (proof, before) = begin(draft, role, user)?;
    let mut roles = proof.structure().role_views().iter();
    let found = roles.find(|known| known.id == role).ok_or_else(Error::not_found)?;
    manage::may_assign_role(&proof.standing(), found)?;
    let mut after = before.clone();
    for other in rivals(&proof, role).filter(|other| before.roles.contains(&other.id)) {
        manage::may_act_on_role(&proof.standing(), other.position)?;
        after.roles.retain(|held| *held != other.id);
    }
    if !after.roles.contains(&role) {
        after.roles.push(role);
    }
    check_gain(&proof, &before, &after)?;
    draft.put_member(after);
    Ok(())
}

/// The other roles of a group of which one can be had: who is given another loses the one they had.
fn rivals(proof: &HubAccess, role: RoleId) -> impl Iterator<Item = &RoleDoc> {
    let groups = proof.structure().role_groups.iter();
    let group =
        groups.filter(|group| group.kind == RoleGroupKind::OneOf).find(|group| group.roles.contains(&role));
    let others = group.into_iter().flat_map(|group| &group.roles).filter(move |other| **other != role);
    others.filter_map(|other| proof.structure().role(*other))
}

fn take(draft: &mut Draft, role: RoleId, user: UserId) -> Result<()> {
    let (proof, before) = begin(draft, role, user)?;
    let found = proof.structure().role_view(role).ok_or_else(Error::not_found)?;
    manage::may_take_role(&proof.standing(), found)?;
    let mut after = before.clone();
    after.roles.retain(|held| *held != role);
    check_gain(&proof, &before, &after)?;
    draft.put_member(after);
    Ok(())
}

/// The right, and the member whose role is changed by it.
fn begin(draft: &Draft, role: RoleId, user: UserId) -> Result<(HubAccess, MemberDoc)> {
    let proof = draft.proof()?;
    if role == proof.structure().hub.id.everyone() {
        return Err(Error::forbidden("Everyone's role is nobody's to give or take."));
    }
    let member = draft.member(user).ok_or_else(Error::not_found)?;
    check_member(&proof, &member)?;
    Ok((proof, MemberDoc::clone(&member)))
}

/// One's own roles below the highest are one's own to change; others must stand below.
fn check_member(proof: &HubAccess, member: &MemberDoc) -> Result<()> {
    if member.user == proof.caller().user {
        return Ok(());
    }
    proof.act_on(Permissions::MANAGE_ROLES, member)
}
