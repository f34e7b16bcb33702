//! Catching up: the one recovery path for gaps, reconnects and restarts.

use super::page::newest_page;
use super::store;
use super::view::view_all;
use crate::app::App;
use crate::domain::access::ChannelAccess;
use crate::error::Result;
use hubbub_shared::Permissions;
use hubbub_shared::model::{ChannelChanges, MessagePage};

/// Past so many changed messages, starting over is cheaper.
const MOST: usize = 500;
/// Messages of the page to start over with.
const PAGE: usize = 50;

/// What changed since a rev: complete, or start over. Never a part.
pub async fn changes_since(app: &App, access: &ChannelAccess, since: Option<u64>) -> Result<ChannelChanges> {
    let channel = access.channel;
    let head = app.channels.find(app, access.hub.structure.hub.id, channel).head(app).await?;
    if !access.permissions.contains(Permissions::HISTORY) {
        // What was said before now is not for them; what is said from now on is.
        return Ok(ChannelChanges::StartOver(MessagePage {
            messages: Vec::new(),
            rev: head.rev,
            has_before: false,
            has_after: false,
        }));
    }
    if let Some(since) = since.filter(|since| *since <= head.rev) {
        // Revs are dense and a batch is atomic: whoever sees one rev sees all below it.
        let changed = store::changed_after(&app.store, channel, since, MOST + 1).await?;
        if changed.len() <= MOST {
            let rev = changed.last().map_or(head.rev, |message| message.rev.max(head.rev));
            return Ok(ChannelChanges::Since {
                messages: view_all(app, access.hub.caller.user, changed).await?,
                rev,
            });
        }
    }
    Ok(ChannelChanges::StartOver(newest_page(app, access, PAGE).await?))
}
