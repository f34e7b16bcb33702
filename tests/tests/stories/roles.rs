//! Roles: how they are shown, and giving one to many at once.

mod app;

use crate::answers::logged;
use crate::scene::Cast;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{Member, Role};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{CreateRole, UpdateRole, UpdateRoleMembers};
use hubbub_shared::{ErrorCode, HubId, Permissions, Problem, RoleId, UserId};
use hubbub_tests::{Acts, Door, Phone, Server, each_door, eventually};

fn gardeners(hub: HubId, emoji: Option<&str>) -> CreateRole {
    CreateRole {
        hub,
        name: "Gardeners".to_owned(),
        permissions: Permissions::NONE,
        color: Some(0x33_66_99),
        emoji: emoji.map(str::to_owned),
        hoist: true,
        mentionable: true,
    }
}

#[track_caller]
fn role(answer: Result<Reply, Problem>) -> Role {
    match answer {
        Ok(Reply::Role(role)) => role,
        other => panic!("expected a role, got {other:?}"),
    }
}

#[track_caller]
fn members(answer: Result<Reply, Problem>) -> Vec<Member> {
    match answer {
        Ok(Reply::Members(page)) => page.members,
        other => panic!("expected members, got {other:?}"),
    }
}

/// What is refused, and which part of the input it is about.
#[track_caller]
fn refused(answer: Result<Reply, Problem>) -> (ErrorCode, Option<String>) {
    let problem = answer.expect_err("this is to be refused");
    (problem.code, problem.fields.first().map(|field| field.path.clone()))
}

async fn holders(reader: &impl Acts, hub: HubId, role: RoleId) -> Vec<UserId> {
    let held = reader.lists_members(hub).await.into_iter().filter(|member| member.roles.contains(&role));
    held.map(|member| member.user.id).collect()
}

async fn give(by: &impl Acts, (hub, role): (HubId, RoleId), add: Vec<UserId>) -> Result<Reply, Problem> {
    by.calls(UpdateRoleMembers { hub, role, add, remove: Vec::new() }).await
}

async fn take(by: &impl Acts, (hub, role): (HubId, RoleId), remove: Vec<UserId>) -> Result<Reply, Problem> {
    by.calls(UpdateRoleMembers { hub, role, add: Vec::new(), remove }).await
}

