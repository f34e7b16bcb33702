//! What the parsers refuse, and why. Each case has one fault.

use crate::fields::again;
use crate::people::{ADA, ada};
use crate::samples::{self, grant_content, largest, letter, message_id, plaintext, text};
use dm_wire::Malformed;
use dm_wire::bytes::Wire;
use dm_wire::content::What;
use dm_wire::header::Kind;
use dm_wire::ids::Hash;
use dm_wire::keys::Signature;
use dm_wire::message::PADDED_SIZES;

pub struct Case {
    pub format: &'static str,
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub why: Malformed,
}

fn case(format: &'static str, name: &'static str, bytes: Vec<u8>, why: Malformed) -> Case {
    Case { format, name, bytes, why }
}

fn sample(format: &str, name: &str) -> Vec<u8> {
    samples::all().into_iter().find(|sample| sample.format == format && sample.name == name).unwrap().bytes
}

/// The bytes with some of them replaced.
fn with(mut bytes: Vec<u8>, at: usize, new: &[u8]) -> Vec<u8> {
    bytes[at..at + new.len()].copy_from_slice(new);
    bytes
}

/// The other signature of the same: what anybody can make of a valid one.
pub fn other_s(signature: &Signature) -> [u8; 64] {
    let signature = p256::ecdsa::Signature::from_slice(signature.bytes()).unwrap();
    let (r, s) = signature.split_scalars();
    p256::ecdsa::Signature::from_scalars(r, -s).unwrap().to_bytes().into()
}

fn points() -> Vec<Case> {
    let point = sample("point", "a public key");
    let x = &point[1..33];
    let parity = 2 + (point[64] & 1);
    let hybrid = [&[6 + (point[64] & 1)], &point[1..]].concat();
    let refused = |name, bytes| case("point", name, bytes, Malformed::Point);
    vec![
        case("point", "compressed", [&[parity], x].concat(), Malformed::TooShort),
        refused("compressed, and filled up", [&[parity], x, &[0; 32]].concat()),
        refused("hybrid form", hybrid),
        refused("not on the curve", with(point.clone(), 64, &[point[64] ^ 1])),
        case("point", "infinity", vec![0], Malformed::TooShort),
        refused("infinity, filled up", vec![0; 65]),
        refused("the point 0, 0", [&[4], [0; 64].as_slice()].concat()),
        refused("coordinates beyond the field", [&[4], [0xff; 64].as_slice()].concat()),
        case("point", "one byte more", [point.as_slice(), &[0]].concat(), Malformed::Trailing),
    ]
}

fn signatures() -> Vec<Case> {
    let good = Signature::parse(&sample("signature", "a signature")).unwrap();
    let refused = |name, bytes: &[u8]| case("signature", name, bytes.to_vec(), Malformed::SignatureForm);
    vec![
        refused("the larger s", &other_s(&good)),
        refused("r is 0", &with(good.bytes().to_vec(), 0, &[0; 32])),
        refused("s is 0", &with(good.bytes().to_vec(), 32, &[0; 32])),
        refused("r beyond the order", &with(good.bytes().to_vec(), 0, &[0xff; 32])),
    ]
}

