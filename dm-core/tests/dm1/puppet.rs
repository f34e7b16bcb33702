//! Somebody whose device does whatever it is told: its keys are at hand, so it can make what no client would.

use crate::dice::Dice;
use crate::native::{agree, hkdf, point, seal, sign};
use crate::server::Server;
use crate::world::Device as Client;
use dm_core::Delivered;
use dm_wire::UserId;
use dm_wire::bytes::Wire;
use dm_wire::chain::Chain;
use dm_wire::content::What;
use dm_wire::device::{DeviceEntry, DeviceKeys, DeviceKind};
use dm_wire::franking::{self, Receipt};
use dm_wire::grant::{Grant, GrantContent, GrantHead, GrantKeys, Party};
use dm_wire::head::Head;
use dm_wire::header::{Header, Kind, Opening};
use dm_wire::ids::{ConversationId, DeviceId, EpochId, Hash, MessageId};
use dm_wire::keys::{Secret, Signature};
use dm_wire::link::{Change, Link, LinkBody};
use dm_wire::message::Message;
use dm_wire::plaintext::Plaintext;
use dm_wire::prekeys::{BundleBody, Suites};
use dm_wire::signed::{Signed, Statement};
use p256::SecretKey;
use std::collections::BTreeMap;

#[derive(Clone)]
pub struct Puppet {
    pub user: UserId,
    pub signing: SecretKey,
    pub agreement: SecretKey,
    pub spk: SecretKey,
    pub kind: DeviceKind,
}

fn key(dice: &mut Dice) -> SecretKey {
    SecretKey::from_slice(&dice.bytes(32)).unwrap()
}

pub fn by(key: &SecretKey, message: &[u8]) -> Signature {
    Signature::normalized(&sign(key, message)).unwrap()
}

/// What it writes with.
#[derive(Clone)]
pub struct Epoch {
    pub id: EpochId,
    pub secret: Secret,
    pub signer: SecretKey,
    pub number: u32,
    pub group_head: Hash,
}

impl Epoch {
    pub fn new(seed: u64, number: u32) -> Self {
        let mut dice = Dice(seed);
        let id = EpochId(dice.bytes(16).try_into().unwrap());
        let secret = Secret(dice.bytes(32).try_into().unwrap());
        Self { id, secret, signer: key(&mut dice), number, group_head: Hash::ZERO }
    }

    pub fn seal(&self, opening: Opening, plaintext: &Plaintext) -> Message {
        let content = plaintext.content.encode().unwrap();
        let commitment = franking::commit(&plaintext.commitment_key, &opening, &content);
        self.seal_as_is(Header { opening, commitment }, &plaintext.encode().unwrap())
    }

    /// With whatever inside, and whatever commitment.
    pub fn seal_as_is(&self, header: Header, padded: &[u8]) -> Message {
        let key = hkdf(&self.secret.0, &header.opening.salt, &header.opening.key_info());
        let ciphertext = seal(&key.0, &[0; 12], &header.associated_data(), padded);
        let signature = by(&self.signer, &Message::signed_input(&header, &ciphertext));
        Message { header, ciphertext, signature }
    }
}

impl Puppet {
    pub fn new(user: UserId, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let [signing, agreement, spk] = std::array::from_fn(|_| key(&mut dice));
        Self { user, signing, agreement, spk, kind: DeviceKind::Browser }
    }

    /// A client whose keys were stolen.
    pub fn thief_of(client: &Client) -> Self {
        let disk = client.disk.borrow();
        let stolen = |name: &str| SecretKey::from_slice(&disk.key(name).bytes()).unwrap();
        let (signing, agreement) = (stolen("signing"), stolen("agreement"));
        Self { user: client.user, spk: agreement.clone(), signing, agreement, kind: DeviceKind::Browser }
    }

    pub fn keys(&self) -> DeviceKeys {
        DeviceKeys { kind: self.kind, signing: point(&self.signing), agreement: point(&self.agreement) }
    }

