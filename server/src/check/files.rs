//! Whether the bytes of files are there, and are what they were when they came.

use crate::domain::attachments::{self, AttachmentDoc};
use crate::domain::pictures::{self, PictureDoc};
use crate::files::{Files, Form, hash_of_pieces};
use crate::live::Live;
use anyhow::Result;
use std::collections::BTreeSet;

/// Files that are read about at once.
const PIECE: usize = 500;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// How many files there are.
    pub files: usize,
    /// What is missing or damaged.
    pub faults: Vec<String>,
    /// What nothing refers to.
    pub notes: Vec<String>,
}

/// Reads every file that is kept, the same content once.
pub async fn look_through(live: &Live) -> Result<Found> {
    // Listed first: what comes meanwhile is known before it is there.
    let listed = live.files.blobs().list().await?;
    let (mut found, mut known, mut after) = (Found::default(), BTreeSet::new(), None);
    loop {
        let piece = attachments::all_after(&live.store, after, PIECE).await?;
        let Some(last) = piece.last() else { break };
        after = Some(last.id);
        for file in &piece {
            let Some(hash) = &file.hash else { continue };
            let is_new = known.insert(hash.clone());
            if file.is_there() {
                found.files += 1;
                if is_new {
                    look_at(&live.files, file, hash, &mut found.faults).await;
                }
            }
        }
    }
    look_at_pictures(live, &mut known, &mut found).await?;
    for stray in listed.into_iter().filter(|hash| !known.contains(hash)) {
        found.notes.push(format!("nothing refers to the file {stray}; it can be deleted"));
    }
    Ok(found)
}

/// What people, bots and hubs show of themselves, the same picture once.
async fn look_at_pictures(live: &Live, known: &mut BTreeSet<String>, found: &mut Found) -> Result<()> {
    let (mut seen, mut after) = (BTreeSet::new(), None);
    loop {
        let piece = pictures::all_after(&live.store, after, PIECE).await?;
        let Some(last) = piece.last() else { return Ok(()) };
        after = Some(last.id.clone());
        for PictureDoc { id, hash, large, small, .. } in &piece {
            known.insert(hash.clone());
            if !seen.insert(hash.clone()) {
                continue;
            }
            for (form, file) in [(Form::Square, large), (Form::SmallSquare, small)] {
                let whole = is_whole(&live.files, hash, form, &file.hash, file.size).await;
                if let Some(fault) = fault(whole) {
                    found.faults.push(format!("the picture {id} is {fault}: {form:?}"));
                }
            }
        }
    }
}

fn fault(whole: std::io::Result<bool>) -> Option<String> {
    match whole {
        Ok(true) => None,
        Ok(false) => Some("damaged".to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some("missing".to_owned()),
        Err(error) => Some(format!("not readable ({error})")),
    }
}

async fn look_at(files: &Files, file: &AttachmentDoc, hash: &str, faults: &mut Vec<String>) {
    let Some(kept) = &file.kept else { return };
    let mut forms = vec![(Form::Original, hash, kept.size)];
    if let Some(picture) = &kept.picture {
        forms.push((Form::Preview, &picture.preview.hash, picture.preview.size));
        forms.push((Form::Screen, &picture.screen.hash, picture.screen.size));
    }
    for (form, expected, size) in forms {
        let Some(fault) = fault(is_whole(files, hash, form, expected, size).await) else { continue };
        let (id, name, channel) = (file.id, &file.name, file.place);
        faults.push(format!("{id} {name:?} of channel {channel} is {fault}: file {hash}, {form:?}"));
    }
}

async fn is_whole(files: &Files, hash: &str, form: Form, expected: &str, size: u64) -> std::io::Result<bool> {
    match files.blobs().size(hash, form).await? {
        None => Err(std::io::ErrorKind::NotFound.into()),
        Some(found) if found != size => Ok(false),
        Some(_) => Ok(hash_of_pieces(files.blobs().read(hash, form, 0..size).await?).await? == expected),
    }
}
