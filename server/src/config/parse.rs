//! Text to values. Each error says what is expected, to be read after the variable's name.

use std::net::IpAddr;
use url::Url;

/// `DISCORD_URL`, `CLIENT_URL`, …: an http(s) address without a query.
pub fn web_address(text: &str) -> Result<Url, String> {
    address(text, &["http", "https"], "expected an address such as https://chat.example.org")
}

/// Parses `PUBLIC_SOCKET_URL`: an address with `ws` or `wss`.
pub fn socket_address(text: &str) -> Result<Url, String> {
    address(text, &["ws", "wss"], "expected an address such as wss://chat.example.org/ws")
}

fn address(text: &str, schemes: &[&str], expected: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).map_err(|_| expected.to_owned())?;
    let is_plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if schemes.contains(&url.scheme()) && url.has_host() && is_plain {
        Ok(url)
    } else {
        Err(expected.to_owned())
    }
}

/// `MONGODB_URI`; the driver checks the rest.
pub fn mongodb(text: &str) -> Result<String, String> {
    let uri = text.trim();
    if uri.starts_with("mongodb://") || uri.starts_with("mongodb+srv://") {
        return Ok(uri.to_owned());
    }
    Err("expected an address that begins with mongodb:// or mongodb+srv://".to_owned())
}

/// Parses `HUBBUB_OFFLINE_APP`: `on` or `off`.
pub fn on_or_off(text: &str) -> Result<bool, String> {
    match text.trim() {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("expected on or off".to_owned()),
    }
}

/// Checks `SESSION_SECRET`: at least 32 bytes.
pub fn session_secret(text: &str) -> Result<String, String> {
    if text.len() >= super::secret::SECRET_BYTES {
        return Ok(text.to_owned());
    }
    Err("expected at least 32 bytes of random text; leave it out to have one made".to_owned())
}

/// Checks `OWNER_DISCORD_ID`: at most 20 digits.
pub fn discord_id(text: &str) -> Result<String, String> {
    let id = text.trim();
    if (1..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(id.to_owned());
    }
    Err("expected a Discord user id, a number such as 80351110224678912".to_owned())
}

/// Parses `PORT` and `METRICS_PORT`: 0 to 65535.
pub fn port(text: &str) -> Result<u16, String> {
    text.trim().parse().map_err(|_| "expected a port number, 0 to 65535".to_owned())
}

/// Parses `HUBBUB_BIND`: an address of this machine, IPv6 with or without brackets.
pub fn ip(text: &str) -> Result<IpAddr, String> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    text.parse().map_err(|_| "expected an IP address, such as 127.0.0.1 or 0.0.0.0".to_owned())
}

/// Parses `VAPID_SUBJECT`: an address of mail or of a page.
pub fn contact(text: &str) -> Result<String, String> {
    let contact = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "mailto" | "https"));
    contact.map(String::from).ok_or_else(|| "expected an address such as mailto:ada@example.org".to_owned())
}

/// Parses `UPLOAD_MAX_MIB`: at least 1.
pub fn mebibytes(text: &str) -> Result<u64, String> {
    let mib = text.trim().parse().ok().filter(|mib| (1..=1_000_000).contains(mib));
    mib.ok_or_else(|| "expected MiB, 1 to 1000000".to_owned())
}

/// The same, or 0 for no limit.
pub fn mebibytes_or_none(text: &str) -> Result<u64, String> {
    let mib = text.trim().parse().ok().filter(|mib| *mib <= 1_000_000_000);
    mib.ok_or_else(|| "expected MiB, 0 for no limit".to_owned())
}

/// A limit per minute.
pub fn per_minute(text: &str) -> Result<u32, String> {
    let count = text.trim().parse().ok().filter(|count| *count <= 1_000_000);
    count.ok_or_else(|| "expected a number per minute, 0 for no limit".to_owned())
}

/// A limit per hour.
pub fn per_hour(text: &str) -> Result<u32, String> {
    let count = text.trim().parse().ok().filter(|count| *count <= 1_000_000);
    count.ok_or_else(|| "expected a number per hour, 0 for no limit".to_owned())
}

/// Seconds of the heartbeat and the like.
pub fn seconds(text: &str) -> Result<u32, String> {
    let seconds = text.trim().parse().ok().filter(|seconds| (1..=3600).contains(seconds));
    seconds.ok_or_else(|| "expected seconds, 1 to 3600".to_owned())
}

/// Parses `HUBBUB_WORKERS`: threads, 1 to 1024.
pub fn workers(text: &str) -> Result<usize, String> {
    let workers = text.trim().parse().ok().filter(|workers| (1..=1024).contains(workers));
    workers.ok_or_else(|| "expected a number of threads, 1 to 1024".to_owned())
}
