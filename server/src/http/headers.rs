//! Headers that every answer carries: what browsers must not do with it.

use super::address;
use super::cookies;
use super::door::Door;
use crate::config::SignIn;
use crate::limits::Quota;
use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use hubbub_shared::Timestamp;
use url::Url;

/// Headers that never change.
const FIXED: [(HeaderName, HeaderValue); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        header::PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (header::CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
];
const ONE_YEAR: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What our pages may load and where they may connect. Built once; only the socket's own address differs.
pub struct Policy {
    content: String,
    is_called_from_elsewhere: bool,
}

impl Policy {
    /// Of the settings, for a page with the styles and scripts that the site's page has.
    pub fn new(door: &Door) -> Self {
        let (addresses, inline) = (&door.addresses, door.site.inline());
        let connect = [&addresses.api, &addresses.socket].into_iter().flatten().map(origin_of);
        let files: String = addresses.api.iter().map(origin_of).collect();
        // Chromium applies form-action to the redirects after a form, too.
        let discord = match &door.sign_in.settings {
            SignIn::Discord(discord) => Some(&discord.url),
            SignIn::Local { .. } => None,
        };
        let forms =
            [discord, addresses.client.as_ref(), addresses.api.as_ref()].into_iter().flatten().map(origin_of);
        // The last one is where the socket's address is added.
        let content = [
            "default-src 'none'",
            &format!("script-src 'self' 'wasm-unsafe-eval'{}", inline.scripts),
            &format!("style-src 'self'{}", inline.styles),
            // What is being sent is shown before it is there.
            &format!("img-src 'self' data: blob: https://cdn.discordapp.com{files}"),
            &format!("media-src 'self' blob:{files}"),
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types hubbub",
            &format!("form-action 'self'{}", forms.collect::<String>()),
            &format!("connect-src 'self'{}", connect.collect::<String>()),
        ];
        let is_called_from_elsewhere = addresses.foreign_client().is_some();
        Self { content: content.join("; "), is_called_from_elsewhere }
    }

    /// Adds to an answer's headers. What a handler set itself stays.
    pub fn add(&self, door: &Door, request: &HttpRequest, headers: &mut HeaderMap) {
        for (name, value) in FIXED {
            add(headers, name, value);
        }
        if self.is_called_from_elsewhere {
            headers.insert(header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-site"));
        }
        if let Ok(policy) = HeaderValue::from_str(&self.content(address::host(request))) {
            add(headers, header::CONTENT_SECURITY_POLICY, policy);
        }
        if address::is_https(request, door) && cookies::must_be_secure(door, request) {
            add(headers, header::STRICT_TRANSPORT_SECURITY, ONE_YEAR);
        }
    }

    /// Older Safari does not count the socket of the same host as `'self'`.
    fn content(&self, host: Option<&str>) -> String {
        let sockets = host.map(|host| format!(" ws://{host} wss://{host}")).unwrap_or_default();
        format!("{}{sockets}", self.content)
    }
}

/// What is left of a limit, in Discord's names; seconds, `reset` since 1970.
pub fn add_quota(headers: &mut HeaderMap, quota: Quota, now: Timestamp) {
    if quota.limit == 0 {
        return;
    }
    let seconds = |at: f64| format!("{at:.3}");
    let reset_after = quota.reset_after.as_secs_f64();
    let reset = now.0 as f64 / 1000.0 + reset_after;
    let values = [
        ("x-ratelimit-bucket", quota.bucket.to_owned()),
        ("x-ratelimit-limit", quota.limit.to_string()),
        ("x-ratelimit-remaining", quota.remaining.to_string()),
        ("x-ratelimit-reset-after", seconds(reset_after)),
        ("x-ratelimit-reset", seconds(reset)),
    ];
    for (name, value) in values {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

fn origin_of(url: &Url) -> String {
    format!(" {}", url.origin().ascii_serialization())
}
