//! The vectors of what `keeping` makes.

use crate::fields::hex;
use crate::keeping::{
    a_backup_content, a_backup_entry, a_backup_grant, a_backup_grant_content, a_code, a_file,
    a_recovery_blob, a_request, a_welcome, an_offer, some_recovery_keys,
};
use crate::native::{KeyPair, secret};
use crate::people::ada;
use dm_wire::bytes::Wire;
use dm_wire::file::CHUNK_BYTES;
use dm_wire::recovery::Code;
use serde_json::{Value, json};

pub fn backups() -> Vec<Value> {
    let entry = a_backup_entry();
    vec![json!({
        "backup_key": hex(secret("Ben's BK").0),
        "head": hex(entry.head.encode()),
        "key_info": hex(entry.head.key_info()),
        "associated_data": hex(entry.head.associated_data()),
        "plaintext": hex(a_backup_content().encode()),
        "entry": hex(entry.encode()),
    })]
}

pub fn backup_grants() -> Vec<Value> {
    let (ada, (keys, grant)) = (ada(), a_backup_grant());
    vec![json!({
        "identity": keys.identity.to_string(),
        "from_agreement_private": hex(ada.laptop.agreement.private()),
        "from_agreement": hex(keys.from_agreement.bytes()),
        "to_agreement_private": hex(ada.recovery.agreement.private()),
        "to_agreement": hex(keys.to_agreement.bytes()),
        "ephemeral_private": hex(KeyPair::of("Ada's EK").private()),
        "associated_data": hex(grant.head.associated_data(&keys)),
        "plaintext": hex(a_backup_grant_content().encode()),
        "grant": hex(grant.encode()),
    })]
}

/// What people type, and what is read.
pub fn codes() -> Vec<Value> {
    let shown = a_code().shown();
    let mut wrong = shown.clone().into_bytes();
    wrong.swap(2, 3);
    let typed = [
        shown.clone(),
        shown.to_lowercase().replace('-', ""),
        shown.replace('0', "O").replace('1', "i").replace('-', " "),
        String::from_utf8(wrong).unwrap(),
        shown[..33].to_owned(),
        format!("{shown}0"),
        shown.replacen(&shown[..1], "U", 1),
    ];
    let case = |typed: String| match Code::parse(&typed) {
        Ok(code) => json!({
            "typed": typed,
            "result": [String::from_utf8(code.material().to_vec()).unwrap(), hex(code.link_secret().0)],
        }),
        Err(why) => json!({ "typed": typed, "why": why.code() }),
    };
    typed.into_iter().map(case).collect()
}

pub fn recoveries() -> Vec<Value> {
    vec![json!({
        "code": a_code().shown(),
        "blob": hex(a_recovery_blob().encode()),
        "plaintext": hex(some_recovery_keys().encode()),
    })]
}

pub fn linkings() -> Vec<Value> {
    vec![json!({
        "offer": hex(an_offer().encode()),
        "request": hex(a_request().encode()),
        "welcome": hex(a_welcome().encode()),
    })]
}

/// The bytes of the file are numbers counted up, modulo 251.
pub fn files() -> Vec<Value> {
    let case = |size: usize| {
        let plaintext: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
        let file = a_file(&plaintext);
        let (head, _) = file.split_at(56);
        json!({
            "key": hex(secret("a file").0),
            "size": size,
            "head": hex(head),
            "encrypted_size": file.len(),
            "encrypted_hash": dm_wire::ids::Hash::of(&file).to_string(),
        })
    };
    [0, 5, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 100].map(case).to_vec()
}
