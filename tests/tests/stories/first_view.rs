//! The place that somebody opens is in the page before the app is there: for them alone, and the app goes on from it.

use crate::scene::general_of;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::CreateRole;
use hubbub_shared::{ChannelId, HubId, Permissions};
use hubbub_tests::browser::{Chromium, Page, Screen, play_in_browser};
use hubbub_tests::{Acts, Cable, Changes, Engine, Person, Server, eventually, overwrite, play};
use reqwest::header::{ACCEPT, CACHE_CONTROL, HeaderMap};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Bo's hub with Ada, who does not see all of it.
struct Scene {
    ada: Person,
    bo: Person,
    hub: HubId,
    general: ChannelId,
    hidden: ChannelId,
}

impl Scene {
    async fn is_set(server: &Server, messages: u64) -> Self {
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let view: HubView = bo.creates_hub("Old Mill").await;
        let (hub, general) = (view.id, general_of(&view));
        ada.joins(&bo.invites(hub).await).await;
        let nobody = vec![overwrite(hub.everyone()).denying(Permissions::VIEW)];
        let hidden = bo.makes_channel_with(hub, "cellar", nobody).await.id;
        bo.sends(hidden, "buried treasure").await;
        for number in 1..messages {
            bo.sends(general, &format!("line {number}")).await;
        }
        bo.sends(general, "the **newest** </script><!-- words").await;
        Self { ada, bo, hub, general, hidden }
    }

    fn place(&self) -> String {
        format!("/hubs/{}/{}", self.hub, self.general)
    }
}

/// The page at an address, as a browser gets it that opens it.
/// With a view, though a machine that has much to do gets the skeleton at first.
async fn opened(person: &Person, path: &str) -> (HeaderMap, String) {
    eventually("a drawn page", || async {
        let request = person.request(Method::GET, path).header(ACCEPT, "text/html,*/*;q=0.8");
        let answer = request.header("sec-fetch-dest", "document").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let (headers, page) = (answer.headers().clone(), answer.text().await.unwrap());
        is_drawn(&page).then_some((headers, page))
    })
    .await
}

fn is_drawn(page: &str) -> bool {
    page.contains("data-drawn") && !page.contains("class=\"first\"")
}

/// Only with an app to draw into.
fn with_a_site(story: impl AsyncFnOnce(Server)) {
    if hubbub_tests::site().is_some() {
        play(Engine::Sqlite, async |engine| story(Server::on(engine).await).await);
    }
}

#[test]
fn what_somebody_may_see_is_in_their_page_and_nobody_elses() {
    with_a_site(async |server| {
        let scene = Scene::is_set(&server, 60).await;
        let (headers, page) = opened(&scene.ada, &scene.place()).await;
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        assert!(page.contains("the <strong>newest</strong> &lt;/script&gt;&lt;!-- words"), "drawn");
        assert!(page.contains(r"the **newest** \u003c/script>\u003c!-- words"), "and beside it");
        assert_eq!(page.matches("data-testid=\"message\"").count(), 50);
        assert!(page.contains("Old Mill") && page.contains("<title>#general · "), "{page}");
        for secret in ["cellar", "buried treasure", &scene.hidden.to_string()] {
            assert!(!page.contains(secret), "{secret} is in Ada's page");
        }
        let (_, bos) = opened(&scene.bo, &scene.place()).await;
        assert!(bos.contains("cellar"), "Bo sees it");
        let outside = server.person("Olga").await;
        let (_, page) = opened(&outside, &scene.place()).await;
        assert!(!page.contains("Old Mill") && !page.contains("newest"), "{page}");
    });
}

#[test]
fn what_one_may_not_see_is_answered_like_what_does_not_exist() {
    with_a_site(async |server| {
        let scene = Scene::is_set(&server, 60).await;
        let of = async |channel: ChannelId| {
            let (_, page) = opened(&scene.ada, &format!("/hubs/{}/{channel}", scene.hub)).await;
            // When it was drawn.
            page.split_once("\"at\":")
                .map(|(before, after)| before.to_owned() + after.trim_start_matches(char::is_numeric))
        };
        assert_eq!(of(scene.hidden).await, of(ChannelId(1)).await);
    });
}

