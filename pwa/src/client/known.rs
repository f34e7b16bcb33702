//! What the app knows, for those who show it: each is told of changes of the parts it has read, and of no others.

use super::shared::Shared;
use crate::state::{Model, PARTS, Parts};
use std::cell::Cell;
use std::rc::Rc;
use sycamore::prelude::*;
use sycamore::reactive::{NodeHandle, use_current_scope};

/// See the module. Copies are the same.
#[derive(Clone, Copy)]
pub struct Known {
    model: Shared<Model>,
    news: Signal<Rc<News>>,
}

/// Who is told of what.
struct News {
    changed: [Signal<()>; PARTS],
    /// The versions of the parts that were told of.
    told: Cell<[u64; PARTS]>,
    scope: NodeHandle,
}

impl Known {
    /// To be made where it lives.
    pub fn new(model: Model) -> Self {
        let (told, changed) = (Cell::new(model.versions()), std::array::from_fn(|_| create_signal(())));
        let news = News { changed, told, scope: use_current_scope() };
        Self { model: Shared::new(model), news: create_signal(Rc::new(news)) }
    }

    /// Reads something, now and whenever it changes.
    pub fn with<R>(self, read: impl FnOnce(&Model) -> R) -> R {
        let (read, parts) = Parts::read_by(|| self.model.with_untracked(read));
        self.track_all(parts);
        read
    }

    /// Reads something now.
    pub fn with_untracked<R>(self, read: impl FnOnce(&Model) -> R) -> R {
        self.model.with_untracked(read)
    }

    /// Is told of everything.
    pub fn track(self) {
        self.track_all(Parts::of(0..PARTS));
    }

    #[inline(never)]
    fn track_all(self, parts: Parts) {
        let news = self.news.get_clone_untracked();
        parts.iter().for_each(|part| news.changed[part].track());
    }

    /// Changes something, and tells those who show it.
    pub fn update<R>(self, change: impl FnOnce(&mut Model) -> R) -> R {
        let done = self.update_silent(change);
        self.tell();
        done
    }

    /// Changes something; it is told with the next change.
    pub fn update_silent<R>(self, change: impl FnOnce(&mut Model) -> R) -> R {
        self.model.update_silent(change)
    }

    /// Changes in one go, also of other signals: nobody is told before all are made.
    pub fn together(self, change: impl FnOnce()) {
        self.within(|| batch(change));
    }

    /// Does something as where the client was made: what it begins goes on as long as that.
    pub fn within<R>(self, work: impl FnOnce() -> R) -> R {
        let scope = self.news.with_untracked(|news| news.scope);
        scope.run_in(work)
    }

    /// All parts in one go: who shows two of them looks once.
    #[inline(never)]
    fn tell(self) {
        let now = self.model.with_untracked(Model::versions);
        let news = self.news.get_clone_untracked();
        let before = news.told.replace(now);
        let changed = (0..PARTS).filter(|part| before[*part] != now[*part]);
        self.together(|| changed.for_each(|part| news.changed[part].set(())));
    }
}
