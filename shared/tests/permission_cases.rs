//! The cases of the permission design that are arithmetic, one named row each, and the rules behind them as
//! properties. Cases 13 and 18-24 (who may change what) are in `permissions::manage`; 14, 29-35 are the server's.

// Clippy's leave for tests ends at `#[test]`; helpers here are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod slow;

use hubbub_shared::ids::{HubId, RoleId, UserId};
use hubbub_shared::model::{Overwrite, OverwriteTarget, Role};
use hubbub_shared::permissions::resolve::{
    Explanation, Place, Step, Subject, explain, given, resolve, resolve_given,
};
use hubbub_shared::permissions::{Permissions, manage};
use proptest::prelude::*;

const EVERYONE: RoleId = RoleId(1);
const A: RoleId = RoleId(2);
const B: RoleId = RoleId(3);
const DELETED: RoleId = RoleId(99);
const ANA: UserId = UserId(7);
const OTHER: UserId = UserId(8);

const NONE: Permissions = Permissions::NONE;
const ALL: Permissions = Permissions::ALL;
const VIEW: Permissions = Permissions::VIEW;
const HISTORY: Permissions = Permissions::HISTORY;
const SEND: Permissions = Permissions::SEND;
const ATTACH: Permissions = Permissions::ATTACH;
const MANAGE_ROLES: Permissions = Permissions::MANAGE_ROLES;
const ADMINISTRATOR: Permissions = Permissions::ADMINISTRATOR;

fn set(permissions: &[Permissions]) -> Permissions {
    permissions.iter().fold(NONE, |all, one| all | *one)
}

/// A hub, one of its channels, and Ana.
#[derive(Debug, Clone)]
struct Scene {
    roles: Vec<Role>,
    overwrites: Vec<Overwrite>,
    has: Vec<RoleId>,
    is_member: bool,
    is_owner: bool,
    timed_out: bool,
    locked: bool,
    rules_pending: bool,
    scope: Permissions,
}

/// Ana is a member, everyone may view, read and send; roles A and B give nothing and nobody has them.
fn scene() -> Scene {
    Scene {
        roles: vec![role(EVERYONE, 0, set(&[VIEW, HISTORY, SEND])), role(A, 1, NONE), role(B, 2, NONE)],
        overwrites: vec![],
        has: vec![],
        is_member: true,
        is_owner: false,
        timed_out: false,
        locked: false,
        rules_pending: false,
        scope: ALL,
    }
}

fn role(id: RoleId, position: u32, permissions: Permissions) -> Role {
    Role {
        id,
        hub: HubId(1),
        name: String::new(),
        position,
        permissions,
        color: None,
        emoji: None,
        hoist: false,
        mentionable: false,
        choosable: false,
        bot: None,
    }
}

impl Scene {
    fn giving(mut self, id: RoleId, permissions: Permissions) -> Self {
        self.roles.iter_mut().filter(|role| role.id == id).for_each(|role| role.permissions = permissions);
        self
    }

    fn with(mut self, roles: &[RoleId]) -> Self {
        self.has.extend(roles);
        self
    }

    fn allow(self, role: RoleId, bits: Permissions) -> Self {
        self.overwrite(OverwriteTarget::Role(role), bits, NONE)
    }

    fn deny(self, role: RoleId, bits: Permissions) -> Self {
        self.overwrite(OverwriteTarget::Role(role), NONE, bits)
    }

    fn allow_ana(self, bits: Permissions) -> Self {
        self.overwrite(OverwriteTarget::Member(ANA), bits, NONE)
    }

    fn deny_ana(self, bits: Permissions) -> Self {
        self.overwrite(OverwriteTarget::Member(ANA), NONE, bits)
    }

    fn overwrite(mut self, target: OverwriteTarget, allow: Permissions, deny: Permissions) -> Self {
        self.overwrites.push(Overwrite { target, allow, deny });
        self
    }

    fn owner(self) -> Self {
        Self { is_owner: true, ..self }
    }

    fn left(self) -> Self {
        Self { is_member: false, ..self }
    }

    fn timed_out(self) -> Self {
        Self { timed_out: true, ..self }
    }

    fn locked(self) -> Self {
        Self { locked: true, ..self }
    }

    fn pending_rules(self) -> Self {
        Self { rules_pending: true, ..self }
    }

