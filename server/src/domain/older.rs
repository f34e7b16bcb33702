//! What older programs wrote, read by this one after the steps of the migration.

use crate::domain::COLLECTIONS;
use crate::domain::audit::AuditDoc;
use crate::domain::chain::{self, HeadDoc};
use crate::domain::found_by::{self, Among, FoundByDoc, Walk};
use crate::domain::hubs::Structure;
use crate::domain::identities::{self, Identity, IdentityDoc, Provider};
use crate::domain::members::{self, MemberStatus};
use crate::domain::users::Person;
use crate::store::migrations::{ALL, GrantToEveryone, migrate};
use crate::store::suite::lab::{self, document};
use crate::store::suite::on_both_engines;
use crate::store::{Collection, Document, Engine, Index, Store};
use hubbub_shared::{HubId, Permissions, RoleId, Timestamp, UserId};
use serde_json::json;
use std::sync::Arc;

/// A database at migration `number`, with documents of that time.
async fn older(
    engine: &dyn Engine,
    number: usize,
    collection: &'static Collection,
    documents: Vec<Document>,
) {
    migrate(engine, &ALL[..number]).await.unwrap();
    engine.ensure(&[collection]).await.unwrap();
    engine.insert(collection, documents).await.unwrap();
}

/// What this program makes of it.
async fn upgraded(engine: Arc<dyn Engine>) -> Store {
    migrate(&*engine, ALL).await.unwrap();
    let is_of_the_lab = |one: &&&Collection| lab::ALL.iter().any(|other| other.name == one.name);
    let ours: Vec<_> = COLLECTIONS.iter().filter(|one| !is_of_the_lab(one)).copied().collect();
    engine.ensure(&ours).await.unwrap();
    Store::new(engine)
}

static USERS_WITH_PROVIDER: Collection = Collection {
    name: "users",
    append_only: false,
    indexes: &[Index {
        name: "provider_id",
        keys: &["provider", "provider_id"],
        unique: true,
        partial: None,
        ttl: false,
    }],
};

fn person(id: u64, provider: &str, subject: &str) -> Document {
    document(json!({
        "_id": id.to_string(), "provider": provider, "provider_id": subject, "username": "Ada",
        "display_name": "Countess Ada", "created_at": "2026-01-31T09:00:00.000Z",
    }))
}

fn identity(provider: Provider, subject: &str) -> Identity {
    Identity {
        provider,
        subject: subject.into(),
        username: "Ada".into(),
        display_name: "Ada".into(),
        avatar: None,
    }
}

async fn identities_come_apart_from_the_people_they_lead_to(engine: Arc<dyn Engine>) {
    let mut people: Vec<_> = (1..=250).map(|id| person(id, "discord", &format!("d{id}"))).collect();
    people.push(person(1000, "local", "ada"));
    older(&*engine, 1, &USERS_WITH_PROVIDER, people).await;
    let store = upgraded(engine.clone()).await;
    let ada: Person = store.get(1000).await.unwrap().unwrap();
    assert_eq!((ada.id, &*ada.display_name, ada.version), (UserId(1000), "Countess Ada", 2));
    let stored = engine.get(&USERS_WITH_PROVIDER, "1000").await.unwrap().unwrap();
    assert!(!stored.contains_key("provider") && !stored.contains_key("provider_id"), "{stored:?}");
    let leads = identities::find(&store, &identity(Provider::Local, "ada")).await.unwrap().unwrap();
    assert_eq!(leads, IdentityDoc::new(&identity(Provider::Local, "ada"), ada.id, ada.created_at));
    for id in 1..=250 {
        let discord = identity(Provider::Discord, &format!("d{id}"));
        assert_eq!(identities::find(&store, &discord).await.unwrap().unwrap().user, UserId(id));
    }
    let other = identities::find(&store, &identity(Provider::Discord, "ada")).await.unwrap();
    assert_eq!(other, None, "the same id elsewhere is somebody else");
}

async fn identities_that_came_apart_already_stay(engine: Arc<dyn Engine>) {
    older(&*engine, 1, &USERS_WITH_PROVIDER, vec![person(1, "local", "ada"), person(2, "local", "bo")]).await;
    let together = tokio::join!(migrate(&*engine, ALL), migrate(&*engine, ALL), migrate(&*engine, ALL));
    assert!(together.0.is_ok() && together.1.is_ok() && together.2.is_ok(), "{together:?}");
    let store = upgraded(engine.clone()).await;
    let elsewhere = IdentityDoc::new(&identity(Provider::Discord, "7"), UserId(1), Timestamp(5));
    store.insert(&elsewhere).await.unwrap();
    for _ in 0..2 {
        ALL[1].run(&*engine).await.unwrap();
    }
    let ada: Person = store.get(1).await.unwrap().unwrap();
    assert_eq!(ada.version, 2, "nothing more to change");
    for (provider, subject) in [(Provider::Local, "ada"), (Provider::Discord, "7")] {
        let leads = identities::find(&store, &identity(provider, subject)).await.unwrap().unwrap();
        assert_eq!((leads.user, leads.version), (UserId(1), 1), "two providers lead to one person");
    }
}

