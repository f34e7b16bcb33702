//! When to connect, when to give a connection up, when to try again. A machine without I/O: inputs and the time go
//! in, [`Action`]s come out.

use hubbub_shared::protocol::close::AfterClose;

/// Without an answer for so long, an attempt to connect is given up.
const CONNECT_TIMEOUT_MS: i64 = 15_000;
/// After coming back to the app, a living server answers a heartbeat within this time.
const PROBE_TIMEOUT_MS: i64 = 5_000;
const FIRST_BACKOFF_MS: i64 = 1_000;
const LONGEST_BACKOFF_MS: i64 = 30_000;
/// A connection that has held for so long is a good one.
const GOOD_AFTER_MS: i64 = 60_000;
/// Less is no trouble: nobody is told.
const CALM_MS: i64 = 1_500;

/// Where the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was tried yet.
    Idle,
    /// A socket is being opened, or is open and `Ready` has not come.
    Connecting,
    /// `Ready` has come: the socket is live.
    Ready,
    /// Broken; the next attempt is at this moment.
    Waiting {
        /// Milliseconds since 1970.
        retry_at: i64,
    },
    /// Nobody is signed in.
    SignedOut,
    /// The server says that this client is broken; only a reload helps.
    Stopped,
}

/// What happens to the connection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Input {
    /// Connect now: the start of the app, "Try now", the network is back.
    Connect,
    /// Any frame came.
    Heard,
    /// The first frame: heartbeats are due this often.
    Hello {
        /// Seconds between two heartbeats.
        heartbeat_secs: u32,
    },
    /// The server knows who we are and told where everything stands.
    Ready,
    /// The server is about to close and names a pause.
    ReconnectAfter {
        /// Milliseconds to wait before the next attempt.
        after_ms: u64,
    },
    /// The socket closed or never opened.
    Closed {
        /// The close code that came, or 1006 when none did.
        code: u16,
    },
    /// What came cannot be used: it is no frame, or only a newer app understands where everything stands.
    Garbled,
    /// The person looks at the app again: a phone may have cut the connection silently.
    Visible,
    /// Some time has passed; at least once a second.
    Tick,
    /// REST says that nobody is signed in.
    SignedOut,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Open a socket; an earlier one is abandoned.
    Open,
    /// Abandon the socket.
    Abandon,
    /// Send a heartbeat.
    Heartbeat,
}

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    phase: Phase,
    /// Attempts since the last `Ready`.
    attempts: u32,
    /// How often what came could not be used, since a connection last held for [`GOOD_AFTER_MS`].
    garbled: u32,
    heartbeat_ms: i64,
    opened_at: i64,
    heard_at: i64,
    beaten_at: i64,
    /// If nothing is heard until then, the connection is dead.
    probe_until: Option<i64>,
    /// A pause that the server asked for, used at the next close.
    asked_pause: Option<i64>,
    /// Not ready since then.
    away_since: i64,
    was_ready: bool,
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            phase: Phase::Idle,
            attempts: 0,
            garbled: 0,
            heartbeat_ms: 30_000,
            opened_at: 0,
            heard_at: 0,
            beaten_at: 0,
            probe_until: None,
            asked_pause: None,
            away_since: 0,
            was_ready: false,
        }
    }
}

impl Connection {
    /// Where the connection is.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether it was live at some time since the app started.
    pub fn was_ready(&self) -> bool {
        self.was_ready
    }

    /// Whether the person should be told that it is not live.
    pub fn is_worth_telling(&self, now: i64) -> bool {
        let broken = matches!(self.phase, Phase::Connecting | Phase::Waiting { .. });
        broken && now - self.away_since >= CALM_MS
    }

    /// Takes an input. `random` is in `[0, 1)`.
    pub fn on(&mut self, input: Input, now: i64, random: f64) -> Vec<Action> {
        match input {
            Input::Connect => self.connect(now),
            Input::Heard => self.heard(now),
            Input::Hello { heartbeat_secs } => {
                self.heartbeat_ms = i64::from(heartbeat_secs.max(1)) * 1000;
                Vec::new()
            }
            Input::Ready => self.ready(now),
            Input::ReconnectAfter { after_ms } => {
                self.asked_pause = Some(after_ms.min(60_000) as i64);
                Vec::new()
            }
            Input::Closed { code } => self.closed(code, now, random),
            Input::Garbled => self.garbled(now, random),
            Input::Visible => self.visible(now),
            Input::Tick => self.tick(now, random),
            Input::SignedOut => self.end(Phase::SignedOut),
        }
    }

    fn connect(&mut self, now: i64) -> Vec<Action> {
        if matches!(self.phase, Phase::Connecting | Phase::Ready | Phase::Stopped) {
            return Vec::new();
        }
        if !matches!(self.phase, Phase::Waiting { .. }) {
            self.away_since = now;
        }
        self.phase = Phase::Connecting;
        self.opened_at = now;
        vec![Action::Open]
    }

