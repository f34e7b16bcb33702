//! Choosing of what one is told, everywhere or in a place. Only the caller's own settings; nobody else can tell.

use crate::domain::caller::Caller;
use crate::domain::notifications::{self, SettingsDoc};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::{hubs, prove};
use hubbub_shared::Permissions;
use hubbub_shared::model::{NotificationSettings, PlaceNotifications};
use hubbub_shared::protocol::command::{
    GetHub, SetCategoryNotifications, SetChannelNotifications, SetHubNotifications,
    UpdateNotificationSettings,
};

/// Of what the caller is told.
pub async fn settings(live: &Live, caller: &Caller) -> Result<NotificationSettings> {
    let person = caller.as_person()?;
    Ok(SettingsDoc::of(&live.store, person.user).await?.view())
}

/// Changes what holds where nothing else is chosen.
pub async fn update(
    live: &Live,
    caller: &Caller,
    command: UpdateNotificationSettings,
) -> Result<NotificationSettings> {
    change(live, caller, |settings| {
        if let Some(level) = command.level {
            settings.choose_level(level)?;
        }
        if let Some(previews) = command.previews {
            settings.previews = previews;
        }
        if let Some(hours) = &command.quiet_hours {
            settings.choose_quiet_hours(hours.clone())?;
        }
        Ok(())
    })
    .await
}

/// Chooses for a hub.
pub async fn set_hub(
    live: &Live,
    caller: &Caller,
    command: SetHubNotifications,
) -> Result<NotificationSettings> {
    let SetHubNotifications { hub, level, muted_until } = command;
    prove::hub(live, caller, hub, Permissions::NONE).await?;
    choose(live, caller, PlaceNotifications { hub, category: None, channel: None, level, muted_until }).await
}

/// Chooses for a category. One that the caller sees no channel of is not there for them.
pub async fn set_category(
    live: &Live,
    caller: &Caller,
    command: SetCategoryNotifications,
) -> Result<NotificationSettings> {
    let SetCategoryNotifications { hub, category, level, muted_until } = command;
    let view = hubs::look(live, caller, GetHub { hub }).await?;
    view.categories.iter().find(|known| known.id == category).ok_or_else(Error::not_found)?;
    let category = Some(category);
    choose(live, caller, PlaceNotifications { hub, category, channel: None, level, muted_until }).await
}

/// Chooses for a channel.
pub async fn set_channel(
    live: &Live,
    caller: &Caller,
    command: SetChannelNotifications,
) -> Result<NotificationSettings> {
    let SetChannelNotifications { channel, level, muted_until } = command;
    let (hub, _) = prove::channel(live, caller, channel, Permissions::VIEW).await?;
    let (hub, channel) = (hub.id(), Some(channel));
    choose(live, caller, PlaceNotifications { hub, category: None, channel, level, muted_until }).await
}

async fn choose(live: &Live, caller: &Caller, chosen: PlaceNotifications) -> Result<NotificationSettings> {
    let most = live.settings.capacity.notifications_of_a_person;
    change(live, caller, |settings| settings.choose(chosen.clone(), most)).await
}

async fn change(
    live: &Live,
    caller: &Caller,
    change: impl FnMut(&mut SettingsDoc) -> Result<()>,
) -> Result<NotificationSettings> {
    let person = caller.as_person()?;
    let (before, after) = notifications::change(&live.store, person.user, change).await?;
    after.rewatched(&before).into_iter().for_each(|hub| live.watched.changed(hub));
    Ok(after.view())
}
