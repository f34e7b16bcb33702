//! The files of the web app.

use crate::server::Server;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, IF_NONE_MATCH};
use reqwest::{Method, Response, StatusCode};
use std::io::{Read, Write};
use std::net::TcpStream;
use tempfile::TempDir;

struct Place {
    server: Server,
    _site: TempDir,
}

async fn place() -> Place {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir(site.path().join("assets")).unwrap();
    std::fs::write(site.path().parent().unwrap().join("hubbub-outside.txt"), "outside").unwrap();
    for (name, text) in [
        ("index.html", "<!doctype html>page"),
        ("sw.js", "worker"),
        ("manifest.webmanifest", "{}"),
        ("assets/app.1.wasm", "wasm"),
        ("assets/app.1.wasm.br", "wasm in brotli"),
        ("assets/app.1.wasm.gz", "wasm in gzip"),
    ] {
        std::fs::write(site.path().join(name), text).unwrap();
    }
    let server = Server::with(&["--site", site.path().to_str().unwrap()]).await;
    Place { server, _site: site }
}

async fn get(place: &Place, path: &str, headers: &[(reqwest::header::HeaderName, &str)]) -> Response {
    let request = place.server.browser().bare(Method::GET, path);
    headers.iter().fold(request, |request, (name, value)| request.header(name, *value)).send().await.unwrap()
}

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[actix_web::test]
async fn a_file_comes_in_the_smallest_form_the_browser_takes() {
    let place = place().await;
    let best = get(&place, "/assets/app.1.wasm", &[(ACCEPT_ENCODING, "gzip, br")]).await;
    assert_eq!(
        (header(&best, "content-encoding"), header(&best, "content-type")),
        ("br", "application/wasm")
    );
    assert_eq!(header(&best, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&best, "vary"), "Accept-Encoding");
    assert_eq!(best.text().await.unwrap(), "wasm in brotli");
    let older = get(&place, "/assets/app.1.wasm", &[(ACCEPT_ENCODING, "gzip")]).await;
    assert_eq!(older.text().await.unwrap(), "wasm in gzip");
    let plain = get(&place, "/assets/app.1.wasm", &[]).await;
    assert_eq!((header(&plain, "content-encoding"), plain.status()), ("", StatusCode::OK));
    assert_eq!(get(&place, "/assets/app.1.wasm.br", &[]).await.status(), StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_page_that_has_not_changed_is_not_sent_again() {
    let place = place().await;
    let first = get(&place, "/", &[]).await;
    assert_eq!(header(&first, "cache-control"), "no-cache");
    let tag = header(&first, "etag").to_owned();
    let again = get(&place, "/", &[(IF_NONE_MATCH, &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(again.text().await.unwrap(), "");
    assert_eq!(get(&place, "/", &[(IF_NONE_MATCH, "\"other\"")]).await.status(), StatusCode::OK);
}

#[actix_web::test]
async fn addresses_within_the_app_are_its_page() {
    let place = place().await;
    for path in ["/", "/hubs/1/channels/2", "/invite/abc", "/sign-in?error=denied"] {
        let answer = get(&place, path, &[(ACCEPT, "text/html")]).await;
        assert_eq!(
            (answer.status(), header(&answer, "content-type")),
            (StatusCode::OK, "text/html; charset=utf-8"),
            "{path}"
        );
    }
    for path in ["/assets/gone.js", "/missing.png", "/api/nothing", "/auth/nothing"] {
        assert_eq!(get(&place, path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        header(&get(&place, "/manifest.webmanifest", &[]).await, "content-type"),
        "application/manifest+json"
    );
    let write = place.server.browser().bare(Method::POST, "/").send().await.unwrap();
    assert_eq!(write.status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// Without a client that tidies the path.
fn raw(url: &str, path: &str) -> String {
    let host = url.trim_start_matches("http://");
    let mut socket = TcpStream::connect(host).unwrap();
    write!(socket, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

#[actix_web::test]
async fn there_is_no_way_out_of_the_directory() {
    let place = place().await;
    for path in [
        "/../hubbub-outside.txt",
        "/assets/../../hubbub-outside.txt",
        "/%2e%2e/hubbub-outside.txt",
        "/..%2fhubbub-outside.txt",
        "/%00",
    ] {
        let url = place.server.url.clone();
        let answer = actix_web::rt::task::spawn_blocking(move || raw(&url, path)).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 ") && !answer.ends_with("outside"), "{path}: {answer}");
    }
}

#[actix_web::test]
async fn without_a_web_app_the_server_says_how_to_get_one() {
    let server = Server::start().await;
    let page = server.browser().get("/").await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(page.text().await.unwrap().contains("cargo xtask run"));
}
