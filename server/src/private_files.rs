//! Files that only the user who runs the server may read: they hold everybody's messages and secrets.

use std::fs::{DirBuilder, OpenOptions};
use std::path::Path;

/// Creates a directory that nobody else may look into; one that exists is left as it is.
pub fn create_directory(path: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Options to open a file that nobody else may read, if opening creates it.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
