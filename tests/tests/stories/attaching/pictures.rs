//! Pictures: upright, without what they tell beside what they show, and smaller for the screen.

use super::*;
use image::{DynamicImage, ImageFormat, RgbImage};

/// A photo as a phone takes it: lying on its side, with where it was taken in it.
fn photo() -> Vec<u8> {
    let picture =
        RgbImage::from_fn(400, 200, |x, _| image::Rgb(if x < 200 { [250, 10, 10] } else { [10, 10, 250] }));
    let plain = written(&picture.into(), ImageFormat::Jpeg);
    // Orientation 6, and GPS coordinates as text.
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x01\x0e\0\x02\0\0\0\x14\0\0\0\x26\0\0\0\0".to_vec();
    exif.extend(b"GPS 52.5163N 13.3777E\0");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let comment = b"\xff\xfe\x00\x0fTaken by Ada\0";
    [&plain[..2], b"\xff\xe1", &length, &exif, &comment[..], &plain[2..], b"hidden behind the end"].concat()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

async fn form(who: &Person, file: &Attachment, size: &str) -> DynamicImage {
    let answer = fetches(who, &format!("{}{size}", path(file))).await;
    assert_eq!(answer.status(), StatusCode::OK, "{size}");
    image::load_from_memory(&answer.bytes().await.unwrap()).unwrap()
}

each_engine! {
    async fn a_photo_stands_upright_and_does_not_tell_where_it_was_taken(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let ada = ada.person();
        let bytes = photo();
        assert!(holds(&bytes, b"GPS") && holds(&bytes, b"Taken by") && holds(&bytes, b"hidden"));
        let file = sends_file(ada, general, "photo.jpg", &bytes).await.attachments.remove(0);
        let picture = file.picture.clone().unwrap();
        assert_eq!((picture.width, picture.height), (200, 400), "upright");
        let fetched = fetches(ada, &path(&file)).await.bytes().await.unwrap();
        assert_eq!(fetched.len() as u64, file.size);
        for words in [&b"GPS"[..], b"Taken by", b"hidden", b"52.5"] {
            assert!(!holds(&fetched, words), "{}", String::from_utf8_lossy(words));
        }
        use image::ImageDecoder;
        let mut decoder = image::ImageReader::with_format(std::io::Cursor::new(&fetched), ImageFormat::Jpeg).into_decoder().unwrap();
        assert_eq!(decoder.orientation().unwrap().to_exif(), 6, "it still says how it stands");
        let preview = form(ada, &file, "?size=preview").await.to_rgb8();
        assert_eq!((preview.width(), preview.height()), (200, 400), "no larger than it is, and upright");
        let (top, bottom) = (preview.get_pixel(100, 20).0, preview.get_pixel(100, 380).0);
        assert!(top[0] > 200 && bottom[2] > 200, "red is above: {top:?} {bottom:?}");
        for file in kept(&server) {
            assert!(!holds(&std::fs::read(&file).unwrap(), b"GPS"), "{file:?}");
        }
    }

    async fn a_large_picture_has_sizes_for_the_screen(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let ada = ada.person();
        let file = sends_file(ada, general, "large.png", &png(2400, 1200, 9)).await.attachments.remove(0);
        let sizes = [("", (2400, 1200)), ("?size=screen", (1600, 800)), ("?size=preview", (480, 240))];
        for (size, expected) in sizes {
            let picture = form(ada, &file, size).await;
            assert_eq!((picture.width(), picture.height()), expected, "{size}");
        }
        assert_eq!(fetches(ada, &format!("{}?size=huge", path(&file))).await.status(), StatusCode::BAD_REQUEST);
        let see_through = image::RgbaImage::from_pixel(64, 64, image::Rgba([0, 200, 0, 100]));
        let file = sends_file(ada, general, "glass.png", &written(&see_through.into(), ImageFormat::Png)).await.attachments.remove(0);
        let pixel = form(ada, &file, "?size=preview").await.to_rgba8().get_pixel(3, 3).0;
        assert_eq!(pixel, [0, 200, 0, 100], "one still sees through");
        let text = sends_file(ada, general, "a.txt", b"no picture").await.attachments.remove(0);
        assert_eq!(fetches(ada, &format!("{}?size=preview", path(&text))).await.status(), StatusCode::NOT_FOUND);
    }

    async fn what_is_damaged_or_hostile_is_a_file_to_save(engine: Engine) {
        let server = Server::on(engine).await;
        let Pair { ada, general, .. } = pair(&server).await;
        let ada = ada.person();
        let whole = png(300, 300, 3);
        let mut bomb = whole.clone();
        // It says that it is 30,000 pixels wide and high.
        bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        for (name, bytes) in [
            ("cut.png", whole[..whole.len() / 2].to_vec()),
            ("bomb.png", bomb),
            ("head.jpg", b"\xff\xd8\xff\xe1\xff\xff".to_vec()),
            ("head.gif", b"GIF89a\xff\xff\xff\xff\xf7\0\0".to_vec()),
            ("head.webp", b"RIFF\xff\xff\xff\x7fWEBPVP8X".to_vec()),
        ] {
            let file = sends_file(ada, general, name, &bytes).await.attachments.remove(0);
            assert_eq!((&*file.content_type, &file.picture), ("application/octet-stream", &None), "{name}");
            let answer = fetches(ada, &path(&file)).await;
            assert!(answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"), "{name}");
        }
        assert_eq!(form(ada, &sends_file(ada, general, "whole.png", &whole).await.attachments[0], "").await.width(), 300, "the server goes on");
    }
}
