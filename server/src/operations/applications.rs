//! Applications: made, listed, changed, given another token, deleted by their owner; looked at by who may add them.

use super::{again, pictures, users};
use crate::domain::access;
use crate::domain::applications::{self, ApplicationDoc};
use crate::domain::caller::Caller;
use crate::domain::capacity::{DAY_SECS, fits};
use crate::domain::sessions::{Kind, Rotating, Token};
use crate::domain::users::Person;
use crate::error::{Error, Result};
use crate::live::{Live, bots};
use crate::request_id;
use crate::store::{FIRST_VERSION, Write};
use hubbub_shared::model::{Application, ApplicationToken, Applications, User};
use hubbub_shared::protocol::command::{
    CreateApplication, DeleteApplication, GetApplication, RemoveBotAvatar, RotateBotToken, SetBotAvatar,
    UpdateApplication,
};
use hubbub_shared::text::{ApplicationDescription, ApplicationName};
use hubbub_shared::{ApplicationId, Permissions, Problem, UserId};

/// The caller's applications.
pub async fn list(live: &Live, caller: &Caller) -> Result<Applications> {
    let user = caller.as_person()?.user;
    let mut views = Vec::new();
    for application in applications::all_of_owner(&live.store, user).await? {
        views.push(view(live, &application, user).await?);
    }
    Ok(Applications { applications: views })
}

/// A new application with its bot. Its token is shown this once.
pub async fn create(live: &Live, caller: &Caller, command: CreateApplication) -> Result<ApplicationToken> {
    let (user, now) = (caller.as_person()?.user, live.clock.now());
    let name = ApplicationName::parse(&command.name)?;
    let description = ApplicationDescription::parse(command.description.as_deref().unwrap_or_default())?;
    let would_be = applications::all_of_owner(&live.store, user).await?.len() + 1;
    fits(would_be, live.settings.capacity.applications_of_a_person, |most| {
        format!("You have {most} applications, which is the most. Delete one that you do not need.")
    })?;
    let token = Token::random(Kind::Bot)?;
    let application = ApplicationDoc {
        id: ApplicationId(live.clock.next_id()),
        version: FIRST_VERSION,
        owner: user,
        description: description.into(),
        public: command.public,
        permissions: command.permissions & Permissions::KNOWN,
        intents: command.intents,
        token: Rotating::first(&token),
        created_at: now,
        last_used_at: None,
    };
    let bot = Person::bot(application.id, &name, now);
    // With its owner, so that there is none of somebody whose account ends at the same moment.
    let owner: Option<Person> = live.store.get(user).await?;
    let owner = owner.ok_or_else(Error::not_found)?;
    owner.may_sign_in(now)?;
    live.store
        .batch(vec![Write::insert(&application)?, Write::insert(&bot)?, Write::replace(&owner)?])
        .await?;
    with_token(live, &application, &token).await
}

/// One's own, or one that one may add to a hub.
pub async fn look(live: &Live, caller: &Caller, command: GetApplication) -> Result<Application> {
    let user = caller.as_person()?.user;
    let application = for_user(live, command.application, user).await?;
    view(live, &application, user).await
}

/// An application that somebody may look at, and add to a hub.
pub(super) async fn for_user(live: &Live, id: ApplicationId, user: UserId) -> Result<ApplicationDoc> {
    let application: Option<ApplicationDoc> = live.store.get(id).await?;
    application.filter(|application| application.is_for(user)).ok_or_else(Error::not_found)
}

/// Changes what is given; the name is its bot's, and changes everywhere.
pub async fn update(live: &Live, caller: &Caller, command: UpdateApplication) -> Result<Application> {
    let name = command.name.as_deref().map(ApplicationName::parse).transpose()?;
    let description = command.description.as_deref().map(ApplicationDescription::parse).transpose()?;
    let (application, renamed) = again::if_changed(async || {
        let before = find(live, caller, command.application).await?;
        let after = ApplicationDoc {
            description: description.as_ref().map_or_else(|| before.description.clone(), ToString::to_string),
            public: command.public.unwrap_or(before.public),
            permissions: command.permissions.unwrap_or(before.permissions) & Permissions::KNOWN,
            intents: command.intents.clone().unwrap_or_else(|| before.intents.clone()),
            ..before
        };
        let renamed = match &name {
            Some(name) => Some(called(live, after.id, name).await?),
            None => None,
        };
        let mut writes = vec![Write::replace(&after)?];
        writes.extend(renamed.as_ref().map(Write::replace).transpose()?);
        live.store.batch(writes).await?;
        Ok((after, renamed))
    })
    .await?;
    if let Some(bot) = renamed {
        live.people.put(&bot);
        users::announce_name(live, &Caller::bot(application.id), &bot).await?;
    }
    view(live, &application, application.owner).await
}

