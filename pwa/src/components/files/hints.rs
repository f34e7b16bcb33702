//! What pictures look like from afar, until they are there: painted from the ThumbHash that each link to one has.

use crate::browser;
use crate::browser::js;
use hubbub_shared::Bytes;
use js_sys::Uint8ClampedArray;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// Paints those that are on the page, and those that come.
pub fn begin() {
    let Some(document) = browser::document() else { return };
    paint_all();
    let changed = Closure::<dyn Fn()>::new(paint_all);
    let observer = js::new("MutationObserver", &[changed.as_ref().clone()]);
    changed.forget();
    if let Some(observer) = observer {
        let what = js::object(&[("subtree", true.into()), ("childList", true.into())]);
        js::call(&observer, "observe", &[document.into(), what]);
    }
}

fn paint_all() {
    let Some(all) = browser::document().and_then(|it| it.query_selector_all("[data-hash]").ok()) else {
        return;
    };
    for place in 0..all.length() {
        if let Some(link) = all.get(place).and_then(|link| link.dyn_into::<Element>().ok()) {
            let hash = link.get_attribute("data-hash").unwrap_or_default();
            let _ = link.remove_attribute("data-hash");
            let is_there = link
                .query_selector("img")
                .ok()
                .flatten()
                .is_some_and(|it| js::get(&it, "complete").is_truthy());
            if !is_there {
                paint(&link, &hash);
            }
        }
    }
}

/// Between the colour and the picture.
fn paint(link: &Element, hash: &str) -> Option<()> {
    let (width, height, pixels) = thumbhash::thumb_hash_to_rgba(&Bytes::of_text(hash)?.0).ok()?;
    let canvas: JsValue = browser::document()?.create_element("canvas").ok()?.into();
    js::set(&canvas, "width", &(width as u32).into());
    js::set(&canvas, "height", &(height as u32).into());
    let context = js::call(&canvas, "getContext", &["2d".into()])?;
    let pixels: JsValue = Uint8ClampedArray::from(&*pixels).into();
    let image = js::new("ImageData", &[pixels, (width as u32).into(), (height as u32).into()])?;
    js::call(&context, "putImageData", &[image, 0.into(), 0.into()])?;
    let canvas: Element = canvas.dyn_into().ok()?;
    canvas.set_attribute("aria-hidden", "true").ok()?;
    let picture = link.query_selector("img").ok()??;
    link.insert_before(&canvas, Some(&picture)).ok().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_as_it_was_written() {
        assert_eq!(Bytes::of_text("AQID_-8").map(|bytes| bytes.0), Some(vec![1, 2, 3, 0xff, 0xef]));
        assert_eq!(Bytes::of_text("no base64!"), None);
        let hash = Bytes::of_text("1QcSHQRnh493V4dIh4eXh1h4kJUI").unwrap().0;
        assert_eq!(thumbhash::thumb_hash_to_rgba(&hash).map(|(_, _, pixels)| pixels.len() % 4), Ok(0));
        assert!(thumbhash::thumb_hash_to_rgba(&[1, 2]).is_err(), "what is not one paints nothing");
    }
}
