//! What the browser made of JSON, as MessagePack.

use super::frame::{Frame, frame};
use super::reader::read;
use js_sys::{Array, JSON, Object};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// Reads JSON with the browser's parser. `None`: it is not JSON, or not of this shape.
pub fn decode_json<T: DeserializeOwned>(text: &str) -> Option<T> {
    decode_parsed(&JSON::parse(text).ok()?)
}

/// Reads what the browser made of JSON. `None`: it is not of this shape.
pub fn decode_parsed<T: DeserializeOwned>(value: &JsValue) -> Option<T> {
    Some(read(&packed(value)?, true)?.0)
}

/// Reads a frame of the server that came as text.
pub fn read_json_frame(text: &str) -> Frame {
    let bytes = JSON::parse(text).ok().and_then(|value| packed(&value));
    bytes.map_or(Frame::Garbled, |bytes| frame(&bytes, true))
}

fn packed(value: &JsValue) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    write(value, &mut bytes, 0)?;
    Some(bytes)
}

/// Protects the stack as the reader does: `JSON.parse` bounds nothing.
fn write(value: &JsValue, bytes: &mut Vec<u8>, depth: usize) -> Option<()> {
    if depth > 64 {
        return None;
    }
    if let Some(text) = value.as_string() {
        head(bytes, 0xdb, text.len())?;
        bytes.extend(text.as_bytes());
    } else if let Some(number) = value.as_f64() {
        write_number(number, bytes);
    } else if let Some(bool) = value.as_bool() {
        bytes.push(if bool { 0xc3 } else { 0xc2 });
    } else if let Some(list) = value.dyn_ref::<Array>() {
        head(bytes, 0xdd, list.length() as usize)?;
        return list.iter().try_for_each(|item| write(&item, bytes, depth + 1));
    } else if let Some(map) = value.dyn_ref::<Object>() {
        let entries = Object::entries(map);
        head(bytes, 0xdf, entries.length() as usize)?;
        return entries.iter().try_for_each(|entry| {
            let entry: Array = entry.unchecked_into();
            write(&entry.get(0), bytes, depth + 1)?;
            write(&entry.get(1), bytes, depth + 1)
        });
    } else {
        bytes.push(0xc0);
    }
    Some(())
}

fn head(bytes: &mut Vec<u8>, kind: u8, count: usize) -> Option<()> {
    bytes.push(kind);
    bytes.extend(u32::try_from(count).ok()?.to_be_bytes());
    Some(())
}

/// Whole numbers as such: JSON has one kind for all.
fn write_number(number: f64, bytes: &mut Vec<u8>) {
    if number.fract() != 0.0 {
        bytes.push(0xcb);
        bytes.extend(number.to_bits().to_be_bytes());
    } else if number >= 0.0 {
        bytes.push(0xcf);
        bytes.extend((number as u64).to_be_bytes());
    } else {
        bytes.push(0xd3);
        bytes.extend((number as i64).to_be_bytes());
    }
}
