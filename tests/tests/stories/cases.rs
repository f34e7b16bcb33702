//! The permission cases: one list that a reader can go through ([`table`]), played by one runner through REST and through
//! the socket, on SQLite and some on MongoDB too, and in the app where it has a screen for it.
//!
//! Each case has both sides: what is refused, with the reason, and the one thing that makes it possible; or the other way
//! around. Rules that one sentence cannot tell have a story of their own beside.

mod act;
mod app;
mod setting;
mod stage;
mod table;

use act::What;
use hubbub_shared::permissions::resolve::Step;
use hubbub_shared::{ErrorCode, Permissions};
use hubbub_tests::{Door, Engine, Server, play};
use setting::Given;
pub use setting::rule;
use stage::{Stage, Who};

/// Why something is refused. Asked of the server each time.
#[derive(Debug, Clone, Copy)]
pub enum Why {
    /// The explanation of somebody's permissions names this step as the last one about that permission.
    Step(Permissions, Step),
    /// The refusal says this.
    Says(&'static str),
    /// It is answered as what does not exist.
    Hidden,
}

/// A row of the table. Names begin with the number that the case has in the design, if it has one.
pub struct Case {
    name: &'static str,
    given: Vec<Given>,
    who: Who,
    what: What,
    /// Whether it is refused at first; the other way around afterwards.
    begins_refused: bool,
    code: ErrorCode,
    why: Why,
    /// What turns it.
    then: Vec<Given>,
}

/// A case of this name, to be told.
fn case(name: &'static str) -> Opening {
    Opening { name, given: Vec::new() }
}

struct Opening {
    name: &'static str,
    given: Vec<Given>,
}

/// A case that lacks what turns it.
struct Half(Case);

impl Opening {
    /// What is done before, by whoever owns the hub.
    fn given<const N: usize>(self, given: [Given; N]) -> Self {
        Self { given: given.into(), ..self }
    }

    /// Then somebody cannot do this.
    fn refuses(self, who: Who, what: What, code: ErrorCode, why: Why) -> Half {
        let Self { name, given } = self;
        Half(Case { name, given, who, what, begins_refused: true, code, why, then: Vec::new() })
    }

    /// Then somebody can do this.
    fn lets(self, who: Who, what: What) -> Possible {
        Possible { opening: self, who, what }
    }
}

struct Possible {
    opening: Opening,
    who: Who,
    what: What,
}

impl Possible {
    /// Until this is so; then it is refused.
    fn until<const N: usize>(self, then: [Given; N], code: ErrorCode, why: Why) -> Case {
        let Self { opening: Opening { name, given }, who, what } = self;
        Case { name, given, who, what, begins_refused: false, code, why, then: then.into() }
    }
}

impl Half {
    /// Until this is so; then it is possible.
    fn until<const N: usize>(self, then: [Given; N]) -> Case {
        Case { then: then.into(), ..self.0 }
    }
}

impl Case {
    async fn play(&self, server: &Server, door: Door, number: usize) {
        eprintln!("{} ({door:?})", self.name);
        let mut stage = Stage::set(server, door, number).await;
        for given in &self.given {
            stage.make(given).await;
        }
        self.tries(&stage, self.begins_refused).await;
        for given in &self.then {
            stage.make(given).await;
        }
        self.tries(&stage, !self.begins_refused).await;
    }

    async fn tries(&self, stage: &Stage, is_refused: bool) {
        let outcome = stage.tries(self.who, self.what).await;
        match (outcome, is_refused) {
            (Ok(()), false) => {}
            (Err(problem), true) => {
                assert_eq!(problem.code, self.code, "{}: {problem:?}", self.name);
                self.explained(stage, &problem.message).await;
            }
            (Ok(()), true) => {
                panic!("{}: {:?} can {:?}, which should be refused", self.name, self.who, self.what)
            }
            (Err(problem), false) => {
                panic!("{}: {:?} cannot {:?}: {problem:?}", self.name, self.who, self.what)
            }
        }
    }

    async fn explained(&self, stage: &Stage, message: &str) {
        match self.why {
            Why::Step(permission, step) => {
                let last = stage.last_step(self.who, self.what, permission).await;
                assert_eq!(
                    last,
                    Some(step),
                    "{}: what decided {:?}",
                    self.name,
                    permission.names().collect::<Vec<_>>()
                );
            }
            Why::Says(words) => {
                assert!(message.contains(words), "{}: {message:?} does not say {words:?}", self.name)
            }
            Why::Hidden => assert_eq!(message, hubbub_shared::Problem::not_found().message, "{}", self.name),
        }
    }
}

async fn plays(engine: Engine, every: usize, door: impl Fn(usize) -> Door) {
    let server = Server::on(engine).await;
    for (number, case) in table::cases().iter().enumerate().step_by(every) {
        case.play(&server, door(number), number).await;
    }
}

#[test]
fn all_cases_through_rest_on_sqlite() {
    play(Engine::Sqlite, |engine| plays(engine, 1, |_| Door::Rest));
}

#[test]
fn all_cases_through_the_socket_on_sqlite() {
    play(Engine::Sqlite, |engine| plays(engine, 1, |_| Door::Socket));
}

/// What decides knows no engine, and what is decided upon is read back the same from both: the store's own suite tells so.
/// MongoDB's stand-in is slow, so it plays some, and the doors take turns.
#[test]
fn every_third_case_through_both_doors_in_turn_on_mongodb() {
    let in_turn = |number: usize| if number.is_multiple_of(2) { Door::Rest } else { Door::Socket };
    play(Engine::MongoDb, |engine| plays(engine, 3, in_turn));
}

#[test]
fn there_are_eighty_cases_and_each_is_there_once() {
    let cases = table::cases();
    let mut names: Vec<_> = cases.iter().map(|case| case.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), cases.len(), "two cases have the same name");
    assert!(cases.len() >= 80, "{}", cases.len());
    assert!(cases.iter().all(|case| !case.then.is_empty()), "each has its other side");
}
