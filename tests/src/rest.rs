//! Every command as its REST call, by the table of commands, so that a story is told once and goes through both doors.

use hubbub_shared::protocol::{Command, Reply};
use reqwest::Method;
use serde_json::{Map, Value, json};

/// A command as a request.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: String,
    /// The command's fields that are not in its path: its body, or its query.
    pub(crate) fields: Map<String, Value>,
    reply: &'static str,
}

impl Route {
    pub(crate) fn of(command: &Command) -> Self {
        let verb = command.verb();
        let route = verb.route.unwrap_or_else(|| panic!("{command:?} is for sockets only"));
        let mut fields = fields(command);
        let parts = route.path.split('/').map(|part| match part.strip_prefix('{') {
            Some("target}") => target(&fields.remove("target").expect("a target")),
            Some(name) => text(&fields.remove(name.trim_end_matches('}')).expect("a field of the path")),
            None => part.to_owned(),
        });
        let path = format!("/api{}", parts.collect::<Vec<_>>().join("/"));
        Self { method: route.method.parse().unwrap(), path, fields, reply: verb.reply }
    }

    /// The reply that an answer with this payload is on the socket; `None` is an empty answer (204).
    pub(crate) fn reply(&self, payload: Option<Value>) -> Reply {
        let Some(payload) = payload else { return Reply::Done };
        assert_ne!(
            self.reply, "done",
            "{} {} has nothing to tell, but said {payload}",
            self.method, self.path
        );
        let kind = self.reply;
        serde_json::from_value(json!({ kind: payload })).unwrap_or_else(|error| {
            panic!("{} {} does not answer with a {kind}: {error}: {payload}", self.method, self.path)
        })
    }
}

fn fields(command: &Command) -> Map<String, Value> {
    let Ok(Value::Object(tagged)) = serde_json::to_value(command) else { panic!("commands are objects") };
    let Some((_, Value::Object(fields))) = tagged.into_iter().next() else { panic!("with fields") };
    fields
}

/// `roles/7` or `members/7`.
fn target(target: &Value) -> String {
    let (kind, id) = target.as_object().and_then(|target| target.iter().next()).expect("of one kind");
    format!("{kind}s/{}", text(id))
}

/// As it stands in a path or a query.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
