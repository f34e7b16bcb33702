//! What each format says, as JSON with the names of the document: another implementation has to read the same.

use crate::keeping;
use dm_wire::backup::{BackupContent, BackupEntry, BackupGrant, BackupGrantContent, BackupHead};
use dm_wire::bytes::Wire;
use dm_wire::content::{Attachment, Blob, Content, What};
use dm_wire::device::{DeviceEntry, DeviceKind};
use dm_wire::file::FileHead;
use dm_wire::franking::Report;
use dm_wire::grant::{Grant, GrantContent};
use dm_wire::head::HeadAttest;
use dm_wire::header::Header;
use dm_wire::keys::{Point, Signature};
use dm_wire::link::{Change, Link};
use dm_wire::linking::{LinkOffer, LinkRequest, LinkWelcome};
use dm_wire::malformed::Malformed;
use dm_wire::membership::{Membership, MembershipChange};
use dm_wire::message::Message;
use dm_wire::plaintext::Plaintext;
use dm_wire::prekeys::{Bundle, OneTimeKey};
use dm_wire::recovery::{RecoveryBlob, RecoveryKeys};
use serde_json::{Value, json};
use std::num::NonZeroU32;

pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// All formats, by their names in the vectors.
pub const FORMATS: [&str; 26] = [
    "point",
    "signature",
    "device_entry",
    "link",
    "head_attest",
    "bundle",
    "one_time_key",
    "membership",
    "grant",
    "grant_content",
    "backup_head",
    "backup_entry",
    "backup_content",
    "backup_grant",
    "backup_grant_content",
    "recovery_blob",
    "recovery_keys",
    "link_offer",
    "link_request",
    "link_welcome",
    "file_head",
    "report",
    "content",
    "plaintext",
    "header",
    "message",
];

/// Reads and writes again.
pub fn again(format: &str, bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    fn wire<T: Wire>(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
        T::parse(bytes).map(|value| value.encode())
    }
    match format {
        "point" => wire::<Point>(bytes),
        "signature" => wire::<Signature>(bytes),
        "device_entry" => wire::<DeviceEntry>(bytes),
        "link" => wire::<Link>(bytes),
        "head_attest" => wire::<HeadAttest>(bytes),
        "bundle" => wire::<Bundle>(bytes),
        "one_time_key" => wire::<OneTimeKey>(bytes),
        "membership" => wire::<Membership>(bytes),
        "grant" => wire::<Grant>(bytes),
        "grant_content" => wire::<GrantContent>(bytes),
        "backup_head" => wire::<BackupHead>(bytes),
        "backup_entry" => wire::<BackupEntry>(bytes),
        "backup_content" => wire::<BackupContent>(bytes),
        "backup_grant" => wire::<BackupGrant>(bytes),
        "backup_grant_content" => wire::<BackupGrantContent>(bytes),
        "recovery_blob" => wire::<RecoveryBlob>(bytes),
        "recovery_keys" => wire::<RecoveryKeys>(bytes),
        "link_offer" => wire::<LinkOffer>(bytes),
        "link_request" => wire::<LinkRequest>(bytes),
        "link_welcome" => wire::<LinkWelcome>(bytes),
        "file_head" => wire::<FileHead>(bytes),
        "report" => wire::<Report>(bytes),
        "header" => wire::<Header>(bytes),
        "message" => wire::<Message>(bytes),
        "content" => Content::parse(bytes).map(|content| content.encode().unwrap()),
        "plaintext" => Plaintext::parse(bytes).map(|plaintext| plaintext.encode().unwrap()),
        _ => panic!("no format {format}"),
    }
}