fn links() -> Vec<Case> {
    let (genesis, revoke) = (sample("link", "genesis"), sample("link", "revoke"));
    let entry_at = 1 + 1 + 1 + 8 + 4 + 32 + 8 + 2;
    let recovery = ada().recovery.entry(ADA, 0, Hash::ZERO).encode();
    vec![
        case("link", "nothing", Vec::new(), Malformed::TooShort),
        case("link", "version 2", with(genesis.clone(), 0, &[2]), Malformed::Version),
        case("link", "suite 0", with(genesis.clone(), 1, &[0]), Malformed::Suite),
        case("link", "suite 2", with(genesis.clone(), 1, &[2]), Malformed::Suite),
        case("link", "operation 0", with(genesis.clone(), 2, &[0]), Malformed::Operation),
        case("link", "operation 4", with(genesis.clone(), 2, &[4]), Malformed::Operation),
        case("link", "a revocation with an entry", with(genesis.clone(), 2, &[3]), Malformed::Length),
        case("link", "an addition without one", with(revoke, 2, &[2]), Malformed::Length),
        case(
            "link",
            "begins with a recovery device",
            with(genesis.clone(), entry_at, &recovery),
            Malformed::DeviceKind,
        ),
        case("link", "device of kind 3", with(genesis.clone(), entry_at + 16, &[3]), Malformed::DeviceKind),
        case("link", "an id of other keys", with(genesis.clone(), entry_at, &[0]), Malformed::DeviceId),
        case("link", "the other signature", other_signature(&genesis), Malformed::SignatureForm),
        case("link", "cut off", genesis[..347].to_vec(), Malformed::TooShort),
        case("link", "one byte more", [genesis.as_slice(), &[0]].concat(), Malformed::Trailing),
    ]
}

fn other_signature(signed: &[u8]) -> Vec<u8> {
    let at = signed.len() - 64;
    let signature = Signature::parse(&signed[at..]).unwrap();
    with(signed.to_vec(), at, &other_s(&signature))
}

/// The device id is right for the swapped keys, or not: both are seen.
fn entries() -> Vec<Case> {
    let entry = sample("device_entry", "a browser");
    let (signing, agreement) = (&entry[17..82], &entry[82..147]);
    let swapped = [&entry[..17], agreement, signing, &entry[147..]].concat();
    let compressed = with(entry.clone(), 17, &[2]);
    vec![
        case("device_entry", "keys swapped", swapped, Malformed::DeviceId),
        case("device_entry", "a compressed key", compressed, Malformed::Point),
    ]
}

fn memberships() -> Vec<Case> {
    let (create, add) = (sample("membership", "create"), sample("membership", "add"));
    let leave = sample("membership", "leave");
    let body_at = 1 + 1 + 1 + 16 + 4 + 32 + 2;
    let members_at = body_at + 16;
    let (first, second) = (&create[members_at..members_at + 40], &create[members_at + 40..members_at + 80]);
    let twice = with(create.clone(), members_at + 40, first);
    let unsorted = with(create.clone(), members_at, &[second, first].concat());
    let of = |count: u64| {
        let members: Vec<u8> =
            (0..count).flat_map(|user| [user.to_be_bytes().as_slice(), &[9; 32]].concat()).collect();
        let length = u16::try_from(16 + members.len()).unwrap().to_be_bytes();
        let before = [&create[..body_at - 2], &length, &[7; 16]].concat();
        [before, members, create[create.len() - 88..].to_vec()].concat()
    };
    let refused = |name, bytes| case("membership", name, bytes, Malformed::List);
    vec![
        refused("a member twice", twice),
        refused("members unsorted", unsorted),
        refused("a group of one", of(1)),
        refused("a group of 17", of(17)),
        case("membership", "a member cut off", with(create.clone(), body_at - 1, &[95]), Malformed::Length),
        case("membership", "leaving with a name", with(add.clone(), 2, &[4]), Malformed::Length),
        case("membership", "adding nobody", with(leave, 2, &[2]), Malformed::Length),
        case("membership", "operation 5", with(add.clone(), 2, &[5]), Malformed::Operation),
        case("membership", "suite 2", with(add, 1, &[2]), Malformed::Suite),
    ]
}