#[test]
fn strangers_get_the_way_in_and_programs_the_bare_page() {
    with_a_site(async |server| {
        let scene = Scene::is_set(&server, 60).await;
        let (headers, page) = opened(&server.stranger(), &scene.place()).await;
        assert!(page.contains("Pick a name") && !page.contains("Old Mill"), "{page}");
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        // What the service worker collects, and whoever does not open a page.
        for (path, accept, destination) in [
            ("/index.html", "text/html", "document"),
            ("/", "*/*", "empty"),
            ("/", "text/html", "empty"),
            ("/settings", "text/html", "document"),
        ] {
            let request = scene.ada.request(Method::GET, path).header(ACCEPT, accept);
            let answer = request.header("sec-fetch-dest", destination).send().await.unwrap();
            assert_eq!(answer.headers()[CACHE_CONTROL], "no-cache", "{path} {accept} {destination}");
            let page = answer.text().await.unwrap();
            assert!(page.contains("class=\"first\"") && !page.contains("Old Mill"), "{path}");
        }
    });
}

#[test]
fn a_store_that_does_not_answer_does_not_hold_the_page_up() {
    if hubbub_tests::site().is_none() {
        return;
    }
    play(Engine::MongoDb, async |_| {
        let cable = Cable::to_mongodb().await;
        let server = Server::with(Engine::Sqlite, &[("MONGODB_URI", &cable.uri())]).await;
        let ada = server.person("Ada").await;
        opened(&ada, "/").await;
        cable.cut();
        let asked = Instant::now();
        let answer = ada.request(Method::GET, "/").header(ACCEPT, "text/html").send().await.unwrap();
        assert_eq!(
            (answer.status(), &answer.headers()[CACHE_CONTROL]),
            (StatusCode::OK, &"no-cache".parse().unwrap())
        );
        let page = answer.text().await.unwrap();
        assert!(page.contains("class=\"first\""), "the skeleton: {page}");
        // The driver would wait for seconds.
        assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    });
}

#[test]
fn the_words_are_there_without_scripts() {
    play_in_browser(async |server, chromium| {
        let scene = Scene::is_set(&server, 60).await;
        for tab in [chromium.phone().await, chromium.desktop().await] {
            let ada = Screen::enters(tab, &server.address(), "Ada", "/settings").await;
            leaves_no_worker(&ada).await;
            ada.page.runs_scripts(false).await;
            opens_drawn(&ada, &scene.place()).await;
            let shown = ada.page.texts(".message-text").await;
            assert_eq!(shown.last().unwrap(), "the newest </script><!-- words");
            assert!(ada.page.has(".composer-text").await && ada.page.has(".conversation").await);
            ada.page.runs_scripts(true).await;
            ada.is_content();
        }
    });
}

/// The next load is the server's.
async fn leaves_no_worker(screen: &Screen) {
    screen
        .page
        .becomes("the service worker", "navigator.serviceWorker.ready.then((it) => !!it.active)")
        .await;
    let leave = "navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((it) => it.unregister()))).then(() => true)";
    screen.page.becomes("no service worker", leave).await;
    screen.page.goes_to("about:blank").await;
}

#[test]
fn the_app_takes_over_where_the_view_is_without_asking_again() {
    play_in_browser(async |server, chromium| {
        let scene = Scene::is_set(&server, 40).await;
        for (tab, scheme) in [(chromium.phone().await, "light"), (chromium.desktop().await, "dark")] {
            tab.prefers(scheme).await;
            let ada = Screen::enters(tab, &server.address(), "Ada", "/settings").await;
            // First steps are shown only when it is known who is in the hub.
            let closes = format!("localStorage.setItem('hubbub.guide.{}', 'closed')", scene.hub);
            ada.page.evaluates(&closes).await;
            leaves_no_worker(&ada).await;
            takes_over(&ada, &scene, &format!("news in the {scheme}")).await;
        }
    });
}

/// A machine that has much to do gets the skeleton: again, then.
async fn opens_drawn(screen: &Screen, place: &str) {
    eventually("a drawn page", || async {
        screen.goes_to(place).await;
        let is_there = "document.readyState !== 'loading' && location.pathname === ";
        screen.page.becomes("the page", &format!("{is_there}'{place}'")).await;
        screen.page.has("#app[data-drawn] [data-testid=message]").await.then_some(())
    })
    .await;
}

async fn takes_over(ada: &Screen, scene: &Scene, news: &str) {
    let (asked, heard) = (ada.page.asked_for().len(), ada.page.heard().len());
    ada.page.holds_the_app_up(true).await;
    opens_drawn(ada, &scene.place()).await;
    let drawn = boxes(&ada.page).await;
    ada.page.holds_the_app_up(false).await;
    ada.connects().await;
    ada.page.becomes("the app", "!document.querySelector('[data-drawn]')").await;
    assert_eq!(ada.page.jumps().await, [Value::Null; 0], "nothing moved");
    scene.bo.sends(scene.general, news).await;
    ada.sees(news).await;
    let asked = &ada.page.asked_for()[asked..];
    assert!(!asked.iter().any(|url| url.contains("/api/")), "{asked:?}");
    let heard = &ada.page.heard()[heard..];
    assert!(heard.iter().any(|frame| frame.contains(news)), "frames are read");
    assert!(!heard.iter().any(|frame| frame.contains("the **newest**")), "the page came a second time");
    ada.is_content();

    // What is on the screen, but for the news.
    let app = boxes(&ada.page).await;
    let missing: Vec<_> = drawn.iter().filter(|it| !app.contains(it)).collect();
    assert!(drawn.len() > 20 && missing.is_empty(), "drawn, but not of the app: {missing:#?}\n{app:#?}");
}

