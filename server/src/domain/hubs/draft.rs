//! A change of a hub in the making: the structure and the members as they shall be.
//!
//! The writes follow from comparing the draft with what it was made from, so an operation cannot forget one.

use super::store::HubDoc;
use super::structure::Structure;
use crate::domain::access::HubAccess;
use crate::domain::caller::Caller;
use crate::domain::members::MemberDoc;
use crate::domain::sweeps;
use crate::error::{Error, Result};
use crate::store::{Entity, Write};
use hubbub_shared::{HubId, Permissions, Timestamp, UserId};
use std::collections::HashMap;
use std::sync::Arc;

/// What a change starts from.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The structure now.
    pub structure: Arc<Structure>,
    /// The members the change is about, as they are now, former ones too.
    pub members: HashMap<UserId, Arc<MemberDoc>>,
    /// The moment for which timeouts count.
    pub now: Timestamp,
}

/// The basis and what shall become of it.
#[derive(Debug)]
pub struct Draft {
    basis: Basis,
    structure: Option<Structure>,
    members: HashMap<UserId, MemberDoc>,
    also: Vec<Write>,
    deletes_hub: bool,
}

/// A draft that was worked out: what to write, and what is true once it is written.
#[derive(Debug)]
pub struct Outcome {
    /// All or nothing.
    pub writes: Vec<Write>,
    /// The new structure, if it changed.
    pub structure: Option<Structure>,
    /// Members that changed: before and after.
    pub members: Vec<(Option<Arc<MemberDoc>>, MemberDoc)>,
    /// The hub is gone.
    pub deleted: bool,
}

impl Draft {
    /// Nothing changed yet.
    pub fn new(basis: Basis) -> Self {
        Self { basis, structure: None, members: HashMap::new(), also: Vec::new(), deletes_hub: false }
    }

    /// The structure as it is now.
    pub fn before(&self) -> &Structure {
        &self.basis.structure
    }

    /// The moment of the change.
    pub const fn now(&self) -> Timestamp {
        self.basis.now
    }

    /// Proves that the caller belongs to the hub and holds `needs`, by the state the change is made from.
    pub fn access(&self, caller: &Caller, needs: Permissions) -> Result<HubAccess> {
        let member = self.member(caller.user).ok_or_else(Error::not_found)?;
        HubAccess::prove(caller, &self.basis.structure, &member, self.basis.now, needs)
    }

    /// A member the change is about, who belongs to the hub.
    pub fn member(&self, user: UserId) -> Option<Arc<MemberDoc>> {
        self.basis.members.get(&user).filter(|member| member.is_active()).cloned()
    }

    /// The structure, to be changed by who may.
    pub fn structure(&mut self, _proof: &HubAccess) -> &mut Structure {
        let before = &self.basis.structure;
        self.structure.get_or_insert_with(|| Structure::clone(before))
    }

    /// Replaces a member, with the right of who may.
    pub fn put_member(&mut self, _proof: &HubAccess, member: MemberDoc) {
        self.members.insert(member.user, member);
    }

    /// Lets somebody in who was invited. Keeps a timeout that was in force when they left.
    pub fn admit(&mut self, hub: HubId, user: UserId) {
        let fresh = MemberDoc::new(hub, user, self.basis.now);
        let known = self.basis.members.get(&user).map(|known| MemberDoc {
            active: Some(true),
            roles: Vec::new(),
            joined_at: fresh.joined_at,
            ..MemberDoc::clone(known)
        });
        self.members.insert(user, known.unwrap_or(fresh));
    }

    /// Another write that stands or falls with the change.
    pub fn also(&mut self, write: Write) {
        self.also.push(write);
    }

    /// Deletes the hub with its structure.
    pub fn delete_hub(&mut self, _proof: &HubAccess) {
        self.deletes_hub = true;
    }

    /// Works out the writes.
    pub fn finish(self) -> Result<Outcome> {
        let before = &*self.basis.structure;
        let mut writes = self.also;
        if self.deletes_hub {
            delete_all(before, &mut writes)?;
            return Ok(Outcome { writes, structure: None, members: Vec::new(), deleted: true });
        }
        let structure = match self.structure {
            Some(mut after) => {
                after.sort();
                compare(&before.roles, &mut after.roles, &mut writes)?;
                compare(&before.categories, &mut after.categories, &mut writes)?;
                compare(&before.channels, &mut after.channels, &mut writes)?;
                for gone in before.channels_not_in(&after) {
                    writes.push(sweeps::channel(gone)?);
                }
                // First, so that another writer shows as a change of the hub, whatever else conflicts.
                writes.insert(0, Write::replace(&after.hub)?);
                after.hub.version += 1;
                Some(after)
            }
            None => None,
        };
        let mut members = Vec::new();
        for (user, mut after) in self.members {
            let known = self.basis.members.get(&user).cloned();
            write_changed(known.as_deref(), &mut after, &mut writes)?;
            members.push((known.filter(|known| known.is_active()), after));
        }
        Ok(Outcome { writes, structure, members, deleted: false })
    }
}

/// An entity whose version a draft keeps in step with the store.
trait Versioned: Entity + PartialEq {
    fn version(&mut self) -> &mut u64;
}

macro_rules! versioned {
    ($($name:ty),*) => {$(
        impl Versioned for $name {
            fn version(&mut self) -> &mut u64 {
                &mut self.version
            }
        }
    )*};
}

versioned!(
    crate::domain::roles::RoleDoc,
    crate::domain::categories::CategoryDoc,
    crate::domain::channels::ChannelDoc,
    MemberDoc
);

fn write_changed<T: Versioned>(before: Option<&T>, after: &mut T, writes: &mut Vec<Write>) -> Result<()> {
    match before {
        None => writes.push(Write::insert(after)?),
        Some(before) if before == after => {}
        Some(_) => {
            writes.push(Write::replace(after)?);
            *after.version() += 1;
        }
    }
    Ok(())
}

/// Inserts what is new, replaces what changed, deletes what is gone.
fn compare<T: Versioned>(before: &[T], after: &mut [T], writes: &mut Vec<Write>) -> Result<()> {
    for old in before.iter().filter(|old| !after.iter().any(|new| new.id() == old.id())) {
        writes.push(Write::delete::<T>(old.id(), None));
    }
    for new in after {
        let id = new.id();
        write_changed(before.iter().find(|old| old.id() == id), new, writes)?;
    }
    Ok(())
}

fn delete_all(structure: &Structure, writes: &mut Vec<Write>) -> Result<()> {
    fn of<T: Entity>(all: &[T], writes: &mut Vec<Write>) {
        writes.extend(all.iter().map(|one| Write::delete::<T>(one.id(), None)));
    }
    of(&structure.roles, writes);
    of(&structure.categories, writes);
    of(&structure.channels, writes);
    writes.push(Write::delete::<HubDoc>(structure.hub.id, Some(structure.hub.version)));
    writes.push(sweeps::hub(structure.hub.id)?);
    for channel in &structure.channels {
        writes.push(sweeps::channel(channel.id)?);
    }
    Ok(())
}
