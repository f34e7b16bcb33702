//! Calls of the server that are waited for.

use crate::client::Client;
use hubbub_shared::Problem;
use hubbub_shared::protocol::Call;
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

struct Waiting<T> {
    answer: Option<Result<T, Problem>>,
    waker: Option<Waker>,
}

/// Calls the server and waits for its answer, or for that none comes.
pub async fn ask<C: Call>(client: Client, command: C) -> Result<C::Reply, Problem>
where
    C::Reply: 'static,
{
    let waiting = Rc::new(RefCell::new(Waiting { answer: None, waker: None }));
    let told = Rc::clone(&waiting);
    client.call(command, move |answer| {
        let mut told = told.borrow_mut();
        told.answer = Some(answer);
        if let Some(waker) = told.waker.take() {
            waker.wake();
        }
    });
    poll_fn(move |context| {
        let mut waiting = waiting.borrow_mut();
        match waiting.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                waiting.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    })
    .await
}
