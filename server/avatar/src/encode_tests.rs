use image::{DynamicImage, GenericImageView as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;
use rstest::rstest;

use super::{InvalidImage, encode};

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Red at the left, blue at the right.
fn two_colours(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) }).into()
}

fn decoded(jpeg: &[u8]) -> DynamicImage {
    assert_eq!(image::guess_format(jpeg).unwrap(), ImageFormat::Jpeg);
    image::load_from_memory(jpeg).unwrap()
}

fn is_near(pixel: Rgba<u8>, expected: [u8; 3]) -> bool {
    pixel.0.iter().zip(expected).all(|(is, should)| is.abs_diff(should) < 24)
}

#[rstest]
#[case(600, 300, (512, 256))]
#[case(3000, 6000, (256, 512))]
#[case(512, 512, (512, 512))]
#[case(40, 20, (40, 20))]
#[case(1, 1, (1, 1))]
#[case(4000, 1, (512, 1))]
fn at_most_512_a_side(#[case] width: u32, #[case] height: u32, #[case] size: (u32, u32)) {
    let png = file(&two_colours(width, height), ImageFormat::Png);
    assert_eq!(decoded(&encode(&png).unwrap()).dimensions(), size);
}

#[rstest]
fn every_format_gives_the_same_picture(
    #[values(ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP)] format: ImageFormat,
) {
    let made = decoded(&encode(&file(&two_colours(800, 800), format)).unwrap());
    assert!(is_near(made.get_pixel(100, 256), [250, 0, 0]));
    assert!(is_near(made.get_pixel(400, 256), [0, 0, 250]));
}

#[test]
fn transparent_pixels_become_white() {
    let image = RgbaImage::from_fn(64, 64, |x, _| if x < 32 { Rgba([0, 0, 0, 0]) } else { Rgba([0, 0, 0, 128]) });
    let made = decoded(&encode(&file(&image.into(), ImageFormat::Png)).unwrap());
    assert!(is_near(made.get_pixel(8, 32), [255, 255, 255]));
    assert!(is_near(made.get_pixel(56, 32), [127, 127, 127]));
}

/// A JPEG with an Exif segment: orientation 90° clockwise, taken in Hangzhou.
fn rotated_jpeg() -> Vec<u8> {
    let exif =
        b"\xff\xe1\x00\x2eExif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0Hangzhou\0\0\0\0";
    let mut jpeg = file(&two_colours(800, 400), ImageFormat::Jpeg);
    jpeg.splice(2..2, exif.iter().copied());
    jpeg
}

#[test]
fn exif_orientation_is_applied_and_metadata_removed() {
    let jpeg = encode(&rotated_jpeg()).unwrap();
    let made = decoded(&jpeg);
    assert_eq!(made.dimensions(), (256, 512));
    assert!(is_near(made.get_pixel(128, 100), [250, 0, 0]), "the left became the top");
    for word in [b"Exif".as_slice(), b"Hangzhou"] {
        assert!(!jpeg.windows(word.len()).any(|part| part == word));
    }
}

/// Two frames: red, then blue.
fn animated_webp() -> Vec<u8> {
    let chunk = |name: &[u8; 4], body: &[u8]| {
        let mut chunk = [name, (body.len() as u32).to_le_bytes().as_slice(), body].concat();
        chunk.resize(chunk.len().next_multiple_of(2), 0);
        chunk
    };
    let frame = |colour: [u8; 3]| {
        let still = file(&RgbImage::from_pixel(64, 64, Rgb(colour)).into(), ImageFormat::WebP);
        // where and how large (less 1), for how long; then the picture without its RIFF header
        let head = [0, 0, 0, 0, 0, 0, 63, 0, 0, 63, 0, 0, 100, 0, 0, 0];
        chunk(b"ANMF", &[head.as_slice(), &still[12..]].concat())
    };
    let body = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &[0b10, 0, 0, 0, 63, 0, 0, 63, 0, 0]),
        chunk(b"ANIM", &[0; 6]),
        frame([250, 0, 0]),
        frame([0, 0, 250]),
    ];
    chunk(b"RIFF", &body.concat())
}

#[test]
fn an_animation_gives_its_first_frame() {
    assert!(is_near(decoded(&encode(&animated_webp()).unwrap()).get_pixel(32, 32), [250, 0, 0]));
}

/// A PNG that declares a size and has no pixels (a decompression bomb).
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(&two_colours(1, 1), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&png[12..29]);
    png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    png
}

#[rstest]
#[case::nothing(Vec::new(), InvalidImage::Format)]
#[case::text(b"hello".to_vec(), InvalidImage::Format)]
#[case::gif(b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), InvalidImage::Format)]
#[case::svg(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec(), InvalidImage::Format)]
#[case::html(b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), InvalidImage::Format)]
#[case::bmp(b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), InvalidImage::Format)]
#[case::only_the_signature(b"\x89PNG\r\n\x1a\n".to_vec(), InvalidImage::Broken)]
#[case::a_jpeg_that_is_none(b"\xff\xd8\xff\xe0<script>".to_vec(), InvalidImage::Broken)]
#[case::a_webp_that_is_none(b"RIFF\x04\0\0\0WEBP".to_vec(), InvalidImage::Broken)]
#[case::wide(bomb(10_000, 10), InvalidImage::TooLarge)]
#[case::both(bomb(10_000, 10_000), InvalidImage::TooLarge)]
#[case::as_wide_as_can_be(bomb(u32::MAX >> 1, u32::MAX >> 1), InvalidImage::TooLarge)]
#[case::within_the_sides(bomb(8000, 8000), InvalidImage::TooLarge)]
#[case::cut({ let mut png = file(&two_colours(64, 64), ImageFormat::Png); png.truncate(60); png }, InvalidImage::Broken)]
fn refused(#[case] file: Vec<u8>, #[case] reason: InvalidImage) {
    assert_eq!(encode(&file), Err(reason));
}

#[test]
fn a_large_jpeg_and_a_large_webp_are_rejected_by_their_headers() {
    let mut jpeg = file(&two_colours(64, 64), ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(encode(&jpeg), Err(InvalidImage::TooLarge));
    // the size in VP8X, in 24 bits less 1 each
    let mut webp = animated_webp();
    webp[24..30].copy_from_slice(&[0xff, 0x3f, 0, 0xff, 0x3f, 0]);
    assert_eq!(encode(&webp), Err(InvalidImage::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// A file with some changed bytes is decoded or rejected.
    #[test]
    fn nothing_panics(which in 0..4_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let small = two_colours(24, 24);
        let mut file = match which {
            0 => file(&small, ImageFormat::Png),
            1 => rotated_jpeg(),
            2 => file(&small, ImageFormat::WebP),
            _ => animated_webp(),
        };
        for (index, byte) in changes {
            let index = index.index(file.len());
            file[index] = byte;
        }
        if let Ok(jpeg) = encode(&file) {
            let (width, height) = decoded(&jpeg).dimensions();
            prop_assert!(width <= 512 && height <= 512);
        }
    }
}
