//! Runs futures without a runtime: one to its end, or several by turns that the dice decide.

use crate::dice::Dice;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

pub fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

/// All of them side by side, each a step at a time.
pub fn race<T>(mut futures: Vec<Pin<Box<dyn Future<Output = T> + '_>>>, dice: &mut Dice) -> Vec<T> {
    let mut results: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    while results.iter().any(Option::is_none) {
        let at = dice.below(futures.len());
        if results[at].is_none()
            && let Poll::Ready(value) = futures[at].as_mut().poll(&mut Context::from_waker(Waker::noop()))
        {
            results[at] = Some(value);
        }
    }
    results.into_iter().map(Option::unwrap).collect()
}

/// Lets others have a turn.
pub async fn pause() {
    let mut was_here = false;
    std::future::poll_fn(|_| {
        if was_here {
            Poll::Ready(())
        } else {
            was_here = true;
            Poll::Pending
        }
    })
    .await;
}
