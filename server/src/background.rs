//! Work that takes the processor and that nobody waits for at a screen: on a thread of its own, of low priority, so that a core
//! goes to those who talk first.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use tokio::sync::oneshot;

/// How far it stands back behind those who talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandsBack {
    /// Somebody waits for it elsewhere: it gets on also while all cores are busy, with a tenth of what others get.
    Behind,
    /// It takes what nobody else wants, and catches up later.
    Last,
}

impl StandsBack {
    /// As setpriority(2) counts it.
    #[cfg(target_os = "linux")]
    fn nice(self) -> i32 {
        match self {
            Self::Behind => 10,
            Self::Last => 19,
        }
    }
}

type Job = Box<dyn FnOnce() + Send>;

/// A thread for such work. It ends when this is dropped and all that was handed to it is done.
pub struct Background {
    jobs: mpsc::Sender<Job>,
}

impl Background {
    /// Starts the thread, which has a name for those who look at the process. Threads that are started from it stand back as far.
    pub fn start(name: &str, how: StandsBack) -> io::Result<Self> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            stand_back(how);
            for job in waiting {
                // Told to who waits for it; what comes next is another's.
                let _ = catch_unwind(AssertUnwindSafe(job));
            }
        })?;
        Ok(Self { jobs })
    }

    /// Does something there, after what was handed over before. `None`: it panicked.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let (done, result) = oneshot::channel();
        self.jobs.send(Box::new(move || drop(done.send(work())))).ok()?;
        result.await.ok()
    }
}

/// Linux takes it for the thread alone (setpriority(2), "C library/kernel differences"); elsewhere it would be the whole process.
fn stand_back(how: StandsBack) {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, how.nice()) {
        tracing::info!("background work has the priority of all other: {error}");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = how;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_done_in_turn_and_a_panic_takes_nothing_else_with_it() {
        let background = Background::start("test", StandsBack::Last).unwrap();
        assert_eq!(background.run(|| 1 + 1).await, Some(2));
        assert_eq!(background.run(|| -> u8 { panic!("on purpose") }).await, None);
        assert_eq!(
            background.run(|| thread::current().name().map(str::to_owned)).await,
            Some(Some("test".into()))
        );
    }
}
