//! Puts the documents that describe the API into the program, small.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Result, Write};
use std::path::Path;
use std::{env, fs};

fn main() -> Result<()> {
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    for name in ["openapi.json", "asyncapi.json"] {
        let document = Path::new("../docs").join(name);
        println!("cargo::rerun-if-changed={}", document.display());
        let mut small = GzEncoder::new(Vec::new(), Compression::best());
        small.write_all(&fs::read(&document)?)?;
        fs::write(Path::new(&out).join(format!("{name}.gz")), small.finish()?)?;
    }
    Ok(())
}
