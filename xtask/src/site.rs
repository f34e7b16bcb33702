//! Composes the site out of the compiled PWA, its templates and the manifest, in memory; then writes it.
//!
//! What `pwa/` provides: `index.html` with `{{name}} {{first}} {{critical}} {{loads}} {{build}}`, `first.js`, `boot.js` with
//! `{{name}} {{glue}} {{wasm}} {{styles}} {{styles_integrity}}`, `sw.js` with `{{name}} {{build}} {{precache}}
//! {{later}}`, `styles/*.css`, and `public/`, copied as it is. `manifest/` is copied to the top. Scripts, styles and WebAssembly get
//! names with a hash, below `/assets/`, cacheable for ever. What the first paint needs stands in the page itself: `first.js` and the
//! style sheets up to the skeleton's.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::assets::{self, Files};
use crate::emoji;
use crate::parts::{self, FIRST_PART, GLUE};
use crate::reference;

/// Fast to compress, for a site that is served on this machine.
pub const QUICK_BROTLI: i32 = 5;
/// Ten seconds for a megabyte, once per release.
pub const BEST_BROTLI: i32 = 11;

/// Everything the site is made of.
pub struct Sources {
    /// What wasm-pack wrote.
    pub package: Files,
    /// The `pwa` folder.
    pub pwa: Files,
    /// The `manifest` folder.
    pub manifest: Files,
    /// What `reference.rs` takes of Swagger UI.
    pub swagger_ui: Files,
}

/// The files of the site, without their compressed siblings.
pub fn compose(sources: &Sources) -> Result<Files> {
    let mut site = sources.manifest.clone();
    name_manifest(&mut site)?;
    for (path, bytes) in assets::below(&sources.pwa, "public") {
        add(&mut site, path, bytes)?;
    }
    let (critical, rest): (Files, Files) = assets::below(&sources.pwa, "styles")
        .into_iter()
        .partition(|(path, _)| path.as_str() <= LAST_CRITICAL_SHEET);
    let loads = add_scripts(&mut site, sources, &rest)?;
    add_pages(&mut site, &sources.pwa, &assets::join_styles(&critical)?, &loads)?;
    for (path, bytes) in reference::compose(&sources.pwa, &sources.swagger_ui, product_name()?)? {
        add(&mut site, format!("api/docs/{path}"), bytes)?;
    }
    Ok(site)
}

/// What people call the app, as `.cargo/config.toml` has it. It stands in HTML, JavaScript and JSON, and needs no escaping
/// in any of them.
fn product_name() -> Result<&'static str> {
    let name = env!("PRODUCT_NAME");
    match name.contains(['<', '>', '&', '"', '\\']) {
        true => bail!("PRODUCT_NAME is {name}: it may have none of < > & \" \\"),
        false => Ok(name),
    }
}

fn name_manifest(site: &mut Files) -> Result<()> {
    const MANIFEST: &str = "manifest.webmanifest";
    let named = assets::fill(MANIFEST, input(site, MANIFEST)?, &[("name", product_name()?)])?;
    site.insert(MANIFEST.to_owned(), named.into_bytes());
    Ok(())
}

/// Style sheets are joined in the order of their names; those up to this one stand in the page.
const LAST_CRITICAL_SHEET: &str = "25-first.css";

