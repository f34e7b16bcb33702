//! Words for not hearing from somebody.

use hubbub_shared::model::BlockKind;

pub const BLOCK: &str = "Block";
pub const UNBLOCK: &str = "Unblock";
pub const IGNORE: &str = "Ignore";
pub const HEAR_AGAIN: &str = "Stop ignoring";
pub const TITLE: &str = "Blocked and ignored";
pub const NOBODY: &str = "Nobody. You can block or ignore somebody on their card; they are not told.";
pub const IS_BLOCKED: &str = "Blocked: folded, and no mention reaches you";
pub const IS_IGNORED: &str = "Ignored: no mention reaches you";

/// What was done, as a short notice.
pub fn blocked(name: &str, kind: BlockKind) -> String {
    match kind {
        BlockKind::Blocked => format!("{name} is blocked"),
        BlockKind::Ignored => format!("{name} is ignored"),
    }
}

/// The label of the button beside a name.
pub fn end_of(name: &str, kind: BlockKind) -> String {
    match kind {
        BlockKind::Blocked => format!("Unblock {name}"),
        BlockKind::Ignored => format!("Stop ignoring {name}"),
    }
}
