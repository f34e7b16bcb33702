//! Being told, in the app: turning it on and trying it, choosing of what, and the inbox.

use hubbub_shared::model::{Message, NotificationLevel};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{DeleteChannel, GetNotificationSettings};
use hubbub_shared::{ChannelId, HubId};
use hubbub_tests::browser::{Page, Screen, play_in_browser_with};
use hubbub_tests::{Acts, Engine, Person, PushService, Server, Subscription, eventually, push_of};
use serde_json::json;

/// Ada looks at her garden, of which Bo is a member.
struct Scene {
    ada: Screen,
    bo: Person,
    hub: HubId,
    general: ChannelId,
    address: String,
}

impl Scene {
    async fn on(server: &Server, page: Page) -> Self {
        let (ada, bo) = (server.person("Ada").await, server.person("Bo").await);
        let view = ada.creates_hub("Old Mill").await;
        bo.joins(&ada.invites(view.id).await).await;
        let (hub, general, address) = (view.id, view.channels[0].id, server.address());
        let origin = address.clone();
        page.lets_notify(&origin, "prompt").await;
        let ada = Screen::enters(page, &address, "Ada", "/").await;
        Self { ada, bo, hub, general, address }
    }

    /// The same, and Ada's browser reaches a push service, with a subscription that it would have there.
    async fn reaching(service: &PushService, page: Page) -> (Server, Self, Subscription) {
        let server = Server::with(Engine::Sqlite, &[("HUBBUB_PUSH_HOSTS", &service.host())]).await;
        let it = Self::on(&server, page).await;
        let key = push_of(&server.person("Ada").await).await.public_key;
        let subscription = service.subscribes(&key).await;
        it.ada.page.subscribes_as(&subscription).await;
        (server, it, subscription)
    }

    async fn names_ada(&self, server: &Server, words: &str) -> Message {
        let ada = server.person("Ada").await.me().await.id;
        self.bo.sends(self.general, &format!("<@{ada}> {words}")).await
    }
}

#[test]
fn a_device_is_turned_on_tried_and_turned_off() {
    play_in_browser_with(&[], async |_, chromium| {
        let service = PushService::start().await;
        let (server, it, subscription) = Scene::reaching(&service, chromium.desktop().await).await;
        let page = &it.ada.page;
        it.ada.goes_to("/settings").await;
        page.taps_words(".row", "Notifications").await;
        page.shows("[data-testid=turn-on-push]").await;
        page.tells("None yet").await;

        page.lets_notify(&it.address, "granted").await;
        it.ada.taps("turn-on-push").await;
        it.ada.shows("turn-off-push").await;
        page.tells("127.0.0.1").await;

        it.ada.taps("try-push").await;
        let brought = service.comes(&subscription, 1).await;
        page.becomes("the third step to be done", &standing(2, "works")).await;
        page.is_brought(&it.address, &brought[0]).await;
        page.becomes("the last step to be done", &standing(3, "works")).await;
        page.is_notified_of(&["Notifications work"]).await;
        page.has_no_barriers("a trial that worked").await;

        // The push service forgets it: the step that fails says what to do.
        service.answers(&subscription, json!([{ "status": 410 }])).await;
        it.ada.taps("try-push").await;
        page.becomes("the third step to fail", &standing(2, "fails")).await;
        page.tells("Turn notifications on again").await;

        // At the next start the device signs up again by itself.
        page.reloads().await;
        let is_told = || async {
            let devices = push_of(&server.person("Ada").await).await.devices;
            (devices.len() == 1).then_some(())
        };
        eventually("the device to be told again", is_told).await;
        it.ada.taps("turn-off-push").await;
        it.ada.shows("turn-on-push").await;
        assert!(push_of(&server.person("Ada").await).await.devices.is_empty());
        it.ada.is_content();
    });
}

fn standing(step: usize, standing: &str) -> String {
    format!("document.querySelectorAll('[data-testid=trial] li')[{step}]?.dataset.standing === '{standing}'")
}

#[test]
fn a_blocked_browser_says_what_to_do_and_looks_again() {
    play_in_browser_with(&[], async |server, chromium| {
        let it = Scene::on(&server, chromium.phone().await).await;
        let page = &it.ada.page;
        page.lets_notify(&it.address, "denied").await;
        it.ada.goes_to("/settings/notifications").await;
        page.tells("Only you can change that").await;
        page.lets_notify(&it.address, "prompt").await;
        it.ada.taps("look-again").await;
        it.ada.shows("turn-on-push").await;
        it.ada.is_content();
    });
}

