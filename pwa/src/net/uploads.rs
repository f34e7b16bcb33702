//! Sends files to the server, piece by piece (the core of tus 1.0). Not by `fetch`, which does not tell how far it is.

use crate::browser::js;
use crate::net::frames;
use crate::sorted::Map;
use crate::state::attaching::Held;
use hubbub_shared::model::Upload;
use hubbub_shared::{AttachmentId, ErrorCode, Problem};
use js_sys::Promise;
use std::cell::RefCell;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Lost at most when a connection breaks that does not say so.
const PIECE: u64 = 4 << 20;
/// A piece that takes longer is begun anew, from where it stands.
const PATIENCE_MS: f64 = 300_000.0;

thread_local! {
    /// What is on its way, by the key of the file.
    static ON_THEIR_WAY: RefCell<Map<String, JsValue>> = const { RefCell::new(Map::new()) };
}

/// What the server said.
pub struct Answer {
    /// As in HTTP; 0 if nothing came back.
    pub status: u16,
    body: String,
    /// How many bytes it has, if it said so.
    pub offset: Option<u64>,
}

impl Answer {
    /// The upload as it is now.
    pub fn upload(&self) -> Option<Upload> {
        frames::decode_json(&self.body)
    }

    /// What it has against it.
    pub fn problem(&self) -> Problem {
        frames::decode_json(&self.body).unwrap_or_else(|| Problem::new(ErrorCode::Unavailable, ""))
    }
}

/// Tells the server of a file.
pub async fn begin(held: &Held) -> Option<Answer> {
    let about = js::object(&[("name", held.name.as_str().into()), ("size", (held.size as f64).into())]);
    let body = js_sys::JSON::stringify(&about).ok()?;
    let address = format!("/api/channels/{}/uploads", held.channel);
    let headers = [("content-type", "application/json".to_owned())];
    ask("POST", &address, &headers, &body.into(), &held.key, |_| {}).await
}

/// How far it is.
pub async fn look(upload: AttachmentId, key: &str) -> Option<Answer> {
    ask("GET", &address_of(upload), &[], &JsValue::NULL, key, |_| {}).await
}

/// Gives it up.
pub async fn give_up(upload: AttachmentId) {
    ask("DELETE", &address_of(upload), &[], &JsValue::NULL, "", |_| {}).await;
}

/// Sends the next piece of it. `tell` is told how many bytes have gone.
pub async fn send(
    held: &Held,
    upload: AttachmentId,
    bytes: &JsValue,
    tell: impl Fn(u64) + 'static,
) -> Option<Answer> {
    let (from, to) = (held.received, held.size.min(held.received + PIECE));
    let piece = js::call(bytes, "slice", &[(from as f64).into(), (to as f64).into()])?;
    let headers = [
        ("content-type", "application/offset+octet-stream".to_owned()),
        ("upload-offset", from.to_string()),
        ("tus-resumable", "1.0.0".to_owned()),
    ];
    ask("PATCH", &address_of(upload), &headers, &piece, &held.key, move |gone| tell(from + gone)).await
}

/// Stops what is on its way of a file.
pub fn stop(key: &str) {
    if let Some(request) = ON_THEIR_WAY.with_borrow_mut(|all| all.remove(key)) {
        js::call(&request, "abort", &[]);
    }
}

fn address_of(upload: AttachmentId) -> String {
    format!("/api/uploads/{upload}")
}

async fn ask(
    method: &str,
    address: &str,
    headers: &[(&str, String)],
    body: &JsValue,
    key: &str,
    tell: impl Fn(u64) + 'static,
) -> Option<Answer> {
    let request = js::new("XMLHttpRequest", &[])?;
    js::call(&request, "open", &[method.into(), address.into()])?;
    js::set(&request, "timeout", &PATIENCE_MS.into());
    for (name, value) in headers {
        js::call(&request, "setRequestHeader", &[(*name).into(), value.as_str().into()])?;
    }
    let told =
        Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| tell(js::number(&event, "loaded") as u64));
    js::set(&js::get(&request, "upload"), "onprogress", told.as_ref());
    let done = Promise::new(&mut |done, _| js::set(&request, "onloadend", &done));
    ON_THEIR_WAY.with_borrow_mut(|all| all.insert(key.to_owned(), request.clone()));
    js::call(&request, "send", std::slice::from_ref(body))?;
    js::wait(done.unchecked_into()).await;
    ON_THEIR_WAY.with_borrow_mut(|all| drop(all.remove(key)));
    let offset = js::call(&request, "getResponseHeader", &["upload-offset".into()]);
    Some(Answer {
        status: js::number(&request, "status") as u16,
        body: js::text(&request, "responseText").unwrap_or_default(),
        offset: offset.and_then(|offset| offset.as_string()?.parse().ok()),
    })
}
