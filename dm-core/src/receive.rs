//! Receiving: a message that counts is taken in, as one transaction. Nothing is shown before all of it was checked.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::keep::Raw;
use crate::names;
use crate::opening::{Opened, Stop, parse, refused};
use crate::outcome::{Misbehaviour, Note, Rejection};
use crate::records::{Heard, Own, Said, Seen, Waiting};
use crate::told::{Delivered, Received, Told};
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::bytes::Wire;
use dm_wire::chain::Standing;
use dm_wire::franking::Receipt;
use dm_wire::grant::Party;
use dm_wire::header::{Header, Kind};
use dm_wire::ids::{ConversationId, Hash};
use dm_wire::message::Message;

/// Clocks may differ by so much before it is worth a word: ten minutes.
const SKEW_MS: u64 = 600_000;

/// What a service worker shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// What was said, by whom.
    Text(Box<Told>),
    /// Only that something came: it cannot be opened here yet.
    Generic,
    /// Nothing: it does not count, is known, or is to notify nobody.
    Nothing,
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// An edit or a deletion is of the same person as what it is about. If that is not here, it is decided when both are.
    async fn check_target(&mut self, opened: &mut Opened) -> Result<(), Stop> {
        let opening = &opened.message.header.opening;
        let Some(target) = opening.kind.target() else { return Ok(()) };
        let Some(said) = self.get::<Said>(&names::message(opening.conversation, target)).await? else {
            opened.notes.insert(Note::TargetUnknown);
            return Ok(());
        };
        if !matches!(said.header.opening.kind, Kind::Text | Kind::Attach) {
            return Err(refused(Rejection::NotEditable));
        }
        let needs_author = matches!(opening.kind, Kind::Edit(_) | Kind::Delete(_));
        if needs_author && said.header.opening.from.user != opening.from.user {
            return Err(refused(Rejection::NotTheAuthor));
        }
        Ok(())
    }

    /// What the sender knows of chains, against what we know. What people's own devices say of themselves counts; what they
    /// say of others is told, since they may be the ones who lie.
    async fn compare_heads(&mut self, opened: &mut Opened) -> Result<(), Stop> {
        let Party { user: from, device } = opened.message.header.opening.from;
        // Who was removed says nothing of the chain any more.
        if opened.notes.iter().all(|note| !note.silences()) {
            match self.hear_own_head(from, device, &opened.plaintext.own).await? {
                Standing::Forked => return Err(refused(Rejection::Evidence(Misbehaviour::ForkedHead))),
                Standing::Ahead => drop(opened.refresh.insert(from)),
                Standing::Same | Standing::Behind => {}
            }
        }
        for (user, told) in opened.plaintext.peers.clone() {
            let Some((_, chain)) = self.pinned(user).await? else { continue };
            match chain.standing(&told) {
                Standing::Ahead => drop(opened.refresh.insert(user)),
                Standing::Forked => {
                    opened.notes.insert(Note::Contradiction(user));
                    let other = opened.message.encode();
                    self.note_evidence(user, Misbehaviour::ForkedHead, chain.head().encode(), other).await?;
                }
                Standing::Same | Standing::Behind => {}
            }
        }
        Ok(())
    }

    async fn keep_said(&mut self, opened: &Opened, receipt: Receipt) -> Result<(), Error> {
        let Opened { message, plaintext, .. } = opened;
        let opening = &message.header.opening;
        let (hash, conversation) = (message.hash(), opening.conversation);
        self.put(&opening.id.bytes(), &Seen { hash, conversation }).await?;
        self.put(&hash.0, &Heard { id: opening.id }).await?;
        let said = Said {
            header: message.header,
            content: Raw(plaintext.content.encode()?),
            commitment_key: plaintext.commitment_key.clone(),
            receipt: Some(receipt),
        };
        self.put(&names::message(conversation, opening.id), &said).await
    }

    async fn take_in(&mut self, own: &Own, delivered: &Delivered) -> Result<Told, Stop> {
        let message = parse(&delivered.message)?;
        let opening = message.header.opening;
        if opening.from == own.party() {
            let (id, hash) = (opening.conversation, message.hash());
            if self.was_posted(id, opening.id, hash, delivered.receipt).await? {
                return Err(Stop::Outcome(Received::Known));
            }
        }
        let mut opened = self.open(own, message).await?;
        self.check_target(&mut opened).await?;
        self.compare_heads(&mut opened).await?;
        let (hash, previous) = (opened.message.hash(), opened.plaintext.previous);
        let order = self.put_in_order(&opening, opened.epoch.number, hash, previous).await?;
        opened.notes.extend(order);
        self.keep_said(&opened, delivered.receipt).await?;
        Ok(told(opened, &delivered.receipt))
    }

    pub async fn receive(&mut self, delivered: &Delivered) -> Result<Received, Error> {
        let own = self.active().await?;
        let outcome = match self.take_in(&own, delivered).await {
            Ok(told) => Received::New(Box::new(told)),
            Err(Stop::Outcome(outcome)) => outcome,
            Err(Stop::Failed(why)) => return Err(why),
        };
        let slot = waiting_slot(&delivered.message);
        if let Received::Waiting(_) = outcome {
            let (message, receipt) = (Raw(delivered.message.clone()), delivered.receipt);
            self.put(&slot, &Waiting { message, receipt }).await?;
        } else if self.get::<Waiting>(&slot).await?.is_some() {
            self.drop_record::<Waiting>(&slot);
        }
        Ok(outcome)
    }
}

