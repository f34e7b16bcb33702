//! 1,000 members of one channel; 4 and 32 of them keep 8 messages each on their way. What can be written together
//! should be.

use super::stage::{fan_out, in_turn};
use crate::figures::ratio;
use crate::hosts::Peer;
use crate::report::{Report, rounds_of};
use crate::setup::Setup;
use anyhow::Result;

const MEMBERS: usize = 1000;
const OUTSTANDING: usize = 8;
const PEERS: [Peer; 5] =
    [Peer::Hubbub, Peer::Bun, Peer::OldStackUnstored, Peer::HubbubOnMongoDb, Peer::OldStack];

pub fn run(setup: &Setup) -> Result<Report> {
    let mut report = Report::default();
    for senders in [4, 32] {
        eprintln!("  {senders} senders");
        let runs = in_turn(setup, &PEERS, |peer| fan_out(setup, peer, MEMBERS, senders, OUTSTANDING))?;
        report.say(&format!("{senders} senders, {OUTSTANDING} messages of each on their way:"));
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
                report.compare(&format!("bursts-{senders}/{name}"), &what, measured, wanted);
            }
        }
        report.text.push('\n');
    }
    Ok(report)
}
