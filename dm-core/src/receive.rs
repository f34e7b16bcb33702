//! Receiving: looking at a message without changing anything, which is all that a preview does, and taking it in, which is
//! one transaction. Nothing is shown before all of it was checked.

use crate::client::Client;
use crate::crypto::Crypto;
use crate::error::Error;
use crate::groups;
use crate::keep::Raw;
use crate::names;
use crate::outcome::{Misbehaviour, Need, Note, Rejection};
use crate::records::{Conversation, Epoch, Heard, Own, Said, Seen, Waiting, under};
use crate::vault::{Table, Vault};
use crate::work::Work;
use dm_wire::UserId;
use dm_wire::bytes::Wire;
use dm_wire::chain::{Chain, Standing};
use dm_wire::content::Content;
use dm_wire::franking::Receipt;
use dm_wire::grant::Party;
use dm_wire::header::{Header, Kind, Opening};
use dm_wire::ids::{ConversationId, Hash, Identity, MessageId};
use dm_wire::malformed::Malformed;
use dm_wire::message::Message;
use dm_wire::plaintext::Plaintext;
use dm_wire::post::MAX_COUNTER;
use dm_wire::refused::{Refused, Unopened};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Clocks may differ by so much before it is worth a word: ten minutes.
const SKEW_MS: u64 = 600_000;

/// A message as the server hands it on.
#[derive(Debug, Clone)]
pub struct Delivered {
    /// Its bytes, as they came.
    pub message: Vec<u8>,
    /// What the server says of it.
    pub receipt: Receipt,
}

/// A message that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Where it was said.
    pub conversation: ConversationId,
    /// The message's own id.
    pub id: MessageId,
    /// What it is, with what it is about.
    pub kind: Kind,
    /// Who, from which device.
    pub from: Party,
    /// What they say or do.
    pub content: Content,
    /// What is to be said beside it.
    pub notes: BTreeSet<Note>,
    /// Whether somebody is to be notified.
    pub notify: bool,
    /// Whose links are to be fetched: somebody told of more than we know.
    pub refresh: BTreeSet<UserId>,
}

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is new, and counts.
    New(Box<Told>),
    /// It was taken before, or is our own.
    Known,
    /// It cannot be opened yet, and is kept until it can.
    Waiting(Need),
    /// It does not count. Nothing of it is shown.
    Refused(Rejection),
}

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

pub enum Stop {
    Outcome(Received),
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(why: Error) -> Self {
        Self::Failed(why)
    }
}

fn refused(why: impl Into<Rejection>) -> Stop {
    Stop::Outcome(Received::Refused(why.into()))
}

const fn waiting(need: Need) -> Stop {
    Stop::Outcome(Received::Waiting(need))
}

/// A message that was opened and checked.
struct Opened {
    message: Message,
    plaintext: Plaintext,
    epoch: Epoch,
    notes: BTreeSet<Note>,
    refresh: BTreeSet<UserId>,
}

fn parse(bytes: &[u8]) -> Result<Message, Stop> {
    Message::parse(bytes).map_err(|why| match why {
        Malformed::Version | Malformed::Suite | Malformed::MessageKind => waiting(Need::Update),
        why => refused(why),
    })
}

impl<C: Crypto, V: Vault<Key = C::Key>> Work<'_, C, V> {
    /// Whether it is there already.
    async fn is_known(&mut self, own: &Own, message: &Message) -> Result<(), Stop> {
        let opening = &message.header.opening;
        let known = self.get::<Seen>(&opening.id.bytes()).await?;
        match known {
            Some(seen) if seen.hash == message.hash() => Err(Stop::Outcome(Received::Known)),
            // One of ours that the server took before we encrypted it anew is settled when it is taken in.
            Some(_) if opening.from == own.party() => Err(refused(Rejection::NotOurs)),
            Some(_) => Err(refused(Rejection::OtherBytes)),
            None if opening.from == own.party() => Err(refused(Rejection::NotOurs)),
            None => Ok(()),
        }
    }

    async fn epoch(&mut self, opening: &Opening) -> Result<Epoch, Stop> {
        let slot = under(opening.from.device, &opening.epoch.0);
        let epoch = self.get::<Epoch>(&slot).await?.ok_or_else(|| waiting(Need::Grants))?;
        if epoch.conversation != opening.conversation {
            return Err(refused(Rejection::OtherEpoch));
        }
        Ok(epoch)
    }

    /// Who the sender was in the conversation, when the epoch was begun.
    async fn sender(
        &mut self,
        own: &Own,
        conversation: &Conversation,
        epoch: &Epoch,
        user: UserId,
    ) -> Result<(Identity, bool), Stop> {
        let members = self.members(own, conversation).await?;
        if conversation.pair.is_some() {
            let identity = members.get(&user).ok_or_else(|| refused(Refused::NotAMember))?;
            return Ok((*identity, true));
        }
        let group = groups::read(self, conversation).await?.ok_or(Error::Damaged)?;
        let then =
            group.members_at(epoch.group_head).ok_or_else(|| waiting(Need::Changes(group.conversation())))?;
        let identity = *then.get(&user).ok_or_else(|| refused(Refused::NotAMember))?;
        Ok((identity, members.get(&user) == Some(&identity)))
    }

    async fn open(&mut self, own: &Own, message: Message) -> Result<Opened, Stop> {
        let opening = message.header.opening;
        self.is_known(own, &message).await?;
        if opening.counter > MAX_COUNTER {
            return Err(refused(Refused::Counter));
        }
        let id = opening.conversation;
        let Some(contact) = self.contact(opening.from.user).await? else {
            return Err(waiting(Need::Links(opening.from.user)));
        };
        let Some(conversation) = self.conversation(id).await? else {
            // A grant opens it, if it is of the two of us; of a group its changes are needed first.
            return Err(waiting(Need::Conversation(id)));
        };
        let epoch = self.epoch(&opening).await?;
        let (identity, is_member) = self.sender(own, &conversation, &epoch, opening.from.user).await?;
        let chain = self.chain(opening.from.user, identity).await?;
        let chain: Rc<Chain> = chain.ok_or_else(|| waiting(Need::Links(opening.from.user)))?;
        let device = chain.once_browser(opening.from.device).map_err(refused)?;
        let mut notes = BTreeSet::new();
        let mut note = |is_so: bool, what: Note| is_so.then(|| notes.insert(what));
        note(!device.is_active(), Note::RemovedDevice);
        note(!is_member, Note::FormerMember);
        note(contact.identity != identity, Note::FormerIdentity);
        note(!epoch.restored && !epoch.same_audience, Note::OtherAudience);
        if !message.is_by(&epoch.signer) {
            return Err(refused(Refused::BadSignature));
        }
        if self.is_used(&opening).await? {
            return Err(refused(Rejection::CounterTwice));
        }
        let plaintext = self.unseal_message(&epoch, &message).await?;
        let refresh = BTreeSet::new();
        Ok(Opened { message, plaintext, epoch, notes, refresh })
    }

    async fn unseal_message(&self, epoch: &Epoch, message: &Message) -> Result<Plaintext, Stop> {
        let opened = self.open_message(&epoch.secret, &message.header, &message.ciphertext).await?;
        let opened = opened.ok_or_else(|| refused(Rejection::DoesNotOpen))?;
        Plaintext::open(&message.header, &opened).map_err(|why| match why {
            Unopened::Malformed(Malformed::MessageKind) => waiting(Need::Update),
            Unopened::Malformed(why) => refused(why),
            Unopened::Refused(why) => refused(why),
        })
    }

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
