//! GitHub's events as short messages with links. What is of no interest to who reads along is said by nothing.

use super::markdown::{link, plain, quoted};
use super::post::{Post, joined};
use hubbub_shared::Problem;
use hubbub_shared::mentions::Mentioned;
use serde_json::Value;

/// Commits of a push that are listed.
const COMMITS: usize = 5;
/// Characters of a title.
const TITLE: usize = 160;
/// Characters of what somebody wrote.
const QUOTE: usize = 300;

/// The message of an event; `None`: there is nothing to say of it.
pub fn read(event: &str, payload: &Value) -> Result<Option<Post>, Problem> {
    let it = Payload(payload);
    let said = match event {
        "ping" => Some(format!("{} is connected. Its events will be told here.", it.whose())),
        "push" => push(it),
        "pull_request" => pull_request(it),
        "issues" => issue(it),
        "issue_comment" => comment(it),
        "pull_request_review" => review(it),
        "release" => release(it),
        "workflow_run" => workflow_run(it),
        "star" => {
            (it.text("/action") == "created").then(|| format!("{} starred {}", it.sender(), it.repository()))
        }
        "fork" => {
            let fork = it.linked("/forkee/full_name", "/forkee/html_url");
            Some(format!("{} forked {} as {fork}", it.sender(), it.repository()))
        }
        _ => None,
    };
    let Some(said) = said else { return Ok(None) };
    Ok(Some(Post { content: joined(&said, &[])?, username: None, mentioned: Mentioned::default() }))
}

/// What GitHub tells, by paths.
#[derive(Clone, Copy)]
struct Payload<'a>(&'a Value);

impl<'a> Payload<'a> {
    fn text(self, path: &str) -> &'a str {
        self.0.pointer(path).and_then(Value::as_str).unwrap_or_default()
    }

    fn number(self, path: &str) -> u64 {
        self.0.pointer(path).and_then(Value::as_u64).unwrap_or_default()
    }

    fn is(self, path: &str) -> bool {
        self.0.pointer(path).and_then(Value::as_bool).unwrap_or_default()
    }

    fn list(self, path: &str) -> &'a [Value] {
        self.0.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Words with an address, each from its path.
    fn linked(self, words: &str, address: &str) -> String {
        link(&plain(self.text(words), TITLE), self.text(address))
    }

    fn repository(self) -> String {
        self.linked("/repository/full_name", "/repository/html_url")
    }

    /// The repository, or the organisation whose events these are.
    fn whose(self) -> String {
        match self.text("/repository/full_name") {
            "" => format!("**{}**", plain(self.text("/organization/login"), TITLE)),
            _ => self.repository(),
        }
    }

    fn sender(self) -> String {
        format!("**{}**", self.linked("/sender/login", "/sender/html_url"))
    }

    /// `owner/name#12 What it is called`, as a link.
    fn numbered(self, what: &str) -> String {
        let (number, title) = (self.number(&format!("{what}/number")), self.text(&format!("{what}/title")));
        let words = format!("{}#{number} {title}", self.text("/repository/full_name"));
        link(&plain(&words, TITLE), self.text(&format!("{what}/html_url")))
    }
}

/// A line, and below it how something begins.
fn with_quote(line: String, text: &str) -> String {
    format!("{line}\n{}", quoted(text, QUOTE))
}

fn push(it: Payload<'_>) -> Option<String> {
    let reference = it.text("/ref");
    let (kind, name) = match (reference.strip_prefix("refs/heads/"), reference.strip_prefix("refs/tags/")) {
        (Some(branch), _) => ("branch", branch),
        (_, Some(tag)) => ("tag", tag),
        _ => return None,
    };
    let (who, name) = (it.sender(), plain(name, TITLE));
    if it.is("/deleted") {
        return Some(format!("{who} deleted the {kind} {name} of {}", it.repository()));
    }
    let commits = it.list("/commits");
    if commits.is_empty() {
        let deed = if it.is("/created") { "created" } else { "moved" };
        return Some(format!("{who} {deed} the {kind} {name} of {}", it.repository()));
    }
    let count = if commits.len() == 1 { "1 commit".to_owned() } else { format!("{} commits", commits.len()) };
    let how = if it.is("/forced") { "force-pushed" } else { "pushed" };
    let count = link(&count, it.text("/compare"));
    let mut lines = vec![format!("{who} {how} {count} to {name} of {}", it.repository())];
    lines.extend(commits.iter().take(COMMITS).map(|commit| {
        let commit = Payload(commit);
        let hash: String = commit.text("/id").chars().take(7).collect();
        let title = commit.text("/message").lines().next().unwrap_or_default();
        let author = plain(commit.text("/author/name"), TITLE);
        format!("- {} {} ({author})", link(&plain(&hash, 7), commit.text("/url")), plain(title, TITLE))
    }));
    if commits.len() > COMMITS {
        lines.push(format!("- and {} more", commits.len() - COMMITS));
    }
    Some(lines.join("\n"))
}

