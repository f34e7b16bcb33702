//! Whose words this device keeps: unsent messages must never be sent in somebody else's name.

use super::storage;
use crate::browser;
use hubbub_shared::UserId;

const NAME: &str = "person";

/// Whether what is kept here is somebody else's.
pub fn is_other(me: UserId) -> bool {
    storage::read(NAME).is_some_and(|kept| kept != me.to_string())
}

/// Who is signed in, as the server told the browser, without asking it.
fn signed_in() -> Option<String> {
    let document = browser::document()?;
    let cookies = js_sys::Reflect::get(&document, &"cookie".into()).ok()?.as_string()?;
    let person = cookies.split("; ").find_map(|cookie| cookie.strip_prefix("hubbub_person="))?;
    Some(person.to_owned())
}

/// Whether somebody is signed in, as far as the browser knows.
pub fn is_signed_in() -> bool {
    signed_in().is_some()
}

/// Somebody else signed in since this device kept something: nothing of that may be shown, not for a moment.
pub fn has_changed() -> bool {
    signed_in().is_some_and(|person| storage::read(NAME).is_some_and(|kept| kept != person))
}

/// From now on what is kept here is this person's.
pub fn keep(me: UserId) {
    storage::write(NAME, &me.to_string());
}
