//! Looking for members: by name, by role, by when they came. Whatever is asked, one index is gone through; what that does not
//! say is compared, up to a number of entries at a time.

use super::list::views;
use crate::domain::caller::Caller;
use crate::domain::found_by::{Among, FoundByDoc, Position, Walk};
use crate::domain::members::{self as store, MemberDoc};
use crate::error::{Error, Result};
use crate::live::{HubHandle, Live};
use crate::normal::normal;
use crate::operations::prove;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use futures_util::future::try_join_all;
use hubbub_shared::model::{FoundMembers, MemberOrder};
use hubbub_shared::protocol::command::FindMembers;
use hubbub_shared::{Permissions, Problem, RoleId, Timestamp, UserId};
use std::sync::Arc;

/// Entries that are looked at for one page; with a filter that fits few, the rest is for the next page.
const MOST_LOOKED_AT: usize = 1_000;
/// Entries that are read at once.
const PIECE: usize = 200;
/// With a name and a role: of a role with fewer holders all are compared, else whoever has the name.
const FEW_HOLDERS: usize = 1_000;

/// Members who fit what is asked for, in the order that is asked for.
pub async fn find(live: &Live, caller: &Caller, command: FindMembers) -> Result<FoundMembers> {
    let needed = if command.code.is_some() { Permissions::MANAGE_HUB } else { Permissions::NONE };
    let (hub, access) = prove::hub(live, caller, command.hub, needed).await?;
    if command.role.is_some_and(|role| access.structure().role(role).is_none()) {
        return Err(Error::not_found());
    }
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let asked = Asked::of(command);
    let (walk, after) = match &asked.after {
        Some(cursor) => asked.go_on(cursor)?,
        None => (asked.begin(live, &hub).await?, None),
    };
    let (found, next) = page(live, &hub, &asked, &walk, after, limit).await?;
    let tells_how = access.permissions().contains(Permissions::MANAGE_HUB);
    let members = views(live, &hub, &found, tells_how).await?;
    Ok(FoundMembers { members, next: next.map(|position| cursor(&walk, &position)) })
}

/// What is looked for.
struct Asked {
    /// How a word begins, in normal form; empty: it may be any.
    start: String,
    /// `None`: whatever roles they have.
    role: Option<RoleId>,
    /// The code of the invite that they came by. `None`: whichever.
    code: Option<String>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    order: MemberOrder,
    after: Option<String>,
}

impl Asked {
    fn of(command: FindMembers) -> Self {
        let FindMembers { name, role, code, joined_since: since, joined_until: until, after, .. } = command;
        // Everybody has the role of everyone.
        let role = role.filter(|role| *role != command.hub.everyone());
        let order = command.order.unwrap_or(MemberOrder::Name);
        Self {
            start: name.as_deref().map(normal).unwrap_or_default(),
            role,
            code,
            since,
            until,
            order,
            after,
        }
    }

    /// The walk that passes by the fewest who do not fit.
    async fn begin(&self, live: &Live, hub: &HubHandle) -> Result<Walk> {
        let listed = self.listed();
        if self.start.is_empty() || self.order != MemberOrder::Name {
            return Ok(listed);
        }
        let holders = match self.role {
            Some(_) => listed.count(&live.store, hub.id(), FEW_HOLDERS).await?,
            None => FEW_HOLDERS as u64,
        };
        Ok(if holders < FEW_HOLDERS as u64 { listed } else { self.searched() })
    }

    fn searched(&self) -> Walk {
        Walk::Words(self.start.clone())
    }

    fn listed(&self) -> Walk {
        let among = self.role.map_or(Among::All, Among::Role);
        let newest_first = self.order == MemberOrder::Newest;
        match self.order {
            MemberOrder::Name => Walk::Names(among),
            MemberOrder::Newest | MemberOrder::Oldest => {
                Walk::Joined { among, since: self.since, until: self.until, newest_first }
            }
        }
    }

