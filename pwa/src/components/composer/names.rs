//! Names that may stand in what is being written, and what they stand for.

use crate::client::Client;
use crate::state::{Named, Names};
use hubbub_shared::ChannelId;
use hubbub_shared::model::Role;

/// All names that may stand in a text: those that were chosen, then those that only one person or channel has.
pub fn names(client: Client, channel: ChannelId, chosen: Names, text: &str) -> Names {
    let mut names = chosen;
    client.model.with_untracked(|model| {
        let Some(hub) = model.hubs.hub_of(channel).and_then(|hub| model.hubs.get(hub)) else {
            return;
        };
        let crowds = model.crowds(channel);
        names.extend(crowds.map(|crowd| (crowd.name().to_owned(), Named::Crowd(crowd))));
        names.extend(hub.channels.iter().map(|channel| (channel.name.clone(), Named::Channel(channel.id))));
        let called = |name: &str| text.contains(&format!("@{name}"));
        let people = model
            .members
            .of(hub.id)
            .flat_map(|user| [(&user.display_name, user.id), (&user.username, user.id)]);
        let people: Vec<_> = people.filter(|(name, _)| called(name)).collect();
        for (name, user) in &people {
            if people.iter().all(|(other, id)| other != name || id == user) {
                names.push(((*name).clone(), Named::Person(*user)));
            }
        }
        let roles: Vec<&Role> = model.callable(channel).filter(|role| called(&role.name)).collect();
        let is_one = |role: &&Role| roles.iter().filter(|other| other.name == role.name).count() == 1;
        names.extend(
            roles.iter().copied().filter(is_one).map(|role| (role.name.clone(), Named::Role(role.id))),
        );
    });
    names
}
