//! What lets a new device in and lets it read what was before: backup, recovery, linking; and files and reports. Samples with
//! real encryption, and what they say in the vectors.

use crate::fields::{backup_head, entry, header, hex};
use crate::native::{KeyPair, derive, seal, seal_with, secret};
use crate::people::{ADA, ada, ben};
use crate::samples::{self, backup_head as an_epoch, letter, text};
use dm_wire::backup::{
    BackupContent, BackupEntry, BackupGrant, BackupGrantContent, BackupGrantHead, BackupGrantKeys,
};
use dm_wire::bytes::Wire;
use dm_wire::file::{CHUNK_BYTES, FileHead, FileKeys};
use dm_wire::franking::{self, Receipt, Report};
use dm_wire::header::Kind;
use dm_wire::ids::Hash;
use dm_wire::linking::{LinkOffer, LinkRequest, LinkWelcome};
use dm_wire::recovery::{Code, RecoveryBlob, RecoveryHead, RecoveryKeys};
use serde_json::{Value, json};

pub fn backup_entry(entry: &BackupEntry) -> Value {
    json!({ "head": backup_head(&entry.head), "ciphertext": hex(entry.ciphertext) })
}

pub fn backup_content(content: &BackupContent) -> Value {
    json!({
        "secret": hex(content.secret.0),
        "signer": hex(content.signer.bytes()),
        "number": content.number,
        "group_head": content.group_head.to_string(),
        "created_ms": content.created_ms,
    })
}

pub fn backup_grant(grant: &BackupGrant) -> Value {
    json!({
        "user": grant.head.user.to_string(),
        "generation": grant.head.generation,
        "from_device": grant.head.from.to_string(),
        "to_device": grant.head.to.to_string(),
        "ephemeral": hex(grant.head.ephemeral.bytes()),
        "ciphertext": hex(grant.ciphertext),
    })
}

pub fn backup_grant_content(content: &BackupGrantContent) -> Value {
    let made_at = json!([content.made_at.seq, content.made_at.hash.to_string()]);
    json!({ "secret": hex(content.secret.0), "made_at": made_at })
}

pub fn recovery_blob(blob: &RecoveryBlob) -> Value {
    json!({
        "user": blob.head.user.to_string(),
        "device": blob.head.device.to_string(),
        "salt": hex(blob.head.salt),
        "ciphertext": hex(&blob.ciphertext),
    })
}

pub fn recovery_keys(keys: &RecoveryKeys) -> Value {
    json!({ "signing": hex(&keys.signing), "agreement": hex(&keys.agreement) })
}

pub fn link_offer(offer: &LinkOffer) -> Value {
    json!({
        "user": offer.user.to_string(),
        "device": offer.device.to_string(),
        "secret": hex(offer.secret.0),
    })
}

pub fn link_request(request: &LinkRequest) -> Value {
    json!({
        "user": request.user.to_string(),
        "seq": request.seq,
        "prev": request.prev.to_string(),
        "entry": entry(&request.entry),
        "mac": hex(request.mac),
    })
}

pub fn link_welcome(welcome: &LinkWelcome) -> Value {
    json!({
        "user": welcome.user.to_string(),
        "device": welcome.device.to_string(),
        "identity": welcome.identity.to_string(),
        "head": [welcome.head.seq, welcome.head.hash.to_string()],
        "mac": hex(welcome.mac),
    })
}

pub fn file_head(head: &FileHead) -> Value {
    json!({ "salt": hex(head.salt), "commitment": hex(head.commitment) })
}

pub fn report(report: &Report) -> Value {
    json!({
        "header": header(&report.header),
        "content": hex(&report.content),
        "commitment_key": hex(report.commitment_key.0),
        "server_key": report.receipt.key,
        "server_time_ms": report.receipt.server_time_ms,
        "tag": hex(report.receipt.tag),
    })
}

pub fn a_backup_content() -> BackupContent {
    let content = samples::grant_content();
    BackupContent {
        secret: content.secret,
        signer: content.signer,
        number: content.number,
        group_head: content.group_head,
        created_ms: content.created_ms,
    }
}

