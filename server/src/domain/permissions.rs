//! The rules of overwrites, which channels and categories share, and what roles give by them.

use crate::domain::access::HubAccess;
use crate::domain::capacity::{Capacity, fits};
use crate::domain::members::MemberDoc;
use crate::error::{Error, Result};
use hubbub_shared::model::{Overwrite, OverwriteTarget};
use hubbub_shared::permissions::manage::{may_give_there, may_set_overwrite};
use hubbub_shared::{Permissions, Problem, RoleId};

/// Whether who holds `held` in the place may change one of its overwrites, and whether the overwrite makes sense.
/// The rank of the target is not asked: what an overwrite can do is bounded by what the caller has in the place.
pub fn check_overwrite_change(
    proof: &HubAccess,
    capacity: Capacity,
    held: Permissions,
    before: &[Overwrite],
    target: OverwriteTarget,
    new: Option<&Overwrite>,
) -> Result<()> {
    let old = before.iter().find(|overwrite| overwrite.target == target);
    may_set_overwrite(held, old, new)?;
    let Some(new) = new else { return Ok(()) };
    let after = before.len() + usize::from(old.is_none());
    check_overwrites(proof, capacity, std::slice::from_ref(new), after)
}

/// Whether overwrites make sense: none allows and denies the same, their roles exist, there are not too many.
pub fn check_overwrites(
    proof: &HubAccess,
    capacity: Capacity,
    overwrites: &[Overwrite],
    total: usize,
) -> Result<()> {
    fits(total, capacity.overwrites, |most| format!("There may be {most} overwrites in one place."))?;
    overwrites.iter().try_for_each(|overwrite| {
        if !(overwrite.allow & overwrite.deny).is_empty() {
            return Err(Problem::field(
                "deny",
                "A permission cannot be allowed and denied by the same overwrite.",
            )
            .into());
        }
        check_target(proof, overwrite.target)
    })
}

/// Whether the target of an overwrite exists: a role of the hub. Members may come and go.
fn check_target(proof: &HubAccess, target: OverwriteTarget) -> Result<()> {
    match target {
        OverwriteTarget::Role(role) if proof.structure().role(role).is_none() => {
            Err(Problem::field("target", "There is no such role in this hub.").into())
        }
        _ => Ok(()),
    }
}

/// The one for a target.
pub fn find_overwrite(overwrites: Vec<Overwrite>, target: OverwriteTarget) -> Result<Overwrite> {
    overwrites.into_iter().find(|overwrite| overwrite.target == target).ok_or_else(Error::not_found)
}

/// Sets or, without a new one, removes the overwrite for a target.
pub fn put_overwrite(overwrites: &mut Vec<Overwrite>, target: OverwriteTarget, new: Option<Overwrite>) {
    overwrites.retain(|overwrite| overwrite.target != target);
    overwrites.extend(new.map(|new| Overwrite {
        allow: new.allow & Permissions::KNOWN,
        deny: new.deny & Permissions::KNOWN,
        ..new
    }));
    overwrites.sort_by_key(|overwrite| overwrite.target);
}

/// Whether a role may be given to a member or taken from them, by what that gives in channels: what is said there about a
/// role goes with it. Somebody let into a channel, or no longer shut up in one, gains by it, and nobody gives what they do
/// not have there themselves.
pub fn check_gain(proof: &HubAccess, before: &MemberDoc, after: &MemberDoc) -> Result<()> {
    let structure = proof.structure();
    let (before, after) = (settled(before), settled(after));
    let changed = |role: RoleId| before.roles.contains(&role) != after.roles.contains(&role);
    let concerned = |overwrites: &[Overwrite]| {
        overwrites
            .iter()
            .any(|overwrite| matches!(overwrite.target, OverwriteTarget::Role(role) if changed(role)))
    };
    for overwrites in structure.overwrites_by_place().filter(|overwrites| concerned(overwrites)) {
        let may = |member| structure.permissions_under(overwrites, member, Permissions::ALL, proof.now());
        may_give_there(proof.permissions_under(overwrites), may(&after).without(may(&before)))?;
    }
    Ok(())
}

/// Whether a role may go, by what it denies in channels: whoever has it gains that.
pub fn check_end_of_role(proof: &HubAccess, role: RoleId) -> Result<()> {
    for overwrites in proof.structure().overwrites_by_place() {
        if let Some(overwrite) = about(overwrites, role) {
            may_give_there(proof.permissions_under(overwrites), overwrite.deny)?;
        }
    }
    Ok(())
}

/// Whether members may choose a role for themselves, by what is said about it in channels: who offers it must be able to
/// give it to anybody there, and to take it from anybody.
pub fn check_choice_of_role(proof: &HubAccess, role: RoleId) -> Result<()> {
    for overwrites in proof.structure().overwrites_by_place() {
        if let Some(overwrite) = about(overwrites, role) {
            may_give_there(proof.permissions_under(overwrites), overwrite.allow | overwrite.deny)?;
        }
    }
    Ok(())
}

fn about(overwrites: &[Overwrite], role: RoleId) -> Option<&Overwrite> {
    overwrites.iter().find(|overwrite| overwrite.target == OverwriteTarget::Role(role))
}

/// The member when a timeout is over and the rules are accepted: what a role gives is theirs then.
fn settled(member: &MemberDoc) -> MemberDoc {
    MemberDoc { timed_out_until: None, rules_pending: None, ..member.clone() }
}