fn prekeys_and_grants() -> Vec<Case> {
    let key = sample("one_time_key", "a prekey for one use");
    let bundle = sample("bundle", "a signed prekey");
    let grant = sample("grant", "without");
    let reserved = with(grant_content().encode(), 234, &[1]);
    vec![
        case("one_time_key", "number 0", with(key, 20, &[0; 4]), Malformed::PrekeyId),
        case("bundle", "suite 2", with(bundle.clone(), 1, &[2]), Malformed::Suite),
        case("bundle", "a compressed prekey", with(bundle, 22, &[3]), Malformed::Point),
        case("grant", "suite 2", with(grant.clone(), 1, &[2]), Malformed::Suite),
        case("grant", "a compressed key", with(grant.clone(), 90, &[2]), Malformed::Point),
        case("grant", "cut off", grant[..405].to_vec(), Malformed::TooShort),
        case("grant", "one byte more", [grant.as_slice(), &[0]].concat(), Malformed::Trailing),
        case("grant_content", "something reserved", reserved, Malformed::Reserved),
    ]
}

fn headers() -> Vec<Case> {
    let (plain, edit) = (sample("header", "text"), sample("header", "edit"));
    let (attach, longer) = (sample("header", "files"), sample("header", "react"));
    let id_at = 4 + 16;
    let refused = |name, bytes| case("header", name, bytes, Malformed::Flags);
    vec![
        case("header", "kind 0", with(plain.clone(), 2, &[0]), Malformed::MessageKind),
        case("header", "kind 9", with(plain.clone(), 2, &[9]), Malformed::MessageKind),
        refused("a flag that there is not", with(plain.clone(), 3, &[8])),
        refused("an edit of nothing", with(plain.clone(), 2, &[2])),
        refused("a text about a message", with(edit, 2, &[1])),
        refused("files without their flag", with(attach, 3, &[1])),
        refused("a text with files", with(plain.clone(), 3, &[2])),
        case(
            "header",
            "an id that is no UUID",
            with(plain.clone(), id_at + 6, &[0x40]),
            Malformed::MessageId,
        ),
        case(
            "header",
            "an id of another variant",
            with(plain.clone(), id_at + 8, &[0xc0]),
            Malformed::MessageId,
        ),
        case("header", "suite 2", with(plain.clone(), 1, &[2]), Malformed::Suite),
        case("header", "cut off", plain[..127].to_vec(), Malformed::TooShort),
        case("header", "a target that is not said", with(longer, 3, &[0]), Malformed::Flags),
    ]
}

fn messages() -> Vec<Case> {
    let (_, message) = letter(Kind::Text, text("hi"));
    let odd = dm_wire::message::Message { ciphertext: vec![1; 300 + 16], ..message.clone() };
    let bytes = message.encode();
    let huge = dm_wire::message::Message { ciphertext: vec![1; 32_768 + 16], ..message };
    let refused = |name, bytes| case("message", name, bytes, Malformed::Size);
    vec![
        refused("of a size that is not padded", odd.encode()),
        refused("larger than the largest", huge.encode()),
        refused("one byte less", bytes[..bytes.len() - 1].to_vec()),
        refused("one byte more", [bytes.as_slice(), &[0]].concat()),
        case("message", "the other signature", other_signature(&bytes), Malformed::SignatureForm),
    ]
}

fn plaintexts() -> Vec<Case> {
    let good = plaintext(text("hi")).encode().unwrap();
    let end = good.iter().rposition(|byte| *byte == 0x80).unwrap();
    let mut larger = good.clone();
    larger.resize(512, 0);
    let content_at = 34;
    let count_at = content_at + usize::from(good[33]) + 36;
    let peer = &good[count_at + 1..count_at + 45].to_vec();
    let mut twice = [&good[..count_at], &[2], peer.as_slice(), peer, &good[count_at + 45..=end]].concat();
    twice.resize(256, 0);
    let refused = |name, bytes| case("plaintext", name, bytes, Malformed::Padding);
    vec![
        refused("padding without its first bit", with(good.clone(), end, &[0])),
        refused("something in the padding", with(good.clone(), end + 5, &[1])),
        refused("something at the end of it", with(good.clone(), 255, &[1])),
        refused("more padding than needed", larger),
        case("plaintext", "not padded", good[..=end].to_vec(), Malformed::Size),
        case("plaintext", "a person's head twice", twice, Malformed::List),
        case("plaintext", "16 heads", with(good.clone(), count_at, &[16]), Malformed::List),
        case("plaintext", "a content that ends early", with(good, 33, &[5]), Malformed::TooShort),
    ]
}

