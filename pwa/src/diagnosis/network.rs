//! How the server is reached.

use super::fact::{known, yes};
use crate::client::Client;
use crate::net::rest;
use crate::words::diag as words;
use crate::{browser, clock};

const PINGS: usize = 5;

/// Asks the server a few times.
pub async fn connection(client: Client) -> Vec<(&'static str, String)> {
    let mut times = Vec::new();
    let mut version = None;
    for _ in 0..PINGS {
        let begun = browser::precise();
        match rest::health().await {
            Ok(health) => version = Some(health.version),
            Err(_) => break,
        }
        times.push(browser::precise() - begun);
    }
    vec![
        (words::STATE, words::state(client.phase.get_untracked()).to_owned()),
        (words::NETWORK, yes(browser::is_online())),
        (words::SERVER_VERSION, known(version)),
        (words::SERVER_BUILD, known(rest::build().await)),
        (words::LATENCY, known(median(times).map(|ms| format!("{ms:.0} ms")))),
        (words::CLOCK, words::clock_off(clock::ahead() / 1000)),
    ]
}

fn median(mut times: Vec<f64>) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn one_slow_ping_says_nothing() {
        assert_eq!(median(vec![900.0, 20.0, 25.0, 22.0, 21.0]), Some(22.0));
        assert_eq!(median(vec![]), None);
    }
}
