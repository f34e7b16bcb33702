//! Examples are the samples of the golden files: there is one of each command and of each reply.

use crate::samples;
use serde::Serialize;
use serde_json::{Map, Value};

/// The fields of each sample of a command.
pub fn commands(name: &str) -> Vec<Map<String, Value>> {
    let all = samples::commands();
    let fields = all.iter().filter_map(|command| match content(command, name)? {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    fields.collect()
}

/// What is in a reply of this kind; the fullest of the samples.
pub fn reply(kind: &str) -> Option<Value> {
    let all = samples::replies();
    all.iter().filter_map(|reply| content(reply, kind)).max_by_key(|content| content.to_string().len())
}

/// The first frame of the server that this holds of.
pub fn frame(is_it: impl Fn(&Value) -> bool) -> Option<Value> {
    let mut frames = samples::server_frames().into_iter().map(|frame| serde_json::to_value(frame).unwrap());
    frames.find(|frame| is_it(frame))
}

/// What is in it, if this is its name.
fn content(of: &impl Serialize, name: &str) -> Option<Value> {
    match serde_json::to_value(of).unwrap() {
        Value::Object(mut tagged) => tagged.remove(name),
        _ => None,
    }
}
