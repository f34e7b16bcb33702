//! Nobody gives what they do not have, or reaches up.

use super::{assert_forbidden, assert_works, in_ms, may_send};
use crate::scene::Cast;
use hubbub_shared::model::Overwrite;
use hubbub_shared::protocol::command::{
    AssignRole, CreateRole, DeleteRole, RemoveChannelOverwrite, RemoveRole, SetChannelOverwrite,
    TimeOutMember, UpdateHub, UpdateRole,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ChannelId, HubId, Permissions, RoleId};
use hubbub_tests::{Acts, Changes, Door, Phone, Server, each_door, overwrite};

const MANAGE_ROLES: Permissions = Permissions::MANAGE_ROLES;
const SEND: Permissions = Permissions::SEND;

fn set(channel: ChannelId, o: Overwrite) -> SetChannelOverwrite {
    SetChannelOverwrite { channel, target: o.target, allow: o.allow, deny: o.deny }
}

fn new_role(hub: HubId, permissions: Permissions) -> CreateRole {
    CreateRole::of(hub, "new".to_owned(), permissions)
}

/// Roles from the highest to the lowest, made by Ada.
async fn ladder(ada: &Phone, hub: HubId, rungs: &[(&str, Permissions)]) -> Vec<RoleId> {
    let mut roles = Vec::new();
    for (name, permissions) in rungs {
        roles.push(ada.makes_role(hub, name, *permissions).await.id);
    }
    let view = ada.views(hub).await;
    let position = |id: &RoleId| view.roles.iter().find(|role| role.id == *id).unwrap().position;
    let positions: Vec<_> = roles.iter().map(position).collect();
    assert!(
        positions.windows(2).all(|pair| pair[0] > pair[1]),
        "new roles stand just above everyone: {positions:?}"
    );
    roles
}

