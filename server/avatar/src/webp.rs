//! WebP: the first frame of the file, found by its chunks. A lossy frame is read from the decoder's YUV planes, a lossless
//! one from its RGBA pixels; neither is copied.
//!
//! No header tells the memory that the decoder needs for the prefix-code tables of a lossless picture: a file of 2 MiB could
//! need 600 MiB. So the file is fed to the decoder in small pieces, and reading fails once the memory limit is reached.

use std::io::{BufRead, Cursor, Error, Read, Seek, SeekFrom};

use image::metadata::Orientation;
use image_webp::{WebPDecoder, vp8::Vp8Decoder};

use crate::{
    downscale::Downscaler,
    encode::{InvalidImage, MAX_BYTES, check_size},
    webp_plain::is_plain,
};

/// The size of a piece, in bytes; its code tables need less than 100 KiB.
const PIECE: usize = 256;

/// Memory of a piece's code tables and of fixed-size buffers (colour cache, tables), in bytes.
const SLACK: u64 = 256 * 1024;

/// A WebP whose chunks were parsed.
#[derive(Default)]
pub(super) struct WebP<'f> {
    lossy: Option<&'f [u8]>,
    lossless: Option<&'f [u8]>,
    alpha: Option<&'f [u8]>,
    exif: Option<&'f [u8]>,
    width: u32,
    height: u32,
}

impl<'f> WebP<'f> {
    pub(super) fn new(file: &'f [u8]) -> Result<Self, InvalidImage> {
        let mut webp = Self::default();
        for (name, content) in chunks(file.get(12..).unwrap_or_default()) {
            if let (b"VP8X", [_, _, _, _, w0, w1, w2, h0, h1, h2, ..]) = (name, content) {
                // the canvas size
                check_size(u32::from_le_bytes([*w0, *w1, *w2, 0]) + 1, u32::from_le_bytes([*h0, *h1, *h2, 0]) + 1)?;
            }
            // the first frame of an animation: position and duration, then chunks of its own
            if name == b"ANMF" {
                chunks(content.get(16..).unwrap_or_default()).for_each(|(name, content)| webp.add_chunk(name, content));
            } else {
                webp.add_chunk(name, content);
            }
        }
        let size = match (webp.lossy, webp.lossless) {
            (Some(lossy), None) => lossy.get(6..).and_then(<[u8]>::first_chunk::<4>).map(|size| {
                let bits = u32::from_le_bytes(*size);
                (bits & 0x3fff, bits >> 16 & 0x3fff)
            }),
            (None, Some(lossless)) => lossless.get(1..).and_then(<[u8]>::first_chunk::<4>).map(|size| {
                let bits = u32::from_le_bytes(*size);
                ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
            }),
            _ => None,
        };
        (webp.width, webp.height) = size.filter(|(width, height)| width * height > 0).ok_or(InvalidImage::Broken)?;
        Ok(webp)
    }

    /// Keeps the first chunk of each kind.
    fn add_chunk(&mut self, name: &[u8; 4], content: &'f [u8]) {
        let has_picture = self.lossy.is_some() || self.lossless.is_some();
        let slot = match name {
            b"VP8 " if !has_picture => &mut self.lossy,
            b"VP8L" if !has_picture => &mut self.lossless,
            b"ALPH" if !has_picture => &mut self.alpha,
            b"EXIF" => &mut self.exif,
            _ => return,
        };
        slot.get_or_insert(content);
    }

    pub(super) const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// The memory that decoding needs, in bytes, without the code tables of a lossless picture.
    pub(super) fn decode_memory(&self) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let blocks = u64::from(self.width.div_ceil(16)) * u64::from(self.height.div_ceil(16));
        let small = Downscaler::memory(self.width, self.height);
        let alpha = self.alpha.map_or(0, |content| {
            let stream = content.get(1..).unwrap_or_default();
            4 * pixels + transform_memory(self.size(), stream).max(pixels)
        });
        match (self.lossy, self.lossless) {
            (_, Some(lossless)) => {
                let stream = lossless.get(5..).unwrap_or_default();
                4 * pixels + transform_memory(self.size(), stream).max(small)
            }
            // the decoder's 40 bytes per block in a growing list, and its copy of the file
            (lossy, _) => {
                let opaque = if self.alpha.is_some() { pixels } else { 0 };
                (blocks * (384 + 80) + opaque + small + lossy.map_or(0, <[u8]>::len) as u64).max(alpha)
            }
        }
    }

    /// Whether its code tables may need memory up to the limit.
    pub(super) fn has_large_code_tables(&self) -> bool {
        let stream = |content: &'f [u8], head: usize| content.get(head..).unwrap_or_default();
        let streams = self.lossless.map(|content| stream(content, 5)).into_iter();
        streams.chain(self.alpha.map(|content| stream(content, 1))).any(|stream| !is_plain(stream))
    }

    pub(super) fn decode(self) -> Result<(Downscaler, Orientation), InvalidImage> {
        let orientation = self.exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
        let picture = match (self.lossy, self.lossless) {
            (_, Some(lossless)) => self.lossless(lossless),
            (Some(lossy), _) => self.lossy(lossy),
            _ => Err(InvalidImage::Broken),
        };
        Ok((picture?, orientation))
    }

    fn lossless(&self, content: &[u8]) -> Result<Downscaler, InvalidImage> {
        let transparent = content.get(4).is_some_and(|bits| bits & 0b1_0000 != 0);
        let pixels = four_bytes(self.size(), content.get(5..).unwrap_or_default())?;
        let mut picture = Downscaler::new(self.width, self.height);
        for (y, row) in (0..).zip(pixels.chunks_exact(4 * self.width as usize)) {
            for (x, [red, green, blue, alpha]) in (0..).zip(row.as_chunks().0) {
                picture.add(x, y, [*red, *green, *blue, if transparent { *alpha } else { 255 }]);
            }
        }
        Ok(picture)
    }

    fn lossy(&self, content: &[u8]) -> Result<Downscaler, InvalidImage> {
        let alpha = self.alpha.map(|content| crate::webp_alpha::decode(self.size(), content)).transpose()?;
        let frame = Vp8Decoder::decode_frame(Cursor::new(content)).map_err(|_| InvalidImage::Broken)?;
        if (u32::from(frame.width), u32::from(frame.height)) != self.size() {
            return Err(InvalidImage::Broken);
        }
        let mut picture = Downscaler::new(self.width, self.height);
        // the planes are of whole blocks
        let stride = self.width.next_multiple_of(16) as usize;
        let colours = frame.ubuf.chunks_exact(stride / 2).zip(frame.vbuf.chunks_exact(stride / 2));
        let colours = colours.flat_map(|row| [row, row]);
        for ((y, bright), (blue, red)) in (0..self.height).zip(frame.ybuf.chunks_exact(stride)).zip(colours) {
            let colours = blue.iter().zip(red).flat_map(|pixel| [pixel, pixel]);
            for ((x, bright), (blue, red)) in (0..self.width).zip(bright).zip(colours) {
                let index = y as usize * self.width as usize + x as usize;
                let alpha =
                    alpha.as_ref().map_or(Some(255), |alpha| alpha.get(index).copied()).ok_or(InvalidImage::Broken)?;
                picture.add(x, y, rgba([*bright, *blue, *red], alpha));
            }
        }
        Ok(picture)
    }
}

