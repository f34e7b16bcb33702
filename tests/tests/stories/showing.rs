//! Pictures that people, hubs and bots are shown by: who may choose one, what becomes of it, who fetches it, and when it goes.

mod app;

use crate::answers::{log_with, problem_of, refused};
use crate::attaching::{png, written};
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::audit::AuditAction;
use hubbub_shared::model::{Application, HubView, Intent, InvitePreview, LeftMessages, Me};
use hubbub_shared::protocol::command::*;
use hubbub_shared::protocol::{Command, Reply};
use hubbub_shared::{ApplicationId, Bytes, ErrorCode, HubId, PICTURE_BYTES, Permissions, Problem};
use hubbub_tests::{Acts, Door, Engine, Person, Server, each_door, each_engine, eventually};
use image::{DynamicImage, GenericImageView, ImageFormat};
use reqwest::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use reqwest::{Method, Response, StatusCode};
use std::path::{Path, PathBuf};

fn picture(bytes: Vec<u8>) -> SetAvatar {
    SetAvatar { picture: Bytes(bytes) }
}

/// One that no other is like.
fn face(shade: u8) -> Vec<u8> {
    png(300, 200, shade)
}

fn icon(hub: HubId, shade: u8) -> SetHubIcon {
    SetHubIcon { hub, picture: Bytes(face(shade)) }
}

#[track_caller]
fn me(answer: Result<Reply, Problem>) -> Me {
    match answer {
        Ok(Reply::Me(me)) => me,
        other => panic!("expected oneself, got {other:?}"),
    }
}

#[track_caller]
fn hub(answer: Result<Reply, Problem>) -> HubView {
    match answer {
        Ok(Reply::Hub(hub)) => hub,
        other => panic!("expected a hub, got {other:?}"),
    }
}

#[track_caller]
fn application(answer: Result<Reply, Problem>) -> Application {
    match answer {
        Ok(Reply::Application(application)) => application,
        other => panic!("expected an application, got {other:?}"),
    }
}

async fn fetches(who: &Person, address: &str) -> Response {
    who.fetches(Method::GET, address, None).await
}

/// As it is drawn.
async fn drawn(who: &Person, address: &str) -> DynamicImage {
    let answer = fetches(who, address).await;
    assert_eq!(answer.status(), StatusCode::OK, "{address}");
    image::load_from_memory(&answer.bytes().await.unwrap()).unwrap()
}

/// Everything that lies where files are kept.
fn kept(server: &Server) -> Vec<PathBuf> {
    fn walk(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(directory).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(&server.setting("HUBBUB_DATA").unwrap()).join("files"), &mut found);
    found
}

async fn keeps(server: &Server, count: usize) {
    eventually(&format!("{count} files"), async || (kept(server).len() == count).then_some(())).await;
}

async fn is_gone(who: &Person, address: &str) {
    eventually("a picture that is gone", async || {
        (fetches(who, address).await.status() == StatusCode::NOT_FOUND).then_some(())
    })
    .await;
}

