//! 1,000 members of one channel; 4 of them wait for each of their own messages before they send the next, and 4 and 32
//! keep 8 messages each on their way. What can be written together should be.

use super::stage::{fan_out, in_turn};
use crate::figures::ratio;
use crate::hosts::Peer;
use crate::report::{Report, rounds_of};
use crate::setup::Setup;
use anyhow::Result;

const MEMBERS: usize = 1000;
/// How many send, and how many messages of each are on their way.
const SENDERS: [(usize, usize); 3] = [(4, 1), (4, 8), (32, 8)];
const PEERS: [Peer; 5] =
    [Peer::Hubbub, Peer::Bun, Peer::OldStackUnstored, Peer::HubbubOnMongoDb, Peer::OldStack];

pub fn run(setup: &Setup) -> Result<Report> {
    let mut report = Report::default();
    for (senders, outstanding) in SENDERS {
        let what = format!("{senders} senders, messages of each on the way: {outstanding}");
        eprintln!("  {what}");
        let runs = in_turn(setup, &PEERS, |peer| fan_out(setup, peer, MEMBERS, senders, outstanding))?;
        report.say(&format!("{what}:"));
        let key =
            if outstanding == 1 { format!("bursts-{senders}-singly") } else { format!("bursts-{senders}") };
        report.runs(&runs);
        let goals = [
            (Peer::Hubbub, Peer::Bun, "bun", Some(1.0)),
            (Peer::HubbubOnMongoDb, Peer::OldStack, "old-stack", Some(40.0)),
            (Peer::Hubbub, Peer::OldStackUnstored, "old-stack-unstored", None),
        ];
        for (ours, theirs, name, wanted) in goals {
            if let (Some(our), Some(their)) = (rounds_of(&runs, ours), rounds_of(&runs, theirs)) {
                let what = format!("{} / {}, deliveries/s", ours.name(), theirs.name());
                let measured = ratio(our, their, |figures| figures.delivered);
                report.compare(&format!("{key}/{name}"), &what, measured, wanted);
            }
        }
        report.text.push('\n');
    }
    Ok(report)
}