pub fn a_backup_entry() -> BackupEntry {
    let head = an_epoch();
    let key = derive(&secret("Ben's BK").0, &head.salt, &head.key_info());
    let ciphertext = seal(key, &head.associated_data(), &a_backup_content().encode());
    BackupEntry { head, ciphertext: ciphertext.try_into().unwrap() }
}

pub fn a_backup_grant_content() -> BackupGrantContent {
    BackupGrantContent { secret: secret("Ada's BK"), made_at: ada().person.chain.head() }
}

/// Ada's laptop seals her backup key to her recovery device.
pub fn a_backup_grant() -> (BackupGrantKeys, BackupGrant) {
    let (ada, ephemeral) = (ada(), KeyPair::of("Ada's EK"));
    let head = BackupGrantHead {
        user: ADA,
        generation: 2,
        from: ada.laptop.id(),
        to: ada.recovery.id(),
        ephemeral: ephemeral.public,
    };
    let to = ada.recovery.agreement.public;
    let from = ada.laptop.agreement.public;
    let keys =
        BackupGrantKeys { identity: ada.person.chain.identity(), from_agreement: from, to_agreement: to };
    let material = [[0xff; 32], ada.laptop.agreement.agree(&to), ephemeral.agree(&to)].concat();
    let key = derive(&material, &[0; 32], &head.key_info(&keys).0);
    let ciphertext = seal(key, &head.associated_data(&keys), &a_backup_grant_content().encode());
    (keys, BackupGrant { head, ciphertext: ciphertext.try_into().unwrap() })
}

pub fn a_code() -> Code {
    Code::new(&std::array::from_fn(|at| (at * 37 + 5) as u8))
}

/// Not keys, but as long as they are; what is inside is the browser's.
pub fn some_recovery_keys() -> RecoveryKeys {
    let long = |name: &str| secret(name).0.repeat(5).into_iter().take(138).collect();
    RecoveryKeys { signing: long("R signs"), agreement: long("R agrees") }
}

pub fn a_recovery_blob() -> RecoveryBlob {
    let head = RecoveryHead { user: ADA, device: ada().recovery.id(), salt: [0xc0; 16] };
    let key = derive(a_code().material(), &head.salt, &head.key_info());
    RecoveryBlob { head, ciphertext: seal(key, &head.associated_data(), &some_recovery_keys().encode()) }
}

pub fn an_offer() -> LinkOffer {
    LinkOffer { user: ADA, device: ben().tablet.id(), secret: a_code().link_secret() }
}

pub fn a_request() -> LinkRequest {
    let head = ada().person.chain.head();
    let entry = ben().tablet.entry(ADA, head.seq + 1, head.hash);
    LinkRequest::new(&an_offer().secret, ADA, &head, entry)
}

pub fn a_welcome() -> LinkWelcome {
    let chain = ada().person.chain;
    LinkWelcome::new(&an_offer().secret, ADA, ben().tablet.id(), chain.identity(), chain.head())
}

/// A file as it is encrypted: head and chunks.
pub fn a_file(plaintext: &[u8]) -> Vec<u8> {
    let (head, keys) = FileKeys::seal(&secret("a file"), [0xf1; 24]);
    let mut bytes = head.encode();
    let last = plaintext.len() / CHUNK_BYTES;
    for number in 0..=last {
        let end = plaintext.len().min((number + 1) * CHUNK_BYTES);
        let chunk = &plaintext[number * CHUNK_BYTES..end];
        bytes.extend(seal_with(keys.key.0, keys.nonce(number as u32), &[], chunk));
    }
    bytes
}

pub fn a_report() -> Report {
    let (plaintext, message) = letter(Kind::Text, text("an insult"));
    let time = crate::people::NOW_MS;
    let tag = franking::tag(&secret("the server's"), &message.header, time);
    Report {
        header: message.header,
        content: plaintext.content.encode().unwrap(),
        commitment_key: plaintext.commitment_key,
        receipt: Receipt { key: 1, server_time_ms: time, tag },
    }
}