each_door! {
    async fn case_20_a_lower_role_with_more_rights_cannot_be_given(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, .. } = cast;
        let roles = ladder(&ada, hub, &[("boss", MANAGE_ROLES), ("low-admin", Permissions::ADMINISTRATOR), ("low", SEND)]).await;
        ada.assigns(hub, bo.id(), roles[0]).await;
        for user in [cy.id(), bo.id()] {
            assert_forbidden(bo.via(door).calls(AssignRole { hub, user, role: roles[1] }).await);
            assert_works(bo.via(door).calls(AssignRole { hub, user, role: roles[2] }).await);
        }
        assert_forbidden(bo.via(door).calls(new_role(hub, Permissions::ADMINISTRATOR)).await);
        assert_forbidden(bo.via(door).calls(new_role(hub, Permissions::BAN_MEMBERS)).await);
        assert_works(bo.via(door).calls(new_role(hub, MANAGE_ROLES | SEND)).await);
        let grow = UpdateRole { permissions: Some(Permissions::ADMINISTRATOR), ..UpdateRole::of(hub, roles[2]) };
        assert_forbidden(bo.via(door).calls(grow.clone()).await);
        assert_works(ada.via(door).calls(grow).await);
    }

    async fn case_21_nobody_touches_their_own_highest_role_or_sorts_above_it(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let roles = ladder(&ada, hub, &[("top", SEND), ("mine", MANAGE_ROLES | SEND), ("low", SEND)]).await;
        let (top, mine, low) = (roles[0], roles[1], roles[2]);
        ada.assigns(hub, bo.id(), mine).await;
        for role in [top, mine] {
            assert_forbidden(bo.via(door).calls(UpdateRole { name: Some("ha".to_owned()), ..UpdateRole::of(hub, role) }).await);
            assert_forbidden(bo.via(door).calls(UpdateRole { permissions: Some(SEND), ..UpdateRole::of(hub, role) }).await);
            assert_forbidden(bo.via(door).calls(UpdateRole { position: Some(1), ..UpdateRole::of(hub, role) }).await);
            assert_forbidden(bo.via(door).calls(DeleteRole { hub, role }).await);
            assert_forbidden(bo.via(door).calls(AssignRole { hub, user: bo.id(), role }).await);
        }
        for position in [2, 3, 9] {
            assert_forbidden(bo.via(door).calls(UpdateRole { position: Some(position), ..UpdateRole::of(hub, low) }).await);
        }
        assert_works(bo.via(door).calls(UpdateRole { name: Some("lower".to_owned()), ..UpdateRole::of(hub, low) }).await);
        assert_works(bo.via(door).calls(UpdateRole { position: Some(1), ..UpdateRole::of(hub, low) }).await);
        assert_works(ada.via(door).calls(UpdateRole { position: Some(3), ..UpdateRole::of(hub, low) }).await);
        let view = ada.views(hub).await;
        let order: Vec<_> = view.roles.iter().map(|role| role.id).collect();
        let mut sorted = view.roles.clone();
        sorted.sort_by_key(|role| role.position);
        assert_eq!(order, sorted.iter().map(|role| role.id).collect::<Vec<_>>(), "in order of position");
        assert_eq!((order[0], *order.last().unwrap()), (hub.everyone(), low));
    }

    async fn case_22_taking_a_deny_away_is_giving(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let role = ada.makes_role(hub, "helper", MANAGE_ROLES).await.id;
        ada.assigns(hub, bo.id(), role).await;
        let denied = Permissions::MANAGE_MESSAGES | SEND;
        let channel = ada.makes_channel_with(hub, "strict", vec![overwrite(hub.everyone()).denying(denied)]).await.id;
        assert!(!may_send(&bo, door, channel).await);
        let everyone = overwrite(hub.everyone());
        assert_forbidden(bo.via(door).calls(RemoveChannelOverwrite { channel, target: everyone.target }).await);
        assert_forbidden(bo.via(door).calls(set(channel, everyone.clone())).await);
        assert_forbidden(bo.via(door).calls(set(channel, overwrite(bo.id()).allowing(SEND))).await);
        assert!(!may_send(&bo, door, channel).await);
        // What they have there, they may take and give back.
        assert_works(bo.via(door).calls(set(channel, overwrite(ada.id()).denying(Permissions::REACT))).await);
        assert_works(bo.via(door).calls(RemoveChannelOverwrite { channel, target: overwrite(ada.id()).target }).await);
        assert_works(ada.via(door).calls(RemoveChannelOverwrite { channel, target: everyone.target }).await);
        assert!(may_send(&bo, door, channel).await);
    }

    async fn case_23_equals_cannot_act_on_each_other(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, .. } = cast;
        let both = MANAGE_ROLES | Permissions::TIME_OUT_MEMBERS;
        let roles = ladder(&ada, hub, &[("chief", both), ("peer", both), ("low", SEND)]).await;
        for user in [bo.id(), cy.id()] {
            ada.assigns(hub, user, roles[1]).await;
            ada.assigns(hub, user, roles[2]).await;
        }
        let until = Some(in_ms(3_600_000));
        for (actor, target) in [(&bo, &cy), (&cy, &bo)] {
            let user = target.id();
            assert_forbidden(actor.via(door).calls(RemoveRole { hub, user, role: roles[1] }).await);
            assert_forbidden(actor.via(door).calls(RemoveRole { hub, user, role: roles[2] }).await);
            assert_forbidden(actor.via(door).calls(TimeOutMember { hub, user, until, reason: None }).await);
        }
        ada.assigns(hub, bo.id(), roles[0]).await;
        assert_works(bo.via(door).calls(TimeOutMember { hub, user: cy.id(), until, reason: None }).await);
        assert_works(bo.via(door).calls(TimeOutMember { hub, user: cy.id(), until: None, reason: None }).await);
        assert_works(bo.via(door).calls(RemoveRole { hub, user: cy.id(), role: roles[2] }).await);
        assert_works(bo.via(door).calls(RemoveRole { hub, user: cy.id(), role: roles[1] }).await);
        assert_forbidden(cy.via(door).calls(RemoveRole { hub, user: bo.id(), role: roles[1] }).await);
    }

    async fn case_24_a_right_that_everyone_has_reaches_nobody_without_a_role(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let everyone = hub.everyone();
        let low = ada.makes_role(hub, "low", Permissions::NONE).await.id;
        let all = Permissions::EVERYONE_DEFAULT | MANAGE_ROLES;
        assert_works(ada.via(door).calls(UpdateRole { permissions: Some(all), ..UpdateRole::of(hub, everyone) }).await);
        assert!(bo.via(door).views(hub).await.permissions.contains(MANAGE_ROLES));
        assert_forbidden(bo.via(door).calls(new_role(hub, Permissions::NONE)).await);
        assert_forbidden(bo.via(door).calls(AssignRole { hub, user: bo.id(), role: low }).await);
        assert_forbidden(bo.via(door).calls(DeleteRole { hub, role: low }).await);
        let less = UpdateRole { permissions: Some(all.without(SEND)), ..UpdateRole::of(hub, everyone) };
        assert_forbidden(bo.via(door).calls(less).await);
        // In a channel, where no rank is asked for, it is a right.
        assert_works(bo.via(door).calls(set(general, overwrite(bo.id()).denying(Permissions::REACT))).await);
        ada.assigns(hub, bo.id(), low).await;
        assert_works(bo.via(door).calls(new_role(hub, Permissions::NONE)).await);
    }

    async fn case_35_two_who_demote_each_other_at_the_same_moment_do_not_both_succeed(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let Cast { ada, bo, hub, .. } = cast;
        let role = ada.makes_role(hub, "peer", MANAGE_ROLES).await.id;
        ada.assigns(hub, bo.id(), role).await;
        ada.assigns(hub, cy.id(), role).await;
        for round in 0..5 {
            let channel = ada.makes_channel(hub, &format!("arena-{round}"), None).await.id;
            let demote = |whom: &Phone| set(channel, overwrite(whom.id()).denying(MANAGE_ROLES));
            let (bo, cy, demotes_cy, demotes_bo) = (bo.via(door), cy.via(door), demote(&cy), demote(&bo));
            let (first, second) = futures_util::join!(bo.calls(demotes_cy), cy.calls(demotes_bo));
            assert!(first.is_ok() != second.is_ok(), "exactly one wins: {first:?} {second:?}");
            assert_forbidden(if first.is_ok() { second } else { first });
        }
    }

    async fn everyone_never_becomes_administrator_and_never_goes_away(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let everyone = hub.everyone();
        let grow = UpdateRole { permissions: Some(Permissions::ADMINISTRATOR), ..UpdateRole::of(hub, everyone) };
        assert_forbidden(ada.via(door).calls(grow).await);
        for command in [
            Command::from(DeleteRole { hub, role: everyone }),
            AssignRole { hub, user: bo.id(), role: everyone }.into(),
            RemoveRole { hub, user: bo.id(), role: everyone }.into(),
            UpdateRole { position: Some(2), ..UpdateRole::of(hub, everyone) }.into(),
        ] {
            let refused = ada.via(door).calls(command.clone()).await;
            assert!(refused.is_err(), "{command:?} makes no sense: {refused:?}");
        }
        assert!(may_send(&bo, door, general).await);
        let quiet = Permissions::EVERYONE_DEFAULT.without(SEND);
        let Reply::Role(role) = assert_works(ada.via(door).calls(UpdateRole { permissions: Some(quiet), ..UpdateRole::of(hub, everyone) }).await) else { panic!() };
        assert_eq!((role.id, role.position), (everyone, 0));
        assert!(!may_send(&bo, door, general).await);
    }

    async fn managing_the_hub_is_a_right_of_its_own(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let rename = UpdateHub { hub, name: Some("Rustaceans".to_owned()), description: None };
        assert_forbidden(bo.via(door).calls(rename.clone()).await);
        let role = ada.makes_role(hub, "manager", Permissions::MANAGE_HUB).await.id;
        assert_forbidden(bo.via(door).calls(rename.clone()).await);
        ada.assigns(hub, bo.id(), role).await;
        assert_works(bo.via(door).calls(rename.clone()).await);
        assert_works(ada.via(door).calls(RemoveRole { hub, user: bo.id(), role }).await);
        assert_forbidden(bo.via(door).calls(rename).await);
    }

    async fn who_may_not_invite_makes_no_invites(server: &Server, door: Door) {
        use hubbub_shared::protocol::command::CreateInvite;
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let invite = CreateInvite { hub, max_uses: None, expires_in_secs: None };
        assert_works(bo.via(door).calls(invite.clone()).await);
        let closed = Permissions::EVERYONE_DEFAULT.without(Permissions::INVITE);
        assert_works(ada.via(door).calls(UpdateRole { permissions: Some(closed), ..UpdateRole::of(hub, hub.everyone()) }).await);
        assert_forbidden(bo.via(door).calls(invite.clone()).await);
        assert_works(ada.via(door).calls(invite).await);
    }

    async fn why_somebody_may_do_something_is_told_to_themselves_and_to_who_manages_roles(server: &Server, door: Door) {
        use hubbub_shared::permissions::resolve::Step;
        use hubbub_shared::protocol::command::ExplainPermissions;
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let channel = ada.makes_channel_with(hub, "quiet", vec![overwrite(bo.id()).denying(SEND)]).await.id;
        let ask = |member| ExplainPermissions { hub, member, channel: Some(channel) };
        let Reply::Explanation(own) = assert_works(bo.via(door).calls(ask(None)).await) else { panic!() };
        let decided = own.steps.iter().rev().find(|step| (step.granted | step.taken).contains(SEND)).unwrap();
        assert_eq!(decided.step, Step::MemberOverwrite);
        let about_bo = assert_works(ada.via(door).calls(ask(Some(bo.id()))).await);
        assert_eq!(about_bo, Reply::Explanation(own));
        assert_forbidden(bo.via(door).calls(ask(Some(ada.id()))).await);
    }
}
