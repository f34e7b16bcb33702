//! Frames in the order in which they leave.

use actix_web::web::{Buf, Bytes};
use std::collections::VecDeque;

/// Most bytes that are put together for one write.
const CHUNK: usize = 64 * 1024;

/// Frames that wait for a socket. Mostly there is one or none, and then nothing is allocated.
#[derive(Default)]
pub(super) struct FramesWaiting {
    first: Option<Bytes>,
    rest: VecDeque<Bytes>,
    bytes: usize,
    /// The peer has the beginning of the first.
    is_begun: bool,
}

impl FramesWaiting {
    /// How many frames wait.
    pub(super) fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.rest.len()
    }

    /// Whether none waits.
    pub(super) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// How many bytes they are.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Adds one at the end.
    pub(super) fn push(&mut self, frame: Bytes) {
        self.bytes += frame.len();
        match self.first {
            None => self.first = Some(frame),
            Some(_) => self.rest.push_back(frame),
        }
    }

    /// What to write next: a lone frame as it is, several put together in `scratch`.
    pub(super) fn chunk<'a>(&'a self, scratch: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        let first = self.first.as_ref()?;
        if self.rest.is_empty() || first.len() >= CHUNK {
            return Some(first);
        }
        scratch.clear();
        scratch.extend_from_slice(first);
        for frame in &self.rest {
            if scratch.len() + frame.len() > CHUNK {
                break;
            }
            scratch.extend_from_slice(frame);
        }
        Some(scratch)
    }

    /// So many bytes were written.
    pub(super) fn written(&mut self, mut written: usize) {
        self.bytes = self.bytes.saturating_sub(written);
        while let Some(first) = &mut self.first {
            if written < first.len() {
                first.advance(written);
                self.is_begun |= written > 0;
                return;
            }
            written -= first.len();
            self.first = self.rest.pop_front();
            self.is_begun = false;
        }
        self.rest = VecDeque::new();
    }

    /// Drops all but the rest of a frame of which the peer has the beginning: half a frame would make nonsense of those
    /// after it.
    pub(super) fn drop_what_is_not_begun(&mut self) {
        self.rest = VecDeque::new();
        if !self.is_begun {
            self.first = None;
        }
        self.bytes = self.first.as_ref().map_or(0, Bytes::len);
    }

    /// Drops all frames that wait.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(frames: &[&'static [u8]]) -> FramesWaiting {
        let mut waiting = FramesWaiting::default();
        frames.iter().for_each(|frame| waiting.push(Bytes::from_static(frame)));
        waiting
    }

    fn next(waiting: &FramesWaiting) -> Vec<u8> {
        waiting.chunk(&mut Vec::new()).unwrap_or_default().to_vec()
    }

    #[test]
    fn however_little_is_written_at_a_time_everything_leaves_in_order() {
        for step in 1..=6 {
            let (mut waiting, mut out) = (waiting(&[b"ab", b"c", b"def"]), Vec::new());
            while !waiting.is_empty() {
                let chunk = next(&waiting);
                let written = step.min(chunk.len());
                out.extend_from_slice(&chunk[..written]);
                waiting.written(written);
                assert_eq!(waiting.bytes(), 6 - out.len());
            }
            assert_eq!(out, b"abcdef", "{step} at a time");
        }
    }

    #[test]
    fn only_a_frame_that_is_begun_outlives_a_drop() {
        let mut whole = waiting(&[b"ab", b"c"]);
        whole.drop_what_is_not_begun();
        assert!(whole.is_empty() && whole.bytes() == 0);
        let mut begun = waiting(&[b"ab", b"c"]);
        begun.written(1);
        begun.drop_what_is_not_begun();
        assert_eq!((next(&begun), begun.len(), begun.bytes()), (b"b".to_vec(), 1, 1));
    }
}