/// One of each.
pub fn samples() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    vec![
        ("backup_entry", "an epoch", a_backup_entry().encode()),
        ("backup_content", "an epoch", a_backup_content().encode()),
        ("backup_grant", "to a recovery device", a_backup_grant().1.encode()),
        ("backup_grant_content", "a key", a_backup_grant_content().encode()),
        ("recovery_blob", "two keys", a_recovery_blob().encode()),
        ("recovery_keys", "two keys", some_recovery_keys().encode()),
        ("link_offer", "a picture", an_offer().encode()),
        ("link_request", "a new device", a_request().encode()),
        ("link_welcome", "a new device", a_welcome().encode()),
        ("file_head", "a file", a_file(b"").split_at(FileHead::BYTES).0.to_vec()),
        ("report", "a message", a_report().encode()),
    ]
}

#[test]
fn lengths_of_what_is_kept_are_those_of_the_document() {
    let lengths: Vec<usize> = samples().iter().map(|(_, _, bytes)| bytes.len()).collect();
    assert_eq!(lengths, [243, 141, 195, 68, 340, 280, 67, 289, 126, 56, 237]);
}

#[test]
fn a_code_is_read_as_people_write_it_and_not_with_a_mistake() {
    let code = a_code();
    let shown = code.shown();
    assert_eq!(shown.len(), 34);
    let sloppy = shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    for typed in [&shown, &sloppy] {
        assert_eq!(Code::parse(typed), Ok(code.clone()));
    }
    let letters: Vec<char> = shown.chars().filter(|letter| *letter != '-').collect();
    let mut undetected = 0;
    for at in 0..letters.len() {
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().filter(|other| *other != letters[at]) {
            let mut typed = letters.clone();
            typed[at] = other;
            let typed: String = typed.iter().collect();
            undetected += u32::from(Code::parse(&typed).is_ok());
        }
    }
    assert!(undetected <= 3, "of 868 wrong letters, one in a thousand: {undetected}");
    assert!(Code::parse("").is_err() && Code::parse(&shown.replace(letters[0], "U")).is_err());
}

/// 35: a ciphertext that is one file under one key and another under another.
#[test]
fn case_35_a_file_has_one_key() {
    let bytes = a_file(b"a file");
    let head = FileHead::parse(&bytes[..FileHead::BYTES]).unwrap();
    assert!(FileKeys::open(&secret("a file"), &head).is_ok());
    let other = FileKeys::open(&secret("another"), &head);
    assert_eq!(other.err(), Some(dm_wire::Refused::Commitment));
    let blob = dm_wire::content::Blob {
        id: dm_wire::ids::BlobId([1; 16]),
        key: secret("a file"),
        size: 6,
        ciphertext_hash: Hash::of(&bytes),
        plaintext_hash: Hash::of(b"a file"),
        mime: "text/plain".to_owned(),
        sides: None,
    };
    assert_eq!(blob.check(b"a file"), Ok(()));
    assert_eq!(blob.check(b"a life"), Err(dm_wire::Refused::Commitment));
    assert_eq!(blob.check(b"a file, longer"), Err(dm_wire::Refused::Commitment));
}

#[test]
fn a_file_without_its_end_is_noticed() {
    for size in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES] {
        let bytes = a_file(&vec![7; size]);
        assert_eq!(bytes.len() as u64, dm_wire::file::encrypted_size(size as u64));
        let chunks: Vec<_> = dm_wire::file::chunks(&bytes[FileHead::BYTES..]).unwrap().collect();
        assert_eq!(chunks.len(), size / CHUNK_BYTES + 1);
        assert!(chunks.last().unwrap().len() < CHUNK_BYTES + 16);
        if size >= CHUNK_BYTES {
            let cut = FileHead::BYTES + (CHUNK_BYTES + 16) * (size / CHUNK_BYTES);
            assert!(dm_wire::file::chunks(&bytes[FileHead::BYTES..cut]).is_err());
        }
    }
    assert!(dm_wire::file::chunks(&[]).is_err());
}
