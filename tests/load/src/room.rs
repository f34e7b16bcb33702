//! Members who follow channels and send messages: what most scenarios measure. Everything that arrives is counted
//! once per receiver.

use crate::clock::{self, Deadline};
use crate::crowd::{Crowd, Lines, Listener};
use crate::dialect::{Act, Dialect, News, Writing};
use crate::tally::{Tally, histogram};
use anyhow::{Result, bail};
use hdrhistogram::Histogram;
use std::net::SocketAddr;
use std::time::Duration;

/// Upgrades that are under way at the same time.
const ENTERING: usize = 200;
/// Getting in may take so long, in seconds.
const ENTER_LIMIT: f64 = 120.0;
/// What is on its way may take so long, in seconds.
const ARRIVE_LIMIT: f64 = 20.0;
/// A usual message has so many characters.
pub const TEXT: usize = 100;

/// What makes a sender send the next message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encore {
    /// Nothing: somebody else says when.
    Never,
    /// Everybody has the last one.
    Arrived,
    /// The last one is acknowledged.
    Answered,
}

/// The members and their account.
pub struct Room<'a> {
    dialect: &'a Dialect,
    /// Channels that each member follows.
    follows: Vec<Vec<usize>>,
    /// Members that follow each channel.
    audience: Vec<usize>,
    /// Joins that each member waits for.
    joining: Vec<usize>,
    /// Members who are inside.
    pub inside: usize,
    /// Who got what.
    pub tally: Tally,
    /// What makes a sender send the next message.
    pub encore: Encore,
    /// The channel that each member speaks in.
    pub speaks_in: Vec<usize>,
    /// Characters of a message.
    pub text: usize,
    /// The last rev that each member has seen.
    pub revs: Vec<u64>,
    /// Calls that were answered, joins apart.
    pub answered: u64,
    /// From sending to being answered, in nanoseconds.
    pub answers: Histogram<u64>,
    /// Calls that were refused.
    pub refused: u64,
    /// Who was closed, and the code.
    pub closed: Vec<(usize, u16)>,
    /// How much of what it has not read the kernel keeps for a member; the usual if `None`.
    pub receive_buffer: Option<usize>,
    /// Whether texts are of characters that weigh four bytes.
    pub is_heavy: bool,
    /// The last message that each member sent, and in which channel.
    pub own: Vec<Option<(usize, u64)>>,
    writing: Writing,
}

impl<'a> Room<'a> {
    /// Nobody is inside yet.
    pub fn new(dialect: &'a Dialect, follows: Vec<Vec<usize>>) -> Self {
        let channels = follows.iter().flatten().max().map_or(0, |last| last + 1);
        let mut audience = vec![0; channels];
        follows.iter().flatten().for_each(|channel| audience[*channel] += 1);
        Self {
            joining: follows.iter().map(|follows| dialect.joins(follows)).collect(),
            speaks_in: vec![0; follows.len()],
            own: vec![None; follows.len()],
            receive_buffer: None,
            is_heavy: false,
            tally: Tally::new(follows.len()),
            revs: vec![0; follows.len()],
            dialect,
            follows,
            audience,
            inside: 0,
            encore: Encore::Never,
            answers: histogram(),
            text: TEXT,
            answered: 0,
            refused: 0,
            closed: Vec::new(),
            writing: Writing::default(),
        }
    }

    /// All members follow one channel.
    pub fn of_one_channel(dialect: &'a Dialect, members: usize) -> Self {
        Self::new(dialect, vec![vec![0]; members])
    }

    /// Everybody comes in, some at a time.
    pub fn enter(&mut self, crowd: &mut Crowd, server: SocketAddr) -> Result<()> {
        let limit = Deadline::after(ENTER_LIMIT);
        while self.inside < self.follows.len() {
            while crowd.len() < self.follows.len().min(self.inside + ENTERING) {
                let who = crowd.len();
                let request = self.dialect.request(server, who, &self.follows[who]);
                crowd.connect(server, request, self.receive_buffer)?;
            }
            crowd.turn(Duration::from_millis(100), self)?;
            self.check()?;
            if limit.is_over() {
                bail!("only {} of {} members got in", self.inside, self.follows.len());
            }
        }
        Ok(())
    }

    /// A guest, who follows nothing, comes.
    pub fn guest(&self, who: usize, server: SocketAddr, crowd: &mut Crowd) -> Result<()> {
        let request = self.dialect.request(server, who, &[]);
        if who < crowd.len() {
            crowd.reconnect(who, server, request)
        } else {
            crowd.connect(server, request, None).map(drop)
        }
    }

    /// A member sends a message to a channel.
    pub fn say(&mut self, who: usize, channel: usize, lines: &mut Lines) {
        let stamp = self.tally.send(who, self.audience.get(channel).copied().unwrap_or(0), clock::now());
        let size = (self.text, self.is_heavy);
        self.dialect.send(who, channel, stamp, size, &mut self.writing, lines);
    }

    /// A member does something else.
    pub fn act(&self, who: usize, channel: usize, act: Act, lines: &mut Lines) {
        self.dialect.act(who, channel, act, lines);
    }

    /// Waits until everything has arrived, or had time to.
    pub fn settle(&mut self, crowd: &mut Crowd) -> Result<()> {
        let limit = Deadline::after(ARRIVE_LIMIT);
        while self.tally.missing() > 0 && !limit.is_over() {
            crowd.turn(Duration::from_millis(100), self)?;
        }
        Ok(())
    }

    /// Nobody is closed or refused who does nothing wrong.
    pub fn check(&self) -> Result<()> {
        if let Some((who, code)) = self.closed.first() {
            bail!("{} members were closed, first {who} with {code}", self.closed.len());
        }
        if self.refused > 0 {
            bail!("{} calls were refused", self.refused);
        }
        Ok(())
    }

    fn came_in(&mut self, who: usize) {
        self.joining[who] = self.joining[who].saturating_sub(1);
        if self.joining[who] == 0 {
            self.inside += 1;
        }
    }

    fn answered(&mut self, number: u32, message: Option<u64>, now: u64, lines: &mut Lines) {
        let Some((sender, took)) = self.tally.answered(number, now) else { return };
        self.answered += 1;
        self.own[sender] = message.map(|message| (self.speaks_in[sender], message));
        self.answers.saturating_record(took);
        if self.encore == Encore::Answered {
            self.say(sender, self.speaks_in[sender], lines);
        }
    }
}

impl Listener for Room<'_> {
    fn opened(&mut self, who: usize, _: &mut Lines) {
        if who < self.follows.len() && !self.dialect.welcomes() {
            self.came_in(who);
        }
    }

    fn heard(&mut self, who: usize, payload: &[u8], now: u64, lines: &mut Lines) {
        let news = self.dialect.hear(who, payload, lines);
        // Guests come and go, and follow nothing.
        if who >= self.follows.len() {
            return;
        }
        match news {
            News::Message(Some(stamp), rev) => {
                self.revs[who] = rev;
                let last_of = self.tally.arrived(who, stamp, now);
                if let Some(sender) = last_of.filter(|_| self.encore == Encore::Arrived) {
                    self.say(sender, self.speaks_in[sender], lines);
                }
            }
            News::Message(None, rev) => self.revs[who] = rev,
            News::Welcome => {
                self.dialect.join(who, &self.follows[who], None, lines);
                self.came_in(who);
            }
            News::Joined => self.came_in(who),
            News::Answered(number, message) => self.answered(number, message, now, lines),
            News::Refused => self.refused += 1,
            News::Passing => {}
        }
    }

    fn closed(&mut self, who: usize, code: u16) {
        self.closed.push((who, code));
    }
}
