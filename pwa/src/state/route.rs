//! One address per place.

use hubbub_shared::{ChannelId, HubId, MessageId};

const SETTINGS: &str = "settings";
const CONSOLE: &str = "console";
const NOTIFICATIONS: &str = "notifications";
const INBOX: &str = "inbox";
const SAVED: &str = "saved";
const DM: &str = "dm";
const BOTS: &str = "bots";
const ABOUT: &str = "about";

/// A place in the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The list of all hubs.
    Home,
    /// A hub with its channels.
    Hub(HubId),
    /// A channel of a hub with its conversation.
    Channel(HubId, ChannelId),
    /// What an invite leads to, before joining.
    Invite(String),
    /// What a hub is run with, and which page of that: what the part of the app for it reads from the address. Empty: the
    /// list of all.
    HubSettings(HubId, String),
    /// Profile, theme, sessions.
    Settings,
    /// The person's applications, or with an id, where the link of a bot leads.
    Bots(String),
    /// Of what the person is told, and where.
    Notifications,
    /// Messages that mention the person.
    Inbox,
    /// Messages that the person saved.
    Saved,
    /// The list of encrypted conversations.
    Dms,
    /// What is protected in them, and what is not.
    DmsAbout,
    /// An encrypted conversation.
    Dm(ChannelId),
    /// What who owns the server runs it with. To others it is no place.
    Console,
    /// What this device can do.
    Diag,
    /// The way in; afterwards the place that was asked for.
    SignIn {
        /// An address within the app.
        next: Option<String>,
    },
    /// No such place.
    Unknown,
}

impl Route {
    /// The place of an address: path and query, such as `/hubs/1/2` or `/sign-in?next=%2Fhubs%2F1`.
    pub fn parse(address: &str) -> Self {
        let address = address.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => Self::Home,
            ["hubs", hub] => hub.parse().map_or(Self::Unknown, Self::Hub),
            ["hubs", hub, SETTINGS, rest @ ..] => {
                hub.parse().map_or(Self::Unknown, |hub| Self::HubSettings(hub, rest.join("/")))
            }
            ["hubs", hub, channel] | ["hubs", hub, channel, _] => match (hub.parse(), channel.parse()) {
                (Ok(hub), Ok(channel)) => Self::Channel(hub, channel),
                _ => Self::Unknown,
            },
            ["invite", code] => Self::Invite((*code).to_owned()),
            [BOTS, rest @ ..] => Self::Bots(rest.join("/")),
            [SETTINGS] => Self::Settings,
            [SETTINGS, NOTIFICATIONS] => Self::Notifications,
            [INBOX] => Self::Inbox,
            [INBOX, SAVED] => Self::Saved,
            [DM] => Self::Dms,
            [DM, ABOUT] => Self::DmsAbout,
            [DM, dm] => dm.parse().map_or(Self::Unknown, Self::Dm),
            [CONSOLE] => Self::Console,
            ["diag"] => Self::Diag,
            ["sign-in"] => Self::SignIn { next: next_of(query) },
            _ => Self::Unknown,
        }
    }

    /// The address of the place.
    pub fn address(&self) -> String {
        match self {
            Self::Home | Self::Unknown => "/".to_owned(),
            Self::Hub(hub) => format!("/hubs/{hub}"),
            Self::Channel(hub, channel) => format!("/hubs/{hub}/{channel}"),
            Self::Invite(code) => format!("/invite/{code}"),
            Self::HubSettings(hub, section) => {
                let parting = if section.is_empty() { "" } else { "/" };
                format!("/hubs/{hub}/{SETTINGS}{parting}{section}")
            }
            Self::Settings => "/settings".to_owned(),
            Self::Bots(id) if id.is_empty() => format!("/{BOTS}"),
            Self::Bots(id) => format!("/{BOTS}/{id}"),
            Self::Notifications => format!("/{SETTINGS}/{NOTIFICATIONS}"),
            Self::Inbox => format!("/{INBOX}"),
            Self::Saved => format!("/{INBOX}/{SAVED}"),
            Self::Dms => format!("/{DM}"),
            Self::DmsAbout => format!("/{DM}/{ABOUT}"),
            Self::Dm(dm) => format!("/{DM}/{dm}"),
            Self::Console => format!("/{CONSOLE}"),
            Self::Diag => "/diag".to_owned(),
            Self::SignIn { next: None } => "/sign-in".to_owned(),
            Self::SignIn { next: Some(next) } => format!("/sign-in?next={}", escape(next)),
        }
    }

    /// The message that an address leads to within its channel.
    pub fn message_in(address: &str) -> Option<MessageId> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            ["hubs", _, _, message] => message.parse().ok(),
            _ => None,
        }
    }

    /// The hub this place is in.
    pub fn hub(&self) -> Option<HubId> {
        match self {
            Self::Hub(hub) | Self::Channel(hub, _) | Self::HubSettings(hub, _) => Some(*hub),
            _ => None,
        }
    }

    /// The channel this place is, or the conversation.
    pub fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::Channel(_, channel) | Self::Dm(channel) => Some(*channel),
            _ => None,
        }
    }

    /// Whether a stranger may be here.
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Invite(_) | Self::Diag | Self::SignIn { .. })
    }

    /// Where to go on after signing in here.
    pub fn after_sign_in(&self) -> String {
        match self {
            Self::SignIn { next: Some(next) } => next.clone(),
            Self::SignIn { next: None } => "/".to_owned(),
            place => place.address(),
        }
    }
}

