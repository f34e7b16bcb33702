//! The vectors that another implementation is held to: `docs/direct-messages/vectors.json`, and `check.py` beside it, which
//! shares no line with us. Made anew with `UPDATE_VECTORS=1`; else compared byte for byte.

use crate::fields::{self, hex};
use crate::groups;
use crate::keeping_vectors;
use crate::native::{Epoch, secret};
use crate::people::{ADA, BEN, CLEO, NOW_MS, ada, ben, cleo};
use crate::samples::{self, grant, letter, text, whats};
use crate::{chains, parsing, posts, prekeys};
use dm_wire::audience::Audience;
use dm_wire::bytes::Wire;
use dm_wire::chain::Chain;
use dm_wire::group::Reading;
use dm_wire::header::Kind;
use dm_wire::ids::ConversationId;
use dm_wire::link::Link;
use dm_wire::message::Message;
use dm_wire::{franking, safety};
use serde_json::{Value, json};
use std::fs;

const FILE: &str = "../docs/direct-messages/vectors.json";

fn encoded<T: Wire>(values: &[T]) -> Vec<String> {
    values.iter().map(|value| hex(value.encode())).collect()
}

fn accepted() -> Vec<Value> {
    let fields = |sample: samples::Sample| {
        json!({
            "format": sample.format,
            "name": sample.name,
            "bytes": hex(&sample.bytes),
            "fields": fields::of(sample.format, &sample.bytes),
            "flips": flips(sample.format, &sample.bytes),
        })
    };
    samples::all().into_iter().map(fields).collect()
}

/// For each byte, what becomes of the sample with one of its bits changed: "ok", or why it is not read. Runs of the same
/// are told once, with their length.
fn flips(format: &str, bytes: &[u8]) -> Vec<Value> {
    let mut runs: Vec<(&str, usize)> = Vec::new();
    for at in 0..bytes.len() {
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 1 << (at % 8);
        let outcome = fields::again(format, &flipped).map_or_else(|why| why.code(), |_| "ok");
        match runs.last_mut() {
            Some((last, count)) if *last == outcome => *count += 1,
            _ => runs.push((outcome, 1)),
        }
    }
    runs.into_iter().map(|(outcome, count)| json!([count, outcome])).collect()
}

fn malformed() -> Vec<Value> {
    let case = |case: parsing::Case| json!({ "format": case.format, "name": case.name, "bytes": hex(case.bytes), "why": case.why.code() });
    parsing::cases().into_iter().map(case).collect()
}

/// What a chain comes to.
fn chain(chain: &Chain) -> Value {
    let ids = chain.active().map(|device| device.id().to_string());
    json!({
        "user": chain.user().to_string(),
        "identity": chain.identity().to_string(),
        "head": [chain.head().seq, chain.head().hash.to_string()],
        "active": ids.collect::<Vec<_>>(),
    })
}

fn outcome(name: &str, mut inputs: Value, result: Result<Value, &str>) -> Value {
    inputs["name"] = json!(name);
    match result {
        Ok(value) => inputs["result"] = value,
        Err(why) => inputs["why"] = json!(why),
    }
    inputs
}

fn refusal(name: &str, inputs: Value, refused: Option<&str>) -> Value {
    outcome(name, inputs, refused.map_or(Ok(Value::Null), Err))
}

fn device_chains() -> Vec<Value> {
    let case = |case: chains::Case| {
        let result = chains::outcome(&case.links).map(|known| chain(&known));
        outcome(case.name, json!({ "links": encoded(&case.links) }), result)
    };
    chains::cases().into_iter().map(case).collect()
}

fn heads() -> Vec<Value> {
    let cases = chains::head_cases().into_iter();
    let case = |(name, links, kept, refused): (_, Vec<Link>, dm_wire::head::Head, _)| {
        let inputs = json!({ "links": encoded(&links), "kept": [kept.seq, kept.hash.to_string()] });
        refusal(name, inputs, refused)
    };
    cases.map(case).collect()
}

fn attests() -> Vec<Value> {
    let cases = chains::attest_cases().into_iter();
    cases
        .map(|(name, links, attest, expected)| {
            let inputs = json!({ "links": encoded(&links), "attest": hex(attest.encode()) });
            outcome(name, inputs, expected.map(Value::from))
        })
        .collect()
}

fn prekey_checks() -> Vec<Value> {
    let case = |case: prekeys::Case| {
        let inputs = json!({
            "links": encoded(&case.links),
            "device": case.device.to_string(),
            "bundle": hex(case.bundle.encode()),
            "one_time": case.one_time.map(|key| hex(key.encode())),
            "now_ms": case.now_ms,
        });
        refusal(case.name, inputs, case.refused)
    };
    prekeys::cases().into_iter().map(case).collect()
}

