//! One WebSocket that speaks the gateway's frames. When and why it is opened is decided in `state/connection.rs`.

mod early;

use crate::browser;
use crate::net::frames::{self, Frame};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// The close code of a socket that never was one.
pub const NEVER_OPENED: u16 = 1006;

/// What a socket tells.
pub enum SocketEvent {
    /// A frame came.
    Frame(Box<Frame>),
    /// It is closed; nothing more will come.
    Closed(u16),
}

/// An open or opening socket. Dropping it closes it, and nothing more is told.
pub struct Socket {
    raw: WebSocket,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

impl Socket {
    /// Opens a socket to the server this app came from, or takes the one the page has opened meanwhile. The session cookie
    /// goes along.
    pub fn open(tell: impl Fn(SocketEvent) + Clone + 'static) -> Option<Self> {
        let (raw, early) = match early::take() {
            Some((raw, early)) => (raw, early),
            None => {
                (WebSocket::new(&(browser::origin().replacen("http", "ws", 1) + "/ws")).ok()?, Vec::new())
            }
        };
        raw.set_binary_type(BinaryType::Arraybuffer);
        let tell_early = tell.clone();
        let tell_close = tell.clone();
        let on_message =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| tell(read(&event)));
        let on_close = Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| {
            tell_close(SocketEvent::Closed(event.code()))
        });
        raw.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        raw.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        // Before what comes from now on, and after whoever opens this has got it.
        browser::soon(move || early.iter().for_each(|event| tell_early(read(event))));
        Some(Self { raw, _on_message: on_message, _on_close: on_close })
    }

    /// Sends a frame. False: the socket is not open.
    pub fn send(&self, frame: &[u8]) -> bool {
        self.raw.ready_state() == WebSocket::OPEN && self.raw.send_with_u8_array(frame).is_ok()
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.raw.set_onmessage(None);
        self.raw.set_onclose(None);
        let _ = self.raw.close();
    }
}

fn read(event: &MessageEvent) -> SocketEvent {
    let data = event.data();
    let frame = match (data.dyn_ref::<ArrayBuffer>(), data.as_string()) {
        (Some(buffer), _) => frames::read_frame(&Uint8Array::new(buffer).to_vec()),
        (None, Some(text)) => frames::read_json_frame(&text),
        (None, None) => Frame::Garbled,
    };
    SocketEvent::Frame(Box::new(frame))
}
