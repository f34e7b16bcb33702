//! Makes a hub large: members who never come, categories, channels and roles.

use super::{BATCH, BEGINNING_MS, Shelf};
use anyhow::{Context, Result};
use hubbub_server::domain::categories::CategoryDoc;
use hubbub_server::domain::channels::ChannelDoc;
use hubbub_server::domain::found_by;
use hubbub_server::domain::members::{self, MemberDoc};
use hubbub_server::domain::roles::RoleDoc;
use hubbub_server::domain::users::Person;
use hubbub_server::store::{Entity, Write};
use hubbub_shared::model::{Overwrite, OverwriteTarget};
use hubbub_shared::{CategoryId, ChannelId, HubId, Permissions, RoleId, Timestamp, UserId, ids};

/// How large a hub is to become.
pub struct Size {
    /// Members beside those there are.
    pub members: u64,
    /// Channels beside those there are.
    pub channels: u64,
    /// Roles beside *everyone*.
    pub roles: u64,
}

/// Categories of a large hub; each lets one role do something.
const CATEGORIES: u64 = 20;
/// Roles of each member, of all there are.
const ROLES_OF_A_MEMBER: u64 = 3;

// Ids of each kind begin at an hour of their own.
const HOUR_MS: u64 = 3_600_000;

pub(super) fn id(kind: u64, number: u64) -> u64 {
    ids::compose(BEGINNING_MS + kind * HOUR_MS + number / 1000, number % 1000)
}

fn role(number: u64) -> RoleId {
    RoleId(id(1, number))
}

fn category(number: u64) -> CategoryId {
    CategoryId(id(2, number))
}

impl Shelf {
    /// Adds so much to a hub, and gives all its members some of the roles, in thousands of combinations. The first of the
    /// roles is given to nobody; its id.
    pub fn large_hub(&self, hub: u64, size: &Size) -> Result<u64> {
        let hub = HubId(hub);
        self.runtime.block_on(async {
            let there: Vec<MemberDoc> = self.store.find(members::of_hub(hub)).await?;
            for some in there.chunks(BATCH) {
                let mut writes = Vec::new();
                for (place, member) in some.iter().enumerate() {
                    let roles = roles_of(member.user.0 ^ place as u64, size.roles);
                    let given = MemberDoc { roles, ..member.clone() };
                    writes.push(Write::replace(&given)?);
                    writes.extend(found_by::changes(Some(member), &given)?);
                }
                self.store.batch(writes).await?;
            }
            self.add((0..size.roles).map(|number| new_role(hub, number))).await?;
            self.add((0..CATEGORIES).map(|number| new_category(hub, number))).await?;
            self.add((0..size.channels).map(|number| new_channel(hub, number))).await?;
            self.add((0..size.members).map(person)).await?;
            let resident = |number| resident(hub, number, size.roles);
            self.add((0..size.members).map(resident)).await?;
            self.add((0..size.members).flat_map(|number| found_by::entries(&resident(number)))).await
        })?;
        Ok(role(0).0)
    }

    pub(super) async fn add<T: Entity>(&self, all: impl Iterator<Item = T>) -> Result<()> {
        let all: Vec<T> = all.collect();
        for some in all.chunks(BATCH) {
            self.store.insert_all(some).await.context("making a hub large")?;
        }
        Ok(())
    }
}

pub(super) const fn began() -> Timestamp {
    Timestamp(BEGINNING_MS as i64)
}

/// Some of the roles but the first, by a number.
fn roles_of(number: u64, roles: u64) -> Vec<RoleId> {
    let some =
        (0..ROLES_OF_A_MEMBER).map(|step| role(1 + (number * 31 + step * 97 + number * step) % (roles - 1)));
    let mut some: Vec<RoleId> = some.collect();
    some.sort_unstable();
    some.dedup();
    some
}

/// Regions and interests give nothing; each tenth role gives something.
fn new_role(hub: HubId, number: u64) -> RoleDoc {
    let gives = if number.is_multiple_of(10) { Permissions::MENTION_EVERYONE } else { Permissions::NONE };
    RoleDoc {
        position: number as u32 + 1,
        ..RoleDoc::new(role(number), hub, format!("role {number}"), gives)
    }
}

/// Its first role may not write here; the next one may look after messages.
fn new_category(hub: HubId, number: u64) -> CategoryDoc {
    let about = |place, allow, deny| Overwrite {
        target: OverwriteTarget::Role(role(2 * number + place)),
        allow,
        deny,
    };
    CategoryDoc {
        overwrites: vec![
            about(1, Permissions::NONE, Permissions::SEND),
            about(2, Permissions::MANAGE_MESSAGES, Permissions::NONE),
        ],
        ..CategoryDoc::new(category(number), hub, format!("category {number}"), number as u32)
    }
}

fn new_channel(hub: HubId, number: u64) -> ChannelDoc {
    ChannelDoc {
        category: Some(category(number % CATEGORIES)),
        position: number as u32,
        ..ChannelDoc::new(ChannelId(id(3, number)), hub, format!("channel-{number}"))
    }
}

fn resident(hub: HubId, number: u64, roles: u64) -> MemberDoc {
    let person = person(number);
    let member = MemberDoc { roles: roles_of(number, roles), ..MemberDoc::new(hub, person.id, began()) };
    member.called(&person.user())
}

pub(super) fn person(number: u64) -> Person {
    Person {
        id: UserId(id(4, number)),
        version: 1,
        username: format!("resident-{number}"),
        display_name: format!("Resident {number}"),
        avatar: None,
        picture: None,
        global_owner: None,
        created_at: began(),
        account_since: None,
        blocks: Vec::new(),
        suspended: None,
        left_at: None,
        bot: None,
    }
}