fn group_chains() -> Vec<Value> {
    let case = |case: groups::Case| {
        let result = groups::outcome(&case).map(|group| {
            let members = group.members().iter();
            let members: Vec<_> =
                members.map(|(user, identity)| json!([user.to_string(), identity.to_string()])).collect();
            json!({
                "conversation": group.conversation().to_string(),
                "head": [group.head().seq, group.head().hash.to_string()],
                "members": members,
            })
        });
        let reading = match case.reading {
            Reading::News => "news",
            Reading::History => "history",
        };
        let chains: Vec<_> = case.chains.iter().map(|links| encoded(links)).collect();
        let inputs = json!({ "chains": chains, "changes": encoded(&case.changes), "reading": reading });
        outcome(case.name, inputs, result)
    };
    groups::cases().into_iter().map(case).collect()
}

fn post_checks() -> Vec<Value> {
    let bens = encoded(&ben().person.links);
    let case = |case: posts::Case| {
        let inputs = json!({
            "chains": [encoded(&case.ada), bens],
            "session": [case.session.user.to_string(), case.session.device.to_string()],
            "message": hex(case.message.encode()),
        });
        refusal(case.name, inputs, case.refused)
    };
    posts::cases().into_iter().map(case).collect()
}

fn audiences() -> Vec<Value> {
    let (ada, ben, cleo) = (ada(), ben(), cleo());
    let from = ada.laptop.of(ADA);
    let two = Audience::pair(&ada.person.chain, &ben.person.chain).unwrap();
    let told = |name: &str, links: &[&[Link]], audience: &Audience<'_>| {
        let recipients = audience.recipients(from);
        let parties = recipients.parties();
        let parties: Vec<_> =
            parties.map(|party| json!([party.user.to_string(), party.device.to_string()])).collect();
        json!({
            "name": name,
            "chains": links.iter().map(|links| encoded(links)).collect::<Vec<_>>(),
            "from": [from.user.to_string(), from.device.to_string()],
            "recipients": parties,
            "digest": recipients.digest().to_string(),
        })
    };
    let create = crate::people::creates(&[&ada.person, &ben.person, &cleo.person], &ada.person, &ada.laptop);
    let group = dm_wire::group::Group::begin(&create, &ada.person.chain, Reading::News).unwrap();
    let all = [&ada.person.chain, &ben.person.chain, &cleo.person.chain];
    let three = Audience::group(&group, &all).unwrap();
    let links = [ada.person.links.as_slice(), &ben.person.links, &cleo.person.links];
    vec![told("two people", &links[..2], &two), told("a group of three", &links, &three)]
}

fn grants() -> Vec<Value> {
    let (ada, ben) = (ada(), ben());
    let prekeys = samples::prekeys();
    let case = |with_one_time: bool| {
        let sealed = grant(with_one_time);
        let keys = &sealed.keys;
        let head = &sealed.grant.head;
        json!({
            "name": if with_one_time { "with a one-time prekey" } else { "without" },
            "from_identity": keys.from_identity.to_string(),
            "to_identity": keys.to_identity.to_string(),
            "from_agreement_private": hex(ada.laptop.agreement.private()),
            "from_agreement": hex(keys.from_agreement.bytes()),
            "to_agreement_private": hex(ben.tablet.agreement.private()),
            "to_agreement": hex(keys.to_agreement.bytes()),
            "spk_private": hex(prekeys.spk.private()),
            "spk": hex(keys.spk.bytes()),
            "one_time_private": with_one_time.then(|| hex(prekeys.one_time.private())),
            "one_time": keys.one_time.map(|point| hex(point.bytes())),
            "ephemeral_private": hex(crate::native::KeyPair::of("Ada's EK").private()),
            "associated_data": hex(head.associated_data(keys)),
            "plaintext": hex(sealed.content.encode()),
            "grant": hex(sealed.grant.encode()),
        })
    };
    vec![case(true), case(false)]
}

fn messages() -> Vec<Value> {
    let epoch = Epoch::of("Ada's epoch");
    let case = |(name, kind, what)| {
        let (plaintext, message): (_, Message) = letter(kind, what);
        json!({
            "name": name,
            "epoch_secret": hex(epoch.secret.0),
            "epoch_signer_private": hex(epoch.signer.private()),
            "epoch_signer": hex(epoch.signer.public.bytes()),
            "plaintext": hex(plaintext.encode().unwrap()),
            "content": hex(plaintext.content.encode().unwrap()),
            "message": hex(message.encode()),
            "hash": message.hash().to_string(),
        })
    };
    whats().into_iter().map(case).collect()
}

