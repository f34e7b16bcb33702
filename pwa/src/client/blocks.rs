//! Not hearing from somebody any more. The server tells it to all devices of the person, and to nobody else.

use super::Client;
use crate::words::blocks as words;
use hubbub_shared::model::{BlockKind, BlockList, Me, User};
use hubbub_shared::protocol::command::{BlockUser, GetBlocks, UnblockUser};
use hubbub_shared::{Problem, UserId};

impl Client {
    /// Hears no more from somebody, which can be taken back.
    pub fn block(self, user: &User, kind: BlockKind) {
        let (id, said) = (user.id, words::blocked(&user.display_name, kind));
        self.call(BlockUser { user: id, kind }, move |answer| {
            self.blocks_changed(answer, move || self.offer_undo(said, move || self.unblock(id)));
        });
    }

    /// Hears somebody again.
    pub fn unblock(self, user: UserId) {
        self.call(UnblockUser { user }, move |answer| self.blocks_changed(answer, || ()));
    }

    fn blocks_changed(self, answer: Result<Me, Problem>, said: impl FnOnce()) {
        match answer {
            Ok(me) => {
                self.model.update(|model| *model.me = Some(me));
                said();
            }
            Err(problem) => self.complain(&problem),
        }
    }

    /// Whom the person has blocked or ignores.
    pub fn blocks(self, done: impl FnOnce(Result<BlockList, Problem>) + 'static) {
        self.call(GetBlocks {}, done);
    }
}