/// What these bytes say.
pub fn of(format: &str, bytes: &[u8]) -> Value {
    match format {
        "point" | "signature" => json!({ "value": hex(bytes) }),
        "device_entry" => entry(&DeviceEntry::parse(bytes).unwrap()),
        "link" => link(&Link::parse(bytes).unwrap()),
        "head_attest" => head_attest(&HeadAttest::parse(bytes).unwrap()),
        "bundle" => bundle(&Bundle::parse(bytes).unwrap()),
        "one_time_key" => one_time_key(&OneTimeKey::parse(bytes).unwrap()),
        "membership" => membership(&Membership::parse(bytes).unwrap()),
        "grant" => grant(&Grant::parse(bytes).unwrap()),
        "grant_content" => grant_content(&GrantContent::parse(bytes).unwrap()),
        "backup_head" => backup_head(&BackupHead::parse(bytes).unwrap()),
        "backup_entry" => keeping::backup_entry(&BackupEntry::parse(bytes).unwrap()),
        "backup_content" => keeping::backup_content(&BackupContent::parse(bytes).unwrap()),
        "backup_grant" => keeping::backup_grant(&BackupGrant::parse(bytes).unwrap()),
        "backup_grant_content" => keeping::backup_grant_content(&BackupGrantContent::parse(bytes).unwrap()),
        "recovery_blob" => keeping::recovery_blob(&RecoveryBlob::parse(bytes).unwrap()),
        "recovery_keys" => keeping::recovery_keys(&RecoveryKeys::parse(bytes).unwrap()),
        "link_offer" => keeping::link_offer(&LinkOffer::parse(bytes).unwrap()),
        "link_request" => keeping::link_request(&LinkRequest::parse(bytes).unwrap()),
        "link_welcome" => keeping::link_welcome(&LinkWelcome::parse(bytes).unwrap()),
        "file_head" => keeping::file_head(&FileHead::parse(bytes).unwrap()),
        "report" => keeping::report(&Report::parse(bytes).unwrap()),
        "header" => header(&Header::parse(bytes).unwrap()),
        "message" => message(&Message::parse(bytes).unwrap()),
        "content" => content(&Content::parse(bytes).unwrap()),
        "plaintext" => plaintext(&Plaintext::parse(bytes).unwrap()),
        _ => panic!("no format {format}"),
    }
}

pub fn entry(entry: &DeviceEntry) -> Value {
    let kind = match entry.keys.kind {
        DeviceKind::Browser => "browser",
        DeviceKind::Recovery => "recovery",
    };
    json!({
        "device": entry.keys.id().to_string(),
        "kind": kind,
        "signing": hex(entry.keys.signing.bytes()),
        "agreement": hex(entry.keys.agreement.bytes()),
        "possession": hex(entry.possession.bytes()),
    })
}

fn link(link: &Link) -> Value {
    let body = &link.body;
    let (operation, change) = match &body.change {
        Change::Genesis(new) => ("genesis", entry(new)),
        Change::Add(new) => ("add", entry(new)),
        Change::Revoke { device, reason } => {
            ("revoke", json!({ "device": device.to_string(), "reason": reason }))
        }
    };
    json!({
        "operation": operation,
        "user": body.user.to_string(),
        "seq": body.seq,
        "prev": body.prev.to_string(),
        "time_ms": body.time_ms,
        "body": change,
        "signer": body.signer.to_string(),
        "signature": hex(link.signature.bytes()),
    })
}

fn head_attest(attest: &HeadAttest) -> Value {
    json!({
        "user": attest.body.user.to_string(),
        "seq": attest.body.head.seq,
        "hash": attest.body.head.hash.to_string(),
        "time_ms": attest.body.time_ms,
        "device": attest.body.device.to_string(),
        "signature": hex(attest.signature.bytes()),
    })
}

fn bundle(bundle: &Bundle) -> Value {
    json!({
        "device": bundle.body.device.to_string(),
        "spk": bundle.body.spk,
        "spk_public": hex(bundle.body.spk_public.bytes()),
        "created_ms": bundle.body.created_ms,
        "expires_ms": bundle.body.expires_ms,
        "suites": bundle.body.suites.0,
        "signature": hex(bundle.signature.bytes()),
    })
}

fn one_time_key(key: &OneTimeKey) -> Value {
    json!({
        "device": key.body.device.to_string(),
        "spk": key.body.spk,
        "id": key.body.id.get(),
        "public": hex(key.body.public.bytes()),
        "signature": hex(key.signature.bytes()),
    })
}

fn membership(change: &Membership) -> Value {
    let body = &change.body;
    let (operation, what) = match &body.change {
        MembershipChange::Create { nonce, members } => {
            let members = members.all().iter();
            let members: Vec<_> =
                members.map(|(user, id)| json!([user.to_string(), id.to_string()])).collect();
            ("create", json!({ "nonce": hex(nonce), "members": members }))
        }
        MembershipChange::Add(user, identity) => {
            ("add", json!({ "user": user.to_string(), "identity": identity.to_string() }))
        }
        MembershipChange::Remove(user) => ("remove", json!({ "user": user.to_string() })),
        MembershipChange::Leave => ("leave", json!({})),
    };
    json!({
        "operation": operation,
        "conversation": body.conversation.to_string(),
        "seq": body.seq,
        "prev": body.prev.to_string(),
        "body": what,
        "user": body.user.to_string(),
        "device": body.device.to_string(),
        "signature": hex(change.signature.bytes()),
    })
}