/// By its conversation, as far as it can be read, and its hash.
fn waiting_slot(message: &[u8]) -> Vec<u8> {
    let conversation = message.get(4..20).unwrap_or(&[0; 16]);
    [conversation, &Hash::of(message).0].concat()
}

fn told(opened: Opened, receipt: &Receipt) -> Told {
    let Opened {
        message: Message { header: Header { opening, .. }, .. }, plaintext, mut notes, refresh, ..
    } = opened;
    if plaintext.content.time_ms.abs_diff(receipt.server_time_ms) > SKEW_MS {
        notes.insert(Note::ClockSkew);
    }
    Told {
        conversation: opening.conversation,
        id: opening.id,
        kind: opening.kind,
        from: opening.from,
        content: plaintext.content,
        notify: opening.notify && !notes.iter().any(|note| note.silences()),
        notes,
        refresh,
    }
}

impl<C: Crypto, V: Vault<Key = C::Key>> Client<C, V> {
    /// Takes a message, as it comes or is fetched.
    pub async fn receive(&self, delivered: &Delivered) -> Result<Received, Error> {
        self.work(async |work| work.receive(delivered).await).await
    }

    /// Tries what waits in a conversation again, since grants, links or changes have come. What still waits is told too.
    pub async fn retry(&self, id: ConversationId) -> Result<Vec<Received>, Error> {
        let waiting = self.vault.list(Table::Waiting, &id.0).await?;
        let mut outcomes = Vec::new();
        for slot in waiting {
            let outcome = self
                .work(async |work| match work.get::<Waiting>(&slot).await? {
                    None => Ok(None),
                    Some(Waiting { message, receipt }) => {
                        work.receive(&Delivered { message: message.0, receipt }).await.map(Some)
                    }
                })
                .await?;
            outcomes.extend(outcome);
        }
        Ok(outcomes)
    }

    /// Looks at a message and changes nothing: what a service worker shows of a push. It needs no key that is written, and
    /// writes none.
    pub async fn preview(&self, delivered: &Delivered) -> Result<Preview, Error> {
        self.work(async |work| {
            let own = work.active().await?;
            let opened = match parse(&delivered.message) {
                Ok(message) => work.open(&own, message).await,
                Err(stop) => Err(stop),
            };
            Ok(match opened {
                Ok(opened) => {
                    let told = told(opened, &delivered.receipt);
                    if told.notify { Preview::Text(Box::new(told)) } else { Preview::Nothing }
                }
                Err(Stop::Outcome(Received::Waiting(_))) => Preview::Generic,
                Err(Stop::Outcome(_)) => Preview::Nothing,
                Err(Stop::Failed(why)) => return Err(why),
            })
        })
        .await
    }
}
