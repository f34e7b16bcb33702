//! Somebody with a browser's cookies who speaks REST.

use crate::jar::Jar;
use crate::rest::{Route, text};
use hubbub_shared::model::{Me, SessionToken};
use hubbub_shared::protocol::{Command, Reply, Verb};
use hubbub_shared::{ErrorCode, Problem};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Map, Value};

/// Signed in with cookies, with a token, or not at all.
pub struct Person {
    http: reqwest::Client,
    address: String,
    /// Cookies of this browser.
    pub jar: Jar,
    token: Option<String>,
}

impl Person {
    pub(crate) fn new(http: reqwest::Client, address: &str) -> Self {
        Self { http, address: address.to_owned(), jar: Jar::default(), token: None }
    }

    /// The same browser once more: another tab, with the cookies as they are now.
    pub fn again(&self) -> Self {
        let jar = Jar::with(self.jar.cookies());
        Self { http: self.http.clone(), address: self.address.clone(), jar, token: self.token.clone() }
    }

    /// A program with a token of this person's, and no cookies.
    pub fn program(&self, token: &str) -> Self {
        let mut program = Self::new(self.http.clone(), &self.address);
        program.token = Some(token.to_owned());
        program
    }

    /// Where the server is.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The token, of a program.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Goes through the local provider's pages, following every redirect.
    pub async fn signs_in(&self, name: &str) {
        let mut url = format!("{}/auth/login?as={}", self.address, name);
        for _ in 0..10 {
            let answer = self.visit(&url).await;
            let Some(next) = answer.headers().get(LOCATION) else {
                let status = answer.status();
                assert!(self.jar.header().is_some(), "{name} has no cookie after {url} ({status})");
                return;
            };
            let next = next.to_str().expect("an address is text");
            url = reqwest::Url::parse(&url).unwrap().join(next).unwrap().to_string();
        }
        panic!("signing in goes round in circles at {url}");
    }

    /// Opens an address of the server as a link would, and keeps the cookies.
    pub async fn visit(&self, url: &str) -> Response {
        let request = self.with_identity(self.http.get(url));
        let answer = request.send().await.unwrap_or_else(|error| panic!("GET {url}: {error}"));
        self.jar.remember(answer.headers());
        answer
    }

    fn with_identity(&self, mut request: RequestBuilder) -> RequestBuilder {
        if let Some(cookies) = self.jar.header() {
            request = request.header(COOKIE, cookies);
        }
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        request
    }

    /// A request with this person's identity, and no `Origin` yet.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.with_identity(self.http.request(method, format!("{}{path}", self.address)))
    }

    /// A request as the PWA makes it, answered whatever the answer is.
    pub async fn fetches(&self, method: Method, path: &str, body: Option<&Value>) -> Response {
        self.tries(method.clone(), path, body)
            .await
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// As [`fetches`](Self::fetches), for when the server may be away.
    pub async fn tries(&self, method: Method, path: &str, body: Option<&Value>) -> reqwest::Result<Response> {
        let mut request = self.request(method, path).header(ORIGIN, &self.address);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        self.jar.remember(answer.headers());
        Ok(answer)
    }

    /// The JSON at a path; `None` for 204.
    pub async fn gets(&self, path: &str) -> Result<Value, Problem> {
        let answer = self.fetches(Method::GET, path, None).await;
        payload_of(answer).await.map(|payload| payload.expect("GET answers with something"))
    }

    /// Makes a token for a program.
    pub async fn makes_session(&self, name: &str) -> SessionToken {
        let body = serde_json::json!({ "name": name });
        let answer = self.fetches(Method::POST, "/api/users/@me/sessions", Some(&body)).await;
        assert_eq!(answer.status(), StatusCode::CREATED, "a session is made");
        serde_json::from_value(payload_of(answer).await.unwrap().unwrap()).unwrap()
    }

    /// Who this is.
    pub async fn me(&self) -> Me {
        serde_json::from_value(self.gets("/api/users/@me").await.unwrap()).unwrap()
    }

    /// A command through REST.
    pub(crate) async fn calls_rest(&self, command: &Command) -> Result<Reply, Problem> {
        let route = Route::of(command);
        let fields = &route.fields;
        let (path, body) = match route.method {
            Method::GET | Method::DELETE => (with_query(&route.path, fields), None),
            _ => (route.path.clone(), Some(Value::Object(fields.clone()))),
        };
        let answer = self.fetches(route.method.clone(), &path, body.as_ref()).await;
        let outcome = payload_of(answer).await.map(|payload| route.reply(payload));
        outcome.inspect_err(|problem| is_described(command.verb(), problem))
    }
}

/// Every refusal is one that the documents describe.
pub(crate) fn is_described(verb: &Verb, problem: &Problem) {
    let (name, code) = (verb.name, problem.code);
    assert!(
        verb.refusals().contains(&code),
        "{name} is refused with {code:?}, which shared/src/protocol/refusals.rs does not tell: {problem:?}"
    );
}

fn with_query(path: &str, fields: &Map<String, Value>) -> String {
    let pairs = fields.iter().map(|(name, value)| (name, text(value)));
    let url = reqwest::Url::parse_with_params("http://here", pairs).expect("it is an address");
    url.query().filter(|query| !query.is_empty()).map_or(path.to_owned(), |query| format!("{path}?{query}"))
}

/// What an answer carries, or the problem it tells. Checks on the way that problems are told as documented.
pub(crate) async fn payload_of(answer: Response) -> Result<Option<Value>, Problem> {
    let status = answer.status();
    if status == StatusCode::NO_CONTENT {
        return Ok(None);
    }
    if !status.is_success() {
        return Err(problem_of(answer).await);
    }
    let address = answer.url().clone();
    let body = answer.bytes().await.unwrap();
    Ok(Some(
        serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{address} answers {body:?}: {error}")),
    ))
}

/// The problem that an answer tells, in the form that all of them have.
pub async fn problem_of(answer: Response) -> Problem {
    let (status, address) = (answer.status(), answer.url().clone());
    let kind = answer.headers().get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
    let body = answer.text().await.unwrap();
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{address} answers {status}: {body}");
    let problem: Problem = serde_json::from_str(&body)
        .unwrap_or_else(|error| panic!("{address} answers {status} {body}: {error}"));
    assert_eq!(problem.code.status(), status.as_u16(), "{address}: {body}");
    assert!(problem.request_id.is_some(), "{address}: a problem has a request id: {body}");
    assert_ne!(problem.code, ErrorCode::Internal, "{address}: a fault of the server: {body}");
    problem
}
