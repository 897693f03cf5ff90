//! Parses the header of a lossless stream as far as needed to bound the decoder's memory.

/// A bit reader, least significant bit first.
struct Bits<'f> {
    bytes: &'f [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for bit in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value |= u32::from(byte >> (self.at % 8) & 1) << bit;
            self.at += 1;
        }
        Some(value)
    }

    /// Whether all five prefix codes have a single symbol, so that the picture takes no bits.
    fn one_symbol_codes(&mut self) -> Option<bool> {
        for _ in 0..5 {
            // a simple code, with one symbol
            if self.take(2)? != 0b01 {
                return Some(false);
            }
            let long = self.take(1)? == 1;
            self.take(if long { 8 } else { 1 })?;
        }
        Some(true)
    }
}

/// Whether the stream has one group of prefix codes and no data besides the pixels that grows with their number. Many encoders
/// write such streams. Any other stream may need as much memory as the format allows.
pub(super) fn is_plain(stream: &[u8]) -> bool {
    plain(&mut Bits { bytes: stream, at: 0 }).unwrap_or(false)
}

fn plain(bits: &mut Bits<'_>) -> Option<bool> {
    while bits.take(1)? == 1 {
        match bits.take(2)? {
            // subtract-green transform: no data
            2 => {}
            // predictor or colour transform: large squares, all of one value
            0 | 1 => {
                let side = bits.take(3)? + 2;
                let cached = bits.take(1)? == 1;
                if side < 5 || cached || !bits.one_symbol_codes()? {
                    return Some(false);
                }
            }
            _ => return Some(false),
        }
    }
    // the size of the colour cache
    if bits.take(1)? == 1 {
        bits.take(4)?;
    }
    Some(bits.take(1)? == 0)
}
