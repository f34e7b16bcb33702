//! What a file is, by what is in it. Its name says nothing.

/// So much of the beginning tells it.
pub(super) const BEGINNING: usize = 8 * 1024;

/// Of anything that is not known.
pub(super) const BYTES: &str = "application/octet-stream";

/// What browsers may show as it is: pictures without scripts in them, sound and video. All else is for saving.
const SHOWN: [&str; 14] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "video/mp4",
    "video/webm",
    "video/ogg",
    "video/quicktime",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "audio/wav",
    "audio/flac",
    "audio/aac",
];

/// Whether browsers may show it, and not only save it.
pub fn is_shown(content_type: &str) -> bool {
    SHOWN.contains(&content_type)
}

/// The media type of what begins so.
pub(super) fn content_type(beginning: &[u8]) -> &'static str {
    match infer::get(beginning).map(|kind| kind.mime_type()) {
        Some("audio/m4a") => "audio/mp4",
        Some("video/x-m4v") => "video/mp4",
        Some("audio/x-wav") => "audio/wav",
        Some("audio/x-flac") => "audio/flac",
        Some("audio/opus") => "audio/ogg",
        Some(known) => known,
        None if is_text(beginning) => "text/plain",
        None => BYTES,
    }
}

/// A character may be cut off at the end of what was looked at.
fn is_text(beginning: &[u8]) -> bool {
    let is_plain =
        |text: &str| !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
    match std::str::from_utf8(beginning) {
        Ok(text) => is_plain(text),
        Err(error) if error.error_len().is_none() && beginning.len() == BEGINNING => {
            std::str::from_utf8(&beginning[..error.valid_up_to()]).is_ok_and(is_plain)
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_never_shown() {
        for page in [
            "<!doctype html><script>alert(1)</script>",
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "%PDF-1.7\n",
            "<?xml version='1.0'?><a/>",
        ] {
            let kind = content_type(page.as_bytes());
            assert!(!is_shown(kind), "{page}: {kind}");
        }
        assert_eq!(content_type(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "image/png");
        assert_eq!(content_type("Grüße".as_bytes()), "text/plain");
        assert_eq!(content_type(b"\0\x01\x02"), BYTES);
    }
}
