//! One valid example or more of everything there is.

use crate::native::{Epoch, KeyPair, Opener, Sealer, seal_grant, secret};
use crate::people::{ADA, Ada, BEN, Ben, CLEO, NOW_MS, ada, ben, changes, cleo, creates};
use dm_wire::audience::Audience;
use dm_wire::backup::BackupHead;
use dm_wire::bytes::Wire;
use dm_wire::content::{Attachment, Blob, Content, What};
use dm_wire::grant::{Grant, GrantContent, GrantHead, GrantKeys};
use dm_wire::head::{Head, HeadAttest, HeadBody};
use dm_wire::header::{Kind, Opening};
use dm_wire::ids::{BlobId, ConversationId, EpochId, Hash, MessageId};
use dm_wire::membership::{Membership, MembershipChange};
use dm_wire::message::Message;
use dm_wire::plaintext::Plaintext;
use dm_wire::prekeys::{Bundle, BundleBody, OneTimeBody, OneTimeKey, Suites};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::LazyLock;

/// Something valid, of a format that [`crate::fields`] knows.
#[derive(Clone)]
pub struct Sample {
    pub format: &'static str,
    pub name: String,
    pub bytes: Vec<u8>,
}

pub fn message_id(number: u8) -> MessageId {
    let mut bytes = [number; 16];
    bytes[..6].copy_from_slice(&NOW_MS.to_be_bytes()[2..]);
    bytes[6] = 0x70;
    bytes[8] = 0x80 | number;
    MessageId::new(bytes).unwrap()
}

pub fn attest(ada: &Ada) -> HeadAttest {
    let (head, device) = (ada.person.chain.head(), ada.phone.id());
    ada.phone.states(HeadBody { user: ADA, head, time_ms: NOW_MS, device })
}

/// Ben's prekeys, with the private halves.
#[derive(Clone)]
pub struct Prekeys {
    pub spk: KeyPair,
    pub one_time: KeyPair,
    pub bundle: Bundle,
    pub one_time_key: OneTimeKey,
}

pub fn bundle_body(ben: &Ben) -> BundleBody {
    BundleBody {
        device: ben.tablet.id(),
        spk: 3,
        spk_public: KeyPair::of("Ben's SPK").public,
        created_ms: NOW_MS,
        expires_ms: NOW_MS + BundleBody::LONGEST_MS,
        suites: Suites::ONLY_FIRST,
    }
}

static PREKEYS: LazyLock<Prekeys> = LazyLock::new(|| {
    let ben = &ben();
    let (spk, one_time) = (KeyPair::of("Ben's SPK"), KeyPair::of("Ben's OTK"));
    let (device, id) = (ben.tablet.id(), NonZeroU32::new(17).unwrap());
    let bundle = ben.tablet.states(bundle_body(ben));
    let one_time_key = ben.tablet.states(OneTimeBody { device, spk: 3, id, public: one_time.public });
    Prekeys { spk, one_time, bundle, one_time_key }
});

pub fn prekeys() -> Prekeys {
    PREKEYS.clone()
}

/// The conversation of Ada and Ben.
pub fn pair() -> ConversationId {
    ConversationId::of_pair(ada().person.chain.identity(), ben().person.chain.identity())
}

pub const EPOCH: EpochId = EpochId([0xe1; 16]);

/// A grant of Ada's laptop to Ben's tablet, with all that it was made of.
pub struct SealedGrant {
    pub keys: GrantKeys,
    pub content: GrantContent,
    pub grant: Grant,
}

pub fn grant_content() -> GrantContent {
    let (ada, ben, epoch) = (ada(), ben(), Epoch::of("Ada's epoch"));
    let audience = Audience::pair(&ada.person.chain, &ben.person.chain).unwrap();
    GrantContent {
        secret: epoch.secret,
        signer: epoch.signer.public,
        number: 5,
        group_head: Hash::ZERO,
        own: ada.person.chain.head(),
        recipients: audience.recipients(ada.laptop.of(ADA)).digest(),
        created_ms: NOW_MS,
    }
}

