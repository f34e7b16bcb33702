//! What a server can check of a message that somebody posts, without being able to read it. Clients check more, and never
//! rely on this: it keeps out what would be thrown away, early.

use crate::audience::Audience;
use crate::grant::{Grant, Party};
use crate::message::Message;
use crate::refused::Refused;
use std::collections::BTreeSet;

/// The last counter that counts within an epoch. Senders begin a new one after 100 messages.
pub const MAX_COUNTER: u32 = 1000;

/// A message from this session: from whom and which device it says it is, in this conversation, by an active browser.
pub fn check_message(session: Party, audience: &Audience<'_>, message: &Message) -> Result<(), Refused> {
    let opening = &message.header.opening;
    if opening.from != session {
        return Err(Refused::OtherDevice);
    }
    if opening.conversation != audience.conversation() {
        return Err(Refused::OtherChain);
    }
    audience.includes(session)?;
    if opening.counter > MAX_COUNTER { Err(Refused::Counter) } else { Ok(()) }
}

/// The grants that come with the first message of an epoch: for exactly the devices that are to read it, but those that the
/// server has no unexpired prekey of.
pub fn check_grants(
    audience: &Audience<'_>,
    unreachable: &BTreeSet<Party>,
    message: &Message,
    grants: &[Grant],
) -> Result<(), Refused> {
    let opening = &message.header.opening;
    let recipients = audience.recipients(opening.from).without(unreachable);
    recipients.check_grants(opening.conversation, opening.epoch, grants)
}
