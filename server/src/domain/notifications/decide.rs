//! Whether somebody is told of a message by push: a function of what is known at that moment, and of nothing else.

use super::settings::SettingsDoc;
use super::whereabouts::Whereabouts;
use hubbub_shared::Timestamp;
use hubbub_shared::model::NotificationLevel;

/// Somebody who did something is there for so long.
const THERE_MS: i64 = 60_000;
/// Who has the app open and does nothing may be reading: then the message is read by now.
const LOOKS_MS: i64 = 5_000;

/// What a message is to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// It names them, a role of theirs or everybody, or answers something of theirs.
    Mention,
    /// It was said where they listen.
    Message,
    /// It was written to them alone.
    Direct,
    /// They saved it, and wanted to be reminded of it now.
    Reminder,
}

/// Whether somebody has the app open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// On no device.
    Away,
    /// On some device, on which they did something last at this moment.
    Connected {
        /// Sent, wrote, read on: not what the app does by itself.
        acted: Timestamp,
    },
}

/// Somebody, as far as it matters.
#[derive(Debug, Clone, Copy)]
pub struct Listener<'a> {
    /// What they chose.
    pub settings: &'a SettingsDoc,
    /// Whether they said it themselves.
    pub is_author: bool,
    /// Whether they can read it, at this moment.
    pub may_read: bool,
    /// Whether they want to hear from who said it.
    pub hears: bool,
    /// Whether they have read it, on any device.
    pub has_read: bool,
    /// Whether they have the app open.
    pub presence: Presence,
}

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Their devices are told.
    Push,
    /// They are there, or may be: it is asked again at this moment.
    Wait(Timestamp),
    /// They find it in the app.
    Quiet,
}

/// Decides. `at` is where it was said in a hub. `waited`: it was decided before that they may be there, and that time is over.
pub fn decide(
    occasion: Occasion,
    at: Option<Whereabouts>,
    listener: &Listener<'_>,
    now: Timestamp,
    waited: bool,
) -> Verdict {
    let Listener { settings, is_author, may_read, hears, has_read, presence } = *listener;
    // Whoever chose the hour themselves is told also in quiet ones, of what they have read and wherever it is muted.
    let is_asked_for = occasion == Occasion::Reminder;
    if !may_read || !is_asked_for && (is_author || !hears || has_read) {
        return Verdict::Quiet;
    }
    let level = at.map_or(settings.level, |at| settings.level_in(at));
    let is_muted = at.is_some_and(|at| settings.is_muted_in(at, now));
    let is_held_off = !wants(occasion, level) || is_muted || settings.is_quiet_at(now);
    if is_held_off && !is_asked_for {
        return Verdict::Quiet;
    }
    match presence {
        Presence::Away => Verdict::Push,
        Presence::Connected { acted } => match (now.0 - acted.0 < THERE_MS, waited) {
            // They went on doing other things, with its count before their eyes.
            (true, true) => Verdict::Quiet,
            (true, false) => Verdict::Wait(acted.plus_ms(THERE_MS)),
            (false, true) => Verdict::Push,
            (false, false) => Verdict::Wait(now.plus_ms(LOOKS_MS)),
        },
    }
}