/// Only addresses within the app: `//evil.example` and `https://…` would lead elsewhere.
fn next_of(query: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("next="))?;
    let next = unescape(value);
    let stays = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    stays.then_some(next)
}

/// Percent-encodes what has a meaning in a query.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                escaped.push(char::from(byte))
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(hex(*high) << 4 | hex(*low));
                rest = after;
            }
            (b'+', _) => bytes.push(b' '),
            (other, _) => bytes.push(*other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit.wrapping_sub(b'A') + 10,
    }
}

/// The code in what somebody pasted: the code itself, or a link that ends with it.
pub fn invite_code(pasted: &str) -> Option<String> {
    let plain = pasted.trim().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let code = plain.rsplit('/').next().unwrap_or_default();
    let is_code = !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    is_code.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_an_address_that_leads_back() {
        let places = [
            Route::Home,
            Route::Hub(HubId(1)),
            Route::Channel(HubId(1), ChannelId(2)),
            Route::Invite("aB-9".into()),
            Route::HubSettings(HubId(1), String::new()),
            Route::HubSettings(HubId(1), "roles/7".to_owned()),
            Route::Settings,
            Route::Bots(String::new()),
            Route::Bots("7".to_owned()),
            Route::Notifications,
            Route::Inbox,
            Route::Saved,
            Route::Dms,
            Route::DmsAbout,
            Route::Dm(ChannelId(7)),
            Route::Diag,
            Route::SignIn { next: None },
            Route::SignIn { next: Some("/hubs/1/2".into()) },
        ];
        for place in places {
            assert_eq!(Route::parse(&place.address()), place);
        }
        assert_eq!(Route::parse("/?src=pwa"), Route::Home);
        for nowhere in ["/hubs/x", "/hubs/x/settings"] {
            assert_eq!(Route::parse(nowhere), Route::Unknown, "{nowhere}");
        }
    }

    #[test]
    fn the_address_of_a_message_leads_into_its_channel() {
        let address = format!("{}/30", Route::Channel(HubId(1), ChannelId(2)).address());
        assert_eq!(Route::parse(&address), Route::Channel(HubId(1), ChannelId(2)));
        assert_eq!(Route::message_in(&address), Some(MessageId(30)));
        assert_eq!(Route::message_in("/hubs/1/2?x=/3"), None);
    }

    #[test]
    fn sign_in_leads_nowhere_else() {
        for next in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
            let route = Route::parse(&format!("/sign-in?next={}", escape(next)));
            assert_eq!(route.after_sign_in(), "/", "{next}");
        }
        assert_eq!(Route::parse("/sign-in?next=%2Finvite%2Fabc").after_sign_in(), "/invite/abc");
    }

    #[test]
    fn an_invite_may_be_pasted_as_code_or_link() {
        for pasted in ["abc-1", " abc-1\n", "https://chat.example/invite/abc-1", "http://x/invite/abc-1/?a=b"]
        {
            assert_eq!(invite_code(pasted).as_deref(), Some("abc-1"), "{pasted:?}");
        }
        assert_eq!(invite_code(" "), None);
        assert_eq!(invite_code("not a code"), None);
    }
}
