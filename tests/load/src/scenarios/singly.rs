//! 1,000 members of one channel; the next message is sent when everybody has the last one. What a delivery costs
//! when nothing can be written together.

use super::stage::{fan_out, in_turn};
use crate::figures::ratio;
use crate::hosts::Peer;
use crate::report::{Report, rounds_of};
use crate::setup::Setup;
use anyhow::Result;

const MEMBERS: usize = 1000;
const PEERS: [Peer; 6] =
    [Peer::Hubbub, Peer::Floor, Peer::Bun, Peer::OldStackUnstored, Peer::HubbubOnMongoDb, Peer::OldStack];

pub fn run(setup: &Setup) -> Result<Report> {
    let runs = in_turn(setup, &PEERS, |peer| fan_out(setup, peer, MEMBERS, 1, 1))?;
    let mut report = Report::default();
    report.runs(&runs);
    let goals = [
        (Peer::Hubbub, Peer::Floor, "singly/floor", Some(0.95)),
        (Peer::Hubbub, Peer::Bun, "singly/bun", Some(1.0)),
        (Peer::HubbubOnMongoDb, Peer::OldStack, "singly/old-stack", Some(2.0)),
        (Peer::Hubbub, Peer::OldStackUnstored, "singly/old-stack-unstored", None),
    ];
    for (ours, theirs, name, wanted) in goals {
        if let (Some(our), Some(their)) = (rounds_of(&runs, ours), rounds_of(&runs, theirs)) {
            let what = format!("{} / {}, deliveries per CPU-second", ours.name(), theirs.name());
            report.compare(name, &what, ratio(our, their, |figures| figures.per_cpu_sec), wanted);
        }
    }
    Ok(report)
}