pub fn grant(with_one_time: bool) -> SealedGrant {
    let (ada, ben) = (ada(), ben());
    let prekeys = prekeys();
    let ephemeral = KeyPair::of("Ada's EK");
    let keys = GrantKeys {
        from_identity: ada.person.chain.identity(),
        to_identity: ben.person.chain.identity(),
        from_agreement: ada.laptop.agreement.public,
        to_agreement: ben.tablet.agreement.public,
        spk: prekeys.spk.public,
        one_time: with_one_time.then_some(prekeys.one_time.public),
    };
    let head = GrantHead {
        conversation: pair(),
        epoch: EPOCH,
        from: ada.laptop.of(ADA),
        to: ben.tablet.of(BEN),
        spk: prekeys.bundle.body.spk,
        one_time: with_one_time.then_some(prekeys.one_time_key.body.id),
        ephemeral: ephemeral.public,
    };
    let sealer = Sealer { agreement: &ada.laptop.agreement, ephemeral: &ephemeral };
    let content = grant_content();
    SealedGrant { grant: seal_grant(&sealer, head, &keys, &content), keys, content }
}

/// Calls with the private keys that open Ben's grants.
pub fn with_opener<T>(with_one_time: bool, call: impl FnOnce(&Opener<'_>) -> T) -> T {
    let ben = ben();
    let prekeys = prekeys();
    let one_time = with_one_time.then_some(&prekeys.one_time);
    call(&Opener { agreement: &ben.tablet.agreement, spk: &prekeys.spk, one_time })
}

pub fn opening(kind: Kind) -> Opening {
    Opening {
        kind,
        notify: matches!(kind, Kind::Text | Kind::Attach),
        conversation: pair(),
        id: message_id(1),
        from: ada().laptop.of(ADA),
        epoch: EPOCH,
        counter: 4,
        salt: [0x5a; 16],
    }
}

pub fn plaintext(what: What) -> Plaintext {
    Plaintext {
        commitment_key: secret("a commitment"),
        content: Content { time_ms: NOW_MS, what },
        own: ada().person.chain.head(),
        peers: BTreeMap::from([(BEN, ben().person.chain.head())]),
        previous: Hash::of(b"the message before"),
    }
}

pub fn text(body: &str) -> What {
    What::Text { body: body.to_owned(), reply_to: None, mentions: BTreeSet::new() }
}

/// Each kind of content, with the kind of its header.
pub fn whats() -> Vec<(&'static str, Kind, What)> {
    let target = message_id(9);
    let mentions = BTreeSet::from([BEN, CLEO]);
    let blob = |name: &str, mime: &str, sides| Blob {
        id: BlobId([name.len() as u8; 16]),
        key: secret(name),
        size: 70_000,
        ciphertext_hash: Hash::of(b"encrypted"),
        plaintext_hash: Hash::of(b"decrypted"),
        mime: mime.to_owned(),
        sides,
    };
    let picture = Attachment {
        blob: blob("picture", "image/webp", Some((640, 480))),
        name: "Söller im März.webp".to_owned(),
        thumbnail: Some(blob("thumbnail", "image/webp", Some((64, 48)))),
    };
    let file =
        Attachment { blob: blob("f", "application/pdf", None), name: "plan.pdf".to_owned(), thumbnail: None };
    let reply_to = Some(message_id(8));
    vec![
        ("text", Kind::Text, text("Hi Ben 👋")),
        (
            "text with all there can be",
            Kind::Text,
            What::Text { body: "x".repeat(300), reply_to, mentions: mentions.clone() },
        ),
        ("edit", Kind::Edit(target), What::Edit { body: "**Hello** Ben".to_owned(), mentions }),
        ("react", Kind::React(target), What::React("🎉".to_owned())),
        ("unreact", Kind::Unreact(target), What::Unreact("🎉".to_owned())),
        ("delete", Kind::Delete(target), What::Delete),
        (
            "files",
            Kind::Attach,
            What::Attach {
                files: vec![picture, file.clone()],
                body: Some("look".to_owned()),
                reply_to,
                mentions: BTreeSet::new(),
            },
        ),
        (
            "a file alone",
            Kind::Attach,
            What::Attach { files: vec![file], body: None, reply_to: None, mentions: BTreeSet::new() },
        ),
        ("receipt", Kind::Receipt, What::Receipt(target)),
        ("title", Kind::Title, What::Title("Friends of rust".to_owned())),
    ]
}

pub fn letter(kind: Kind, what: What) -> (Plaintext, Message) {
    let plaintext = plaintext(what);
    let message = Epoch::of("Ada's epoch").seal(opening(kind), &plaintext);
    (plaintext, message)
}

/// A group of Ada, Ben and Cleo in which everything has happened.
pub fn memberships() -> Vec<Membership> {
    let (ada, ben, cleo) = (ada(), ben(), cleo());
    let create = creates(&[&ada.person, &ben.person], &ada.person, &ada.laptop);
    let cleos = MembershipChange::Add(CLEO, cleo.person.chain.identity());
    let add = changes(&create, cleos, BEN, &ben.tablet);
    let remove = changes(&add, MembershipChange::Remove(BEN), CLEO, &cleo.desktop);
    let leave = changes(&remove, MembershipChange::Leave, ADA, &ada.phone);
    vec![create, add, remove, leave]
}

pub fn backup_head() -> BackupHead {
    BackupHead {
        user: BEN,
        generation: 2,
        conversation: pair(),
        epoch: EPOCH,
        sender: ada().laptop.of(ADA),
        salt: [0xb5; 16],
    }
}

static ALL: LazyLock<Vec<Sample>> = LazyLock::new(every);

pub fn all() -> Vec<Sample> {
    ALL.clone()
}

fn every() -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut put = |format, name: &str, bytes| {
        samples.push(Sample { format, name: name.to_owned(), bytes });
    };
    let (ada, ben) = (ada(), ben());
    put("point", "a public key", ada.laptop.signing.public.encode());
    put("signature", "a signature", ada.laptop.signing.sign(b"hello").encode());
    put("device_entry", "a browser", ada.laptop.entry(ADA, 0, Hash::ZERO).encode());
    put("device_entry", "a recovery device", ada.recovery.entry(ADA, 7, Hash::of(b"x")).encode());
    for (name, link) in ["genesis", "add a browser", "add a recovery device"].iter().zip(&ada.person.links) {
        put("link", name, link.encode());
    }
    put("link", "revoke", ada.person.revokes(&ada.phone, &ada.laptop).encode());
    put("head_attest", "a head", attest(&ada).encode());
    let prekeys = prekeys();
    put("bundle", "a signed prekey", prekeys.bundle.encode());
    let later = BundleBody { suites: Suites(0x8003), ..bundle_body(&ben) };
    put("bundle", "with suites of later", ben.tablet.states(later).encode());
    put("one_time_key", "a prekey for one use", prekeys.one_time_key.encode());
    for (name, change) in ["create", "add", "remove", "leave"].iter().zip(memberships()) {
        put("membership", name, change.encode());
    }
    put("grant", "with a one-time prekey", grant(true).grant.encode());
    put("grant", "without", grant(false).grant.encode());
    put("grant_content", "of a conversation of two", grant_content().encode());
    put("backup_head", "an epoch", backup_head().encode());
    for (name, kind, what) in whats() {
        let (plaintext, message) = letter(kind, what);
        put("content", name, plaintext.content.encode().unwrap());
        put("plaintext", name, plaintext.encode().unwrap());
        put("header", name, message.header.encode());
        put("message", name, message.encode());
    }
    for (format, name, bytes) in crate::keeping::samples() {
        put(format, name, bytes);
    }
    let alone = Plaintext { peers: BTreeMap::new(), previous: Hash::ZERO, ..self::plaintext(What::Delete) };
    put("plaintext", "the smallest", alone.encode().unwrap());
    samples
}

/// The largest there is: the longest content, and 15 others.
pub fn largest() -> Plaintext {
    let head = Head { seq: 9, hash: Hash::of(b"a head") };
    let peers = (0..15).map(|number| (dm_wire::UserId(number), head)).collect();
    Plaintext { peers, ..plaintext(text(&"y".repeat(15_360 - 24))) }
}
