//! Frames to bytes and back: the same as `Encoding::MessagePack` of `hubbub_shared`, which a test holds it to.
//!
//! `Encoding` chooses at run time, so using it brings the JSON of every frame along: a tenth of the whole app.

use serde::{Serialize, de::DeserializeOwned};

/// Protects the stack: the protocol has nothing that is nested deeper.
const MAX_DEPTH: usize = 64;

/// Writes a frame.
pub fn encode<T: Serialize>(frame: &T) -> Option<Vec<u8>> {
    rmp_serde::to_vec_named(frame).ok()
}

/// Reads a frame; bytes left over are an error.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let mut decoder = rmp_serde::Deserializer::new(bytes);
    decoder.set_max_depth(MAX_DEPTH);
    let frame = T::deserialize(&mut decoder).ok()?;
    decoder.get_ref().is_empty().then_some(frame)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::ready;
    use hubbub_shared::protocol::{Encoding, ServerFrame};

    #[test]
    fn frames_are_those_of_the_protocol() {
        let frame = ServerFrame::Ready(Box::new(ready()));
        let mut bytes = Encoding::MessagePack.encode(&frame).unwrap();
        assert_eq!(encode(&frame).as_ref(), Some(&bytes));
        assert_eq!(decode::<ServerFrame>(&bytes), Some(frame));
        bytes.push(0);
        assert_eq!(decode::<ServerFrame>(&bytes), None);
    }
}
