//! People, as the owner of the server sees them: finding, closing accounts, signing out, ending accounts.

use super::prove;
use crate::domain::api_keys::{self, ApiKeyDoc};
use crate::domain::applications;
use crate::domain::caller::Caller;
use crate::domain::facts::{Fact, differences};
use crate::domain::members;
use crate::domain::sessions::{self, SessionDoc};
use crate::domain::suspensions::SuspensionDoc;
use crate::domain::users::{self, Person};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::operations::users as people;
use crate::request_id;
use crate::store::{Entity, StoreError, Write};
use hubbub_shared::model::{AdminPeople, AdminPerson, AuditAction};
use hubbub_shared::protocol::command::{
    AdminErasePerson, AdminGetPeople, AdminGetPerson, AdminReleasePerson, AdminSignOutPerson,
    AdminSuspendPerson,
};
use hubbub_shared::{ApplicationId, ErrorCode, SessionId, UserId};

/// People who are read at once.
const PIECE: usize = 500;
/// People who are looked at for one page; with a name that few have, the rest is for the next page.
const MOST_LOOKED_AT: usize = 10_000;
/// How often a change starts over because the person changed at the same moment.
const ATTEMPTS: usize = 20;

/// Some people, those who are asked for.
pub async fn list(live: &Live, caller: &Caller, command: AdminGetPeople) -> Result<AdminPeople> {
    prove::owner(live, caller).await?;
    let limit = live.settings.capacity.page.limit(command.limit)? as usize;
    let (found, next) = find(live, &command, limit).await?;
    let mut people = Vec::with_capacity(found.len());
    for person in &found {
        people.push(view(live, person).await?);
    }
    Ok(AdminPeople { people, next })
}

/// Those who fit, and after whom there may be more.
async fn find(live: &Live, command: &AdminGetPeople, limit: usize) -> Result<(Vec<Person>, Option<UserId>)> {
    let now = live.clock.now();
    let query = command.query.as_deref().map(|query| query.trim().to_lowercase()).unwrap_or_default();
    let fits = |person: &Person| {
        (command.suspended != Some(true) || person.suspended_at(now).is_some())
            && (query.is_empty() || person.is_meant_by(&query))
    };
    let (mut found, mut after, mut looked_at) = (Vec::new(), command.after, 0);
    loop {
        let piece = users::after(&live.store, after, PIECE).await?;
        let is_last = piece.len() < PIECE;
        looked_at += piece.len();
        for person in piece {
            if found.len() == limit {
                return Ok((found, after));
            }
            after = Some(person.id);
            if fits(&person) {
                found.push(person);
            }
        }
        match is_last {
            true => return Ok((found, None)),
            false if looked_at >= MOST_LOOKED_AT => return Ok((found, after)),
            false => {}
        }
    }
}

/// Somebody, with the hubs that they own.
pub async fn look(live: &Live, caller: &Caller, command: AdminGetPerson) -> Result<AdminPerson> {
    prove::owner(live, caller).await?;
    view(live, &person(live, command.user).await?).await
}

async fn person(live: &Live, user: UserId) -> Result<Person> {
    let person: Option<Person> = live.store.get(user).await?;
    person.ok_or_else(Error::not_found)
}

async fn view(live: &Live, person: &Person) -> Result<AdminPerson> {
    let now = live.clock.now();
    let known: Vec<SessionDoc> = live.store.find(sessions::all_of_user(person.id)).await?;
    let signed_in = known.iter().filter(|one| one.suspended.is_none() && one.expires_at > now);
    let (mut hubs, mut owns) = (0, Vec::new());
    for member in members::of_user(&live.store, person.id).await? {
        let Some(hub) = live.hubs.find(member.hub).await? else { continue };
        hubs += 1;
        let hub = &hub.structure().hub;
        if hub.owner == person.id {
            owns.push(hub.view());
        }
    }
    Ok(AdminPerson {
        user: person.user(),
        created_at: person.created_at,
        sessions: signed_in.count() as u64,
        hubs,
        owns,
        global_owner: person.is_owner(),
        suspended: person.suspended_at(now).map(SuspensionDoc::view),
        left_at: person.left_at,
    })
}

/// Signs somebody out everywhere and lets them not sign in.
pub async fn suspend(live: &Live, caller: &Caller, command: AdminSuspendPerson) -> Result<AdminPerson> {
    let access = prove::owner(live, caller).await?;
    let AdminSuspendPerson { user, reason, until } = command;
    let suspension = SuspensionDoc::parse(&reason, until, access.owner(), live.clock.now())?;
    let reason = suspension.reason.clone();
    let change = move |person: &mut Person| person.suspended = Some(suspension.clone());
    let ended = Ended::Told(AuditAction::PersonSuspended);
    change_person(live, caller, user, (ended, Some(&reason)), change).await
}

