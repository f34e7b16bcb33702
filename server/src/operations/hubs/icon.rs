//! The picture of a hub.

use super::look::view_of;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::pictures::{PictureDoc, Whose};
use crate::error::Result;
use crate::live::Live;
use crate::operations::{pictures, prove};
use hubbub_shared::model::HubView;
use hubbub_shared::protocol::command::{RemoveHubIcon, SetHubIcon};
use hubbub_shared::{HubId, Permissions};

/// Gives a hub a picture.
pub async fn set_icon(live: &Live, caller: &Caller, command: SetHubIcon) -> Result<HubView> {
    // Nobody has the server work on a picture that they may not set.
    prove::hub(live, caller, command.hub, Permissions::MANAGE_HUB).await?;
    let picture = pictures::bring(live, command.picture).await?;
    let doc = picture.of(live, Whose::Hub(command.hub));
    show(live, caller, command.hub, Some(doc)).await
}

/// Takes a hub's picture away: what is drawn of its name stays.
pub async fn remove_icon(live: &Live, caller: &Caller, command: RemoveHubIcon) -> Result<HubView> {
    show(live, caller, command.hub, None).await
}

async fn show(live: &Live, caller: &Caller, hub: HubId, picture: Option<PictureDoc>) -> Result<HubView> {
    let needs = Needs::InHub(Permissions::MANAGE_HUB);
    prove::change(live, caller, hub, needs, &[], move |draft| draft.show(picture.clone())).await?;
    live.let_go.came();
    view_of(live, caller, hub).await
}