    fn heard(&mut self, now: i64) -> Vec<Action> {
        self.heard_at = now;
        self.probe_until = None;
        Vec::new()
    }

    fn ready(&mut self, now: i64) -> Vec<Action> {
        (self.phase, self.attempts, self.was_ready) = (Phase::Ready, self.garbled, true);
        (self.heard_at, self.beaten_at) = (now, now);
        Vec::new()
    }

    fn closed(&mut self, code: u16, now: i64, random: f64) -> Vec<Action> {
        match AfterClose::of(code) {
            _ if matches!(self.phase, Phase::SignedOut | Phase::Stopped | Phase::Idle) => Vec::new(),
            AfterClose::SignIn => self.end(Phase::SignedOut),
            AfterClose::Stop => self.end(Phase::Stopped),
            AfterClose::Resume => {
                self.wait(now, random);
                Vec::new()
            }
        }
    }

    /// It would come again with the next connection: the pause doubles, be it that those become ready.
    fn garbled(&mut self, now: i64, random: f64) -> Vec<Action> {
        if !matches!(self.phase, Phase::Connecting | Phase::Ready) {
            return Vec::new();
        }
        self.give_up(now, random);
        self.garbled = self.attempts;
        vec![Action::Abandon]
    }

    /// Full jitter: anywhere between nothing and a bound that doubles, so that clients do not come back all at once.
    fn wait(&mut self, now: i64, random: f64) {
        if self.phase == Phase::Ready {
            self.away_since = now;
        }
        let bound = (FIRST_BACKOFF_MS << self.attempts.min(5)).min(LONGEST_BACKOFF_MS);
        let pause = self.asked_pause.take().unwrap_or((bound as f64 * random) as i64);
        self.attempts += 1;
        self.probe_until = None;
        self.phase = Phase::Waiting { retry_at: now + pause };
    }

    fn end(&mut self, phase: Phase) -> Vec<Action> {
        self.phase = phase;
        self.attempts = 0;
        vec![Action::Abandon]
    }

    fn visible(&mut self, now: i64) -> Vec<Action> {
        match self.phase {
            Phase::Waiting { .. } => self.connect(now),
            Phase::Ready if now - self.heard_at > PROBE_TIMEOUT_MS => self.probe(now),
            _ => Vec::new(),
        }
    }

    fn probe(&mut self, now: i64) -> Vec<Action> {
        self.probe_until = Some(now + PROBE_TIMEOUT_MS);
        self.beaten_at = now;
        vec![Action::Heartbeat]
    }

    fn tick(&mut self, now: i64, random: f64) -> Vec<Action> {
        if self.phase == Phase::Ready && now - self.opened_at >= GOOD_AFTER_MS {
            (self.garbled, self.attempts) = (0, 0);
        }
        match self.phase {
            Phase::Waiting { retry_at } if now >= retry_at => self.connect(now),
            Phase::Connecting if now - self.opened_at >= CONNECT_TIMEOUT_MS => self.give_up(now, random),
            Phase::Ready if self.is_dead(now) => self.give_up(now, random),
            // A page that slept has not sent its own heartbeats: that silence proves nothing, a probe does.
            Phase::Ready if self.is_silent(now) && self.probe_until.is_none() => self.probe(now),
            Phase::Ready if now - self.beaten_at >= self.heartbeat_ms => {
                self.beaten_at = now;
                vec![Action::Heartbeat]
            }
            _ => Vec::new(),
        }
    }

    fn is_silent(&self, now: i64) -> bool {
        now - self.heard_at > self.heartbeat_ms * 3 / 2
    }

    fn is_dead(&self, now: i64) -> bool {
        let slept = now - self.beaten_at > self.heartbeat_ms * 3 / 2;
        match self.probe_until {
            Some(until) => now >= until,
            None => self.is_silent(now) && !slept,
        }
    }

    fn give_up(&mut self, now: i64, random: f64) -> Vec<Action> {
        self.wait(now, random);
        vec![Action::Abandon]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::protocol::CloseCode;

    fn live() -> Connection {
        let mut connection = Connection::default();
        assert_eq!(connection.on(Input::Connect, 0, 0.0), [Action::Open]);
        connection.on(Input::Hello { heartbeat_secs: 20 }, 0, 0.0);
        connection.on(Input::Ready, 0, 0.0);
        assert_eq!(connection.phase(), Phase::Ready);
        connection
    }

    fn close(connection: &mut Connection, code: CloseCode, now: i64, random: f64) {
        connection.on(Input::Closed { code: code as u16 }, now, random);
    }

    #[test]
    fn the_pause_doubles_up_to_thirty_seconds_with_full_jitter() {
        let mut connection = live();
        for bound in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
            connection.on(Input::Closed { code: 1006 }, 0, 0.999_999);
            let Phase::Waiting { retry_at } = connection.phase() else { panic!("{connection:?}") };
            assert!((bound - 2..=bound).contains(&retry_at), "{retry_at} of {bound}");
            assert_eq!(connection.on(Input::Tick, retry_at, 0.0), [Action::Open]);
        }
        connection.on(Input::Ready, 0, 0.0);
        connection.on(Input::Closed { code: 1006 }, 0, 0.0);
        assert_eq!(connection.phase(), Phase::Waiting { retry_at: 0 }, "after being ready it starts over");
    }

