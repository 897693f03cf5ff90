//! Files at the limits of their formats, generated here since usual encoders do not write them.

/// A JPEG of one colour. Each block is a bit for its first coefficient and one for the others, all of them 0.
pub(crate) struct Jpeg {
    width: u16,
    height: u16,
    /// 0xc0: baseline, 0xc2: progressive.
    kind: u8,
    /// How each colour is sampled: 0x22, 0x11.
    sampling: &'static [u8],
    /// Whether the colours come one after the other.
    apart: bool,
    /// Progressive: how often the last coefficients come.
    passes: usize,
}

impl Jpeg {
    fn file(&self) -> Vec<u8> {
        let segment = |marker: u8, content: &[u8]| {
            [[0xff, marker].as_slice(), &(content.len() as u16 + 2).to_be_bytes(), content].concat()
        };
        let table = |class: u8| segment(0xc4, &[[class, 1].as_slice(), &[0; 15], &[0]].concat());
        let colours: Vec<_> = self.sampling.iter().zip(1_u8..).flat_map(|(of, id)| [id, *of, 0]).collect();
        let [high, low] = self.height.to_be_bytes();
        let [wide, narrow] = self.width.to_be_bytes();
        let frame = [[8, high, low, wide, narrow, self.sampling.len() as u8].as_slice(), &colours].concat();
        let mut file = [
            [0xff, 0xd8].as_slice(),
            &segment(0xdb, &[[0].as_slice(), &[1; 64]].concat()),
            &table(0x00),
            &table(0x10),
            &segment(self.kind, &frame),
        ]
        .concat();
        let (first, bits) = if self.kind == 0xc2 { ([0, 0, 0], 1) } else { ([0, 63, 0], 2) };
        let ids: Vec<u8> = (1..=self.sampling.len() as u8).collect();
        let scans: Vec<&[u8]> = if self.apart { ids.chunks(1).collect() } else { vec![&ids] };
        for ids in scans {
            file.extend(self.scan(&segment, ids, first, bits));
        }
        if self.kind == 0xc2 {
            for pass in 0..self.passes {
                let id = ids[pass % ids.len()];
                file.extend(self.scan(&segment, &[id], [1, 63, 0], 1));
            }
        }
        file.extend([0xff, 0xd9]);
        file
    }

    fn scan(&self, segment: &impl Fn(u8, &[u8]) -> Vec<u8>, ids: &[u8], last: [u8; 3], bits: usize) -> Vec<u8> {
        let across = self.sampling.iter().map(|of| usize::from(of >> 4)).max().unwrap();
        let down = self.sampling.iter().map(|of| usize::from(of & 15)).max().unwrap();
        let units = usize::from(self.width).div_ceil(8 * across) * usize::from(self.height).div_ceil(8 * down);
        let blocks: usize =
            ids.iter().map(|id| self.sampling[usize::from(*id) - 1]).map(|of| usize::from((of >> 4) * (of & 15))).sum();
        let head = [vec![ids.len() as u8], ids.iter().flat_map(|id| [*id, 0]).collect(), last.to_vec()].concat();
        [segment(0xda, &head), vec![0; (units * blocks * bits).div_ceil(8)]].concat()
    }
}

pub(crate) const YCC: &[u8] = &[0x11, 0x11, 0x11];
pub(crate) const YCC_420: &[u8] = &[0x22, 0x11, 0x11];
pub(crate) const CMYK: &[u8] = &[0x11, 0x11, 0x11, 0x11];
pub(crate) const GREY: &[u8] = &[0x11];

pub(crate) fn jpeg(
    (width, height): (u16, u16),
    kind: u8,
    sampling: &'static [u8],
    apart: bool,
    passes: usize,
) -> Vec<u8> {
    Jpeg { width, height, kind, sampling, apart, passes }.file()
}

