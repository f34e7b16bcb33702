//! Takes out of a picture what is not the picture: where and when it was taken, with what, by whom, and whatever else
//! programs put there. What is drawn is not touched. Only what is known to be needed stays, so nothing new slips through.

mod gif;
mod jpeg;
mod png;
mod reader;
mod webp;

use image::ImageFormat;
use image::metadata::Orientation;

/// The picture without anything else. `None`: it is not made as such pictures are.
pub(super) fn clean(bytes: &[u8], format: ImageFormat) -> Option<Vec<u8>> {
    match format {
        ImageFormat::Jpeg => jpeg::clean(bytes),
        ImageFormat::Png => png::clean(bytes),
        ImageFormat::Gif => gif::clean(bytes),
        ImageFormat::WebP => webp::clean(bytes),
        _ => None,
    }
}

/// The same picture, which says of itself how it stands; only JPEG can, of those that all browsers turn.
pub(super) fn standing(clean: &[u8], format: ImageFormat, orientation: Orientation) -> Option<Vec<u8>> {
    match (orientation, format) {
        (Orientation::NoTransforms, _) => Some(clean.to_vec()),
        (_, ImageFormat::Jpeg) => jpeg::standing(clean, orientation.to_exif()),
        _ => None,
    }
}

/// Whether it moves.
pub(super) fn moves(clean: &[u8], format: ImageFormat) -> bool {
    match format {
        ImageFormat::Gif => gif::moves(clean),
        ImageFormat::Png => png::moves(clean),
        ImageFormat::WebP => webp::moves(clean),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FORMATS: [(ImageFormat, &[u8]); 4] = [
        (
            ImageFormat::Jpeg,
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xda\0\x02abc\xff\xd9",
        ),
        (ImageFormat::Png, b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82"),
        (ImageFormat::Gif, b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"),
        (ImageFormat::WebP, b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0"),
    ];

    #[test]
    fn what_is_clean_is_left_as_it_is() {
        for (format, bytes) in FORMATS {
            assert_eq!(clean(bytes, format).as_deref(), Some(bytes), "{format:?}");
        }
    }

    #[test]
    fn what_stands_behind_the_end_goes() {
        for (format, bytes) in FORMATS {
            let longer = [bytes, b"GPS 52.5 13.4"].concat();
            assert_eq!(clean(&longer, format).as_deref(), Some(bytes), "{format:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_anybody_sends_is_more_than_a_broken_picture(
            at in 0..4_usize, tail in proptest::collection::vec(any::<u8>(), 0..300), cut in 0..40_usize,
        ) {
            let (format, bytes) = FORMATS[at];
            let hostile = [&bytes[..cut.min(bytes.len())], &tail].concat();
            if let Some(once) = clean(&hostile, format) {
                prop_assert!(once.len() <= hostile.len() + 8);
                prop_assert_eq!(clean(&once, format), Some(once.clone()), "twice is once");
                let _ = moves(&once, format);
                let _ = standing(&once, format, Orientation::Rotate90);
            }
        }
    }
}
