//! What came out of one run of one server, and how runs are compared: ratios within a round, medians over rounds.

use crate::clock::{self, Deadline};
use crate::crowd::Crowd;
use crate::hosts::Host;
use crate::machine;
use crate::room::{Encore, Room};
use anyhow::Result;
use serde::Serialize;
use std::time::Duration;

/// A server is warm after so many seconds.
const WARM_UP_SECS: f64 = 1.0;

/// What was measured in one run.
#[derive(Debug, Clone, Copy, Serialize, Default)]
pub struct Figures {
    /// Messages per second.
    pub sent: f64,
    /// Calls answered per second.
    pub answered: f64,
    /// Deliveries per second.
    pub delivered: f64,
    /// Half of the deliveries took at most so long, in ms.
    pub p50: f64,
    /// 99 % of the deliveries took at most so long, in milliseconds.
    pub p99: f64,
    /// 99.9 % of the deliveries took at most so long, in milliseconds.
    pub p999: f64,
    /// Deliveries per second of processor time of the server.
    pub per_cpu_sec: f64,
    /// Processor time of the server per second.
    pub busy: f64,
    /// Processor time of the generator per second: near 1, it and not the server is what was measured.
    pub generator_busy: f64,
    /// Resident memory of the server at the end, in MiB.
    pub memory: f64,
    /// Deliveries that never came.
    pub lost: u64,
    /// Deliveries that came twice.
    pub duplicated: u64,
}

impl Figures {
    /// Processor time of the server per delivery, in µs.
    pub fn cpu_us(&self) -> f64 {
        1e6 / self.per_cpu_sec
    }
}

/// Measures a room for so long; `pace` is called after each turn and sends what is due.
pub fn measure(
    crowd: &mut Crowd,
    room: &mut Room,
    host: &Host,
    secs: f64,
    mut pace: impl FnMut(&mut Room, &mut Crowd) -> Result<()>,
) -> Result<Figures> {
    let mut run = |secs: f64, crowd: &mut Crowd, room: &mut Room| {
        let end = Deadline::after(secs);
        while !end.is_over() {
            pace(room, crowd)?;
            crowd.turn(end.left().min(Duration::from_millis(1)), room)?;
        }
        room.check()
    };
    run(WARM_UP_SECS, crowd, room)?;
    room.tally.forget_latencies();
    room.answers.reset();
    let before = Mark::now(host, room)?;
    run(secs, crowd, room)?;
    let after = Mark::now(host, room)?;
    room.encore = Encore::Never;
    room.settle(crowd)?;
    Ok(figures(&before, &after, room))
}

/// Where everything stood at a moment.
struct Mark {
    at: u64,
    sent: u64,
    answered: u64,
    delivered: u64,
    cpu: f64,
    own_cpu: f64,
    memory_kib: u64,
}

impl Mark {
    fn now(host: &Host, room: &Room) -> Result<Self> {
        Ok(Self {
            at: clock::now(),
            sent: room.tally.sent(),
            answered: room.answered,
            delivered: room.tally.delivered,
            cpu: machine::cpu_secs(host.pid())?,
            own_cpu: machine::own_cpu_secs()?,
            memory_kib: machine::resident_kib(host.pid())?,
        })
    }
}

fn figures(before: &Mark, after: &Mark, room: &Room) -> Figures {
    let secs = (after.at - before.at) as f64 / 1e9;
    let (cpu, delivered) = (after.cpu - before.cpu, (after.delivered - before.delivered) as f64);
    let latency = |quantile| room.tally.latency.value_at_quantile(quantile) as f64 / 1e6;
    Figures {
        sent: (after.sent - before.sent) as f64 / secs,
        answered: (after.answered - before.answered) as f64 / secs,
        delivered: delivered / secs,
        p50: latency(0.5),
        p99: latency(0.99),
        p999: latency(0.999),
        per_cpu_sec: delivered / cpu.max(0.001),
        busy: cpu / secs,
        generator_busy: (after.own_cpu - before.own_cpu) / secs,
        memory: after.memory_kib as f64 / 1024.0,
        lost: room.tally.missing(),
        duplicated: room.tally.duplicated,
    }
}

/// The one in the middle; of two in the middle, their mean.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        size if size % 2 == 1 => values[size / 2],
        size => f64::midpoint(values[size / 2 - 1], values[size / 2]),
    }
}

/// The median of the ratios of two servers, round by round: what disturbs a round disturbs both.
pub fn ratio(ours: &[Figures], theirs: &[Figures], of: impl Fn(&Figures) -> f64) -> f64 {
    median(ours.iter().zip(theirs).map(|(ours, theirs)| of(ours) / of(theirs)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_in_the_middle() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 9.0]), 3.0);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn ratios_are_within_a_round() {
        let with = |delivered| Figures { delivered, ..Figures::default() };
        // The second round was disturbed, for both alike.
        let (ours, theirs) = ([with(200.0), with(20.0), with(210.0)], [with(100.0), with(10.0), with(100.0)]);
        assert_eq!(ratio(&ours, &theirs, |figures| figures.delivered), 2.0);
    }
}
