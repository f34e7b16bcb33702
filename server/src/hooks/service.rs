//! Sending something to an address, and what it answered.

use super::{Address, Hosts};
use crate::outgoing::{self, NOT_PUBLIC};
use anyhow::{Context, Result};
use reqwest::header::CONTENT_TYPE;
use std::error::Error;
use std::time::{Duration, Instant};

/// Of an answer, so much is kept for people to look at.
const SHOWN_BYTES: usize = 256;
/// Longest pause that an address is believed.
const LONGEST_PAUSE: Duration = Duration::from_secs(6 * 3600);

/// The client of all addresses that people gave.
pub struct Service {
    client: reqwest::Client,
    /// Which of them may be private.
    pub hosts: Hosts,
}

/// Something to be sent.
#[derive(Debug)]
pub struct Parcel<'a> {
    /// The same each time it is sent.
    pub id: &'a str,
    /// When it is sent, in seconds since 1970.
    pub seconds: i64,
    /// Of id, time and body.
    pub signatures: &'a str,
    /// What it says, as JSON.
    pub body: Vec<u8>,
}

/// What an address answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP; `None`: there was no answer.
    pub status: Option<u16>,
    /// How long it took.
    pub took: Duration,
    /// How it began, or why there was none.
    pub text: String,
    /// How long it wants to be left alone.
    pub retry_after: Option<Duration>,
}

impl Answer {
    /// Whether it has what was sent.
    pub fn is_taken(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether it says that nobody will ever be there again.
    pub fn is_gone(&self) -> bool {
        self.status == Some(410)
    }
}

impl Service {
    /// Nothing is sent yet.
    pub fn new(hosts: Hosts) -> Result<Self> {
        let chosen = hosts.clone();
        let client = outgoing::client_for_given(move |name| chosen.names(name))
            .build()
            .context("making the client of webhooks")?;
        Ok(Self { client, hosts })
    }

    /// Sends it once. A redirect is an answer like any other, and is not followed.
    pub async fn send(&self, to: &Address, parcel: Parcel<'_>) -> Answer {
        let begun = Instant::now();
        let request = self
            .client
            .post(to.url().clone())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", parcel.id)
            .header("webhook-timestamp", parcel.seconds)
            .header("webhook-signature", parcel.signatures)
            .body(parcel.body);
        match request.send().await {
            Ok(mut answer) => {
                let retry_after = outgoing::retry_after(&answer).and_then(pause);
                let status = Some(answer.status().as_u16());
                let text = beginning(&mut answer).await;
                Answer { status, took: begun.elapsed(), text, retry_after }
            }
            Err(error) => {
                let text = why(&error).to_owned();
                Answer { status: None, took: begun.elapsed(), text, retry_after: None }
            }
        }
    }
}

/// The first bytes of a body, as text in one line. What comes after them is not waited for.
async fn beginning(answer: &mut reqwest::Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < SHOWN_BYTES {
        match answer.chunk().await {
            Ok(Some(piece)) => bytes.extend_from_slice(&piece[..piece.len().min(SHOWN_BYTES - bytes.len())]),
            Ok(None) | Err(_) => break,
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// Why there was no answer, in words that tell nothing of this server's network.
fn why(error: &reqwest::Error) -> &'static str {
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    if causes.any(|cause| cause.to_string() == NOT_PUBLIC) {
        "The name leads to no public address."
    } else if error.is_timeout() {
        "It did not answer in time."
    } else if error.is_connect() {
        "It could not be reached."
    } else {
        "It broke off."
    }
}

fn pause(retry_after: &str) -> Option<Duration> {
    outgoing::pause(retry_after, LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_that_leads_into_a_private_network_is_not_followed() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let service = Service::new(Hosts::default()).unwrap();
        // As it would be with a name that leads here since a moment ago: what was looked at when it was given says nothing.
        let to = Address::unchecked(&format!("https://localhost:{port}/"));
        let parcel = Parcel { id: "e", seconds: 1, signatures: "", body: Vec::new() };
        let answer = service.send(&to, parcel).await;
        assert_eq!((answer.status, &*answer.text), (None, "The name leads to no public address."));
        let nobody = tokio::time::timeout(Duration::from_millis(50), listener.accept()).await;
        assert!(nobody.is_err(), "nothing was connected to");
    }

    #[test]
    fn what_is_taken_is_any_success_and_nothing_else() {
        let of = |status| Answer { status, took: Duration::ZERO, text: String::new(), retry_after: None };
        assert!(of(Some(200)).is_taken() && of(Some(204)).is_taken());
        for status in [None, Some(302), Some(404), Some(410), Some(500)] {
            assert!(!of(status).is_taken(), "{status:?}");
        }
        assert!(of(Some(410)).is_gone() && !of(Some(404)).is_gone());
        assert_eq!(
            (pause("7"), pause("99999999"), pause("soon")),
            (Some(Duration::from_secs(7)), Some(LONGEST_PAUSE), None)
        );
    }
}
