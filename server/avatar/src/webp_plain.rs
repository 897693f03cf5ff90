//! What a lossless picture has before its pixels, as far as it is read at a glance.

/// Bits, the lowest of each byte first.
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

    /// Codes with one symbol each, so that a picture in them has no bits at all.
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

/// Whether it has one group of codes and, beside its pixels, nothing that grows with them. Many programs write so. Of another
/// picture no more is known than that it may have as much as the format has room for.
pub(super) fn is_plain(stream: &[u8]) -> bool {
    plain(&mut Bits { bytes: stream, at: 0 }).unwrap_or(false)
}

fn plain(bits: &mut Bits<'_>) -> Option<bool> {
    while bits.take(1)? == 1 {
        match bits.take(2)? {
            // green is subtracted: no data
            2 => {}
            // a value for each square: large squares, all of one value
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
    // the size of its cache of colours
    if bits.take(1)? == 1 {
        bits.take(4)?;
    }
    Some(bits.take(1)? == 0)
}
