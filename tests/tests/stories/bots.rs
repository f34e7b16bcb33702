//! Programs with accounts of their own: made by a person, added to hubs by who manages them.

mod app;
mod ending;
mod hearing;
mod quickstarts;

use crate::answers::{log_with, refused};
use crate::scene::Cast;
use hubbub_shared::model::audit::{Actor, AuditAction};
use hubbub_shared::model::{Application, ApplicationToken, BlockKind, Intent, Member, ReportCategory};
use hubbub_shared::protocol::command::*;
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ApplicationId, Crowd, ErrorCode, HubId, Permissions};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Person, Phone, Server, each_door, each_engine, eventually, overwrite,
};

/// What it takes to answer where it reads.
const TALK: Permissions = Permissions(Permissions::VIEW.0 | Permissions::SEND.0);

fn echo() -> CreateApplication {
    CreateApplication {
        name: "Echo".to_owned(),
        description: Some("Answers when it is called".to_owned()),
        public: false,
        permissions: TALK,
        intents: Intent::ALL.to_vec(),
    }
}

async fn makes(by: &impl Acts, application: CreateApplication) -> ApplicationToken {
    match by.calls(application).await {
        Ok(Reply::ApplicationToken(made)) => made,
        other => panic!("expected an application, got {other:?}"),
    }
}

async fn applications(of: &impl Acts) -> Vec<Application> {
    match of.calls(GetApplications {}).await {
        Ok(Reply::Applications(all)) => all.applications,
        other => panic!("expected applications, got {other:?}"),
    }
}

async fn looks_at(by: &impl Acts, application: ApplicationId) -> Application {
    match by.calls(GetApplication { application }).await {
        Ok(Reply::Application(application)) => application,
        other => panic!("expected an application, got {other:?}"),
    }
}

fn add(hub: HubId, application: ApplicationId, permissions: Permissions) -> AddBot {
    AddBot { hub, application, permissions }
}

async fn adds(by: &impl Acts, hub: HubId, application: ApplicationId) -> Member {
    match by.calls(add(hub, application, TALK)).await {
        Ok(Reply::Member(member)) => member,
        other => panic!("expected a member, got {other:?}"),
    }
}

/// A bot of Ada's that is in her hub, as a program.
async fn echo_in(it: &Cast) -> (ApplicationToken, Person) {
    let made = makes(&it.ada, echo()).await;
    adds(&it.ada, it.hub, made.application.id).await;
    let program = it.ada.person().program(&made.token);
    (made, program)
}

/// A change of an application that leaves all of it as it is.
fn update(application: ApplicationId) -> UpdateApplication {
    UpdateApplication {
        application,
        name: None,
        description: None,
        public: None,
        permissions: None,
        intents: None,
    }
}