    pub fn id(&self) -> DeviceId {
        self.keys().id()
    }

    pub fn party(&self) -> Party {
        Party { user: self.user, device: self.id() }
    }

    pub fn states<T: Statement>(&self, body: T) -> Signed<T> {
        let signature = by(&self.signing, &body.signed_input());
        Signed { body, signature }
    }

    pub fn entry(&self, seq: u32, prev: Hash) -> DeviceEntry {
        let keys = self.keys();
        let possession = by(&self.signing, &keys.possession_input(self.user, seq, prev));
        DeviceEntry { keys, possession }
    }

    pub fn genesis(&self, time_ms: u64) -> Link {
        let change = Change::Genesis(self.entry(0, Hash::ZERO));
        let (user, signer) = (self.user, self.id());
        self.states(LinkBody { user, seq: 0, prev: Hash::ZERO, time_ms, change, signer })
    }

    /// The link after a head, signed by this device.
    pub fn link(&self, after: Head, change: Change) -> Link {
        let (user, signer) = (self.user, self.id());
        self.states(LinkBody { user, seq: after.seq + 1, prev: after.hash, time_ms: 1, change, signer })
    }

    pub fn adds(&self, after: Head, device: &Self) -> Link {
        self.link(after, Change::Add(device.entry(after.seq + 1, after.hash)))
    }

    pub fn bundle(&self, now_ms: u64) -> BundleBody {
        BundleBody {
            device: self.id(),
            spk: 1,
            spk_public: point(&self.spk),
            created_ms: now_ms,
            expires_ms: now_ms + BundleBody::LONGEST_MS,
            suites: Suites::ONLY_FIRST,
        }
    }

    /// Takes part, as far as the server is concerned.
    pub fn enrols(&self, server: &mut Server) {
        server.links.insert(self.user, vec![self.genesis(server.now_ms)]);
        server.bundles.insert(self.id(), self.states(self.bundle(server.now_ms)));
    }

    /// A grant of an epoch to a client, by the client's prekeys as the server has them; the one-time prekey is used up there.
    pub fn grants(&self, server: &mut Server, id: ConversationId, epoch: &Epoch, to: Party) -> Grant {
        self.grants_with(server, id, epoch, to, |_| {})
    }

    pub fn grants_with(
        &self,
        server: &mut Server,
        id: ConversationId,
        epoch: &Epoch,
        to: Party,
        alter: impl Fn(&mut GrantContent),
    ) -> Grant {
        let bundle = server.bundles[&to.device].clone();
        let one_time = server.one_time.get_mut(&to.device).and_then(Vec::pop);
        let (ours, theirs) = (server.chain(self.user), server.chain(to.user));
        let to_agreement = theirs.device(to.device).unwrap().entry.keys.agreement;
        let ephemeral = key(&mut Dice(u64::from(epoch.number) ^ 0x77 ^ u64::from(to.device.0[0]) << 16));
        let head = GrantHead {
            conversation: id,
            epoch: epoch.id,
            from: self.party(),
            to,
            spk: bundle.body.spk,
            one_time: one_time.as_ref().map(|key| key.body.id),
            ephemeral: point(&ephemeral),
        };
        let keys = GrantKeys {
            from_identity: ours.identity(),
            to_identity: theirs.identity(),
            from_agreement: point(&self.agreement),
            to_agreement,
            spk: bundle.body.spk_public,
            one_time: one_time.as_ref().map(|key| key.body.public),
        };
        let mut content = GrantContent {
            secret: epoch.secret.clone(),
            signer: point(&epoch.signer),
            number: epoch.number,
            group_head: epoch.group_head,
            own: ours.head(),
            recipients: Hash::ZERO,
            created_ms: server.now_ms,
        };
        alter(&mut content);
        self.seal_grant(head, &keys, &ephemeral, &content)
    }

