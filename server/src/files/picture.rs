//! Pictures: how large they are, what they look like from afar, and smaller ones for the screen. All of it within bounds of
//! pixels, memory and time; what is beyond them stays a file to save.

use super::clean;
use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Pixels of a picture that is looked at.
const MOST_PIXELS: u64 = 50_000_000;
/// Pixels from one side to the other.
const MOST_SIDE: u32 = 32_768;
/// Memory for its pixels, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// Pixels of the smaller pictures, from one side to the other.
const PREVIEW: u32 = 480;
const SCREEN: u32 = 1600;
/// Pixels of what a ThumbHash is made of.
const THUMB: u32 = 100;
/// Pixels of what somebody shows of themselves, from one side to the other; and of the one beside a name.
const SQUARE: u32 = 256;
const SMALL_SQUARE: u32 = 128;
/// How good the smaller pictures are.
const QUALITY: u8 = 80;

/// What was seen of a picture.
#[derive(Debug)]
pub struct Seen {
    /// Pixels from left to right, upright.
    pub width: u32,
    /// Pixels from top to bottom, upright.
    pub height: u32,
    /// Its average color, 0xRRGGBB.
    pub color: u32,
    /// What it looks like from afar, as a ThumbHash.
    pub thumb_hash: Vec<u8>,
    /// The picture that fits a list.
    pub preview: Small,
    /// The picture that fits a screen.
    pub screen: Small,
}

/// A smaller picture.
#[derive(Debug)]
pub struct Small {
    /// As a file.
    pub bytes: Bytes,
    /// JPEG, or WebP if one sees through it.
    pub content_type: &'static str,
}

/// A picture that somebody shows of themselves: its middle, upright, and nothing else of what they sent.
#[derive(Debug)]
pub struct Square {
    /// The one that is looked at.
    pub large: Small,
    /// The one beside a name.
    pub small: Small,
}

/// The format of a picture of this type, if such are looked at.
pub(super) fn format(content_type: &str) -> Option<ImageFormat> {
    match content_type {
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/png" => Some(ImageFormat::Png),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// What became of looking at a picture.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// The file without what is not the picture. `None`: it is not made as such pictures are.
    pub kept: Option<Vec<u8>>,
    /// `None`: it is damaged, or larger than what is looked at.
    pub seen: Option<Seen>,
}

/// Looks at the file of a picture.
pub(super) fn look(bytes: &[u8], format: ImageFormat) -> Looked {
    let Some(clean) = clean::clean(bytes, format) else { return Looked::default() };
    match decode(bytes, &clean, format) {
        Some((kept, seen)) => Looked { kept: Some(kept), seen: Some(seen) },
        None => Looked { kept: Some(clean), seen: None },
    }
}

/// A picture as it was read.
struct Read {
    picture: DynamicImage,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
}

fn read(bytes: &[u8], format: ImageFormat) -> Option<Read> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| is_of_screens(profile));
    Some(Read { picture: DynamicImage::from_decoder(decoder).ok()?, orientation, profile })
}

/// Cuts the middle out of the file of a picture. Of what moves, it is the first moment.
pub(super) fn square(bytes: &[u8], format: ImageFormat) -> Option<Square> {
    let Read { mut picture, orientation, profile } = read(bytes, format)?;
    picture.apply_orientation(orientation);
    let side = picture.width().min(picture.height());
    let (left, top) = ((picture.width() - side) / 2, (picture.height() - side) / 2);
    let large = fit(&picture.crop_imm(left, top, side, side), SQUARE);
    let small_one = fit(&large, SMALL_SQUARE);
    Some(Square { large: small(&large, profile.as_deref())?, small: small(&small_one, profile.as_deref())? })
}

fn decode(bytes: &[u8], clean: &[u8], format: ImageFormat) -> Option<(Vec<u8>, Seen)> {
    let Read { mut picture, orientation, profile } = read(bytes, format)?;
    // What moves is left to lie on its side rather than to stand still.
    let moves = clean::moves(clean, format);
    let orientation = if moves { Orientation::NoTransforms } else { orientation };
    picture.apply_orientation(orientation);
    let kept = match clean::standing(clean, format, orientation) {
        Some(kept) => kept,
        None => upright(&picture, format, profile.as_deref())?,
    };
    let screen = fit(&picture, SCREEN);
    let preview = fit(&screen, PREVIEW);
    let (color, thumb_hash) = from_afar(&preview);
    let seen = Seen {
        width: picture.width(),
        height: picture.height(),
        color,
        thumb_hash,
        preview: small(&preview, profile.as_deref())?,
        screen: small(&screen, profile.as_deref())?,
    };
    Some((kept, seen))
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    limits
}

/// Of gray and printed pictures the smaller ones have other colors than the profile is for.
fn is_of_screens(profile: &[u8]) -> bool {
    profile.get(16..20) == Some(b"RGB ")
}

/// Written anew, with nothing lost, since it cannot say how it stands.
fn upright(picture: &DynamicImage, format: ImageFormat, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    match format {
        ImageFormat::Png => written(picture, profile, PngEncoder::new(&mut bytes))?,
        ImageFormat::WebP => written(&eight_bits(picture), profile, WebPEncoder::new_lossless(&mut bytes))?,
        _ => return None,
    }
    Some(bytes)
}

fn fit(picture: &DynamicImage, most: u32) -> DynamicImage {
    match picture.width() <= most && picture.height() <= most {
        true => eight_bits(picture),
        false => eight_bits(&picture.thumbnail(most, most)),
    }
}

/// As the encoders take it.
fn eight_bits(picture: &DynamicImage) -> DynamicImage {
    match picture.color().has_alpha() {
        true => picture.to_rgba8().into(),
        false => picture.to_rgb8().into(),
    }
}

fn small(picture: &DynamicImage, profile: Option<&[u8]>) -> Option<Small> {
    let sees_through = |rgba: &image::RgbaImage| rgba.pixels().any(|pixel| pixel.0[3] < 255);
    let mut bytes = Vec::new();
    let content_type = match picture.as_rgba8().is_some_and(sees_through) {
        true => {
            written(picture, profile, WebPEncoder::new_lossless(&mut bytes))?;
            "image/webp"
        }
        false => {
            let opaque = DynamicImage::from(picture.to_rgb8());
            written(&opaque, profile, JpegEncoder::new_with_quality(&mut bytes, QUALITY))?;
            "image/jpeg"
        }
    };
    Some(Small { bytes: bytes.into(), content_type })
}

fn written(picture: &DynamicImage, profile: Option<&[u8]>, mut encoder: impl ImageEncoder) -> Option<()> {
    if let Some(profile) = profile {
        // One that has no room for it does without.
        let _ = encoder.set_icc_profile(profile.to_vec());
    }
    picture.write_with_encoder(encoder).ok()
}

/// Its average color, and a ThumbHash.
fn from_afar(picture: &DynamicImage) -> (u32, Vec<u8>) {
    let tiny = picture.thumbnail(THUMB, THUMB).to_rgba8();
    let mut sums = [0_u64; 4];
    for pixel in tiny.pixels() {
        let [r, g, b, a] = pixel.0.map(u64::from);
        sums = [sums[0] + r * a, sums[1] + g * a, sums[2] + b * a, sums[3] + a];
    }
    let [r, g, b] = [sums[0], sums[1], sums[2]].map(|sum| (sum / sums[3].max(1)) as u32 & 0xff);
    let (width, height) = (tiny.width() as usize, tiny.height() as usize);
    (r << 16 | g << 8 | b, thumbhash::rgba_to_thumb_hash(width, height, tiny.as_raw()))
}
