//! Members who do not look, with devices that are told by web push.

use super::Shelf;
use super::large_hub::{began, id, person};
use anyhow::{Context, Result};
use hubbub_server::domain::members::MemberDoc;
use hubbub_server::domain::notifications::{PushKeyDoc, SubscriptionDoc};
use hubbub_server::domain::sessions::SessionDoc;
use hubbub_server::push::Key;
use hubbub_server::store::FIRST_VERSION;
use hubbub_shared::{HubId, SessionId, Timestamp, UserId};

/// Keys of the example in RFC 8291, section 5: nobody here reads what is sent.
const P256DH: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
/// No session ends meanwhile: the year 2096.
const LATER: Timestamp = Timestamp(4_000_000_000_000);

/// Whose members they are, and where their devices are reached.
pub struct Away<'a> {
    pub hub: u64,
    pub people: u64,
    pub devices: u64,
    /// Host and port of the push service.
    pub service: &'a str,
}

impl Shelf {
    /// Adds them to a hub. The server has run before, so that it has its key.
    pub fn away(&self, those: &Away) -> Result<()> {
        self.runtime.block_on(async {
            let key: PushKeyDoc =
                self.store.get(PushKeyDoc::ID).await?.context("the server has no key yet")?;
            let key = Key::parse(&key.private, String::new()).context("the key is damaged")?;
            self.add((0..those.people).map(person)).await?;
            self.add((0..those.people).map(|number| member(those, number))).await?;
            self.add((0..those.devices).map(|number| session(those, number))).await?;
            self.add((0..those.devices).map(|number| subscription(those, key.public(), number))).await
        })
    }
}

fn member(those: &Away, number: u64) -> MemberDoc {
    let person = person(number);
    MemberDoc::new(HubId(those.hub), person.id, began()).called(&person.user())
}

/// Every second person has two devices, if there are half as many more of them.
fn owner(those: &Away, device: u64) -> UserId {
    person(device % those.people).id
}

fn device_id(device: u64) -> SessionId {
    SessionId(id(7, device))
}

fn session(those: &Away, device: u64) -> SessionDoc {
    SessionDoc {
        id: device_id(device),
        version: FIRST_VERSION,
        user: owner(those, device),
        name: "Firefox on Android".to_owned(),
        token_hash: format!("nobody-{device}"),
        created_at: began(),
        last_used_at: began(),
        expires_at: LATER,
        suspended: None,
    }
}

fn subscription(those: &Away, key: &str, device: u64) -> SubscriptionDoc {
    SubscriptionDoc {
        session: device_id(device),
        version: FIRST_VERSION,
        user: owner(those, device),
        endpoint: format!("http://{}/{device}", those.service),
        p256dh: P256DH.to_owned(),
        auth: AUTH.to_owned(),
        key: key.to_owned(),
        since: began(),
        last_taken_at: None,
    }
}
