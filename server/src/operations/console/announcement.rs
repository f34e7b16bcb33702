//! What the owner of the server tells everybody.

use super::prove;
use super::settings::change;
use crate::domain::caller::Caller;
use crate::error::Result;
use crate::live::Live;
use hubbub_shared::Problem;
use hubbub_shared::model::{AuditAction, CurrentAnnouncement};
use hubbub_shared::protocol::command::{AdminAnnounce, AdminEndAnnouncement, GetAnnouncement};
use hubbub_shared::text::AnnouncementText;

/// What there is to tell now. Everybody who is signed in may ask.
pub async fn current(live: &Live, _: &Caller, _: GetAnnouncement) -> Result<CurrentAnnouncement> {
    Ok(CurrentAnnouncement { announcement: live.server.now().announcement_at(live.clock.now()) })
}

/// Tells everybody something.
pub async fn announce(live: &Live, caller: &Caller, command: AdminAnnounce) -> Result<CurrentAnnouncement> {
    prove::owner(live, caller).await?;
    let (text, now) = (AnnouncementText::parse(&command.text)?, live.clock.now());
    if command.until.is_some_and(|until| until <= now) {
        return Err(Problem::field(
            "until",
            "Choose an end that lies ahead, or none: then it stays until you take it back.",
        )
        .into());
    }
    let doc = change(live, caller, (AuditAction::Announced, None), |doc| {
        doc.announce(text.clone(), now, command.until);
        Ok(())
    })
    .await?;
    Ok(CurrentAnnouncement { announcement: doc.announcement_at(now) })
}

/// Tells it no more.
pub async fn end(live: &Live, caller: &Caller, _: AdminEndAnnouncement) -> Result<()> {
    prove::owner(live, caller).await?;
    change(live, caller, (AuditAction::AnnouncementEnded, None), |doc| {
        doc.announcement = None;
        Ok(())
    })
    .await
    .map(drop)
}