each_door! {
    async fn an_application_is_made_looked_at_and_changed_by_its_owner(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let newcomer = it.also(server, &format!("Cy{door:?}")).await;
        let (cy, bo) = (newcomer.via(door), it.bo.via(door));
        assert!(applications(&cy).await.is_empty());
        let made = makes(&cy, echo()).await;
        let id = made.application.id;
        assert!(made.token.starts_with("hubbub_bot_"));
        let told = made.application.token.clone().expect("its owner is told of the token");
        assert!(made.token.starts_with(&told.prefix) && told.last_used_at.is_none());
        assert_eq!((&*made.application.bot.display_name, made.application.bot.bot), ("Echo", true));
        assert_eq!(made.application.owner.id, newcomer.id());
        assert_eq!(applications(&cy).await, std::slice::from_ref(&made.application));
        assert_eq!(looks_at(&cy, id).await, made.application);

        assert_eq!(refused(bo.calls(GetApplication { application: id }).await), ErrorCode::NotFound);
        for command in [
            Command::from(UpdateApplication { public: Some(false), ..update(id) }),
            RotateBotToken { application: id, overlap_secs: None }.into(),
            DeleteApplication { application: id }.into(),
        ] {
            assert_eq!(refused(bo.calls(command).await), ErrorCode::NotFound, "another's");
        }
        let changed = UpdateApplication {
            name: Some("Parrot".to_owned()),
            description: Some(String::new()),
            public: Some(true),
            permissions: Some(Permissions::VIEW),
            intents: Some(vec![Intent::Messages]),
            ..update(id)
        };
        let answer = cy.calls(changed).await;
        let expected = Application { token: None, ..looks_at(&cy, id).await };
        assert_eq!((&*expected.bot.display_name, &*expected.description), ("Parrot", ""));
        assert_eq!((expected.permissions, &*expected.intents), (Permissions::VIEW, &[Intent::Messages][..]));
        assert!(matches!(answer, Ok(Reply::Application(it)) if Application { token: None, ..it.clone() } == expected));
        assert_eq!(looks_at(&bo, id).await, expected, "who may add it is told all but the token");
    }

    async fn what_makes_no_application_is_told(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (bo, long) = (it.bo.via(door), |chars: usize| "x".repeat(chars));
        for (field, bad) in [
            ("name", CreateApplication { name: " ".to_owned(), ..echo() }),
            ("name", CreateApplication { name: long(49), ..echo() }),
            ("description", CreateApplication { description: Some(long(401)), ..echo() }),
        ] {
            let problem = bo.calls(bad).await.unwrap_err();
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, field));
        }
        let newcomer = it.also(server, &format!("Di{door:?}")).await;
        let di = newcomer.via(door);
        let made = makes(&di, echo()).await.application.id;
        let long_ago = RotateBotToken { application: made, overlap_secs: Some(86_401) };
        assert_eq!(di.calls(long_ago).await.unwrap_err().fields[0].path, "overlap_secs");
        for _ in 1..10 {
            makes(&di, echo()).await;
        }
        assert_eq!(refused(di.calls(echo()).await), ErrorCode::LimitReached, "ten are enough");
    }

    async fn who_manages_a_hub_adds_a_bot_and_gives_it_what_they_have(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo) = (it.ada.via(door), it.bo.via(door));
        let id = makes(&ada, CreateApplication { public: true, ..echo() }).await.application.id;
        assert_eq!(refused(bo.calls(add(it.hub, id, TALK)).await), ErrorCode::Forbidden, "a plain member");
        assert_eq!(refused(it.olga.via(door).calls(add(it.hub, id, TALK)).await), ErrorCode::NotFound, "a stranger");
        let managers = ada.makes_role(it.hub, "Managers", Permissions::MANAGE_HUB).await;
        ada.assigns(it.hub, it.bo.id(), managers.id).await;
        let more = add(it.hub, id, Permissions::BAN_MEMBERS | TALK);
        assert_eq!(refused(bo.calls(more).await), ErrorCode::Forbidden, "Bo cannot ban, so nothing of his can");
        let missing = add(it.hub, ApplicationId(1), TALK);
        assert_eq!(refused(bo.calls(missing).await), ErrorCode::NotFound);

        let member = adds(&bo, it.hub, id).await;
        assert!(member.user.bot && member.user.id == id.bot());
        let hub = ada.views(it.hub).await;
        let role = hub.roles.iter().find(|role| role.bot == Some(id.bot())).expect("a role of its own");
        assert_eq!((&*member.roles, &*role.name, role.permissions), (&[role.id][..], "Echo", TALK));
        let managers = hub.roles.iter().find(|role| role.id == managers.id).unwrap();
        assert_eq!((role.position, managers.position), (1, 2), "below who gave it");
        assert_eq!(adds(&ada, it.hub, id).await.roles, [role.id], "once is enough");

        let line = log_with(&ada, it.hub, AuditAction::BotAdded).await.remove(0);
        assert_eq!((line.who.id, line.whom.map(|whom| whom.id)), (it.bo.id(), Some(id.bot())));
    }
}

