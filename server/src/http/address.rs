//! Where a request came to and where it came from: our own address as browsers see it, and the peer's.

use super::door::Door;
use super::refused::Refused;
use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use hubbub_shared::ErrorCode;
use std::net::IpAddr;
use url::Url;

/// The host and port in the address that the browser asked for, if it is well-formed.
pub fn host(request: &HttpRequest) -> Option<&str> {
    host_of(
        text(request, &header::HOST)
            .or_else(|| request.uri().authority().map(|authority| authority.as_str())),
    )
}

/// The scheme that the browser uses. A proxy in front tells it by `X-Forwarded-Proto`.
pub fn is_https(request: &HttpRequest, door: &Door) -> bool {
    let told = door.addresses.api.as_ref().or(door.addresses.client.as_ref());
    match told {
        Some(address) => address.scheme() == "https",
        None => request.connection_info().scheme() == "https",
    }
}

/// Where browsers reach this server: `PUBLIC_API_URL`, else `CLIENT_URL` when that is where the request came
/// to, else where it came to.
pub fn own_address(request: &HttpRequest, door: &Door) -> Option<Url> {
    let addresses = &door.addresses;
    if let Some(api) = &addresses.api {
        return Some(api.clone());
    }
    let host = host(request)?;
    if let Some(client) = addresses.client.as_ref().filter(|client| authority(client) == host) {
        return Some(client.clone());
    }
    let scheme = if request.connection_info().scheme() == "https" { "https" } else { "http" };
    Url::parse(&format!("{scheme}://{host}/")).ok()
}

/// Whether the browser asked for `localhost`, 127.0.0.0/8 or ::1.
pub fn is_loopback_host(host: &str) -> bool {
    let Ok(url) = Url::parse(&format!("http://{host}/")) else { return false };
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Who is asking, for limits per address. A proxy on this machine or its network tells the address it serves,
/// as the last of `X-Forwarded-For`.
pub fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let is_near = match peer {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    };
    let forwarded = text(request, &header::X_FORWARDED_FOR).and_then(|list| list.rsplit(',').next());
    let told = forwarded.filter(|_| is_near).and_then(|address| address.trim().parse().ok());
    Some(told.unwrap_or(peer))
}

/// The same, for what cannot be done without it.
pub fn needed_address(door: &Door, request: &HttpRequest) -> Result<Url, Refused> {
    let missing = || Refused::new(ErrorCode::InvalidInput, "The request does not say which host it is for.");
    own_address(request, door).ok_or_else(missing)
}

/// Host, and port unless it is the scheme's own: what browsers write into `Host`.
pub fn authority(url: &Url) -> &str {
    &url[url::Position::BeforeHost..url::Position::AfterPort]
}

/// It goes into headers and redirects, so nothing but a host and a port may be in it.
fn host_of(host: Option<&str>) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte);
    host.filter(|host| !host.is_empty() && host.bytes().all(is_plain))
}

/// A header as text.
pub fn text<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for host in
            ["localhost", "localhost:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:8080", "hubbub.localhost"]
        {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in
            ["example.org", "localhost.example.org", "192.168.1.5", "0.0.0.0", "127.0.0.1.nip.io", "[::2]"]
        {
            assert!(!is_loopback_host(host), "{host}");
        }
    }

    #[test]
    fn a_host_that_could_write_headers_is_none() {
        assert_eq!(host_of(Some("chat.example.org:8080")), Some("chat.example.org:8080"));
        for host in ["", "a b", "a;b", "a\"", "a/b", "a@b", "a'"] {
            assert_eq!(host_of(Some(host)), None, "{host:?}");
        }
    }
}
