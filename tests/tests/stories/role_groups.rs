//! Roles that members choose for themselves: who offers which, who chooses, and that nobody raises themselves by it.

mod app;

use crate::answers::{logged, refused};
use crate::scene::Cast;
use RoleGroupKind::{AnyOf, OneOf};
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{Member, Overwrite, OverwriteTarget, RoleGroup, RoleGroupKind};
use hubbub_shared::protocol::command::{
    AssignRole, ChooseRoles, CreateRoleGroup, DeleteRole, DeleteRoleGroup, GetRoleGroups, KickMember,
    SetCategoryOverwrite, SetChannelOverwrite, TimeOutMember, UpdateRole, UpdateRoleGroup,
};
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ErrorCode, HubId, Permissions, Problem, RoleGroupId, RoleId, Timestamp};
use hubbub_tests::{Acts, Changes, Door, Engine, Server, each_door, each_engine, eventually, overwrite};

fn offer(hub: HubId, name: &str, kind: RoleGroupKind, roles: &[RoleId]) -> CreateRoleGroup {
    CreateRoleGroup { hub, name: name.to_owned(), kind, roles: roles.to_vec() }
}

async fn offers(by: &impl Acts, hub: HubId, kind: RoleGroupKind, roles: &[RoleId]) -> RoleGroup {
    match by.calls(offer(hub, "Region", kind, roles)).await {
        Ok(Reply::RoleGroup(group)) => group,
        other => panic!("expected a group, got {other:?}"),
    }
}

async fn groups(reader: &impl Acts, hub: HubId) -> Vec<RoleGroup> {
    match reader.calls(GetRoleGroups { hub }).await {
        Ok(Reply::RoleGroups(groups)) => groups.groups,
        other => panic!("expected groups, got {other:?}"),
    }
}

fn choice(hub: HubId, group: RoleGroupId, roles: &[RoleId]) -> ChooseRoles {
    ChooseRoles { hub, group, roles: roles.to_vec() }
}

#[track_caller]
fn member(answer: Result<Reply, Problem>) -> Member {
    match answer {
        Ok(Reply::Member(member)) => member,
        other => panic!("expected a member, got {other:?}"),
    }
}

fn permissions(hub: HubId, role: RoleId, permissions: Permissions) -> UpdateRole {
    UpdateRole { permissions: Some(permissions), ..UpdateRole::of(hub, role) }
}

async fn roles(by: &impl Acts, hub: HubId, names: &[&str]) -> Vec<RoleId> {
    let mut made = Vec::new();
    for name in names {
        made.push(by.makes_role(hub, name, Permissions::NONE).await.id);
    }
    made
}

