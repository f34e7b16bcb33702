//! People in the console: found, closed, signed out, ended.

use super::line;
use crate::answers::problem_of as refused;
use crate::answers::{in_ms, past};
use crate::scene::Cast;
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{AdminPerson, LeftMessages};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::*;
use hubbub_shared::{ErrorCode, UserId};
use hubbub_tests::{Acts, Door, Engine, Server, each_door, each_engine, eventually};

async fn person(owner: &impl Acts, user: UserId) -> AdminPerson {
    match owner.calls(AdminGetPerson { user }).await {
        Ok(Reply::AdminPerson(person)) => person,
        other => panic!("expected a person, got {other:?}"),
    }
}

async fn found(owner: &impl Acts, query: &str) -> Vec<UserId> {
    let ask = AdminGetPeople { query: Some(query.to_owned()), suspended: None, after: None, limit: None };
    match owner.calls(ask).await {
        Ok(Reply::AdminPeople(page)) => page.people.iter().map(|person| person.user.id).collect(),
        other => panic!("expected people, got {other:?}"),
    }
}

/// What somebody is shown who tries to sign in and is not let in.
async fn turned_away(server: &Server, name: &str) -> String {
    let stranger = server.stranger();
    let mut url = format!("{}/auth/login?as={name}", server.address());
    for _ in 0..10 {
        let answer = stranger.visit(&url).await;
        let Some(next) = answer.headers().get("location") else {
            assert_eq!(answer.status(), 403, "{url}");
            return answer.text().await.unwrap();
        };
        let next = next.to_str().unwrap().to_owned();
        url = if next.starts_with("http") { next } else { format!("{}{next}", server.address()) };
    }
    panic!("{name} goes round in circles")
}