    fn scoped(self, scope: Permissions) -> Self {
        Self { scope, ..self }
    }

    fn subject(&self) -> Subject<'_> {
        let Self { is_member, is_owner, timed_out, rules_pending, scope, .. } = *self;
        Subject { user: ANA, is_member, is_owner, roles: &self.has, timed_out, rules_pending, scope }
    }

    fn place(&self) -> Place<'_> {
        Place { everyone: EVERYONE, roles: &self.roles, overwrites: &self.overwrites, locked: self.locked }
    }

    /// The same, asked slowly.
    fn slowly(&self) -> Permissions {
        let Self { is_member, is_owner, timed_out, rules_pending, locked, scope, .. } = *self;
        let (roles, has, overwrites) = (&*self.roles, &*self.has, &*self.overwrites);
        let facts = slow::Facts {
            user: ANA,
            is_member,
            is_owner,
            everyone: EVERYONE,
            roles,
            has,
            overwrites,
            timed_out,
            rules_pending,
            locked,
            scope,
        };
        facts.all()
    }

    fn may(&self) -> Permissions {
        resolve(&self.subject(), &self.place())
    }

    fn why(&self) -> Explanation {
        explain(&self.subject(), &self.place())
    }
}

/// A case, the scene, and exactly what Ana may do in it.
type Row = (&'static str, Scene, Permissions);

fn check(rows: Vec<Row>) {
    for (name, scene, expected) in rows {
        let may = scene.may();
        let (has, wants) = (may.names().collect::<Vec<_>>(), expected.names().collect::<Vec<_>>());
        assert_eq!(may, expected, "{name}: has {has:?}, expected {wants:?}\n{scene:#?}");
        assert_eq!(scene.why().permissions, expected, "{name}: explained");
        assert_eq!(scene.slowly(), expected, "{name}: asked slowly");
    }
}

#[test]
fn overwrites_apply_in_order() {
    let all_three = set(&[VIEW, HISTORY, SEND]);
    let no_send = set(&[VIEW, HISTORY]);
    check(vec![
        (
            "1 role A denies VIEW, role B allows: visible",
            scene().with(&[A, B]).deny(A, VIEW).allow(B, VIEW),
            all_three,
        ),
        ("1 in the other order", scene().with(&[B, A]).allow(B, VIEW).deny(A, VIEW), all_three),
        (
            "2 everyone denies, a role allows: visible",
            scene().with(&[A]).deny(EVERYONE, VIEW).allow(A, VIEW),
            all_three,
        ),
        ("2 not for who lacks the role", scene().deny(EVERYONE, VIEW).allow(A, VIEW), NONE),
        (
            "3 everyone allows, a role denies: hidden",
            scene().with(&[A]).allow(EVERYONE, VIEW).deny(A, VIEW),
            NONE,
        ),
        ("4 member deny beats role allow", scene().with(&[A]).allow(A, SEND).deny_ana(SEND), no_send),
        ("5 member allow beats role deny", scene().with(&[A]).deny(A, SEND).allow_ana(SEND), all_three),
        (
            "an overwrite for somebody else does nothing",
            scene().overwrite(OverwriteTarget::Member(OTHER), ALL, VIEW),
            all_three,
        ),
        (
            "one overwrite that denies and allows a bit allows it",
            scene().overwrite(OverwriteTarget::Role(EVERYONE), SEND, SEND),
            all_three,
        ),
        (
            "everyone in the list of roles is still one step earlier",
            scene().with(&[EVERYONE, A]).allow(EVERYONE, VIEW).deny(A, VIEW),
            NONE,
        ),
        ("an overwrite gives what no role gives", scene().allow_ana(ATTACH), all_three | ATTACH),
    ]);
}

#[test]
fn owners_and_administrators_stand_above_overwrites() {
    let administrator = || scene().with(&[A]).giving(A, ADMINISTRATOR);
    check(vec![
        ("6 ADMINISTRATOR ignores member deny", administrator().deny_ana(ALL), ALL),
        ("7 owner with every deny", scene().owner().deny(EVERYONE, ALL).deny_ana(ALL), ALL),
        ("7 owner without any role", scene().owner().giving(EVERYONE, NONE), ALL),
        ("8 former owner keeps nothing", scene().owner().left(), NONE),
        ("8 administrator who left keeps nothing", administrator().left(), NONE),
        ("13 a timeout does nothing to the owner", scene().owner().timed_out(), ALL),
        ("13 a timeout does nothing to administrators", administrator().timed_out(), ALL),
        (
            "an overwrite does not make administrators",
            scene().allow_ana(ADMINISTRATOR),
            set(&[VIEW, HISTORY, SEND]),
        ),
        ("nor for everyone", scene().allow(EVERYONE, ADMINISTRATOR).deny_ana(VIEW), NONE),
        ("a stranger may do nothing", scene().left(), NONE),
    ]);
}

#[test]
fn some_rights_need_others() {
    let wordy = set(&[ATTACH, Permissions::EMBED, Permissions::MENTION_EVERYONE, Permissions::POLL]);
    let writer = || scene().giving(EVERYONE, set(&[VIEW, HISTORY, SEND, Permissions::REACT]) | wordy);
    let kept = set(&[VIEW, HISTORY, Permissions::REACT]);
    check(vec![
        ("9 no VIEW but SEND allowed: none", scene().deny(EVERYONE, VIEW).allow_ana(SEND), NONE),
        ("10 no SEND: no attach, embed, mention-everyone, poll", writer().deny_ana(SEND), kept),
        ("10 not even if they are allowed by name", writer().deny_ana(SEND).allow(EVERYONE, wordy), kept),
        (
            "11 timeout + channel allows SEND: still muted",
            scene().timed_out().allow_ana(SEND),
            set(&[VIEW, HISTORY]),
        ),
        ("11 timeout where VIEW is denied: none", scene().timed_out().deny_ana(VIEW), NONE),
        ("12 when the time is over all is back, without any write", scene(), set(&[VIEW, HISTORY, SEND])),
        (
            "a timeout takes the right to manage as well",
            writer().timed_out().allow_ana(MANAGE_ROLES),
            set(&[VIEW, HISTORY]),
        ),
    ]);
}

#[test]
fn a_lock_takes_writing_from_those_who_do_not_moderate() {
    const MODERATES: Permissions = Permissions::MANAGE_MESSAGES;
    let writer = || scene().giving(EVERYONE, set(&[VIEW, HISTORY, SEND, ATTACH, Permissions::REACT]));
    check(vec![
        ("reading is left", writer().locked(), set(&[VIEW, HISTORY])),
        (
            "an overwrite that allows SEND opens nothing",
            writer().allow_ana(SEND).locked(),
            set(&[VIEW, HISTORY]),
        ),
        (
            "other rights are left",
            writer().allow_ana(MANAGE_ROLES).locked(),
            set(&[VIEW, HISTORY, MANAGE_ROLES]),
        ),
        (
            "who moderates the channel goes on writing",
            writer().allow_ana(MODERATES).locked(),
            set(&[VIEW, HISTORY, SEND, ATTACH, Permissions::REACT, MODERATES]),
        ),
        (
            "who moderates elsewhere does not",
            writer().with(&[A]).giving(A, MODERATES).deny(A, MODERATES).locked(),
            set(&[VIEW, HISTORY]),
        ),
        ("the owner writes", scene().owner().locked(), ALL),
        ("administrators write", scene().with(&[A]).giving(A, ADMINISTRATOR).locked(), ALL),
        ("a timeout goes on", scene().allow_ana(MODERATES).timed_out().locked(), set(&[VIEW, HISTORY])),
        ("what is hidden stays so", scene().deny(EVERYONE, VIEW).locked(), NONE),
    ]);
}

#[test]
fn stored_data_may_be_old_or_new() {
    let later = Permissions(1 << 63 | 1 << 55 | 1 << 2);
    let all_three = set(&[VIEW, HISTORY, SEND]);
    check(vec![
        (
            "15 a deleted role in overwrites is ignored",
            scene().allow(DELETED, ALL).deny(DELETED, ALL),
            all_three,
        ),
        (
            "15 a deleted role of the member is ignored",
            scene().with(&[DELETED]).deny(DELETED, ALL),
            all_three,
        ),
        ("25 unknown bits of a role are masked", scene().giving(EVERYONE, all_three | later), all_three),
        (
            "25 unknown bits of an overwrite are masked",
            scene().allow_ana(later).allow(EVERYONE, later),
            all_three,
        ),
        ("25 unknown bits of a key are masked", scene().scoped(Permissions(u64::MAX)), all_three),
        ("25 unknown bits of the owner's key are masked", scene().owner().scoped(Permissions(u64::MAX)), ALL),
    ]);
}

#[test]
fn channels_follow_their_category_or_themselves() {
    let category = || scene().deny(EVERYONE, SEND);
    let other_category = || scene().deny(EVERYONE, VIEW);
    let own = || scene().allow_ana(ATTACH);
    check(vec![
        ("16 a synced channel follows its category", category(), set(&[VIEW, HISTORY])),
        ("16 without sync it follows itself", own(), set(&[VIEW, HISTORY, SEND, ATTACH])),
        ("17 moved into another category while synced", other_category(), NONE),
        ("the hub as a whole has no overwrites", scene(), set(&[VIEW, HISTORY, SEND])),
    ]);
    let (category, own) = (category().overwrites, own().overwrites);
    let mover = set(&[MANAGE_ROLES, SEND, ATTACH]);
    assert_eq!(manage::may_replace_overwrites(mover, &own, &category), Ok(()), "16 resync replaces");
    let lacks_attach = Err(manage::Refusal::NotYours(ATTACH));
    assert_eq!(manage::may_replace_overwrites(set(&[MANAGE_ROLES, SEND]), &own, &category), lacks_attach);
    assert_eq!(
        manage::may_replace_overwrites(NONE, &category, &category),
        Ok(()),
        "17 moved without a change"
    );
}

#[test]
fn a_key_narrows_and_never_grants() {
    check(vec![
        (
            "24 everyone.MANAGE_ROLES is had by who has no role",
            scene().giving(EVERYONE, set(&[VIEW, MANAGE_ROLES])),
            set(&[VIEW, MANAGE_ROLES]),
        ),
        (
            "27 a bot has its scope within the channel",
            scene().scoped(set(&[VIEW, SEND, ATTACH])),
            set(&[VIEW, SEND]),
        ),
        ("27 a webhook may only send", scene().scoped(SEND), SEND),
        ("27 where it is hidden, nothing", scene().deny(EVERYONE, VIEW).scoped(SEND), NONE),
        ("27 the owner's key has its scope alone", scene().owner().scoped(VIEW), VIEW),
        (
            "27 an administrator's key has its scope alone",
            scene().with(&[A]).giving(A, ADMINISTRATOR).scoped(VIEW),
            VIEW,
        ),
        ("28 a key of a demoted administrator", scene().scoped(ALL), set(&[VIEW, HISTORY, SEND])),
        ("28 a key of somebody who left", scene().left().scoped(ALL), NONE),
        ("a key without scope does nothing", scene().owner().scoped(NONE), NONE),
    ]);
}

#[test]
fn case_26_high_bits_survive_json_and_messagepack() {
    let high = Permissions(1 << 63 | 1 << 53 | 1);
    let json = serde_json::to_string(&high).unwrap();
    assert_eq!(json, "\"9232379236109516801\"");
    assert_eq!(serde_json::from_str::<Permissions>(&json).unwrap(), high);
    assert_eq!(rmp_serde::from_slice::<Permissions>(&rmp_serde::to_vec(&high).unwrap()).unwrap(), high);
    assert!(
        serde_json::from_str::<Permissions>("9232379236109516801").is_err(),
        "a number may have been rounded"
    );
}

#[test]
fn the_table_has_each_bit_and_name_once() {
    let mut names: Vec<_> = Permissions::TABLE.iter().map(|row| row.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Permissions::TABLE.len());
    let (mut bits, mut last) = (NONE, 0);
    for row in Permissions::TABLE {
        assert!(row.bit.0.is_power_of_two() && row.bit.0 > last, "{}", row.name);
        (bits, last) = (bits | row.bit, row.bit.0);
    }
    assert_eq!(bits, Permissions::KNOWN);
}

#[test]
fn an_explanation_names_the_step_that_decided() {
    let scene = scene().with(&[A]).deny(EVERYONE, SEND).allow(A, SEND).timed_out();
    let steps: Vec<_> =
        scene.why().steps.into_iter().map(|taken| (taken.step, taken.granted, taken.taken)).collect();
    let expected = [
        (Step::Everyone, set(&[VIEW, HISTORY, SEND]), NONE),
        (Step::EveryoneOverwrite, NONE, SEND),
        (Step::RoleOverwrites, SEND, NONE),
        (Step::TimedOut, NONE, SEND),
    ];
    assert_eq!(steps, expected);
    let stranger = scene.left().why();
    assert_eq!(stranger.steps.last().map(|taken| taken.step), Some(Step::NotMember));
}

// Properties.

/// Any bits, unknown ones too, often few and often of those that the rules name.
fn any_bits() -> impl Strategy<Value = Permissions> {
    let named = proptest::sample::subsequence(Permissions::TABLE, 0..=Permissions::TABLE.len());
    let named = named.prop_map(|rows| rows.iter().fold(NONE, |all, row| all | row.bit));
    prop_oneof![Just(NONE), named.clone(), named, any::<u64>().prop_map(Permissions)]
}

/// Mostly without ADMINISTRATOR, which ends every argument.
fn role_bits() -> impl Strategy<Value = Permissions> {
    (any_bits(), 0..8).prop_map(|(bits, die)| if die == 0 { bits } else { bits.without(ADMINISTRATOR) })
}

fn any_overwrite() -> impl Strategy<Value = Overwrite> {
    let role = (0..6_u64).prop_map(|id| OverwriteTarget::Role(RoleId(id)));
    let member = (6..9_u64).prop_map(|id| OverwriteTarget::Member(UserId(id)));
    (prop_oneof![role, member], any_bits(), any_bits()).prop_map(|(target, allow, deny)| Overwrite {
        target,
        allow,
        deny,
    })
}

prop_compose! {
    fn any_scene()(
        bits in proptest::collection::vec(role_bits(), 1..5),
        overwrites in proptest::collection::vec(any_overwrite(), 0..8),
        has in proptest::sample::subsequence(vec![1, 2, 3, 4, 5], 0..5),
        member in 0..10,
        owner in 0..10,
        timed_out in any::<bool>(),
        locked in any::<bool>(),
        rules_pending in any::<bool>(),
        scope in prop_oneof![Just(ALL), any_bits()],
    ) -> Scene {
        Scene {
            roles: (1..).zip(bits).map(|(id, bits)| role(RoleId(id.into()), id, bits)).collect(),
            overwrites,
            has: has.into_iter().map(RoleId).collect(),
            is_member: member > 0,
            is_owner: owner == 0,
            timed_out,
            locked,
            rules_pending,
            scope,
        }
    }
}

fn shuffled() -> impl Strategy<Value = (Scene, Scene)> {
    any_scene().prop_flat_map(|scene| {
        let parts = (Just(scene.roles.clone()).prop_shuffle(), Just(scene.overwrites.clone()).prop_shuffle());
        let has = Just(scene.has.clone()).prop_shuffle();
        (Just(scene), parts, has).prop_map(|(scene, (roles, overwrites), has)| {
            let other = Scene { roles, overwrites, has, ..scene.clone() };
            (scene, other)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_arithmetic_gives_what_asking_slowly_gives(scene in any_scene()) {
        prop_assert_eq!(scene.may(), scene.slowly());
        // In two halves, the first one asked about a place that says nothing.
        let (subject, place) = (scene.subject(), scene.place());
        let given = given(&subject, &Place { overwrites: &[], locked: false, ..place });
        prop_assert_eq!(resolve_given(given, &subject, &place), scene.may());
    }
}

proptest! {
    #[test]
    fn case_36_the_order_of_roles_and_overwrites_does_not_matter((scene, other) in shuffled()) {
        prop_assert_eq!(scene.may(), other.may());
    }

    #[test]
    fn the_scope_is_a_mask(scene in any_scene()) {
        let person = scene.clone().scoped(ALL);
        prop_assert_eq!(scene.may(), person.may() & scene.scope);
    }

    #[test]
    fn an_explanation_replays_to_the_result(scene in any_scene()) {
        let Explanation { permissions, steps } = scene.why();
        prop_assert_eq!(permissions, scene.may());
        let mut replayed = NONE;
        for step in &steps {
            prop_assert!((step.granted & step.taken).is_empty());
            prop_assert!((replayed & step.granted).is_empty(), "{:?} grants what was there", step.step);
            prop_assert!(step.step == Step::NotMember || replayed.contains(step.taken), "{:?} takes what was not there", step.step);
            replayed = (replayed | step.granted).without(step.taken);
        }
        prop_assert_eq!(replayed, permissions);
    }

    #[test]
    fn a_timeout_never_adds(scene in any_scene()) {
        let free = Scene { timed_out: false, rules_pending: false, ..scene.clone() };
        let muted = scene.timed_out();
        prop_assert!(free.may().contains(muted.may()));
        let exempt = muted.is_owner || free.clone().scoped(ALL).may().contains(ADMINISTRATOR);
        prop_assert!(exempt || Permissions::READ_ONLY.contains(muted.may()));
    }

    #[test]
    fn who_has_pending_rules_may_do_what_who_is_timed_out_may(scene in any_scene()) {
        let scene = Scene { timed_out: false, rules_pending: false, ..scene };
        let (pending, muted) = (scene.clone().pending_rules(), scene.timed_out());
        prop_assert_eq!(pending.may(), muted.may());
        let steps = pending.why().steps;
        prop_assert!(steps.iter().all(|taken| taken.step != Step::RulesPending || taken.granted.is_empty()));
    }

    #[test]
    fn a_lock_only_takes_and_never_from_those_who_moderate(scene in any_scene()) {
        let open = Scene { locked: false, ..scene.clone() }.may();
        let locked = scene.locked().may();
        prop_assert!(open.contains(locked));
        prop_assert!(Permissions::LOCKED_OUT.contains(open.without(locked).without(Permissions::NEED_SEND)));
        prop_assert!(!open.contains(Permissions::MANAGE_MESSAGES) || open == locked);
    }

    #[test]
    fn unknown_bits_never_come_out(scene in any_scene()) {
        prop_assert!(ALL.contains(scene.may()));
        prop_assert!(scene.why().steps.iter().all(|step| ALL.contains(step.granted)));
    }

    #[test]
    fn who_does_not_see_can_do_nothing(scene in any_scene()) {
        let may = scene.scoped(ALL).may();
        prop_assert!(may.contains(VIEW) || may.is_empty());
        prop_assert!(may.contains(SEND) || (may & Permissions::NEED_SEND).is_empty());
    }

    #[test]
    fn only_members_may_do_anything_and_their_owner_everything(scene in any_scene()) {
        prop_assert_eq!(scene.clone().left().may(), NONE);
        let owner = Scene { is_member: true, ..scene.owner().scoped(ALL) };
        prop_assert_eq!(owner.may(), ALL);
    }

    #[test]
    fn overwrites_alone_never_make_administrators(scene in any_scene()) {
        let without = Scene { overwrites: vec![], timed_out: false, rules_pending: false, ..scene.clone() };
        prop_assert!(!scene.may().contains(ADMINISTRATOR) || without.may().contains(ADMINISTRATOR));
    }

    /// Whatever overwrite somebody may write, nobody has then what neither they nor the writer had.
    #[test]
    fn changing_an_overwrite_gives_no_more_than_the_writer_has(scene in any_scene(), actor in any_bits(), new in any_overwrite()) {
        let actor = actor & ALL;
        let same_target = |overwrite: &&Overwrite| overwrite.target == new.target;
        let after: Vec<_> = scene.overwrites.iter().filter(|o| !same_target(o)).cloned().chain([new.clone()]).collect();
        if manage::may_replace_overwrites(actor, &scene.overwrites, &after).is_ok() {
            let before = scene.clone().scoped(ALL);
            let changed = Scene { overwrites: after, ..before.clone() };
            let (before, now) = (before.overwritten(), changed.overwritten());
            prop_assert!((before | actor).contains(now), "{:?} gained {:?}", actor, now.without(before | actor));
        }
    }
}

impl Scene {
    /// Without what follows from VIEW and SEND: who regains the right to send regains their own right to attach.
    fn overwritten(&self) -> Permissions {
        let Explanation { steps, .. } =
            Self { timed_out: false, rules_pending: false, locked: false, ..self.clone() }.why();
        let consequences = |step| matches!(step, Step::NoView | Step::NoSend);
        let steps = steps.into_iter().filter(|taken| !consequences(taken.step));
        steps.fold(NONE, |all, taken| (all | taken.granted).without(taken.taken))
    }
}