    fn seal_grant(
        &self,
        head: GrantHead,
        keys: &GrantKeys,
        ephemeral: &SecretKey,
        content: &GrantContent,
    ) -> Grant {
        let mut material = vec![0xff; 32];
        let mut add = |secret: Secret| material.extend_from_slice(&secret.0);
        add(agree(&self.agreement, &keys.spk));
        add(agree(ephemeral, &keys.to_agreement));
        add(agree(ephemeral, &keys.spk));
        if let Some(one_time) = &keys.one_time {
            add(agree(ephemeral, one_time));
        }
        let secret = hkdf(&material, &[0; 32], &head.key_info(keys).0);
        let ciphertext = seal(&secret.0, &[0; 12], &head.associated_data(keys), &content.encode());
        Grant { head, ciphertext: ciphertext.try_into().unwrap() }
    }

    pub fn opening(&self, id: ConversationId, epoch: &Epoch, counter: u32, kind: Kind) -> Opening {
        Opening {
            kind,
            notify: true,
            conversation: id,
            id: message_id(u64::from(epoch.number) << 16 | u64::from(counter)),
            from: self.party(),
            epoch: epoch.id,
            counter,
            salt: [7; 16],
        }
    }

    pub fn plaintext(&self, server: &Server, what: What) -> Plaintext {
        Plaintext {
            commitment_key: Secret([9; 32]),
            content: dm_wire::content::Content { time_ms: server.now_ms, what },
            own: server.chain(self.user).head(),
            peers: BTreeMap::new(),
            previous: Hash::ZERO,
        }
    }

    /// A well-formed message.
    pub fn message(
        &self,
        server: &Server,
        id: ConversationId,
        epoch: &Epoch,
        counter: u32,
        what: What,
    ) -> Message {
        let kind = if matches!(what, What::Text { .. }) { Kind::Text } else { panic!("a text") };
        epoch.seal(self.opening(id, epoch, counter, kind), &self.plaintext(server, what))
    }

    pub fn chain(&self) -> Chain {
        Chain::begin(&self.genesis(1)).unwrap()
    }
}

pub fn message_id(number: u64) -> MessageId {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&crate::world::START_MS.to_be_bytes()[2..]);
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    MessageId::new(bytes).unwrap()
}

/// As the server would hand it on.
pub fn delivered(server: &Server, message: &Message) -> Delivered {
    let tag = franking::tag(&server.key, &message.header, server.now_ms);
    Delivered { message: message.encode(), receipt: Receipt { key: 1, server_time_ms: server.now_ms, tag } }
}

/// A backup key that a device seals to another, as of a place of the chain that it chooses.
pub fn backup_grant(
    server: &Server,
    by: &Puppet,
    to: Party,
    generation: u32,
    made_at: Head,
) -> dm_wire::backup::BackupGrant {
    use dm_wire::backup::{BackupGrant, BackupGrantContent, BackupGrantHead, BackupGrantKeys};
    let chain = server.chain(by.user);
    let ephemeral = key(&mut Dice(4711));
    let to_agreement = chain.device(to.device).unwrap().entry.keys.agreement;
    let head = BackupGrantHead {
        user: by.user,
        generation,
        from: by.id(),
        to: to.device,
        ephemeral: point(&ephemeral),
    };
    let keys =
        BackupGrantKeys { identity: chain.identity(), from_agreement: point(&by.agreement), to_agreement };
    let mut material = vec![0xff; 32];
    material.extend_from_slice(&agree(&by.agreement, &to_agreement).0);
    material.extend_from_slice(&agree(&ephemeral, &to_agreement).0);
    let secret = hkdf(&material, &[0; 32], &head.key_info(&keys).0);
    let content = BackupGrantContent { secret: Secret([5; 32]), made_at };
    let ciphertext = seal(&secret.0, &[0; 12], &head.associated_data(&keys), &content.encode());
    BackupGrant { head, ciphertext: ciphertext.try_into().unwrap() }
}
