//! Catching up with a place.

use super::page::newest_page;
use super::view::view_all;
use crate::domain::access::PlaceAccess;
use crate::domain::messages::catch_up;
use crate::error::Result;
use crate::live::{Live, Names};
use hubbub_shared::Permissions;
use hubbub_shared::model::{ChannelChanges, MessagePage};

/// What changed since a rev: complete, or start over. Never a part.
pub async fn changes_since(
    live: &Live,
    names: Names<'_>,
    access: &PlaceAccess,
    since: Option<u64>,
) -> Result<ChannelChanges> {
    let head = live.heads.head(access.place()).await?;
    if !access.may(Permissions::HISTORY) {
        // What was said before now is not for them; what is said from now on is.
        return Ok(ChannelChanges::StartOver(MessagePage {
            messages: Vec::new(),
            rev: head.rev,
            has_before: false,
            has_after: false,
        }));
    }
    match catch_up(&live.store, access.place(), since, head).await? {
        Some((changed, rev)) => {
            let messages = view_all(live, names, access.caller().user, changed).await?;
            Ok(ChannelChanges::Since { messages, rev })
        }
        None => {
            let page = newest_page(live, names, access, live.settings.capacity.page.usual).await?;
            Ok(ChannelChanges::StartOver(page))
        }
    }
}
