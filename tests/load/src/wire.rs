//! Bytes: WebSocket frames as a client writes and reads them, and what is looked for in them.

pub mod frames;
pub mod hubbub;
pub mod pack;
pub mod stamp;
pub mod upgrade;
