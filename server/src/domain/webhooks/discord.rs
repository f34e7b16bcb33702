//! Bodies as Discord's webhooks have them: words, under another name, embeds, whom to tell. Pictures are not fetched.

use super::markdown::{link, plain};
use super::post::{Allowed, Post, joined, with_crowds};
use hubbub_shared::{Problem, RoleId, UserId};
use serde::Deserialize;
use serde_json::Value;

/// As many as Discord takes.
const EMBEDS: usize = 10;
/// Characters of a title, a name or a footer.
const LINE_CHARS: usize = 256;

/// What is read of a body; what else is in it is passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    content: Option<String>,
    username: Option<String>,
    embeds: Option<Vec<Embed>>,
    allowed_mentions: Option<AllowedMentions>,
}

/// Something that Discord draws in a frame.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Embed {
    title: Option<String>,
    description: Option<String>,
    url: Option<String>,
    timestamp: Option<String>,
    author: Option<Named>,
    footer: Option<Footer>,
    image: Option<Pictured>,
    fields: Option<Vec<Field>>,
}

/// Whom an embed is of.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    name: Option<String>,
    url: Option<String>,
}

/// What stands below an embed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Footer {
    text: Option<String>,
}

/// Where a picture is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Pictured {
    url: Option<String>,
}

/// A named value.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Field {
    name: Option<String>,
    value: Option<Value>,
}

/// Whom to tell of those who are named.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct AllowedMentions {
    parse: Option<Vec<String>>,
    users: Option<Vec<Value>>,
    roles: Option<Vec<Value>>,
}

impl AllowedMentions {
    /// Nobody but who is said.
    fn allowed(self) -> Allowed {
        let Self { parse, users, roles } = self;
        let all = |kind: &str| parse.iter().flatten().any(|parsed| parsed == kind);
        let ids = |ids: Option<Vec<Value>>| ids.into_iter().flatten().filter_map(|id| id_of(&id));
        Allowed {
            users: (!all("users")).then(|| ids(users).map(UserId).collect()),
            roles: (!all("roles")).then(|| ids(roles).map(RoleId).collect()),
            crowd: all("everyone"),
        }
    }
}

fn id_of(id: &Value) -> Option<u64> {
    id.as_u64().or_else(|| id.as_str()?.parse().ok())
}

/// The message of a body.
pub fn read(body: Value) -> Result<Post, Problem> {
    let body: Body = serde_json::from_value(body).map_err(|error| {
        Problem::field("content", format!("This is not a message of a webhook: {error}."))
    })?;
    let content = body.content.unwrap_or_default();
    let embeds = body.embeds.unwrap_or_default();
    if embeds.len() > EMBEDS {
        return Err(Problem::field("embeds", format!("A message has at most {EMBEDS} embeds.")));
    }
    let allowed = body.allowed_mentions.map(AllowedMentions::allowed).unwrap_or_default();
    let content = if allowed.crowd { with_crowds(&content) } else { content };
    let shown: Vec<String> = embeds.iter().map(Embed::shown).collect();
    Ok(Post {
        mentioned: allowed.of(&content),
        content: joined(&content, &shown)?,
        username: body.username.filter(|name| !name.trim().is_empty()),
    })
}

impl Embed {
    fn shown(&self) -> String {
        let mut lines = Vec::new();
        if let Some(name) = self.author.as_ref().and_then(|author| author.name.as_deref()) {
            let url = self.author.as_ref().and_then(|author| author.url.as_deref());
            lines.push(link(&plain(name, LINE_CHARS), url.unwrap_or_default()));
        }
        if let Some(title) = self.title.as_deref().filter(|title| !title.trim().is_empty()) {
            let title = plain(title, LINE_CHARS);
            lines.push(format!("**{}**", link(&title, self.url.as_deref().unwrap_or_default())));
        }
        lines.extend(self.description.as_deref().map(|text| text.trim().to_owned()));
        lines.extend(self.fields.iter().flatten().map(Field::shown));
        if let Some(url) = self.image.as_ref().and_then(|image| image.url.as_deref()) {
            lines.push(link("Picture", url));
        }
        let footer = self.footer.as_ref().and_then(|footer| footer.text.as_deref());
        let below: Vec<String> = [footer, self.timestamp.as_deref()]
            .into_iter()
            .flatten()
            .map(|text| plain(text, LINE_CHARS))
            .filter(|text| !text.is_empty())
            .collect();
        if !below.is_empty() {
            lines.push(format!("*{}*", below.join(" · ")));
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }
}

impl Field {
    fn shown(&self) -> String {
        let name = plain(self.name.as_deref().unwrap_or_default(), LINE_CHARS);
        let value = match &self.value {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(other) => other.to_string(),
        };
        match (name.is_empty(), value.contains('\n')) {
            (true, _) => value,
            (false, true) => format!("**{name}**\n{value}"),
            (false, false) => format!("**{name}:** {value}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubbub_shared::Crowd;
    use serde_json::json;

    #[test]
    fn an_embed_reads_as_text() {
        let grafana = json!({
            "content": "**Firing**",
            "username": "Grafana",
            "avatar_url": "https://example.org/a.png",
            "embeds": [{
                "title": "CPU [high]", "url": "https://example.org/alert/7", "color": 14037554, "type": "rich",
                "description": "It is *hot*.",
                "fields": [{ "name": "Host", "value": "db-1", "inline": true }, { "name": "Log", "value": "a\nb" }],
                "footer": { "text": "Grafana v12", "icon_url": "https://example.org/i.png" },
                "image": { "url": "https://example.org/graph.png" },
                "timestamp": "2026-11-29T12:00:00Z",
            }],
        });
        let post = read(grafana).unwrap();
        assert_eq!(post.username.as_deref(), Some("Grafana"));
        assert_eq!(
            post.content,
            "**Firing**\n\n**[CPU \\[high\\]](https://example.org/alert/7)**\nIt is *hot*.\n**Host:** db-1\n**Log**\na\nb\n\
             [Picture](https://example.org/graph.png)\n*Grafana v12 · 2026-11-29T12:00:00Z*"
        );
    }

    #[test]
    fn nobody_is_told_whom_the_program_does_not_want_told() {
        let told = |allowed: Value| {
            let mut body = json!({ "content": "@everyone <@7> <@&8>" });
            if !allowed.is_null() {
                body["allowed_mentions"] = allowed;
            }
            read(body).unwrap().mentioned
        };
        let all = told(Value::Null);
        assert_eq!((all.users.len(), all.roles.len(), all.crowd), (1, 1, Some(Crowd::Everyone)));
        let none = told(json!({ "parse": [] }));
        assert_eq!((none.users.len(), none.roles.len(), none.crowd), (0, 0, None));
        let some = told(json!({ "parse": ["roles"], "users": ["7", 9] }));
        assert_eq!((some.users, some.roles, some.crowd), (vec![UserId(7)], vec![RoleId(8)], None));
        let embedded = read(json!({ "embeds": [{ "description": "<@7> <@everyone>" }] })).unwrap();
        assert_eq!(embedded.mentioned, Allowed::default().of(""), "what stands in an embed tells nobody");
    }

    #[test]
    fn what_is_no_message_is_refused() {
        assert!(read(json!({ "content": 7 })).is_err());
        assert!(read(json!([])).is_ok_and(|post| post.content.is_empty()) || read(json!([])).is_err());
        assert!(read(json!({ "embeds": vec![json!({}); 11] })).is_err());
        assert_eq!(read(json!({ "content": null, "embeds": null })).unwrap().content, "");
    }
}
