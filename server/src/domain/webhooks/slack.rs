//! Bodies as Slack's webhooks have them: words with links of its own, and attachments.

use super::markdown::{link, plain};
use super::post::{Post, joined};
use hubbub_shared::Problem;
use hubbub_shared::mentions::Mentioned;
use serde::Deserialize;
use serde_json::Value;

/// What is read of a body; what else is in it is passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    text: Option<String>,
    username: Option<String>,
    attachments: Option<Vec<Attachment>>,
    blocks: Option<Vec<Value>>,
}

/// Something that Slack draws with a bar beside it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Attachment {
    pretext: Option<String>,
    title: Option<String>,
    title_link: Option<String>,
    text: Option<String>,
    fallback: Option<String>,
    fields: Option<Vec<Field>>,
    footer: Option<String>,
}

/// A named value.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Field {
    title: Option<String>,
    value: Option<String>,
}

/// The message of a body. It tells nobody by name: Slack's names are of people elsewhere.
pub fn read(body: Value) -> Result<Post, Problem> {
    let body: Body = serde_json::from_value(body)
        .map_err(|error| Problem::field("text", format!("This is not a message of a webhook: {error}.")))?;
    let text = body.text.as_deref().map(linked).unwrap_or_default();
    let mut below: Vec<String> = body.attachments.iter().flatten().map(Attachment::shown).collect();
    if text.trim().is_empty() {
        below.extend(body.blocks.iter().flatten().filter_map(block));
    }
    Ok(Post {
        content: joined(&text, &below)?,
        username: body.username.filter(|name| !name.trim().is_empty()),
        mentioned: Mentioned::default(),
    })
}

/// The words of a block, if it has some.
fn block(block: &Value) -> Option<String> {
    Some(linked(block.get("text")?.get("text")?.as_str()?))
}

/// `<address|words>` becomes a link.
fn linked(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        all.push_str(before);
        let Some((inner, behind)) = after.split_once('>').filter(|(inner, _)| inner.starts_with("http"))
        else {
            all.push('<');
            rest = after;
            continue;
        };
        let (address, words) = inner.split_once('|').unwrap_or((inner, ""));
        all.push_str(&link(&plain(words, 200), address));
        rest = behind;
    }
    all.push_str(rest);
    all
}

impl Attachment {
    fn shown(&self) -> String {
        let mut lines: Vec<String> = self.pretext.iter().map(|text| linked(text)).collect();
        if let Some(title) = self.title.as_deref().filter(|title| !title.trim().is_empty()) {
            let title = plain(title, 256);
            lines.push(format!("**{}**", link(&title, self.title_link.as_deref().unwrap_or_default())));
        }
        let text = self.text.as_deref().or(self.fallback.as_deref().filter(|_| lines.is_empty()));
        lines.extend(text.map(linked));
        lines.extend(self.fields.iter().flatten().map(|field| {
            let title = plain(field.title.as_deref().unwrap_or_default(), 256);
            format!("**{title}:** {}", linked(field.value.as_deref().unwrap_or_default()))
        }));
        lines.extend(self.footer.as_deref().map(|footer| format!("*{}*", plain(footer, 256))));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn slacks_links_and_attachments_read_as_text() {
        let body = json!({
            "text": "Build <https://example.org/7|#7> failed, see <https://example.org> <!here> 1 < 2",
            "username": "CI",
            "attachments": [{ "title": "Log", "title_link": "https://example.org/log", "text": "oh",
                "fields": [{ "title": "Branch", "value": "main", "short": true }] }],
        });
        let post = read(body).unwrap();
        assert_eq!(
            post.content,
            "Build [\\#7](https://example.org/7) failed, see https://example.org <!here> 1 < 2\n\n\
             **[Log](https://example.org/log)**\noh\n**Branch:** main"
        );
        assert_eq!(post.mentioned, Mentioned::default());
        let blocks = json!({ "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": "Hi" } }] });
        assert_eq!(read(blocks).unwrap().content, "Hi");
    }
}
