//! Choosing of what one is told.

use super::{place, settings, settings_of};
use crate::scene::Cast;
use hubbub_shared::model::{NotificationLevel, PlaceNotifications, QuietHours};
use hubbub_shared::protocol::command::{
    SetCategoryNotifications, SetChannelNotifications, SetHubNotifications, UpdateNotificationSettings,
};
use hubbub_shared::{CategoryId, ErrorCode, Timestamp};
use hubbub_tests::{Acts, Door, Server, each_door};

const LATER: Timestamp = Timestamp(4_000_000_000_000);

fn nothing() -> UpdateNotificationSettings {
    UpdateNotificationSettings { level: None, previews: None, quiet_hours: None }
}

fn quiet(from: u16, to: u16, time_zone: &str) -> UpdateNotificationSettings {
    let hours = QuietHours { from, to, time_zone: time_zone.to_owned() };
    UpdateNotificationSettings { quiet_hours: Some(Some(hours)), ..nothing() }
}

each_door! {
    async fn what_is_chosen_is_kept_and_is_ones_own(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let bo = it.bo.via(door);
        let usual = settings(&bo).await;
        assert_eq!((usual.level, usual.previews, usual.quiet_hours), (NotificationLevel::Mentions, true, None));
        assert!(usual.places.is_empty());

        let told = settings_of(bo.calls(quiet(22 * 60, 7 * 60, "Europe/Berlin")).await);
        assert_eq!(told.quiet_hours.as_ref().map(|hours| hours.from), Some(22 * 60));
        let level = Some(NotificationLevel::None);
        let told = settings_of(bo.calls(UpdateNotificationSettings { level, previews: Some(false), ..nothing() }).await);
        assert_eq!((told.level, told.previews), (NotificationLevel::None, false));
        assert!(told.quiet_hours.is_some(), "what is not given stays");
        let told = settings_of(bo.calls(UpdateNotificationSettings { quiet_hours: Some(None), ..nothing() }).await);
        assert_eq!(told.quiet_hours, None);

        let category = it.ada.views(it.hub).await.categories[0].id;
        let all = Some(NotificationLevel::All);
        bo.calls(SetHubNotifications { hub: it.hub, level: all, muted_until: None }).await.unwrap();
        bo.calls(SetCategoryNotifications { hub: it.hub, category, level: None, muted_until: Some(LATER) }).await.unwrap();
        bo.calls(SetChannelNotifications { channel: it.general, level, muted_until: None }).await.unwrap();
        let of_hub = PlaceNotifications { level: all, ..place(it.hub) };
        let of_category = PlaceNotifications { category: Some(category), muted_until: Some(LATER), ..place(it.hub) };
        let of_channel = PlaceNotifications { channel: Some(it.general), level, ..place(it.hub) };
        assert_eq!(settings(&bo).await.places, [of_hub, of_category.clone(), of_channel.clone()]);

        let told = settings_of(bo.calls(SetHubNotifications { hub: it.hub, level: None, muted_until: None }).await);
        assert_eq!(told.places, [of_category, of_channel], "nothing chosen is forgotten");
        assert!(settings(&it.ada).await.places.is_empty(), "others have their own");
    }

    async fn what_cannot_be_is_refused_with_its_field(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let bo = it.bo.via(door);
        for (wrong, field) in [
            (quiet(0, 0, "Europe/Berlin"), "quiet_hours"),
            (quiet(0, 1440, "Europe/Berlin"), "quiet_hours"),
            (quiet(0, 60, "Nowhere/Atlantis"), "quiet_hours.time_zone"),
            (UpdateNotificationSettings { level: Some(NotificationLevel::All), ..nothing() }, "level"),
        ] {
            let refused = bo.calls(wrong.clone()).await.unwrap_err();
            assert_eq!((refused.code, &*refused.fields[0].path), (ErrorCode::InvalidInput, field), "{wrong:?}");
        }
        assert_eq!(settings(&bo).await.quiet_hours, None, "nothing of it is kept");
    }

    async fn nobody_chooses_for_what_they_do_not_see(server: &Server, door: Door) {
        let it = Cast::gathers(server).await;
        let olga = it.olga.via(door);
        let category = it.ada.views(it.hub).await.categories[0].id;
        let (hub, level, muted_until) = (it.hub, Some(NotificationLevel::None), None);
        let refused = olga.calls(SetHubNotifications { hub, level, muted_until }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotFound);
        let refused = olga.calls(SetCategoryNotifications { hub, category, level, muted_until }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotFound);
        let refused = olga.calls(SetChannelNotifications { channel: it.general, level, muted_until }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotFound);
        let other = CategoryId(it.hub.0);
        let bo = it.bo.via(door);
        let refused = bo.calls(SetCategoryNotifications { hub, category: other, level, muted_until }).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotFound);
        assert!(settings(&olga).await.places.is_empty());
    }
}