/// What stands beside the conversation with where it is, and of the conversation what it says, which moves with news.
async fn boxes(page: &Page) -> Vec<Value> {
    let look = "[...document.querySelectorAll('.side *, .main .bar *, .composer-form *, .tabs *')].filter((it) => it.checkVisibility()).map((it) => {
        const box = it.getBoundingClientRect();
        return [it.tagName, it.className.baseVal ?? it.className, it.childElementCount ? '' : it.textContent, ...[box.x, box.y, box.width, box.height].map(Math.round)];
    }).concat([...document.querySelectorAll('.message')].map((it) => {
        const box = it.getBoundingClientRect();
        return ['message', it.innerText, box.x, Math.round(box.width), Math.round(box.height)];
    }))";
    serde_json::from_value(page.evaluates(look).await).unwrap()
}

#[test]
fn what_is_written_before_the_app_is_there_stays() {
    play_in_browser(async |server, chromium| {
        let scene = Scene::is_set(&server, 60).await;
        let ada = Screen::enters(chromium.phone().await, &server.address(), "Ada", "/settings").await;
        leaves_no_worker(&ada).await;
        ada.page.holds_the_app_up(true).await;
        opens_drawn(&ada, &scene.place()).await;
        ada.page.evaluates("document.querySelector('.composer-text').focus()").await;
        ada.types("early words").await;
        ada.page.evaluates("document.querySelector('.conversation').scrollTop = -300").await;
        ada.page.holds_the_app_up(false).await;
        ada.page.becomes("the app", "!document.querySelector('[data-drawn]')").await;
        ada.has_written("early words").await;
        let stays = "document.activeElement === document.querySelector('.composer-text') && document.querySelector('.conversation').scrollTop";
        assert_eq!(ada.page.evaluates(stays).await, -300);
    });
}

#[test]
fn names_have_their_colours_before_the_app_is_there_and_keep_them() {
    play_in_browser(async |server, chromium| {
        let scene = Scene::is_set(&server, 60).await;
        let role = CreateRole {
            color: Some(0x00_66ff),
            ..CreateRole::of(scene.hub, "Gardener".to_owned(), Permissions::NONE)
        };
        let Ok(Reply::Role(role)) = scene.bo.calls(role).await else { panic!("a role is made") };
        scene.bo.assigns(scene.hub, scene.bo.me().await.id, role.id).await;
        let ada = Screen::enters(chromium.phone().await, &server.address(), "Ada", "/settings").await;
        leaves_no_worker(&ada).await;
        ada.page.holds_the_app_up(true).await;
        opens_drawn(&ada, &scene.place()).await;
        let color = "getComputedStyle(document.querySelector('.message-author')).color";
        let plain = "getComputedStyle(document.body).color";
        let drawn = ada.page.evaluates(color).await;
        assert_ne!(drawn, ada.page.evaluates(plain).await, "Bo's name is in colour");
        ada.page.holds_the_app_up(false).await;
        ada.page.becomes("the app", "!document.querySelector('[data-drawn]')").await;
        assert_eq!(ada.page.evaluates(color).await, drawn);
        ada.is_content();
    });
}

#[test]
fn nothing_of_a_person_is_in_what_the_service_worker_keeps() {
    play_in_browser(async |server, chromium: Chromium| {
        let scene = Scene::is_set(&server, 60).await;
        let ada = Screen::enters(chromium.phone().await, &server.address(), "Ada", &scene.place()).await;
        ada.starts_offline().await;
        ada.connects().await;
        let kept = "caches.keys().then(async (names) => {
            const texts = [];
            for (const name of names) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
            }
            return texts;
        })";
        let kept: Vec<String> = serde_json::from_value(ada.page.evaluates(kept).await).unwrap();
        assert!(kept.iter().any(|file| file.contains("<!doctype html>")), "the page is kept");
        for file in kept {
            assert!(!file.contains("Old Mill") && !file.contains("line 50"), "{file}");
        }
    });
}
