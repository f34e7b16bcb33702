//! Whom the person does not want to hear from.

use super::Model;
use hubbub_shared::UserId;
use hubbub_shared::model::{Block, BlockKind};

/// How somebody is shut out by these; `None`: not at all.
pub fn block_of(blocks: &[Block], user: UserId) -> Option<BlockKind> {
    blocks.iter().find(|block| block.user == user).map(|block| block.kind)
}

/// Whether by these what somebody says is folded, wherever it is shown.
pub fn folds(blocks: &[Block], user: UserId) -> bool {
    block_of(blocks, user) == Some(BlockKind::Blocked)
}

impl Model {
    /// Whom the person has blocked or ignores.
    pub fn blocks(&self) -> &[Block] {
        self.me.as_ref().map(|me| me.blocks.as_slice()).unwrap_or_default()
    }

    /// Whether the person wants to hear from somebody.
    pub fn hears(&self, user: UserId) -> bool {
        block_of(self.blocks(), user).is_none()
    }

    /// Whether what somebody says is folded, wherever it is shown.
    pub fn folds(&self, user: UserId) -> bool {
        folds(self.blocks(), user)
    }
}
