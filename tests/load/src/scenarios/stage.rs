//! A server for a run, of whichever kind, with a community if it is ours.

use crate::crowd::Crowd;
use crate::dialect::Dialect;
use crate::figures::Figures;
use crate::hosts::{Engine, Host, Hubbub, MongoDb, Peer};
use crate::people::Community;
use crate::report::{Runs, number};
use crate::room::{Encore, Room};
use crate::setup::Setup;
use anyhow::Result;

/// A server of either kind.
enum Server {
    Ours(Hubbub),
    Other(Host),
}

/// A running server and how to speak with it.
pub struct Stage {
    server: Server,
    /// How its members speak.
    pub dialect: Dialect,
    _mongodb: Option<MongoDb>,
}

impl Stage {
    /// Starts a server that so many members can enter.
    pub fn open(setup: &Setup, peer: Peer, members: usize, channels: usize) -> Result<Self> {
        match peer {
            Peer::Hubbub => Self::hubbub(setup, None, members, channels),
            Peer::HubbubOnMongoDb => Self::hubbub(setup, Some(MongoDb::start(setup)?), members, channels),
            Peer::Floor => Ok(Self::other(Host::floor(setup)?, Dialect::Plain, None)),
            Peer::Bun => Ok(Self::other(Host::bun(setup)?, Dialect::Plain, None)),
            Peer::OldStackUnstored => Ok(Self::other(Host::old_stack(setup, None)?, Dialect::SocketIo, None)),
            Peer::OldStack => {
                let mongodb = MongoDb::start(setup)?;
                let host = Host::old_stack(setup, Some(&mongodb))?;
                Ok(Self::other(host, Dialect::SocketIo, Some(mongodb)))
            }
        }
    }

    fn other(host: Host, dialect: Dialect, mongodb: Option<MongoDb>) -> Self {
        Self { server: Server::Other(host), dialect, _mongodb: mongodb }
    }

    /// A Hubbub that was prepared.
    pub fn of_hubbub(hubbub: Hubbub, community: Community) -> Self {
        Self::ours(hubbub, community, None)
    }

    fn hubbub(setup: &Setup, mongodb: Option<MongoDb>, members: usize, channels: usize) -> Result<Self> {
        let name = format!("{members}-{channels}");
        let hubbub = match &mongodb {
            None => Hubbub::start(setup, Engine::Sqlite, &name)?,
            // Its database is as new as it is.
            Some(mongodb) => Hubbub::start_fresh(setup, Engine::MongoDb(mongodb), &name, &[])?,
        };
        let community = hubbub.community(members, channels)?;
        Ok(Self::ours(hubbub, community, mongodb))
    }

    fn ours(hubbub: Hubbub, community: Community, mongodb: Option<MongoDb>) -> Self {
        Self { server: Server::Ours(hubbub), dialect: Dialect::Hubbub(community), _mongodb: mongodb }
    }

    /// The server that is measured.
    pub const fn host(&self) -> &Host {
        match &self.server {
            Server::Ours(hubbub) => &hubbub.host,
            Server::Other(host) => host,
        }
    }
}

/// Measures each of these servers that is available, in turn, round after round.
pub fn in_turn(
    setup: &Setup,
    peers: &[Peer],
    mut once: impl FnMut(Peer) -> Result<Figures>,
) -> Result<Vec<Runs>> {
    let available = peers.iter().filter(|peer| peer.is_available(setup));
    let mut runs: Vec<_> = available.map(|peer| Runs { peer: *peer, rounds: Vec::new() }).collect();
    for round in 1..=setup.rounds() {
        for runs in &mut runs {
            let figures = once(runs.peer)?;
            eprintln!("    round {round}: {:<32} {}", runs.peer.name(), shown(&figures));
            println!(
                "{}",
                serde_json::json!({"server": runs.peer.name(), "round": round, "figures": figures})
            );
            runs.rounds.push(figures);
        }
    }
    Ok(runs)
}

fn shown(figures: &Figures) -> String {
    format!(
        "{:>9} delivered/s, {:>9} per CPU-second, p99 {} ms, {:.0} MiB, busy {:.2} (generator {:.2}), lost {}, twice {}",
        number(figures.delivered),
        number(figures.per_cpu_sec),
        number(figures.p99),
        figures.memory,
        figures.busy,
        figures.generator_busy,
        figures.lost,
        figures.duplicated
    )
}

/// Members of one channel, and some of them keep so many messages each on their way.
pub fn fan_out(
    setup: &Setup,
    peer: Peer,
    members: usize,
    senders: usize,
    outstanding: usize,
) -> Result<Figures> {
    fan_out_on(&Stage::open(setup, peer, members, 1)?, members, senders, outstanding, setup.secs())
}

/// The same on a server that runs already.
pub fn fan_out_on(
    stage: &Stage,
    members: usize,
    senders: usize,
    outstanding: usize,
    secs: f64,
) -> Result<Figures> {
    let mut crowd = Crowd::new()?;
    let mut room = Room::of_one_channel(&stage.dialect, members);
    room.enter(&mut crowd, stage.host().address)?;
    room.encore = Encore::Arrived;
    for _ in 0..outstanding {
        (0..senders).for_each(|sender| room.say(sender, 0, &mut crowd.lines));
    }
    crate::figures::measure(&mut crowd, &mut room, stage.host(), secs, |_, _| Ok(()))
}
