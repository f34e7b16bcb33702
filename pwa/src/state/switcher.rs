//! Finding a hub, a channel or a person by a few letters of the name, and the channels next to one.

use crate::letters::lower;
use crate::state::sorting::sorted_by;
use crate::state::{Badge, ChannelGroup, Direction, Model};
use hubbub_shared::model::User;
use hubbub_shared::{ChannelId, HubId, Permissions};

/// So many are offered.
const MOST: usize = 24;

/// Something that can be gone to.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A hub, by its id.
    Hub(HubId),
    /// A channel and the hub it is in.
    Channel(HubId, ChannelId),
    /// A person, and the hub in which they were found.
    Person(HubId, User),
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Where choosing it leads.
    pub target: Target,
    /// The name of the hub, channel or person.
    pub name: String,
    /// What tells it from others of the name.
    pub detail: String,
    /// What is new there.
    pub badge: Badge,
    score: i32,
}

/// What is looked for: everything, or one kind only.
struct Wish<'a> {
    letters: &'a str,
    channels: bool,
    hubs: bool,
    people: bool,
}

impl<'a> Wish<'a> {
    fn parse(typed: &'a str) -> Self {
        let typed = typed.trim();
        let only = |kind: char| typed.strip_prefix(kind).map(str::trim_start);
        match (only('#'), only('@')) {
            (Some(letters), _) => Self { letters, channels: true, hubs: false, people: false },
            (_, Some(letters)) => Self { letters, channels: false, hubs: false, people: true },
            // People are many; without a letter nobody looks for one of them.
            _ => Self { letters: typed, channels: true, hubs: true, people: !typed.is_empty() },
        }
    }
}

impl Model {
    /// What fits what was typed, the best first. With nothing typed: what is new, then what was visited last.
    pub fn find(&self, typed: &str) -> Vec<Found> {
        let mut found = self.find_all(typed);
        found.truncate(MOST);
        found
    }

    /// Channels where the person may do all that, found in the same way: with nothing typed, those visited last come first.
    pub fn places_for(&self, typed: &str, needs: Permissions) -> Vec<Found> {
        let typed = format!("#{}", typed.trim().trim_start_matches('#'));
        let mut found = self.find_all(&typed);
        found.retain(|found| match &found.target {
            Target::Channel(_, channel) => self.permissions(*channel).contains(needs),
            _ => false,
        });
        found.truncate(MOST);
        found
    }

    fn find_all(&self, typed: &str) -> Vec<Found> {
        let wish = Wish::parse(typed);
        let mut found = Vec::new();
        for hub in self.hubs.all() {
            if wish.hubs {
                let badge = self.hub_badge(hub);
                found.extend(fits(Target::Hub(hub.id), &hub.name, String::new(), badge, wish.letters));
            }
            if wish.channels {
                found.extend(hub.channels.iter().filter_map(|channel| {
                    let target = Target::Channel(hub.id, channel.id);
                    let badge = self.reading.badge(channel.id);
                    let found = fits(target, &channel.name, hub.name.clone(), badge, wish.letters)?;
                    Some(Found { score: found.score + self.freshness(channel.id, badge), ..found })
                }));
            }
        }
        if wish.people {
            found.extend(self.people(wish.letters));
        }
        sorted_by(found, |a, b| b.score.cmp(&a.score).then_with(|| a.name.cmp(&b.name)))
    }

    /// Small beside how well a name fits.
    fn freshness(&self, channel: ChannelId, badge: Badge) -> i32 {
        if self.open_channel() == Some(channel) {
            return -8;
        }
        let news = match badge {
            Badge { unread: 0, .. } => 0,
            Badge { mentions: 0, .. } => 6,
            _ => 9,
        };
        let visited = self.keeping.recent().position(|recent| recent == channel);
        news + visited.map_or(0, |place| 5 - i32::try_from(place).unwrap_or(5).min(4))
    }