    /// The walk that a cursor is of, and how far it has come: it stays the same one if more get a role meanwhile.
    fn go_on(&self, cursor: &str) -> Result<(Walk, Option<Position>)> {
        let wrong = || Problem::field("after", "after is next of the page before, with the same filters.");
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| wrong())?;
        let text = String::from_utf8(bytes).map_err(|_| wrong())?;
        let (kind, rest) = text.split_once(' ').ok_or_else(wrong)?;
        let (user, key) = rest.split_once(' ').ok_or_else(wrong)?;
        let walk = if kind == WORDS { self.searched() } else { self.listed() };
        if kind_of(&walk) != kind || key.contains('\0') {
            return Err(wrong().into());
        }
        let user: UserId = user.parse().map_err(|_| wrong())?;
        Ok((walk, Some((key.to_owned(), user))))
    }

    fn fits_time(&self, joined_at: Timestamp) -> bool {
        self.since.is_none_or(|since| joined_at >= since) && self.until.is_none_or(|until| joined_at < until)
    }

    /// Whether an entry may lead to somebody who fits, by what it says itself.
    fn may_fit(&self, walk: &Walk, entry: &FoundByDoc) -> bool {
        let is_named =
            matches!(walk, Walk::Words(_)) || entry.words.iter().any(|word| self.is_start_of(word));
        is_named && self.fits_time(entry.joined_at)
    }

    fn is_start_of(&self, word: &str) -> bool {
        word.starts_with(&self.start)
    }

    /// Whether the member fits whom it leads to, and by this entry first: many words of one name may begin in the same way.
    fn fits(&self, entry: &FoundByDoc, member: &MemberDoc) -> bool {
        let has_role = self.role.is_none_or(|role| member.roles.contains(&role));
        let words = member.found_by.iter().filter(|word| self.is_start_of(word));
        let came_so = self.code.as_deref().is_none_or(|code| member.came_by(code));
        has_role && came_so && entry.word.as_ref().is_none_or(|word| words.min() == Some(word))
    }
}

const WORDS: &str = "w";

const fn kind_of(walk: &Walk) -> &'static str {
    match walk {
        Walk::Words(_) => WORDS,
        Walk::Names(_) => "n",
        Walk::Joined { newest_first: true, .. } => "j-",
        Walk::Joined { newest_first: false, .. } => "j",
    }
}

fn cursor(walk: &Walk, (key, user): &Position) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{} {user} {key}", kind_of(walk)))
}

/// Those who fit, and after which entry there may be more.
async fn page(
    live: &Live,
    hub: &HubHandle,
    asked: &Asked,
    walk: &Walk,
    mut after: Option<Position>,
    limit: usize,
) -> Result<(Vec<Arc<MemberDoc>>, Option<Position>)> {
    let (mut found, mut looked_at) = (Vec::new(), 0);
    // Mostly everybody fits.
    let mut size = limit + 1;
    loop {
        let piece = walk.piece(&live.store, hub.id(), after.as_ref(), size).await?;
        let is_last = piece.len() < size;
        looked_at += piece.len();
        let candidates: Vec<&FoundByDoc> = piece.iter().filter(|entry| asked.may_fit(walk, entry)).collect();
        let members = try_join_all(candidates.iter().map(|entry| member(live, hub, entry))).await?;
        let mut members = candidates.into_iter().zip(members).peekable();
        for entry in &piece {
            let member = members.next_if(|(candidate, _)| std::ptr::eq(*candidate, entry));
            let fits = member.and_then(|(_, member)| member).filter(|member| asked.fits(entry, member));
            if fits.is_some() && found.len() == limit {
                return Ok((found, after));
            }
            after = Some(walk.position(entry));
            found.extend(fits);
        }
        if is_last {
            return Ok((found, None));
        }
        if looked_at >= MOST_LOOKED_AT {
            return Ok((found, after));
        }
        size = PIECE;
    }
}

/// Whom an entry leads to. Not kept in memory: a whole hub may be gone through.
async fn member(live: &Live, hub: &HubHandle, entry: &FoundByDoc) -> Result<Option<Arc<MemberDoc>>> {
    let known = match hub.member_now(entry.user) {
        Some(known) => Some(known),
        None => store::find(&live.store, hub.id(), entry.user).await?.map(Arc::new),
    };
    Ok(known.filter(|member| member.is_active()))
}
