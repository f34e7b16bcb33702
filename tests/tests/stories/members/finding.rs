//! Looking for members by name, role and time of joining.

use super::{calls_them, found, named, names, names_by, refused};
use crate::scene::Cast;
use hubbub_shared::model::MemberOrder::{Newest, Oldest};
use hubbub_shared::protocol::command::{FindMembers, KickMember, UpdateMe};
use hubbub_shared::{ErrorCode, Permissions, RoleId, UserId};
use hubbub_tests::{Acts, Door, Engine, Phone, Server, each_door, each_engine};
use std::collections::BTreeSet;

async fn is_called(phone: &Phone, name: &str) {
    phone.calls(UpdateMe { display_name: Some(name.to_owned()) }).await.unwrap();
}

/// Somebody who signs in by one name and is called another.
async fn joins_as(cast: &Cast, server: &Server, username: &str, name: &str) -> Phone {
    let phone = cast.also(server, username).await;
    is_called(&phone, name).await;
    phone
}

each_door! {
    async fn a_name_is_found_by_the_beginning_of_any_of_its_words(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = joins_as(&cast, server, "cyrus", "Zoë Łukasz-Marie").await;
        joins_as(&cast, server, "eve", "Ève O’Hara").await;
        let (bo, hub) = (cast.bo.via(door), cast.hub);
        for start in ["zo", "ZOE", "zoë", "luk", "Łuk", "mar", "zoe luk", "cyr", "ｚｏｅ"] {
            assert_eq!(names(&bo, named(hub, start)).await, ["Zoë Łukasz-Marie"], "{start}");
        }
        for start in ["oe", "arie", "ukasz", "x", "zoe mar", "olga"] {
            assert_eq!(names(&bo, named(hub, start)).await, Vec::<String>::new(), "{start}");
        }
        assert_eq!(names(&bo, named(hub, "e")).await, ["Ève O’Hara"]);
        assert_eq!(names(&bo, named(hub, " ")).await.len(), 4, "nothing to look for is everybody");
        // By what the hub calls them, and still by what they are called elsewhere.
        calls_them(&cast.ada, hub, cy.id(), Some("Gardener Zed")).await;
        for start in ["gar", "zed", "zoe", "cyrus"] {
            assert_eq!(names(&bo, named(hub, start)).await, ["Gardener Zed"], "{start}");
        }
        is_called(&cy, "Quentin").await;
        assert_eq!(names(&bo, named(hub, "zoe")).await, Vec::<String>::new(), "no more by a name they gave up");
        assert_eq!(names(&bo, named(hub, "quen")).await, ["Gardener Zed"]);
        calls_them(&cast.ada, hub, cy.id(), None).await;
        assert_eq!(names(&bo, named(hub, "gar")).await, Vec::<String>::new());
        assert_eq!(names(&bo, FindMembers::of(hub)).await, ["Ada", "Bo", "Ève O’Hara", "Quentin"], "in the order of names");
    }

    async fn who_belongs_to_the_hub_is_found_and_nobody_else(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let (ada, hub) = (cast.ada.via(door), cast.hub);
        assert_eq!(refused(cast.olga.via(door).calls(FindMembers::of(hub)).await), ErrorCode::NotFound, "strangers are told of nobody");
        assert_eq!(names(&ada, named(hub, "cy")).await, ["Cy"]);
        ada.calls(KickMember { hub, user: cy.id(), reason: None }).await.unwrap();
        assert_eq!(names(&ada, named(hub, "cy")).await, Vec::<String>::new());
        assert_eq!(names(&ada, FindMembers::of(hub)).await, ["Ada", "Bo"]);
        cy.joins(&cast.ada.invites(hub).await).await;
        assert_eq!(names(&ada, FindMembers::of(hub)).await, ["Ada", "Bo", "Cy"]);
        let other = cast.ada.creates_hub("Another").await.id;
        assert_eq!(names(&ada, FindMembers::of(other)).await, ["Ada"], "hubs do not mix");
        let found = found(&cast.bo.via(door), named(hub, "cy")).await.members.remove(0);
        assert_eq!((found.joined_by, found.name_elsewhere), (None, None), "how they came is for who manages the hub");
    }

    async fn roles_and_the_time_of_joining_narrow_it(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let cy = cast.also(server, "Cy").await;
        let di = cast.also(server, "Di").await;
        let (ada, hub) = (cast.ada.via(door), cast.hub);
        let role = cast.ada.makes_role(hub, "helper", Permissions::NONE).await.id;
        let helpers = FindMembers { role: Some(role), ..FindMembers::of(hub) };
        assert_eq!(names(&ada, helpers.clone()).await, Vec::<String>::new());
        cast.ada.assigns(hub, di.id(), role).await;
        cast.ada.assigns(hub, cast.bo.id(), role).await;
        assert_eq!(names(&ada, helpers.clone()).await, ["Bo", "Di"]);
        assert_eq!(names(&ada, FindMembers { name: Some("d".into()), ..helpers.clone() }).await, ["Di"]);
        assert_eq!(names(&ada, FindMembers { name: Some("c".into()), ..helpers.clone() }).await, Vec::<String>::new());
        let everyone = FindMembers { role: Some(hub.everyone()), ..FindMembers::of(hub) };
        assert_eq!(names(&ada, everyone).await.len(), 4);
        let nobody = FindMembers { role: Some(RoleId(7)), ..FindMembers::of(hub) };
        assert_eq!(refused(ada.calls(nobody).await), ErrorCode::NotFound);

        let newest = FindMembers { order: Some(Newest), ..FindMembers::of(hub) };
        assert_eq!(names(&ada, newest.clone()).await, ["Di", "Cy", "Bo", "Ada"]);
        assert_eq!(names(&ada, FindMembers { order: Some(Oldest), ..FindMembers::of(hub) }).await, ["Ada", "Bo", "Cy", "Di"]);
        let came = found(&ada, named(hub, "cy")).await.members[0].joined_at;
        let since = FindMembers { joined_since: Some(came), ..FindMembers::of(hub) };
        assert_eq!(names(&ada, since.clone()).await, ["Cy", "Di"]);
        assert_eq!(names(&ada, FindMembers { joined_since: Some(came), ..newest.clone() }).await, ["Di", "Cy"]);
        assert_eq!(names(&ada, FindMembers { joined_until: Some(came), ..newest.clone() }).await, ["Bo", "Ada"]);
        assert_eq!(names(&ada, FindMembers { role: Some(role), ..since.clone() }).await, ["Di"]);
        assert_eq!(names(&ada, FindMembers { role: Some(role), order: Some(Newest), ..FindMembers::of(hub) }).await, ["Di", "Bo"]);
        assert_eq!(names(&ada, FindMembers { name: Some("c".into()), ..newest }).await, ["Cy"]);
        drop(cy);
    }

    async fn a_cursor_is_the_servers_and_fits_what_was_asked(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (bo, hub) = (cast.bo.via(door), cast.hub);
        let one = FindMembers { limit: Some(1), ..FindMembers::of(hub) };
        let next = found(&bo, one.clone()).await.next;
        assert!(next.is_some());
        let newest = FindMembers { order: Some(Newest), after: next.clone(), ..one.clone() };
        for wrong in [newest, FindMembers { after: Some("x".into()), ..one.clone() }, FindMembers { after: Some("bm9uZQ".into()), ..one.clone() }] {
            assert_eq!(refused(bo.calls(wrong).await), ErrorCode::InvalidInput);
        }
        for limit in [0, 101] {
            assert_eq!(refused(bo.calls(FindMembers { limit: Some(limit), ..FindMembers::of(hub) }).await), ErrorCode::InvalidInput);
        }
        assert_eq!(found(&bo, FindMembers { after: next, ..one }).await.members[0].user.display_name, "Bo");
    }
}

