//! The room that files take: of a person, and of a hub, each up to a limit. What is begun counts at once.

use super::{ATTEMPTS, AttachmentDoc, BytesDoc};
use crate::domain::capacity::{Capacity, MIB};
use crate::error::{Error, Result};
use crate::store::{Store, StoreError, Write};
use hubbub_shared::ErrorCode;

/// Refused if a file has more bytes than one may have.
pub fn may_be_so_large(size: u64, most: u64) -> Result<()> {
    match size {
        size if size > most => Err(Error::rejected(
            ErrorCode::TooLarge,
            format!("A file may have {} here; this has {}.", mebibytes(most), mebibytes(size)),
        )),
        _ => Ok(()),
    }
}

/// Stores a file that is new, if there is room for it, and counts its bytes for its author and its hub.
pub async fn enter(store: &Store, capacity: &Capacity, file: &AttachmentDoc) -> Result<()> {
    for _ in 0..ATTEMPTS {
        let mut writes = vec![Write::insert(file)?];
        let person = (BytesDoc::of_person(file.author), capacity.upload_bytes_of_a_person, "Your files");
        let whole = (BytesDoc::of_hub(file.hub), capacity.upload_bytes_of_a_hub, "The files of this hub");
        for (counted, most, whose) in [person, whole] {
            let mut counted = BytesDoc::read(store, counted).await?;
            counted.bytes = counted.bytes.saturating_add(file.size);
            if counted.bytes > most {
                let message = format!(
                    "{whose} may have {} together, and with this one they would have more. Delete messages with files first.",
                    mebibytes(most),
                );
                return Err(Error::rejected(ErrorCode::LimitReached, message));
            }
            writes.push(counted.write()?);
        }
        match store.batch(writes).await {
            Err(StoreError::Conflict { .. } | StoreError::Changed { .. }) => {}
            outcome => return Ok(outcome.map(drop)?),
        }
    }
    Err(Error::unavailable())
}

/// With a place behind the point if it is needed, and never as little as something smaller.
fn mebibytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(MIB);
    match tenths % 10 {
        0 => format!("{} MiB", tenths / 10),
        rest => format!("{}.{rest} MiB", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_mebibytes() {
        assert_eq!(mebibytes(100 * MIB), "100 MiB");
        assert_eq!(mebibytes(100 * MIB + 1), "100.1 MiB");
        assert_eq!(mebibytes(1), "0.1 MiB");
    }
}
