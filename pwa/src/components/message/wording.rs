//! Changing the words of a message.

use crate::client::Client;
use hubbub_shared::Permissions;
use hubbub_shared::model::Message;
use std::rc::Rc;

/// Whether the person can change the words.
pub fn may_edit(client: Client, message: &Message) -> bool {
    client.model.with_untracked(|model| {
        let may_send = model.permissions(message.channel).contains(Permissions::SEND);
        may_send && model.my_id() == Some(message.author.id) && message.poll.is_none()
    })
}

/// Changes the words, as they are going to be.
pub fn edit(client: Client, message: &Rc<Message>) {
    client.edit(client.model.with_untracked(|model| model.outbox.as_edited(message)));
}
