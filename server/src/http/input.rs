//! Puts a command together: JSON body, then query, then path, the later winning.

use super::refused::Refused;
use actix_web::HttpRequest;
use actix_web::http::{Method, header};
use actix_web::web::{Bytes, Payload};
use hubbub_shared::protocol::{Command, Verb};
use hubbub_shared::{ErrorCode, PICTURE_BYTES, Problem};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use serde_path_to_error::{Deserializer, Track};
use url::form_urlencoded;

/// Greatest body that is read. Messages have 4000 characters, of at most 4 bytes and a few more in JSON.
pub const BODY_BYTES: usize = 64 * 1024;
/// Greatest body with a picture in it, which is text of a third more letters, beside a few more fields.
pub const PICTURE_BODY_BYTES: usize = PICTURE_BYTES.div_ceil(3) * 4 + 1024;
/// Greatest body of what programs post: what GitHub tells of a push with many commits is long.
const POSTED_BYTES: usize = 1024 * 1024;

/// What a request says, field by field.
pub async fn fields(request: &HttpRequest, payload: Payload) -> Result<Map<String, Value>, Refused> {
    fields_up_to(request, payload, BODY_BYTES).await
}

/// The same, with a body of at most so many bytes.
pub async fn fields_up_to(
    request: &HttpRequest,
    payload: Payload,
    most: usize,
) -> Result<Map<String, Value>, Refused> {
    let mut fields = match *request.method() {
        // They have no body by contract; one that is sent anyway is not looked at.
        Method::GET | Method::HEAD => Map::new(),
        Method::DELETE => no_body(request, payload).await?,
        _ => body(request, payload, most).await?,
    };
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        fields.insert(name.into_owned(), Value::String(value.into_owned()));
    }
    for (name, value) in request.match_info().iter() {
        fields.insert(name.to_owned(), Value::String(value.to_owned()));
    }
    Ok(fields)
}

/// What was read, as what an operation wants. Errors name the field where that is possible.
pub fn of_fields<C: DeserializeOwned>(fields: Map<String, Value>) -> Result<C, Refused> {
    Ok(named(|track| C::deserialize(Deserializer::new(Value::Object(fields), track)))?)
}

/// What a program posts to a webhook: JSON, by itself or in a form.
pub async fn posted(request: &HttpRequest, payload: Payload) -> Result<Value, Refused> {
    let bytes = bytes_up_to(request, payload, POSTED_BYTES).await?;
    let json = match essence(request).as_str() {
        "application/json" => bytes.to_vec(),
        "application/x-www-form-urlencoded" => {
            let mut fields = form_urlencoded::parse(&bytes);
            let found = fields.find(|(name, _)| ["payload", "payload_json"].contains(&&**name));
            found.map(|(_, json)| json.into_owned().into_bytes()).unwrap_or_default()
        }
        _ => {
            return Err(Refused::new(
                ErrorCode::InvalidInput,
                "The body must be JSON, with `Content-Type: application/json`. Files are not taken.",
            ));
        }
    };
    serde_json::from_slice(&json)
        .map_err(|error| Refused::new(ErrorCode::MalformedFrame, format!("The body is not JSON: {error}.")))
}

/// An address that ends in `roles/{role}` or `members/{user}` names the target of an overwrite.
pub fn name_target(request: &HttpRequest, fields: &mut Map<String, Value>) {
    for (of_path, kind) in [("role", "role"), ("user", "member")] {
        if let Some(id) = request.match_info().get(of_path) {
            fields.insert("target".to_owned(), json!({ kind: id }));
        }
    }
}

/// Proxies and clients lose the body of a DELETE, so nothing is in one. It is said instead of being ignored: what somebody
/// wrote there would be missing from the log.
async fn no_body(request: &HttpRequest, payload: Payload) -> Result<Map<String, Value>, Refused> {
    match bytes_up_to(request, payload, BODY_BYTES).await?.is_empty() {
        true => Ok(Map::new()),
        false => Err(Refused::new(
            ErrorCode::InvalidInput,
            "A DELETE has no body here. What goes with it is in the query, as in `?reason=Spam`.",
        )),
    }
}

async fn body(request: &HttpRequest, payload: Payload, most: usize) -> Result<Map<String, Value>, Refused> {
    let bytes = bytes_up_to(request, payload, most).await?;
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    if !is_json(request) {
        return Err(Refused::new(
            ErrorCode::InvalidInput,
            "The body must be JSON, with `Content-Type: application/json`.",
        ));
    }
    let object: Result<Map<String, Value>, _> = serde_json::from_slice(&bytes);
    object.map_err(|error| {
        Refused::new(ErrorCode::MalformedFrame, format!("The body is not a JSON object: {error}."))
    })
}

