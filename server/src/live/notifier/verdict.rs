//! Whether somebody is told, by what the store and this process know at this moment.

use crate::domain::dms::{DmDoc, Standing};
use crate::domain::notifications::{Listener, News, Occasion, SettingsDoc, Verdict, Whereabouts, decide};
use crate::error::Result;
use crate::live::read_state::read_to;
use crate::live::{HubHandle, Live};
use hubbub_shared::{ChannelId, Permissions};
use std::sync::Arc;

/// What is decided, with what it was decided by.
pub(super) struct Decided {
    pub verdict: Verdict,
    pub settings: SettingsDoc,
    /// `None`: the place is gone, or of no hub.
    pub hub: Option<Arc<HubHandle>>,
}

/// Decides by what they chose. `waited`: it was put off before, and that time is over.
pub(super) async fn decided(
    live: &Live,
    news: &News,
    settings: SettingsDoc,
    waited: bool,
) -> Result<Decided> {
    if news.occasion == Occasion::Direct {
        return among_people(live, news, settings, waited).await;
    }
    let quiet = |settings, hub| Decided { verdict: Verdict::Quiet, settings, hub };
    let channel = ChannelId(news.place.0);
    let Some(id) = live.hubs.of_channel(channel).await? else { return Ok(quiet(settings, None)) };
    let Some(hub) = live.hubs.find(id).await? else { return Ok(quiet(settings, None)) };
    let (structure, now) = (hub.structure(), live.clock.now());
    let member = hub.member(news.user).await?;
    let (Some(place), Some(member)) = (structure.channel(channel), member) else {
        return Ok(quiet(settings, Some(hub)));
    };
    let may = structure.permissions_in(place, &member, Permissions::ALL, now);
    let listener = Listener {
        settings: &settings,
        is_author: news.user == news.author,
        may_read: may.contains(Permissions::VIEW | Permissions::HISTORY),
        hears: live.people.hears(news.user, news.author).await?,
        has_read: read_to(live, news.user, news.place).await? >= news.seq,
        presence: live.present.of(news.user),
    };
    let at = Some(Whereabouts { hub: id, category: place.category, channel });
    let verdict = decide(news.occasion, at, &listener, now, waited);
    Ok(Decided { verdict, settings, hub: Some(hub) })
}

/// The same of a conversation that the server cannot read. A request waits in the app until it is accepted.
async fn among_people(live: &Live, news: &News, settings: SettingsDoc, waited: bool) -> Result<Decided> {
    let dm = live.dms.find(news.place).await?;
    let is_open = |dm: &DmDoc| dm.has(news.user) && dm.standing(news.user) == Standing::Open;
    let listener = Listener {
        settings: &settings,
        is_author: news.user == news.author,
        may_read: dm.is_some_and(|dm| is_open(&dm)),
        hears: live.people.hears(news.user, news.author).await?,
        has_read: read_to(live, news.user, news.place).await? >= news.seq,
        presence: live.present.of(news.user),
    };
    let verdict = decide(news.occasion, None, &listener, live.clock.now(), waited);
    Ok(Decided { verdict, settings, hub: None })
}

/// Where a channel stands; `None`: it is gone.
pub(super) async fn whereabouts(live: &Live, channel: ChannelId) -> Result<Option<Whereabouts>> {
    let Some(hub) = live.hubs.of_channel(channel).await? else { return Ok(None) };
    let Some(handle) = live.hubs.find(hub).await? else { return Ok(None) };
    let category = handle.structure().channel(channel).map(|channel| channel.category);
    Ok(category.map(|category| Whereabouts { hub, category, channel }))
}
