//! What a hub calls its members.

use super::list::view_of;
use crate::domain::caller::Caller;
use crate::domain::hubs::Needs;
use crate::domain::members::MemberDoc;
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::prove;
use hubbub_shared::Permissions;
use hubbub_shared::model::Member;
use hubbub_shared::protocol::command::SetNickname;
use hubbub_shared::text::Nickname;

/// Calls a member something else in the hub, or as everywhere: oneself, or who stands below.
pub async fn set_nickname(live: &Live, caller: &Caller, command: SetNickname) -> Result<Member> {
    let SetNickname { hub, user, nickname } = command;
    let is_own = user == caller.user;
    let right = if is_own { Permissions::CHANGE_NICKNAME } else { Permissions::MANAGE_NICKNAMES };
    let hub = prove::change(live, caller, hub, Needs::InHub(right), &[user], move |draft| {
        let nickname = nickname.as_deref().map(Nickname::parse).transpose()?;
        let member = draft.member(user).ok_or_else(Error::not_found)?;
        if !is_own {
            draft.proof()?.act_on(right, &member)?;
        }
        draft.put_member(MemberDoc { nickname: nickname.map(Into::into), ..MemberDoc::clone(&member) });
        Ok(())
    })
    .await?;
    view_of(live, &hub, user).await
}
