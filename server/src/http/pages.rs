//! The few pages the server draws itself: picking a name, and what to say when there is no web door.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};

const PAGE: &str = include_str!("sign_in/local/page.html");
const FORM: &str = include_str!("sign_in/local/form.html");
const THEME: &str = include_str!("sign_in/local/theme.js");

/// What people call this server.
pub const PRODUCT: &str = env!("PRODUCT_NAME");

/// The sheets of the app that these pages share, so that signing in does not look like another place.
const STYLE: &str = concat!(
    include_str!("../../../pwa/styles/05-brand.css"),
    include_str!("../../../pwa/styles/10-tokens.css"),
    include_str!("../../../pwa/styles/20-base.css"),
    include_str!("../../../pwa/styles/30-controls.css"),
    include_str!("../../../pwa/styles/55-welcome.css"),
    include_str!("sign_in/local/style.css"),
);

/// `GET /auth/local/style.css`: a file of its own, because the content security policy forbids inline styles.
pub async fn style() -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, "text/css; charset=utf-8"));
    answer.insert_header((header::CACHE_CONTROL, "public, max-age=3600")).body(STYLE)
}

/// `GET /auth/local/theme.js`: the theme that was chosen in the app.
pub async fn theme() -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, "text/javascript; charset=utf-8"));
    answer.insert_header((header::CACHE_CONTROL, "public, max-age=3600")).body(THEME)
}

/// A heading and paragraphs. The paragraphs are HTML that we wrote; put nothing into them that is not
/// [`escape`]d.
pub fn message(status: StatusCode, title: &str, paragraphs: &[&str]) -> HttpResponse {
    let body: String = paragraphs.iter().map(|text| format!("<p>{text}</p>\n")).collect();
    page(HttpResponse::build(status), title, &body)
}

/// The page to pick a name. `hidden` goes along with the form; `error` says what was wrong with `name`.
pub fn pick_a_name(hidden: &[(String, String)], name: &str, error: Option<&str>) -> HttpResponse {
    let hidden: String = hidden.iter().map(|(name, value)| hidden_field(name, value)).collect();
    let (error, described) = match error {
        Some(error) => {
            (format!(r#"<p class="field-problem" id="error" role="alert">{}</p>"#, escape(error)), DESCRIBED)
        }
        None => (String::new(), ""),
    };
    let values =
        [("hidden", &*hidden), ("name", &*escape(name)), ("described", described), ("error", &*error)];
    let status = if described.is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    page(HttpResponse::build(status), &format!("Sign in to {PRODUCT}"), &fill(FORM, &values))
}

const DESCRIBED: &str = r#" aria-invalid="true" aria-describedby="error""#;

fn hidden_field(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", escape(name), escape(value))
}

fn page(mut answer: HttpResponseBuilder, title: &str, body: &str) -> HttpResponse {
    answer.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer.body(fill(PAGE, &[("title", &*escape(title)), ("product", &*escape(PRODUCT)), ("body", body)]))
}

/// Fills the places of a template in one pass, so that a value cannot contain a place.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut parts = template.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once("}}").unwrap_or((part, ""));
        let value = values.iter().find(|(name, _)| *name == place).map_or("", |(_, value)| value);
        filled.push_str(value);
        filled.push_str(rest);
    }
    filled
}

/// Text for HTML, also within quoted attributes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
