//! JPEG. The decoder holds the whole picture; beside it, where one pass over the file does not give whole pixels (progressive,
//! or the colours one after the other), all coefficients too: two bytes each, of every colour. So the structure of the file is
//! read first, and says what decoding would hold.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, codecs::jpeg::JpegDecoder, metadata::Orientation};

use crate::{encode::Unfit, shrink::Shrinker};

/// Passes over the picture. What phones and programs write has up to a dozen; each costs as much time as it likes.
const MAX_SCANS: usize = 50;

const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;

/// A JPEG whose structure was read.
pub(super) struct Jpeg<'f> {
    file: &'f [u8],
    width: u32,
    height: u32,
    /// How often each colour is sampled across and down, relative to the others.
    sampling: Vec<(u32, u32)>,
    /// Whether the first pass gives whole pixels.
    at_once: bool,
}

impl<'f> Jpeg<'f> {
    pub(super) fn new(file: &'f [u8]) -> Result<Self, Unfit> {
        let (mut jpeg, mut scans, mut progressive) = (None, 0, false);
        let mut rest = file.get(2..).ok_or(Unfit::Broken)?;
        while let Some((marker, after)) = next_marker(rest) {
            if marker == EOI {
                break;
            }
            let length = usize::from(after.first_chunk().map(|bytes| u16::from_be_bytes(*bytes)).ok_or(Unfit::Broken)?);
            let segment = after.get(2..length).unwrap_or_default();
            match marker {
                0xc0..=0xc2 if jpeg.is_none() => {
                    progressive = marker == 0xc2;
                    jpeg = Some(Self::frame(file, segment)?);
                }
                // a second frame, or one of a kind that the decoder does not know
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return Err(Unfit::Broken),
                SOS => {
                    let (jpeg, colours) = jpeg.as_mut().zip(segment.first()).ok_or(Unfit::Broken)?;
                    if scans == 0 {
                        jpeg.at_once = !progressive && usize::from(*colours) == jpeg.sampling.len();
                    }
                    scans += 1;
                }
                _ => {}
            }
            rest = after.get(length..).unwrap_or_default();
        }
        if scans > MAX_SCANS {
            return Err(Unfit::Scans);
        }
        jpeg.filter(|_| scans > 0).ok_or(Unfit::Broken)
    }

    /// From the segment of a frame's beginning: depth, height, width, and three bytes a colour.
    fn frame(file: &'f [u8], segment: &[u8]) -> Result<Self, Unfit> {
        let ([_, high, low, wide, narrow, count], colours) = segment.split_first_chunk().ok_or(Unfit::Broken)?;
        let [height, width] = [[*high, *low], [*wide, *narrow]].map(|side| u32::from(u16::from_be_bytes(side)));
        let sampling: Vec<_> =
            colours.as_chunks().0.iter().map(|[_, of, _]| (u32::from(of >> 4), u32::from(of & 15))).collect();
        let sound = sampling.iter().all(|(across, down)| (1..=4).contains(across) && (1..=4).contains(down));
        if width == 0 || height == 0 || sampling.len() != usize::from(*count) || !matches!(count, 1 | 3 | 4) || !sound {
            return Err(Unfit::Broken);
        }
        Ok(Self { file, width, height, sampling, at_once: false })
    }

    pub(super) const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// What decoding holds, in bytes.
    pub(super) fn holds(&self) -> u64 {
        let (width, height) = (u64::from(self.width), u64::from(self.height));
        let most = |side: fn(&(u32, u32)) -> u32| u64::from(self.sampling.iter().map(side).max().unwrap_or(1));
        let (across, down) = (most(|of| of.0), most(|of| of.1));
        let colours = self.sampling.len() as u64;
        let pixels = width * height * if colours == 1 { 1 } else { 3 };
        // a row of blocks of each colour, as it is read and as it is spread
        let rows = width.next_multiple_of(8 * across) * 8 * down * 2 * colours * 3;
        let blocks = self.sampling.iter().map(|(across, down)| u64::from(across * down)).sum::<u64>();
        let coefficients = width.div_ceil(8 * across) * height.div_ceil(8 * down) * 64 * blocks * 2;
        // the decoder's copy of the file, and what of it is no picture
        let copies = 2 * self.file.len() as u64;
        let coefficients = if self.at_once { 0 } else { coefficients };
        pixels + rows + coefficients + copies + Shrinker::holds(self.width, self.height)
    }

    pub(super) fn decode(self) -> Result<(Shrinker, Orientation), Unfit> {
        let mut decoder = JpegDecoder::new(Cursor::new(self.file))?;
        if decoder.dimensions() != self.size() {
            return Err(Unfit::Broken);
        }
        let orientation = decoder.orientation()?;
        let mut picture = Shrinker::new(self.width, self.height);
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
            _ => return Err(Unfit::Broken),
        }
        Ok((picture, orientation))
    }
}

/// The next marker and what follows it. Bytes before it are the data of a scan, or nothing that belongs here.
fn next_marker(mut bytes: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let at = bytes.iter().position(|byte| *byte == 0xff)?;
        bytes = bytes.get(at + 1..)?;
        match bytes.split_first()? {
            // a byte of data, a fill byte, the marks within a scan, the beginning of the file
            (0x00 | 0x01 | 0xff | 0xd0..=0xd8, _) => {}
            (marker, rest) => return Some((*marker, rest)),
        }
    }
}
