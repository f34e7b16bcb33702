//! Files against others' vectors: those of Wycheproof for `c2sp.org/chunked-encryption` ("Cobblestone-256"), numbers 1, 2, 9
//! and 10. Key, base nonce, commitment and ciphertext have to be theirs.

use crate::native::seal_with;
use dm_wire::bytes::Wire;
use dm_wire::file::{FileHead, FileKeys};
use dm_wire::keys::Secret;

const KEY: &[u8; 32] = b"YELLOW SUBMARINE YELLOW SUBMARIN";

struct Vector {
    context: &'static [u8],
    encrypted: &'static str,
    aead_key: &'static str,
    base_nonce: &'static str,
}

const VECTORS: [Vector; 4] = [
    Vector {
        context: b"",
        encrypted: "43a2e39431cbae0389d3fc86adf46f7c3a24de88d9311617e53f3164cc1d5dc738a66b97f0bf786565c31799c2f463d50a7e10046011dc6fc3c939e3a5db7affb6191551669554fb",
        aead_key: "781b72bce3c966fffb09e5d596e1d21b029b21a9599852fb9b9f644e23b86ae8",
        base_nonce: "f206a92ac0ba380c8e9e3843",
    },
    Vector {
        context: b"",
        encrypted: "a1a1b56f6db58cd1ede0c5c9db62aef20d3f96a6c594bb9252bb38122de91236502b42a1d7fcab820ffa292940d2f86add212cfa42c38df19d3cc9139ee61a5990d3db57433514229beea49a8a72bd",
        aead_key: "14769f63d5e1008908efe8662d188e058d05be2ef94d5b4bc626bc33be412568",
        base_nonce: "e73f670906cb3124dea731e1",
    },
    Vector {
        context: b"test context",
        encrypted: "dbedaefc1c35dc6c0f22b743b03e488747166a51f33479e7ceb8b7e11cc0d2710f624a127501bc4aea7d0af6f83cfe359b9e69415aa537f36adf86eb35b070475baa039bb7791432adbca49578bbd3",
        aead_key: "580dd69d5b20db77593dd1d6d48cfc766f87f8256039a744647da02670e32e06",
        base_nonce: "2baf384a0102fd69155740f4",
    },
    Vector {
        context: b"test\0context",
        encrypted: "12ede102c3ef730da4f3d4dbfaf11003683238315befe73b21ebb2246ac19f3a7d50abd2a5a365f7652bda670814dbc883ce618256d2d513bd238c2c0dded7614d52bef77bc04273656df97a294323",
        aead_key: "f2ca98b1ea2d5fb43efda14acece3121119c8dd6e7331864b185563fb21fd96d",
        base_nonce: "e0fe388cf585eac9fe19150f",
    },
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn keys_and_commitments_are_those_of_wycheproof() {
    for vector in VECTORS {
        let encrypted = bytes(vector.encrypted);
        let head = FileHead::parse(&encrypted[..FileHead::BYTES]).unwrap();
        let keys = FileKeys::derive(&Secret(*KEY), &head.salt, vector.context);
        assert_eq!(keys.key.0.to_vec(), bytes(vector.aead_key));
        assert_eq!(keys.nonce(0).to_vec(), bytes(vector.base_nonce));
        assert_eq!(keys.commitment(), head.commitment);
        assert_ne!(
            FileKeys::derive(&Secret([1; 32]), &head.salt, vector.context).commitment(),
            head.commitment
        );
        // Which word it is of is told by its hash alone, so nothing is compared but the empty one.
        if encrypted.len() == FileHead::BYTES + 16 {
            assert_eq!(seal_with(keys.key.0, keys.nonce(0), &[], b""), encrypted[FileHead::BYTES..]);
        }
    }
}

#[test]
fn nonces_count_across_bytes() {
    let keys = FileKeys::derive(&Secret(*KEY), &[0; 24], b"");
    let base = keys.nonce(0);
    let nonce = keys.nonce(0x0001_02ff);
    assert_eq!(
        [nonce[8], nonce[9], nonce[10], nonce[11]],
        [base[8], base[9] ^ 1, base[10] ^ 2, base[11] ^ 0xff]
    );
    assert_eq!(nonce[..8], base[..8]);
}
