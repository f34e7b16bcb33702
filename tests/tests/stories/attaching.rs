//! Files that go with messages: sending them piece by piece, who may, who fetches them, and when they go.

mod bucket;
mod fetching;
mod going;
mod pictures;
mod sending;

use crate::answers::{problem_of as refused_with, refused};
use crate::scene::{Cast, Pair, pair};
use hubbub_shared::model::{Attachment, Message, SentAttachment, Upload};
use hubbub_shared::protocol::Reply;
use hubbub_shared::protocol::command::{CreateUpload, DeleteUpload, EditMessage, GetUpload, SendMessage};
use hubbub_shared::{AttachmentId, ChannelId, ErrorCode, Permissions, Problem};
use hubbub_tests::{
    Acts, Changes, Door, Engine, Person, Server, each_door, each_engine, eventually, overwrite,
};
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use reqwest::{Method, Response, StatusCode};
use std::path::{Path, PathBuf};

fn create(channel: ChannelId, name: &str, size: usize) -> CreateUpload {
    CreateUpload { channel, name: name.to_owned(), size: size as u64 }
}

async fn creates(who: &impl Acts, channel: ChannelId, name: &str, size: usize) -> Upload {
    match who.calls(create(channel, name, size)).await {
        Ok(Reply::Upload(upload)) => upload,
        other => panic!("expected an upload, got {other:?}"),
    }
}

async fn looks(who: &impl Acts, upload: AttachmentId) -> Upload {
    match who.calls(GetUpload { upload }).await {
        Ok(Reply::Upload(upload)) => upload,
        other => panic!("expected an upload, got {other:?}"),
    }
}

/// Sends bytes from there on.
async fn patches(who: &Person, upload: AttachmentId, offset: usize, bytes: &[u8]) -> Response {
    let request = who.request(Method::PATCH, &format!("/api/uploads/{upload}")).header(ORIGIN, who.address());
    let request =
        request.header(CONTENT_TYPE, "application/offset+octet-stream").header("Upload-Offset", offset);
    request.body(bytes.to_vec()).send().await.unwrap()
}

fn offset_of(answer: &Response) -> Option<usize> {
    answer.headers().get("Upload-Offset")?.to_str().ok()?.parse().ok()
}

/// A whole file, not sent yet.
async fn uploads(who: &Person, channel: ChannelId, name: &str, bytes: &[u8]) -> Attachment {
    let upload = creates(who, channel, name, bytes.len()).await;
    let answer = patches(who, upload.id, 0, bytes).await;
    assert_eq!((answer.status(), offset_of(&answer)), (StatusCode::OK, Some(bytes.len())));
    let whole: Upload = answer.json().await.unwrap();
    assert_eq!((whole.id, whole.received), (upload.id, bytes.len() as u64));
    whole.attachment.expect("it is whole")
}

fn with(channel: ChannelId, words: &str, files: &[AttachmentId]) -> SendMessage {
    let attachments = files.iter().map(|id| SentAttachment { id: *id, description: None }).collect();
    SendMessage { attachments, ..SendMessage::of(channel, words.to_owned(), None) }
}

#[track_caller]
fn sent(answer: Result<Reply, Problem>) -> Message {
    match answer {
        Ok(Reply::Message(message)) => message,
        other => panic!("expected a message, got {other:?}"),
    }
}

/// A message with one file.
pub async fn sends_file(who: &Person, channel: ChannelId, name: &str, bytes: &[u8]) -> Message {
    let file = uploads(who, channel, name, bytes).await;
    sent(who.calls(with(channel, "", &[file.id])).await)
}

fn path(file: &Attachment) -> String {
    format!("/api/attachments/{}/{}", file.id, file.name)
}

async fn fetches(who: &Person, path: &str) -> Response {
    who.fetches(Method::GET, path, None).await
}

async fn status(who: &Person, file: &Attachment) -> StatusCode {
    fetches(who, &path(file)).await.status()
}

/// Everything that lies where files are kept, by their paths below it.
fn kept(server: &Server) -> Vec<PathBuf> {
    fn walk(directory: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(&server.setting("HUBBUB_DATA").unwrap()).join("files"), &mut found);
    found
}

/// Waits until so many files lie there, in all their forms.
async fn keeps(server: &Server, count: usize) {
    eventually(&format!("{count} files"), async || (kept(server).len() == count).then_some(())).await;
}

/// A picture, a different one for each shade.
pub fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([shade, x as u8, y as u8]));
    written(&picture.into(), image::ImageFormat::Png)
}

pub fn written(picture: &image::DynamicImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}