each_door! {
    async fn a_person_shows_a_picture_and_none(server: &Server, door: Door) {
        let name = format!("Ada{door:?}");
        let phone = server.phone(&name).await;
        let ada = phone.via(door);
        let shown = me(ada.calls(picture(png(900, 300, 10))).await);
        let address = shown.avatar.clone().expect("a picture");
        assert!(address.starts_with("/api/pictures/"), "{address}");
        assert_eq!(phone.person().me().await, shown);
        phone.agrees("the picture on all devices", |state| {
            state.me.as_ref().is_some_and(|me| me.avatar.as_ref() == Some(&address))
        }).await;

        // The middle of it, and a smaller one.
        let stranger = server.stranger();
        let large = drawn(&stranger, &address).await;
        assert_eq!(large.dimensions(), (256, 256));
        // The picture counts its columns in green: the middle begins at the 300th, which is 44 again.
        let left = large.get_pixel(2, 128).0[1];
        assert!(left.abs_diff(44) < 16, "it begins where the middle does: {left}");
        assert_eq!(drawn(&stranger, &format!("{address}?size=small")).await.dimensions(), (128, 128));

        // The same again is the same; another is another.
        assert_eq!(me(ada.calls(picture(png(900, 300, 10))).await).avatar.as_ref(), Some(&address));
        let other = me(ada.calls(picture(face(11))).await).avatar.unwrap();
        assert_ne!(other, address);
        is_gone(&stranger, &address).await;
        assert_eq!(me(ada.calls(RemoveAvatar {}).await).avatar, None);
        assert_eq!(me(ada.calls(RemoveAvatar {}).await).avatar, None, "twice is no error");
        is_gone(&stranger, &other).await;
    }

    async fn what_is_no_picture_is_refused_with_its_field(server: &Server, door: Door) {
        let phone = server.phone(&format!("Ada{door:?}")).await;
        let ada = phone.via(door);
        let mut broken = face(1);
        broken.truncate(60);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
        for bytes in [Vec::new(), b"GIF89a".to_vec(), svg, broken, b"<!doctype html>".to_vec()] {
            let problem = problem_of(ada.calls(picture(bytes)).await);
            assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "picture"), "{problem:?}");
        }
        assert_eq!(phone.person().me().await.avatar, None);
    }

    async fn a_hub_is_shown_by_a_picture_to_who_manages_it_and_to_all(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo, olga) = (it.ada.via(door), it.bo.via(door), it.olga.via(door));
        let hub_id = it.hub;
        for command in [Command::from(icon(hub_id, 1)), RemoveHubIcon { hub: hub_id }.into()] {
            assert_eq!(refused(bo.calls(command.clone()).await), ErrorCode::Forbidden);
            assert_eq!(refused(olga.calls(command).await), ErrorCode::NotFound);
        }
        let role = it.ada.makes_role(hub_id, "Managers", Permissions::MANAGE_HUB).await;
        it.ada.assigns(hub_id, it.bo.id(), role.id).await;
        let shown = hub(bo.calls(icon(hub_id, 1)).await);
        let address = shown.icon.clone().expect("a picture");
        it.ada.agrees("the picture of the hub", |state| state.hubs[&hub_id].icon.as_ref() == Some(&address)).await;
        let preview: InvitePreview = {
            let code = it.ada.invites(hub_id).await;
            let Ok(Reply::InvitePreview(preview)) = olga.calls(GetInvite { code }).await else { panic!("an invite") };
            preview
        };
        assert_eq!(preview.icon.as_ref(), Some(&address));
        assert_eq!(drawn(&server.stranger(), &address).await.dimensions(), (200, 200), "no larger than it was");

        let told = log_with(&it.ada, hub_id, AuditAction::HubUpdated).await;
        assert_eq!((told[0].who.id, &*told[0].changes[0].field), (it.bo.id(), "icon"));
        assert_eq!(hub(ada.calls(RemoveHubIcon { hub: hub_id }).await).icon, None);
        it.bo.agrees("no picture", |state| state.hubs[&hub_id].icon.is_none()).await;
        is_gone(&server.stranger(), &address).await;
    }

    async fn a_bot_is_shown_by_the_picture_that_its_owner_chose(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let (ada, bo) = (it.ada.via(door), it.bo.via(door));
        let made = match ada.calls(CreateApplication {
            name: "Echo".to_owned(),
            description: None,
            public: false,
            permissions: Permissions::VIEW,
            intents: vec![Intent::Messages],
        }).await {
            Ok(Reply::ApplicationToken(made)) => made,
            other => panic!("expected an application, got {other:?}"),
        };
        let id: ApplicationId = made.application.id;
        it.ada.calls(AddBot { hub: it.hub, application: id, permissions: Permissions::VIEW }).await.unwrap();
        let set = SetBotAvatar { application: id, picture: Bytes(face(9)) };
        assert_eq!(refused(bo.calls(set.clone()).await), ErrorCode::NotFound, "another's");
        assert_eq!(refused(bo.calls(RemoveBotAvatar { application: id }).await), ErrorCode::NotFound);
        // A bot is no person, and chooses nothing.
        assert_eq!(refused(it.ada.person().program(&made.token).calls(picture(face(9))).await), ErrorCode::Forbidden);
        let address = application(ada.calls(set).await).bot.avatar.expect("a picture");
        let members = it.bo.lists_members(it.hub).await;
        let bot = members.iter().find(|member| member.user.bot).unwrap();
        assert_eq!(bot.user.avatar.as_ref(), Some(&address));
        assert_eq!(application(ada.calls(RemoveBotAvatar { application: id }).await).bot.avatar, None);
        is_gone(it.ada.person(), &address).await;
    }
}