fn pull_request(it: Payload<'_>) -> Option<String> {
    let (who, what) = (it.sender(), it.numbered("/pull_request"));
    match it.text("/action") {
        "opened" => {
            let kind = if it.is("/pull_request/draft") { "draft pull request" } else { "pull request" };
            Some(with_quote(format!("{who} opened the {kind} {what}"), it.text("/pull_request/body")))
        }
        "closed" if it.is("/pull_request/merged") => Some(format!("{who} merged the pull request {what}")),
        "closed" => Some(format!("{who} closed the pull request {what}")),
        "reopened" => Some(format!("{who} reopened the pull request {what}")),
        "ready_for_review" => Some(format!("{who} wants a review of the pull request {what}")),
        _ => None,
    }
}

fn issue(it: Payload<'_>) -> Option<String> {
    let (who, what) = (it.sender(), it.numbered("/issue"));
    match it.text("/action") {
        "opened" => Some(with_quote(format!("{who} opened the issue {what}"), it.text("/issue/body"))),
        "closed" if it.text("/issue/state_reason") == "not_planned" => {
            Some(format!("{who} closed the issue {what} as not planned"))
        }
        "closed" => Some(format!("{who} closed the issue {what}")),
        "reopened" => Some(format!("{who} reopened the issue {what}")),
        _ => None,
    }
}

fn comment(it: Payload<'_>) -> Option<String> {
    if it.text("/action") != "created" {
        return None;
    }
    let commented = link("commented", it.text("/comment/html_url"));
    let line = format!("{} {commented} on {}", it.sender(), it.numbered("/issue"));
    Some(with_quote(line, it.text("/comment/body")))
}

fn review(it: Payload<'_>) -> Option<String> {
    if it.text("/action") != "submitted" {
        return None;
    }
    let body = it.text("/review/body");
    let deed = match it.text("/review/state") {
        "approved" => "approved",
        "changes_requested" => "asked for changes of",
        // Comments on single lines come with a review without words.
        "commented" if !body.is_empty() => "commented on",
        _ => return None,
    };
    let deed = link(deed, it.text("/review/html_url"));
    Some(with_quote(format!("{} {deed} {}", it.sender(), it.numbered("/pull_request")), body))
}

fn release(it: Payload<'_>) -> Option<String> {
    if it.text("/action") != "published" {
        return None;
    }
    let name = if it.text("/release/name").is_empty() { "/release/tag_name" } else { "/release/name" };
    let kind = if it.is("/release/prerelease") { "prerelease" } else { "release" };
    let what = it.linked(name, "/release/html_url");
    let line = format!("{} published the {kind} **{what}** of {}", it.sender(), it.repository());
    Some(with_quote(line, it.text("/release/body")))
}

fn workflow_run(it: Payload<'_>) -> Option<String> {
    if it.text("/action") != "completed" {
        return None;
    }
    let (sign, outcome) = match it.text("/workflow_run/conclusion") {
        "success" => ("✅", "succeeded"),
        "failure" => ("❌", "failed"),
        "timed_out" => ("❌", "took too long"),
        "cancelled" => ("⚪", "was cancelled"),
        "action_required" => ("⚠️", "waits for somebody"),
        _ => return None,
    };
    let what = it.linked("/workflow_run/name", "/workflow_run/html_url");
    let branch = plain(it.text("/workflow_run/head_branch"), TITLE);
    let title = plain(it.text("/workflow_run/display_title"), TITLE);
    let about = if title.is_empty() { String::new() } else { format!(": {title}") };
    Some(format!("{sign} **{what}** {outcome} on {branch} of {}{about}", it.repository()))
}

#[cfg(test)]
mod tests;
