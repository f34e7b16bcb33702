//! Sorting for little code: the standard library compiles 5 KiB for every type that is sorted, and the lists here are
//! short. The work is done on places, so it is compiled once.

use std::cmp::Ordering;

/// The items in order; those that are equal stay in theirs.
pub fn sorted_by<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let places = in_order(items.len(), &|a, b| compare(&items[a], &items[b]));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| items[place].take()).collect()
}

/// The items in the order of their keys.
pub fn sorted_by_key<T, K: Ord>(items: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    sorted_by(items, |a, b| key(a).cmp(&key(b)))
}

/// Merges runs of one, two, four and so on.
fn in_order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut run = 1;
    while run < count {
        let pairs = places.chunks(2 * run);
        places = pairs.flat_map(|pair| merged(pair, run, compare)).collect();
        run *= 2;
    }
    places
}

fn merged(pair: &[usize], run: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let (mut first, mut second) = pair.split_at(run.min(pair.len()));
    let mut merged = Vec::with_capacity(pair.len());
    while let (Some(a), Some(b)) = (first.first(), second.first()) {
        if compare(*b, *a) == Ordering::Less {
            merged.push(*b);
            second = &second[1..];
        } else {
            merged.push(*a);
            first = &first[1..];
        }
    }
    merged.extend(first);
    merged.extend(second);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        for count in 0..70_u64 {
            let items: Vec<(u64, u64)> = (0..count).map(|place| (place * 7_919 % 13, place)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            assert_eq!(sorted_by_key(items, |(key, _)| *key), expected);
        }
    }
}
