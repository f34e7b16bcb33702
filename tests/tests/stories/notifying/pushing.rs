//! Who is told by push, and what it says.

use super::{Away, settings_of};
use hubbub_shared::model::{BlockKind, NotificationLevel, QuietHours};
use hubbub_shared::protocol::command::{
    BlockUser, DeleteChannel, SetCategoryNotifications, SetChannelNotifications, SetHubNotifications,
    UpdateNotificationSettings,
};
use hubbub_shared::{Permissions, Timestamp};
use hubbub_tests::{Acts, Changes, Engine, Phone, Pushed, each_engine, overwrite};
use serde_json::json;

/// A pause that lets a story change something before what waits is tried again.
const BUSY: u16 = 429;

each_engine! {
    async fn somebody_who_is_away_is_told_of_a_mention_with_its_words(engine: Engine) {
        let it = Away::on(engine).await;
        let tablet = it.server.person("Bo").await;
        let tablet = it.service.joins(&tablet).await;
        it.ada.sends(it.general, "nothing for anybody").await;
        it.calls(it.general, "**look** at ||this||").await;
        for device in [&it.phone, &tablet] {
            let came = it.service.comes(device, 1).await.pop().unwrap();
            assert_eq!(came.title(), "Ada in #general");
            assert_eq!(came.body(), "@Bo look at ▇▇▇", "without Markdown, and what is hidden stays so");
            let message = it.bo.reads_page(it.general).await.messages.pop().unwrap();
            let shown = came.shown();
            assert_eq!(shown["navigate"], format!("/hubs/{}/{}/{}", it.hub, it.general, message.id));
            assert_eq!((&shown["tag"], &shown["app_badge"]), (&json!(it.general), &json!("1")));
            assert_eq!((&shown["data"]["message"], &shown["data"]["kind"]), (&json!(message.id), &json!("mention")));
            assert_eq!((&came.payload["web_push"], &came.payload["app_badge"]), (&json!(8030), &json!("1")));
            assert_eq!((came.urgency.as_str(), came.answered), ("high", 201));
            assert!((1..=12 * 3600).contains(&came.ttl) && came.topic.is_some());
        }
        it.ends().await;
    }

    async fn only_those_are_told_who_want_to_be(engine: Engine) {
        let it = Away::on(engine).await;
        let quiet = it.ada.makes_channel(it.hub, "quiet", None).await.id;
        let muted = it.ada.makes_channel(it.hub, "muted", None).await.id;
        let later = Some(Timestamp(4_000_000_000_000));
        it.bo.calls(SetChannelNotifications { channel: quiet, level: Some(NotificationLevel::None), muted_until: None }).await.unwrap();
        it.bo.calls(SetChannelNotifications { channel: muted, level: None, muted_until: later }).await.unwrap();
        it.calls(quiet, "quiet").await;
        it.calls(muted, "muted").await;
        assert_eq!(it.bodies_until("first").await, ["@Bo first"]);

        // All day but a minute that is over, wherever the story runs.
        let hours = QuietHours { from: 1, to: 0, time_zone: "Pacific/Kiritimati".to_owned() };
        let quiet_hours = |hours| UpdateNotificationSettings { level: None, previews: None, quiet_hours: Some(hours) };
        settings_of(it.bo.calls(quiet_hours(Some(hours))).await);
        it.calls(it.general, "in quiet hours").await;
        it.is_decided().await;
        settings_of(it.bo.calls(quiet_hours(None)).await);
        assert_eq!(it.bodies_until("last").await, ["@Bo first", "@Bo last"]);
        it.ends().await;
    }

    async fn without_previews_nobody_reads_the_words_over_a_shoulder(engine: Engine) {
        let it = Away::on(engine).await;
        let previews = Some(false);
        it.bo.calls(UpdateNotificationSettings { level: None, previews, quiet_hours: None }).await.unwrap();
        it.calls(it.general, "a secret").await;
        let came = it.service.comes(&it.phone, 1).await.pop().unwrap();
        assert_eq!((came.title(), came.body()), ("Ada in #general", "You were mentioned · Rust"));
        assert!(!came.payload.to_string().contains("secret"));
        it.ends().await;
    }

    async fn who_listens_to_all_of_a_hub_is_told_of_every_message_of_others(engine: Engine) {
        let it = Away::on(engine).await;
        let all = |level| SetHubNotifications { hub: it.hub, level, muted_until: None };
        it.bo.calls(all(Some(NotificationLevel::All))).await.unwrap();
        it.bo.sends(it.general, "of Bo's own").await;
        it.ada.sends(it.general, "for everybody").await;
        let came = it.service.comes(&it.phone, 1).await.pop().unwrap();
        assert_eq!((came.title(), came.body()), ("Ada in #general", "for everybody"));
        assert_eq!((came.urgency.as_str(), &came.shown()["data"]["kind"]), ("normal", &json!("message")));

        // No more, from this moment on.
        it.bo.calls(all(None)).await.unwrap();
        let elsewhere = it.ada.makes_channel(it.hub, "elsewhere", None).await.id;
        it.ada.sends(elsewhere, "not for Bo").await;
        it.calls(elsewhere, "for Bo").await;
        let came = it.service.comes(&it.phone, 2).await;
        assert_eq!(came[1].body(), "@Bo for Bo");
        it.ends().await;
    }

    async fn who_listens_to_a_channel_hears_of_that_one_and_once(engine: Engine) {
        let it = Away::on(engine).await;
        let category = it.ada.views(it.hub).await.categories[0].id;
        let inside = it.ada.makes_channel(it.hub, "inside", Some(category)).await.id;
        let outside = it.ada.makes_channel(it.hub, "outside", None).await.id;
        let (all, hub) = (Some(NotificationLevel::All), it.hub);
        it.bo.calls(SetCategoryNotifications { hub, category, level: all, muted_until: None }).await.unwrap();
        it.bo.calls(SetChannelNotifications { channel: inside, level: all, muted_until: None }).await.unwrap();
        it.ada.sends(outside, "outside").await;
        it.ada.sends(inside, "inside").await;
        assert_eq!(it.bodies_until("last").await, ["inside", "@Bo last"], "by the channel and its category once");

        // What is nearest counts.
        it.bo.calls(SetChannelNotifications { channel: inside, level: Some(NotificationLevel::Mentions), muted_until: None }).await.unwrap();
        let beside = it.ada.makes_channel(it.hub, "beside", Some(category)).await.id;
        it.ada.sends(inside, "no more").await;
        it.ada.sends(beside, "beside").await;
        let came = it.service.comes(&it.phone, 3).await;
        assert_eq!(came[2].body(), "beside");
        it.ends().await;
    }

    async fn whoever_is_blocked_reaches_nobody_by_push_and_cannot_tell(engine: Engine) {
        let it = Away::on(engine).await;
        let olga = it.server.person("Olga").await;
        olga.joins(&it.ada.invites(it.hub).await).await;
        let bo = it.bo.me().await.id;
        it.bo.calls(SetHubNotifications { hub: it.hub, level: Some(NotificationLevel::All), muted_until: None }).await.unwrap();
        it.bo.calls(BlockUser { user: olga.me().await.id, kind: BlockKind::Blocked }).await.unwrap();
        let sent = olga.sends(it.general, &format!("<@{bo}> hello")).await;
        assert_eq!(sent.mentions, [bo], "Olga sees what she always saw");
        assert_eq!(it.bodies_until("hello").await, ["@Bo hello"], "Ada's alone");
        it.ends().await;
    }

    async fn what_is_read_deleted_or_hidden_meanwhile_is_not_told(engine: Engine) {
        let it = Away::on(engine).await;
        let mut channels = Vec::new();
        for name in ["read", "deleted", "hidden", "gone"] {
            channels.push(it.ada.makes_channel(it.hub, name, None).await.id);
        }
        let [read, deleted, hidden, gone] = channels[..] else { panic!("four") };
        let busy = json!({ "status": BUSY, "headers": { "retry-after": "10" } });
        it.service.answers(&it.phone, json!([busy, busy, busy, busy])).await;
        for channel in channels.iter().copied() {
            it.calls(channel, "look").await;
        }
        // The service asks for a pause: nothing else is sent to it meanwhile.
        it.service.comes(&it.phone, 1).await;
        it.bo.marks_read(read).await;
        let message = it.ada.reads_page(deleted).await.messages.pop().unwrap();
        it.ada.deletes(&message).await;
        it.ada.overwrites(hidden, overwrite(it.hub.everyone()).denying(Permissions::VIEW)).await;
        it.ada.calls(DeleteChannel { channel: gone }).await.unwrap();
        it.service.answers(&it.phone, json!([])).await;
        it.bodies_until("at last").await;
        let received = it.service.received(&it.phone).await;
        let taken: Vec<_> = received.iter().filter(|one| one.answered != BUSY).map(Pushed::body).collect();
        assert_eq!(taken, ["@Bo at last"]);
        it.ends().await;
    }

    async fn many_messages_of_a_place_become_one_notification(engine: Engine) {
        let it = Away::on(engine).await;
        let busy = json!({ "status": BUSY, "headers": { "retry-after": "5" } });
        it.service.answers(&it.phone, json!([busy])).await;
        it.calls(it.general, "one").await;
        it.service.comes(&it.phone, 1).await;
        it.calls(it.general, "two").await;
        it.calls(it.general, "three").await;
        let came = it.service.comes(&it.phone, 2).await.pop().unwrap();
        assert_eq!((came.title(), came.body()), ("3 new messages in #general", "Ada: @Bo three"));
        assert_eq!(came.shown()["app_badge"], "3");
        it.ends().await;
    }

    async fn who_is_there_is_told_later_and_only_if_it_is_not_read(engine: Engine) {
        let it = Away::on(engine).await;
        let elsewhere = it.ada.makes_channel(it.hub, "elsewhere", None).await.id;
        let desk = Phone::open(it.bo.again()).await;
        it.calls(elsewhere, "read at once").await;
        desk.marks_read(elsewhere).await;
        it.calls(it.general, "not read").await;
        assert_eq!(it.service.comes(&it.phone, 1).await[0].body(), "@Bo not read");
        assert_eq!(it.service.received(&it.phone).await.len(), 1);
        drop(desk);
        it.ends().await;
    }
}
