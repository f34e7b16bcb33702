//! What is said is nowhere but on the devices: not in the database, not in the log, not in anything that is sent.

use crate::device::Four;
use crate::executor::run;
use hubbub_tests::{Acts, Engine, Server, each_engine};
use std::collections::HashSet;

const CANARY: &str = "the knight takes the bishop on f7 and mates in three";

/// As it would look in base64, wherever it begins in it, with the beginning and the end left out that depend on what is beside.
fn in_base64(bytes: &[u8]) -> Vec<String> {
    let shifted = (0..3).map(|shift| [&vec![0; shift], bytes].concat());
    let texts = shifted.map(|bytes| {
        let text = hubbub_shared::Bytes(bytes).to_text();
        text[4..text.len() - 4].to_owned()
    });
    texts.flat_map(|text| [text.replace('-', "+").replace('_', "/"), text]).collect()
}

fn is_in(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

each_engine! {
    async fn the_words_are_nowhere_but_on_the_devices(engine: Engine) {
        // All that the server can say.
        let server = Server::with(engine, &[("RUST_LOG", "trace")]).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let id = four.laptop.says(ben, CANARY).await;
        four.settle().await;
        four.desktop.says(ada, &format!("You said: {CANARY}")).await;
        four.settle().await;
        assert!(four.all().iter().all(|device| device.reads(id).contains(CANARY)));
        let dm = four.laptop.dm_of(id).await.unwrap().id;
        four.tablet.phone.subscribes(dm).await;
        let mut sent = String::new();
        for device in four.all() {
            sent.push_str(&device.wire.borrow());
            sent.push_str(&device.phone.arrived().join("\n"));
        }
        let stored = server.stored().await;
        let said = server.said();
        let places = [("database", stored.as_slice()), ("log", said.as_bytes()), ("wire", sent.as_bytes())];
        // So that the search can find something: what is stored, as it is stored.
        let message = four.laptop.phone.reads_page(dm).await.messages.remove(0);
        let ciphertext = message.sealed.unwrap().ciphertext.to_text();
        assert!(is_in(&stored, &ciphertext.as_bytes()[..64]), "the ciphertext is there");
        assert!(is_in(sent.as_bytes(), &ciphertext.as_bytes()[..64]));
        let mut forbidden = vec![CANARY.to_owned(), in_hex(CANARY.as_bytes())];
        forbidden.extend(in_base64(CANARY.as_bytes()));
        for (place, bytes) in places {
            for needle in &forbidden {
                assert!(!is_in(bytes, needle.as_bytes()), "{needle} is in the {place}");
            }
        }
        // Nor any secret that came to be on a device: keys of epochs and of messages, private keys.
        let secrets: Vec<[u8; 32]> = four.all().iter().flat_map(|device| device.secrets.borrow().clone()).collect();
        assert!(secrets.len() > 50);
        let texts: Vec<String> = secrets.iter().flat_map(|secret| in_base64(secret)).collect();
        let length = texts.iter().map(String::len).min().unwrap();
        let beginnings: HashSet<&[u8]> = texts.iter().map(|text| &text.as_bytes()[..length]).collect();
        for (place, bytes) in places {
            let found = bytes.windows(length).find(|window| beginnings.contains(window));
            assert_eq!(found, None, "a secret is in the {place}");
        }
        assert!(!run(four.laptop.client.conversations()).unwrap().is_empty());
    }
}
