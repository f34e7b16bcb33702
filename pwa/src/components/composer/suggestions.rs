//! Who and what may be meant by the beginning of a name: people, roles and everybody, channels, emoji.

use super::writing::{Composer, Suggestion};
use crate::offline::emoji;
use crate::state::{Model, Named, Query, Sign, best, rank};
use crate::words::conversing as words;
use hubbub_shared::model::{Channel, User};
use hubbub_shared::{ChannelId, Crowd, UserId};

/// As many as fit over the keyboard of a phone.
pub const MOST: usize = 6;

/// The best of them.
pub fn suggestions(composer: Composer, query: &Query) -> Vec<Suggestion> {
    match query.sign {
        Sign::Person => people(composer, &query.text),
        Sign::Channel => channels(composer, &query.text),
        Sign::Emoji => pictures(composer, &query.text),
    }
}

fn people(composer: Composer, typed: &str) -> Vec<Suggestion> {
    composer.client.model.with_untracked(|model| {
        let mut speakers: Vec<UserId> = Vec::new();
        for message in model.timeline(composer.channel).into_iter().flat_map(|it| it.newest().rev()) {
            if !speakers.contains(&message.author.id) {
                speakers.push(message.author.id);
            }
        }
        let recency = |user: UserId| speakers.iter().position(|one| *one == user).unwrap_or(usize::MAX);
        let hub = model.hubs.hub_of(composer.channel);
        let others: Vec<&User> = hub
            .into_iter()
            .flat_map(|hub| model.members.of(hub))
            .filter(|user| Some(user.id) != model.my_id())
            .collect();
        let found = others.iter().map(|user| {
            let names = [rank(&user.display_name, typed), rank(&user.username, typed)];
            Some((names.into_iter().flatten().min()?, recency(user.id)))
        });
        // Among those who said nothing lately, many at once come first.
        let many = many(model, composer.channel);
        let of_many = many.iter().map(|one| Some((rank(&one.label, typed)?, usize::MAX)));
        let all = best(of_many.chain(found), MOST);
        all.into_iter()
            .map(|place| match many.get(place) {
                Some(one) => one.clone(),
                None => person(others[place - many.len()]),
            })
            .collect()
    })
}

/// Everybody, and roles, as far as the person may call them.
fn many(model: &Model, channel: ChannelId) -> Vec<Suggestion> {
    let (count, is_all) = model.known_members(channel);
    let crowds = model.crowds(channel).map(|crowd| {
        let detail = match crowd {
            Crowd::Everyone => words::everyone_reaches(count, is_all),
            Crowd::Here => words::HERE_REACHES.to_owned(),
        };
        called(crowd.name(), detail, Named::Crowd(crowd))
    });
    let roles = model
        .callable(channel)
        .map(|role| called(&role.name, words::ROLE_REACHES.to_owned(), Named::Role(role.id)));
    crowds.chain(roles).collect()
}

fn called(name: &str, detail: String, named: Named) -> Suggestion {
    let (label, inserted) = (name.to_owned(), format!("@{name}"));
    Suggestion { inserted, detail, named: Some((label.clone(), named)), label, person: None }
}

fn person(user: &User) -> Suggestion {
    Suggestion {
        label: user.display_name.clone(),
        detail: if user.username == user.display_name { String::new() } else { user.username.clone() },
        inserted: format!("@{}", user.display_name),
        named: Some((user.display_name.clone(), Named::Person(user.id))),
        person: Some(user.clone()),
    }
}

fn channels(composer: Composer, typed: &str) -> Vec<Suggestion> {
    composer.client.model.with_untracked(|model| {
        let hub = model.hubs.hub_of(composer.channel).and_then(|hub| model.hubs.get(hub));
        let channels = hub.map(|hub| hub.channels.as_slice()).unwrap_or_default();
        let found = channels.iter().map(|channel| Some((rank(&channel.name, typed)?, 0)));
        best(found, MOST).into_iter().map(|place| link(&channels[place])).collect()
    })
}

fn link(channel: &Channel) -> Suggestion {
    Suggestion {
        label: channel.name.clone(),
        detail: channel.topic.clone(),
        inserted: format!("#{}", channel.name),
        named: Some((channel.name.clone(), Named::Channel(channel.id))),
        person: None,
    }
}

fn pictures(composer: Composer, typed: &str) -> Vec<Suggestion> {
    let tone = emoji::tone();
    let Some(list) = composer.client.emoji.get_clone_untracked() else { return Vec::new() };
    list.search(typed, MOST)
        .into_iter()
        .map(|emoji| Suggestion {
            label: format!(":{}:", emoji.code()),
            detail: emoji.name.clone(),
            inserted: emoji.toned(&tone),
            named: None,
            person: None,
        })
        .collect()
}
