//! Addresses of push services. A browser says where it is reached, so the address is input like any other: the server
//! calls nobody but the services that browsers use.

use crate::outgoing;
use std::net::IpAddr;
use url::Url;

/// Hosts of the push services of browsers, and whatever is below those that begin with a dot.
const KNOWN: [&str; 5] = [
    // Chrome, Edge, Opera, Samsung Internet
    "fcm.googleapis.com",
    // Firefox
    ".push.services.mozilla.com",
    // Safari
    ".push.apple.com",
    // Edge on Windows
    ".notify.windows.com",
    ".wns.windows.com",
];

/// The push services that may be called.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    more: Vec<String>,
}

/// An address of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Hosts {
    /// The known ones, and those of the settings: `host` or `host:port`.
    pub const fn and(more: Vec<String>) -> Self {
        Self { more }
    }

    /// The address, if it is one of a push service.
    pub fn parse(&self, text: &str) -> Option<Address> {
        let url = Url::parse(text).ok()?;
        let host = url.host_str()?;
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let is_known = url.scheme() == "https" && url.port().is_none() && is_one_of_browsers(host);
        let is_safe = url.scheme() == "https" || is_this_machine(host);
        let place = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let is_chosen = is_safe && self.more.contains(&place);
        (is_plain && text.len() <= MOST_CHARS && (is_known || is_chosen)).then_some(Address(url))
    }

    /// Whether the settings name this host, with or without a port.
    pub(super) fn names(&self, host: &str) -> bool {
        outgoing::names(&self.more, host)
    }
}

/// Browsers' are below 500.
const MOST_CHARS: usize = 2000;

fn is_one_of_browsers(host: &str) -> bool {
    KNOWN.iter().any(|known| if known.starts_with('.') { host.ends_with(known) } else { host == *known })
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

impl Address {
    /// Scheme, host and port: what a signature is for.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The host, for people.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// All of it, which is a secret: whoever knows it can try to send.
    pub(super) const fn url(&self) -> &Url {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn push_services_of_browsers_are_called() {
        for address in [
            "https://fcm.googleapis.com/fcm/send/abc:def",
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://web.push.apple.com/QABC",
            "https://wns2-par02p.notify.windows.com/w/?token=abc",
        ] {
            assert!(Hosts::default().parse(address).is_some(), "{address}");
        }
    }

    #[test]
    fn nobody_else_is() {
        for address in [
            "http://fcm.googleapis.com/fcm/send/abc",
            "https://fcm.googleapis.com:8443/fcm/send/abc",
            "https://fcm.googleapis.com.example.org/x",
            "https://evil-push.apple.com.example.org/x",
            "https://push.apple.com@127.0.0.1/x",
            "https://user@fcm.googleapis.com/x",
            "https://fcm.googleapis.com/x#y",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://169.254.169.254/latest",
            "https://xpush.apple.com/x",
            "ftp://fcm.googleapis.com/x",
            "not an address",
            "",
        ] {
            assert!(Hosts::default().parse(address).is_none(), "{address}");
        }
        let long = format!("https://fcm.googleapis.com/{}", "x".repeat(MOST_CHARS));
        assert!(Hosts::default().parse(&long).is_none());
    }

    #[test]
    fn the_settings_name_others_and_only_this_machine_needs_no_tls() {
        let hosts = Hosts::and(vec!["127.0.0.1:9000".to_owned(), "push.example.org".to_owned()]);
        assert!(hosts.parse("http://127.0.0.1:9000/1").is_some());
        assert!(hosts.parse("http://127.0.0.1:9001/1").is_none());
        assert!(hosts.parse("https://push.example.org/1").is_some());
        assert!(hosts.parse("http://push.example.org/1").is_none());
    }
}
