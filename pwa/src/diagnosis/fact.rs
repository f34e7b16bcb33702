//! How a fact is put into words.

use crate::words::diag as words;

/// A yes or a no in words.
pub fn yes(is: bool) -> String {
    if is { words::YES } else { words::NO }.to_owned()
}

/// What was found out, or that it was not.
pub fn known(value: Option<String>) -> String {
    value.unwrap_or_else(|| words::NOT_KNOWN.to_owned())
}
