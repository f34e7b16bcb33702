//! The order of each device's messages. Every message names the hash of the one before it, so what the server leaves out or
//! turns around is seen, and never silently passed over.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::keep::Raw;
use crate::outcome::Note;
use crate::records::{Counters, Heard, Tail, under};
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::header::Opening;
use dm_wire::ids::{ConversationId, DeviceId, Hash};
use dm_wire::post::MAX_COUNTER;
use std::collections::BTreeMap;

const COUNTER_BYTES: usize = MAX_COUNTER as usize / 8 + 1;

fn bit(counter: u32) -> (usize, u8) {
    ((counter / 8) as usize, 1 << (counter % 8))
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// Whether this counter of the epoch was used.
    pub async fn is_used(&mut self, opening: &Opening) -> Result<bool, Error> {
        let held = self.get::<Counters>(&under(opening.from.device, &opening.epoch.0)).await?;
        let (at, bit) = bit(opening.counter);
        Ok(held.is_some_and(|held| held.used.0.get(at).is_some_and(|byte| byte & bit != 0)))
    }

    async fn use_counter(&mut self, opening: &Opening) -> Result<(), Error> {
        let slot = under(opening.from.device, &opening.epoch.0);
        let held = self.get::<Counters>(&slot).await?;
        let mut used = held.map_or_else(|| vec![0; COUNTER_BYTES], |held| held.used.0);
        let (at, bit) = bit(opening.counter);
        if let Some(byte) = used.get_mut(at) {
            *byte |= bit;
        }
        self.put(&slot, &Counters { used: Raw(used) }).await
    }

    /// Puts a message that counts into its place, and says if one is missing before it.
    pub async fn put_in_order(
        &mut self,
        opening: &Opening,
        number: u32,
        hash: Hash,
        previous: Hash,
    ) -> Result<Option<Note>, Error> {
        self.use_counter(opening).await?;
        let slot = under(opening.from.device, &opening.conversation.0);
        let held = self.get::<Tail>(&slot).await?;
        let is_first = held.is_none();
        let mut tail = held.unwrap_or(Tail::new());
        let was_missing = tail.missing.contains(&hash);
        tail.missing.retain(|missing| *missing != hash);
        let note = if previous == tail.last {
            None
        } else if previous == Hash::ZERO {
            (!was_missing).then_some(Note::Restarted)
        } else if self.get::<Heard>(&previous.0).await?.is_some() {
            None
        } else {
            if !tail.missing.contains(&previous) && tail.missing.len() < Tail::MOST_MISSING {
                tail.missing.push(previous);
            }
            Some(Note::Gap)
        };
        let is_later = (number, opening.counter) > (tail.number, tail.counter);
        if is_first || is_later {
            (tail.last, tail.number, tail.counter) = (hash, number, opening.counter);
        }
        self.put(&slot, &tail).await?;
        let late = (!is_first && !is_later).then_some(Note::Late);
        Ok(late.filter(|_| note.is_none() || was_missing).or(note))
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// How many messages of each device are known to be missing in a conversation.
    pub async fn gaps(&self, id: ConversationId) -> Result<BTreeMap<DeviceId, usize>, Error> {
        self.work(async |work| {
            let mut gaps = BTreeMap::new();
            for slot in work.list(Table::Tails, &[]).await? {
                let Some((device, conversation)) = slot.split_first_chunk::<16>() else { continue };
                if *conversation != id.0 {
                    continue;
                }
                let missing = work.get::<Tail>(&slot).await?.map_or(0, |tail| tail.missing.len());
                if missing > 0 {
                    gaps.insert(DeviceId(*device), missing);
                }
            }
            Ok(gaps)
        })
        .await
    }
}