fn cbor(bytes: &[u8]) -> Vec<u8> {
    bytes.to_vec()
}

fn contents() -> Vec<Case> {
    let c = |name, bytes: &[u8], why| case("content", name, cbor(bytes), why);
    let id = message_id(1).bytes();
    let read = |t: u8| [b"\xa3\x61t".as_slice(), &[t], b"\x62ts\x00\x64read\x50", &id].concat();
    let with_name = |name: &str| {
        let mut file = crate::contents::file();
        file.name = name.to_owned();
        crate::contents::unchecked(&file)
    };
    vec![
        c("nothing", b"", Malformed::TooShort),
        c("a number", b"\x01", Malformed::Cbor),
        c("a number longer than needed", b"\xa3\x61t\x18\x01\x62ts\x00\x64body\x61a", Malformed::Cbor),
        c("a time longer than needed", b"\xa3\x61t\x01\x62ts\x1b\0\0\0\0\xff\xff\xff\xff\x64body\x61a", Malformed::Cbor),
        c("a text longer than needed", b"\xa3\x61t\x01\x62ts\x00\x64body\x78\x01a", Malformed::Cbor),
        c("a map without an end told", b"\xbf\x61t\x05\x62ts\x00\xff", Malformed::Cbor),
        c("keys unsorted", b"\xa2\x62ts\x00\x61t\x05", Malformed::Cbor),
        c("a key twice", b"\xa3\x61t\x05\x61t\x05\x62ts\x00", Malformed::Cbor),
        c("a tag", b"\xa2\x61t\xc0\x05\x62ts\x00", Malformed::Cbor),
        c("a negative time", b"\xa2\x61t\x05\x62ts\x20", Malformed::Cbor),
        c("a float", b"\xa2\x61t\x05\x62ts\xf9\x00\x00", Malformed::Cbor),
        c("a key that is a number", b"\xa2\x01\x05\x62ts\x00", Malformed::Cbor),
        c("no UTF-8", b"\xa3\x61t\x01\x62ts\x00\x64body\x61\xff", Malformed::Utf8),
        c("one byte more", b"\xa2\x61t\x05\x62ts\x00\x00", Malformed::Trailing),
        c("cut off", b"\xa2\x61t\x05\x62ts", Malformed::TooShort),
        c("a length beyond the end", b"\xa3\x61t\x01\x62ts\x00\x64body\x7b\xff\xff\xff\xff\xff\xff\xff\xff", Malformed::TooShort),
        c("kind 9", b"\xa2\x61t\x09\x62ts\x00", Malformed::MessageKind),
        c("kind 257", b"\xa2\x61t\x19\x01\x01\x62ts\x00", Malformed::MessageKind),
        c("no kind", b"\xa1\x62ts\x00", Malformed::Field),
        c("no time", b"\xa1\x61t\x05", Malformed::Field),
        c("a text without words", b"\xa2\x61t\x01\x62ts\x00", Malformed::Field),
        c("empty words", b"\xa3\x61t\x01\x62ts\x00\x64body\x60", Malformed::Value),
        c("a deletion with words", b"\xa3\x61t\x05\x62ts\x00\x64body\x61a", Malformed::Field),
        c("a field that there is not", b"\xa3\x61t\x05\x62ts\x00\x64hide\x61a", Malformed::Field),
        c("no mentions, written", b"\xa4\x61t\x01\x62ts\x00\x64body\x61a\x68mentions\x80", Malformed::Value),
        c("mentions unsorted", b"\xa4\x61t\x01\x62ts\x00\x64body\x61a\x68mentions\x82\x02\x01", Malformed::List),
        c("a mention twice", b"\xa4\x61t\x01\x62ts\x00\x64body\x61a\x68mentions\x82\x02\x02", Malformed::List),
        c("17 mentions", b"\xa4\x61t\x01\x62ts\x00\x64body\x61a\x68mentions\x91\0\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10", Malformed::Value),
        c("a mention of a name", b"\xa4\x61t\x01\x62ts\x00\x64body\x61a\x68mentions\x81\x61a", Malformed::Cbor),
        c("an answer to an id of 4 bytes", b"\xa4\x61t\x01\x62ts\x00\x64body\x61a\x68reply_to\x44abcd", Malformed::Value),
        case("content", "a text that reads", read(1), Malformed::Field),
        case("content", "a receipt of no UUID", with(read(7), 14 + 6, &[0]), Malformed::MessageId),
        c("files without any", b"\xa2\x61t\x06\x62ts\x00", Malformed::Field),
        c("no files, written", b"\xa3\x61t\x06\x62ts\x00\x63att\x80", Malformed::Value),
        case("content", "longer than 15 KiB", too_long(), Malformed::TooLong),
        case("content", "a file in another folder", with_name("../secret"), Malformed::Value),
        case("content", "a file whose name turns", with_name("photo\u{202e}gpj.exe"), Malformed::Value),
        case("content", "a file whose name has a line", with_name("a\nb"), Malformed::Value),
        case("content", "a file without a name", with_name(""), Malformed::Value),
        case("content", "a picture without height", crate::contents::without_height(), Malformed::Field),
        case("content", "a picture of a picture of a picture", crate::contents::deep(), Malformed::Field),
        case("content", "a file of 26 MiB", crate::contents::of_size(26 << 20), Malformed::Value),
        case("content", "a file of nothing", crate::contents::of_size(0), Malformed::Value),
        case("content", "a kind of file with an option", crate::contents::of_mime("text/html; charset=x"), Malformed::Value),
    ]
}

