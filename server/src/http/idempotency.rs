//! Requests that may be sent again: under one `Idempotency-Key` something is done once, and answered the same each time.
//!
//! What the draft of the IETF says (draft-ietf-httpapi-idempotency-key-header), for every POST of the API. A process that is
//! killed between doing and writing down leaves a key without an answer: what has a nonce is done again, and finds itself done;
//! of anything else nobody knows, and that is said.

use super::door::Door;
use super::refused::Refused;
use crate::domain::caller::Caller;
use crate::domain::idempotency::{self, AnswerDoc, KeyDoc};
use crate::error::{Error, Result};
use crate::request_id;
use crate::store::StoreError;
use actix_web::cookie::{Cookie, CookieJar};
use actix_web::http::header::HeaderName;
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use hubbub_shared::{ErrorCode, Problem, UserId};
use serde_json::{Map, Value};
use std::future::Future;
use std::sync::LazyLock;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Characters of a key.
const KEY_CHARS: usize = 255;
/// What is done at the moment may be asked for again after this.
const COME_BACK_MS: u64 = 1000;
/// How often it is looked again because a key came or went at the same moment.
const ATTEMPTS: usize = 5;

/// This run of the program.
static PROCESS: LazyLock<String> = LazyLock::new(|| request_id::fresh().to_string());

/// What is answered, before it is an answer of HTTP.
#[derive(Debug, Clone)]
pub struct Said {
    /// The status of HTTP.
    pub status: StatusCode,
    /// Of the body.
    pub content_type: Option<String>,
    /// `None`: there is none.
    pub body: Option<Vec<u8>>,
    is_replayed: bool,
}

impl Said {
    /// JSON, or nothing to tell.
    pub fn json(status: StatusCode, body: Option<Vec<u8>>) -> Self {
        let content_type = body.as_ref().map(|_| "application/json".to_owned());
        Self { status, content_type, body, is_replayed: false }
    }

    /// A word for a program.
    pub fn text(word: &str) -> Self {
        let content_type = Some("text/plain".to_owned());
        Self { status: StatusCode::OK, content_type, body: Some(word.into()), is_replayed: false }
    }

    fn refused(problem: &Problem) -> Self {
        let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(problem).unwrap_or_default();
        let content_type = Some("application/problem+json".to_owned());
        Self { status, content_type, body: Some(body), is_replayed: false }
    }

    /// As it is sent.
    pub fn answer(self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status);
        if self.is_replayed {
            answer.insert_header((REPLAYED, "true"));
        }
        match (self.content_type, self.body) {
            (Some(kind), Some(body)) => answer.content_type(kind).body(body),
            (None, Some(body)) => answer.body(body),
            (_, None) => answer.finish(),
        }
    }
}

/// A request under a key.
#[derive(Debug, Clone)]
pub struct Keyed {
    id: String,
    user: UserId,
    fingerprint: String,
    /// It has a nonce, so doing it again does nothing twice.
    is_repeatable: bool,
}

impl Keyed {
    /// The request's key, if it has one, for what this caller asks for: an operation, and what it is given.
    pub fn of(
        request: &HttpRequest,
        caller: &Caller,
        operation: &str,
        fields: &Map<String, Value>,
    ) -> std::result::Result<Option<Self>, Refused> {
        let Some(key) = key(request)? else { return Ok(None) };
        let given = serde_json::to_vec(fields).unwrap_or_default();
        Ok(Some(Self::new(&key, caller, &[operation.as_bytes(), &given])))
    }

    /// The same under a key that is known.
    pub fn new(key: &str, caller: &Caller, asked: &[&[u8]]) -> Self {
        let id = idempotency::digest(&[caller.asks_as().as_bytes(), key.as_bytes()]);
        let fingerprint = idempotency::digest(asked);
        Self { id, user: caller.user, fingerprint, is_repeatable: false }
    }

    /// The key as the nonce of a send, by which the store knows a repeat even if nothing else was written down.
    pub fn nonce(&mut self) -> String {
        self.is_repeatable = true;
        format!("key-{}", self.id)
    }
}

/// The key that a request has, with or without the quotes that the draft wants.
pub fn key(request: &HttpRequest) -> std::result::Result<Option<String>, Refused> {
    let Some(value) = request.headers().get(KEY).filter(|_| request.method() == Method::POST) else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default().trim();
    let key = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key);
    match (1..=KEY_CHARS).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => Ok(Some(key.to_owned())),
        false => Err(Refused::new(
            ErrorCode::InvalidInput,
            format!(
                "Idempotency-Key has from 1 to {KEY_CHARS} letters, digits and signs, without blanks. A UUID does well."
            ),
        )),
    }
}

/// Does what was asked, unless it was done under the same key before: then the answer is that of before.
pub async fn once(
    door: &Door,
    keyed: Option<Keyed>,
    work: impl Future<Output = Result<Said>>,
) -> Result<Said> {
    let Some(keyed) = keyed else { return work.await };
    let begun = match begin(door, &keyed).await? {
        Begun::Now(begun) => begun,
        Begun::Before(said) => return Ok(said),
    };
    let said = match work.await {
        Ok(said) => said,
        Err(error) => {
            let problem = error.into_problem(&request_id::current());
            if !is_kept(problem.code) {
                forget(door, &begun).await;
                return Err(problem.into());
            }
            Said::refused(&problem)
        }
    };
    keep(door, begun, &said).await;
    Ok(said)
}

