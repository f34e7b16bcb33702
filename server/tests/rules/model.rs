//! Rights in whole hubs, compared with a slow, obvious model: categories that channels follow, locks of channels and hubs,
//! rules to accept, timeouts that end by the clock, roles and categories that are gone, and a hub seen as a role.

#[path = "../../../shared/tests/slow/mod.rs"]
mod slow;

use crate::hub::{ADA, BO, HUB, NOW};
use hubbub_pwa::state::seen_as;
use hubbub_server::domain::categories::CategoryDoc;
use hubbub_server::domain::channels::ChannelDoc;
use hubbub_server::domain::hubs::{HubDoc, Sight, Structure};
use hubbub_server::domain::members::{MemberDoc, MemberStatus};
use hubbub_server::domain::roles::RoleDoc;
use hubbub_shared::model::{Overwrite, OverwriteTarget};
use hubbub_shared::{CategoryId, ChannelId, Permissions, RoleId, UserId};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::subsequence;
use slow::Facts;
use std::sync::Arc;

/// A hub of Ada's, and Bo, who may be a member with some of its roles.
#[derive(Debug, Clone)]
struct Scene {
    structure: Structure,
    bo: MemberDoc,
}

fn bits() -> impl Strategy<Value = Permissions> {
    let named = subsequence(Permissions::TABLE, 0..=Permissions::TABLE.len());
    let named = named.prop_map(|rows| rows.iter().fold(Permissions::NONE, |all, row| all | row.bit));
    prop_oneof![Just(Permissions::NONE), named, any::<u64>().prop_map(Permissions)]
}

/// Mostly without ADMINISTRATOR, which ends every argument.
fn role_bits() -> impl Strategy<Value = Permissions> {
    let without = |bits: Permissions| bits.without(Permissions::ADMINISTRATOR);
    (bits(), 0..6).prop_map(move |(bits, die)| if die == 0 { bits } else { without(bits) })
}

/// For everyone (`HUB`), a role, a deleted one, Bo or somebody else.
fn overwrites() -> impl Strategy<Value = Vec<Overwrite>> {
    let role = prop_oneof![Just(HUB.0), 1..6_u64].prop_map(|id| OverwriteTarget::Role(RoleId(id)));
    let member = (1..4_u64).prop_map(|id| OverwriteTarget::Member(UserId(id)));
    let one = (prop_oneof![role, member], bits(), bits());
    vec(one.prop_map(|(target, allow, deny)| Overwrite { target, allow, deny }), 0..5)
}

prop_compose! {
    fn channel()(id in 1000..1008_u64, category in 0..4_u64, synced: bool, locked in 0..4, overwrites in overwrites()) -> ChannelDoc {
        let category = (category > 0).then_some(CategoryId(10 + category));
        ChannelDoc { category, synced, locked: locked == 0, overwrites, ..ChannelDoc::new(ChannelId(id), HUB, "channel".to_owned()) }
    }
}

prop_compose! {
    fn scene()(
        everyone in role_bits(),
        others in vec(role_bits(), 0..4),
        // Channels may still name a category that is gone.
        categories in vec(overwrites(), 0..3),
        channels in vec(channel(), 1..5),
        locked in 0..4,
        rules in any::<bool>(),
        owner in 0..8,
        has in subsequence(vec![1, 2, 3, 4, 5], 0..5),
        timeout in prop_oneof![Just(None), (-2..3_i64).prop_map(Some)],
        pending: bool,
        gone in 0..8,
    ) -> Scene {
        let mut hub = HubDoc::new(HUB, "Rust".to_owned(), if owner == 0 { BO } else { ADA }, NOW);
        hub.locked = locked == 0;
        hub.rules = if rules { "Be kind.".to_owned() } else { String::new() };
        let mut roles = vec![RoleDoc { permissions: everyone, ..RoleDoc::everyone(HUB) }];
        roles.extend((1..).zip(others).map(|(id, bits)| RoleDoc {
            position: id,
            ..RoleDoc::new(RoleId(id.into()), HUB, "role".to_owned(), bits)
        }));
        let categories = (11..).zip(categories).map(|(id, overwrites)| CategoryDoc {
            overwrites,
            ..CategoryDoc::new(CategoryId(id), HUB, "category".to_owned(), 0)
        });
        let mut channels: Vec<ChannelDoc> = channels;
        channels.sort_by_key(|channel| channel.id);
        channels.dedup_by_key(|channel| channel.id);
        let structure = Structure::new(hub, roles, categories.collect(), channels);
        let bo = MemberDoc {
            status: if gone == 0 { MemberStatus::Left } else { MemberStatus::Active },
            roles: has.into_iter().map(RoleId).collect(),
            timed_out_until: timeout.map(|ms| NOW.plus_ms(ms)),
            rules_pending: pending.then_some(true),
            ..MemberDoc::new(HUB, BO, NOW)
        };
        Scene { structure, bo }
    }
}

