//! Wakes those who read facts, so that nobody has to look whether there are some.

use tokio::sync::Notify;

/// See the module.
#[derive(Debug, Default)]
pub struct News(Notify);

impl News {
    /// Facts were stored.
    pub fn came(&self) {
        self.0.notify_one();
    }

    /// Waits until some come; at once, if some came since the last wait.
    pub(super) async fn wait(&self) {
        self.0.notified().await;
    }
}