    fn people(&self, letters: &str) -> Vec<Found> {
        let mut known: Vec<Found> = Vec::new();
        for hub in self.hubs.all() {
            for member in self.members.all(hub.id) {
                let is_known = known.iter().any(
                    |found| matches!(&found.target, Target::Person(_, user) if user.id == member.user.id),
                );
                if is_known || Some(member.user.id) == self.my_id() {
                    continue;
                }
                let (name, username) = (&member.user.display_name, format!("@{}", member.user.username));
                let target = || Target::Person(hub.id, member.user.clone());
                let by_name = fits(target(), name, username.clone(), Badge::default(), letters);
                let by_username = fits(target(), &member.user.username, username, Badge::default(), letters);
                let found = by_name.or(by_username);
                known.extend(found.map(|found| Found { name: name.clone(), ..found }));
            }
        }
        known
    }

    /// The channel above or below the open one in its hub; with `unread`, the next in any hub that has something new.
    pub fn neighbour(&self, direction: Direction, unread: bool) -> Option<(HubId, ChannelId)> {
        let open = self.open_channel();
        let here = open.and_then(|channel| self.hubs.hub_of(channel));
        let hubs = self.hubs.all().iter().filter(|hub| unread || here.is_none_or(|here| here == hub.id));
        let mut all: Vec<(HubId, ChannelId)> = hubs
            .flat_map(|hub| ChannelGroup::all(hub))
            .flat_map(|group| group.channels)
            .map(|channel| (channel.hub, channel.id))
            .collect();
        if direction == Direction::Up {
            all.reverse();
        }
        let at = all.iter().position(|(_, channel)| Some(*channel) == open).map_or(0, |at| at + 1);
        all.rotate_left(at);
        all.into_iter()
            .filter(|(_, channel)| Some(*channel) != open)
            .find(|(_, channel)| !unread || self.reading.badge(*channel).unread > 0)
    }

    /// Channels with something new, those that ask for the reader first. Not what the switcher finds with nothing typed: the
    /// first view shows these, and needs nothing that compares letters.
    pub fn news(&self) -> Vec<Found> {
        let mut news = Vec::new();
        for hub in self.hubs.all() {
            for channel in &hub.channels {
                let badge = self.reading.badge(channel.id);
                if badge.unread > 0 {
                    let (target, score) =
                        (Target::Channel(hub.id, channel.id), self.freshness(channel.id, badge));
                    let (name, detail) = (channel.name.clone(), hub.name.clone());
                    news.push(Found { target, name, detail, badge, score });
                }
            }
        }
        let asks = |found: &Found| found.badge.mentions > 0;
        sorted_by(news, |a, b| {
            asks(b).cmp(&asks(a)).then_with(|| b.score.cmp(&a.score)).then_with(|| a.name.cmp(&b.name))
        })
    }
}

fn fits(target: Target, name: &str, detail: String, badge: Badge, letters: &str) -> Option<Found> {
    let score = score(name, letters)?;
    Some(Found { target, name: name.to_owned(), detail, badge, score })
}

