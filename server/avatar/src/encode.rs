//! The limits, and the steps that every file goes through. Avatars are stored as JPEG, as WeChat's own are: for a photograph
//! it is a tenth of the size of PNG or lossless WebP (the only kind that the `image` crate encodes), and the database stores
//! every avatar. A transparent picture gets a white background.

use image::{
    DynamicImage, ImageError, ImageFormat, codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};

use crate::{downscale::Downscaler, jpeg::Jpeg, png::Png, webp::WebP};

/// The MIME type of [`encode`]'s output.
pub const MIME: &str = "image/jpeg";
/// The longer side of an avatar, in pixels.
const SIDE: u32 = 512;
/// JPEG quality, 0 to 100.
const QUALITY: u8 = 85;

/// The maximum width and height of an uploaded picture, in pixels.
const MAX_SIDE: u32 = 8192;
/// The maximum number of pixels of an uploaded picture: 24 megapixels.
const MAX_PIXELS: u64 = 24_000_000;
/// The maximum memory of decoding, in bytes. For most formats it is computed from the header beforehand.
pub const MAX_BYTES: u64 = 96 * 1024 * 1024;
/// Pictures above these limits count as large ([`is_large`]).
const SMALL_PIXELS: u64 = 8_000_000;
const SMALL_BYTES: u64 = 24 * 1024 * 1024;

/// Why a file is rejected. The decoders' own messages are omitted: they may quote the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidImage {
    /// Determined by its first bytes, whatever its declared type.
    #[error("it is neither PNG nor JPEG nor WebP")]
    Format,
    /// Determined by its header; nothing was decoded.
    #[error("it has too many pixels")]
    TooLarge,
    /// For example a progressive JPEG of more than about 14 megapixels.
    #[error("decoding it takes too much memory")]
    Memory,
    /// A JPEG with more than 50 scans.
    #[error("it has too many scans")]
    Scans,
    /// The decoder failed.
    #[error("it is broken")]
    Broken,
}

impl From<ImageError> for InvalidImage {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            _ => Self::Broken,
        }
    }
}

/// A file whose header was parsed and is within the limits.
enum Source<'f> {
    Jpeg(Jpeg<'f>),
    Png(Box<Png<'f>>),
    WebP(WebP<'f>),
}

impl<'f> Source<'f> {
    fn new(file: &'f [u8]) -> Result<Self, InvalidImage> {
        let source = match image::guess_format(file).map_err(|_| InvalidImage::Format)? {
            ImageFormat::Jpeg => Self::Jpeg(Jpeg::new(file)?),
            ImageFormat::Png => Self::Png(Png::new(file)?.into()),
            ImageFormat::WebP => Self::WebP(WebP::new(file)?),
            _ => return Err(InvalidImage::Format),
        };
        let (width, height) = source.size();
        check_size(width, height)?;
        if source.decode_memory() > MAX_BYTES { Err(InvalidImage::Memory) } else { Ok(source) }
    }

    fn size(&self) -> (u32, u32) {
        match self {
            Self::Jpeg(jpeg) => jpeg.size(),
            Self::Png(png) => png.size(),
            Self::WebP(webp) => webp.size(),
        }
    }

    fn pixels(&self) -> u64 {
        let (width, height) = self.size();
        u64::from(width) * u64::from(height)
    }

    fn decode_memory(&self) -> u64 {
        match self {
            Self::Jpeg(jpeg) => jpeg.decode_memory(),
            Self::Png(png) => png.decode_memory(),
            Self::WebP(webp) => webp.decode_memory(),
        }
    }

    fn decode(self) -> Result<(Downscaler, Orientation), InvalidImage> {
        match self {
            Self::Jpeg(jpeg) => jpeg.decode(),
            Self::Png(png) => png.decode(),
            Self::WebP(webp) => webp.decode(),
        }
    }
}

/// Rejects a picture that is too large.
pub(crate) fn check_size(width: u32, height: u32) -> Result<(), InvalidImage> {
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_SIDE || pixels > MAX_PIXELS { Err(InvalidImage::TooLarge) } else { Ok(()) }
}

/// Whether the picture in `file` is large, so that only one such picture should be decoded at a time. Reads only the header.
///
/// # Errors
/// [`InvalidImage`].
pub fn is_large(file: &[u8]) -> Result<bool, InvalidImage> {
    let source = Source::new(file)?;
    let has_large_code_tables = matches!(&source, Source::WebP(webp) if webp.has_large_code_tables());
    Ok(has_large_code_tables || source.pixels() > SMALL_PIXELS || source.decode_memory() > SMALL_BYTES)
}

/// Encodes the picture in `file` (the first frame of an animation) as JPEG of at most 512 pixels per side. CPU-bound:
/// milliseconds for typical uploads, seconds for the largest.
///
/// # Errors
/// [`InvalidImage`].
pub fn encode(file: &[u8]) -> Result<Vec<u8>, InvalidImage> {
    let source = Source::new(file)?;
    let (width, height) = source.size();
    let (picture, orientation) = source.decode()?;
    let mut image = DynamicImage::from(picture.picture());
    if width.max(height) > SIDE {
        // computed from the original size: that of the downscaled picture is rounded
        let side = |side: u32| (side * SIDE + width.max(height) / 2) / width.max(height);
        image = image.resize_exact(side(width).max(1), side(height).max(1), FilterType::CatmullRom);
    }
    image.apply_orientation(orientation);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(&image)?;
    Ok(jpeg)
}

#[cfg(test)]
#[path = "encode_tests.rs"]
mod tests;
