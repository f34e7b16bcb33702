//! A file of the server that is longer than an answer should be, taken piece by piece, so that it can be told how far it is.
//! The browser keeps the pieces; the app never has them in its own memory.

use super::calls::no_answer;
use crate::browser;
use hubbub_shared::Problem;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, Response};

/// Saves what is at an address under a name. Tells how many lines are here, and how many the server announced under a header.
pub async fn save(
    address: &str,
    (name, header): (&str, &str),
    tell: impl Fn(u64, u64),
) -> Result<(), Problem> {
    let response = get(address).await.ok_or_else(no_answer)?;
    if !response.ok() {
        let body = text(&response).await.unwrap_or_default();
        return Err(super::frames::decode_json(&body).unwrap_or_else(no_answer));
    }
    let announced = response.headers().get(header).ok().flatten().and_then(|count| count.parse().ok());
    let pieces = read(&response, announced.unwrap_or_default(), tell).await.ok_or_else(no_answer)?;
    offer(&pieces, name).ok_or_else(no_answer)
}

async fn get(address: &str) -> Option<Response> {
    let answer = JsFuture::from(browser::window()?.fetch_with_str(address)).await.ok()?;
    answer.dyn_into().ok()
}

async fn text(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// All pieces; `None`: the connection broke off.
async fn read(response: &Response, announced: u64, tell: impl Fn(u64, u64)) -> Option<Array> {
    let body = browser::property(response, "body")?;
    let reader = call(&body, "getReader")?;
    let (pieces, mut lines) = (Array::new(), 0_u64);
    loop {
        let next = JsFuture::from(call(&reader, "read")?.dyn_into::<Promise>().ok()?).await.ok()?;
        if browser::property(&next, "done")?.is_truthy() {
            return Some(pieces);
        }
        let piece: Uint8Array = browser::property(&next, "value")?.dyn_into().ok()?;
        lines += piece.to_vec().iter().filter(|byte| **byte == b'\n').count() as u64;
        pieces.push(&piece);
        tell(lines, announced);
    }
}

fn call(of: &JsValue, method: &str) -> Option<JsValue> {
    browser::property(of, method)?.dyn_into::<Function>().ok()?.call0(of).ok()
}

/// As a click on a link with `download` does.
fn offer(pieces: &Array, name: &str) -> Option<()> {
    let global = js_sys::global();
    let blob: Function = browser::property(&global, "Blob")?.dyn_into().ok()?;
    let blob = Reflect::construct(&blob, &Array::of1(pieces)).ok()?;
    let urls = browser::property(&global, "URL")?;
    let make: Function = browser::property(&urls, "createObjectURL")?.dyn_into().ok()?;
    let url = make.call1(&urls, &blob).ok()?;
    let link: HtmlElement = browser::document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &url.as_string()?).ok()?;
    link.set_attribute("download", name).ok()?;
    link.click();
    let free: Function = browser::property(&urls, "revokeObjectURL")?.dyn_into().ok()?;
    let urls: Object = urls.dyn_into().ok()?;
    // Some browsers read it only a moment later.
    browser::later(60_000, move || {
        let _ = free.call1(&urls, &url);
    });
    Some(())
}
