//! How a browser signs in and out, and the built-in provider of names.

use super::{Elsewhere, Who, answered, copy, query};
use hubbub_shared::ErrorCode::*;
use hubbub_shared::protocol::Limit;
use serde_json::json;

/// All of it.
pub fn all() -> Vec<Elsewhere> {
    let text = || json!({ "type": "string" });
    let page = |about: &str| answered(about, "text/html", text());
    let login = Elsewhere {
        route: ("GET", "/auth/login"),
        id: "sign_in",
        tag: "Signing in",
        about: "Off to where people prove who they are. It leads back to `next`, with a cookie.",
        who: Who::Anybody,
        limit: Limit::Free,
        parameters: json!([
            query("next", false, text(), "A path of the app to come back to. Absent: its first page."),
            query(
                "as",
                false,
                text(),
                "With local sign-in: the name, so that a script gets through by redirects alone."
            ),
        ]),
        body: None,
        answers: json!({
            "303": { "description": "On to the provider." },
            "403": page("Local sign-in is only for this machine."),
            "429": page("Too many sign-ins from one address."),
        }),
        refusals: &[InvalidInput, Internal, Unavailable],
    };
    let callback = Elsewhere {
        route: ("GET", "/auth/callback"),
        id: "come_back",
        about: "Back from the provider. Only it leads here.",
        parameters: json!([
            query("code", false, text(), "What is redeemed for who somebody is."),
            query("state", false, text(), "Proves that the sign-in began in this browser."),
            query("error", false, text(), "Why the provider says no."),
        ]),
        answers: json!({
            "303": { "description": "Signed in, or back to the page of sign-in with a reason." },
            "403": page("Who proved who they are, and is not let in."),
            "429": page("Too many sign-ins from one address."),
        }),
        ..copy(&login)
    };
    let logout = Elsewhere {
        route: ("POST", "/auth/logout"),
        id: "sign_out",
        about: "The browser's session is over, wherever its cookie was copied to. There being none is no error.",
        answers: json!({ "204": { "description": "The cookies are gone." } }),
        refusals: &[WrongOrigin, Conflict, Internal, Unavailable],
        ..copy(&login)
    };
    let authorize = Elsewhere {
        route: ("GET", "/auth/local/authorize"),
        id: "authorize_locally",
        about: "The page on which people pick a name, where anybody may. Only `/auth/login` leads here.",
        parameters: json!([
            query("response_type", true, text(), "Has to be `code`."),
            query("client_id", true, text(), "Only this server asks."),
            query("redirect_uri", true, text(), "Back to `/auth/callback`."),
            query("state", true, text(), "Goes back as it came."),
            query("code_challenge", true, text(), "Hash of the verifier."),
            query("code_challenge_method", true, text(), "Has to be `S256`."),
            query("as", false, text(), "The name that was picked."),
        ]),
        answers: json!({
            "200": page("The page."),
            "303": { "description": "Back with a code." },
            "400": page("It did not begin here, or something is missing."),
            "403": page("Only this machine may."),
            "404": page("People sign in otherwise here."),
        }),
        refusals: &[Internal],
        ..copy(&login)
    };
    vec![login, callback, logout, authorize].into_iter().chain(of_the_local_provider()).collect()
}

/// What the server asks itself, in the words of RFC 6749, and the page's own files.
fn of_the_local_provider() -> Vec<Elsewhere> {
    let text = || json!({ "type": "string" });
    let token = Elsewhere {
        route: ("POST", "/auth/local/token"),
        id: "redeem_locally",
        tag: "Signing in",
        about: "A token for a code. The server asks itself, in the words of RFC 6749.",
        who: Who::Anybody,
        limit: Limit::Free,
        parameters: json!([]),
        body: Some(json!({ "required": true, "content": { "application/x-www-form-urlencoded": { "schema": {
            "type": "object",
            "properties": {
                "grant_type": text(), "code": text(), "client_id": text(), "redirect_uri": text(), "code_verifier": text(),
            },
            "required": ["grant_type", "code", "client_id", "redirect_uri", "code_verifier"],
        } } } })),
        answers: json!({
            "200": answered("The token.", "application/json", json!({ "type": "object" })),
            "400": { "description": "The code is none, or the form has not what it takes." },
            "403": answered("Only this machine may.", "text/html", text()),
            "404": answered("People sign in otherwise here.", "text/html", text()),
            "413": { "description": "The form is too large." },
            "415": { "description": "It is no form." },
        }),
        refusals: &[Internal],
    };
    let me = Elsewhere {
        route: ("GET", "/auth/local/users/@me"),
        id: "who_locally",
        about: "Whose token it is. The server asks itself.",
        answers: json!({
            "200": answered("Who it is.", "application/json", json!({ "type": "object" })),
            "401": answered("Nobody's.", "application/json", json!({ "type": "object" })),
        }),
        ..copy(&token)
    };
    let style = Elsewhere {
        route: ("GET", "/auth/local/style.css"),
        id: "get_local_style",
        about: "How the pages of sign-in look.",
        answers: json!({ "200": answered("The styles.", "text/css", text()) }),
        refusals: &[],
        ..copy(&token)
    };
    let theme = Elsewhere {
        route: ("GET", "/auth/local/theme.js"),
        id: "get_local_theme",
        about: "Gives the pages of sign-in the theme that was chosen in the app.",
        answers: json!({ "200": answered("The script.", "text/javascript", text()) }),
        refusals: &[],
        ..copy(&token)
    };
    vec![token, me, style, theme]
}
