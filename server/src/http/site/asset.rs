//! One file of the site, in each form it can be sent in.

use actix_web::http::header::HeaderValue;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Bytes that are sent under one `ETag`.
pub struct Form {
    /// `Content-Encoding`; `None`: as they are.
    pub encoding: Option<&'static str>,
    pub bytes: Bytes,
    pub etag: HeaderValue,
}

/// One file of the site in every encoding it is sent in.
pub struct Asset {
    pub media_type: &'static str,
    /// Its name changes with its content, so browsers may keep it for ever.
    pub is_immutable: bool,
    /// Smallest form first; the last one is the file as it is.
    pub forms: Vec<Form>,
}

impl Asset {
    pub fn new(name: &str, files: &HashMap<String, Vec<u8>>) -> Option<Self> {
        let plain = files.get(name)?;
        let compressed = [("br", "br"), ("gzip", "gz")].into_iter().filter_map(|(encoding, suffix)| {
            let bytes = files.get(&format!("{name}.{suffix}"))?;
            Form::new(Some(encoding), bytes)
        });
        let forms = compressed.chain(Form::new(None, plain)).collect();
        Some(Self { media_type: media_type(name), is_immutable: name.starts_with("assets/"), forms })
    }

    /// The best form that the browser accepts.
    pub fn accepted(&self, accept_encoding: &str) -> Option<&Form> {
        let accepts = |form: &&Form| form.encoding.is_none_or(|encoding| accepts(accept_encoding, encoding));
        self.forms.iter().find(accepts)
    }
}

impl Form {
    fn new(encoding: Option<&'static str>, bytes: &[u8]) -> Option<Self> {
        let hash = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..12]);
        let etag = HeaderValue::from_str(&format!("\"{hash}\"")).ok()?;
        Some(Self { encoding, bytes: Bytes::copy_from_slice(bytes), etag })
    }
}

/// Whether `Accept-Encoding` names the encoding, and not with a quality of zero.
pub fn accepts(accept_encoding: &str, encoding: &str) -> bool {
    accept_encoding.split(',').any(|item| {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let quality =
            parameters.trim().strip_prefix("q=").and_then(|quality| quality.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && quality.is_none_or(|quality| quality > 0.0)
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_accepted_by_name() {
        assert!(accepts("gzip, deflate, br;q=0.9", "br"));
        assert!(!accepts("gzip;q=0, br; q=0.0", "br") && !accepts("", "gzip") && !accepts("brotli", "br"));
    }
}