/// Whether the same refusal is given again. What may pass by itself is not kept: asking again under the same key is how one
/// finds out.
const fn is_kept(code: ErrorCode) -> bool {
    !code.is_retryable() && !matches!(code, ErrorCode::NotSignedIn | ErrorCode::Suspended)
}

enum Begun {
    Now(KeyDoc),
    Before(Said),
}

async fn begin(door: &Door, keyed: &Keyed) -> Result<Begun> {
    let live = &door.live;
    for _ in 0..ATTEMPTS {
        let now = live.clock.now();
        if let Some(known) = live.store.get::<KeyDoc>(&keyed.id).await? {
            if known.is_over(now) {
                live.store.delete::<KeyDoc>(&keyed.id).await?;
                continue;
            }
            match known_before(door, keyed, known)? {
                Known::Answered(said) => return Ok(Begun::Before(said)),
                Known::Interrupted(known) => match live.store.replace(&known.again(&PROCESS, now)).await {
                    Err(StoreError::Changed { .. }) => continue,
                    begun => return Ok(Begun::Now(begun?)),
                },
            }
        }
        let most = live.settings.capacity.idempotency_keys;
        if idempotency::count_of(&live.store, keyed.user, most).await? >= most as u64 {
            let message =
                format!("There may be {most} idempotency keys of a day. Go on without one, or later.");
            return Err(Error::rejected(ErrorCode::LimitReached, message));
        }
        let (id, fingerprint) = (keyed.id.clone(), keyed.fingerprint.clone());
        let begun = KeyDoc::begun(id, keyed.user, fingerprint, &PROCESS, now);
        match live.store.insert(&begun).await {
            Err(StoreError::Conflict { .. }) => {}
            outcome => {
                outcome?;
                return Ok(Begun::Now(begun));
            }
        }
    }
    Err(Error::unavailable())
}

enum Known {
    Answered(Said),
    /// It may be done again.
    Interrupted(KeyDoc),
}

fn known_before(door: &Door, keyed: &Keyed, known: KeyDoc) -> Result<Known> {
    if known.fingerprint != keyed.fingerprint {
        return Err(Error::rejected(
            ErrorCode::IdempotencyKeyReused,
            "Something else was asked under this Idempotency-Key. Use a new one.",
        ));
    }
    if let Some(answer) = &known.answer {
        return opened(door, &known.id, answer).map(Known::Answered).ok_or_else(unknown);
    }
    if known.is_running(&PROCESS, door.live.clock.now()) {
        let message = "What was asked under this Idempotency-Key is being done. Ask again in a moment.";
        let problem = Problem::new(ErrorCode::IdempotencyInProgress, message);
        return Err(Problem { retry_after_ms: Some(COME_BACK_MS), ..problem }.into());
    }
    if keyed.is_repeatable { Ok(Known::Interrupted(known)) } else { Err(unknown()) }
}

fn unknown() -> Error {
    Error::rejected(
        ErrorCode::IdempotencyUnknown,
        "The server was interrupted at this. It may have been done: look, and use a new Idempotency-Key if it was not.",
    )
}

/// What was done is answered, whether or not that can be written down.
async fn keep(door: &Door, begun: KeyDoc, said: &Said) {
    let sealed = match &said.body {
        None => None,
        Some(body) => Some(seal(door, &begun.id, body)),
    };
    let answer = AnswerDoc { status: said.status.as_u16(), content_type: said.content_type.clone(), sealed };
    let kept = KeyDoc { answer: Some(answer), ..begun };
    if let Err(error) = door.live.store.replace(&kept).await {
        tracing::warn!(%error, "writing down an answer under its key");
    }
}

async fn forget(door: &Door, begun: &KeyDoc) {
    if let Err(error) = door.live.store.delete::<KeyDoc>(&begun.id).await {
        tracing::warn!(%error, "forgetting a key under which nothing was done");
    }
}

/// With the key of the cookies, and bound to the request's own.
fn seal(door: &Door, id: &str, body: &[u8]) -> String {
    let mut jar = CookieJar::new();
    let text = String::from_utf8_lossy(body).into_owned();
    jar.private_mut(door.sign_in.key()).add(Cookie::new(id.to_owned(), text));
    jar.get(id).map(|cookie| cookie.value().to_owned()).unwrap_or_default()
}

fn opened(door: &Door, id: &str, answer: &AnswerDoc) -> Option<Said> {
    let body = match &answer.sealed {
        None => None,
        Some(sealed) => {
            let mut jar = CookieJar::new();
            jar.add_original(Cookie::new(id.to_owned(), sealed.clone()));
            Some(jar.private(door.sign_in.key()).get(id)?.value().as_bytes().to_vec())
        }
    };
    let status = StatusCode::from_u16(answer.status).ok()?;
    Some(Said { status, content_type: answer.content_type.clone(), body, is_replayed: true })
}
