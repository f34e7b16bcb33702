//! Who people are, and who owns the server.

use crate::server::Server;
use futures_util::future::join_all;
use hubbub_server::App;
use hubbub_server::config::Config;
use hubbub_server::domain::caller::Caller;
use hubbub_server::domain::identities::{Identity, IdentityDoc, Provider};
use hubbub_server::operations::users;
use hubbub_shared::protocol::command::UpdateMe;
use hubbub_shared::{SessionId, UserId};
use std::collections::HashSet;
use std::path::Path;

fn called(name: &str) -> Identity {
    Identity {
        provider: Provider::Local,
        subject: name.to_lowercase(),
        username: name.to_owned(),
        display_name: name.to_owned(),
        avatar: None,
    }
}

fn caller(user: UserId) -> Caller {
    Caller::person(user, SessionId(1))
}

#[actix_web::test]
async fn of_many_first_people_at_once_one_owns_the_server() {
    let server = Server::start().await;
    let live = &server.app.live;
    let arrived = join_all((0..40).map(|n| users::sign_in(live, called(&format!("Person {n}")), None))).await;
    let mut owners = 0;
    for user in arrived {
        let me = users::me(live, &caller(user.unwrap())).await.unwrap();
        owners += usize::from(me.global_owner);
    }
    assert_eq!(owners, 1);
}

#[actix_web::test]
async fn somebody_who_signs_in_many_times_at_once_is_one_person() {
    let server = Server::start().await;
    let arrived = join_all((0..20).map(|_| users::sign_in(&server.app.live, called("Ada"), None))).await;
    let people: HashSet<UserId> = arrived.into_iter().map(Result::unwrap).collect();
    assert_eq!(people.len(), 1);
}

#[actix_web::test]
async fn a_new_display_name_is_seen_at_once_and_the_username_stays() {
    let server = Server::start().await;
    let live = &server.app.live;
    let ada = users::sign_in(live, called("Ada"), None).await.unwrap();
    assert_eq!(live.people.find(ada).await.unwrap().display_name, "Ada");
    let rename = UpdateMe { display_name: Some(" Countess  Ada ".into()) };
    let me = users::update_me(live, &caller(ada), rename).await.unwrap();
    assert_eq!((&*me.display_name, &*me.username), ("Countess Ada", "Ada"));
    assert_eq!(live.people.find(ada).await.unwrap().display_name, "Countess Ada");

    let empty = UpdateMe { display_name: Some(" ".into()) };
    assert!(users::update_me(live, &caller(ada), empty).await.is_err());
    users::sign_in(live, called("Ada"), None).await.unwrap();
    assert_eq!(
        live.people.find(ada).await.unwrap().display_name,
        "Countess Ada",
        "also after another sign-in"
    );
}

#[actix_web::test]
async fn who_never_signed_in_is_not_found() {
    let server = Server::start().await;
    let live = &server.app.live;
    let ada = users::sign_in(live, called("Ada"), None).await.unwrap();
    assert_eq!(live.people.find(ada).await.unwrap().id, ada);
    assert!(live.people.find(UserId(7)).await.is_err());
}

#[actix_web::test]
async fn the_owner_named_for_discord_takes_over_from_the_one_of_local_sign_in() {
    let server = Server::start().await;
    let ada = users::sign_in(&server.app.live, called("Ada"), None).await.unwrap();
    let flags = ["--discord-client-id", "c", "--discord-client-secret", "s", "--owner-discord-id", "42"];
    let config = Config::with_flags(Path::new("data"), &flags).unwrap();
    let app = App::new(config, server.app.live.store.clone(), server.app.live.files.clone());
    let bo = Identity { provider: Provider::Discord, subject: "42".into(), ..called("Bo") };
    let bo = users::sign_in(&app.live, bo, None).await.unwrap();
    assert!(users::me(&app.live, &caller(bo)).await.unwrap().global_owner);
    assert!(!users::me(&app.live, &caller(ada)).await.unwrap().global_owner);
}

#[actix_web::test]
async fn two_providers_can_lead_to_one_person() {
    let server = Server::start().await;
    let live = &server.app.live;
    let ada = users::sign_in(live, called("Ada"), None).await.unwrap();
    let of_discord = Identity { provider: Provider::Discord, subject: "7".into(), ..called("ada.l") };
    let leads = IdentityDoc::new(&of_discord, ada, live.clock.now());
    live.store.insert(&leads).await.unwrap();
    assert_eq!(users::sign_in(live, of_discord, None).await.unwrap(), ada);
    assert_eq!(users::sign_in(live, called("Ada"), None).await.unwrap(), ada);
    let me = users::me(live, &caller(ada)).await.unwrap();
    assert_eq!((&*me.username, &*me.display_name), ("ada.l", "Ada"), "the name others see is theirs");
}

#[actix_web::test]
async fn the_same_id_at_another_provider_is_another_person() {
    let server = Server::start().await;
    let live = &server.app.live;
    let ada = users::sign_in(live, called("Ada"), None).await.unwrap();
    let elsewhere = Identity { provider: Provider::Discord, ..called("Ada") };
    assert_ne!(users::sign_in(live, elsewhere, None).await.unwrap(), ada);
}