/// A PNG of zeros.
pub(crate) fn png((width, height): (u32, u32), colour: png::ColorType, depth: png::BitDepth) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::Fast);
    if colour == png::ColorType::Indexed {
        encoder.set_palette(vec![7; 3]);
    }
    let mut writer = encoder.write_header().unwrap();
    let mut stream = writer.stream_writer().unwrap();
    let row = vec![0; (width as usize * colour.samples() * depth as usize).div_ceil(8)];
    (0..height).for_each(|_| std::io::Write::write_all(&mut stream, &row).unwrap());
    stream.finish().unwrap();
    drop(writer);
    file
}

/// An interlaced one: the rows of seven passes, each with a byte before it.
pub(crate) fn interlaced((width, height): (u32, u32)) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let content = [name.as_slice(), content].concat();
        let mut crc = flate2::Crc::new();
        crc.update(&content);
        [&(content.len() as u32 - 4).to_be_bytes(), content.as_slice(), &crc.sum().to_be_bytes()].concat()
    };
    let zeros = 8 * width as usize * height as usize + 2 * height as usize + 8;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::copy(&mut std::io::Read::take(std::io::repeat(0), zeros as u64), &mut packed).unwrap();
    // 16 bits of red, green, blue and alpha
    let head = [&width.to_be_bytes(), height.to_be_bytes().as_slice(), &[16, 6, 0, 0, 1]].concat();
    let chunks = [chunk(b"IHDR", &head), chunk(b"IDAT", &packed.finish().unwrap()), chunk(b"IEND", &[])];
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunks.concat()].concat()
}

/// A PNG with a chunk of compressed zeros after its header.
pub(crate) fn with_chunk(png: &[u8], name: &[u8; 4], zeros: usize) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, &vec![0; zeros]).unwrap();
    let content = [name.as_slice(), b"x\0\0", &packed.finish().unwrap()].concat();
    let mut crc = flate2::Crc::new();
    crc.update(&content);
    let length = (content.len() as u32 - 4).to_be_bytes();
    [&png[..33], &length, &content, &crc.sum().to_be_bytes(), &png[33..]].concat()
}

pub(crate) fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = [name, (content.len() as u32).to_le_bytes().as_slice(), content].concat();
    chunk.resize(chunk.len().next_multiple_of(2), 0);
    chunk
}

pub(crate) fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    chunk(b"RIFF", &[b"WEBP".to_vec(), chunks.concat()].concat())
}

/// A bit writer, least significant bit first.
#[derive(Default)]
pub(crate) struct Bits(Vec<bool>);

impl Bits {
    fn put(mut self, value: u32, count: usize) -> Self {
        self.0.extend((0..count).map(|bit| value >> bit & 1 == 1));
        self
    }

    /// Five codes of one symbol.
    fn codes(self) -> Self {
        (0..5).fold(self, |bits, _| bits.put(0b0001, 4))
    }

    fn bytes(self) -> Vec<u8> {
        self.0.chunks(8).map(|bits| bits.iter().rev().fold(0, |byte, bit| byte << 1 | u8::from(*bit))).collect()
    }
}

/// A lossless stream of one colour: no transform, one group of codes, not a bit a pixel.
pub(crate) fn flat() -> Vec<u8> {
    Bits::default().put(0, 1).put(0, 1).put(0, 1).codes().bytes()
}

/// The same with all that is of the picture's size: both transforms and the groups' numbers, each of squares of 4 by 4.
pub(crate) fn with_everything() -> Vec<u8> {
    let bits = Bits::default().put(0b0001, 4 - 1).put(0, 3).put(0, 1).codes();
    let bits = bits.put(0b011, 3).put(0, 3).put(0, 1).codes();
    // no more transforms; no cache; groups, of squares of 4 by 4, all of number 0
    bits.put(0, 1).put(0, 1).put(1, 1).put(0, 3).put(0, 1).codes().codes().bytes()
}

