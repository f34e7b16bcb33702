//! Conversations: opening one, which may be a request, and accepting or declining that.

use super::links::{conversation_of, share_a_hub};
use crate::domain::access;
use crate::domain::caller::Caller;
use crate::domain::capacity::{DAY_MS, fits};
use crate::domain::dms::{self, DmDoc, Standing};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::live::read_state::state_of;
use crate::operations::Answer;
use dm_wire::ids::ConversationId;
use futures_util::future::try_join_all;
use hubbub_shared::model::{Dm, DmRequest, Dms, User};
use hubbub_shared::protocol::command::{AcceptDm, DeclineDm, GetDm, OpenDm};
use hubbub_shared::protocol::{Event, ServerFrame, UserEvent};
use hubbub_shared::{ChannelId, ErrorCode, PlaceId, Problem, UserId};

/// The conversation with somebody. Whether they want to hear from the caller makes no difference that the caller can see.
pub async fn open(live: &Live, caller: &Caller, command: OpenDm) -> Result<Answer> {
    let (user, with) = (caller.as_person()?.user, command.user);
    if user == with {
        return Err(Problem::field("user", "You cannot write to yourself.").into());
    }
    if !live.people.is_there(with).await? {
        return Err(Error::not_found());
    }
    if let Some(dm) = conversation_of(live, user, with).await? {
        let dm = if dm.standing(user) == Standing::WasAsked { accepted(live, &dm).await? } else { dm };
        return Ok(Answer { reply: view(live, &dm, user).await?.into(), is_repeat: true });
    }
    let none =
        |who: &str| Error::rejected(ErrorCode::Conflict, format!("{who} no device yet to write with."));
    let own = live.dms.chain(user).await?.ok_or_else(|| none("You have"))?;
    let other = live.dms.chain(with).await?.ok_or_else(|| none("They have"))?;
    let (now, most) = (live.clock.now(), live.settings.capacity.dms_opened_a_day);
    let opened = dms::opened_since(&live.store, user, now.plus_ms(-DAY_MS), most).await?;
    fits(usize::try_from(opened).unwrap_or(usize::MAX) + 1, most, |most| {
        format!("{most} conversations can be opened in a day. Wait until tomorrow.")
    })?;
    let id = ConversationId::of_pair(own.identity(), other.identity());
    let is_pending = !share_a_hub(live, user, with).await?;
    let dm = DmDoc::new(id, PlaceId(live.clock.next_id()), (user, with), is_pending, now);
    match live.store.batch(dm.writes()?).await {
        Ok(()) => {
            tell(live, &dm, user).await?;
            Ok(view(live, &dm, user).await?.into())
        }
        Err(error) if error.is_failure() => Err(error.into()),
        // The other one opened it at the same moment.
        Err(_) => {
            let dm: Option<DmDoc> = live.store.get(&dm.id).await?;
            Ok(view(live, &dm.ok_or_else(Error::unavailable)?, user).await?.into())
        }
    }
}

/// Tells the devices of both that the conversation is to be looked at, as far as they hear from who did it.
async fn tell(live: &Live, dm: &DmDoc, by: UserId) -> Result<()> {
    for user in &dm.users {
        if *user == by || live.people.hears(*user, by).await? {
            let changed = UserEvent::DmChanged { dm: ChannelId(dm.place.0) };
            live.bus.to_user(*user, ServerFrame::Event(Event::User(changed)));
        }
    }
    Ok(())
}

/// A conversation as somebody of it sees it.
async fn view(live: &Live, dm: &DmDoc, user: UserId) -> Result<Dm> {
    let members = try_join_all(dm.users.iter().map(|user| live.people.find(*user))).await?;
    let head = live.heads.head(dm.place).await?;
    let request = match dm.standing(user) {
        Standing::Open => None,
        Standing::Asked => Some(DmRequest::Sent),
        Standing::WasAsked => Some(DmRequest::Received),
    };
    Ok(Dm {
        id: ChannelId(dm.place.0),
        conversation: dm.conversation(),
        members: members.iter().map(|member| User::clone(member)).collect(),
        request,
        created_at: dm.created_at,
        state: state_of(live, user, dm.place, head).await?,
    })
}

/// All conversations, but those with people whom the caller does not want to hear from, and requests that they declined.
pub async fn list(live: &Live, caller: &Caller) -> Result<Dms> {
    let user = caller.as_person()?.user;
    let mut views = Vec::new();
    for membership in dms::memberships_of(&live.store, user).await? {
        let Some(dm) = live.dms.find(membership.place).await? else { continue };
        let mut is_heard = !dm.is_declined_by(user);
        for other in dm.others(user) {
            is_heard = is_heard && live.people.hears(user, other).await?;
        }
        if is_heard {
            views.push(view(live, &dm, user).await?);
        }
    }
    Ok(Dms { dms: views })
}

/// The conversation, if the caller is in it.
async fn found(live: &Live, caller: &Caller, dm: ChannelId) -> Result<DmDoc> {
    let found = live.dms.find(dm.place()).await?.ok_or_else(Error::not_found)?;
    access::in_dm(caller, &found)?;
    Ok(DmDoc::clone(&found))
}

/// Looks at one.
pub async fn look(live: &Live, caller: &Caller, command: GetDm) -> Result<Dm> {
    let dm = found(live, caller, command.dm).await?;
    view(live, &dm, caller.user).await
}

/// Accepts a request.
pub async fn accept(live: &Live, caller: &Caller, command: AcceptDm) -> Result<Dm> {
    let dm = found(live, caller, command.dm).await?;
    match dm.standing(caller.user) {
        Standing::Open => view(live, &dm, caller.user).await,
        Standing::Asked => Err(Error::forbidden("It is for the other one to accept.")),
        Standing::WasAsked => view(live, &accepted(live, &dm).await?, caller.user).await,
    }
}

async fn accepted(live: &Live, dm: &DmDoc) -> Result<DmDoc> {
    let change = |dm: &mut DmDoc| {
        (dm.pending, dm.declined) = (None, None);
        Ok::<_, Error>(())
    };
    let dm = live.store.update(&dm.id, change).await?.ok_or_else(Error::not_found)?;
    for user in &dm.users {
        let changed = UserEvent::DmChanged { dm: ChannelId(dm.place.0) };
        live.bus.to_user(*user, ServerFrame::Event(Event::User(changed)));
    }
    Ok(dm)
}

/// Declines a request. To who sent it, it stays one that is not accepted.
pub async fn decline(live: &Live, caller: &Caller, command: DeclineDm) -> Result<()> {
    let dm = found(live, caller, command.dm).await?;
    if dm.standing(caller.user) != Standing::WasAsked {
        return Err(Error::rejected(ErrorCode::Conflict, "There is no request to decline any more."));
    }
    let change = |dm: &mut DmDoc| {
        if dm.pending.is_none() {
            return Err(Error::rejected(ErrorCode::Conflict, "It was accepted at the same moment."));
        }
        dm.declined = Some(true);
        Ok(())
    };
    live.store.update(&dm.id, change).await?;
    let changed = UserEvent::DmChanged { dm: command.dm };
    live.bus.to_user(caller.user, ServerFrame::Event(Event::User(changed)));
    Ok(())
}