/// Well signed and encrypted, and still not to be shown.
fn unopened() -> Vec<Value> {
    let epoch = Epoch::of("Ada's epoch");
    let case = |name: &str, message: Message, why: &str| {
        json!({
            "name": name,
            "epoch_secret": hex(epoch.secret.0),
            "epoch_signer": hex(epoch.signer.public.bytes()),
            "message": hex(message.encode()),
            "why": why,
        })
    };
    let opening = samples::opening(Kind::Text);
    let said = samples::plaintext(text("nobody could report this"));
    let commitment = franking::commit(&said.commitment_key, &opening, b"something harmless");
    let header = dm_wire::header::Header { opening, commitment };
    let uncommitted = epoch.seal_as_is(header, &said.encode().unwrap());
    let other_kind = epoch.seal(opening, &samples::plaintext(dm_wire::content::What::Delete));
    let unpadded = epoch.seal_as_is(header, &[0; 128]);
    let mut forger = Epoch::of("Ada's epoch");
    forger.signer = crate::native::KeyPair::of("Ben's own");
    let forged = forger.seal(opening, &said);
    let mut moved = letter(Kind::Text, text("hi")).1;
    moved.header.opening.conversation = ConversationId([1; 16]);
    let signature = epoch.signer.sign(&Message::signed_input(&moved.header, &moved.ciphertext));
    let moved = Message { signature, ..moved };
    vec![
        case("not what was committed to", uncommitted, "commitment"),
        case("another kind than the header says", other_kind, "other_kind"),
        case("no content at all", unpadded, "too_short"),
        case("signed by another member", forged, "bad_signature"),
        case("moved to another conversation by who can sign", moved, "does_not_open"),
    ]
}

fn reports() -> Vec<Value> {
    let (plaintext, message) = letter(Kind::Text, text("an insult"));
    let key = secret("the server's");
    let tag = franking::tag(&key, &message.header, NOW_MS);
    let content = plaintext.content.encode().unwrap();
    let case = |name: &str, content: &[u8], time: u64, refused: Option<&str>| {
        let inputs = json!({
            "server_key": hex(key.0),
            "header": hex(message.header.encode()),
            "content": hex(content),
            "commitment_key": hex(plaintext.commitment_key.0),
            "server_time_ms": time,
            "tag": hex(tag),
        });
        refusal(name, inputs, refused)
    };
    vec![
        case("as it was sent", &content, NOW_MS, None),
        case("with other words", b"other words", NOW_MS, Some("commitment")),
        case("of another time", &content, NOW_MS + 1, Some("tag")),
    ]
}

fn safety_numbers() -> Vec<Value> {
    let people = [
        (ADA, ada().person.chain.identity()),
        (BEN, ben().person.chain.identity()),
        (CLEO, cleo().person.chain.identity()),
    ];
    let case = |(one, other): (usize, usize)| {
        let (one, other) = (people[one], people[other]);
        json!({
            "one": [one.0.to_string(), one.1.to_string()],
            "other": [other.0.to_string(), other.1.to_string()],
            "number": safety::number(one, other),
            "picture": hex(safety::picture(one, other)),
            "conversation": ConversationId::of_pair(one.1, other.1).to_string(),
        })
    };
    [(0, 1), (1, 2), (2, 0)].into_iter().map(case).collect()
}

/// One case per line, so that a change of one is seen as one; its fields by their names, whatever order a map has here.
fn section(name: &str, cases: &[Value]) -> String {
    let line = |case: &Value| {
        let mut case = case.clone();
        case.sort_all_objects();
        format!("    {case}")
    };
    let lines: Vec<_> = cases.iter().map(line).collect();
    format!("  \"{name}\": [\n{}\n  ]", lines.join(",\n"))
}

fn vectors() -> String {
    let sections = [
        section("formats", &accepted()),
        section("malformed", &malformed()),
        section("chains", &device_chains()),
        section("heads", &heads()),
        section("attests", &attests()),
        section("prekeys", &prekey_checks()),
        section("groups", &group_chains()),
        section("audiences", &audiences()),
        section("posts", &post_checks()),
        section("grants", &grants()),
        section("messages", &messages()),
        section("unopened", &unopened()),
        section("reports", &reports()),
        section("safety", &safety_numbers()),
        section("backups", &keeping_vectors::backups()),
        section("backup_grants", &keeping_vectors::backup_grants()),
        section("codes", &keeping_vectors::codes()),
        section("recoveries", &keeping_vectors::recoveries()),
        section("linkings", &keeping_vectors::linkings()),
        section("files", &keeping_vectors::files()),
    ];
    format!("{{\n{}\n}}\n", sections.join(",\n"))
}

#[test]
fn the_vectors_are_what_this_crate_makes() {
    let made = vectors();
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        fs::write(FILE, &made).unwrap();
    }
    let kept = fs::read_to_string(FILE).unwrap_or_default();
    assert!(kept == made, "the bytes have changed: UPDATE_VECTORS=1 writes them, and the document says why");
}
