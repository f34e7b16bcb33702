//! The cores, and what a process takes of them and of the memory.

use anyhow::{Context, Result};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::fs;
use std::sync::LazyLock;

/// Ticks of `/proc/<pid>/stat` in a second, on every Linux there is.
const TICKS: f64 = 100.0;

/// Which core the server gets.
pub const SERVER_CORE: usize = 0;
/// Which core the generator gets, and a database that both sides of a comparison use.
pub const OUR_CORE: usize = 1;

/// Whether servers and generator can have a core each. Found out before this process keeps to its own.
pub fn has_two_cores() -> bool {
    static TWO: LazyLock<bool> = LazyLock::new(|| {
        let cores = sched_getaffinity(None);
        cores.is_ok_and(|cores| cores.is_set(SERVER_CORE) && cores.is_set(OUR_CORE))
    });
    *TWO
}

/// Keeps this process off the server's core.
pub fn stay_on_our_core() -> Result<()> {
    if !has_two_cores() {
        eprintln!("    there is one core for all: take the figures with care");
        return Ok(());
    }
    let mut cores = CpuSet::new();
    cores.set(OUR_CORE);
    sched_setaffinity(None, &cores).context("staying on one core")
}

/// Gives this process, and what it starts from now on, the server's core too: a phone has several.
pub fn use_every_core() -> Result<()> {
    let mut cores = CpuSet::new();
    [SERVER_CORE, OUR_CORE].into_iter().for_each(|core| cores.set(core));
    sched_setaffinity(None, &cores).context("using every core")
}

/// Seconds of processor time that a process has used, its threads and children included.
pub fn cpu_secs(pid: u32) -> Result<f64> {
    let own = ticks(&read(pid, "stat")?).with_context(|| format!("/proc/{pid}/stat is odd"))? / TICKS;
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    let children = children.split_whitespace().filter_map(|pid| pid.parse().ok());
    Ok(own + children.filter_map(|pid| cpu_secs(pid).ok()).sum::<f64>())
}

/// Seconds of processor time that this process has used, without the servers it started.
pub fn own_cpu_secs() -> Result<f64> {
    let stat = read(std::process::id(), "stat")?;
    Ok(ticks(&stat).context("/proc/self/stat is odd")? / TICKS)
}

/// `utime` and `stime`, counted behind the name, which may hold anything.
fn ticks(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user + system)
}

/// Resident memory of a process, in KiB.
pub fn resident_kib(pid: u32) -> Result<u64> {
    let rollup = read(pid, "smaps_rollup")?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Rss:"));
    let size = line.and_then(|line| line.split_whitespace().next()).and_then(|size| size.parse().ok());
    size.with_context(|| format!("/proc/{pid}/smaps_rollup is odd"))
}

fn read(pid: u32, file: &str) -> Result<String> {
    let path = format!("/proc/{pid}/{file}");
    fs::read_to_string(&path).with_context(|| format!("reading {path}: has the server ended?"))
}

/// What the machine is, for the document.
pub fn describe() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let model = model.trim_start_matches([' ', '\t', ':']);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory.lines().find_map(|line| line.strip_prefix("MemTotal:")).unwrap_or_default();
    let gib = memory.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{model}, {cores} cores, {:.0} GiB, Linux {}",
        gib / 1024.0 / 1024.0,
        kernel.split('-').next().unwrap_or_default().trim()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_and_brackets_does_not_move_the_fields() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 1 0 5 0 0";
        assert_eq!(ticks(stat), Some(300.0));
    }

    #[test]
    fn this_process_takes_memory_and_time() {
        let pid = std::process::id();
        assert!(resident_kib(pid).unwrap() > 100);
        assert!(cpu_secs(pid).unwrap() >= 0.0);
    }
}