fn too_long() -> Vec<u8> {
    let body = "y".repeat(15_360 - 16);
    let length = u16::try_from(body.len()).unwrap().to_be_bytes();
    [b"\xa3\x61t\x01\x62ts\x18\x20\x64body\x79".as_slice(), &length, body.as_bytes()].concat()
}

fn kept() -> Vec<Case> {
    let (entry, grant) = (sample("backup_entry", "an epoch"), sample("backup_grant", "to a recovery device"));
    let (blob, keys) = (sample("recovery_blob", "two keys"), sample("recovery_keys", "two keys"));
    let (offer, request) = (sample("link_offer", "a picture"), sample("link_request", "a new device"));
    let welcome = sample("link_welcome", "a new device");
    let report = sample("report", "a message");
    let no_key = [&[0, 0], &keys[140..]].concat();
    let long_key = [&[1, 0], [7; 256].as_slice(), &keys[140..]].concat();
    let short_blob = [&blob[..42], &[0, 21], [0; 21].as_slice()].concat();
    let long = 15_361_u16.to_be_bytes();
    let long_report = [&report[..128], &long, [0; 15_361].as_slice(), &report[report.len() - 76..]].concat();
    vec![
        case("backup_entry", "version 2", with(entry.clone(), 0, &[2]), Malformed::Version),
        case("backup_entry", "one byte less", entry[..242].to_vec(), Malformed::TooShort),
        case("backup_grant", "suite 2", with(grant.clone(), 1, &[2]), Malformed::Suite),
        case("backup_grant", "a point that is none", with(grant, 46, &[2]), Malformed::Point),
        case("recovery_blob", "nothing in it", short_blob, Malformed::Length),
        case("recovery_blob", "version 0", with(blob, 0, &[0]), Malformed::Version),
        case("recovery_keys", "an empty key", no_key, Malformed::Length),
        case("recovery_keys", "a key of 256 bytes", long_key, Malformed::Length),
        case("link_offer", "another picture", with(offer, 4, b"x"), Malformed::Reserved),
        case("link_request", "version 2", with(request.clone(), 0, &[2]), Malformed::Version),
        case("link_request", "another device's id", with(request, 46, &[0; 16]), Malformed::DeviceId),
        case("link_welcome", "suite 2", with(welcome, 1, &[2]), Malformed::Suite),
        case("report", "content of 15,361 bytes", long_report, Malformed::TooLong),
    ]
}

