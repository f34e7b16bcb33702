//! Cuts the middle out of a picture of the device, as small as it is shown: what goes over the network is a few kilobytes,
//! without where it was taken, and of whatever kind of file this browser can read.

use crate::browser;
use crate::browser::js;
use hubbub_shared::PICTURE_BYTES;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Pixels from one side to the other; the server keeps no more.
const SIDE: f64 = 256.0;
/// The server writes it anew, so nothing is lost here that can be seen there.
const QUALITY: f64 = 0.95;
/// What a socket takes in one frame, with some room for the rest of it.
const MOST_BYTES: f64 = 200.0 * 1024.0;
/// In which forms it is tried: the first keeps what one sees through, and not all browsers write it.
const FORMS: [&str; 2] = ["image/webp", "image/jpeg"];

const _: () = assert!(MOST_BYTES < PICTURE_BYTES as f64);

/// A `Blob` of the middle of a picture. `None`: this browser cannot read it.
pub async fn square(file: &JsValue) -> Option<JsValue> {
    let options = js::object(&[("imageOrientation", "from-image".into())]);
    let reading = js::call(&js_sys::global(), "createImageBitmap", &[file.clone(), options])?;
    let picture = js::wait(reading).await?;
    let (width, height) = (js::number(&picture, "width"), js::number(&picture, "height"));
    let from = width.min(height);
    let side = from.min(SIDE);
    let canvas: JsValue = browser::document()?.create_element("canvas").ok()?.into();
    js::set(&canvas, "width", &side.into());
    js::set(&canvas, "height", &side.into());
    let context = js::call(&canvas, "getContext", &["2d".into()])?;
    js::set(&context, "imageSmoothingQuality", &"high".into());
    let (left, top) = (((width - from) / 2.0).floor(), ((height - from) / 2.0).floor());
    let numbers = [left, top, from, from, 0.0, 0.0, side, side].map(JsValue::from);
    let drawing: Vec<JsValue> = std::iter::once(picture.clone()).chain(numbers).collect();
    js::call(&context, "drawImage", &drawing)?;
    js::call(&picture, "close", &[]);
    let mut blob = JsValue::NULL;
    for form in FORMS {
        blob = written(&canvas, form).await?;
        if js::text(&blob, "type").as_deref() == Some(form) && js::number(&blob, "size") <= MOST_BYTES {
            break;
        }
    }
    blob.is_object().then_some(blob)
}

async fn written(canvas: &JsValue, form: &str) -> Option<JsValue> {
    let promise = Promise::new(&mut |done, _| {
        let take = Closure::once_into_js(move |blob: JsValue| drop(done.call1(&JsValue::NULL, &blob)));
        js::call(canvas, "toBlob", &[take, form.into(), QUALITY.into()]);
    });
    js::wait(promise.unchecked_into()).await
}

/// What is in it.
pub async fn bytes(blob: &JsValue) -> Option<Vec<u8>> {
    let buffer = js::wait(js::call(blob, "arrayBuffer", &[])?).await?;
    Some(Uint8Array::new(&buffer).to_vec())
}
