//! Encrypted direct messages: devices and their prekeys, conversations, and messages that the server cannot read.

mod backups;
mod conversations;
mod device;
mod grants;
mod linking;
mod links;
mod prekeys;
mod send;

pub use backups::{
    add as add_backup, add_keys as add_backup_keys, keys as backup_keys, page as backup_page, recovery,
    set_recovery,
};
pub use conversations::{accept, decline, list, look, open};
pub use grants::{acknowledge, page as grants_page};
pub use linking::{answer as answer_linking, ask as ask_linking, look as look_at_linking};
pub use links::{append as append_link, list as list_links, publish_head};
pub use prekeys::{claim, left as prekeys_left, publish as publish_prekeys};
pub use send::send;
