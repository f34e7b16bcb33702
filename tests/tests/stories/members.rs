//! Members of a hub: finding them, what it calls them, what moderators write down about them, and what was done about them.

mod app;
mod finding;
mod measures;
mod names;
mod notes;

use crate::answers::{logged, refused};
use hubbub_shared::model::{FoundMembers, Member};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{FindMembers, SetNickname};
use hubbub_shared::{HubId, Permissions, UserId};
use hubbub_tests::{Acts, Phone};

fn named(hub: HubId, name: &str) -> FindMembers {
    FindMembers { name: Some(name.to_owned()), ..FindMembers::of(hub) }
}

async fn found(reader: &impl Acts, wish: FindMembers) -> FoundMembers {
    match reader.calls(wish).await {
        Ok(Reply::FoundMembers(found)) => found,
        other => panic!("expected members, got {other:?}"),
    }
}

/// What those who are found are called, over all pages; each page of so many.
async fn names_by(reader: &impl Acts, limit: u64, wish: FindMembers) -> Vec<String> {
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = found(reader, FindMembers { limit: Some(limit), after, ..wish.clone() }).await;
        assert!(page.members.len() <= limit as usize);
        names.extend(page.members.into_iter().map(|member| member.user.display_name));
        after = page.next;
        if after.is_none() {
            return names;
        }
    }
}

async fn names(reader: &impl Acts, wish: FindMembers) -> Vec<String> {
    names_by(reader, 100, wish).await
}

fn nickname(hub: HubId, user: UserId, nickname: Option<&str>) -> SetNickname {
    SetNickname { hub, user, nickname: nickname.map(str::to_owned) }
}

async fn calls_them(by: &impl Acts, hub: HubId, user: UserId, name: Option<&str>) -> Member {
    match by.calls(nickname(hub, user, name)).await {
        Ok(Reply::Member(member)) => member,
        other => panic!("expected a member, got {other:?}"),
    }
}

/// Gives somebody a role of this name, which gives them this.
async fn with_role(ada: &Phone, hub: HubId, who: &Phone, name: &str, permissions: Permissions) {
    let role = ada.makes_role(hub, name, permissions).await.id;
    ada.assigns(hub, who.id(), role).await;
}
