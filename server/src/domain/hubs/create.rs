//! Founding a hub.

use super::look::view_of;
use super::store::HubDoc;
use crate::app::App;
use crate::domain::caller::Caller;
use crate::domain::categories::CategoryDoc;
use crate::domain::channels::ChannelDoc;
use crate::domain::members::{self, MemberDoc};
use crate::domain::roles::RoleDoc;
use crate::error::{Error, Result};
use crate::store::Write;
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::CreateHub;
use hubbub_shared::text::HubName;
use hubbub_shared::{CategoryId, ChannelId, ErrorCode, HubId};

/// Most hubs a person belongs to.
pub const MOST_HUBS: usize = 100;

/// Founds a hub with one category and `#general`, owned by the caller.
pub async fn create(app: &App, caller: &Caller, command: CreateHub) -> Result<HubView> {
    let name = HubName::parse(&command.name)?;
    may_belong_to_another(app, caller).await?;
    let now = app.clock.now();
    let hub = HubDoc::new(HubId(app.clock.next_id()), name.into(), caller.user, now);
    let category = CategoryDoc::new(CategoryId(app.clock.next_id()), hub.id, "Text channels".to_owned(), 0);
    let general = ChannelDoc {
        category: Some(category.id),
        ..ChannelDoc::new(ChannelId(app.clock.next_id()), hub.id, "general".to_owned())
    };
    let writes = vec![
        Write::insert(&hub)?,
        Write::insert(&RoleDoc::everyone(hub.id))?,
        Write::insert(&category)?,
        Write::insert(&general)?,
        Write::insert(&MemberDoc::new(hub.id, caller.user, now))?,
    ];
    app.store.batch(writes).await?;
    let handle = app.hubs.find(app, hub.id).await?.ok_or_else(Error::unavailable)?;
    let member = handle.member(app, caller.user).await?.ok_or_else(Error::unavailable)?;
    super::announce::member(app, &handle, None, &member).await;
    view_of(app, caller, hub.id).await
}

/// Refuses one hub too many.
pub async fn may_belong_to_another(app: &App, caller: &Caller) -> Result<()> {
    if members::store::of_user(&app.store, caller.user).await?.len() >= MOST_HUBS {
        let message = format!("You are in {MOST_HUBS} hubs, which is the most. Leave one first.");
        return Err(Error::rejected(ErrorCode::LimitReached, message));
    }
    Ok(())
}
