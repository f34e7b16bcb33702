//! Wakes who works in the background, so that nobody has to look whether there is something to do.

use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Notify;

/// See the module.
#[derive(Debug, Default)]
pub struct News(Notify);

impl News {
    /// There is something to do.
    pub fn came(&self) {
        self.0.notify_one();
    }

    /// Waits until something comes; at once, if something came since the last wait.
    pub(super) async fn wait(&self) {
        self.0.notified().await;
    }
}

/// News of facts that this process has stored, and from where on they have to be read.
#[derive(Debug)]
pub struct NewFacts {
    news: News,
    /// No fact is new whose id is less; the greatest number while none is new.
    from: AtomicU64,
}

impl Default for NewFacts {
    fn default() -> Self {
        Self { news: News::default(), from: AtomicU64::new(u64::MAX) }
    }
}

impl NewFacts {
    /// Facts were stored, none with an id less than this.
    pub fn came(&self, from: u64) {
        self.from.fetch_min(from, Ordering::AcqRel);
        self.news.came();
    }

    /// Waits until some come; at once, if some came since the last wait.
    pub(super) async fn wait(&self) {
        self.news.wait().await;
    }

    /// The least id that a fact can have which came since this was asked last; `None` if none came.
    pub(super) fn take(&self) -> Option<u64> {
        let from = self.from.swap(u64::MAX, Ordering::AcqRel);
        (from < u64::MAX).then_some(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn the_least_id_of_what_came_is_told_once() {
        let news = NewFacts::default();
        for id in [7, 3, 5] {
            news.came(id);
        }
        news.wait().await;
        assert_eq!(news.take(), Some(3));
        assert_eq!(news.take(), None);
        news.came(9);
        assert_eq!(news.take(), Some(9));
    }
}