#[test]
fn what_is_pushed_is_shown_leads_to_its_message_and_goes_when_that_is_read() {
    play_in_browser_with(&[], async |_, chromium| {
        let service = PushService::start().await;
        let (server, it, _) = Scene::reaching(&service, chromium.desktop().await).await;
        let page = &it.ada.page;
        page.lets_notify(&it.address, "granted").await;
        it.ada.goes_to("/settings/notifications").await;
        it.ada.taps("turn-on-push").await;
        it.ada.shows("turn-off-push").await;
        it.ada.goes_to("/").await;
        it.ada.connects().await;
        let message = it.names_ada(&server, "do you come?").await;
        let to = format!("{}/hubs/{}/{}/{}", it.address, it.hub, it.general, message.id);
        let data =
            json!({ "message": message.id, "place": it.general, "seq": message.seq, "kind": "mention" });
        let notification = json!({ "title": "Bo in #general", "body": "do you come?", "navigate": to, "tag": it.general, "data": data });
        let payload = json!({ "web_push": 8030, "app_badge": "1", "notification": notification });
        page.is_pushed(&it.address, &payload).await;
        page.is_pushed(&it.address, &payload).await;
        page.is_notified_of(&["Bo in #general"]).await;
        page.is_pushed(&it.address, &json!("what is this?")).await;
        page.is_notified_of(&["Bo in #general", "Hubbub"]).await;

        // What the worker posts when it is tapped.
        let tapped = format!(
            "navigator.serviceWorker.dispatchEvent(new MessageEvent('message', {{ data: {{ type: 'OPEN', url: new URL('{to}').pathname }} }}))"
        );
        page.evaluates("globalThis.isSamePage = true").await;
        page.evaluates(&tapped).await;
        it.ada.sees_in_some("do you come?").await;
        assert_eq!(page.evaluates("isSamePage").await, true, "nothing was loaded anew");
        page.becomes("no count", "!document.querySelector('.badge-count')").await;
        page.is_notified_of(&["Hubbub"]).await;

        // Who looks at the channel needs no notification of it.
        page.is_pushed(&it.address, &payload).await;
        page.is_notified_of(&["Hubbub"]).await;
        it.ada.is_content();
    });
}

#[test]
fn a_notification_is_answered_and_marked_as_read_without_the_app() {
    play_in_browser_with(&[], async |server, chromium| {
        let it = Scene::on(&server, chromium.desktop().await).await;
        let page = &it.ada.page;
        page.lets_notify(&it.address, "granted").await;
        let message = it.names_ada(&server, "do you come?").await;
        let data =
            json!({ "message": message.id, "place": it.general, "seq": message.seq, "kind": "mention" });
        let notification =
            json!({ "title": "Bo in #general", "body": "do you come?", "tag": it.general, "data": data });
        page.is_pushed(&it.address, &json!({ "web_push": 8030, "notification": notification })).await;
        page.is_notified_of(&["Bo in #general"]).await;
        let offered =
            "registration.getNotifications().then(([one]) => one.actions.map((it) => it.action).join())";
        assert_eq!(page.in_worker(&it.address, offered).await, "reply,read");

        let act = |action: &str, reply: &str| {
            format!("act({notification}, '{action}', '{reply}').then(() => 'done')")
        };
        page.in_worker(&it.address, &act("reply", "In a minute")).await;
        let said = it.bo.reads_page(it.general).await.messages.pop().unwrap();
        assert_eq!(said.content, "In a minute");
        let ada = server.phone("Ada").await;
        assert_eq!(ada.state().channels[&it.general].mentions, 0, "who answers has read it");

        let second = it.names_ada(&server, "and you?").await;
        let data = json!({ "message": second.id, "place": it.general, "seq": second.seq });
        let read = format!("act({{ title: '', data: {data} }}, 'read').then((it) => it.status)");
        assert_eq!(page.in_worker(&it.address, &read).await, 200);
        assert_eq!(server.phone("Ada").await.state().channels[&it.general].mentions, 0);

        // What cannot be sent is not lost.
        let hidden = server.person("Ada").await.makes_channel(it.hub, "gone", None).await.id;
        server.person("Ada").await.calls(DeleteChannel { channel: hidden }).await.unwrap();
        let data = json!({ "message": "1", "place": hidden, "seq": 1 });
        let lost =
            format!("act({{ title: 'Bo in #gone', data: {data} }}, 'reply', 'Too late').then(() => 'done')");
        page.in_worker(&it.address, &lost).await;
        page.is_notified_of(&["Bo in #general", "Not sent: Bo in #gone"]).await;
    });
}

