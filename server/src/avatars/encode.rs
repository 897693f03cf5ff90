//! From an uploaded file to the picture that is kept: decoded, made smaller, encoded anew. Nothing of the file itself gets
//! through: no metadata, nothing behind its end, no second meaning as another type.
//!
//! What is kept is JPEG, as WeChat's own avatars are: of a photograph it is a tenth of a PNG or of a lossless WebP (the
//! only kind that the `image` crate writes), and every row of the database holds one. A transparent picture stands on
//! white then.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};

/// What [`encode`] makes.
pub(super) const MIME: &str = "image/jpeg";
/// The longer side of an avatar, in pixels.
const SIDE: u32 = 512;
/// 0 to 100.
const QUALITY: u8 = 85;

/// The longer side of a file's picture, in pixels.
const MOST_SIDE: u32 = 8192;
/// The pixels of a file's picture: those of the largest photographs that phones take by default (24.5 million).
const MOST_PIXELS: u64 = 25_000_000;
/// The memory of its pixels, in bytes.
pub(super) const MOST_BYTES: u64 = 128 * 1024 * 1024;

/// Why a file gives no avatar. The decoders' own words are left out: they may quote the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    /// By its first bytes, whatever it is declared to be.
    #[error("it is neither PNG nor JPEG nor WebP")]
    Format,
    /// Told by its header; nothing was decoded.
    #[error("it has too many pixels")]
    TooLarge,
    /// The decoder gave up.
    #[error("it is broken")]
    Broken,
}

impl From<ImageError> for Unfit {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            _ => Self::Broken,
        }
    }
}

/// The picture in `file`, the first one where it moves, as JPEG of at most 512 pixels a side. CPU work: milliseconds for what phones send,
/// seconds for the largest WebP that is let in.
///
/// # Errors
/// [`Unfit`].
pub(super) fn encode(file: &[u8]) -> Result<Vec<u8>, Unfit> {
    let upright = shrink_and_turn(decode(file)?);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&on_white(upright))?;
    Ok(jpeg)
}

/// The pixels, and how they are to be turned.
fn decode(file: &[u8]) -> Result<(DynamicImage, image::metadata::Orientation), Unfit> {
    let format = image::guess_format(file).map_err(|_| Unfit::Format)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return Err(Unfit::Format);
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Unfit::TooLarge);
    }
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

fn shrink_and_turn((mut image, orientation): (DynamicImage, image::metadata::Orientation)) -> DynamicImage {
    let longer = image.width().max(image.height());
    if longer > 4 * SIDE {
        image = image.thumbnail(2 * SIDE, 2 * SIDE); // coarse and fast; the rest is done well
    }
    if longer > SIDE {
        image = image.resize(SIDE, SIDE, FilterType::CatmullRom);
    }
    image.apply_orientation(orientation);
    image
}

fn on_white(image: DynamicImage) -> RgbImage {
    let image = image.into_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0.map(u32::from);
        Rgb([red, green, blue].map(|channel| ((channel * alpha + 255 * (255 - alpha)) / 255) as u8))
    })
}

#[cfg(test)]
#[path = "encode_tests.rs"]
mod tests;
