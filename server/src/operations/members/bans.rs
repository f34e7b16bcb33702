//! Looking at who is banned.

use crate::domain::caller::Caller;
use crate::domain::members::{self, BanDoc};
use crate::error::Result;
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::model::{Ban, BanPage, User};
use hubbub_shared::protocol::command::GetBans;
use hubbub_shared::{HubId, Permissions, Timestamp, UserId};

/// People who are looked at for one page; where more bans than this are over, the rest is for the next page.
const MOST_LOOKED_AT: usize = 1_000;

/// Some bans, in order of the ids of those who are banned.
pub async fn bans(live: &Live, caller: &Caller, command: GetBans) -> Result<BanPage> {
    prove::hub(live, caller, command.hub, Permissions::BAN_MEMBERS).await?;
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let now = live.clock.now();
    let (found, next) = page(live, command.hub, command.after, limit, now).await?;
    let mut bans = Vec::with_capacity(found.len());
    for (user, ban) in found {
        bans.push(view(live, user, ban).await?);
    }
    Ok(BanPage { bans, next })
}

/// Those whose ban holds, and after whom there may be more.
async fn page(
    live: &Live,
    hub: HubId,
    mut after: Option<UserId>,
    limit: usize,
    now: Timestamp,
) -> Result<(Vec<(UserId, BanDoc)>, Option<UserId>)> {
    let (mut found, mut looked_at) = (Vec::new(), 0);
    loop {
        let piece = members::page_of_banned(&live.store, hub, after, limit + 1).await?;
        let is_last = piece.len() <= limit;
        looked_at += piece.len();
        for member in piece {
            let ban = member.ban_at(now).cloned();
            if ban.is_some() && found.len() == limit {
                return Ok((found, after));
            }
            after = Some(member.user);
            found.extend(ban.map(|ban| (member.user, ban)));
        }
        if is_last {
            return Ok((found, None));
        }
        if looked_at >= MOST_LOOKED_AT {
            return Ok((found, after));
        }
    }
}

async fn view(live: &Live, user: UserId, ban: BanDoc) -> Result<Ban> {
    let BanDoc { by, at, until, reason } = ban;
    let user = User::clone(&*live.people.find(user).await?);
    let by = User::clone(&*live.people.find(by).await?);
    Ok(Ban { user, by, at, until, reason })
}