#[test]
fn a_place_is_chosen_for_and_muted_in_its_sheet_and_it_can_be_undone() {
    play_in_browser_with(&[], async |server, chromium| {
        let it = Scene::on(&server, chromium.desktop().await).await;
        let page = &it.ada.page;
        it.ada.goes_to(&format!("/hubs/{}/{}", it.hub, it.general)).await;
        page.taps("button[aria-label=\"Hub actions\"]").await;
        it.ada.chooses("Notifications").await;
        it.ada.chooses("All messages").await;
        page.has_no_dialog().await;
        page.tells("Old Mill: All messages").await;
        is_chosen(&server, &[(None, Some(NotificationLevel::All), false)]).await;

        page.taps(".bar-place").await;
        it.ada.chooses("Notifications").await;
        page.tells("As in Old Mill").await;
        let checked = "document.activeElement?.ariaChecked === 'true'";
        page.becomes("the focus on what is chosen", checked).await;
        page.has_no_barriers("what one is told of in a channel").await;
        it.ada.chooses("Until I turn it on again").await;
        let hub = (None, Some(NotificationLevel::All), false);
        is_chosen(&server, &[hub, (Some(it.general), None, true)]).await;
        it.ada.taps("undo").await;
        is_chosen(&server, &[hub]).await;

        it.ada.goes_to("/settings/notifications").await;
        page.taps_words(".row", "Old Mill").await;
        it.ada.chooses("For 1 hour").await;
        page.tells("All messages · Muted until").await;
        page.taps_words(".governing-tick", "Nothing").await;
        page.taps_words(".switch", "Show what was written").await;
        page.taps_words(".switch", "Quiet hours").await;
        page.shows("#quiet-from").await;
        page.tells("By the clock of this device").await;
        page.has_no_barriers("what one is told of").await;
        let of_ada = async || {
            let ada = server.person("Ada").await;
            match ada.calls(GetNotificationSettings {}).await {
                Ok(Reply::NotificationSettings(settings)) => settings,
                other => panic!("{other:?}"),
            }
        };
        eventually("all of it to be saved", || async {
            let now = of_ada().await;
            let is_saved = now.level == NotificationLevel::None && !now.previews;
            now.quiet_hours.filter(|hours| is_saved && (hours.from, hours.to) == (1320, 420))
        })
        .await;
        it.ada.is_content();
    });
}

/// By channel, or for the hub; the level; and whether it is muted.
type Choice = (Option<ChannelId>, Option<NotificationLevel>, bool);

async fn is_chosen(server: &Server, wanted: &[Choice]) {
    let ada = server.person("Ada").await;
    eventually(&format!("{wanted:?} to be chosen"), || async {
        let Ok(Reply::NotificationSettings(now)) = ada.calls(GetNotificationSettings {}).await else {
            return None;
        };
        let places = now.places.iter().map(|one| (one.channel, one.level, one.muted_until.is_some()));
        (places.collect::<Vec<_>>() == wanted).then_some(())
    })
    .await;
}

#[test]
fn the_inbox_has_what_names_somebody_leads_there_and_offers_to_tell() {
    play_in_browser_with(&[], async |server, chromium| {
        let it = Scene::on(&server, chromium.phone().await).await;
        let page = &it.ada.page;
        page.taps_words(".tab", "Inbox").await;
        page.tells("Nobody has called you yet").await;
        it.names_ada(&server, "are you **there**?").await;
        page.shows(".inbox-row[data-unread]").await;
        page.tells("#general · Old Mill").await;
        page.tells("@Ada are you there?").await;
        page.becomes("the count", "document.querySelector('.tab .badge-count')?.innerText === '1'").await;
        it.ada.shows("told-offer").await;
        page.has_no_barriers("the inbox").await;
        page.taps_words("[data-testid=told-offer] .button", "Not now").await;

        it.ada.taps("inbox-entry").await;
        it.ada.sees_in_some("are you there?").await;
        let here = format!("location.pathname === '/hubs/{}/{}'", it.hub, it.general);
        page.becomes("the channel", &here).await;
        page.goes_back().await;
        page.becomes("nothing new", "!!document.querySelector('.inbox-row:not([data-unread])')").await;
        assert!(!page.has("[data-testid=told-offer]").await, "not again");
        it.ada.is_content();
    });
}
