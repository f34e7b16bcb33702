//! Wakes who works in the background, so that nobody has to look whether there is something to do.

use tokio::sync::Notify;

/// See the module.
#[derive(Debug, Default)]
pub struct News(Notify);

impl News {
    /// There is something to do: facts were stored, or a deletion was ordered.
    pub fn came(&self) {
        self.0.notify_one();
    }

    /// Waits until something comes; at once, if something came since the last wait.
    pub(super) async fn wait(&self) {
        self.0.notified().await;
    }
}
