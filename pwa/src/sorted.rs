//! Maps and sets for little code: flat and in order. The standard library's trees are compiled anew for every type, five
//! KiB each time; what a device holds is short, and mostly grows at its end.

use litemap::LiteMap;

/// A map in the order of its keys.
pub type Map<K, V> = LiteMap<K, V>;

/// A set in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set<T>(LiteMap<T, ()>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(LiteMap::new())
    }
}

impl<T: Ord> Set<T> {
    /// Adds one; `false`: it was there.
    pub fn insert(&mut self, one: T) -> bool {
        self.0.insert(one, ()).is_none()
    }

    /// Takes one out; `false`: it was not there.
    pub fn remove(&mut self, one: &T) -> bool {
        self.0.remove(one).is_some()
    }

    /// Whether one is there.
    pub fn contains(&self, one: &T) -> bool {
        self.0.contains_key(one)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes everything out of it.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// All of them, in order.
    pub fn into_vec(self) -> Vec<T> {
        self.0.into_tuple_vec().into_iter().map(|(one, ())| one).collect()
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        // One by one: collecting sorts, which is compiled anew for every type.
        let mut set = Self::default();
        for one in all {
            set.insert(one);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_each_once_and_in_order() {
        let mut set: Set<u64> = [3, 1, 3, 2].into_iter().collect();
        assert!(!set.insert(2) && set.insert(0));
        assert!(set.remove(&3) && !set.remove(&3));
        assert!(set.contains(&1) && set.len() == 3);
        assert_eq!(set.into_vec(), [0, 1, 2]);
    }
}
