//! A short pause before trying again what somebody else got in the way of.

use std::time::Duration;

/// Waits a random moment that grows with the attempts, so that writers of one document come apart.
pub(super) async fn pause(attempt: u32) {
    let random = getrandom::u32().unwrap_or(attempt.wrapping_mul(2_654_435_761));
    let at_most_micros = 500 * u64::from(attempt.clamp(1, 20));
    tokio::time::sleep(Duration::from_micros(u64::from(random) % at_most_micros)).await;
}