impl Scene {
    /// What is so in a channel, or in the hub as a whole.
    fn facts<'a>(&'a self, channel: Option<&'a ChannelDoc>) -> Facts<'a> {
        let hub = &self.structure.hub;
        let is_owner = hub.owner == BO;
        Facts {
            user: BO,
            is_member: self.bo.status == MemberStatus::Active,
            is_owner,
            everyone: RoleId(HUB.0),
            roles: self.structure.role_views(),
            has: &self.bo.roles,
            overwrites: channel.map_or(&[], |channel| self.overwrites_of(channel)),
            timed_out: self.bo.timed_out_until.is_some_and(|until| until > NOW),
            rules_pending: self.bo.rules_pending.is_some() && !hub.rules.is_empty(),
            locked: channel.is_some_and(|channel| channel.locked || hub.locked),
            scope: Permissions::ALL,
        }
    }

    fn overwrites_of<'a>(&'a self, channel: &'a ChannelDoc) -> &'a [Overwrite] {
        for category in &self.structure.categories {
            if channel.synced && channel.category == Some(category.id) {
                return &category.overwrites;
            }
        }
        &channel.overwrites
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn rights_in_a_hub_are_what_asking_slowly_gives(scene in scene()) {
        let Scene { structure, bo } = &scene;
        prop_assert_eq!(structure.permissions(bo, Permissions::ALL, NOW), scene.facts(None).all());
        for channel in &structure.channels {
            let may = structure.permissions_in(channel, bo, Permissions::ALL, NOW);
            prop_assert_eq!(may, scene.facts(Some(channel)).all(), "{:?}", channel);
            prop_assert_eq!(structure.explain(Some(channel), bo, Permissions::ALL, NOW).permissions, may);
        }
    }

    #[test]
    fn a_view_has_the_channels_that_one_may_see_and_what_one_may_do_there(scene in scene()) {
        let Scene { structure, bo } = &scene;
        let view = Sight::of(&Arc::new(structure.clone()), bo, Permissions::ALL, NOW).view(&bo.roles);
        let expected: Vec<_> = structure.channels.iter().map(|channel| (channel.id, scene.facts(Some(channel)).all()))
            .filter(|(_, may)| may.contains(Permissions::VIEW)).collect();
        let shown: Vec<_> = view.channels.iter().map(|channel| (channel.id, channel.permissions)).collect();
        prop_assert_eq!(shown, expected);
    }

    #[test]
    fn a_hub_seen_as_a_role_is_what_asking_slowly_gives(scene in scene(), role in 0..5_u64) {
        // Ada owns it and sees all, so nothing is missing in what she sees as a role.
        let mut structure = scene.structure;
        structure.hub.owner = ADA;
        let view = Sight::of(&Arc::new(structure.clone()), &MemberDoc::new(HUB, ADA, NOW), Permissions::ALL, NOW).view(&[]);
        let role = if role == 0 { HUB.everyone() } else { RoleId(role) };
        let somebody = MemberDoc { roles: vec![role], ..MemberDoc::new(HUB, UserId(0), NOW) };
        let scene = Scene { structure, bo: somebody };
        let expected: Vec<_> = scene.structure.channels.iter().map(|channel| {
            (channel.id, Facts { user: UserId(0), is_owner: false, ..scene.facts(Some(channel)) }.all())
        }).filter(|(_, may)| may.contains(Permissions::VIEW)).collect();
        let seen = seen_as(&view, ADA, role);
        let shown: Vec<_> = seen.channels.iter().map(|channel| (channel.id, channel.permissions)).collect();
        prop_assert_eq!(shown, expected);
    }

    #[test]
    fn what_changed_applied_to_what_was_seen_is_what_is_seen(before in scene(), after in scene()) {
        let sight = |scene: &Scene| Sight::of(&Arc::new(scene.structure.clone()), &scene.bo, Permissions::ALL, NOW);
        let (old, new) = (sight(&before), sight(&after));
        let (mut view, fresh) = (old.view(&before.bo.roles), new.view(&after.bo.roles));
        match new.since(&old) {
            Some(change) => {
                let change = hubbub_shared::model::HubChange { my_roles: Some(fresh.my_roles.clone()), ..change };
                view.apply(change.clone());
                prop_assert_eq!(&view, &fresh);
                view.apply(change);
                prop_assert_eq!(&view, &fresh, "and twice does no harm");
            }
            None => prop_assert_eq!(view.channels, fresh.channels),
        }
        prop_assert!(new.since(&new).is_none());
    }
}
