//! What the server answers to a message: that it has it, or that devices have changed.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::names;
use crate::records::{Heard, Outgoing, Said, Seen};
use crate::vault::Vault;
use crate::work::Work;
use dm_wire::bytes::Wire;
use dm_wire::franking::Receipt;
use dm_wire::ids::{ConversationId, Hash, MessageId};
use dm_wire::message::Message;

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// The server has a message of ours, as we encrypted it now or before. `false`: it never was like that.
    pub async fn was_posted(
        &mut self,
        id: ConversationId,
        message: MessageId,
        hash: Hash,
        receipt: Receipt,
    ) -> Result<bool, Error> {
        let Some(seen) = self.get::<Seen>(&message.bytes()).await? else { return Ok(false) };
        let mut sending = self.sending(id).await?;
        let entry = self.outgoing(message).await?;
        let is_earlier = entry.as_ref().is_some_and(|entry| entry.earlier.contains(&hash));
        if seen.conversation != id || (seen.hash != hash && !is_earlier) {
            return Ok(false);
        }
        if entry.is_some() {
            let first = Message::parse(&entry.and_then(|entry| entry.message).unwrap_or_default().0);
            sending.queue.retain(|queued| *queued != message);
            sending.previous = hash;
            if let (Some(epoch), Ok(first)) = (&mut sending.epoch, first)
                && first.header.opening.epoch == epoch.id
                && first.hash() == hash
            {
                epoch.grants.clear();
            }
            self.put(&id.0, &sending).await?;
            self.drop_record::<Outgoing>(&message.bytes());
            self.put(&message.bytes(), &Seen { hash, ..seen }).await?;
            self.put(&hash.0, &Heard { id: message }).await?;
        }
        let slot = names::message(id, message);
        if let Some(said) = self.get::<Said>(&slot).await? {
            self.put(&slot, &Said { receipt: Some(receipt), ..said }).await?;
        }
        Ok(true)
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// The server has the message, with these bytes. `false`: they are none of ours, and it still waits.
    pub async fn posted(&self, message: &Message, receipt: Receipt) -> Result<bool, Error> {
        let opening = &message.header.opening;
        let (id, hash) = (opening.conversation, message.hash());
        self.work(async |work| work.was_posted(id, opening.id, hash, receipt).await).await
    }

    /// The server says that its devices are others. The epoch is given up; links have to be taken, and if they show no
    /// change the same devices are granted again, a few times at most. Nobody is added by it.
    pub async fn devices_changed(&self, id: ConversationId, message: MessageId) -> Result<(), Error> {
        self.work(async |work| {
            let Some(mut entry) = work.outgoing(message).await? else { return Ok(()) };
            if let Some(bytes) = entry.message.take() {
                entry.earlier.push(Message::parse(&bytes.0)?.hash());
            }
            entry.grants.clear();
            entry.tries = entry.tries.saturating_add(1);
            work.put(&message.bytes(), &entry).await?;
            let mut sending = work.sending(id).await?;
            if let Some(old) = sending.epoch.take() {
                work.remove(names::epoch(old.id));
            }
            work.put(&id.0, &sending).await
        })
        .await
    }

    /// Somebody asked to try again what was given up.
    pub async fn try_again(&self, id: ConversationId) -> Result<(), Error> {
        self.work(async |work| {
            let Some(first) = work.sending(id).await?.queue.first().copied() else { return Ok(()) };
            let Some(entry) = work.outgoing(first).await? else { return Ok(()) };
            work.put(&first.bytes(), &Outgoing { tries: 0, ..entry }).await
        })
        .await
    }
}