pub fn cases() -> Vec<Case> {
    [
        points(),
        signatures(),
        entries(),
        links(),
        memberships(),
        prekeys_and_grants(),
        headers(),
        messages(),
        plaintexts(),
        contents(),
        kept(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn each_fault_is_refused_for_what_it_is() {
    for case in cases() {
        let read = again(case.format, &case.bytes);
        assert_eq!(read, Err(case.why), "{}: {}", case.format, case.name);
    }
}

#[test]
fn each_sample_is_read_as_it_was_written_and_not_when_cut_or_longer() {
    for sample in samples::all() {
        let (format, bytes) = (sample.format, &sample.bytes);
        assert_eq!(again(format, bytes).as_ref(), Ok(bytes), "{format}: {}", sample.name);
        assert!(again(format, &[bytes.as_slice(), &[0]].concat()).is_err(), "{format}, longer");
        // A message that is cut may be one of another length, whose signature is of nothing.
        for length in (0..bytes.len()).filter(|_| format != "message") {
            assert!(again(format, &bytes[..length]).is_err(), "{format}, {length} bytes");
        }
    }
}

#[test]
fn lengths_are_those_of_the_document() {
    let length = |format, name| sample(format, name).len();
    assert_eq!(length("device_entry", "a browser"), 211);
    assert_eq!((length("link", "genesis"), length("link", "revoke")), (348, 154));
    assert_eq!(length("head_attest", "a head"), 132);
    assert_eq!(length("bundle", "a signed prekey"), 169);
    assert_eq!(length("one_time_key", "a prekey for one use"), 153);
    assert_eq!((length("grant", "without"), length("grant_content", "of a conversation of two")), (406, 235));
    assert_eq!((length("header", "text"), length("header", "edit")), (128, 144));
    assert_eq!(length("message", "text"), 128 + 256 + 16 + 64);
    assert_eq!(length("backup_head", "an epoch"), 86);
}

#[test]
fn the_longest_content_fits_in_the_largest_group() {
    let largest = largest();
    assert_eq!(largest.content.encode().unwrap().len(), 15_360);
    let bytes = largest.encode().unwrap();
    assert_eq!(Some(&bytes.len()), PADDED_SIZES.last());
    assert_eq!(dm_wire::plaintext::Plaintext::parse(&bytes).unwrap(), largest);
    let longer = plaintext(text(&"y".repeat(15_361)));
    assert_eq!(longer.encode(), Err(Malformed::TooLong));
}

#[test]
fn what_nobody_would_read_is_not_written() {
    for what in [text(""), What::React("🎉".repeat(17)), What::Title("t".repeat(257))] {
        assert_eq!(plaintext(what).encode(), Err(Malformed::Value));
    }
    let mut crowded = largest();
    crowded.peers.insert(dm_wire::UserId(99), crowded.own);
    assert_eq!(crowded.encode(), Err(Malformed::List));
}

#[test]
fn a_signature_of_a_browser_is_written_with_the_smaller_s() {
    let good = ada().laptop.signing.sign(b"hello");
    assert_eq!(Signature::normalized(&other_s(&good)).unwrap(), good);
    assert_eq!(Signature::normalized(good.bytes()).unwrap(), good);
    assert!(ada().laptop.signing.public.has_signed(b"hello", &good));
    assert!(!ada().laptop.signing.public.has_signed(b"hallo", &good));
}
