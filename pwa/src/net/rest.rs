//! REST, for what is needed without a socket: who is signed in, invites as strangers see them, sessions.

use crate::net::calls::{no_answer, unreadable_answer};
use crate::net::frames;
use crate::state::Health;
use crate::{browser, clock, words};
use hubbub_shared::model::{InvitePreview, Me, Session};
use hubbub_shared::{ErrorCode, Problem, SessionId};
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, RequestInit, Response};

/// Who is signed in.
pub async fn me() -> Result<Me, Problem> {
    get("/api/users/@me").await
}

/// What the server tells of itself.
pub async fn health() -> Result<Health, Problem> {
    get("/api/health").await
}

/// The build of the app that the server has now, whatever this device keeps.
pub async fn build() -> Option<String> {
    let page = request("GET", "/index.html").await.ok()?;
    let (_, rest) = page.split_once("name=\"build\" content=\"")?;
    rest.split_once('"').map(|(build, _)| build.to_owned())
}

/// A file of the app itself, as text.
pub async fn file(address: &str) -> Result<String, Problem> {
    request("GET", address).await
}

/// Where an invite leads. The code has been checked to be one.
pub async fn invite(code: &str) -> Result<InvitePreview, Problem> {
    get(&format!("/api/invites/{code}")).await
}

/// Where the person is signed in.
pub async fn sessions() -> Result<Vec<Session>, Problem> {
    get("/api/users/@me/sessions").await
}

/// Signs a device out.
pub async fn end_session(session: SessionId) -> Result<(), Problem> {
    request("DELETE", &format!("/api/users/@me/sessions/{session}")).await.map(drop)
}

/// Signs this device out.
pub async fn sign_out() -> Result<(), Problem> {
    request("POST", "/auth/logout").await.map(drop)
}

/// Posts JSON to an address of this server that wants no more than that.
pub async fn post(address: &str, json: &str) -> Result<(), Problem> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&json.into());
    let sent = async {
        let request = Request::new_with_str_and_init(address, &init).ok()?;
        request.headers().set("content-type", "application/json").ok()?;
        let promise = browser::window()?.fetch_with_request(&request);
        JsFuture::from(promise).await.ok()?.dyn_into::<Response>().ok()
    };
    let response = sent.await.ok_or_else(no_answer)?;
    let body = text(&response).await.ok_or_else(no_answer)?;
    if response.ok() { Ok(()) } else { Err(problem(response.status(), &body)) }
}

async fn get<T: DeserializeOwned>(address: &str) -> Result<T, Problem> {
    let body = request("GET", address).await?;
    frames::decode_json(&body).ok_or_else(unreadable_answer)
}

async fn request(method: &str, address: &str) -> Result<String, Problem> {
    let response = fetch(method, address).await.ok_or_else(no_answer)?;
    let body = text(&response).await.ok_or_else(no_answer)?;
    if response.ok() { Ok(body) } else { Err(problem(response.status(), &body)) }
}

async fn fetch(method: &str, address: &str) -> Option<Response> {
    let init = RequestInit::new();
    init.set_method(method);
    let request = Request::new_with_str_and_init(address, &init).ok()?;
    request.headers().set("accept", "application/json").ok()?;
    let promise = browser::window()?.fetch_with_request(&request);
    let response: Response = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    if let Ok(Some(date)) = response.headers().get("date") {
        clock::learn(&date);
    }
    Some(response)
}

async fn text(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// A proxy in between answers with other bodies than ours.
fn problem(status: u16, body: &str) -> Problem {
    frames::decode_json(body).map(words::problem).unwrap_or_else(|| match status {
        401 => Problem::new(ErrorCode::NotSignedIn, words::SESSION_OVER),
        404 => words::problem(Problem::new(ErrorCode::NotFound, "")),
        _ => Problem::new(ErrorCode::Unavailable, words::NO_CONNECTION),
    })
}