/// Many groups of codes, each with a table of 4 KiB.
pub(crate) fn with_codes(groups: u32) -> Vec<u8> {
    // the number of the last group is that of every square: red and green of one symbol each
    let bits = Bits::default().put(0, 1).put(0, 1).put(1, 1).put(7, 3).put(0, 1);
    let symbol = |bits: Bits, symbol: u32| bits.put(0b101, 3).put(symbol, 8);
    let bits = symbol(symbol(bits, (groups - 1) & 0xff), (groups - 1) >> 8);
    let mut bits = (0..3).fold(bits, |bits, _| bits.put(0b0001, 4));
    for _ in 0..groups * 5 {
        bits = long_code(bits);
    }
    // the pixels, a bit a colour
    [bits.bytes(), vec![0; 64 * 1024]].concat()
}

/// A code whose longest symbols have ten bits: lengths 1 to 10, and 10 again, of the first 11 symbols.
pub(crate) fn long_code(bits: Bits) -> Bits {
    let reversed = |code: u32, length: u32| code.reverse_bits() >> (32 - length);
    // the lengths are in a code themselves: three bits for 5 to 10, four for 1 to 4; in the order 17 18 0 1 2 3 4 5 16 6 7 …
    let bits = bits.put(0, 1).put(10, 4);
    let bits = [0, 0, 0, 4, 4, 4, 4, 3, 0, 3, 3, 3, 3, 3].iter().fold(bits, |bits, length| bits.put(*length, 3));
    // eleven of them follow, as 2 and 9 in four bits
    let bits = bits.put(1, 1).put(1, 3).put(9, 4);
    let bits = (0..4).fold(bits, |bits, length| bits.put(reversed(0b1100 + length, 4), 4));
    [0, 1, 2, 3, 4, 5, 5].iter().fold(bits, |bits, length| bits.put(reversed(*length, 3), 3))
}

pub(crate) fn lossless_head((width, height): (u32, u32), alpha: bool) -> Vec<u8> {
    let bits = (width - 1) | (height - 1) << 14 | u32::from(alpha) << 28;
    [[0x2f].as_slice(), &bits.to_le_bytes()].concat()
}

pub(crate) fn lossless(size: (u32, u32), alpha: bool, stream: &[u8]) -> Vec<u8> {
    webp(&[chunk(b"VP8L", &[lossless_head(size, alpha).as_slice(), stream].concat())])
}

/// A key frame of zeros, which is a valid picture.
pub(crate) fn vp8((width, height): (u32, u32)) -> Vec<u8> {
    let zeros = 400_000_u32;
    let tag = (zeros << 5 | 0b1_0000).to_le_bytes();
    let size = [(width as u16).to_le_bytes(), (height as u16).to_le_bytes()].concat();
    [&tag[..3], &[0x9d, 0x01, 0x2a], &size, &vec![0; zeros as usize], &vec![0; 400_000]].concat()
}

pub(crate) fn lossy(size: (u32, u32)) -> Vec<u8> {
    webp(&[chunk(b"VP8 ", &vp8(size))])
}

pub(crate) fn extended((width, height): (u32, u32), flags: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let size = [&(width - 1).to_le_bytes()[..3], &(height - 1).to_le_bytes()[..3]].concat();
    let head = chunk(b"VP8X", &[[flags, 0, 0, 0].as_slice(), &size].concat());
    webp(&[vec![head], chunks.to_vec()].concat())
}

pub(crate) fn lossy_with_alpha(size: (u32, u32), stream: &[u8]) -> Vec<u8> {
    let alpha = chunk(b"ALPH", &[[1].as_slice(), stream].concat());
    extended(size, 0b1_0000, &[alpha, chunk(b"VP8 ", &vp8(size))])
}

pub(crate) fn moving(size: (u32, u32), stream: &[u8]) -> Vec<u8> {
    let size_bytes = [&(size.0 - 1).to_le_bytes()[..3], &(size.1 - 1).to_le_bytes()[..3]].concat();
    let picture = chunk(b"VP8L", &[lossless_head(size, true).as_slice(), stream].concat());
    let frame = chunk(b"ANMF", &[[0; 6].as_slice(), &size_bytes, &[1, 0, 0, 0], &picture].concat());
    extended(size, 0b10, &[chunk(b"ANIM", &[0; 6]), frame.clone(), frame])
}
