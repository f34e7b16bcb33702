//! Parts of what the app knows. Each can tell whether it may have changed, and who reads it is noticed: so whoever
//! shows something is told of changes of just what it was made from, and nobody has to list that anywhere.

use std::cell::Cell;
use std::ops::{Deref, DerefMut};

/// How many parts there are.
pub const PARTS: usize = 10;
/// Who the person is.
pub const ME: usize = 0;
/// Hubs and channels.
pub const HUBS: usize = 1;
/// What is read.
pub const READING: usize = 2;
/// What is on its way.
pub const OUTBOX: usize = 3;
/// Who is typing in which channel.
pub const TYPING: usize = 4;
/// Who is where.
pub const MEMBERS: usize = 5;
/// The messages of all channels that were opened.
pub const MESSAGES: usize = 6;
/// Which channel is open.
pub const OPEN: usize = 7;
/// Whether there is a connection.
pub const LIVE: usize = 8;
/// Which encrypted conversations there are, and what waits in them.
pub const DMS: usize = 9;

thread_local! {
    static READ: Cell<Parts> = const { Cell::new(Parts(0)) };
}

/// Some of the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts(u16);

impl Parts {
    /// The set of just these parts.
    pub fn of(parts: impl IntoIterator<Item = usize>) -> Self {
        Self(parts.into_iter().fold(0, |all, part| all | 1 << part))
    }

    /// Each part of the set.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..PARTS).filter(move |part| self.0 & 1 << part != 0)
    }

    /// Those that are read meanwhile.
    pub fn read_by<R>(work: impl FnOnce() -> R) -> (R, Self) {
        let before = READ.replace(Self(0));
        let done = work();
        (done, READ.replace(before))
    }
}

/// One part. Whoever could have changed it has changed it.
#[derive(Debug, Clone, Default)]
pub struct Part<T, const KIND: usize> {
    value: T,
    version: u64,
}

impl<T, const KIND: usize> Part<T, KIND> {
    /// Goes up with every change. Not a method: those are the part's own.
    pub fn version_of(part: &Self) -> u64 {
        part.version
    }
}

impl<T, const KIND: usize> From<T> for Part<T, KIND> {
    fn from(value: T) -> Self {
        Self { value, version: 1 }
    }
}

impl<T, const KIND: usize> Deref for Part<T, KIND> {
    type Target = T;

    fn deref(&self) -> &T {
        READ.set(Parts(READ.get().0 | 1 << KIND));
        &self.value
    }
}

impl<T, const KIND: usize> DerefMut for Part<T, KIND> {
    fn deref_mut(&mut self) -> &mut T {
        self.version += 1;
        &mut self.value
    }
}

impl<T: PartialEq, const KIND: usize> PartialEq for Part<T, KIND> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_noticed_and_what_is_changed_too() {
        let mut hubs: Part<Vec<u8>, HUBS> = Part::default();
        let typing: Part<Option<u8>, TYPING> = Part::default();
        let (inner, outer) = Parts::read_by(|| {
            let ((), inner) = Parts::read_by(|| assert!(hubs.is_empty()));
            assert!(typing.is_none());
            inner
        });
        assert_eq!((inner, outer), (Parts::of([HUBS]), Parts::of([TYPING])));
        let before = Part::version_of(&hubs);
        assert_eq!(hubs.len(), 0);
        assert_eq!(Part::version_of(&hubs), before, "reading is no change");
        hubs.push(1);
        assert_ne!(Part::version_of(&hubs), before);
    }
}
