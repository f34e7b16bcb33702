//! The page of the API's reference: Swagger UI, as it is published, in a page of ours.
//!
//! The application does not load it, and no device keeps it for offline use.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::assets::{self, Files};

/// What is taken of the package, and what it has to be: npm compares the package with what the registry says of it; this
/// compares it with what we have looked at.
const TAKEN: [(&str, &str); 2] = [
    ("swagger-ui-bundle.js", "sha384-gjRm0bEPMeTmMh5jT2cHccIwCUZSTd8YC+j0d0sXw0MdGEfScduGpSyF3ZSSLkX9"),
    ("swagger-ui.css", "sha384-WlYgdmXYOOBWL5apwjDEZwN+U3HmXSSu5R6V5aGxEcf7z+KuRNwBhoxKVN1i3D5I"),
];
/// Goes along, as its licence (Apache-2.0) wants it.
const LICENCES: [(&str, &str); 3] = [
    ("LICENSE", "LICENSE.txt"),
    ("NOTICE", "NOTICE.txt"),
    ("swagger-ui-bundle.js.LICENSE.txt", "swagger-ui-bundle.js.LICENSE.txt"),
];

/// What is served of the package.
pub fn read(package: &Path) -> Result<Files> {
    let read = |name: &str| std::fs::read(package.join(name)).with_context(|| format!("reading {name}"));
    let mut files = Files::new();
    for (name, known) in TAKEN {
        let bytes = read(name)?;
        let integrity = assets::integrity(&bytes);
        if integrity != known {
            bail!("{name} of swagger-ui-dist is {integrity}, and not the one that was looked at");
        }
        files.insert(name.to_owned(), bytes);
    }
    for (name, served) in LICENCES {
        files.insert(served.to_owned(), read(name)?);
    }
    Ok(files)
}

/// The page with all it loads, by paths below `api/docs`.
pub fn compose(pwa: &Files, package: &Files, product: &str) -> Result<Files> {
    let mut files = package.clone();
    files.extend(assets::below(pwa, "reference"));
    let integrity = |name: &str| Ok::<_, anyhow::Error>(assets::integrity(input(&files, name)?));
    let values = [
        ("name", product),
        ("sheet", &integrity("swagger-ui.css")?),
        ("own_sheet", &integrity("page.css")?),
        ("bundle", &integrity("swagger-ui-bundle.js")?),
        ("start", &integrity("page.js")?),
    ];
    let page = assets::fill("pwa/reference/index.html", input(&files, "index.html")?, &values)?;
    files.insert("index.html".to_owned(), page.into_bytes());
    Ok(files)
}

fn input<'a>(files: &'a Files, name: &str) -> Result<&'a Vec<u8>> {
    files
        .get(name)
        .with_context(|| format!("{name} is missing: there is no page of the reference without it"))
}
