//! Files that are to go with messages, and how far they have come. What is in them is kept elsewhere (`offline/files.rs`).

use hubbub_shared::model::{SentAttachment, Upload};
use hubbub_shared::{AttachmentId, ChannelId};
use serde::{Deserialize, Serialize};

/// So many go with one message.
pub const MOST_FILES: usize = 10;
/// So many are on their way at once.
const AT_ONCE: usize = 3;

/// A file that somebody chose to send.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Held {
    /// What it is kept under; in order of choice within its message.
    pub key: String,
    /// The nonce of the message that it goes with, be it that this is still being written.
    pub message: String,
    /// The channel of that message, as a number.
    pub channel: u64,
    /// What it is called on the device.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// What the device takes it for, such as `image/png`; may be empty.
    pub content_type: String,
    /// What is to be seen in it, in its sender's words; may be empty.
    pub description: String,
    /// What the server calls it. `None`: it does not know of it, or no longer.
    pub upload: Option<u64>,
    /// How many bytes the server has.
    #[serde(skip)]
    pub received: u64,
    /// The server has all of it and was asked since the app was started.
    #[serde(skip)]
    pub is_whole: bool,
    /// How many bytes the server has is known, and not from an earlier run.
    #[serde(skip)]
    pub is_known: bool,
    /// Something of it is on its way.
    #[serde(skip)]
    pub is_busy: bool,
    /// Why it cannot be sent.
    #[serde(skip)]
    pub refused: Option<String>,
    /// An address under which the device shows it, as long as the app runs.
    #[serde(skip)]
    pub address: Option<String>,
}

impl Held {
    /// The channel that it goes to.
    pub fn channel(&self) -> ChannelId {
        ChannelId(self.channel)
    }

    /// Whether the device can show it as a picture.
    pub fn is_picture(&self) -> bool {
        let shown = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"];
        shown.contains(&&*self.content_type)
    }

    /// How much of it is there, of 100.
    pub fn percent(&self) -> u64 {
        if self.is_whole { 100 } else { (self.received * 100 / self.size.max(1)).min(99) }
    }

    /// The server told how far it is.
    pub fn told(&mut self, upload: &Upload) {
        (self.upload, self.received, self.is_known) = (Some(upload.id.0), upload.received, true);
        self.is_whole = upload.attachment.is_some();
    }

    /// The server does not know of it any more: all of it is sent anew.
    pub fn begins_anew(&mut self) {
        (self.upload, self.received, self.is_known, self.is_whole) = (None, 0, false, false);
    }
}

/// What the next file of a message is kept under.
pub fn next_key(files: &[Held], message: &str) -> String {
    let last = of(files, message).filter_map(|held| held.key.rsplit('.').next()?.parse::<usize>().ok()).max();
    format!("{message}.{:03}", last.map_or(0, |last| last + 1))
}

/// Those of a message, in order.
pub fn of<'a>(files: &'a [Held], message: &'a str) -> impl Iterator<Item = &'a Held> {
    files.iter().filter(move |held| held.message == message)
}

/// What goes next to the server, if there is still room on the way.
pub fn next(files: &[Held]) -> Option<&Held> {
    let busy = files.iter().filter(|held| held.is_busy).count();
    files
        .iter()
        .find(|held| !held.is_busy && !held.is_whole && held.refused.is_none())
        .filter(|_| busy < AT_ONCE)
}

/// What a message says of its files. `None`: they are not all there.
pub fn sent(files: &[Held], message: &str, count: usize) -> Option<Vec<SentAttachment>> {
    let all: Option<Vec<SentAttachment>> = of(files, message)
        .map(|held| {
            let id = AttachmentId(held.upload.filter(|_| held.is_whole)?);
            let description = Some(held.description.clone()).filter(|words| !words.is_empty());
            Some(SentAttachment { id, description })
        })
        .collect();
    all.filter(|all| all.len() == count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::Timestamp;

    fn held(message: &str, files: &[Held]) -> Held {
        Held { key: next_key(files, message), message: message.into(), size: 200, ..Held::default() }
    }

    fn upload(received: u64) -> Upload {
        Upload { id: AttachmentId(7), size: 200, received, expires_at: Timestamp(0), attachment: None }
    }

    #[test]
    fn files_are_kept_in_the_order_in_which_they_were_chosen() {
        let mut files = Vec::new();
        for _ in 0..11 {
            files.push(held("a", &files));
        }
        files.remove(3);
        files.push(held("a", &files));
        let keys: Vec<&str> = files.iter().map(|held| &*held.key).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(held("b", &files).key, "b.000");
    }

    #[test]
    fn so_many_go_at_once_and_what_was_refused_holds_nothing_up() {
        let mut files: Vec<Held> = ["a", "b", "c", "d", "e"].map(|message| held(message, &[])).into();
        files[0].refused = Some("too large".into());
        for expected in ["b.000", "c.000", "d.000"] {
            assert_eq!(next(&files).map(|held| &*held.key), Some(expected));
            files.iter_mut().filter(|held| held.key == expected).for_each(|held| held.is_busy = true);
        }
        assert_eq!(next(&files), None);
    }

    #[test]
    fn a_message_goes_when_all_of_its_files_are_there() {
        let mut files = vec![held("a", &[])];
        files.push(held("a", &files));
        files[0].description = "Beans".into();
        for file in &mut files {
            file.told(&upload(200));
        }
        assert_eq!(sent(&files, "a", 2), None, "the server looks at them still");
        files.iter_mut().for_each(|held| held.is_whole = true);
        let all = sent(&files, "a", 2).unwrap();
        assert_eq!(all[0].description.as_deref(), Some("Beans"));
        assert_eq!(all[1], SentAttachment { id: AttachmentId(7), description: None });
        assert_eq!(sent(&files, "a", 3), None, "one was not read from the device yet");
    }

    #[test]
    fn what_has_gone_from_the_server_begins_anew() {
        let mut file = held("a", &[]);
        file.told(&upload(150));
        assert_eq!((file.percent(), file.received), (75, 150));
        file.begins_anew();
        assert_eq!((file.percent(), file.upload), (0, None));
        file.told(&upload(200));
        assert_eq!(file.percent(), 99, "not before the server says what it is");
    }
}