each_door! {
    async fn a_role_looks_as_it_was_made_and_changed(server: &Server, door: Door) {
        let Cast { ada, bo, hub, .. } = Cast::gathers(server).await;
        let made = role(ada.via(door).calls(gardeners(hub, Some(" ❤ "))).await);
        assert_eq!((made.emoji.as_deref(), made.hoist, made.mentionable), (Some("❤\u{fe0f}"), true, true), "as Unicode writes it");
        let seen = bo.via(door).views(hub).await.roles.into_iter().find(|seen| seen.id == made.id);
        assert_eq!(seen.as_ref(), Some(&made), "everybody sees it so");
        let plain = UpdateRole { emoji: Some(None), hoist: Some(false), mentionable: Some(false), ..UpdateRole::of(hub, made.id) };
        let plain = role(ada.via(door).calls(plain).await);
        assert_eq!((plain.emoji, plain.hoist, plain.mentionable, plain.color), (None, false, false, made.color));
        let farmer = "👩🏽\u{200d}🌾".to_owned();
        let toned = UpdateRole { emoji: Some(Some(farmer.clone())), ..UpdateRole::of(hub, made.id) };
        assert_eq!(role(ada.via(door).calls(toned).await).emoji, Some(farmer));
        for wrong in ["", "a", "🌱🌱", "🌱 and more", "\u{1f3fb}x"] {
            let problem = (ErrorCode::InvalidInput, Some("emoji".to_owned()));
            assert_eq!(refused(ada.via(door).calls(gardeners(hub, Some(wrong))).await), problem, "{wrong:?}");
            let change = UpdateRole { emoji: Some(Some(wrong.to_owned())), ..UpdateRole::of(hub, made.id) };
            assert_eq!(refused(ada.via(door).calls(change).await), problem, "{wrong:?}");
        }
        let everyone = UpdateRole::of(hub, hub.everyone());
        for looks in [
            UpdateRole { emoji: Some(Some("🌱".to_owned())), ..everyone.clone() },
            UpdateRole { hoist: Some(true), ..everyone.clone() },
            UpdateRole { mentionable: Some(true), ..everyone },
        ] {
            assert_eq!(refused(ada.via(door).calls(looks).await).0, ErrorCode::Forbidden);
        }
        let entry = eventually("the change is in the log", || async {
            logged(&ada.via(door), hub, AuditAction::RoleUpdated).await.into_iter().find(|entry| entry.changes.len() == 3)
        })
        .await;
        let fields: Vec<_> = entry.changes.iter().map(|change| &*change.field).collect();
        assert_eq!(fields, ["emoji", "hoist", "mentionable"]);
    }

    async fn many_get_a_role_and_lose_it_in_one_change(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        let Cast { ada, bo, hub, .. } = cast;
        let role = ada.makes_role(hub, "helper", Permissions::MANAGE_MESSAGES).await.id;
        ada.assigns(hub, di.id(), role).await;
        let (add, remove) = (vec![bo.id(), cy.id(), bo.id()], vec![di.id()]);
        let before = ada.views(hub).await.version;
        let answer = members(ada.via(door).calls(UpdateRoleMembers { hub, role, add, remove }).await);
        assert_eq!(answer.iter().map(|member| member.user.id).collect::<Vec<_>>(), [bo.id(), cy.id(), di.id()]);
        assert_eq!(answer.iter().map(|member| member.roles.contains(&role)).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(ada.views(hub).await.version, before + 1, "one change");
        for (phone, holds) in [(&bo, true), (&cy, true), (&di, false)] {
            let view = phone.via(door).views(hub).await;
            assert_eq!(view.permissions.contains(Permissions::MANAGE_MESSAGES), holds);
            phone.agrees("their new roles", |state| state.hubs[&hub].my_roles.contains(&role) == holds).await;
        }
        assert_eq!(members(give(&ada.via(door), (hub, role), vec![bo.id()]).await).len(), 1, "who has it keeps it");
        let entries = eventually("a line for each of them is in the log", || async {
            let entries = logged(&ada.via(door), hub, AuditAction::MemberUpdated).await;
            (entries.len() == 4).then_some(entries)
        })
        .await;
        assert!(entries[..3].iter().all(|entry| entry.request_id == entries[0].request_id), "by one request");
    }

    async fn a_role_goes_to_all_who_are_named_or_to_nobody(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (cy, di) = (cast.also(server, "Cy").await, cast.also(server, "Di").await);
        let Cast { ada, bo, olga, hub, .. } = cast;
        // Made later stands lower.
        let boss = ada.makes_role(hub, "boss", Permissions::MANAGE_ROLES).await.id;
        let admin = ada.makes_role(hub, "low-admin", Permissions::ADMINISTRATOR).await.id;
        let low = ada.makes_role(hub, "low", Permissions::SEND).await.id;
        let about = |list: &str, place: usize| Some(format!("{list}[{place}]"));
        for (phone, code) in [(&bo, ErrorCode::Forbidden), (&olga, ErrorCode::NotFound)] {
            assert_eq!(refused(give(&phone.via(door), (hub, low), vec![cy.id()]).await).0, code);
            assert_eq!(refused(take(&phone.via(door), (hub, low), vec![cy.id()]).await).0, code);
        }
        ada.assigns(hub, bo.id(), boss).await;
        ada.assigns(hub, di.id(), boss).await;
        let (ada, bo) = (ada.via(door), bo.via(door));
        // Di stands as high, Olga is no member, and nobody gives more than they have.
        let all = vec![cy.id(), di.id()];
        assert_eq!(refused(give(&bo, (hub, low), all.clone()).await), (ErrorCode::Forbidden, about("add", 1)));
        assert_eq!(refused(give(&bo, (hub, low), vec![cy.id(), olga.id()]).await), (ErrorCode::NotFound, about("add", 1)));
        assert_eq!(refused(give(&bo, (hub, admin), vec![cy.id()]).await), (ErrorCode::Forbidden, about("add", 0)));
        assert_eq!(refused(give(&bo, (hub, boss), vec![cy.id()]).await), (ErrorCode::Forbidden, about("add", 0)));
        assert_eq!(refused(give(&bo, (hub, hub.everyone()), vec![cy.id()]).await).0, ErrorCode::Forbidden);
        assert_eq!(refused(give(&bo, (hub, RoleId(1)), vec![cy.id()]).await).0, ErrorCode::NotFound);
        assert_eq!(holders(&ada, hub, low).await, [], "nobody got anything");
        assert_eq!(members(give(&bo, (hub, low), vec![cy.id()]).await).len(), 1);
        members(give(&ada, (hub, low), all.clone()).await);
        assert_eq!(refused(take(&bo, (hub, low), all.clone()).await), (ErrorCode::Forbidden, about("remove", 1)));
        assert_eq!(holders(&ada, hub, low).await, all, "nobody lost anything");

        let both = UpdateRoleMembers { hub, role: low, add: vec![cy.id()], remove: vec![cy.id()] };
        assert_eq!(refused(ada.calls(both).await), (ErrorCode::InvalidInput, Some("remove".to_owned())));
        let hundred = vec![cy.id(); 100];
        let more = UpdateRoleMembers { hub, role: low, add: hundred.clone(), remove: vec![di.id()] };
        assert_eq!(refused(ada.calls(more).await), (ErrorCode::InvalidInput, Some("remove".to_owned())));
        assert_eq!(members(give(&ada, (hub, low), hundred).await).len(), 1);
    }

    async fn a_crowd_has_its_role_when_that_is_answered(server: &Server, door: Door) {
        let Cast { ada, hub, .. } = Cast::gathers(server).await;
        let code = ada.invites(hub).await;
        let mut crowd: Vec<Phone> = Vec::new();
        for number in 0..12 {
            let phone = server.phone(&format!("Guest{number}")).await;
            phone.joins(&code).await;
            crowd.push(phone);
        }
        let role = ada.makes_role(hub, "guests", Permissions::MANAGE_MESSAGES).await.id;
        let all: Vec<UserId> = crowd.iter().map(Phone::id).collect();
        members(give(&ada.via(door), (hub, role), all.clone()).await);
        for phone in &crowd {
            assert!(phone.via(door).views(hub).await.my_roles.contains(&role));
        }
        assert_eq!(holders(&ada.via(door), hub, role).await, all);
    }
}