/// What happens between two pages.
enum Between {
    Renamed(UserId, &'static str),
    Kicked(UserId),
}

/// The usernames in pages of two, while people change.
async fn pages_while(ada: &Phone, wish: FindMembers, changes: Vec<Between>) -> Vec<String> {
    let (hub, mut changes) = (wish.hub, changes.into_iter());
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = found(ada, FindMembers { limit: Some(2), after, ..wish.clone() }).await;
        names.extend(page.members.into_iter().map(|member| member.user.username));
        after = page.next;
        match changes.next() {
            _ if after.is_none() => return names,
            Some(Between::Renamed(user, name)) => drop(calls_them(ada, hub, user, Some(name)).await),
            Some(Between::Kicked(user)) => {
                drop(ada.calls(KickMember { hub, user, reason: None }).await.unwrap());
            }
            None => {}
        }
    }
}

each_engine! {
    async fn pages_neither_skip_nor_repeat_anybody(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let mut guests = Vec::new();
        for number in 0..9 {
            // The same name, so that only ids tell them apart; and two words that begin in the same way.
            let phone = cast.also(&server, &format!("guest{number}")).await;
            is_called(&phone, if number % 2 == 0 { "Same Sam" } else { "Sam Same" }).await;
            guests.push(phone);
        }
        let (ada, hub) = (&cast.ada, cast.hub);
        for limit in [1, 2, 3, 9, 100] {
            for order in [None, Some(Newest), Some(Oldest)] {
                let wish = FindMembers { order, ..named(hub, "sam") };
                let found = names_by(ada, limit, wish).await;
                assert_eq!(found.len(), 9, "{limit} {order:?}: {found:?}");
                assert_eq!(names_by(ada, limit, FindMembers { order, ..FindMembers::of(hub) }).await.len(), 11, "{limit} {order:?}");
            }
        }
        // Whoever a page ended with is renamed, and another is renamed and removed.
        let (first, gone) = (guests[0].id(), guests[2].id());
        let changes = vec![Between::Renamed(first, "Zacharias"), Between::Renamed(gone, "Aaron"), Between::Kicked(gone)];
        let seen = pages_while(ada, named(hub, "sam"), changes).await;
        let once: BTreeSet<_> = seen.iter().cloned().collect();
        assert_eq!(seen.len(), once.len(), "nobody twice: {seen:?}");
        let stayed: BTreeSet<_> = [1, 3, 4, 5, 6, 7, 8].map(|number| format!("guest{number}")).into();
        assert!(stayed.is_subset(&once), "nobody is left out who did not change: {seen:?}");
    }
}
