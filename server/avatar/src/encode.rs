//! The limits, and the way of every file. What is kept is JPEG, as WeChat's own avatars are: of a photograph it is a tenth of a PNG or of a lossless WebP (the
//! only kind that the `image` crate writes), and every row of the database holds one. A transparent picture stands on
//! white then.

use image::{
    DynamicImage, ImageError, ImageFormat, codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};

use crate::{jpeg::Jpeg, png::Png, shrink::Shrinker, webp::WebP};

/// What [`encode`] makes.
pub const MIME: &str = "image/jpeg";
/// The longer side of an avatar, in pixels.
const SIDE: u32 = 512;
/// 0 to 100.
const QUALITY: u8 = 85;

/// The longer side of a file's picture, in pixels.
const MAX_SIDE: u32 = 8192;
/// The pixels of a file's picture: 24 megapixels.
const MAX_PIXELS: u64 = 24_000_000;
/// What decoding may hold, in bytes. Of a file's kind and size it is known beforehand.
pub const MAX_BYTES: u64 = 96 * 1024 * 1024;
/// What is more is one of the large ones.
const SMALL_PIXELS: u64 = 8_000_000;
const SMALL_BYTES: u64 = 24 * 1024 * 1024;

/// Why a file gives no avatar. The decoders' own words are left out: they may quote the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// By its first bytes, whatever it is declared to be.
    #[error("it is neither PNG nor JPEG nor WebP")]
    Format,
    /// Told by its header; nothing was decoded.
    #[error("it has too many pixels")]
    TooLarge,
    /// As a progressive JPEG of more than some 14 megapixels would.
    #[error("decoding it takes too much memory")]
    Memory,
    /// A JPEG that goes over its picture again and again.
    #[error("it has too many scans")]
    Scans,
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

/// A file whose header was read, and is within the limits.
enum Source<'f> {
    Jpeg(Jpeg<'f>),
    Png(Box<Png<'f>>),
    WebP(WebP<'f>),
}

impl<'f> Source<'f> {
    fn new(file: &'f [u8]) -> Result<Self, Unfit> {
        let source = match image::guess_format(file).map_err(|_| Unfit::Format)? {
            ImageFormat::Jpeg => Self::Jpeg(Jpeg::new(file)?),
            ImageFormat::Png => Self::Png(Png::new(file)?.into()),
            ImageFormat::WebP => Self::WebP(WebP::new(file)?),
            _ => return Err(Unfit::Format),
        };
        let (width, height) = source.size();
        within(width, height)?;
        if source.holds() > MAX_BYTES { Err(Unfit::Memory) } else { Ok(source) }
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

    fn holds(&self) -> u64 {
        match self {
            Self::Jpeg(jpeg) => jpeg.holds(),
            Self::Png(png) => png.holds(),
            Self::WebP(webp) => webp.holds(),
        }
    }

    fn decode(self) -> Result<(Shrinker, Orientation), Unfit> {
        match self {
            Self::Jpeg(jpeg) => jpeg.decode(),
            Self::Png(png) => png.decode(),
            Self::WebP(webp) => webp.decode(),
        }
    }
}

/// Whether a picture of this size may be.
pub(crate) fn within(width: u32, height: u32) -> Result<(), Unfit> {
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_SIDE || pixels > MAX_PIXELS { Err(Unfit::TooLarge) } else { Ok(()) }
}

/// Whether the picture in `file` is one of those of which one is decoded at a time. Only its header is looked at.
///
/// # Errors
/// [`Unfit`].
pub fn is_large(file: &[u8]) -> Result<bool, Unfit> {
    let source = Source::new(file)?;
    let has_codes = matches!(&source, Source::WebP(webp) if webp.has_codes());
    Ok(has_codes || source.pixels() > SMALL_PIXELS || source.holds() > SMALL_BYTES)
}

/// The picture in `file`, the first one where it moves, as JPEG of at most 512 pixels a side. CPU work: milliseconds for what
/// phones send, seconds for the largest.
///
/// # Errors
/// [`Unfit`].
pub fn encode(file: &[u8]) -> Result<Vec<u8>, Unfit> {
    let source = Source::new(file)?;
    let (width, height) = source.size();
    let (picture, orientation) = source.decode()?;
    let mut image = DynamicImage::from(picture.picture());
    if width.max(height) > SIDE {
        // of the file's own sides: those of the small picture are rounded
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
