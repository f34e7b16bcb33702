//! Looking at members.

use super::store::{self, MemberDoc};
use crate::actors::hub::HubHandle;
use crate::app::App;
use crate::domain::caller::Caller;
use crate::domain::{access, users};
use crate::error::{Error, Result};
use hubbub_shared::model::{Member, MemberPage, User};
use hubbub_shared::protocol::command::GetMembers;
use hubbub_shared::{Permissions, Problem, UserId};
use std::sync::Arc;
use std::time::Instant;

/// Members of a page unless told.
const USUAL: u64 = 50;
/// Most members of a page.
const MOST: u64 = 100;

/// Some members, in order of their ids.
pub async fn page(app: &App, caller: &Caller, command: GetMembers) -> Result<MemberPage> {
    let (hub, _) = access::hub(app, caller, command.hub, Permissions::NONE).await?;
    let limit = match command.limit.unwrap_or(USUAL) {
        limit @ 1..=MOST => limit as usize,
        _ => return Err(Problem::field("limit", format!("limit is a number from 1 to {MOST}.")).into()),
    };
    let mut found = store::page(&app.store, hub.id(), command.after, limit + 1).await?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().map(|member| member.user).filter(|_| has_more);
    let mut members = Vec::with_capacity(found.len());
    for member in &found {
        members.push(view(app, &hub, member).await?);
    }
    Ok(MemberPage { members, next })
}

/// The hubs a person belongs to, all in use now and the person known to each, in the order they were joined.
pub async fn hubs_in_use(app: &App, user: UserId) -> Result<Vec<Arc<HubHandle>>> {
    let (mut hubs, asked) = (Vec::new(), Instant::now());
    for member in store::of_user(&app.store, user).await? {
        let Some(hub) = app.hubs.find(app, member.hub).await? else { continue };
        hub.learn(member, asked);
        if hub.member(app, user).await?.is_some() {
            hubs.push(hub);
        }
    }
    Ok(hubs)
}

/// A member as clients see them now.
pub async fn view_of(app: &App, hub: &HubHandle, user: UserId) -> Result<Member> {
    let member = hub.member(app, user).await?.ok_or_else(Error::not_found)?;
    view(app, hub, &member).await
}

async fn view(app: &App, hub: &HubHandle, member: &MemberDoc) -> Result<Member> {
    let user = users::find(app, member.user).await?;
    Ok(member.view(User::clone(&user), hub.is_online(member.user)))
}