each_engine! {
    async fn what_is_not_public_its_owner_adds_alone(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let id = makes(&it.olga, echo()).await.application.id;
        assert_eq!(refused(it.ada.calls(add(it.hub, id, TALK)).await), ErrorCode::NotFound);
        let elsewhere = it.olga.creates_hub("Elsewhere").await.id;
        adds(&it.olga, elsewhere, id).await;
        it.olga.calls(UpdateApplication { public: Some(true), ..update(id) }).await.unwrap();
        adds(&it.ada, it.hub, id).await;
    }

    async fn the_role_of_a_bot_is_nobody_elses_and_goes_with_it(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let (made, echo) = echo_in(&it).await;
        let (hub, bot) = (it.hub, made.application.id.bot());
        let role = it.ada.views(hub).await.roles.into_iter().find(|role| role.bot == Some(bot)).unwrap().id;
        for command in [
            Command::from(AssignRole { hub, user: it.bo.id(), role }),
            RemoveRole { hub, user: bot, role }.into(),
            DeleteRole { hub, role }.into(),
        ] {
            assert_eq!(refused(it.ada.calls(command).await), ErrorCode::Forbidden);
        }
        it.ada.calls(UpdateRole { permissions: Some(Permissions::VIEW), ..UpdateRole::of(hub, role) }).await.unwrap();
        it.ada.calls(KickMember { hub, user: bot, reason: None }).await.unwrap();
        assert!(it.ada.views(hub).await.roles.iter().all(|role| role.bot.is_none()), "it went with the bot");
        assert_eq!(refused(echo.calls(GetHub { hub }).await), ErrorCode::NotFound);
        adds(&it.ada, hub, made.application.id).await;
        echo.sends(it.general, "back").await;
        it.ada.calls(BanUser { hub, user: bot, until: None, reason: None, delete_last_secs: None }).await.unwrap();
        let again = add(hub, made.application.id, TALK);
        assert_eq!(refused(it.ada.calls(again).await), ErrorCode::Forbidden, "a ban holds");
    }

    async fn what_only_people_do_no_bot_does(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let made = makes(&it.ada, echo()).await;
        it.ada.calls(add(it.hub, made.application.id, Permissions::ADMINISTRATOR)).await.unwrap();
        let bot = it.ada.person().program(&made.token);
        let said = bot.sends(it.general, "here").await;
        assert!(said.author.bot && said.author.id == made.application.id.bot());
        bot.makes_channel(it.hub, "by-a-bot", None).await;
        let code = it.olga.creates_hub("Elsewhere").await.id;
        let code = it.olga.invites(code).await;
        let (hub, channel, user) = (it.hub, it.general, it.bo.id());
        let commands: Vec<Command> = vec![
            CreateHub { name: "Mine".to_owned() }.into(),
            JoinHub { code }.into(),
            LeaveHub { hub }.into(),
            DeleteHub { hub }.into(),
            TransferHub { hub, owner: user }.into(),
            UpdateMe { display_name: Some("Eve".to_owned()) }.into(),
            BlockUser { user, kind: BlockKind::Blocked }.into(),
            GetInbox { before: None, limit: None }.into(),
            MarkRead { channel, seq: None }.into(),
            OpenDm { user }.into(),
            GetDms {}.into(),
            GetPush {}.into(),
            SaveMessage { channel, message: said.id, remind_at: None }.into(),
            SaveDraft { channel, content: "hm".to_owned(), reply_to: None }.into(),
            GetDrafts { channel: None }.into(),
            ReportMember { hub, user, category: ReportCategory::Spam, words: String::new() }.into(),
            CreateApiKey { name: "x".to_owned(), scope: TALK, hub: None, expires_in_secs: None }.into(),
            echo_as_command(),
            GetApplications {}.into(),
            GetApplication { application: made.application.id }.into(),
            RotateBotToken { application: made.application.id, overlap_secs: None }.into(),
            DeleteApplication { application: made.application.id }.into(),
            add(hub, made.application.id, TALK).into(),
        ];
        for command in commands {
            let name = command.verb().name;
            assert_eq!(bot.calls(command).await.unwrap_err().code, ErrorCode::Forbidden, "{name}");
        }
        for path in ["/api/users/@me/sessions", "/api/users/@me/export"] {
            assert_eq!(bot.gets(path).await.unwrap_err().code, ErrorCode::Forbidden, "{path}");
        }
        let heir = TransferHub { hub, owner: made.application.id.bot() };
        assert_eq!(it.ada.calls(heir).await.unwrap_err().fields[0].path, "owner", "nor does it own a hub");
        let is_said = async || {
            let made = log_with(&it.ada, hub, AuditAction::ChannelCreated).await;
            made.iter().any(|line| line.actor == Some(Actor::Bot)).then_some(())
        };
        eventually("what the bot made to be in the log as a bot's", is_said).await;
    }

    async fn a_bot_is_told_apart_and_has_nothing_waiting_for_it(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        let (made, echo) = echo_in(&it).await;
        let bot = made.application.id.bot();
        assert!(echo.me().await.bot);
        let shown: Vec<_> = it.bo.lists_members(it.hub).await.into_iter().filter(|member| member.user.bot).collect();
        assert_eq!((shown.len(), shown[0].user.id), (1, bot));
        let said = it.bo.sends(it.general, &format!("<@{bot}>, are you there?")).await;
        assert_eq!(said.mentions, [bot], "it reads that it is meant");
        let kept = server.hand().all("inbox").await;
        assert!(kept.iter().all(|entry| entry["user"] != bot.to_string()), "and nothing waits for it: {kept:?}");
        let called = async || echo.sends(it.general, "<@everyone> hello").await.mention_everyone;
        assert_eq!(called().await, None, "it names everybody by the same right as people");
        it.ada.overwrites(it.general, overwrite(bot).allowing(Permissions::MENTION_EVERYONE)).await;
        assert_eq!(called().await, Some(Crowd::Everyone));
        let renamed = UpdateApplication { name: Some("Parrot".to_owned()), ..update(made.application.id) };
        it.ada.calls(renamed).await.unwrap();
        assert_eq!(echo.sends(it.general, "hello").await.author.display_name, "Parrot");
    }
}

fn echo_as_command() -> Command {
    echo().into()
}
