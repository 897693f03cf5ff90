//! JPEG. The decoder holds the whole picture and, unless one scan gives whole pixels (that is, for progressive or
//! non-interleaved files), all coefficients of every component, two bytes each. So the segments of the file are parsed first,
//! and give the memory that decoding would need.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, codecs::jpeg::JpegDecoder, metadata::Orientation};

use crate::{downscale::Downscaler, encode::InvalidImage};

/// The maximum number of scans. Usual encoders write up to a dozen; each scan costs decoding time.
const MAX_SCANS: usize = 50;

const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

/// A JPEG whose segments were parsed.
pub(super) struct Jpeg<'f> {
    file: &'f [u8],
    width: u32,
    height: u32,
    /// Horizontal and vertical sampling factor of each component.
    sampling: Vec<(u32, u32)>,
    /// Whether one scan contains all components (baseline, interleaved).
    is_interleaved: bool,
}

impl<'f> Jpeg<'f> {
    pub(super) fn new(file: &'f [u8]) -> Result<Self, InvalidImage> {
        let (mut jpeg, mut scans, mut progressive) = (None, 0, false);
        let mut rest = file.get(2..).ok_or(InvalidImage::Broken)?;
        while let Some((marker, after)) = next_marker(rest) {
            if marker == EOI {
                break;
            }
            let length =
                usize::from(after.first_chunk().map(|bytes| u16::from_be_bytes(*bytes)).ok_or(InvalidImage::Broken)?);
            let segment = after.get(2..length).unwrap_or_default();
            match marker {
                0xc0..=0xc2 if jpeg.is_none() => {
                    progressive = marker == 0xc2;
                    jpeg = Some(Self::frame(file, segment)?);
                }
                // a second frame, or an unsupported frame type
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Err(InvalidImage::Broken),
                SOS => {
                    let (jpeg, components) = jpeg.as_mut().zip(segment.first()).ok_or(InvalidImage::Broken)?;
                    if scans == 0 {
                        jpeg.is_interleaved = !progressive && usize::from(*components) == jpeg.sampling.len();
                    }
                    scans += 1;
                }
                _ => {}
            }
            rest = after.get(length..).unwrap_or_default();
        }
        if scans > MAX_SCANS {
            return Err(InvalidImage::Scans);
        }
        jpeg.filter(|_| scans > 0).ok_or(InvalidImage::Broken)
    }

    /// Parses a frame header (SOF): depth, height, width, and three bytes per component.
    fn frame(file: &'f [u8], segment: &[u8]) -> Result<Self, InvalidImage> {
        let ([_, high, low, wide, narrow, count], components) =
            segment.split_first_chunk().ok_or(InvalidImage::Broken)?;
        let [height, width] = [[*high, *low], [*wide, *narrow]].map(|side| u32::from(u16::from_be_bytes(side)));
        let sampling: Vec<_> =
            components.as_chunks().0.iter().map(|[_, of, _]| (u32::from(of >> 4), u32::from(of & 15))).collect();
        let sound = sampling.iter().all(|(across, down)| (1..=4).contains(across) && (1..=4).contains(down));
        if width == 0 || height == 0 || sampling.len() != usize::from(*count) || !matches!(count, 1 | 3 | 4) || !sound {
            return Err(InvalidImage::Broken);
        }
        Ok(Self { file, width, height, sampling, is_interleaved: false })
    }

    pub(super) const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The memory that decoding needs, in bytes.
    pub(super) fn decode_memory(&self) -> u64 {
        let (width, height) = (u64::from(self.width), u64::from(self.height));
        let max = |side: fn(&(u32, u32)) -> u32| u64::from(self.sampling.iter().map(side).max().unwrap_or(1));
        let (across, down) = (max(|of| of.0), max(|of| of.1));
        let components = self.sampling.len() as u64;
        let pixels = width * height * if components == 1 { 1 } else { 3 };
        // a row of blocks per component, before and after upsampling
        let rows = width.next_multiple_of(8 * across) * 8 * down * 2 * components * 3;
        let blocks = self.sampling.iter().map(|(across, down)| u64::from(across * down)).sum::<u64>();
        let coefficients = width.div_ceil(8 * across) * height.div_ceil(8 * down) * 64 * blocks * 2;
        // the decoder's copy of the file and of its metadata
        let copies = 2 * self.file.len() as u64;
        let coefficients = if self.is_interleaved { 0 } else { coefficients };
        pixels + rows + coefficients + copies + Downscaler::memory(self.width, self.height)
    }

    pub(super) fn decode(self) -> Result<(Downscaler, Orientation), InvalidImage> {
        let mut decoder = JpegDecoder::new(Cursor::new(self.file))?;
        if decoder.dimensions() != self.size() {
            return Err(InvalidImage::Broken);
        }
        let orientation = decoder.orientation()?;
        let mut picture = Downscaler::new(self.width, self.height);
        match DynamicImage::from_decoder(decoder)? {
            DynamicImage::ImageLuma8(pixels) => {
                pixels.enumerate_pixels().for_each(|(x, y, of)| {
                    let [grey] = of.0;
                    picture.add(x, y, [grey, grey, grey, 255]);
                });
            }
            DynamicImage::ImageRgb8(pixels) => {
                pixels.enumerate_pixels().for_each(|(x, y, of)| {
                    let [red, green, blue] = of.0;
                    picture.add(x, y, [red, green, blue, 255]);
                });
            }
            _ => return Err(InvalidImage::Broken),
        }
        Ok((picture, orientation))
    }
}

/// The next marker and the bytes after it. Bytes before it are entropy-coded data, or garbage.
fn next_marker(mut bytes: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let at = bytes.iter().position(|byte| *byte == 0xff)?;
        bytes = bytes.get(at + 1..)?;
        match bytes.split_first()? {
            // a stuffed byte, a fill byte, restart markers, SOI
            (0x00 | 0x01 | 0xff | 0xd0..=0xd8, _) => {}
            (marker, rest) => return Some((*marker, rest)),
        }
    }
}
