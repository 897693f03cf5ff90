//! The files of each format that need the most memory: which are accepted, and how much memory decoding takes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod files;

use avatar::{InvalidImage, MAX_BYTES, encode};
use files::*;
use image::{ImageFormat, RgbImage};
use png::{BitDepth, ColorType};
use rstest::rstest;

#[global_allocator]
static ALLOCATOR: heap_count::CountingAllocator<std::alloc::System> = heap_count::CountingAllocator(std::alloc::System);

const MP24: (u16, u16) = (6000, 4000);
const MP25: (u16, u16) = (5000, 5000);
const MP14: (u16, u16) = (4667, 3000);
const MP8: (u16, u16) = (3264, 2448);

fn wide((width, height): (u16, u16)) -> (u32, u32) {
    (width.into(), height.into())
}

#[rstest]
// one pass: the pixels alone
#[case::baseline(jpeg(MP24, 0xc0, YCC, false, 0), Ok(()))]
#[case::baseline_420(jpeg(MP24, 0xc0, YCC_420, false, 0), Ok(()))]
#[case::baseline_grey(jpeg(MP24, 0xc0, GREY, false, 0), Ok(()))]
#[case::baseline_cmyk(jpeg(MP24, 0xc0, CMYK, false, 0), Ok(()))]
#[case::baseline_of_odd_sampling(jpeg(MP24, 0xc0, &[0x41, 0x14, 0x11], false, 0), Err(InvalidImage::Broken))]
#[case::baseline_too_large(jpeg(MP25, 0xc0, YCC_420, false, 0), Err(InvalidImage::TooLarge))]
#[case::baseline_apart(jpeg(MP24, 0xc0, YCC, true, 0), Err(InvalidImage::Memory))]
#[case::baseline_apart_small(jpeg(MP8, 0xc0, YCC, true, 0), Ok(()))]
// every coefficient beside the pixels
#[case::progressive(jpeg(MP24, 0xc2, YCC, false, 6), Err(InvalidImage::Memory))]
#[case::progressive_420(jpeg(MP24, 0xc2, YCC_420, false, 6), Err(InvalidImage::Memory))]
#[case::progressive_420_of_14(jpeg(MP14, 0xc2, YCC_420, false, 6), Ok(()))]
#[case::progressive_of_14(jpeg(MP14, 0xc2, YCC, false, 6), Err(InvalidImage::Memory))]
#[case::progressive_of_8(jpeg(MP8, 0xc2, YCC, false, 6), Ok(()))]
#[case::progressive_grey(jpeg(MP24, 0xc2, GREY, false, 3), Ok(()))]
#[case::progressive_cmyk(jpeg(MP25, 0xc2, CMYK, false, 4), Err(InvalidImage::TooLarge))]
#[case::progressive_cmyk_of_14(jpeg(MP14, 0xc2, CMYK, false, 4), Err(InvalidImage::Memory))]
#[case::progressive_cmyk_of_8(jpeg(MP8, 0xc2, CMYK, false, 4), Ok(()))]
#[case::progressive_again_and_again(jpeg((800, 600), 0xc2, YCC, false, 60), Err(InvalidImage::Scans))]
// a row
#[case::png(png(wide(MP24), ColorType::Rgb, BitDepth::Eight), Ok(()))]
#[case::png_rgba16(png(wide(MP24), ColorType::Rgba, BitDepth::Sixteen), Ok(()))]
#[case::png_grey1(png(wide(MP24), ColorType::Grayscale, BitDepth::One), Ok(()))]
#[case::png_palette(png(wide(MP24), ColorType::Indexed, BitDepth::Two), Ok(()))]
#[case::png_interlaced(interlaced(wide(MP24)), Ok(()))]
#[case::png_too_large(png(wide(MP25), ColorType::Grayscale, BitDepth::One), Err(InvalidImage::TooLarge))]
#[case::png_text_bomb(with_chunk(&png((8, 8), ColorType::Rgb, BitDepth::Eight), b"zTXt", 300_000_000), Ok(()))]
#[case::png_profile_bomb(with_chunk(&png((8, 8), ColorType::Rgb, BitDepth::Eight), b"iCCP", 300_000_000), Ok(()))]
// four bytes a pixel, and what stands before them
#[case::lossless(lossless(wide(MP24), false, &flat()), Ok(()))]
#[case::lossless_alpha(lossless(wide(MP24), true, &flat()), Ok(()))]
#[case::lossless_everything(lossless(wide(MP24), true, &with_everything()), Err(InvalidImage::Memory))]
#[case::lossless_everything_of_20(lossless((5120, 4000), true, &with_everything()), Ok(()))]
#[case::lossless_too_large(lossless(wide(MP25), false, &flat()), Err(InvalidImage::TooLarge))]
#[case::lossless_codes(lossless((64, 64), false, &with_codes(20_000)), Err(InvalidImage::Memory))]
#[case::lossless_codes_of_14(lossless(wide(MP14), false, &with_codes(20_000)), Err(InvalidImage::Memory))]
#[case::lossless_few_codes(lossless((64, 64), false, &with_codes(600)), Ok(()))]
// brightness, and colours of half the size
#[case::lossy(lossy(wide(MP24)), Ok(()))]
#[case::lossy_too_large(lossy(wide(MP25)), Err(InvalidImage::TooLarge))]
#[case::lossy_alpha(lossy_with_alpha(wide(MP14), &flat()), Ok(()))]
#[case::lossy_alpha_of_24(lossy_with_alpha(wide(MP24), &flat()), Err(InvalidImage::Memory))]
#[case::lossy_alpha_codes(lossy_with_alpha((64, 64), &with_codes(20_000)), Err(InvalidImage::Memory))]
// the first picture alone
#[case::moving(moving(wide(MP24), &flat()), Ok(()))]
#[case::moving_too_large(moving(wide(MP25), &flat()), Err(InvalidImage::TooLarge))]
fn decoding_stays_within_the_limit(#[case] file: Vec<u8>, #[case] expected: Result<(), InvalidImage>) {
    assert!(file.len() < 2 * 1024 * 1024 + 200_000, "a file of {} bytes", file.len());
    let (result, peak) = heap_count::peak(|| encode(&file));
    println!("{} bytes, at most {:.1} MB: {:?}", file.len(), peak as f64 / 1e6, result.as_ref().map(Vec::len));
    assert_eq!(result.map(|_| ()), expected);
    assert!(peak as u64 <= MAX_BYTES, "{peak}");
}

/// The memory is low because the decoder is given part of the file: the result must be correct all the same.
#[test]
fn output_of_common_encoders_is_accepted() {
    let mut file = std::io::Cursor::new(Vec::new());
    RgbImage::from_fn(6000, 4000, |x, _| image::Rgb([(x / 100) as u8, 9, 9]))
        .write_to(&mut file, ImageFormat::WebP)
        .unwrap();
    let file = file.into_inner();
    let (result, peak) = heap_count::peak(|| encode(&file));
    let picture = image::load_from_memory(&result.unwrap()).unwrap().into_rgb8();
    assert!(peak as u64 <= MAX_BYTES, "{peak}");
    assert_eq!(picture.dimensions(), (512, 341));
    assert!(picture.get_pixel(500, 9).0[0].abs_diff(58) < 4);
}
