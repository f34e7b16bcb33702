//! Deleting pictures that nobody shows any more.

use super::Live;
use crate::domain::pictures::{self, LookDoc, PICTURES_LET_GO};
use crate::error::Result;
use crate::store::Query;

/// Pictures that are read about at once.
const PIECE: usize = 200;

/// Looks at all that somebody let go of, or brought. Twice does no harm.
pub(super) async fn look(live: &Live) -> Result<()> {
    loop {
        let piece: Vec<LookDoc> = live.store.find(Query::on(&PICTURES_LET_GO, "_id").limit(PIECE)).await?;
        for LookDoc { id, hash, .. } in &piece {
            let _turn = live.files.turn(hash).await;
            if pictures::with_hash(&live.store, hash).await?.is_none() {
                live.files.blobs().delete_squares(hash).await.map_err(anyhow::Error::from)?;
            }
            live.store.delete::<LookDoc>(id).await?;
        }
        if piece.len() < PIECE {
            return Ok(());
        }
    }
}
