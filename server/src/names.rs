//! By what somebody is found who has these names: from the start of each word on, without what makes no difference to a
//! reader (see [`normal`]).

use crate::normal::normal;

/// Words of a name at which a search may begin; whoever has more is found by the first ones.
const WORDS_OF_A_NAME: usize = 8;

/// The first name as a whole, by which lists are in order, and then every other start from which a search can go on. What
/// another start begins with is not told again.
pub fn found_by(names: &[&str]) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|name| normal(name)).collect();
    let mut found: Vec<String> = names.first().cloned().into_iter().collect();
    let mut starts: Vec<&str> = names.iter().flat_map(|name| starts(name)).collect();
    // The longest first: whatever it begins with is found by it.
    starts.sort_by_key(|start| std::cmp::Reverse(start.len()));
    for start in starts {
        if !found.iter().any(|known| known.starts_with(start)) {
            found.push(start.to_owned());
        }
    }
    found
}

/// The name from each of its words on.
fn starts(name: &str) -> impl Iterator<Item = &str> {
    let mut before = ' ';
    let begins = move |(at, c): (usize, char)| {
        let is_start = c.is_alphanumeric() && !before.is_alphanumeric();
        before = c;
        is_start.then_some(at)
    };
    name.char_indices().filter_map(begins).take(WORDS_OF_A_NAME).map(|at| &name[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_found_by_every_word_of_every_name() {
        assert_eq!(found_by(&["Ada Lovelace"]), ["ada lovelace", "lovelace"]);
        assert_eq!(found_by(&["Zoë-Marie", "zoe.m"]), ["zoe-marie", "marie", "zoe.m"]);
        assert_eq!(found_by(&["Łukasz", "ŁUKASZ"]), ["lukasz"]);
        assert_eq!(found_by(&["🎉 Bo"]), ["🎉 bo", "bo"]);
        assert_eq!(found_by(&["Ada", "Ada Lovelace"]), ["ada", "ada lovelace", "lovelace"]);
    }

    #[test]
    fn nothing_is_told_twice_and_a_name_of_very_many_words_has_an_end() {
        assert_eq!(found_by(&["ada", "ada"]), ["ada"]);
        let many = "a b c d e f g h i j k l m n o p";
        assert_eq!(found_by(&[many]).len(), WORDS_OF_A_NAME);
        assert_eq!(found_by(&[]), Vec::<String>::new());
    }
}