each_door! {
    async fn people_are_found_by_a_part_of_a_name_or_their_id(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let name = format!("Zoë{door:?}");
        let zoe = server.phone(&format!("zoe{door:?}")).await;
        zoe.calls(UpdateMe { display_name: Some(name.clone()) }).await.unwrap();
        let owner = cast.ada.via(door);
        for query in [name.to_uppercase(), name.clone(), format!("zoe{door:?}"), zoe.id().to_string()] {
            assert_eq!(found(&owner, &query).await, [zoe.id()], "{query}");
        }
        assert!(found(&owner, "nobody is called so").await.is_empty());
        // In pages, everybody once.
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let ask = AdminGetPeople { query: None, suspended: None, after, limit: Some(2) };
            let Ok(Reply::AdminPeople(page)) = owner.calls(ask).await else { panic!("people") };
            seen.extend(page.people.iter().map(|person| person.user.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!(once, seen);
        assert!([cast.ada.id(), cast.bo.id(), cast.olga.id(), zoe.id()].iter().all(|id| seen.contains(id)));
        let mine = person(&owner, cast.ada.id()).await;
        assert!(mine.global_owner && mine.owns.iter().any(|hub| hub.id == cast.hub));
    }

    async fn who_is_suspended_is_out_everywhere_and_told_why(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let name = format!("Mallory{door:?}");
        let mallory = cast.also(server, &name).await;
        let token = mallory.person().makes_session("bot").await.token;
        let bot = mallory.person().program(&token);
        let owner = cast.ada.via(door);
        let until = Some(in_ms(3_600_000));
        let command = AdminSuspendPerson { user: mallory.id(), reason: "Spam in <b>all</b> hubs".into(), until };
        let Ok(Reply::AdminPerson(told)) = owner.calls(command).await else { panic!("a person") };
        assert_eq!((told.sessions, told.suspended.as_ref().and_then(|one| one.until)), (0, until));

        assert_eq!(mallory.is_closed().await, 4101);
        for out in [&bot, mallory.person()] {
            for path in ["/api/users/@me", "/api/hubs", "/api/users/@me/export"] {
                let problem = out.gets(path).await.unwrap_err();
                assert_eq!(problem.code, ErrorCode::Suspended, "{path}");
                assert!(problem.message.contains("Spam in") && problem.message.contains("until 20"), "{problem}");
            }
            let code = cast.ada.invites(cast.hub).await;
            assert_eq!(refused(out.calls(JoinHub { code: code.clone() }).await).code, ErrorCode::Suspended);
            assert_eq!(refused(out.calls(GetInvite { code }).await).code, ErrorCode::Suspended);
        }
        assert_eq!(mallory.connects().await, Err(4101), "a browser's socket opens, to be told");
        let page = turned_away(server, &name).await;
        assert!(page.contains("suspended") && page.contains("Spam in &lt;b&gt;all"), "{page}");
        // The page of the app is drawn as for a stranger.
        let answer = mallory.person().request(reqwest::Method::GET, &format!("/hubs/{}", cast.hub)).header("accept", "text/html").send().await.unwrap();
        assert!(!answer.text().await.unwrap().contains("general"), "nothing of the hub is in it");

        let told = line(&owner, AuditAction::PersonSuspended, &mallory.id().to_string()).await;
        assert_eq!((told.who.id, told.whom.map(|whom| whom.id)), (cast.ada.id(), Some(mallory.id())));
        assert_eq!(told.reason.as_deref(), Some("Spam in <b>all</b> hubs"));

        let release = AdminReleasePerson { user: mallory.id(), reason: Some("Appealed".into()) };
        owner.calls(release).await.unwrap();
        assert_eq!(bot.gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn, "old sessions stay over");
        let again = server.phone(&name).await;
        assert_eq!(again.id(), mallory.id());
        assert!(again.state().hubs.contains_key(&cast.hub), "and is a member as before");
        line(&owner, AuditAction::PersonReleased, &mallory.id().to_string()).await;
    }

    async fn the_owner_of_the_server_cannot_be_shut_out(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let (owner, user) = (cast.ada.via(door), cast.ada.id());
        for answer in [
            owner.calls(AdminSuspendPerson { user, reason: "Oops".into(), until: None }).await,
            owner.calls(AdminSignOutPerson { user, reason: None }).await,
            owner.calls(AdminErasePerson { user, name: "Ada".into(), messages: LeftMessages::Kept, reason: None }).await,
        ] {
            assert_eq!(refused(answer).code, ErrorCode::Conflict);
        }
        let wrong = AdminSuspendPerson { user: cast.bo.id(), reason: " ".into(), until: None };
        assert_eq!(refused(owner.calls(wrong).await).fields[0].path, "reason");
        let past = AdminSuspendPerson { user: cast.bo.id(), reason: "Spam".into(), until: Some(in_ms(-1000)) };
        assert_eq!(refused(owner.calls(past).await).fields[0].path, "until");
        let nobody = AdminSuspendPerson { user: UserId(7), reason: "Spam".into(), until: None };
        assert_eq!(refused(owner.calls(nobody).await).code, ErrorCode::NotFound);
        assert!(cast.bo.person().gets("/api/users/@me").await.is_ok());
    }

    async fn somebody_is_signed_out_and_comes_back_or_is_ended(server: &Server, door: Door) {
        let cast = Cast::gathers(server).await;
        let name = format!("Nina{door:?}");
        let nina = cast.also(server, &name).await;
        let owner = cast.ada.via(door);
        owner.calls(AdminSignOutPerson { user: nina.id(), reason: None }).await.unwrap();
        assert_eq!(nina.is_closed().await, 4101);
        assert_eq!(nina.person().gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        let again = server.phone(&name).await;
        assert_eq!(again.id(), nina.id());

        let erase = |name: &str| AdminErasePerson { user: nina.id(), name: name.into(), messages: LeftMessages::Deleted, reason: Some("Asked for it".into()) };
        again.says(cast.general, "to be gone").await;
        assert_eq!(refused(owner.calls(erase("Nin")).await).fields[0].path, "name");
        let own = again.creates_hub("Own").await.id;
        assert_eq!(refused(owner.calls(erase(&name)).await).code, ErrorCode::Conflict, "hubs first");
        again.calls(DeleteHub { hub: own }).await.unwrap();
        assert_eq!(owner.calls(erase(&name)).await, Ok(Reply::Done));
        assert_eq!(again.is_closed().await, 4101);
        eventually("their words to go", async || {
            let page = cast.ada.reads_page(cast.general).await;
            page.messages.iter().all(|message| message.author.id != nina.id() || message.deleted).then_some(())
        })
        .await;
        let gone = person(&owner, nina.id()).await;
        assert_eq!((&*gone.user.display_name, gone.left_at.is_some()), ("Former member", true));
        assert!(found(&owner, &name).await.is_empty(), "no name is left to be found by");
        let told = line(&owner, AuditAction::PersonErased, &nina.id().to_string()).await;
        assert_eq!((told.name, told.reason.as_deref()), (None, Some("Asked for it")));
        assert_eq!(refused(owner.calls(erase(&name)).await).code, ErrorCode::NotFound);
    }
}

each_engine! {
    async fn a_suspension_with_an_end_ends_by_itself_and_outlasts_a_crash(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        let end = in_ms(15_000);
        let until = Some(end);
        cast.ada.calls(AdminSuspendPerson { user: cast.bo.id(), reason: "Cool down".into(), until }).await.unwrap();
        server.kill9();
        server.restart().await;
        assert_eq!(cast.bo.person().gets("/api/users/@me").await.unwrap_err().code, ErrorCode::Suspended);
        past(end).await;
        assert_eq!(cast.bo.person().gets("/api/users/@me").await.unwrap_err().code, ErrorCode::NotSignedIn);
        assert_eq!(server.phone("Bo").await.id(), cast.bo.id());
    }

    async fn nobody_is_signed_in_after_a_suspension_was_answered(engine: Engine) {
        let server = Server::on(engine).await;
        let cast = Cast::gathers(&server).await;
        for _ in 0..5 {
            let user = cast.bo.id();
            let old = server.person("Bo").await;
            let suspending = cast.ada.calls(AdminSuspendPerson { user, reason: "Spam".into(), until: None });
            let making = futures_util::future::join_all((0..5).map(|_| old.fetches(
                reqwest::Method::POST, "/api/users/@me/sessions", None)));
            let (suspended, _) = futures_util::join!(suspending, making);
            suspended.unwrap();
            let Ok(Reply::AdminPerson(told)) = cast.ada.calls(AdminGetPerson { user }).await else { panic!("Bo") };
            assert_eq!(told.sessions, 0, "whatever came at the same moment");
            assert_eq!(old.gets("/api/users/@me").await.unwrap_err().code, ErrorCode::Suspended);
            cast.ada.calls(AdminReleasePerson { user, reason: None }).await.unwrap();
        }
    }
}