/// The bot, with another name.
async fn called(live: &Live, application: ApplicationId, name: &ApplicationName) -> Result<Person> {
    let bot: Option<Person> = live.store.get(application.bot()).await?;
    let bot = bot.ok_or_else(Error::not_found)?;
    bot.must_be_there()?;
    Ok(Person { username: name.to_string(), display_name: name.to_string(), ..bot })
}

/// Gives a bot a picture.
pub async fn set_avatar(live: &Live, caller: &Caller, command: SetBotAvatar) -> Result<Application> {
    let application = find(live, caller, command.application).await?;
    let picture = pictures::bring(live, command.picture).await?;
    pictures::show(live, application.id.bot(), Some(&picture)).await?;
    view(live, &application, application.owner).await
}

/// Takes a bot's picture away: what is drawn of its name stays.
pub async fn remove_avatar(live: &Live, caller: &Caller, command: RemoveBotAvatar) -> Result<Application> {
    let application = find(live, caller, command.application).await?;
    pictures::show(live, application.id.bot(), None).await?;
    view(live, &application, application.owner).await
}

/// Another token. Unless it has leaked, the one there is stays good for a while.
pub async fn rotate(live: &Live, caller: &Caller, command: RotateBotToken) -> Result<ApplicationToken> {
    let (id, token, overlap) = (command.application, Token::random(Kind::Bot)?, overlap(&command)?);
    let until = live.clock.now().plus_ms(overlap);
    let change = |application: &mut ApplicationDoc| {
        application.must_be_of(caller)?;
        application.token = application.token.clone().rotated(&token, until);
        Ok::<_, Error>(())
    };
    let application = live.store.update(id, change).await?.ok_or_else(Error::not_found)?;
    if overlap == 0 {
        live.bus.session_ended(id.session());
    }
    with_token(live, &application, &token).await
}

/// For how many milliseconds the token of before is good.
fn overlap(command: &RotateBotToken) -> Result<i64> {
    match command.overlap_secs.unwrap_or(DAY_SECS) {
        secs @ 0..=DAY_SECS => Ok(1000 * secs.cast_signed()),
        _ => {
            let message = format!("overlap_secs is from 0 to {DAY_SECS}, or absent.");
            Err(Problem::field("overlap_secs", message).into())
        }
    }
}

/// Ends an application and its bot.
pub async fn delete(live: &Live, caller: &Caller, command: DeleteApplication) -> Result<()> {
    let application = find(live, caller, command.application).await?;
    let order = access::retire(caller, &application, &request_id::current(), live.clock.now())?;
    bots::end(live, &application, &order).await
}

async fn find(live: &Live, caller: &Caller, id: ApplicationId) -> Result<ApplicationDoc> {
    caller.as_person()?;
    let application: Option<ApplicationDoc> = live.store.get(id).await?;
    let application = application.ok_or_else(Error::not_found)?;
    application.must_be_of(caller)?;
    Ok(application)
}

async fn view(live: &Live, application: &ApplicationDoc, to: UserId) -> Result<Application> {
    let bot = User::clone(&*live.people.find(application.id.bot()).await?);
    let owner = User::clone(&*live.people.find(application.owner).await?);
    Ok(application.view(bot, owner, to, live.clock.now()))
}

async fn with_token(live: &Live, application: &ApplicationDoc, token: &Token) -> Result<ApplicationToken> {
    let view = view(live, application, application.owner).await?;
    Ok(ApplicationToken { application: view, token: token.reveal().to_owned() })
}