    #[test]
    fn the_network_coming_back_ends_the_pause() {
        let mut connection = live();
        connection.on(Input::Closed { code: 1006 }, 0, 0.9);
        assert_eq!(connection.on(Input::Connect, 1, 0.0), [Action::Open]);
        assert!(connection.on(Input::Connect, 2, 0.0).is_empty(), "one attempt at a time");
    }

    #[test]
    fn close_codes_decide_by_their_range() {
        let mut ended = live();
        close(&mut ended, CloseCode::SessionEnded, 0, 0.0);
        assert_eq!(ended.phase(), Phase::SignedOut);
        let mut stopped = live();
        close(&mut stopped, CloseCode::Malformed, 0, 0.0);
        assert_eq!(stopped.phase(), Phase::Stopped);
        assert!(stopped.on(Input::Connect, 0, 0.0).is_empty());
        let mut resumed = live();
        close(&mut resumed, CloseCode::SlowReader, 0, 0.0);
        assert!(matches!(resumed.phase(), Phase::Waiting { .. }));
    }

    #[test]
    fn what_cannot_be_used_ends_a_connection_but_not_for_ever_and_not_in_a_hurry() {
        let mut connection = live();
        let mut now = 0;
        for bound in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
            assert_eq!(connection.on(Input::Garbled, now, 0.999_999), [Action::Abandon]);
            assert!(connection.on(Input::Garbled, now, 0.5).is_empty(), "what was under way is not heard");
            let Phase::Waiting { retry_at } = connection.phase() else { panic!("{connection:?}") };
            assert!((bound - 2..=bound).contains(&(retry_at - now)), "{retry_at} of {bound}");
            assert_eq!(connection.on(Input::Tick, retry_at, 0.0), [Action::Open]);
            connection.on(Input::Ready, retry_at, 0.0);
            now = retry_at;
        }
        connection.on(Input::Heard, now + GOOD_AFTER_MS, 0.0);
        connection.on(Input::Tick, now + GOOD_AFTER_MS, 0.0);
        connection.on(Input::Closed { code: 1006 }, now + GOOD_AFTER_MS, 0.999_999);
        let Phase::Waiting { retry_at } = connection.phase() else { panic!("{connection:?}") };
        assert!(retry_at - now - GOOD_AFTER_MS <= 1_000, "it was a good one");
    }

    #[test]
    fn a_restarting_server_names_the_pause() {
        let mut connection = live();
        connection.on(Input::ReconnectAfter { after_ms: 7_000 }, 0, 0.0);
        close(&mut connection, CloseCode::Restart, 100, 0.5);
        assert_eq!(connection.phase(), Phase::Waiting { retry_at: 7_100 });
    }

    #[test]
    fn silence_of_one_and_a_half_intervals_ends_a_connection() {
        let mut connection = live();
        assert_eq!(connection.on(Input::Tick, 20_000, 0.0), [Action::Heartbeat]);
        assert!(connection.on(Input::Tick, 30_000, 0.0).is_empty());
        assert_eq!(connection.on(Input::Tick, 30_001, 0.0), [Action::Abandon]);
        assert!(matches!(connection.phase(), Phase::Waiting { .. }));
    }

    #[test]
    fn an_answered_heartbeat_keeps_it() {
        let mut connection = live();
        connection.on(Input::Tick, 20_000, 0.0);
        connection.on(Input::Heard, 20_050, 0.0);
        assert!(connection.on(Input::Tick, 39_000, 0.0).is_empty());
        assert_eq!(connection.phase(), Phase::Ready);
    }

    #[test]
    fn a_phone_that_slept_asks_first_and_gives_up_when_nobody_answers() {
        let mut connection = live();
        assert_eq!(connection.on(Input::Visible, 600_000, 0.0), [Action::Heartbeat]);
        assert!(connection.on(Input::Tick, 604_000, 0.0).is_empty());
        assert_eq!(connection.on(Input::Tick, 605_000, 0.0), [Action::Abandon]);
    }

    #[test]
    fn short_trouble_is_not_worth_telling() {
        let mut connection = live();
        connection.on(Input::Closed { code: 1006 }, 1_000, 0.9);
        assert!(!connection.is_worth_telling(2_000));
        connection.on(Input::Connect, 2_000, 0.0);
        assert!(connection.is_worth_telling(2_600), "attempts do not start the clock again");
    }

    #[test]
    fn an_attempt_without_answer_is_given_up() {
        let mut connection = Connection::default();
        connection.on(Input::Connect, 0, 0.0);
        assert_eq!(connection.on(Input::Tick, 15_000, 0.0), [Action::Abandon]);
    }
}
