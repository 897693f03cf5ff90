//! The alpha channel of a lossy WebP, stored in a chunk of its own (ALPH).

use crate::{encode::InvalidImage, webp::four_bytes};

/// Decodes the chunk to one byte per pixel.
pub(super) fn decode(size: (u32, u32), content: &[u8]) -> Result<Vec<u8>, InvalidImage> {
    let (head, stream) = content.split_first().ok_or(InvalidImage::Broken)?;
    let pixels = size.0 as usize * size.1 as usize;
    let mut alpha = match head & 0b11 {
        0 => stream.get(..pixels).ok_or(InvalidImage::Broken)?.to_vec(),
        // a lossless picture without header; its green channel is the alpha
        1 => four_bytes(size, stream)?.as_chunks().0.iter().map(|[_, green, _, _]| *green).collect(),
        _ => return Err(InvalidImage::Broken),
    };
    unfilter(head >> 2 & 0b11, &mut alpha, size.0 as usize);
    Ok(alpha)
}

/// Reverses the prediction filter: each byte is the difference from nothing, the left neighbour, the upper one, or both.
fn unfilter(method: u8, alpha: &mut [u8], width: usize) {
    let mut above: Vec<u8> = Vec::new();
    for row in alpha.chunks_exact_mut(width) {
        let (mut left, mut above_left) = (None, None);
        for (x, value) in row.iter_mut().enumerate() {
            let up = above.get(x).copied();
            let expected = match (method, left, up) {
                (0, ..) | (_, None, None) => 0,
                (1, Some(left), _) | (_, Some(left), None) => left,
                (2, _, Some(up)) | (_, None, Some(up)) => up,
                (_, Some(left), Some(up)) => {
                    let both = i16::from(left) + i16::from(up) - i16::from(above_left.unwrap_or_default());
                    both.clamp(0, 255) as u8
                }
            };
            *value = value.wrapping_add(expected);
            (left, above_left) = (Some(*value), up);
        }
        above.clear();
        above.extend_from_slice(row);
    }
}