fn grant(grant: &Grant) -> Value {
    let head = &grant.head;
    json!({
        "conversation": head.conversation.to_string(),
        "epoch": head.epoch.to_string(),
        "from_user": head.from.user.to_string(),
        "from_device": head.from.device.to_string(),
        "to_user": head.to.user.to_string(),
        "to_device": head.to.device.to_string(),
        "spk": head.spk,
        "one_time": head.one_time.map_or(0, NonZeroU32::get),
        "ephemeral": hex(head.ephemeral.bytes()),
        "ciphertext": hex(grant.ciphertext),
    })
}

fn grant_content(content: &GrantContent) -> Value {
    json!({
        "secret": hex(content.secret.0),
        "signer": hex(content.signer.bytes()),
        "number": content.number,
        "group_head": content.group_head.to_string(),
        "own": [content.own.seq, content.own.hash.to_string()],
        "recipients": content.recipients.to_string(),
        "created_ms": content.created_ms,
    })
}

pub fn backup_head(head: &BackupHead) -> Value {
    json!({
        "user": head.user.to_string(),
        "generation": head.generation,
        "conversation": head.conversation.to_string(),
        "epoch": head.epoch.to_string(),
        "sender_user": head.sender.user.to_string(),
        "sender_device": head.sender.device.to_string(),
        "salt": hex(head.salt),
    })
}

pub fn header(header: &Header) -> Value {
    let opening = &header.opening;
    let bytes = header.encode();
    json!({
        "kind": bytes[2],
        "flags": bytes[3],
        "conversation": opening.conversation.to_string(),
        "id": hex(opening.id.bytes()),
        "user": opening.from.user.to_string(),
        "device": opening.from.device.to_string(),
        "epoch": opening.epoch.to_string(),
        "counter": opening.counter,
        "salt": hex(opening.salt),
        "target": opening.kind.target().map(|id| hex(id.bytes())),
        "commitment": hex(header.commitment.0),
    })
}

fn message(message: &Message) -> Value {
    json!({
        "header": header(&message.header),
        "ciphertext": hex(&message.ciphertext),
        "signature": hex(message.signature.bytes()),
    })
}

fn plaintext(plaintext: &Plaintext) -> Value {
    let peers = plaintext.peers.iter();
    let peers: Vec<_> =
        peers.map(|(user, head)| json!([user.to_string(), head.seq, head.hash.to_string()])).collect();
    json!({
        "commitment_key": hex(plaintext.commitment_key.0),
        "content": content(&plaintext.content),
        "own": [plaintext.own.seq, plaintext.own.hash.to_string()],
        "peers": peers,
        "previous": plaintext.previous.to_string(),
    })
}

fn blob(blob: &Blob) -> Value {
    let mut fields = json!({
        "id": blob.id.to_string(),
        "key": hex(blob.key.0),
        "size": blob.size,
        "ct": blob.ciphertext_hash.to_string(),
        "pt": blob.plaintext_hash.to_string(),
        "mime": blob.mime,
    });
    if let Some((width, height)) = blob.sides {
        fields["w"] = json!(width);
        fields["h"] = json!(height);
    }
    fields
}

fn attachment(file: &Attachment) -> Value {
    let mut fields = blob(&file.blob);
    fields["name"] = json!(file.name);
    if let Some(thumbnail) = &file.thumbnail {
        fields["thumb"] = blob(thumbnail);
    }
    fields
}

fn content(content: &Content) -> Value {
    let mut fields = json!({ "t": content.what.number(), "ts": content.time_ms });
    let (body, context) = match &content.what {
        What::Text { body, reply_to, mentions } => (Some(body), Some((*reply_to, mentions))),
        What::Edit { body, mentions } => (Some(body), Some((None, mentions))),
        What::React(body) | What::Unreact(body) | What::Title(body) => (Some(body), None),
        What::Delete => (None, None),
        What::Attach { files, body, reply_to, mentions } => {
            fields["att"] = files.iter().map(attachment).collect();
            (body.as_ref(), Some((*reply_to, mentions)))
        }
        What::Receipt(read) => {
            fields["read"] = json!(hex(read.bytes()));
            (None, None)
        }
    };
    if let Some(body) = body {
        fields["body"] = json!(body);
    }
    if let Some((reply_to, mentions)) = context {
        if let Some(id) = reply_to {
            fields["reply_to"] = json!(hex(id.bytes()));
        }
        if !mentions.is_empty() {
            fields["mentions"] = mentions.iter().map(ToString::to_string).collect();
        }
    }
    fields
}
