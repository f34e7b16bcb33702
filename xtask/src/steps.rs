//! Announces what is being done and how long it took. Nothing else decides what is printed where.

use std::time::Instant;

use anyhow::Result;

/// The steps of one command, timed.
pub struct Steps {
    started: Instant,
    done: Vec<(String, u64)>,
}

impl Steps {
    pub fn start() -> Self {
        Self { started: Instant::now(), done: Vec::new() }
    }

    /// Does one step. Its name reads as "what happens now": "Building the server".
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let started = Instant::now();
        eprintln!("==> {name}");
        let result = work();
        let seconds = started.elapsed().as_secs();
        match &result {
            Ok(_) if seconds > 0 => eprintln!("    {name}: done in {}", duration(seconds)),
            Ok(_) => {}
            Err(_) => eprintln!("    {name}: FAILED after {}", duration(seconds)),
        }
        self.done.push((name.to_owned(), seconds));
        result
    }

    /// One line per step, then the total.
    pub fn summary(&self) {
        eprintln!("\nSummary");
        for (name, seconds) in &self.done {
            eprintln!("  {:>9}  {name}", duration(*seconds));
        }
        eprintln!("  {:>9}  in all", duration(self.started.elapsed().as_secs()));
    }
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_a_clock() {
        assert_eq!(duration(59), "59 s");
        assert_eq!(duration(61), "1 min 01 s");
    }
}
