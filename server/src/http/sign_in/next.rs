//! Where to go after signing in: a path of our own pages, whatever a link to `/auth/login` says.

use url::Url;

/// The path, or `/` for anything that could lead elsewhere.
pub fn path(wanted: Option<&str>) -> String {
    let own = wanted.filter(|path| is_own_page(path));
    own.unwrap_or("/").to_owned()
}

/// Browsers read `//host`, `/\host` and white space in odd places as another site, so only plain paths count:
/// one slash, no backslash or control character, and the same origin when resolved as a browser does.
fn is_own_page(path: &str) -> bool {
    let is_plain =
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\t', '\r', '\n']);
    is_plain && !path.chars().any(char::is_control) && path.len() <= 2000 && stays_here(path)
}

fn stays_here(path: &str) -> bool {
    let Ok(here) = Url::parse("http://hubbub.invalid/") else { return false };
    let Ok(there) = here.join(path) else { return false };
    // Neither sign-in again nor an address for programs.
    let is_page = !["/auth", "/api", "/ws"].iter().any(|other| there.path().starts_with(other));
    there.origin() == here.origin() && !there.path().starts_with("//") && is_page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_our_own_is_kept() {
        for own in ["/", "/hubs/1/channels/2", "/invite/abc?x=1#y", "/caf\u{e9}"] {
            assert_eq!(path(Some(own)), own);
        }
    }

    #[test]
    fn nothing_leads_to_another_site() {
        let elsewhere = [
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "evil.example",
            "",
            " /x",
            "/\t/evil.example",
            "/\n/evil.example",
            "/x\\y",
            "/.//evil.example",
            "/..//evil.example",
            "/auth/login",
            "/a/../auth/login",
            "/api/health",
        ];
        for wanted in elsewhere {
            assert_eq!(path(Some(wanted)), "/", "{wanted:?}");
        }
        assert_eq!(path(None), "/");
    }
}
