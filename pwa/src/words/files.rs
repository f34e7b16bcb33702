//! Words of files: what they are called, choosing and sending them, looking at pictures.

use hubbub_shared::model::Attachment;

pub const ATTACH: &str = "Attach files";
pub const PHOTO: &str = "Photo or video";
pub const CAMERA: &str = "Camera";
pub const FILE: &str = "File";
pub const ATTACHED: &str = "Files to send";
pub const REMOVE: &str = "Remove";
pub const DESCRIBE: &str = "Describe";
pub const DESCRIBED: &str = "Described";
pub const DESCRIBE_TITLE: &str = "Describe the picture";
pub const DESCRIBE_HINT: &str = "For people who cannot see it. What is in the picture?";
pub const EMPTY_FILE: &str = "The file is empty.";
pub const UNREADABLE: &str = "The file cannot be read any more.";
pub const NOT_HERE: &str = "The file is no longer on this device.";
pub const REFUSED: &str = "One of the files cannot be sent. Remove it first.";
pub const NO_ROOM: &str = "This device has no room to keep the file. Leave the app open until it is sent.";
pub const SHARE_WHERE: &str = "Choose a channel to share it in.";
pub const DROP_TITLE: &str = "Drop files here";
pub const GALLERY: &str = "Pictures";
pub const SAVE: &str = "Save";
pub const OPEN_ORIGINAL: &str = "Open original";
pub const BEFORE: &str = "Picture before";
pub const NEXT: &str = "Next picture";
pub const PICTURE: &str = "Picture";
pub const YOUR_PICTURE: &str = "Your picture";
pub const YOUR_PICTURE_HINT: &str = "Everybody sees it beside your name.";
pub const HUB_PICTURE: &str = "Picture of the hub";
pub const HUB_PICTURE_HINT: &str = "Everybody sees it, also on invites.";
pub const BOT_PICTURE_HINT: &str = "Everybody sees it beside the bot's name.";
pub const CHOOSE_PICTURE: &str = "Choose a picture";
pub const TAKE_PICTURE: &str = "Take a photo";
pub const REMOVE_PICTURE: &str = "Remove picture";
pub const PICTURE_REMOVED: &str = "Picture removed";
pub const SHOWN_SO: &str = "This is how it will look.";
pub const SAVING: &str = "Saving…";
pub const NO_PICTURE: &str =
    "This is no picture that can be read here. Choose a PNG, JPEG, GIF or WebP file.";

/// What stands for the files of a message where there is no room for them, and nothing was written.
pub fn summary(files: &[Attachment]) -> String {
    let kind = |file: &Attachment| match (&file.picture, file.content_type.split('/').next()) {
        (Some(_), _) => 0,
        (_, Some("video")) => 1,
        (_, Some("audio")) => 2,
        _ => 3,
    };
    let Some(first) = files.first().map(kind) else { return String::new() };
    let (one, many) =
        [(PICTURE, "pictures"), ("Video", "videos"), ("Audio", "audio files"), (FILE, "files")][first];
    match files.len() {
        1 => one.to_owned(),
        count if files.iter().all(|file| kind(file) == first) => format!("{count} {many}"),
        count => format!("{count} files"),
    }
}

/// A size as people read it: `3 MB`, `1.4 MB`
pub fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes * 10 / unit;
    match (tenths / 10, tenths % 10) {
        (whole, 0) | (whole @ 10.., _) => format!("{whole} {name}"),
        (whole, tenth) => format!("{whole}.{tenth} {name}"),
    }
}

pub fn remove(name: &str) -> String {
    format!("Remove {name}")
}

pub fn retry(name: &str) -> String {
    format!("Retry {name}")
}

pub fn describe(name: &str) -> String {
    format!("Describe {name}")
}

pub fn sending(name: &str, percent: u64) -> String {
    format!("{name}, {percent} percent sent")
}

/// So many were left out, since a message takes no more.
pub fn too_many(most: usize, left_out: usize) -> String {
    match left_out {
        1 => format!("A message takes {most} files. One was left out."),
        more => format!("A message takes {most} files. {more} were left out."),
    }
}

/// What is said against a file, with how large it is.
pub fn refused(name: &str, bytes: u64, why: &str) -> String {
    format!("{name} ({}): {why}", size(bytes))
}

pub fn drop_hint(channel: &str) -> String {
    format!("They go into #{channel} when you send them.")
}

/// What the dialog is called in which a picture of somebody is chosen.
pub fn picture_of(name: &str) -> String {
    format!("Picture of {name}")
}

/// For people who do not see the strip.
pub fn attached(count: usize) -> String {
    if count == 1 { "1 file attached".to_owned() } else { format!("{count} files attached") }
}

/// Which of how many.
pub fn place(place: usize, count: usize) -> String {
    format!("{} of {count}", place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::fixtures::picture;

    #[test]
    fn a_size_has_two_digits_at_most_below_ten() {
        let sizes = [0, 999, 1_000, 1_449, 9_950, 214_000_000, 1_200_000_000].map(size);
        assert_eq!(sizes, ["0 B", "999 B", "1 kB", "1.4 kB", "9.9 kB", "214 MB", "1.2 GB"]);
    }

    #[test]
    fn files_without_words_say_what_they_are() {
        let sound = |content_type: &str| Attachment {
            content_type: content_type.into(),
            picture: None,
            ..picture(1)
        };
        assert_eq!(summary(&[]), "");
        assert_eq!(summary(&[picture(1)]), "Picture");
        assert_eq!(summary(&[picture(1), picture(2)]), "2 pictures");
        assert_eq!(summary(&[sound("video/mp4")]), "Video");
        assert_eq!(summary(&[sound("text/plain"), picture(1), picture(2)]), "3 files");
    }
}
