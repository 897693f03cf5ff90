//! PNG, decoded row by row: for any colour type, depth and interlacing, only a row and the decoder's buffers are in memory.

use std::io::Cursor;

use image::metadata::Orientation;
use png::{ColorType, DecodingError, Limits, Reader, Transformations};

use crate::{downscale::Downscaler, encode::InvalidImage};

/// The decoder's limit for a row and ancillary chunks, in bytes.
const MAX_CHUNKS: usize = 16 * 1024 * 1024;
/// The passes of Adam7: first column, column step, first row, row step.
const PASSES: [[u32; 4]; 7] =
    [[0, 8, 0, 8], [4, 8, 0, 8], [0, 4, 4, 8], [2, 4, 0, 4], [0, 2, 2, 4], [1, 2, 0, 2], [0, 1, 1, 2]];
const WHOLE: [[u32; 4]; 1] = [[0, 1, 0, 1]];

/// A PNG whose header was parsed.
pub(super) struct Png<'f>(Reader<Cursor<&'f [u8]>>);

impl<'f> Png<'f> {
    pub(super) fn new(file: &'f [u8]) -> Result<Self, InvalidImage> {
        let mut decoder = png::Decoder::new_with_limits(Cursor::new(file), Limits { bytes: MAX_CHUNKS });
        decoder.set_transformations(Transformations::normalize_to_color8());
        decoder.set_ignore_text_chunk(true);
        decoder.set_ignore_iccp_chunk(true);
        Ok(Self(decoder.read_info()?))
    }

    pub(super) fn size(&self) -> (u32, u32) {
        self.0.info().size()
    }

    /// The memory that decoding needs, in bytes.
    pub(super) fn decode_memory(&self) -> u64 {
        let (width, height) = self.size();
        // eight rows of 8 bytes per pixel; the chunks are within their limit
        let small = if self.0.info().interlaced { Downscaler::memory_in_any_order } else { Downscaler::memory };
        small(width, height) + u64::from(width) * 8 * 8 + MAX_CHUNKS as u64
    }

    pub(super) fn decode(mut self) -> Result<(Downscaler, Orientation), InvalidImage> {
        let (width, height) = self.size();
        let mut picture = Downscaler::new(width, height);
        let exif = self.0.info().exif_metadata.as_deref().and_then(Orientation::from_exif_chunk);
        let pixel = pixel(self.0.output_color_type().0);
        let samples = self.0.output_color_type().0.samples();
        let passes = if self.0.info().interlaced { PASSES.as_slice() } else { &WHOLE };
        for [first_x, step_x, first_y, step_y] in passes.iter().filter(|[x, _, y, _]| *x < width && *y < height) {
            for y in (*first_y..height).step_by(*step_y as usize) {
                let row = self.0.next_interlaced_row()?.ok_or(InvalidImage::Broken)?;
                let columns = (*first_x..width).step_by(*step_x as usize);
                columns.zip(row.data().chunks_exact(samples)).for_each(|(x, bytes)| picture.add(x, y, pixel(bytes)));
            }
        }
        Ok((picture, exif.unwrap_or(Orientation::NoTransforms)))
    }
}

/// Converts a pixel to RGBA.
fn pixel(kind: ColorType) -> fn(&[u8]) -> [u8; 4] {
    match kind {
        ColorType::GrayscaleAlpha => {
            |bytes| if let [grey, alpha] = *bytes { [grey, grey, grey, alpha] } else { [0; 4] }
        }
        ColorType::Rgb => |bytes| if let [red, green, blue] = *bytes { [red, green, blue, 255] } else { [0; 4] },
        ColorType::Rgba => |bytes| bytes.try_into().unwrap_or_default(),
        // a palette was expanded to RGB
        ColorType::Grayscale | ColorType::Indexed => {
            |bytes| if let [grey] = *bytes { [grey, grey, grey, 255] } else { [0; 4] }
        }
    }
}

impl From<DecodingError> for InvalidImage {
    fn from(error: DecodingError) -> Self {
        match error {
            DecodingError::LimitsExceeded => Self::TooLarge,
            _ => Self::Broken,
        }
    }
}
