//! What a device gets: a Declarative Web Push message, which Safari shows by itself, and others' service workers read
//! (<https://www.w3.org/TR/push-api/#declarative-push-message>).

use super::decide::Occasion;
use super::push_jobs::PushJobDoc;
use crate::push::MOST_BYTES;
use serde_json::{Value, json};

/// What is told of a message: as much of it as fits on a lock screen.
const MOST_CHARS: usize = 240;

/// What was said, in the words that its reader would see.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    /// Name of the author.
    pub author: &'a str,
    /// Name of the channel.
    pub channel: &'a str,
    /// Name of the hub.
    pub hub: &'a str,
    /// The words, without Markdown. `None`: their reader wants no previews.
    pub words: Option<String>,
}

/// Something to be shown.
#[derive(Debug, Clone)]
pub struct Payload {
    title: String,
    body: String,
    navigate: String,
    tag: String,
    badge: u64,
    data: Value,
}

impl Payload {
    /// News of a conversation that the server cannot read: who wrote, and how often.
    pub fn direct(job: &PushJobDoc, author: &str, navigate: String, badge: u64) -> Self {
        let body = match job.count {
            1 => "Sent you a private message".to_owned(),
            count => format!("Sent you {count} private messages"),
        };
        Self { title: author.to_owned(), body, navigate, tag: job.tag(), badge, data: data(job) }
    }

    /// News of a channel. `badge`: how many mentions its person has not read.
    pub fn news(job: &PushJobDoc, said: &Said<'_>, navigate: String, badge: u64) -> Self {
        let data = data(job);
        let title = match job.count {
            _ if job.reminder => format!("Reminder: {} in #{}", said.author, said.channel),
            1 => format!("{} in #{}", said.author, said.channel),
            count => format!("{count} new messages in #{}", said.channel),
        };
        let body = match (&said.words, job.count) {
            (Some(words), 1) => shortened(words),
            (Some(words), _) => format!("{}: {}", said.author, shortened(words)),
            (None, _) if job.mention => format!("You were mentioned · {}", said.hub),
            (None, _) => said.hub.to_owned(),
        };
        Self { title, body, navigate, tag: job.tag(), badge, data }
    }

    /// What somebody sends to themselves, to see whether it arrives. `id` tells one from the other.
    pub fn test(id: &str, navigate: String, badge: u64) -> Self {
        let data = json!({ "message": id, "place": "test", "seq": 0, "kind": "test" });
        let (title, body) = ("Notifications work".to_owned(), "This device is told from now on.".to_owned());
        Self { title, body, navigate, tag: "test".to_owned(), badge, data }
    }

    /// As bytes, none too many for a push service.
    pub fn bytes(&self) -> Vec<u8> {
        let bytes = self.json(&self.body).to_string().into_bytes();
        match bytes.len() <= MOST_BYTES {
            true => bytes,
            // Names of people and channels are bounded, so this fits.
            false => self.json("").to_string().into_bytes(),
        }
    }

    fn json(&self, body: &str) -> Value {
        let badge = self.badge.to_string();
        json!({
            "web_push": 8030,
            "mutable": true,
            "app_badge": badge,
            "notification": {
                "title": self.title,
                "body": body,
                "navigate": self.navigate,
                "tag": self.tag,
                "app_badge": badge,
                "data": self.data,
            },
        })
    }
}

/// What the device knows of it beside what it shows.
fn data(job: &PushJobDoc) -> Value {
    match job.occasion() {
        // It stays when its place is read: that it was read before is why they wanted to be reminded.
        Occasion::Reminder => {
            json!({ "message": job.message, "place": "reminder", "seq": 0, "kind": "reminder" })
        }
        occasion => {
            let kind = match occasion {
                Occasion::Mention => "mention",
                Occasion::Direct => "direct",
                _ => "message",
            };
            json!({ "message": job.message, "place": job.place, "seq": job.seq, "kind": kind })
        }
    }
}

/// In one line, not too long.
fn shortened(words: &str) -> String {
    let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST_CHARS) {
        None => text,
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}