const fn wants(occasion: Occasion, level: NotificationLevel) -> bool {
    match level {
        NotificationLevel::All => true,
        NotificationLevel::Mentions => !matches!(occasion, Occasion::Message),
        NotificationLevel::None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NotificationLevel::{All, Mentions, None as Nothing};
    use Occasion::{Mention, Message};
    use hubbub_shared::model::{PlaceNotifications, QuietHours};
    use hubbub_shared::{CategoryId, ChannelId, HubId, UserId};

    /// 22:00 in Berlin, where it is winter.
    const NOW: Timestamp = Timestamp(1_795_381_200_000);
    const HUB: HubId = HubId(1);
    const HERE: Whereabouts = Whereabouts { hub: HUB, category: Some(CategoryId(2)), channel: ChannelId(3) };
    const AWAY: Presence = Presence::Away;

    fn acted(ms_ago: i64) -> Presence {
        Presence::Connected { acted: NOW.plus_ms(-ms_ago) }
    }

    fn settings(level: NotificationLevel) -> SettingsDoc {
        SettingsDoc { level, ..SettingsDoc::new(UserId(9)) }
    }

    fn place(level: Option<NotificationLevel>, muted_ms: Option<i64>) -> PlaceNotifications {
        let muted_until = muted_ms.map(|ms| NOW.plus_ms(ms));
        PlaceNotifications { hub: HUB, category: None, channel: None, level, muted_until }
    }

    fn with(level: NotificationLevel, places: Vec<PlaceNotifications>) -> SettingsDoc {
        SettingsDoc { places, ..settings(level) }
    }

    fn quiet(from: u16, to: u16, time_zone: &str) -> SettingsDoc {
        let quiet_hours = Some(QuietHours { from, to, time_zone: time_zone.to_owned() });
        SettingsDoc { quiet_hours, ..settings(Mentions) }
    }

    fn listener(settings: &SettingsDoc, presence: Presence) -> Listener<'_> {
        Listener { settings, is_author: false, may_read: true, hears: true, has_read: false, presence }
    }

    #[test]
    fn what_is_chosen_nearest_holds() {
        let of_hub = |level| place(Some(level), None);
        let of_category = |level| PlaceNotifications { category: HERE.category, ..place(Some(level), None) };
        let of_channel =
            |level| PlaceNotifications { channel: Some(HERE.channel), ..place(Some(level), None) };
        let elsewhere = PlaceNotifications { channel: Some(ChannelId(4)), ..place(Some(All), None) };
        for (what, settings, occasion, is_told) in [
            ("a mention", settings(Mentions), Mention, true),
            ("a message", settings(Mentions), Message, false),
            ("nothing anywhere", settings(Nothing), Mention, false),
            ("all of a hub", with(Mentions, vec![of_hub(All)]), Message, true),
            ("nothing of a hub", with(Mentions, vec![of_hub(Nothing)]), Mention, false),
            ("a hub, though nothing elsewhere", with(Nothing, vec![of_hub(Mentions)]), Mention, true),
            (
                "a category before the hub",
                with(Mentions, vec![of_category(All), of_hub(Nothing)]),
                Message,
                true,
            ),
            (
                "a channel before its category",
                with(Mentions, vec![of_category(All), of_channel(Nothing)]),
                Mention,
                false,
            ),
            (
                "a channel before its hub",
                with(Mentions, vec![of_hub(Nothing), of_channel(All)]),
                Message,
                true,
            ),
            ("another channel", with(Mentions, vec![elsewhere]), Message, false),
            (
                "only muted, no level of its own",
                with(Mentions, vec![place(None, Some(-1)), of_category(All)]),
                Message,
                true,
            ),
        ] {
            let verdict = decide(occasion, Some(HERE), &listener(&settings, AWAY), NOW, false);
            assert_eq!(verdict == Verdict::Push, is_told, "{what}: {verdict:?}");
        }
    }

    #[test]
    fn muting_holds_until_it_ends_for_mentions_too() {
        let of_channel = |ms| PlaceNotifications { channel: Some(HERE.channel), ..place(None, Some(ms)) };
        for (what, places, is_told) in [
            ("the hub", vec![place(None, Some(1))], false),
            ("the hub, and it is over", vec![place(None, Some(0))], true),
            ("the channel", vec![of_channel(1)], false),
            (
                "the hub, with all of the channel",
                vec![place(None, Some(1)), PlaceNotifications { level: Some(All), ..of_channel(-1) }],
                false,
            ),
        ] {
            let settings = with(Mentions, places);
            let verdict = decide(Mention, Some(HERE), &listener(&settings, AWAY), NOW, false);
            assert_eq!(verdict == Verdict::Push, is_told, "{what}: {verdict:?}");
        }
    }

    #[test]
    fn quiet_hours_go_by_the_persons_clock() {
        for (what, settings, is_told) in [
            ("they begin now", quiet(22 * 60, 7 * 60, "Europe/Berlin"), false),
            ("they ended a minute ago", quiet(20 * 60, 22 * 60, "Europe/Berlin"), true),
            ("the same hours elsewhere", quiet(22 * 60, 7 * 60, "America/New_York"), true),
            ("by day", quiet(9 * 60, 17 * 60, "Europe/Berlin"), true),
            ("over midnight in Tokyo, where it is six", quiet(23 * 60, 6 * 60 + 1, "Asia/Tokyo"), false),
            ("a zone that is not known any more", quiet(0, 1439, "Nowhere/Atlantis"), true),
        ] {
            let verdict = decide(Mention, Some(HERE), &listener(&settings, AWAY), NOW, false);
            assert_eq!(verdict == Verdict::Push, is_told, "{what}: {verdict:?}");
        }
    }

    #[test]
    fn nobody_is_told_of_what_they_said_cannot_read_do_not_want_or_have_read() {
        let settings = settings(Mentions);
        let told = listener(&settings, AWAY);
        for unwanted in [
            Listener { is_author: true, ..told },
            Listener { may_read: false, ..told },
            Listener { hears: false, ..told },
            Listener { has_read: true, ..told },
        ] {
            assert_eq!(decide(Mention, Some(HERE), &unwanted, NOW, false), Verdict::Quiet, "{unwanted:?}");
        }
    }

    #[test]
    fn a_reminder_comes_whatever_holds_others_off_but_not_of_what_may_not_be_read() {
        let held_off = SettingsDoc {
            places: vec![place(Some(Nothing), Some(1))],
            ..quiet(22 * 60, 7 * 60, "Europe/Berlin")
        };
        let told = listener(&held_off, AWAY);
        let own = Listener { is_author: true, has_read: true, hears: false, ..told };
        assert_eq!(decide(Occasion::Reminder, Some(HERE), &own, NOW, false), Verdict::Push);
        assert_eq!(decide(Mention, Some(HERE), &told, NOW, false), Verdict::Quiet);
        let hidden = Listener { may_read: false, ..told };
        assert_eq!(decide(Occasion::Reminder, Some(HERE), &hidden, NOW, false), Verdict::Quiet);
    }

    #[test]
    fn who_looks_is_not_told_and_who_went_away_is_told_later() {
        let settings = settings(Mentions);
        let verdict =
            |presence, waited| decide(Mention, Some(HERE), &listener(&settings, presence), NOW, waited);
        assert_eq!(verdict(acted(10_000), false), Verdict::Wait(NOW.plus_ms(50_000)));
        assert_eq!(verdict(acted(10_000), true), Verdict::Quiet, "they are there, and see the count");
        assert_eq!(verdict(acted(60_000), false), Verdict::Wait(NOW.plus_ms(5_000)), "a channel may be open");
        assert_eq!(verdict(acted(60_000), true), Verdict::Push, "nobody read it");
        assert_eq!(verdict(AWAY, true), Verdict::Push);
    }

    #[test]
    fn what_is_written_to_somebody_alone_is_told_unless_they_want_nothing_or_quiet() {
        let told = |settings: &SettingsDoc| {
            decide(Occasion::Direct, None, &listener(settings, AWAY), NOW, false) == Verdict::Push
        };
        assert!(told(&settings(All)) && told(&settings(Mentions)));
        assert!(!told(&settings(Nothing)));
        assert!(!told(&quiet(0, 1439, "Europe/Berlin")));
        let hub_is_muted = with(Mentions, vec![place(Some(Nothing), Some(1))]);
        assert!(told(&hub_is_muted), "it was said in no hub");
    }
}