/// Lets somebody sign in again.
pub async fn release(live: &Live, caller: &Caller, command: AdminReleasePerson) -> Result<AdminPerson> {
    prove::owner(live, caller).await?;
    let reason = prove::reason(command.reason.as_deref())?;
    let kept = Ended::None(AuditAction::PersonReleased);
    change_person(live, caller, command.user, (kept, reason.as_deref()), |person| person.suspended = None)
        .await
}

/// Signs somebody out everywhere; their keys end, too.
pub async fn sign_out(live: &Live, caller: &Caller, command: AdminSignOutPerson) -> Result<AdminPerson> {
    prove::owner(live, caller).await?;
    let reason = prove::reason(command.reason.as_deref())?;
    let gone = Ended::Gone(AuditAction::PersonSignedOut);
    change_person(live, caller, command.user, (gone, reason.as_deref()), |_| {}).await
}

/// What becomes of the person's sessions, and what the log calls that.
#[derive(Clone, Copy)]
enum Ended {
    /// They go on.
    None(AuditAction),
    /// They are over, and tell why.
    Told(AuditAction),
    /// They are over.
    Gone(AuditAction),
}

impl Ended {
    const fn action(self) -> AuditAction {
        match self {
            Self::None(action) | Self::Told(action) | Self::Gone(action) => action,
        }
    }

    /// What is written of a session.
    fn write(self, session: &SessionDoc) -> std::result::Result<Option<Write>, StoreError> {
        Ok(match self {
            Self::None(_) => None,
            Self::Told(_) if session.suspended == Some(true) => None,
            Self::Told(_) => Some(Write::replace(&SessionDoc { suspended: Some(true), ..session.clone() })?),
            Self::Gone(_) => Some(Write::delete::<SessionDoc>(session.id(), None)),
        })
    }
}

/// The person, their sessions and the line of the log, all or nothing. Whoever signs in at the same moment does so before
/// or after it, never in between: their session is stored with the person.
async fn change_person(
    live: &Live,
    caller: &Caller,
    user: UserId,
    (ended, reason): (Ended, Option<&str>),
    change: impl Fn(&mut Person),
) -> Result<AdminPerson> {
    for _ in 0..ATTEMPTS {
        let before = person(live, user).await?;
        before.must_be_there()?;
        if before.is_owner() {
            return Err(Error::rejected(ErrorCode::Conflict, "This is the owner of the server."));
        }
        let mut after = before.clone();
        change(&mut after);
        let known: Vec<SessionDoc> = live.store.find(sessions::all_of_user(user)).await?;
        let changes = differences(
            Some(&before.suspended.as_ref().map(SuspensionDoc::view)),
            Some(&after.suspended.as_ref().map(SuspensionDoc::view)),
            &[],
        );
        let fact = Fact::of_server(ended.action(), (user.to_string(), None), Some(user), changes);
        let facts = prove::fact(live, caller, fact, reason);
        let mut writes = vec![Write::replace(&after)?, Write::insert(&facts)?];
        for session in &known {
            writes.extend(ended.write(session)?);
        }
        if matches!(ended, Ended::Gone(_)) {
            let keys: Vec<ApiKeyDoc> = live.store.find(api_keys::all_of_user(user)).await?;
            writes.extend(keys.iter().map(|key| Write::delete::<ApiKeyDoc>(key.id(), None)));
        }
        match live.store.batch(writes).await {
            Ok(()) => {
                live.new_facts.came(facts.number_of_id());
                if !matches!(ended, Ended::None(_)) {
                    tell(live, known.iter().map(|session| session.id));
                    tell(live, bots_of(live, user).await?.into_iter());
                }
                return view(live, &after).await;
            }
            Err(StoreError::Changed { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::unavailable())
}

/// What their bots count as, and they themselves, if they are one.
async fn bots_of(live: &Live, user: UserId) -> Result<Vec<SessionId>> {
    let theirs = applications::all_of_owner(&live.store, user).await?;
    let bots = theirs.iter().map(|application| application.id).chain([ApplicationId(user.0)]);
    Ok(bots.map(ApplicationId::session).collect())
}

fn tell(live: &Live, ended: impl Iterator<Item = SessionId>) {
    ended.for_each(|session| live.bus.session_ended(session));
}

/// Ends somebody's account, as they could themselves.
pub async fn erase(live: &Live, caller: &Caller, command: AdminErasePerson) -> Result<()> {
    let access = prove::owner(live, caller).await?;
    let person = person(live, command.user).await?;
    person.must_be_there()?;
    if person.is_owner() {
        return Err(Error::rejected(ErrorCode::Conflict, "This is the owner of the server."));
    }
    people::confirmed(&person, &command.name)?;
    let reason = prove::reason(command.reason.as_deref())?;
    let order = access.erase(person.id, command.messages, &request_id::current(), live.clock.now());
    let about = (person.id.to_string(), None);
    let fact = Fact::of_server(AuditAction::PersonErased, about, Some(person.id), Vec::new());
    let facts = prove::fact(live, caller, fact, reason.as_deref());
    people::end(live, &order, &[Write::insert(&facts)?]).await?;
    live.new_facts.came(facts.number_of_id());
    Ok(())
}