each_engine! {
    async fn a_new_picture_shows_everywhere_and_stays(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, bo, hub, general } = pair(&server).await;
        ada.says(general, "who am I").await;
        bo.sees("who am I").await;
        bo.opens_member_list(hub).await;
        let address = me(ada.calls(picture(face(3))).await).avatar.unwrap();
        bo.agrees("the picture in the member list", |state| {
            state.members[&hub][&ada.id()].user.avatar.as_ref() == Some(&address)
        }).await;
        assert_eq!(bo.reads_page(general).await.messages[0].author.avatar.as_ref(), Some(&address));

        // What is shown for ever can be kept for ever, and does nothing.
        let answer = fetches(&server.stranger(), &address).await;
        let header = |name| answer.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(header(CACHE_CONTROL), "public, max-age=31536000, immutable");
        assert_eq!(header(CONTENT_TYPE), "image/jpeg");
        assert_eq!(header(CONTENT_SECURITY_POLICY), "default-src 'none'; sandbox");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        let tag = header(ETAG);
        let again = server.stranger().request(Method::GET, &address).header(IF_NONE_MATCH, tag).send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let stranger = server.stranger();
        for odd in ["/api/pictures/x", "/api/pictures/..%2f..%2fhubbub.db", &address[..address.len() - 1]] {
            assert_eq!(fetches(&stranger, odd).await.status(), StatusCode::NOT_FOUND, "{odd}");
        }
        assert_eq!(fetches(&stranger, &format!("{address}?size=huge")).await.status(), StatusCode::BAD_REQUEST);

        server.kill9();
        server.restart().await;
        assert_eq!(server.person("Ada").await.me().await.avatar.as_ref(), Some(&address), "after another sign-in");
        assert_eq!(drawn(&server.stranger(), &address).await.dimensions(), (200, 200));
        let (code, said) = {
            server.ask_to_end();
            server.ended_within(std::time::Duration::from_secs(20)).await;
            server.runs(&["check"])
        };
        assert!(code == Some(0) && !said.contains("nothing refers"), "{said}");
    }

    async fn a_picture_goes_when_nobody_shows_it(engine: Engine) {
        let server = Server::on(engine).await;
        let it = Cast::gathers(&server).await;
        // One for two of them.
        let address = me(it.ada.calls(picture(face(7))).await).avatar.unwrap();
        assert_eq!(hub(it.ada.calls(icon(it.hub, 7)).await).icon.as_ref(), Some(&address));
        let bos = me(it.bo.calls(picture(face(8))).await).avatar.unwrap();
        keeps(&server, 4).await;
        it.ada.calls(RemoveAvatar {}).await.unwrap();
        it.ada.calls(picture(face(9))).await.unwrap();
        it.ada.calls(RemoveAvatar {}).await.unwrap();
        keeps(&server, 4).await;
        let stranger = server.stranger();
        assert_eq!(fetches(&stranger, &address).await.status(), StatusCode::OK, "the hub shows it");

        // An account that ends takes its picture along, and is given it before.
        let told = it.bo.person().fetches(Method::GET, "/api/users/@me/export", None).await.text().await.unwrap();
        let hash = bos.rsplit('/').next().unwrap();
        assert!(told.contains(hash), "the export has the picture");
        it.bo.calls(DeleteAccount { name: "Bo".to_owned(), messages: LeftMessages::Kept }).await.unwrap();
        is_gone(&stranger, &bos).await;
        keeps(&server, 2).await;

        // So does a hub.
        it.ada.calls(DeleteHub { hub: it.hub }).await.unwrap();
        is_gone(&stranger, &address).await;
        it.ada.calls(RemoveAvatar {}).await.unwrap();
        it.ada.calls(picture(face(10))).await.unwrap();
        keeps(&server, 2).await;
    }

    async fn nothing_of_what_was_sent_is_kept(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.phone("Ada").await;
        let secret = b"GPS 52.5 13.4";
        let mut photo = written(&DynamicImage::ImageRgb8(image::RgbImage::from_pixel(64, 64, image::Rgb([9, 90, 200]))), ImageFormat::Jpeg);
        photo.extend_from_slice(secret);
        let address = me(ada.calls(picture(photo)).await).avatar.unwrap();
        for form in ["", "?size=small"] {
            let sent = fetches(ada.person(), &format!("{address}{form}")).await.bytes().await.unwrap();
            assert!(!sent.windows(secret.len()).any(|part| part == secret), "{form}");
        }
        // What one sees through stays so.
        let glass = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(40, 60, image::Rgba([255, 0, 0, 100])));
        let address = me(ada.calls(picture(written(&glass, ImageFormat::Png))).await).avatar.unwrap();
        let shown = drawn(ada.person(), &address).await;
        assert_eq!((shown.dimensions(), shown.get_pixel(5, 5).0), ((40, 40), [255, 0, 0, 100]));
    }

    async fn a_picture_has_a_size_at_which_it_is_refused(engine: Engine) {
        let server = Server::on(engine).await;
        let ada = server.person("Ada").await;
        // What stands behind the end of a picture is not looked at, but counts.
        let padded = |bytes: usize| {
            let mut file = face(5);
            file.resize(bytes, 0);
            file
        };
        me(ada.calls(picture(padded(PICTURE_BYTES))).await);
        let problem = problem_of(ada.calls(picture(padded(PICTURE_BYTES + 1))).await);
        assert_eq!((problem.code, &*problem.fields[0].path), (ErrorCode::InvalidInput, "picture"));
        assert_eq!(refused(ada.calls(picture(padded(2 * PICTURE_BYTES))).await), ErrorCode::TooLarge);
    }
}
