//! Looking at members.

use crate::domain::caller::Caller;
use crate::domain::members::{self as store, MemberDoc};
use crate::error::{Error, Result};
use crate::live::HubHandle;
use crate::live::Live;
use crate::operations::prove;
use futures_util::future::try_join_all;
use hubbub_shared::model::{Member, MemberPage, User};
use hubbub_shared::protocol::command::GetMembers;
use hubbub_shared::{Permissions, Problem, UserId};
use std::sync::Arc;

/// Some members, in order of their ids.
pub async fn page(live: &Live, caller: &Caller, command: GetMembers) -> Result<MemberPage> {
    let (hub, access) = prove::hub(live, caller, command.hub, Permissions::NONE).await?;
    // A code may still let people in, so it is for who could take it back.
    let tells_how = access.permissions().contains(Permissions::MANAGE_HUB);
    if let Some(users) = command.users {
        return these(live, &hub, users, tells_how).await;
    }
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let mut found = match command.online {
        Some(true) => online(&hub, command.after, limit + 1).await?,
        _ => store::page(&live.store, hub.id(), command.after, limit + 1).await?,
    };
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().map(|member| member.user).filter(|_| has_more);
    let found: Vec<_> = found.into_iter().map(Arc::new).collect();
    Ok(MemberPage { members: views(live, &hub, &found, tells_how).await?, next })
}

/// Who is online, in order of their ids, after this one.
async fn online(hub: &HubHandle, after: Option<UserId>, limit: usize) -> Result<Vec<MemberDoc>> {
    let mut users = hub.online_users();
    users.retain(|user| Some(*user) > after);
    users.sort_unstable();
    let mut found = Vec::new();
    for user in users {
        if found.len() == limit {
            break;
        }
        found.extend(hub.member(user).await?.map(|member| MemberDoc::clone(&member)));
    }
    Ok(found)
}

/// Those of these people who belong to the hub.
pub async fn these(
    live: &Live,
    hub: &HubHandle,
    mut users: Vec<UserId>,
    tells_how: bool,
) -> Result<MemberPage> {
    let most = live.settings.capacity.page.most;
    if users.len() > most as usize {
        return Err(Problem::field("users", format!("users are at most {most} ids.")).into());
    }
    users.sort_unstable();
    users.dedup();
    let found = try_join_all(users.into_iter().map(|user| hub.member(user))).await?;
    let found: Vec<_> = found.into_iter().flatten().collect();
    Ok(MemberPage { members: views(live, hub, &found, tells_how).await?, next: None })
}

/// A member as clients see them now.
pub async fn view_of(live: &Live, hub: &HubHandle, user: UserId) -> Result<Member> {
    let member = hub.member(user).await?.ok_or_else(Error::not_found)?;
    view(live, hub, &member).await
}

/// Members as they are in a page.
pub async fn views(
    live: &Live,
    hub: &HubHandle,
    members: &[Arc<MemberDoc>],
    tells_how: bool,
) -> Result<Vec<Member>> {
    try_join_all(members.iter().map(|member| listed(live, hub, member, tells_how))).await
}

/// As in a page; with how they came, if that is told.
async fn listed(live: &Live, hub: &HubHandle, member: &MemberDoc, tells_how: bool) -> Result<Member> {
    let joined_by = member.joined_by().filter(|_| tells_how);
    Ok(Member { joined_by, ..view(live, hub, member).await? })
}

async fn view(live: &Live, hub: &HubHandle, member: &MemberDoc) -> Result<Member> {
    let user = live.people.find(member.user).await?;
    Ok(member.view(User::clone(&user), hub.is_online(member.user)))
}
