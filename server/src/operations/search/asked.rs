//! What somebody looks for, with the people, places and moments that are meant. Names mean what the caller may see.

use crate::domain::access::HubAccess;
use crate::domain::found_by::{FoundByDoc, Walk};
use crate::error::{Error, Result};
use crate::live::Live;
use crate::normal::normal;
use crate::search::Sought;
use hubbub_shared::search::{Day, Has, Search};
use hubbub_shared::{ChannelId, HubId, Permissions, PlaceId, Problem, UserId, ids};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::ops::Range;

/// What the caller needs in a channel to find what was said there.
pub const READ: Permissions = Permissions::READ_ONLY;
/// People that one name means, at most.
const MOST_MEANT: usize = 50;

/// See the module.
pub struct Asked {
    pub words: Vec<Sought>,
    pub has: Vec<Has>,
    /// One of these wrote it. `None`: anybody.
    pub authors: Option<Vec<UserId>>,
    /// `None`: whoever is mentioned.
    pub mentions: Option<Vec<UserId>>,
    /// It was said in one of these. `None`: anywhere.
    pub places: Option<Vec<PlaceId>>,
    /// Of messages, which have the time in them.
    pub ids: Range<u64>,
}

impl Asked {
    pub async fn new(
        live: &Live,
        access: &HubAccess,
        search: Search,
        time_zone: Option<&str>,
    ) -> Result<Self> {
        Ok(Self {
            authors: people(live, access, &search.from).await?,
            mentions: people(live, access, &search.mentions).await?,
            places: places(access, &search.within)?,
            ids: ids_between(search.after, search.before, time_zone)?,
            words: search.words.iter().filter_map(|words| Sought::new(&words.text, words.quoted)).collect(),
            has: search.has,
        })
    }

    /// Whether words like those will do, if few have those.
    pub fn is_loose(&self) -> bool {
        self.words.iter().any(Sought::is_loose)
    }
}

fn unknown(problem: String) -> Error {
    Problem::field("q", problem).into()
}

/// Whom the names mean, all of them together. `None`: there are no names.
async fn people(live: &Live, access: &HubAccess, names: &[String]) -> Result<Option<Vec<UserId>>> {
    let mut people = Vec::new();
    for name in names {
        people.extend(meant_by(live, access, name).await?);
    }
    Ok((!names.is_empty()).then_some(people))
}

/// Oneself, whoever has the id, or the members with a name of which this is a part; of those with a longer one none, if there are
/// others.
async fn meant_by(live: &Live, access: &HubAccess, name: &str) -> Result<Vec<UserId>> {
    if name.eq_ignore_ascii_case("me") {
        return Ok(vec![access.caller().user]);
    }
    if let Ok(id) = name.parse() {
        return Ok(vec![id]);
    }
    let start = normal(name);
    let hub: HubId = access.structure().hub.id;
    let found = match start.is_empty() {
        true => Vec::new(),
        false => Walk::Words(start.clone()).piece(&live.store, hub, None, MOST_MEANT).await?,
    };
    let is_whole = |entry: &&FoundByDoc| {
        let rest = entry.word.as_deref().and_then(|word| word.strip_prefix(start.as_str()));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let whole: Vec<UserId> = found.iter().filter(is_whole).map(|entry| entry.user).collect();
    let all = if whole.is_empty() { found.iter().map(|entry| entry.user).collect() } else { whole };
    match all.is_empty() {
        true => Err(unknown(format!("Nobody here is called “{name}”."))),
        false => Ok(all),
    }
}

/// The channels that the names mean, among those where the caller may read what was said. `None`: there are no names.
fn places(access: &HubAccess, names: &[String]) -> Result<Option<Vec<PlaceId>>> {
    let channels = || access.structure().channels.iter();
    let readable = || channels().filter(|channel| access.permissions_in(channel).contains(READ));
    let mut places = Vec::new();
    for name in names {
        let (id, called) = (name.parse::<ChannelId>().ok(), normal(name));
        let meant = readable().filter(|channel| Some(channel.id) == id || normal(&channel.name) == called);
        let before = places.len();
        places.extend(meant.map(|channel| channel.id.place()));
        if places.len() == before {
            return Err(unknown(format!("There is no channel “{name}” here that you can search.")));
        }
    }
    Ok((!names.is_empty()).then_some(places))
}

/// Ids of messages after the end of one day and before the beginning of another, where somebody is.
fn ids_between(after: Option<Day>, before: Option<Day>, time_zone: Option<&str>) -> Result<Range<u64>> {
    let zone = match time_zone {
        None => TimeZone::UTC,
        Some(name) => TimeZone::get(name).map_err(|_| {
            Problem::field("time_zone", "Give a time zone of the IANA database, such as Europe/Berlin.")
        })?,
    };
    let first_id = |day: Day, later: bool| -> Option<u64> {
        let date = Date::new(day.year, day.month, day.day).ok()?;
        let date = if later { date.tomorrow().ok()? } else { date };
        let ms = date.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_millisecond();
        Some(ids::compose(u64::try_from(ms).unwrap_or(0), 0))
    };
    let since = after.map_or(Some(0), |day| first_id(day, true)).unwrap_or(u64::MAX);
    let until = before.map_or(Some(u64::MAX), |day| first_id(day, false)).unwrap_or(0);
    Ok(since..until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::Timestamp;

    #[test]
    fn days_begin_where_somebody_is_also_when_clocks_are_changed() {
        let moment = |text| ids::compose(Timestamp::parse(text).unwrap().0.unsigned_abs(), 0);
        let day = Day::parse("2026-03-29");
        let berlin = ids_between(day, day, Some("Europe/Berlin")).unwrap();
        assert_eq!(berlin.start, moment("2026-03-29T22:00:00Z"), "that day had 23 hours");
        assert_eq!(berlin.end, moment("2026-03-28T23:00:00Z"));
        assert_eq!(ids_between(None, None, None).unwrap(), 0..u64::MAX);
        assert_eq!(ids_between(day, None, None).unwrap().start, moment("2026-03-30T00:00:00Z"));
        assert!(ids_between(None, None, Some("Mars/Olympus")).is_err());
    }
}
