//! The rules of overwrites, which channels and categories share.

use crate::domain::access::HubAccess;
use crate::domain::capacity::{Capacity, fits};
use crate::error::Result;
use hubbub_shared::model::{Overwrite, OverwriteTarget};
use hubbub_shared::permissions::manage::may_set_overwrite;
use hubbub_shared::{Permissions, Problem};

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