/// ITU-R BT.601 with the range of studio video, as VP8 has it.
fn rgba(yuv: [u8; 3], alpha: u8) -> [u8; 4] {
    let [y, u, v] = yuv.map(i32::from);
    let (y, u, v) = (298 * (y - 16) + 128, u - 128, v - 128);
    let [red, green, blue] =
        [y + 409 * v, y - 100 * u - 208 * v, y + 516 * u].map(|channel| (channel >> 8).clamp(0, 255) as u8);
    [red, green, blue, alpha]
}

/// A lossless picture from what follows its header, as red, green, blue and alpha.
pub(super) fn four_bytes((width, height): (u32, u32), stream: &[u8]) -> Result<Vec<u8>, InvalidImage> {
    // a file of its own, said to be transparent whatever it is: else the decoder makes a second picture without alpha
    let head = (width - 1) | (height - 1) << 14 | 1 << 28;
    let size = u32::try_from(stream.len()).map_err(|_| InvalidImage::Broken)?;
    let mut start = Vec::with_capacity(25);
    start.extend_from_slice(b"RIFF");
    start.extend_from_slice(&(size + 17).to_le_bytes());
    start.extend_from_slice(b"WEBPVP8L");
    start.extend_from_slice(&(size + 5).to_le_bytes());
    start.push(0x2f);
    start.extend_from_slice(&head.to_le_bytes());

    let before = heap_count::held();
    // memory that depends on the picture's size was checked before; the rest depends on the code tables
    let limit = isize::try_from(MAX_BYTES - SLACK).unwrap_or(isize::MAX);
    let mut source =
        LimitedReader { start, stream, position: 0, limit: before.saturating_add(limit), limit_reached: false };
    let mut pixels = vec![0; 4 * width as usize * height as usize];
    let decoded = WebPDecoder::new(&mut source).and_then(|mut decoder| decoder.read_image(&mut pixels));
    match decoded {
        Ok(()) => Ok(pixels),
        Err(_) if source.limit_reached => Err(InvalidImage::Memory),
        Err(_) => Err(InvalidImage::Broken),
    }
}

/// The memory of a lossless picture's transforms, in bytes: two values of four bytes for each square of four by four pixels,
/// and the square's code group, as read and as used.
fn transform_memory((width, height): (u32, u32), stream: &[u8]) -> u64 {
    if is_plain(stream) {
        return SLACK;
    }
    let squares = u64::from(width.div_ceil(4)) * u64::from(height.div_ceil(4));
    squares * (4 + 4 + 4 + 2) + SLACK
}

/// A reader of a file in two parts, in small pieces; it fails once the memory limit is reached.
struct LimitedReader<'f> {
    start: Vec<u8>,
    stream: &'f [u8],
    position: usize,
    /// The thread's limit of held bytes.
    limit: isize,
    limit_reached: bool,
}

impl BufRead for LimitedReader<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if heap_count::held() > self.limit {
            self.limit_reached = true;
            return Err(Error::other("the code tables exceed the memory limit"));
        }
        let part = match self.position.checked_sub(self.start.len()) {
            None => self.start.get(self.position..),
            Some(position) => self.stream.get(position..),
        };
        let part = part.unwrap_or_default();
        Ok(part.get(..PIECE).unwrap_or(part))
    }

    fn consume(&mut self, amount: usize) {
        self.position += amount;
    }
}

impl Read for LimitedReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl Seek for LimitedReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let base = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => (self.position as u64).checked_add_signed(by),
            SeekFrom::End(by) => ((self.start.len() + self.stream.len()) as u64).checked_add_signed(by),
        };
        let position = base.ok_or_else(|| Error::other("before the beginning"))?;
        self.position = usize::try_from(position).map_err(Error::other)?;
        Ok(position)
    }
}

/// Names and contents of the chunks, up to the first truncated one.
fn chunks(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (name, rest) = bytes.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let content = rest.get(..length)?;
        bytes = rest.get(length.next_multiple_of(2)..).unwrap_or_default();
        Some((name, content))
    })
}
