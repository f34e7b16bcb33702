//! Founding a hub: a change from nothing.

use super::draft::{By, Changes};
use super::store::HubDoc;
use super::structure::Structure;
use crate::domain::categories::CategoryDoc;
use crate::domain::channels::ChannelDoc;
use crate::domain::facts::{Cause, Fact, FactsDoc};
use crate::domain::members::MemberDoc;
use crate::domain::roles::RoleDoc;
use crate::error::Result;
use crate::store::Write;
use hubbub_shared::model::User;
use hubbub_shared::text::HubName;
use hubbub_shared::{CategoryId, ChannelId, HubId, Timestamp};

/// A hub with one category and `#general`, owned by who founds it: its id, and what to write, all or nothing.
pub fn found(
    name: HubName,
    by: &By,
    person: &User,
    now: Timestamp,
    mut new_id: impl FnMut() -> u64,
) -> Result<(HubId, Vec<Write>)> {
    let founder = by.caller.as_person()?.user;
    let hub = HubDoc::new(HubId(new_id()), name.into(), founder, now);
    let category = CategoryDoc::new(CategoryId(new_id()), hub.id, "Text channels".to_owned(), 0);
    let general = ChannelDoc {
        category: Some(category.id),
        ..ChannelDoc::new(ChannelId(new_id()), hub.id, "general".to_owned())
    };
    let roles = vec![RoleDoc::everyone(hub.id)];
    let mut structure = Structure::new(hub, roles, vec![category], vec![general]);
    let mut changes = Changes { writes: vec![Write::insert(&structure.hub)?], told: Vec::new() };
    changes.told.extend(Fact::changed(None, Some(&structure.hub)));
    changes.compare(&[], &mut structure.roles)?;
    changes.compare(&[], &mut structure.categories)?;
    changes.compare(&[], &mut structure.channels)?;
    changes.member(None, &mut MemberDoc::new(structure.hub.id, founder, now).called(person))?;
    let cause = Cause::of(&by.caller, &by.request);
    let hub = &structure.hub;
    if let Some(facts) = FactsDoc::of_hub(new_id(), hub.id, hub.version, now, cause, changes.told) {
        changes.writes.push(Write::insert(&facts)?);
    }
    Ok((hub.id, changes.writes))
}