/// Style, glue and WebAssembly are named only inside `boot.js`: without the preloads the browser would discover them
/// one after the other.
fn add_scripts(site: &mut Files, sources: &Sources, sheets: &Files) -> Result<String> {
    let styles = assets::join_styles(sheets)?.into_bytes();
    let styles_integrity = assets::integrity(&styles);
    let styles = add_hashed(site, "styles.css", styles)?;
    let app = add_package(site, &sources.package)?;
    let (glue, wasm) = (format!("/{app}/{GLUE}"), format!("/{app}/{FIRST_PART}"));

    let template = input(&sources.pwa, "boot.js")?;
    let values = [
        ("name", product_name()?),
        ("glue", &glue),
        ("wasm", &wasm),
        ("styles", &styles),
        ("styles_integrity", &styles_integrity),
    ];
    let boot = assets::fill("pwa/boot.js", template, &values)?.into_bytes();
    let boot_integrity = assets::integrity(&boot);
    let boot = add_hashed(site, "boot.js", boot)?;
    let emoji = add_hashed(site, "emoji.txt", emoji::list().into_bytes())?;
    let glue = module_preload(site, &format!("{app}/{GLUE}"))?;
    let loader = module_preload(site, &format!("{app}/{}", parts::LOADER))?;
    Ok([
        format!(r#"<link rel="preload" as="style" href="{styles}" integrity="{styles_integrity}">"#),
        format!(r#"<meta name="emoji" content="{emoji}">"#),
        glue,
        loader,
        format!(r#"<link rel="preload" as="fetch" type="application/wasm" crossorigin href="{wasm}">"#),
        format!(r#"<script type="module" src="{boot}" integrity="{boot_integrity}"></script>"#),
    ]
    .join("\n"))
}

/// What was compiled names the rest of itself by relative paths. So it stays in one folder, which has the hash of all
/// that is in it in its name: the first part of one build cannot load the second part of another.
fn add_package(site: &mut Files, package: &Files) -> Result<String> {
    let mut compiled = package.clone();
    compiled.retain(|path, _| path.ends_with(".js") || path.ends_with(".wasm"));
    for name in [GLUE, FIRST_PART, parts::LOADER] {
        input(&compiled, name)?;
    }
    let folder = format!("assets/app.{}", assets::hash_of_all(&compiled));
    for (path, bytes) in compiled {
        add(site, format!("{folder}/{path}"), bytes)?;
    }
    Ok(folder)
}

fn module_preload(site: &Files, path: &str) -> Result<String> {
    let integrity = assets::integrity(input(site, path)?);
    Ok(format!(r#"<link rel="modulepreload" href="/{path}" integrity="{integrity}">"#))
}

/// Last, because the build id and the list of files to keep offline cover everything before.
fn add_pages(site: &mut Files, pwa: &Files, critical: &str, loads: &str) -> Result<()> {
    let first = assets::without_comment_lines(input(pwa, "first.js")?)?;
    let templates = ["index.html", "first.js", "sw.js"].map(|name| (name.to_owned(), input(pwa, name)));
    let mut parts = site.clone();
    parts.insert("critical.css".to_owned(), critical.as_bytes().to_vec());
    for (name, bytes) in templates {
        parts.insert(name, bytes?.clone());
    }
    let build = assets::build_id(&parts);
    let [precache, later] = kept_offline(site)?;

    let index = input(pwa, "index.html")?;
    let name = product_name()?;
    let values =
        [("name", name), ("first", &*first), ("critical", critical), ("loads", loads), ("build", &build)];
    let index = assets::fill("pwa/index.html", index, &values)?;
    let worker = input(pwa, "sw.js")?;
    let values = [("name", name), ("build", &*build), ("precache", &precache), ("later", &later)];
    let worker = assets::fill("pwa/sw.js", worker, &values)?;
    add(site, "index.html".to_owned(), index.into_bytes())?;
    add(site, "sw.js".to_owned(), worker.into_bytes())
}

/// What the service worker keeps for offline use: the page, what it loads, and what the system shows of it; and what
/// can wait until the app is used.
fn kept_offline(site: &Files) -> Result<[String; 2]> {
    let is_kept = |path: &&String| {
        let is_ours = path.starts_with("assets/") || path.starts_with("icons/");
        (is_ours || *path == "manifest.webmanifest") && !parts::is_for_few(path)
    };
    let (later, first): (Vec<&String>, Vec<&String>) =
        site.keys().filter(is_kept).partition(|path| is_later(path));
    let url = |path: &String| format!("/{path}");
    let first: Vec<String> =
        std::iter::once("/index.html".to_owned()).chain(first.into_iter().map(url)).collect();
    let later: Vec<String> = later.into_iter().map(url).collect();
    Ok([serde_json::to_string(&first)?, serde_json::to_string(&later)?])
}

fn is_later(path: &str) -> bool {
    parts::is_later(path) || path.starts_with("assets/emoji.")
}

fn add_hashed(site: &mut Files, name: &str, bytes: Vec<u8>) -> Result<String> {
    let path = assets::hashed_path(name, &bytes);
    let url = format!("/{path}");
    add(site, path, bytes)?;
    Ok(url)
}

fn add(site: &mut Files, path: String, bytes: Vec<u8>) -> Result<()> {
    match site.insert(path.clone(), bytes) {
        None => Ok(()),
        Some(_) => bail!("two sources provide /{path}"),
    }
}

fn input<'a>(files: &'a Files, name: &str) -> Result<&'a Vec<u8>> {
    files.get(name).with_context(|| format!("{name} is missing: the site cannot be composed without it"))
}

/// Writes the site beside its place and swaps it in, so that nobody is served half of it.
pub fn write(files: &Files, place: &Path, brotli_quality: i32) -> Result<()> {
    let fresh = place.with_extension(format!("new-{}", std::process::id()));
    for (path, bytes) in files {
        write_with_siblings(&fresh.join(path), bytes, brotli_quality)?;
    }
    remove(place)?;
    std::fs::rename(&fresh, place).with_context(|| format!("putting the site in {}", place.display()))
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn write_with_siblings(file: &Path, bytes: &[u8], brotli_quality: i32) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, bytes).with_context(|| format!("writing {}", file.display()))?;
    if is_compressible(file) {
        std::fs::write(sibling(file, "br"), brotli(bytes, brotli_quality)?)?;
        std::fs::write(sibling(file, "gz"), gzip(bytes)?)?;
    }
    Ok(())
}

fn is_compressible(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"].contains(&extension)
}

fn sibling(file: &Path, encoding: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(encoding);
    name.into()
}

pub fn brotli(bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters).context("compressing")?;
    Ok(compressed)
}

pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> Files {
        all.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect()
    }

    fn sources() -> Sources {
        Sources {
            package: files(&[
                ("hubbub.js", "import './snippets/a/inline.js';"),
                ("hubbub_bg.wasm", "wasm"),
                ("__wasm_split.js", "import './hubbub.js';"),
                ("split_later.wasm", "more wasm"),
                ("split_console.wasm", "for few"),
                ("snippets/a/inline.js", "export const a = 1;"),
                ("LICENSE", "not served"),
            ]),
            pwa: files(&[
                ("index.html", "{{first}}{{critical}}{{loads}}{{build}}{{name}}"),
                ("first.js", "// why\nfirst()"),
                ("boot.js", "{{name}} {{glue}} {{wasm}} {{styles}} {{styles_integrity}}"),
                ("sw.js", "{{build}} {{precache}} {{later}} {{name}}"),
                ("styles/10-a.css", "a {}"),
                ("styles/30-b.css", "b {}"),
                ("public/robots.txt", "no"),
                ("reference/index.html", "{{name}} {{sheet}} {{own_sheet}} {{bundle}} {{start}}"),
                ("reference/page.css", "body {}"),
                ("reference/page.js", "show()"),
            ]),
            manifest: files(&[("manifest.webmanifest", r#"{"name": "{{name}}"}"#), ("icons/192.png", "png")]),
            swagger_ui: files(&[("swagger-ui-bundle.js", "js"), ("swagger-ui.css", "css")]),
        }
    }

    fn text(site: &Files, path: &str) -> String {
        String::from_utf8_lossy(&site[path]).into_owned()
    }

    #[test]
    fn everything_the_page_names_exists() -> Result<()> {
        let site = compose(&sources())?;
        let index = text(&site, "index.html");
        let urls = index.split(['"']).filter(|part| part.starts_with('/'));
        assert!(
            urls.clone().count() == 6 && urls.into_iter().all(|url| site.contains_key(&url[1..])),
            "{index}"
        );
        Ok(())
    }

    #[test]
    fn what_the_first_paint_needs_stands_in_the_page_and_nothing_of_it_comes_twice() -> Result<()> {
        let site = compose(&sources())?;
        let index = text(&site, "index.html");
        assert!(index.starts_with("first()\na {}\n"), "{index}");
        let sheet = site.keys().find(|path| path.starts_with("assets/") && path.ends_with(".css")).unwrap();
        assert_eq!(text(&site, sheet), "b {}\n");
        Ok(())
    }

    fn lists(site: &Files) -> Result<[Vec<String>; 2]> {
        let worker = text(site, "sw.js");
        let lists: Vec<&str> = worker.split(' ').skip(1).collect();
        Ok([serde_json::from_str(lists[0])?, serde_json::from_str(lists[1])?])
    }

    #[test]
    fn the_precache_list_names_the_page_its_assets_and_icons_but_not_public_files() -> Result<()> {
        let site = compose(&sources())?;
        let [urls, _] = lists(&site)?;
        assert!(urls.contains(&"/index.html".to_owned()) && urls.contains(&"/icons/192.png".to_owned()));
        assert!(urls.iter().skip(1).all(|url| site.contains_key(&url[1..])), "{urls:?}");
        assert!(!urls.contains(&"/robots.txt".to_owned()));
        assert!(site.contains_key("api/docs/index.html") && !urls.iter().any(|url| url.starts_with("/api")));
        Ok(())
    }

    #[test]
    fn what_comes_later_is_in_the_other_list_and_only_there() -> Result<()> {
        let site = compose(&sources())?;
        let [first, later] = lists(&site)?;
        assert!(later.iter().all(|url| site.contains_key(&url[1..]) && !first.contains(url)), "{later:?}");
        let names: Vec<&str> = later.iter().filter_map(|url| url.rsplit('/').next()).collect();
        assert!(names.len() == 2 && names.contains(&"split_later.wasm"), "{names:?}");
        assert!(site.keys().any(|path| parts::is_for_few(path)), "served to who asks, and kept by nobody");
        Ok(())
    }

    #[test]
    fn what_was_compiled_stays_together_and_any_change_of_it_gives_all_of_it_a_new_name() -> Result<()> {
        let folder = |site: &Files| {
            let glue = site.keys().find(|path| path.ends_with("/hubbub.js")).cloned().unwrap();
            glue.trim_end_matches("/hubbub.js").to_owned()
        };
        let site = compose(&sources())?;
        let before = folder(&site);
        for name in ["hubbub_bg.wasm", "__wasm_split.js", "split_later.wasm", "snippets/a/inline.js"] {
            assert!(site.contains_key(&format!("{before}/{name}")), "{name}");
            let mut changed = sources();
            changed.package.insert(name.into(), b"other".to_vec());
            assert_ne!(before, folder(&compose(&changed)?), "{name}");
        }
        assert!(!site.contains_key(&format!("{before}/LICENSE")));
        Ok(())
    }

    #[test]
    fn the_name_of_the_product_stands_wherever_it_is_said() -> Result<()> {
        let site = compose(&sources())?;
        let boot = site.keys().find(|path| path.starts_with("assets/boot.")).unwrap();
        for path in ["index.html", "manifest.webmanifest", boot] {
            assert!(text(&site, path).contains(env!("PRODUCT_NAME")), "{path}");
        }
        Ok(())
    }

    #[test]
    fn a_changed_page_gives_a_new_worker() -> Result<()> {
        let before = compose(&sources())?;
        let mut changed = sources();
        changed
            .pwa
            .insert("index.html".into(), b"new {{first}}{{critical}}{{loads}}{{build}}{{name}}".to_vec());
        assert_ne!(text(&before, "sw.js"), text(&compose(&changed)?, "sw.js"));
        Ok(())
    }

    #[test]
    fn a_public_file_may_not_replace_the_page() {
        let mut twice = sources();
        twice.pwa.insert("public/index.html".into(), Vec::new());
        assert!(compose(&twice).is_err_and(|error| error.to_string().contains("/index.html")));
    }
}
