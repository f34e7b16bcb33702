//! One client of Hubbub that asks one thing after another and waits for each answer.

use crate::clock::{self, Deadline};
use crate::crowd::{Crowd, Lines, Listener};
use crate::dialect::Dialect;
use crate::wire::frames::BINARY;
use crate::wire::hubbub::{self, Heard};
use anyhow::{Context, Result, bail};
use hubbub_shared::protocol::{Encoding, Outcome, Reply, ServerFrame};
use std::net::SocketAddr;
use std::time::Duration;

/// An answer may take so long, in seconds.
const PATIENCE: f64 = 30.0;

/// A client and its socket.
pub struct Caller {
    crowd: Crowd,
    ear: Ear,
    reference: u32,
}

/// What was heard last.
#[derive(Default)]
struct Ear {
    is_ready: bool,
    answered: Option<u32>,
    answer: Vec<u8>,
    at: u64,
    closed: Option<u16>,
}

impl Caller {
    /// A member who is ready.
    pub fn enter(server: SocketAddr, dialect: &Dialect, who: usize) -> Result<Self> {
        let mut caller = Self { crowd: Crowd::new()?, ear: Ear::default(), reference: 0 };
        caller.crowd.connect(server, dialect.request(server, who, &[]), None)?;
        caller.wait(|ear| ear.is_ready)?;
        Ok(caller)
    }

    /// Calls, and waits; how many nanoseconds that took.
    pub fn call(&mut self, write: impl Fn(&mut Vec<u8>, u32)) -> Result<u64> {
        self.reference += 1;
        let (reference, mut frame) = (self.reference, Vec::new());
        write(&mut frame, reference);
        let start = clock::now();
        self.crowd.lines.send(0, BINARY, &frame);
        self.wait(|ear| ear.answered == Some(reference))?;
        Ok(self.ear.at - start)
    }

    /// What was answered last.
    pub fn answer(&self) -> Result<Reply> {
        match Encoding::MessagePack.decode(&self.ear.answer) {
            Ok(ServerFrame::Reply(_, Outcome::Ok(reply))) => Ok(reply),
            other => bail!("the server answered {other:?}"),
        }
    }

    fn wait(&mut self, until: impl Fn(&Ear) -> bool) -> Result<()> {
        let limit = Deadline::after(PATIENCE);
        while !until(&self.ear) {
            self.crowd.turn(Duration::from_millis(100), &mut self.ear)?;
            if let Some(code) = self.ear.closed {
                bail!("the server closed with {code}");
            }
            if limit.is_over() {
                return Err(anyhow::anyhow!("{PATIENCE} seconds passed")).context("waiting for an answer");
            }
        }
        Ok(())
    }
}

impl Listener for Ear {
    fn opened(&mut self, _: usize, _: &mut Lines) {}

    fn heard(&mut self, _: usize, payload: &[u8], now: u64, _: &mut Lines) {
        match hubbub::hear(payload) {
            Heard::Ready => self.is_ready = true,
            Heard::Answered { reference, .. } => {
                self.answered = Some(reference);
                self.at = now;
                self.answer.clear();
                self.answer.extend_from_slice(payload);
            }
            _ => {}
        }
    }

    fn closed(&mut self, _: usize, code: u16) {
        self.closed = Some(code);
    }
}