async fn bytes_up_to(request: &HttpRequest, payload: Payload, most: usize) -> Result<Bytes, Refused> {
    let too_large = || {
        let message = format!("The body is over its limit of {} KiB.", most / 1024);
        Refused::new(ErrorCode::TooLarge, message)
    };
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > most) {
        return Err(too_large());
    }
    let read = payload.to_bytes_limited(most).await.map_err(|_| too_large())?;
    read.map_err(|error| {
        Refused::new(ErrorCode::MalformedFrame, format!("The body did not arrive whole: {error}."))
    })
}

fn is_json(request: &HttpRequest) -> bool {
    essence(request) == "application/json"
}

/// The content type without its parameters.
fn essence(request: &HttpRequest) -> String {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A command from its fields.
pub fn command(verb: &Verb, fields: Map<String, Value>) -> Result<Command, Problem> {
    named(|track| Command::read(verb.name, Deserializer::new(Value::Object(fields), track)))
}

/// Reads something; a mistake names its field.
fn named<T>(read: impl FnOnce(&mut Track) -> serde_json::Result<T>) -> Result<T, Problem> {
    let mut track = Track::new();
    read(&mut track).map_err(|error| {
        let (path, message) = (track.path().to_string(), error.to_string());
        match missing_field(&message) {
            Some(field) => Problem::field(&below(&path, field), format!("{field} is missing.")),
            None if path == "." => Problem::new(ErrorCode::InvalidInput, sentence(&message)),
            None => Problem::field(&path, sentence(&format!("{path}: {message}"))),
        }
    })
}

/// serde tells a missing field only in words.
fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

fn below(path: &str, field: &str) -> String {
    if path == "." { field.to_owned() } else { format!("{path}.{field}") }
}

fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use hubbub_shared::protocol::command::{GetMessages, SendMessage, SetChannelOverwrite};
    use hubbub_shared::{ChannelId, MessageId};

    async fn input<C: DeserializeOwned>(request: TestRequest) -> Result<C, (u16, Problem)> {
        use actix_web::{FromRequest, ResponseError, body::to_bytes};
        let (request, mut payload) = request.to_http_parts();
        let payload = Payload::from_request(&request, &mut payload).await.unwrap();
        match fields(&request, payload).await.and_then(of_fields) {
            Ok(command) => Ok(command),
            Err(refused) => {
                let bytes = to_bytes(refused.answer().into_body()).await.unwrap();
                Err((refused.status_code().as_u16(), serde_json::from_slice(&bytes).unwrap()))
            }
        }
    }

    fn post() -> TestRequest {
        TestRequest::post().param("channel", "7")
    }

    #[actix_web::test]
    async fn path_wins_over_query_and_query_over_body() {
        let body = serde_json::json!({"channel": "1", "content": "body", "nonce": "n"});
        let sent: SendMessage = input(post().uri("/x?content=query&channel=2").set_json(body)).await.unwrap();
        assert_eq!(sent, SendMessage::of(ChannelId(7), "query".into(), Some("n".into())));
    }

    #[actix_web::test]
    async fn a_query_reads_numbers_and_ids() {
        let request = TestRequest::get().uri("/x?limit=20&before=9").param("channel", "7");
        let page: GetMessages = input(request).await.unwrap();
        assert_eq!((page.limit, page.before), (Some(20), Some(MessageId(9))));
    }

    #[actix_web::test]
    async fn a_mistake_names_its_field() {
        let (status, problem) = input::<SendMessage>(post()).await.unwrap_err();
        assert_eq!(
            (status, problem.code, &*problem.fields[0].path),
            (400, ErrorCode::InvalidInput, "content")
        );

        let body = serde_json::json!({"target": {"role": "x"}, "allow": "0", "deny": "0"});
        let (_, problem) = input::<SetChannelOverwrite>(post().set_json(body)).await.unwrap_err();
        assert!(problem.fields[0].path.starts_with("target"), "{problem:?}");
        assert!(problem.request_id.is_some());
    }

    #[actix_web::test]
    async fn what_is_not_a_small_json_object_is_refused() {
        let form = post().set_form([("content", "hi")]);
        assert_eq!(input::<SendMessage>(form).await.unwrap_err().1.code, ErrorCode::InvalidInput);
        let list = post().set_json([1]);
        assert_eq!(input::<SendMessage>(list).await.unwrap_err().1.code, ErrorCode::MalformedFrame);
        let large = post().set_json(serde_json::json!({"content": "x".repeat(BODY_BYTES)}));
        assert_eq!(input::<SendMessage>(large).await.unwrap_err().0, 413);
    }
}
