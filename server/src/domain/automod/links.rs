//! Links that readers of a message can open, and the hosts they lead to.

use hubbub_shared::markdown::{Block, Inline, parse};
use hubbub_shared::model::AutomodLinks;
use url::{Host, Url};

/// The hosts of all links in a text, each as a browser would read it. A link that no browser can open has the whole address
/// in the place of its host.
pub fn hosts(text: &str) -> Vec<String> {
    let mut hosts = Vec::new();
    in_blocks(&parse(text), &mut hosts);
    hosts
}

/// The first of these hosts that a rule is about.
pub fn first<'a>(links: &AutomodLinks, hosts: &'a [String]) -> Option<&'a String> {
    let is_listed = |host: &String, list: &[String]| list.iter().any(|listed| is_of(host, listed));
    hosts.iter().find(|host| match links {
        AutomodLinks::All => true,
        AutomodLinks::Except(list) => !is_listed(host, list),
        AutomodLinks::Only(list) => is_listed(host, list),
    })
}

/// A host as it is compared; `None` if there can be none of this name.
pub fn host(written: &str) -> Option<String> {
    let host = Host::parse(written.trim().trim_end_matches('.')).ok()?.to_string();
    let is_name = !host.is_empty() && !host.starts_with('.') && !host.contains("..");
    is_name.then_some(host)
}

fn is_of(host: &str, listed: &str) -> bool {
    host.strip_suffix(listed).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn host_of(target: &str) -> String {
    let url = Url::parse(target).ok();
    let name = url.as_ref().and_then(|url| match url.scheme() {
        "mailto" => url.path().rsplit_once('@').map(|(_, host)| host.to_owned()),
        _ => url.host_str().map(str::to_owned),
    });
    name.and_then(|name| host(&name)).unwrap_or_else(|| target.to_owned())
}

fn in_blocks(blocks: &[Block], hosts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading { content: inlines, .. } => in_inlines(inlines, hosts),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| in_inlines(cell, hosts));
            }
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(item, hosts)),
            Block::Quote(inner) => in_blocks(inner, hosts),
            Block::Code { .. } => {}
        }
    }
}

fn in_inlines(inlines: &[Inline], hosts: &mut Vec<String>) {
    for inline in inlines {
        match inline {
            Inline::Link { target, .. } => hosts.push(host_of(target)),
            Inline::Bold(inner) | Inline::Italic(inner) | Inline::Strike(inner) | Inline::Spoiler(inner) => {
                in_inlines(inner, hosts);
            }
            Inline::Mention(_)
            | Inline::Role(_)
            | Inline::Crowd(_)
            | Inline::Channel(_)
            | Inline::Text(_)
            | Inline::Code(_)
            | Inline::Break => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_those_that_readers_can_open() {
        let text = "https://a.example/x **<http://B.example:80>** [no](mailto:me@c.example)\n> https://d.example.\n`https://code.example`";
        assert_eq!(hosts(text), ["a.example", "b.example", "c.example", "d.example"]);
        assert_eq!(hosts("see a.example or ftp://a.example"), [""; 0]);
    }

    #[test]
    fn a_host_is_read_as_a_browser_reads_it() {
        for (target, host) in [
            ("https://example.org@evil.example/", "evil.example"),
            ("https://EXAMPLE.org.", "example.org"),
            ("https://exämple.org", "xn--exmple-cua.org"),
            ("https://evil.example/example.org", "evil.example"),
            ("http://0x7f.1/", "127.0.0.1"),
        ] {
            assert_eq!(hosts(target), [host], "{target}");
        }
    }

    #[test]
    fn a_listed_host_stands_for_those_below_it() {
        let list = vec!["example.org".to_owned()];
        let (only, except) = (AutomodLinks::Only(list.clone()), AutomodLinks::Except(list));
        let is_about = |links: &AutomodLinks, host: &str| first(links, &[host.to_owned()]).is_some();
        for host in ["example.org", "www.example.org"] {
            assert!(is_about(&only, host) && !is_about(&except, host), "{host}");
        }
        for host in ["notexample.org", "example.org.evil.example", "org"] {
            assert!(!is_about(&only, host) && is_about(&except, host), "{host}");
        }
        assert!(is_about(&AutomodLinks::All, "x"));
    }
}