each_door! {
    async fn members_choose_one_of_some_roles_and_any_of_others(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, .. } = Cast::gathers(server).await;
        let made = roles(&ada, hub, &["north", "south", "chess", "tea", "other"]).await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        let region = offers(&ada, hub, OneOf, &made[..2]).await;
        assert_eq!((&*region.name, region.position, region.kind), ("Region", 0, OneOf));
        let interests = offers(&ada, hub, AnyOf, &made[2..4]).await;
        assert_eq!(groups(&bo, hub).await, [region.clone(), interests.clone()]);
        let choosable = bo.views(hub).await.roles.into_iter().filter(|role| role.choosable).count();
        assert_eq!(choosable, 4, "everybody sees what can be chosen");
        assert_eq!(refused(olga.via(door).calls(GetRoleGroups { hub }).await), ErrorCode::NotFound);
        assert_eq!(refused(olga.via(door).calls(choice(hub, region.id, &[])).await), ErrorCode::NotFound);

        assert_eq!(member(bo.calls(choice(hub, region.id, &made[..1])).await).roles, &made[..1]);
        assert_eq!(member(bo.calls(choice(hub, region.id, &made[1..2])).await).roles, &made[1..2], "the other instead");
        let both = member(bo.calls(choice(hub, interests.id, &made[2..4])).await).roles;
        assert_eq!(both, &made[1..4], "beside what was chosen of another group");
        assert_eq!(bo.views(hub).await.my_roles, both);
        assert_eq!(member(bo.calls(choice(hub, interests.id, &made[3..4])).await).roles, [made[1], made[3]]);
        assert_eq!(member(bo.calls(choice(hub, region.id, &[])).await).roles, [made[3]]);
        for wrong in [&made[..2], &made[2..3], &made[4..5], &[RoleId(1)][..], &[hub.everyone()][..]] {
            assert_eq!(refused(bo.calls(choice(hub, region.id, wrong)).await), ErrorCode::InvalidInput, "{wrong:?}");
        }
        assert_eq!(refused(bo.calls(choice(hub, RoleGroupId(1), &[])).await), ErrorCode::NotFound);
        let line = eventually("choosing is in the log", || async {
            logged(&ada, hub, AuditAction::MemberUpdated).await.into_iter().next()
        })
        .await;
        assert_eq!(line.changes[0].field, "roles");
    }

    async fn choosing_takes_a_permission(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let made = roles(&ada, hub, &["north"]).await;
        let group = offers(&ada, hub, OneOf, &made).await.id;
        member(bo.via(door).calls(choice(hub, group, &made)).await);
        let until = Some(Timestamp(ada.views(hub).await.created_at.0 + 3_600_000));
        ada.calls(TimeOutMember { hub, user: bo.id(), until, reason: None }).await.unwrap();
        assert_eq!(refused(bo.via(door).calls(choice(hub, group, &[])).await), ErrorCode::Forbidden, "while timed out");
        ada.calls(TimeOutMember { hub, user: bo.id(), until: None, reason: None }).await.unwrap();
        let quiet = Permissions::EVERYONE_DEFAULT.without(Permissions::CHOOSE_ROLES);
        ada.calls(permissions(hub, hub.everyone(), quiet)).await.unwrap();
        assert_eq!(refused(bo.via(door).calls(choice(hub, group, &[])).await), ErrorCode::Forbidden);
        member(ada.via(door).calls(choice(hub, group, &made)).await);
    }

    async fn who_manages_roles_offers_those_they_could_give(server: &Server, door: Door) {
        let Cast { ada, bo, olga, hub, .. } = Cast::gathers(server).await;
        let high = roles(&ada, hub, &["high"]).await[0];
        let boss = ada.makes_role(hub, "boss", Permissions::MANAGE_ROLES | Permissions::EVERYONE_DEFAULT).await.id;
        let low = roles(&ada, hub, &["low", "lower"]).await;
        for (phone, code) in [(&bo, ErrorCode::Forbidden), (&olga, ErrorCode::NotFound)] {
            assert_eq!(refused(phone.via(door).calls(offer(hub, "x", AnyOf, &[])).await), code);
        }
        let of_ada = offers(&ada.via(door), hub, AnyOf, &[high]).await.id;
        for (phone, code) in [(&bo, ErrorCode::Forbidden), (&olga, ErrorCode::NotFound)] {
            assert_eq!(refused(phone.via(door).calls(UpdateRoleGroup::of(hub, of_ada)).await), code);
            assert_eq!(refused(phone.via(door).calls(DeleteRoleGroup { hub, group: of_ada }).await), code);
        }
        ada.assigns(hub, bo.id(), boss).await;
        let bo = bo.via(door);
        let group = offers(&bo, hub, AnyOf, &low[..1]).await.id;
        for wrong in [vec![high], vec![boss], vec![hub.everyone()], vec![low[1], low[1]], vec![low[0]], vec![RoleId(1)]] {
            let refused = bo.calls(offer(hub, "x", AnyOf, &wrong)).await;
            assert!(refused.is_err(), "{wrong:?} {refused:?}");
        }
        let taken_out = UpdateRoleGroup { roles: Some(vec![]), ..UpdateRoleGroup::of(hub, of_ada) };
        assert_eq!(refused(bo.calls(taken_out).await), ErrorCode::Forbidden, "its holders would have a rank above");
        assert_eq!(refused(bo.calls(DeleteRoleGroup { hub, group: of_ada }).await), ErrorCode::Forbidden);
        let renamed = UpdateRoleGroup { name: Some("Colours".into()), kind: Some(OneOf), roles: Some(low.clone()), position: Some(0), ..UpdateRoleGroup::of(hub, group) };
        let Ok(Reply::RoleGroup(renamed)) = bo.calls(renamed).await else { panic!() };
        assert_eq!((&*renamed.name, renamed.kind, renamed.roles, renamed.position), ("Colours", OneOf, low.clone(), 0));
        let order: Vec<_> = groups(&bo, hub).await.into_iter().map(|group| (group.id, group.position)).collect();
        assert_eq!(order, [(group, 0), (of_ada, 1)]);
        bo.calls(DeleteRole { hub, role: low[0] }).await.unwrap();
        assert_eq!(groups(&bo, hub).await[0].roles, &low[1..], "a role that is gone is offered no more");
        assert_eq!(bo.calls(DeleteRoleGroup { hub, group }).await, Ok(Reply::Done));
        assert_eq!(refused(bo.calls(DeleteRoleGroup { hub, group }).await), ErrorCode::NotFound);
        let actions = [AuditAction::RoleGroupCreated, AuditAction::RoleGroupUpdated, AuditAction::RoleGroupDeleted];
        for action in actions {
            eventually("it is in the log", || async {
                logged(&ada.via(door), hub, action).await.into_iter().next()
            })
            .await;
        }
    }

    async fn what_can_be_chosen_gives_no_power_by_any_way(server: &Server, door: Door) {
        let Cast { ada, hub, general, .. } = Cast::gathers(server).await;
        let category = ada.views(hub).await.categories[0].id;
        let ada = ada.via(door);
        let mighty = ada.makes_role(hub, "mighty", Permissions::KICK_MEMBERS).await.id;
        let tea = roles(&ada, hub, &["tea"]).await[0];
        assert_eq!(refused(ada.calls(offer(hub, "x", AnyOf, &[mighty])).await), ErrorCode::Forbidden);
        let group = offers(&ada, hub, AnyOf, &[tea]).await.id;
        let target = OverwriteTarget::Role(tea);
        let (allow, deny) = (Permissions::MANAGE_MESSAGES, Permissions::NONE);
        let overwrites = Some(vec![Overwrite { target, allow, deny }]);
        let ways: Vec<Command> = vec![
            permissions(hub, tea, Permissions::KICK_MEMBERS).into(),
            permissions(hub, tea, Permissions::MENTION_EVERYONE).into(),
            permissions(hub, tea, Permissions::INVITE).into(),
            SetChannelOverwrite { channel: general, target, allow, deny }.into(),
            SetCategoryOverwrite { hub, category, target, allow, deny }.into(),
            hubbub_shared::protocol::command::CreateChannel {
                hub,
                name: "trap".into(),
                topic: None,
                category: None,
                position: None,
                overwrites,
            }
            .into(),
        ];
        for way in &ways {
            assert_eq!(refused(ada.calls(way.clone()).await), ErrorCode::Forbidden, "{way:?}");
        }
        ada.calls(permissions(hub, tea, Permissions::SEND | Permissions::VIEW)).await.unwrap();
        ada.calls(SetChannelOverwrite { channel: general, target, allow: Permissions::VIEW, deny: Permissions::POLL }).await.unwrap();
        ada.calls(DeleteRoleGroup { hub, group }).await.unwrap();
        // The same, once nobody can choose it; and then it cannot be offered.
        ada.calls(ways[3].clone()).await.unwrap();
        assert_eq!(refused(ada.calls(offer(hub, "x", AnyOf, &[tea])).await), ErrorCode::Forbidden, "an overwrite counts too");
    }

    async fn nobody_gets_in_by_offering_what_opens_a_channel(server: &Server, door: Door) {
        let Cast { ada, bo, hub, general, .. } = Cast::gathers(server).await;
        let made = roles(&ada, hub, &["guests of the council", "kept out of the council", "tea"]).await;
        let boss = ada.makes_role(hub, "boss", Permissions::MANAGE_ROLES | Permissions::EVERYONE_DEFAULT).await.id;
        ada.calls(UpdateRole { position: Some(4), ..UpdateRole::of(hub, boss) }).await.unwrap();
        ada.assigns(hub, bo.id(), boss).await;
        let council = ada.makes_channel(hub, "council", None).await.id;
        ada.overwrites(council, overwrite(hub.everyone()).denying(Permissions::VIEW)).await;
        ada.overwrites(council, overwrite(made[0]).allowing(Permissions::VIEW)).await;
        ada.overwrites(council, overwrite(made[1]).denying(Permissions::VIEW)).await;
        let (boss, ada) = (bo.via(door), ada.via(door));
        let group = offers(&boss, hub, AnyOf, &made[2..]).await.id;
        for role in &made[..2] {
            // Whoever has it and chooses otherwise gets rid of it, so what it takes away counts too.
            assert_eq!(refused(boss.calls(offer(hub, "x", AnyOf, &[*role])).await), ErrorCode::Forbidden);
            let more = UpdateRoleGroup { roles: Some(vec![made[2], *role]), ..UpdateRoleGroup::of(hub, group) };
            assert_eq!(refused(boss.calls(more).await), ErrorCode::Forbidden);
        }
        let let_in = SetChannelOverwrite { channel: council, target: OverwriteTarget::Role(made[2]), allow: Permissions::VIEW, deny: Permissions::NONE };
        assert_eq!(refused(boss.calls(let_in.clone()).await), ErrorCode::NotFound, "what they do not see they do not open");
        // Who sees the council may open it to those who choose.
        let opened = offers(&ada, hub, OneOf, &made[..1]).await.id;
        member(boss.calls(choice(hub, opened, &made[..1])).await);
        assert!(boss.views(hub).await.channels.iter().any(|channel| channel.id == council));
        member(boss.calls(choice(hub, opened, &[])).await);
        let seen: Vec<_> = boss.views(hub).await.channels.into_iter().map(|channel| channel.id).collect();
        assert!(seen.contains(&general) && !seen.contains(&council), "{seen:?}");
        let taken_out = UpdateRoleGroup { roles: Some(vec![]), ..UpdateRoleGroup::of(hub, opened) };
        assert!(boss.calls(taken_out).await.is_ok(), "it is below them");
        assert_eq!(refused(boss.calls(offer(hub, "x", AnyOf, &made[..1])).await), ErrorCode::Forbidden, "and not to be offered again");
    }

    async fn nobody_rises_by_choosing(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        let Cast { ada, bo, hub, .. } = cast;
        let high = roles(&ada, hub, &["high colour"]).await;
        let middle = roles(&ada, hub, &["middle"]).await[0];
        let kicker = ada.makes_role(hub, "kicker", Permissions::KICK_MEMBERS).await.id;
        ada.assigns(hub, bo.id(), kicker).await;
        ada.assigns(hub, cy.id(), middle).await;
        let group = offers(&ada, hub, OneOf, &high).await.id;
        member(bo.via(door).calls(choice(hub, group, &high)).await);
        let kick = |user| KickMember { hub, user, reason: None };
        assert_eq!(refused(bo.via(door).calls(kick(cy.id())).await), ErrorCode::Forbidden, "a colour is no rank");
        assert_eq!(bo.via(door).calls(kick(di.id())).await, Ok(Reply::Done));
        member(cy.via(door).calls(choice(hub, group, &high)).await);
        ada.via(door).calls(DeleteRoleGroup { hub, group }).await.unwrap();
        assert_eq!(refused(bo.via(door).calls(kick(cy.id())).await), ErrorCode::Forbidden, "now both have its rank");
    }

    async fn giving_one_role_of_a_group_takes_the_other(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let made = roles(&ada, hub, &["north", "south"]).await;
        let group = offers(&ada, hub, OneOf, &made).await.id;
        member(bo.via(door).calls(choice(hub, group, &made[..1])).await);
        let given = ada.via(door).calls(AssignRole { hub, user: bo.id(), role: made[1] }).await;
        assert_eq!(member(given).roles, &made[1..]);
    }

    async fn there_is_a_most_of_groups_and_of_roles_in_one(server: &Server, door: Door) {
        let Cast { ada, hub, .. } = Cast::gathers(server).await;
        let ada = ada.via(door);
        for _ in 0..25 {
            offers(&ada, hub, AnyOf, &[]).await;
        }
        assert_eq!(refused(ada.calls(offer(hub, "x", AnyOf, &[])).await), ErrorCode::LimitReached);
        let group = groups(&ada, hub).await[0].id;
        let many = (1..=51).map(RoleId).collect();
        let more = UpdateRoleGroup { roles: Some(many), ..UpdateRoleGroup::of(hub, group) };
        assert_eq!(refused(ada.calls(more).await), ErrorCode::LimitReached);
    }
}

each_engine! {
    async fn of_two_devices_that_choose_at_once_one_choice_is_left(engine: Engine) {
        let server = Server::on(engine).await;
        let Cast { ada, bo, hub, .. } = Cast::gathers(&server).await;
        let made = roles(&ada, hub, &["north", "south", "east"]).await;
        let group = offers(&ada, hub, OneOf, &made).await.id;
        let other = bo.another_device().await;
        for round in 0..8 {
            let (one, two) = (made[round % 3], made[(round + 1) % 3]);
            let (one, two) = tokio::join!(bo.calls(choice(hub, group, &[one])), other.calls(choice(hub, group, &[two])));
            assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
            assert_eq!(bo.views(hub).await.my_roles.len(), 1, "exactly one");
        }
        server.kill9();
        server.restart().await;
        let again = server.person("Bo").await;
        assert_eq!(again.views(hub).await.my_roles.len(), 1);
        assert_eq!(groups(&again, hub).await[0].roles, made, "it is stored");
    }
}
