//! Waiting for a disk where nobody waits behind it.

use bytes::Bytes;
use futures_util::stream::BoxStream;
use std::io::{self, ErrorKind};

/// Bytes as they are read.
pub type Pieces = BoxStream<'static, io::Result<Bytes>>;

/// Work that may wait for a disk or takes long.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

/// What is not there is no error.
pub(super) fn missing_is_none<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
