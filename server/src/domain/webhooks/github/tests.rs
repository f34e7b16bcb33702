//! The shapes of payloads are those of GitHub's documentation, with what is read of them.

use super::*;
use serde_json::json;

fn with(mut fields: Value) -> Value {
    fields["repository"] =
        json!({ "full_name": "octo-org/mill", "html_url": "https://github.com/octo-org/mill" });
    fields["sender"] = json!({ "login": "octocat", "html_url": "https://github.com/octocat" });
    fields
}

fn said(event: &str, fields: Value) -> Option<String> {
    read(event, &with(fields)).unwrap().map(|post| post.content)
}

const WHO: &str = "**[octocat](https://github.com/octocat)**";
const MILL: &str = "[octo-org/mill](https://github.com/octo-org/mill)";

#[test]
fn a_push_lists_its_commits() {
    let commit = |at: usize| {
        json!({
            "id": format!("{at:040x}"), "url": format!("https://github.com/octo-org/mill/commit/{at}"),
            "message": format!("Fix *it* {at}\n\nLong story."), "author": { "name": "Ada", "email": "ada@example.org" },
        })
    };
    let fields = json!({
        "ref": "refs/heads/main", "created": false, "deleted": false, "forced": false,
        "compare": "https://github.com/octo-org/mill/compare/a...b",
        "commits": (0..7).map(commit).collect::<Vec<_>>(),
    });
    let told = said("push", fields).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    let first =
        format!("{WHO} pushed [7 commits](https://github.com/octo-org/mill/compare/a...b) to main of {MILL}");
    assert_eq!((lines[0], lines.len(), lines[6]), (&*first, 7, "- and 2 more"));
    assert_eq!(lines[1], "- [0000000](https://github.com/octo-org/mill/commit/0) Fix \\*it\\* 0 (Ada)");
    let gone = json!({ "ref": "refs/heads/old", "deleted": true, "commits": [] });
    assert_eq!(said("push", gone).unwrap(), format!("{WHO} deleted the branch old of {MILL}"));
    let tag = json!({ "ref": "refs/tags/v1", "created": true, "commits": [] });
    assert_eq!(said("push", tag).unwrap(), format!("{WHO} created the tag v1 of {MILL}"));
}

#[test]
fn what_becomes_of_issues_and_pull_requests_is_told() {
    let issue = |action: &str, reason: Option<&str>| {
        json!({ "action": action, "issue": {
            "number": 12, "title": "It <@7> breaks", "html_url": "https://github.com/octo-org/mill/issues/12",
            "body": "When I do\r\n\r\n@everyone this", "state_reason": reason,
        } })
    };
    let what = "[octo-org/mill\\#12 It \\<@7\\> breaks](https://github.com/octo-org/mill/issues/12)";
    assert_eq!(
        said("issues", issue("opened", None)).unwrap(),
        format!("{WHO} opened the issue {what}\n> When I do\n> @everyone this")
    );
    let closed = issue("closed", Some("not_planned"));
    assert_eq!(said("issues", closed).unwrap(), format!("{WHO} closed the issue {what} as not planned"));
    assert_eq!(said("issues", issue("labeled", None)), None);

    let pull = |action: &str, merged: bool| {
        json!({ "action": action, "pull_request": {
            "number": 3, "title": "Mend", "html_url": "https://github.com/octo-org/mill/pull/3", "body": null,
            "merged": merged, "draft": false,
        }, "review": { "state": "approved", "body": null, "html_url": "https://github.com/octo-org/mill/pull/3#r1" } })
    };
    let what = "[octo-org/mill\\#3 Mend](https://github.com/octo-org/mill/pull/3)";
    assert_eq!(
        said("pull_request", pull("closed", true)).unwrap(),
        format!("{WHO} merged the pull request {what}")
    );
    assert_eq!(
        said("pull_request", pull("closed", false)).unwrap(),
        format!("{WHO} closed the pull request {what}")
    );
    assert_eq!(
        said("pull_request", pull("opened", false)).unwrap(),
        format!("{WHO} opened the pull request {what}")
    );
    assert_eq!(said("pull_request", pull("synchronize", false)), None);
    assert_eq!(
        said("pull_request_review", pull("submitted", false)).unwrap(),
        format!("{WHO} [approved](https://github.com/octo-org/mill/pull/3#r1) {what}")
    );
}

#[test]
fn the_rest_is_told_in_a_line() {
    let comment = json!({
        "action": "created", "issue": { "number": 12, "title": "It", "html_url": "https://github.com/i/12" },
        "comment": { "html_url": "https://github.com/i/12#c1", "body": "Me *too*" },
    });
    assert_eq!(
        said("issue_comment", comment).unwrap(),
        format!(
            "{WHO} [commented](https://github.com/i/12#c1) on [octo-org/mill\\#12 It](https://github.com/i/12)\n> Me \\*too\\*"
        )
    );
    let release = json!({ "action": "published", "release": {
        "tag_name": "v1.0", "name": null, "html_url": "https://github.com/r/v1.0", "body": "", "prerelease": true,
    } });
    assert_eq!(
        said("release", release).unwrap(),
        format!("{WHO} published the prerelease **[v1.0](https://github.com/r/v1.0)** of {MILL}")
    );
    let run = |action: &str, conclusion: Option<&str>| {
        json!({ "action": action, "workflow_run": {
            "name": "CI", "conclusion": conclusion, "head_branch": "main", "html_url": "https://github.com/run/1",
            "display_title": "Fix it",
        } })
    };
    assert_eq!(
        said("workflow_run", run("completed", Some("failure"))).unwrap(),
        format!("❌ **[CI](https://github.com/run/1)** failed on main of {MILL}: Fix it")
    );
    assert_eq!(said("workflow_run", run("requested", None)), None);
    assert_eq!(said("star", json!({ "action": "created" })).unwrap(), format!("{WHO} starred {MILL}"));
    assert_eq!(said("star", json!({ "action": "deleted" })), None);
    let fork = json!({ "forkee": { "full_name": "ada/mill", "html_url": "https://github.com/ada/mill" } });
    assert_eq!(
        said("fork", fork).unwrap(),
        format!("{WHO} forked {MILL} as [ada/mill](https://github.com/ada/mill)")
    );
    assert!(said("ping", json!({ "zen": "Design for failure.", "hook_id": 1 })).unwrap().starts_with(MILL));
    assert_eq!(said("watch", json!({ "action": "started" })), None);
}

#[test]
fn odd_payloads_do_no_harm() {
    for event in
        ["ping", "push", "pull_request", "issues", "issue_comment", "release", "workflow_run", "star", "fork"]
    {
        for payload in [json!({}), json!([]), json!("x"), json!({ "action": 7, "ref": [], "commits": "no" })]
        {
            assert!(read(event, &payload).is_ok());
        }
    }
}