/// How well letters fit a name: all must be there, in order; whole beginnings beat beginnings of words, and those beat
/// letters somewhere. `None`: they do not fit.
fn score(name: &str, letters: &str) -> Option<i32> {
    let name: Vec<char> = lower(name).chars().collect();
    let letters: Vec<char> = lower(letters).chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut total = 0;
    let mut from = 0;
    for letter in &letters {
        let starts_word =
            |at: usize| at == 0 || name.get(at - 1).is_some_and(|before| !before.is_alphanumeric());
        let rest = from..name.len();
        let next = (from > 0 && name.get(from) == Some(letter)).then_some(from);
        let word = rest.clone().find(|at| name.get(*at) == Some(letter) && starts_word(*at));
        let any = rest.clone().find(|at| name.get(*at) == Some(letter));
        let at = next.or(word).or(any)?;
        total += match at {
            0 => 30,
            at if Some(at) == next => 20,
            at if starts_word(at) => 24,
            _ => 4,
        };
        from = at + 1;
    }
    let shortness = 12_usize.saturating_sub(name.len().saturating_sub(letters.len()));
    Some(if letters.is_empty() { 0 } else { total + i32::try_from(shortness).unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::{BO, GENERAL, HUB, RANDOM, channel, hub, ready, state, user};
    use hubbub_shared::Timestamp;
    use hubbub_shared::model::Member;

    fn model() -> Model {
        let mut model = Model::default();
        model.ready(ready());
        let mut view = hub();
        view.version += 1;
        view.channels.push(channel(ChannelId(23), Some(30), 1, "help-general"));
        model.hub_changed(view);
        model
    }

    fn names(found: Vec<Found>) -> Vec<String> {
        found.into_iter().map(|found| found.name).collect()
    }

    #[test]
    fn letters_must_all_be_there_in_order() {
        assert!(score("general", "gnl").is_some());
        assert_eq!(score("general", "lg"), None);
        assert_eq!(score("general", "generals"), None);
        assert!(score("Éclair", "é").is_some());
    }

    #[test]
    fn a_beginning_beats_a_word_within_and_that_beats_scattered_letters() {
        assert!(score("general", "gen") > score("help-general", "gen"));
        assert!(score("help-general", "gen") > score("gardening", "gen"));
        assert!(score("seed-swaps", "ss") > score("lessons", "ss"));
        assert_eq!(names(model().find("gen"))[..2], ["general", "help-general"]);
    }

    #[test]
    fn with_nothing_typed_what_is_new_comes_first_and_the_open_channel_last() {
        let mut model = model();
        assert_eq!(names(model.find("#"))[0], "general", "it has something new");
        model.open(GENERAL);
        assert_eq!(names(model.find("#")).last().map(String::as_str), Some("general"));
    }

    #[test]
    fn a_message_goes_where_the_person_may_write() {
        let mut model = model();
        let mut view = hub();
        view.version += 2;
        let mut closed = channel(ChannelId(24), None, 2, "notices");
        closed.permissions = Permissions::VIEW | Permissions::HISTORY;
        view.channels.push(closed);
        model.hub_changed(view);
        let all = names(model.places_for("", Permissions::VIEW));
        assert!(all.contains(&"notices".to_owned()) && all.contains(&"general".to_owned()), "{all:?}");
        let open = names(model.places_for("", Permissions::SEND));
        assert!(!open.contains(&"notices".to_owned()) && open.contains(&"general".to_owned()), "{open:?}");
        assert_eq!(names(model.places_for(" #gen", Permissions::SEND))[0], "general");
        assert!(model.places_for("nowhere", Permissions::SEND).is_empty());
    }

    #[test]
    fn everything_new_is_listed_however_much_it_is() {
        let mut snapshot = ready();
        for id in 100..140 {
            snapshot.hubs[0].channels.push(channel(ChannelId(id), None, id as u32, &format!("topic-{id}")));
            snapshot.channels.push(state(ChannelId(id), 4, 2));
        }
        let mut model = Model::default();
        model.ready(snapshot);
        assert_eq!(model.news().len(), 41, "the forty and general");
        assert_eq!(model.find("#").len(), MOST);
    }

    #[test]
    fn people_are_found_by_both_their_names_and_once() {
        let mut model = model();
        let member = Member {
            user: user(BO),
            hub: HUB,
            roles: Vec::new(),
            joined_at: Timestamp(0),
            timed_out_until: None,
            online: true,
            name_elsewhere: None,
            joined_by: None,
        };
        model.members.put(HUB, member);
        assert_eq!(names(model.find("@")), ["Bo"]);
        assert!(matches!(model.find("bo")[0].target, Target::Person(HUB, _)));
        assert!(model.find("#bo").is_empty());
    }

    #[test]
    fn keys_walk_through_the_channels_in_their_order_and_around() {
        let mut model = model();
        model.open(RANDOM);
        assert_eq!(model.neighbour(Direction::Down, false), Some((HUB, GENERAL)));
        assert_eq!(model.neighbour(Direction::Up, false), Some((HUB, ChannelId(23))));
        assert_eq!(model.neighbour(Direction::Up, true), Some((HUB, GENERAL)));
        model.open(GENERAL);
        assert_eq!(model.neighbour(Direction::Down, true), None);
    }
}
