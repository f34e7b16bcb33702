//! The socket that the page opened (`first.js`) while the app was on its way, with what came for it since.

use js_sys::{Array, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, WebSocket};

/// Takes it. `None`: there is none, it was taken before, or it is closed by now and a new one will say why.
pub fn take() -> Option<(WebSocket, Vec<MessageEvent>)> {
    let name = JsValue::from_str("early");
    let early = Reflect::get(&global(), &name).ok().filter(JsValue::is_object)?;
    let _ = Reflect::set(&global(), &name, &JsValue::UNDEFINED);
    let socket: WebSocket = Reflect::get(&early, &"socket".into()).ok()?.dyn_into().ok()?;
    let frames: Array = Reflect::get(&early, &"frames".into()).ok()?.dyn_into().ok()?;
    let is_alive = matches!(socket.ready_state(), WebSocket::CONNECTING | WebSocket::OPEN);
    let frames = frames.iter().filter_map(|event| event.dyn_into().ok());
    is_alive.then(|| (socket, frames.collect()))
}