static MEMBERS_ACTIVE_OR_NOT: Collection = Collection {
    name: "members",
    append_only: false,
    indexes: &[Index {
        name: "hub_user",
        keys: &["hub", "user"],
        unique: false,
        partial: Some("active"),
        ttl: false,
    }],
};

fn member(hub: u64, user: u64) -> Document {
    document(json!({
        "_id": format!("{hub}-{user}"), "hub": hub.to_string(), "user": user.to_string(), "active": true,
        "roles": ["5"], "joined_at": "2026-01-31T09:00:00.000Z",
    }))
}

async fn members_are_told_from_those_who_left(engine: Arc<dyn Engine>) {
    let (hub, ada, bo) = (HubId(7), UserId(1), UserId(2));
    let mut left = member(hub.0, bo.0);
    left.remove("active");
    left.insert("timed_out_until".into(), "2026-02-01T09:00:00.000Z".into());
    older(&*engine, 2, &MEMBERS_ACTIVE_OR_NOT, vec![member(hub.0, ada.0), left, member(8, bo.0)]).await;
    let store = upgraded(engine.clone()).await;
    ALL[2].run(&*engine).await.unwrap();
    assert_eq!(members::count(&store, hub).await.unwrap(), 1);
    let page = members::page(&store, hub, None, 10).await.unwrap();
    assert_eq!((page[0].user, page[0].status, page[0].version), (ada, MemberStatus::Active, 2));
    assert_eq!(page[0].roles, [RoleId(5)]);
    let left = members::find(&store, hub, bo).await.unwrap().unwrap();
    assert_eq!((left.status, left.timed_out_until.is_some()), (MemberStatus::Left, true));
    let elsewhere = members::of_user(&store, bo).await.unwrap();
    assert_eq!(elsewhere.iter().map(|member| member.hub).collect::<Vec<_>>(), [HubId(8)]);
    let stored = engine.get(&MEMBERS_ACTIVE_OR_NOT, "7-1").await.unwrap().unwrap();
    assert!(!stored.contains_key("active"), "{stored:?}");
    assert_eq!(store.count(members::of_hub(hub)).await.unwrap(), 2, "former members are found, to be swept");
}

static MEMBERS: Collection = Collection { name: "members", append_only: false, indexes: &[] };
static USERS: Collection = Collection { name: "users", append_only: false, indexes: &[] };

async fn members_are_found_whom_nobody_looked_for_before(engine: Arc<dyn Engine>) {
    let member = |user: u64, status: &str| {
        document(json!({
            "_id": format!("7-{user}"), "hub": "7", "user": user.to_string(), "status": status,
            "roles": ["5"], "joined_at": "2026-01-31T09:00:00.000Z",
        }))
    };
    let user = |id: u64| {
        document(json!({
            "_id": id.to_string(), "username": "Ada", "display_name": "Countess Ada", "created_at": "2026-01-31T09:00:00.000Z",
        }))
    };
    let members = (1..=250).map(|id| member(id, "active")).chain([member(300, "left")]).collect();
    older(&*engine, 4, &MEMBERS, members).await;
    engine.ensure(&[&USERS]).await.unwrap();
    engine.insert(&USERS, (1..=250).chain([300]).map(user).collect()).await.unwrap();
    let store = upgraded(engine.clone()).await;
    ALL[4].run(&*engine).await.unwrap();
    for walk in [
        Walk::Words("countess".to_owned()),
        Walk::Words("ada".to_owned()),
        Walk::Names(Among::Role(RoleId(5))),
    ] {
        assert_eq!(walk.count(&store, HubId(7), 1000).await.unwrap(), 250, "{walk:?}");
    }
    let ada = members::find(&store, HubId(7), UserId(1)).await.unwrap().unwrap();
    let mut stored = Vec::new();
    for entries in found_by::of_hub(HubId(7)) {
        stored.extend(
            store
                .find::<FoundByDoc>(entries)
                .await
                .unwrap()
                .into_iter()
                .filter(|entry| entry.user == ada.user),
        );
    }
    let mut made = found_by::entries(&ada);
    let sorted = |entries: &mut Vec<FoundByDoc>| entries.sort_by(|one, other| one.id.cmp(&other.id));
    sorted(&mut stored);
    sorted(&mut made);
    assert_eq!(stored, made, "as if this program had written them");
}

static LOG_WITHOUT_HEADS: Collection = Collection { name: "audit_log", append_only: false, indexes: &[] };

