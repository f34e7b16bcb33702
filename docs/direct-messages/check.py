#!/usr/bin/env python3
"""Checks the test vectors of DM1 with an implementation of its own, written by the document and not by the crate.

    python3 -m venv venv && venv/bin/pip install cryptography
    venv/bin/python docs/direct-messages/check.py

It reads every format, refuses what is to be refused and for the same reason, follows chains and groups, opens grants and
messages, and computes every hash, MAC, id and number anew. Only the primitives are those of the package `cryptography`.
"""

import hashlib
import hmac
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

# The curve P-256: field, constant, order.
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

SIZES = [128, 256, 512, 1024, 1536, 2048, 4096, 8192, 16384]
DAYS_30 = 30 * 86_400_000
ZERO = "00" * 32


class Refused(Exception):
    """Why something is not read or does not count; the code that the vectors name."""


def require(condition, code):
    if not condition:
        raise Refused(code)


def sha256(data):
    return hashlib.sha256(data).digest()


def mac(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def u32(number):
    return number.to_bytes(4, "big")


def u64(number):
    return int(number).to_bytes(8, "big")


# Reading.


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        require(self.at + count <= len(self.data), "too_short")
        taken = self.data[self.at : self.at + count]
        self.at += count
        return taken

    def hex(self, count):
        return self.take(count).hex()

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def user(self):
        return str(self.number(8))

    def left(self):
        return len(self.data) - self.at

    def part(self):
        return Reader(self.take(self.number(2)))

    def end(self):
        require(self.left() == 0, "trailing")

    def format(self):
        require(self.number(1) == 1, "version")
        require(self.number(1) == 1, "suite")

    def point(self):
        data = self.take(65)
        x, y = int.from_bytes(data[1:33], "big"), int.from_bytes(data[33:], "big")
        fits = data[0] == 4 and x < P and y < P and (y * y - (x * x * x - 3 * x + B)) % P == 0
        require(fits, "point")
        return data.hex()

    def signature(self):
        data = self.take(64)
        r, s = int.from_bytes(data[:32], "big"), int.from_bytes(data[32:], "big")
        require(0 < r < N and 0 < s <= N // 2, "signature_form")
        return data.hex()

    def message_id(self):
        return checked_id(self.take(16))


def checked_id(data):
    require(data[6] >> 4 == 7 and data[8] >> 6 == 2, "message_id")
    return data.hex()


def read_point(r):
    return {"value": r.point()}


def read_signature(r):
    return {"value": r.signature()}


def device_id(signing, agreement):
    return sha256(bytes.fromhex(signing + agreement))[:16].hex()


def read_device_entry(r):
    device, kind = r.hex(16), r.number(1)
    require(kind in (1, 2), "device_kind")
    signing, agreement = r.point(), r.point()
    require(device == device_id(signing, agreement), "device_id")
    name = "browser" if kind == 1 else "recovery"
    return {"device": device, "kind": name, "signing": signing, "agreement": agreement, "possession": r.signature()}


def read_link(r):
    r.format()
    operation = r.number(1)
    user, seq, prev, time_ms = r.user(), r.number(4), r.hex(32), r.number(8)
    part = r.part()
    require(operation in (1, 2, 3), "operation")
    require(part.left() == (17 if operation == 3 else 211), "length")
    if operation == 3:
        body = {"device": part.hex(16), "reason": part.number(1)}
    else:
        body = read_device_entry(part)
        require(operation == 2 or body["kind"] == "browser", "device_kind")
    return {
        "operation": {1: "genesis", 2: "add", 3: "revoke"}[operation],
        "user": user,
        "seq": seq,
        "prev": prev,
        "time_ms": time_ms,
        "body": body,
        "signer": r.hex(16),
        "signature": r.signature(),
    }


def read_head_attest(r):
    return {
        "user": r.user(),
        "seq": r.number(4),
        "hash": r.hex(32),
        "time_ms": r.number(8),
        "device": r.hex(16),
        "signature": r.signature(),
    }


def read_bundle(r):
    r.format()
    return {
        "device": r.hex(16),
        "spk": r.number(4),
        "spk_public": r.point(),
        "created_ms": r.number(8),
        "expires_ms": r.number(8),
        "suites": r.number(2),
        "signature": r.signature(),
    }


def read_one_time_key(r):
    device, spk, number = r.hex(16), r.number(4), r.number(4)
    require(number != 0, "prekey_id")
    return {"device": device, "spk": spk, "id": number, "public": r.point(), "signature": r.signature()}


def read_membership(r):
    r.format()
    operation = r.number(1)
    conversation, seq, prev = r.hex(16), r.number(4), r.hex(32)
    part = r.part()
    length = part.left()
    require(operation in (1, 2, 3, 4), "operation")
    fits = {1: length >= 16 and (length - 16) % 40 == 0, 2: length == 40, 3: length == 8, 4: length == 0}
    require(fits[operation], "length")
    if operation == 1:
        nonce = part.hex(16)
        members = [[part.user(), part.hex(32)] for _ in range((length - 16) // 40)]
        users = [int(user) for user, _ in members]
        require(2 <= len(users) <= 16 and users == sorted(set(users)), "list")
        body = {"nonce": nonce, "members": members}
    elif operation == 2:
        body = {"user": part.user(), "identity": part.hex(32)}
    else:
        body = {"user": part.user()} if operation == 3 else {}
    return {
        "operation": {1: "create", 2: "add", 3: "remove", 4: "leave"}[operation],
        "conversation": conversation,
        "seq": seq,
        "prev": prev,
        "body": body,
        "user": r.user(),
        "device": r.hex(16),
        "signature": r.signature(),
    }


def read_grant(r):
    r.format()
    return {
        "conversation": r.hex(16),
        "epoch": r.hex(16),
        "from_user": r.user(),
        "from_device": r.hex(16),
        "to_user": r.user(),
        "to_device": r.hex(16),
        "spk": r.number(4),
        "one_time": r.number(4),
        "ephemeral": r.point(),
        "ciphertext": r.hex(251),
    }


def read_grant_content(r):
    content = {
        "secret": r.hex(32),
        "signer": r.point(),
        "number": r.number(4),
        "group_head": r.hex(32),
        "own": [r.number(4), r.hex(32)],
        "recipients": r.hex(32),
        "created_ms": r.number(8),
    }
    require(r.take(26) == bytes(26), "reserved")
    return content


def read_backup_head(r):
    r.format()
    return {
        "user": r.user(),
        "generation": r.number(4),
        "conversation": r.hex(16),
        "epoch": r.hex(16),
        "sender_user": r.user(),
        "sender_device": r.hex(16),
        "salt": r.hex(16),
    }


def read_backup_entry(r):
    return {"head": read_backup_head(r), "ciphertext": r.hex(157)}


def read_backup_content(r):
    return {
        "secret": r.hex(32),
        "signer": r.point(),
        "number": r.number(4),
        "group_head": r.hex(32),
        "created_ms": r.number(8),
    }


def read_backup_grant(r):
    r.format()
    return {
        "user": r.user(),
        "generation": r.number(4),
        "from_device": r.hex(16),
        "to_device": r.hex(16),
        "ephemeral": r.point(),
        "ciphertext": r.hex(84),
    }


def read_backup_grant_content(r):
    return {"secret": r.hex(32), "made_at": [r.number(4), r.hex(32)]}


def read_recovery_blob(r):
    r.format()
    blob = {"user": r.user(), "device": r.hex(16), "salt": r.hex(16)}
    part = r.part()
    require(22 <= part.left() <= 530, "length")
    return {**blob, "ciphertext": part.hex(part.left())}


def read_recovery_keys(r):
    keys = {}
    for name in ("signing", "agreement"):
        part = r.part()
        require(1 <= part.left() <= 255, "length")
        keys[name] = part.hex(part.left())
    return keys


def read_link_offer(r):
    require(r.take(11) == b"dm1/linkqr\0", "reserved")
    return {"user": r.user(), "device": r.hex(16), "secret": r.hex(32)}


def read_link_request(r):
    r.format()
    return {
        "user": r.user(),
        "seq": r.number(4),
        "prev": r.hex(32),
        "entry": read_device_entry(r),
        "mac": r.hex(32),
    }


def read_link_welcome(r):
    r.format()
    return {
        "user": r.user(),
        "device": r.hex(16),
        "identity": r.hex(32),
        "head": [r.number(4), r.hex(32)],
        "mac": r.hex(32),
    }


def read_file_head(r):
    return {"salt": r.hex(24), "commitment": r.hex(32)}


def read_report(r):
    header = read_header(r)
    part = r.part()
    require(part.left() <= 15360, "too_long")
    return {
        "header": header,
        "content": part.hex(part.left()),
        "commitment_key": r.hex(32),
        "server_key": r.number(4),
        "server_time_ms": r.number(8),
        "tag": r.hex(32),
    }


def read_header(r):
    r.format()
    header = {
        "kind": r.number(1),
        "flags": r.number(1),
        "conversation": r.hex(16),
        "id": r.message_id(),
        "user": r.user(),
        "device": r.hex(16),
        "epoch": r.hex(16),
        "counter": r.number(4),
        "salt": r.hex(16),
    }
    kind, flags = header["kind"], header["flags"]
    header["target"] = r.message_id() if flags & 4 else None
    require(1 <= kind <= 8, "message_kind")
    required = (4 if kind in (2, 3, 4, 5) else 0) | (2 if kind == 6 else 0)
    require(flags & ~1 == required, "flags")
    header["commitment"] = r.hex(32)
    return header


def read_message(r):
    header = read_header(r)
    length = r.left() - 64
    require(length >= 0, "too_short")
    require(length - 16 in SIZES, "size")
    return {"header": header, "ciphertext": r.hex(length), "signature": r.signature()}


def read_plaintext(r):
    size = len(r.data)
    require(size in SIZES, "size")
    key = r.hex(32)
    content = r.part()
    plaintext = {
        "commitment_key": key,
        "content": read_content(content),
        "own": [r.number(4), r.hex(32)],
    }
    count, peers, last = r.number(1), [], -1
    for _ in range(count):
        peer = [r.user(), r.number(4), r.hex(32)]
        require(count <= 15 and int(peer[0]) > last, "list")
        peers.append(peer)
        last = int(peer[0])
    plaintext["peers"] = peers
    plaintext["previous"] = r.hex(32)
    used = r.at + 1
    padding = r.take(r.left())
    smallest = next((fitting for fitting in SIZES if fitting >= used), None)
    require(padding == b"\x80" + bytes(len(padding) - 1) and size == smallest, "padding")
    return plaintext


# Contents: deterministic CBOR.


def cbor_head(r, major):
    first = r.number(1)
    require(first >> 5 == major, "cbor")
    info = first & 31
    if info < 24:
        return info
    require(info <= 27, "cbor")
    length = 1 << (info - 24)
    value = r.number(length)
    require(value >= (24 if length == 1 else 1 << (4 * length)), "cbor")
    return value


def cbor_number(r):
    return cbor_head(r, 0)


def cbor_bytes(length):
    def read(r):
        data = r.take(cbor_head(r, 2))
        require(len(data) == length, "value")
        return data

    return read


def cbor_hex(length):
    return lambda r: cbor_bytes(length)(r).hex()


def cbor_text(r):
    data = r.take(cbor_head(r, 3))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("utf8") from None


def cbor_list(most, read):
    def read_list(r):
        count = cbor_head(r, 4)
        require(1 <= count <= most, "value")
        return [read(r) for _ in range(count)]

    return read_list


def cbor_map(r, readers):
    found, last = {}, None
    for _ in range(cbor_head(r, 5)):
        key = cbor_text(r)
        order = (len(key.encode()), key.encode())
        require(last is None or order > last, "cbor")
        last = order
        require(key in readers, "field")
        found[key] = readers[key](r)
    return found


def bounded(least, most):
    def read(r):
        number = cbor_number(r)
        require(least <= number <= most, "value")
        return number

    return read


def mime(r):
    text = cbor_text(r)
    words = text.split("/")
    signs = "abcdefghijklmnopqrstuvwxyz0123456789+-."
    fits = len(words) == 2 and all(word and all(c in signs for c in word) for word in words)
    require(fits and len(text) <= 127, "value")
    return text


def name(r):
    text = cbor_text(r)
    bad = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), ord("/"), ord("\\")]
    require(text and len(text.encode()) <= 255 and not any(ord(c) in bad for c in text), "value")
    return text


BLOB = {
    "h": bounded(1, 65535),
    "w": bounded(1, 65535),
    "ct": cbor_hex(32),
    "id": cbor_hex(16),
    "pt": cbor_hex(32),
    "key": cbor_hex(32),
    "mime": mime,
    "size": bounded(1, 25 << 20),
}


def whole(blob, needed):
    require(all(key in blob for key in needed) and ("w" in blob) == ("h" in blob), "field")
    return blob


def thumbnail(r):
    return whole(cbor_map(r, BLOB), ["ct", "id", "pt", "key", "mime", "size"])


def attachment(r):
    file = cbor_map(r, {**BLOB, "name": name, "thumb": thumbnail})
    return whole(file, ["ct", "id", "pt", "key", "mime", "size", "name"])


def mentions(r):
    count, last, people = cbor_head(r, 4), -1, []
    require(1 <= count <= 16, "value")
    for _ in range(count):
        user = cbor_number(r)
        require(user > last, "list")
        last = user
        people.append(str(user))
    return people


# What each kind must have, may have, and how long its body may be.
KINDS = {
    1: (["body"], ["reply_to", "mentions"], 15360),
    2: (["body"], ["mentions"], 15360),
    3: (["body"], [], 64),
    4: (["body"], [], 64),
    5: ([], [], 0),
    6: (["att"], ["body", "reply_to", "mentions"], 15360),
    7: (["read"], [], 0),
    8: (["body"], [], 256),
}


def read_content(r):
    require(len(r.data) <= 15360, "too_long")
    fields = cbor_map(
        r,
        {
            "t": cbor_number,
            "ts": cbor_number,
            "att": cbor_list(10, attachment),
            "body": cbor_text,
            "read": lambda r: checked_id(cbor_bytes(16)(r)),
            "mentions": mentions,
            "reply_to": lambda r: checked_id(cbor_bytes(16)(r)),
        },
    )
    r.end()
    require("t" in fields and "ts" in fields, "field")
    require(fields["t"] in KINDS, "message_kind")
    must, may, longest = KINDS[fields["t"]]
    require(all(key in fields for key in must), "field")
    if "body" in must + may and "body" in fields:
        require(0 < len(fields["body"].encode()) <= longest, "value")
    require(all(key in ["t", "ts", *must, *may] for key in fields), "field")
    return fields


READERS = {
    "point": read_point,
    "signature": read_signature,
    "device_entry": read_device_entry,
    "link": read_link,
    "head_attest": read_head_attest,
    "bundle": read_bundle,
    "one_time_key": read_one_time_key,
    "membership": read_membership,
    "grant": read_grant,
    "grant_content": read_grant_content,
    "backup_head": read_backup_head,
    "backup_entry": read_backup_entry,
    "backup_content": read_backup_content,
    "backup_grant": read_backup_grant,
    "backup_grant_content": read_backup_grant_content,
    "recovery_blob": read_recovery_blob,
    "recovery_keys": read_recovery_keys,
    "link_offer": read_link_offer,
    "link_request": read_link_request,
    "link_welcome": read_link_welcome,
    "file_head": read_file_head,
    "report": read_report,
    "header": read_header,
    "message": read_message,
    "plaintext": read_plaintext,
    "content": read_content,
}


def parse(kind, data):
    r = Reader(data)
    value = READERS[kind](r)
    r.end()
    return value


# Signatures.


def public_key(point):
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes.fromhex(point))


def private_key(number):
    return ec.derive_private_key(int(number, 16), ec.SECP256R1())


def has_signed(point, message, signature):
    data = bytes.fromhex(signature)
    der = utils.encode_dss_signature(int.from_bytes(data[:32], "big"), int.from_bytes(data[32:], "big"))
    try:
        public_key(point).verify(der, message, ec.ECDSA(hashes.SHA256()))
        return True
    except InvalidSignature:
        return False


def is_by(point, label, data):
    return has_signed(point, label + data[:-64], data[-64:].hex())


# Device chains.


class Chain:
    def __init__(self, user):
        self.user, self.hashes, self.devices = user, [], []

    def head(self):
        return [len(self.hashes) - 1, self.hashes[-1]]

    def device(self, device):
        return next((known for known in self.devices if known["device"] == device), None)

    def active(self):
        return [device for device in self.devices if device["revoked"] is None]

    def signer(self, device, before):
        known = self.device(device)
        there = known and known["added"] <= before and (known["revoked"] is None or known["revoked"] > before)
        require(there, "signer_not_active")
        return known

    def browser(self, device, history=False):
        known = self.device(device)
        require(known, "signer_not_active")
        require(known["kind"] == "browser", "not_a_browser")
        require(history or known["revoked"] is None, "signer_not_active")
        return known

    def browsers(self):
        return [device for device in self.active() if device["kind"] == "browser"]

    def add(self, link):
        entry = link["body"]
        keys = [entry["signing"], entry["agreement"]]
        known = [key for device in self.devices for key in (device["signing"], device["agreement"])]
        require(keys[0] != keys[1] and not any(key in known for key in keys), "duplicate_device")
        count = sum(device["kind"] == entry["kind"] for device in self.active())
        if entry["kind"] == "browser":
            require(count < 8, "too_many_browsers")
        else:
            require(count < 1, "second_recovery")
        kind = b"\x01" if entry["kind"] == "browser" else b"\x02"
        proven = b"dm1/pop\0" + u64(link["user"]) + u32(link["seq"]) + bytes.fromhex(link["prev"])
        proven += bytes.fromhex(entry["device"]) + kind + bytes.fromhex("".join(keys))
        require(has_signed(entry["signing"], proven, entry["possession"]), "no_possession")
        self.devices.append({**entry, "added": link["seq"], "revoked": None})


def begin(data):
    link = parse("link", data)
    entry = link["body"]
    require(link["operation"] == "genesis" and link["seq"] == 0, "wrong_seq")
    require(link["prev"] == ZERO, "wrong_prev")
    require(link["signer"] == entry["device"], "signer_not_active")
    require(is_by(entry["signing"], b"dm1/link\0", data), "bad_signature")
    chain = Chain(link["user"])
    chain.add(link)
    chain.hashes.append(sha256(data).hex())
    return chain


def follow(chain, data):
    link = parse("link", data)
    seq, digest = link["seq"], sha256(data).hex()
    require(link["user"] == chain.user, "other_chain")
    if seq < len(chain.hashes):
        require(chain.hashes[seq] != digest, "known")
        if seq == 0:
            begin(data)
            raise Refused("other_identity")
    else:
        require(seq == len(chain.hashes) and link["operation"] != "genesis", "wrong_seq")
        require(link["prev"] == chain.hashes[-1], "wrong_prev")
    signer = chain.signer(link["signer"], seq - 1)
    require(is_by(signer["signing"], b"dm1/link\0", data), "bad_signature")
    require(seq == len(chain.hashes), "fork")
    if link["operation"] == "add":
        chain.add(link)
    else:
        gone = next((known for known in chain.active() if known["device"] == link["body"]["device"]), None)
        require(gone, "unknown_device")
        gone["revoked"] = seq
    chain.hashes.append(digest)


def read_chain(links):
    chain = begin(bytes.fromhex(links[0]))
    for link in links[1:]:
        follow(chain, bytes.fromhex(link))
    return chain


def standing(chain, seq, digest):
    if seq >= len(chain.hashes):
        return "ahead"
    if chain.hashes[seq] != digest:
        return "forked"
    return "same" if seq == len(chain.hashes) - 1 else "behind"


def check_head(case):
    told = standing(read_chain(case["links"]), *case["kept"])
    require(told != "ahead", "rollback")
    require(told != "forked", "forked_head")


def check_attest(case):
    chain, data = read_chain(case["links"]), bytes.fromhex(case["attest"])
    attest = parse("head_attest", data)
    require(attest["user"] == chain.user, "other_chain")
    told = standing(chain, attest["seq"], attest["hash"])
    if chain.device(attest["device"]) is None and told == "ahead":
        return told
    signer = chain.signer(attest["device"], attest["seq"])
    require(is_by(signer["signing"], b"dm1/head\0", data), "bad_signature")
    require(told != "forked", "forked_head")
    return told


def check_prekeys(case):
    chain, data = read_chain(case["links"]), bytes.fromhex(case["bundle"])
    bundle, browser = parse("bundle", data), chain.browser(case["device"])
    require(bundle["device"] == case["device"], "other_device")
    require(is_by(browser["signing"], b"dm1/bundle\0", data), "bad_signature")
    require(bundle["suites"] & 1, "suite_not_offered")
    require(0 < bundle["expires_ms"] - bundle["created_ms"] <= DAYS_30, "lifetime")
    require(case["now_ms"] < bundle["expires_ms"], "expired")
    if case["one_time"]:
        data = bytes.fromhex(case["one_time"])
        key = parse("one_time_key", data)
        require(key["device"] == bundle["device"], "other_device")
        require(key["spk"] == bundle["spk"], "other_generation")
        require(is_by(browser["signing"], b"dm1/otk\0", data), "bad_signature")


# Groups.


def check_signer(change, data, members, chain, history):
    require(change["user"] in members, "not_a_member")
    require(members[change["user"]] == chain.hashes[0], "other_identity")
    device = chain.browser(change["device"], history)
    require(is_by(device["signing"], b"dm1/conv\0", data), "bad_signature")


def group_id(change):
    body = bytes.fromhex(change["body"]["nonce"])
    body += b"".join(u64(user) + bytes.fromhex(who) for user, who in change["body"]["members"])
    return sha256(b"dm1/group\0" + u64(change["user"]) + bytes.fromhex(change["device"]) + body)[:16].hex()


def next_members(change, members):
    """Who is in the group after a change that is neither creation nor forged."""
    members, by, body = dict(members), change["user"], change["body"]
    if change["operation"] == "add":
        require(body["user"] not in members, "already_member")
        require(len(members) < 16, "too_many_members")
        members[body["user"]] = body["identity"]
    elif change["operation"] == "remove":
        require(body["user"] != by, "removes_oneself")
        require(body["user"] in members, "not_a_member")
        del members[body["user"]]
    else:
        del members[by]
    return members


def check_group(case):
    chains = {chain.user: chain for chain in map(read_chain, case["chains"])}
    history = case["reading"] == "history"
    conversation, past = None, []
    for text in case["changes"]:
        data = bytes.fromhex(text)
        change, digest = parse("membership", data), sha256(data).hex()
        seq, chain = change["seq"], chains[change["user"]]
        if not past:
            require(change["operation"] == "create" and seq == 0, "wrong_seq")
            require(change["prev"] == ZERO, "wrong_prev")
            require(change["conversation"] == group_id(change), "wrong_conversation_id")
            conversation, members = change["conversation"], dict(change["body"]["members"])
            check_signer(change, data, members, chain, history)
        else:
            require(change["conversation"] == conversation, "other_chain")
            if seq < len(past):
                require(past[seq][0] != digest, "known")
                check_signer(change, data, past[max(seq - 1, 0)][1], chain, True)
                raise Refused("fork")
            require(seq == len(past) and change["operation"] != "create", "wrong_seq")
            require(change["prev"] == past[-1][0], "wrong_prev")
            check_signer(change, data, past[-1][1], chain, history)
            members = next_members(change, past[-1][1])
        past.append((digest, members))
    members = sorted(([user, who] for user, who in past[-1][1].items()), key=lambda member: int(member[0]))
    return {"conversation": conversation, "head": [len(past) - 1, past[-1][0]], "members": members}


# Whom something is for, and what is posted.


def pair_id(one, other):
    both = sorted([bytes.fromhex(one), bytes.fromhex(other)])
    return sha256(b"dm1/1to1\0" + both[0] + both[1])[:16].hex()


def check_audience(case):
    chains = [read_chain(links) for links in case["chains"]]
    everybody = [(int(c.user), d["device"], c.head()[0]) for c in chains for d in c.browsers()]
    recipients = sorted(r for r in everybody if [str(r[0]), r[1]] != case["from"])
    data = b"".join(u64(user) + bytes.fromhex(device) + u32(seq) for user, device, seq in recipients)
    assert [[str(user), device] for user, device, _ in recipients] == case["recipients"]
    assert sha256(b"dm1/recipients\0" + data).hex() == case["digest"]


def check_post(case):
    chains = [read_chain(links) for links in case["chains"]]
    header = parse("message", bytes.fromhex(case["message"]))["header"]
    require([header["user"], header["device"]] == case["session"], "other_device")
    conversation = pair_id(chains[0].hashes[0], chains[1].hashes[0])
    require(header["conversation"] == conversation, "other_chain")
    chain = next((chain for chain in chains if chain.user == header["user"]), None)
    require(chain, "not_a_member")
    chain.browser(header["device"])
    require(header["counter"] <= 1000, "counter")


# Encryption.


def derive(secret, salt, info):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(secret)


def is_pair(private, point):
    numbers = private_key(private).public_key().public_numbers()
    return point == (b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")).hex()


def agree(private, point):
    return private_key(private).exchange(ec.ECDH(), public_key(point))


def check_grant(case):
    data = bytes.fromhex(case["grant"])
    grant = parse("grant", data)
    aad = b"dm1/grant\0" + data[:155] + bytes.fromhex(case["from_identity"] + case["to_identity"])
    aad += bytes.fromhex(case["from_agreement"] + case["to_agreement"] + case["spk"] + (case["one_time"] or ""))
    assert aad.hex() == case["associated_data"]
    assert (grant["one_time"] == 0) == (case["one_time"] is None)
    # Both ends come to the same: the recipient by its private keys, the sender by its own.
    received = [(case["spk_private"], case["from_agreement"]), (case["to_agreement_private"], grant["ephemeral"])]
    received.append((case["spk_private"], grant["ephemeral"]))
    sent = [(case["from_agreement_private"], case["spk"]), (case["ephemeral_private"], case["to_agreement"])]
    sent.append((case["ephemeral_private"], case["spk"]))
    if case["one_time"]:
        received.append((case["one_time_private"], grant["ephemeral"]))
        sent.append((case["ephemeral_private"], case["one_time"]))
    secrets = [b"\xff" * 32 + b"".join(agree(*keys) for keys in side) for side in (received, sent)]
    assert secrets[0] == secrets[1]
    key = derive(secrets[0], bytes(32), sha256(aad))
    plaintext = AESGCM(key).decrypt(bytes(12), bytes.fromhex(grant["ciphertext"]), aad)
    assert plaintext.hex() == case["plaintext"]
    parse("grant_content", plaintext)


def open_message(case):
    """What is inside of a message, after all that has to be checked before it is shown."""
    data = bytes.fromhex(case["message"])
    message = parse("message", data)
    length = 144 if message["header"]["target"] else 128
    header, opening, ciphertext = data[:length], data[: length - 32], data[length:-64]
    signed = b"dm1/sig\0" + header + ciphertext
    require(has_signed(case["epoch_signer"], signed, message["signature"]), "bad_signature")
    salt = bytes.fromhex(message["header"]["salt"])
    key = derive(bytes.fromhex(case["epoch_secret"]), salt, b"dm1/msgkey\0" + opening)
    try:
        plaintext = AESGCM(key).decrypt(bytes(12), ciphertext, b"dm1/msg\0" + header)
    except InvalidTag:
        raise Refused("does_not_open") from None
    said = parse("plaintext", plaintext)
    content = plaintext[34 : 34 + int.from_bytes(plaintext[32:34], "big")]
    committed = mac(plaintext[:32], b"dm1/frank\0" + opening + content).hex()
    require(hmac.compare_digest(committed, message["header"]["commitment"]), "commitment")
    require(said["content"]["t"] == message["header"]["kind"], "other_kind")
    return plaintext, content, data


def check_message(case):
    plaintext, content, data = open_message(case)
    assert is_pair(case["epoch_signer_private"], case["epoch_signer"])
    assert plaintext.hex() == case["plaintext"]
    assert content.hex() == case["content"]
    assert sha256(data).hex() == case["hash"]


def check_report(case):
    data = bytes.fromhex(case["header"])
    header = parse("header", data)
    tagged = b"dm1/tag\0" + bytes.fromhex(header["commitment"] + header["id"] + header["conversation"])
    tagged += u64(header["user"]) + bytes.fromhex(header["device"]) + u64(case["server_time_ms"])
    tag = mac(bytes.fromhex(case["server_key"]), tagged).hex()
    require(hmac.compare_digest(tag, case["tag"]), "tag")
    committed = b"dm1/frank\0" + data[:-32] + bytes.fromhex(case["content"])
    commitment = mac(bytes.fromhex(case["commitment_key"]), committed).hex()
    require(hmac.compare_digest(commitment, header["commitment"]), "commitment")


def half_number(user, identity):
    salt = b"dm1/safety\0" + u64(user)
    data = hashlib.pbkdf2_hmac("sha512", bytes.fromhex(identity), salt, 5200, 30)
    groups = [int.from_bytes(data[at : at + 5], "big") % 100_000 for at in range(0, 30, 5)]
    return "".join(f"{group:05}" for group in groups)


def check_safety(case):
    both = sorted([case["one"], case["other"]], key=lambda person: int(person[0]))
    assert "".join(sorted(half_number(*person) for person in both)) == case["number"]
    picture = b"".join(u64(user) + bytes.fromhex(who) for user, who in both)
    assert (b"dm1/qr\0" + picture).hex() == case["picture"]
    assert pair_id(case["one"][1], case["other"][1]) == case["conversation"]


def check_backup(case):
    head = bytes.fromhex(case["head"])
    parse("backup_head", head)
    assert (b"dm1/backupkey\0" + head).hex() == case["key_info"]
    assert (b"dm1/backup\0" + head).hex() == case["associated_data"]
    entry = bytes.fromhex(case["entry"])
    assert entry[:86] == head
    key = derive(bytes.fromhex(case["backup_key"]), head[-16:], b"dm1/backupkey\0" + head)
    plaintext = AESGCM(key).decrypt(bytes(12), entry[86:], b"dm1/backup\0" + head)
    assert plaintext.hex() == case["plaintext"]
    parse("backup_content", plaintext)


def check_backup_grant(case):
    data = bytes.fromhex(case["grant"])
    grant = parse("backup_grant", data)
    aad = b"dm1/bkgrant\0" + data[:111] + bytes.fromhex(case["identity"] + case["from_agreement"] + case["to_agreement"])
    assert aad.hex() == case["associated_data"]
    received = [(case["to_agreement_private"], case["from_agreement"]), (case["to_agreement_private"], grant["ephemeral"])]
    sent = [(case["from_agreement_private"], case["to_agreement"]), (case["ephemeral_private"], case["to_agreement"])]
    secrets = [b"\xff" * 32 + b"".join(agree(*keys) for keys in side) for side in (received, sent)]
    assert secrets[0] == secrets[1]
    key = derive(secrets[0], bytes(32), sha256(aad))
    plaintext = AESGCM(key).decrypt(bytes(12), data[111:], aad)
    assert plaintext.hex() == case["plaintext"]
    parse("backup_grant_content", plaintext)


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def read_code(typed):
    """The 26 characters of what somebody typed."""
    told = "".join(c for c in typed.upper() if c not in " -").translate(str.maketrans("OIL", "011"))
    require(len(told) == 28, "length")
    require(all(c in ALPHABET for c in told), "value")
    digest = sha256(b"dm1/code\0" + told[:26].encode())
    ten = int.from_bytes(digest[:2], "big") >> 6
    require(told[26:] == ALPHABET[ten >> 5] + ALPHABET[ten & 31], "value")
    return told[:26]


def link_secret(code):
    return sha256(b"dm1/linkcode\0" + code.encode())


def check_code(case):
    code = read_code(case["typed"])
    return [code, link_secret(code).hex()]


def check_recovery(case):
    blob = bytes.fromhex(case["blob"])
    parse("recovery_blob", blob)
    head = blob[:42]
    key = derive(read_code(case["code"]).encode(), head[-16:], b"dm1/recoverykey\0" + head)
    plaintext = AESGCM(key).decrypt(bytes(12), blob[44:], b"dm1/recovery\0" + head)
    assert plaintext.hex() == case["plaintext"]
    parse("recovery_keys", plaintext)


def check_linking(case):
    offer = parse("link_offer", bytes.fromhex(case["offer"]))
    secret = bytes.fromhex(offer["secret"])
    data = bytes.fromhex(case["request"])
    request = parse("link_request", data)
    assert mac(secret, b"dm1/linknew\0" + data[:-32]).hex() == request["mac"]
    assert [request["user"], request["entry"]["device"]] == [offer["user"], offer["device"]]
    proven = b"dm1/pop\0" + data[2:46] + bytes.fromhex(request["entry"]["device"]) + data[62 : 62 + 131]
    assert has_signed(request["entry"]["signing"], proven, request["entry"]["possession"])
    data = bytes.fromhex(case["welcome"])
    welcome = parse("link_welcome", data)
    assert mac(secret, b"dm1/linkok\0" + data[:-32]).hex() == welcome["mac"]
    assert [welcome["user"], welcome["device"]] == [offer["user"], offer["device"]]


def check_file(case):
    head = bytes.fromhex(case["head"])
    info = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + head[:24] + b"dm1/file\0"
    made = HKDFExpand(algorithm=hashes.SHA512(), length=76, info=info).derive(bytes.fromhex(case["key"]))
    key, nonce, commitment = made[:32], int.from_bytes(made[32:44], "big"), made[44:]
    assert commitment == head[24:]
    plaintext = bytes(at % 251 for at in range(case["size"]))
    file = head
    for number in range(len(plaintext) // 16384 + 1):
        chunk = plaintext[number * 16384 : (number + 1) * 16384]
        file += AESGCM(key).encrypt((nonce ^ number).to_bytes(12, "big"), chunk, None)
    assert len(file) == case["encrypted_size"]
    assert sha256(file).hex() == case["encrypted_hash"]


# The vectors.


def reason(call):
    """Why a call is refused, or None."""
    try:
        call()
        return None
    except Refused as refused:
        return str(refused)


def check_format(case):
    data = bytes.fromhex(case["bytes"])
    assert parse(case["format"], data) == case["fields"]
    outcomes = [outcome for count, outcome in case["flips"] for _ in range(count)]
    assert len(outcomes) == len(data)
    for at, expected in enumerate(outcomes):
        flipped = bytearray(data)
        flipped[at] ^= 1 << (at % 8)
        found = reason(lambda: parse(case["format"], bytes(flipped))) or "ok"
        assert found == expected, f"byte {at} flipped: {found}, and not {expected}"


def chain_result(case):
    chain = read_chain(case["links"])
    active = [device["device"] for device in chain.active()]
    return {"user": chain.user, "identity": chain.hashes[0], "head": chain.head(), "active": active}


def with_result(call):
    """A check whose cases have a result, or why there is none."""

    def check(case):
        try:
            result = call(case)
        except Refused as refused:
            assert str(refused) == case.get("why"), f"refused: {refused}, and not {case.get('why')}"
        else:
            assert "why" not in case, f"not refused: {case.get('why')}"
            assert result == case["result"], f"{result}, and not {case['result']}"

    return check


def must_be_refused(call):
    def check(case):
        found = reason(lambda: call(case))
        assert found == case["why"], f"{found}, and not {case['why']}"

    return check


CHECKS = {
    "formats": check_format,
    "malformed": must_be_refused(lambda case: parse(case["format"], bytes.fromhex(case["bytes"]))),
    "chains": with_result(chain_result),
    "heads": with_result(check_head),
    "attests": with_result(check_attest),
    "prekeys": with_result(check_prekeys),
    "groups": with_result(check_group),
    "audiences": check_audience,
    "posts": with_result(check_post),
    "grants": check_grant,
    "messages": check_message,
    "unopened": must_be_refused(open_message),
    "reports": with_result(check_report),
    "safety": check_safety,
    "backups": check_backup,
    "backup_grants": check_backup_grant,
    "codes": with_result(check_code),
    "recoveries": check_recovery,
    "linkings": check_linking,
    "files": check_file,
}


def main():
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("vectors.json")
    vectors = json.loads(file.read_text(encoding="utf-8"))
    assert set(vectors) == set(CHECKS), "the vectors have other parts than are checked here"
    wrong = 0
    for part, check in CHECKS.items():
        assert vectors[part], f"{part}: no cases"
        for case in vectors[part]:
            try:
                check(case)
            except (AssertionError, Refused, KeyError, ValueError, IndexError, InvalidTag) as error:
                wrong += 1
                print(f"WRONG {part}, {case.get('format', '')} {case.get('name', '')}: {error!r}")
    print(f"{sum(map(len, vectors.values()))} vectors, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
