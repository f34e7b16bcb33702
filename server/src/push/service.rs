//! Handing something to a push service, and what it answers (RFC 8030, section 5).

use super::{Hosts, Key, Message, Recipient};
use crate::background::{Background, StandsBack};
use crate::outgoing;
use anyhow::{Context, Result};
use hubbub_shared::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING};
use std::time::Duration;

/// What a push service answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It has it, and brings it when it can.
    Taken,
    /// It knows the subscription no longer.
    Gone,
    /// It was too much for it.
    TooLarge,
    /// Not now; it may say for how long.
    Later(Option<Duration>),
    /// It does not believe the key: the settings are wrong, not the subscription.
    KeyRefused,
    /// It will never take this.
    Refused,
}

impl Answer {
    /// By what name it is counted, and logged.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Gone => "gone",
            Self::TooLarge => "too_large",
            Self::Later(_) => "later",
            Self::KeyRefused => "key_refused",
            Self::Refused => "refused",
        }
    }
}

/// The client of all push services.
pub struct Service {
    client: reqwest::Client,
    /// The key by which they know this server.
    pub key: Key,
    /// Which there are.
    pub hosts: Hosts,
    background: Background,
}

/// Longest pause that a service is believed.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

impl Service {
    /// Nothing is sent yet.
    pub fn new(key: Key, hosts: Hosts) -> Result<Self> {
        let chosen = hosts.clone();
        let client = outgoing::client_for_given(move |name| chosen.names(name))
            .build()
            .context("making the client of push services")?;
        let background =
            Background::start("push", StandsBack::Behind).context("starting the thread that encrypts")?;
        Ok(Self { client, key, hosts, background })
    }

    /// Encrypts something and hands it on.
    pub async fn send(&self, to: &Recipient, message: Message, now: Timestamp) -> Answer {
        let authorization = self.key.authorization(&to.address, now);
        let (recipient, body) = (to.clone(), message.body);
        // Half a millisecond of arithmetic: not on a thread that carries messages, nor before one.
        let encrypted = self.background.run(move || recipient.encrypt(&body)).await;
        let Some(encrypted) = encrypted.flatten() else { return Answer::Refused };
        let mut request = self
            .client
            .post(to.address.url().clone())
            .header(AUTHORIZATION, authorization)
            .header(CONTENT_ENCODING, "aes128gcm")
            .header("TTL", message.ttl_secs.max(1))
            .header("Urgency", message.urgency.name())
            .body(encrypted);
        if let Some(topic) = message.topic {
            request = request.header("Topic", topic);
        }
        match request.send().await {
            Ok(answer) => understood(answer.status(), outgoing::retry_after(&answer)),
            Err(error) => {
                // Without its address, which is a secret.
                tracing::info!(service = to.address.host(), "not reached: {}", error.without_url());
                Answer::Later(None)
            }
        }
    }
}

fn understood(status: StatusCode, retry_after: Option<&str>) -> Answer {
    match status.as_u16() {
        200..=299 => Answer::Taken,
        404 | 410 => Answer::Gone,
        413 => Answer::TooLarge,
        401 | 403 => Answer::KeyRefused,
        408 | 425 | 429 | 500..=599 => {
            Answer::Later(retry_after.and_then(|pause| outgoing::pause(pause, LONGEST_PAUSE)))
        }
        _ => Answer::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_understood() {
        let of = |status: u16, retry: Option<&str>| understood(StatusCode::from_u16(status).unwrap(), retry);
        for status in [200, 201, 202, 204] {
            assert_eq!(of(status, None), Answer::Taken);
        }
        assert_eq!((of(404, None), of(410, None)), (Answer::Gone, Answer::Gone));
        assert_eq!(of(413, None), Answer::TooLarge);
        assert_eq!((of(401, None), of(403, None)), (Answer::KeyRefused, Answer::KeyRefused));
        assert_eq!(of(429, Some("7")), Answer::Later(Some(Duration::from_secs(7))));
        assert_eq!(of(429, Some("99999999")), Answer::Later(Some(LONGEST_PAUSE)));
        assert_eq!(of(503, Some("Wed, 21 Oct 2026 07:28:00 GMT")), Answer::Later(None));
        assert_eq!((of(400, None), of(302, None)), (Answer::Refused, Answer::Refused));
    }
}