async fn where_each_log_ends_is_written_down(engine: Arc<dyn Engine>) {
    let line = |hub: u64, number: u64| {
        document(json!({
            "_id": format!("{hub}-{number}"), "hub": hub.to_string(), "number": number, "at": "2026-01-31T09:00:00.000Z",
            "who": "1", "action": "hub_created", "subject": "7", "request": "r", "hash": format!("hash {number} of {hub}"),
        }))
    };
    let lines = (1..=12).map(|number| line(7, number)).chain([line(8, 1)]).collect();
    older(&*engine, 3, &LOG_WITHOUT_HEADS, lines).await;
    let together = tokio::join!(migrate(&*engine, ALL), migrate(&*engine, ALL));
    assert!(together.0.is_ok() && together.1.is_ok(), "{together:?}");
    let store = upgraded(engine).await;
    for (hub, last) in [(HubId(7), 12), (HubId(8), 1)] {
        let end = chain::tip::<AuditDoc>(&store, hub).await.unwrap().end.unwrap();
        assert_eq!((end.number, end.hash), (last, format!("hash {last} of {hub}")));
        let head: HeadDoc = store.get(format!("audit_log-{hub}")).await.unwrap().unwrap();
        assert_eq!((head.number, head.version), (last, 1));
    }
}

static HUBS: Collection = Collection { name: "hubs", append_only: false, indexes: &[] };
static ROLES: Collection = Collection { name: "roles", append_only: false, indexes: &[] };

/// What everyone could do in a new hub when there was the first migration; never to be changed.
const FIRST_DEFAULT: &str = "68719490819";

/// Hubs with two roles each, as their owners left them.
async fn hubs_with_everyone(engine: &dyn Engine, migration: usize, hubs: &[(u64, &str)]) {
    let hub = |(id, _): &(u64, &str)| {
        document(json!({
            "_id": id.to_string(), "name": "Rust", "owner": "1", "created_at": "2026-01-31T09:00:00.000Z",
        }))
    };
    older(engine, migration, &HUBS, hubs.iter().map(hub).collect()).await;
    let role = |id: u64, hub: u64, permissions: &str| {
        document(json!({
            "_id": id.to_string(), "hub": hub.to_string(), "name": "a role", "position": 0, "permissions": permissions,
        }))
    };
    let roles = hubs.iter().flat_map(|(hub, held)| [role(*hub, *hub, held), role(hub + 1, *hub, "1")]);
    engine.ensure(&[&ROLES]).await.unwrap();
    engine.insert(&ROLES, roles.collect()).await.unwrap();
}

async fn structure(store: &Store, hub: u64) -> Structure {
    Structure::load(store, HubId(hub)).await.unwrap().unwrap()
}

/// Permissions of *everyone*, and of the other role.
fn held(structure: &Structure) -> [Permissions; 2] {
    let hub = structure.hub.id;
    [hub.everyone(), RoleId(hub.0 + 1)].map(|role| structure.role(role).unwrap().permissions)
}

async fn everyone_has_in_old_hubs_what_they_have_in_new_ones(engine: Arc<dyn Engine>) {
    hubs_with_everyone(&*engine, 0, &[(10, FIRST_DEFAULT)]).await;
    let store = upgraded(engine).await;
    let structure = structure(&store, 10).await;
    let role = structure.role(RoleId(11)).unwrap();
    assert_eq!((role.emoji.as_deref(), role.hoist, role.mentionable), (None, false, false));
    let [everyone, _] = held(&structure);
    assert_eq!(
        everyone,
        Permissions::EVERYONE_DEFAULT,
        "whoever adds to the default adds `GrantToEveryone` to the steps of the migration"
    );
}

async fn a_new_default_reaches_old_hubs_and_gives_back_nothing_that_was_taken(engine: Arc<dyn Engine>) {
    let unknown = 1 << 50;
    let quiet = Permissions(Permissions::VIEW.0 | unknown);
    let hubs = [(10, FIRST_DEFAULT), (20, &*quiet.0.to_string()), (30, "8193")];
    hubs_with_everyone(&*engine, ALL.len(), &hubs).await;
    let store = upgraded(engine.clone()).await;
    let steps = [ALL, &[&GrantToEveryone(Permissions::REACT)]].concat();
    let together = tokio::join!(migrate(&*engine, &steps), migrate(&*engine, &steps));
    assert!(together.0.is_ok() && together.1.is_ok(), "{together:?}");
    steps[ALL.len()].run(&*engine).await.unwrap();

    let changed = structure(&store, 20).await;
    assert_eq!(held(&changed), [quiet | Permissions::REACT, Permissions::VIEW]);
    assert_eq!(changed.hub.version, 2, "the version goes up with every change, once");
    for hub in [10, 30] {
        let had_it = structure(&store, hub).await;
        assert!(held(&had_it)[0].contains(Permissions::REACT));
        assert_eq!(had_it.hub.version, 1, "nothing to change");
    }
}

on_both_engines! {
    everyone_has_in_old_hubs_what_they_have_in_new_ones
    a_new_default_reaches_old_hubs_and_gives_back_nothing_that_was_taken
    members_are_told_from_those_who_left
    members_are_found_whom_nobody_looked_for_before
    where_each_log_ends_is_written_down
    identities_come_apart_from_the_people_they_lead_to
    identities_that_came_apart_already_stay
}
