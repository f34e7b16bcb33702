//! Addresses that people give: the server calls nobody in a private network, unless its owner named the host.

use crate::outgoing::{self, is_public};
use std::net::IpAddr;
use url::{Host, Url};

/// Hosts that may lie in a private network, and be called without TLS.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    private: Vec<String>,
}

/// An address to which something may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Hosts {
    /// Those of the settings: `host` or `host:port`.
    pub const fn of(private: Vec<String>) -> Self {
        Self { private }
    }

    /// The address, or why nothing is sent there. Where a name leads is looked at when something is sent.
    pub fn parse(&self, text: &str) -> Result<Address, &'static str> {
        let url = Url::parse(text).map_err(|_| "Give a whole address, such as https://example.org/hook.")?;
        let Some(host) = url.host_str() else { return Err("The address has no host.") };
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err("The address may have no name, password or fragment in it.");
        }
        let is_http = matches!(url.scheme(), "https" | "http");
        if is_http && self.chose(host, url.port()) {
            return Ok(Address(url));
        }
        if url.scheme() != "https" {
            return Err("Give an address that begins with https://.");
        }
        if self.names(host) || !may_be_public(&url) {
            return Err(
                "The address is in a private network. The owner of the server can allow it: HUBBUB_WEBHOOK_HOSTS.",
            );
        }
        Ok(Address(url))
    }

    /// Whether the settings name this host, with this port or without one.
    fn chose(&self, host: &str, port: Option<u16>) -> bool {
        let whole = port.map(|port| format!("{host}:{port}"));
        self.private.iter().any(|known| known == host || whole.as_ref() == Some(known))
    }

    /// Whether the settings name this host, whatever the port.
    pub(super) fn names(&self, host: &str) -> bool {
        outgoing::names(&self.private, host)
    }
}

fn may_be_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_public(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            !(name == "localhost" || name.ends_with(".localhost"))
        }
        None => false,
    }
}

impl Address {
    /// As it is called.
    pub(super) const fn url(&self) -> &Url {
        &self.0
    }

    /// As it is stored and shown.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whatever it is, for tests of what comes after looking at it.
    #[cfg(test)]
    pub(super) fn unchecked(text: &str) -> Self {
        Self(Url::parse(text).unwrap_or_else(|_| unreachable!("an address of a test")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_network_is_called_over_tls() {
        for address in [
            "https://example.org/hook",
            "https://example.org:8443/hook?key=1",
            "https://142.250.1.95/x",
            "https://[2a00:1450:4001::5f]/x",
        ] {
            assert!(Hosts::default().parse(address).is_ok(), "{address}");
        }
    }

    #[test]
    fn private_networks_are_not_called_however_they_are_written() {
        for address in [
            "http://example.org/hook",
            "ftp://example.org/hook",
            "https://user@example.org/",
            "https://example.org/#x",
            "https://127.0.0.1/x",
            "https://127.1/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://0177.0.0.1/x",
            "https://10.0.0.1/x",
            "https://169.254.169.254/latest",
            "https://[::1]/x",
            "https://[::ffff:127.0.0.1]/x",
            "https://[fd00::1]/x",
            "https://localhost/x",
            "https://LOCALHOST./x",
            "https://a.localhost/x",
            "not an address",
            "",
        ] {
            assert!(Hosts::default().parse(address).is_err(), "{address}");
        }
    }

    #[test]
    fn the_owner_of_the_server_names_what_may_be_private_by_its_port() {
        let hosts =
            Hosts::of(vec!["127.0.0.1:9000".to_owned(), "hooks.internal".to_owned(), "[::1]:7".to_owned()]);
        for address in [
            "http://127.0.0.1:9000/1",
            "https://hooks.internal/x",
            "http://hooks.internal/x",
            "http://[::1]:7/",
        ] {
            assert!(hosts.parse(address).is_ok(), "{address}");
        }
        for address in ["http://127.0.0.1:9001/1", "https://127.0.0.1/1", "http://[::1]:8/"] {
            assert!(hosts.parse(address).is_err(), "{address}");
        }
        let only = Hosts::of(vec!["hooks.internal:9000".to_owned()]);
        assert!(only.parse("http://hooks.internal:9000/").is_ok());
        assert!(only.parse("https://hooks.internal/").is_err(), "another port of it");
        assert!(only.names("hooks.internal") && !only.names("hooks"));
    }
}
