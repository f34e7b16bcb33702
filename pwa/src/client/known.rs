//! What the app knows, for those who show it: each is told of changes of the parts it has read, and of no others.

use crate::state::{Model, PARTS, Parts};
use sycamore::prelude::*;
use sycamore::reactive::{NodeHandle, use_current_scope};

/// See the module. Copies are the same.
#[derive(Clone, Copy)]
pub struct Known {
    model: Signal<Model>,
    changed: [Signal<()>; PARTS],
    /// The versions of the parts that were told of.
    told: Signal<[u64; PARTS]>,
    scope: NodeHandle,
}

impl Known {
    /// To be made where it lives.
    pub fn new(model: Model) -> Self {
        let told = create_signal(model.versions());
        let changed = std::array::from_fn(|_| create_signal(()));
        Self { model: create_signal(model), changed, told, scope: use_current_scope() }
    }

    /// Reads something, now and whenever it changes.
    pub fn with<R>(self, read: impl FnOnce(&Model) -> R) -> R {
        let (read, parts) = Parts::read_by(|| self.model.with_untracked(read));
        parts.iter().for_each(|part| self.changed[part].track());
        read
    }

    /// Reads something now.
    pub fn with_untracked<R>(self, read: impl FnOnce(&Model) -> R) -> R {
        self.model.with_untracked(read)
    }

    /// Is told of everything.
    pub fn track(self) {
        self.changed.iter().for_each(|part| part.track());
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
        self.scope.run_in(|| batch(change));
    }

    /// All parts in one go: who shows two of them looks once.
    fn tell(self) {
        let now = self.model.with_untracked(Model::versions);
        let before = self.told.replace_silent(now);
        let changed = (0..PARTS).filter(|part| before[*part] != now[*part]);
        self.together(|| changed.for_each(|part| self.changed[part].set(())));
    }
}
