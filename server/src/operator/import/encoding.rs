//! Decodes a file. An invalid byte sequence becomes a marker, so that only its row is skipped.

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The marker of an invalid byte sequence, a Unicode noncharacter, which no valid text contains.
pub(super) const INVALID_BYTES: char = '\u{fdd0}';

/// The number of bytes that are examined for UTF-16, which has a NUL beside every ASCII letter.
const SAMPLE: usize = 4096;

/// The decoded text and its encoding.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static Encoding,
}

/// Decodes `bytes` in `wanted`, or UTF-8; a byte order mark overrides both.
///
/// # Errors
/// Without `wanted` and a byte order mark: the detected encoding, if it is not UTF-8. It is not used automatically,
/// since a wrong detection would garble every name.
pub(super) fn decode(bytes: &[u8], wanted: Option<&'static Encoding>) -> Result<Decoded, &'static Encoding> {
    let marked = Encoding::for_bom(bytes);
    if marked.is_none()
        && wanted.is_none()
        && let Some(detect) = detect(bytes)
    {
        return Err(detect);
    }
    let (encoding, mark) = marked.unwrap_or((wanted.unwrap_or(UTF_8), 0));
    Ok(Decoded { text: decode_all(bytes.get(mark..).unwrap_or_default(), encoding), encoding })
}

fn decode_all(mut bytes: &[u8], encoding: &'static Encoding) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len());
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
        bytes = bytes.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return text,
            DecoderResult::OutputFull => text.reserve(bytes.len().max(64)),
            DecoderResult::Malformed(..) => text.push(INVALID_BYTES),
        }
    }
}

/// Parses the encoding of the command line: WHATWG's labels, and Windows' name of GBK.
pub(super) fn named(label: &str) -> Result<&'static Encoding, String> {
    let label = if label.eq_ignore_ascii_case("cp936") { "gbk" } else { label };
    Encoding::for_label(label.as_bytes())
        .ok_or_else(|| "no encoding of that name; such are utf-8, gb18030, gbk, big5, utf-16le".to_owned())
}

/// Detects the encoding of bytes without a byte order mark; `None` for UTF-8, even with some invalid bytes.
fn detect(bytes: &[u8]) -> Option<&'static Encoding> {
    let nuls = |from: usize| bytes.iter().take(SAMPLE).skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let quarter = bytes.len().min(SAMPLE) / 4;
    match (nuls(0), nuls(1)) {
        (even, odd) if odd > quarter && odd > even => return Some(UTF_16LE),
        (even, odd) if even > quarter && even > odd => return Some(UTF_16BE),
        _ => {}
    }
    let (mut characters, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    (broken > characters && has_hanzi_of_gb(bytes)).then_some(GB18030)
}

/// Whether most non-ASCII bytes are in the rows of common characters of GB 2312, GBK and GB18030.
fn has_hanzi_of_gb(bytes: &[u8]) -> bool {
    let (mut hanzi, mut others, mut rest) = (0_usize, 0_usize, bytes);
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (0..=0x7f, _) => {}
            (0xb0..=0xf7, [0xa1..=0xfe, after @ ..]) => (hanzi, rest) = (hanzi + 1, after),
            // symbols of GB 2312, and four-byte sequences such as emoji
            (0xa1..=0xa9, [0xa1..=0xfe, after @ ..]) => rest = after,
            (0x81..=0xfe, [0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, after @ ..]) => rest = after,
            (0x81..=0xfe, [0x40..=0x7e | 0x80..=0xfe, after @ ..]) => (others, rest) = (others + 1, after),
            _ => others += 1,
        }
    }
    hanzi > 0 && hanzi >= others
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
    use rstest::rstest;

    use super::{Decoded, Encoding, decode, named};

    fn text(bytes: &[u8], wanted: Option<&'static Encoding>) -> String {
        decode(bytes, wanted).map(|Decoded { text, .. }| text).unwrap()
    }

    fn utf16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect()
    }

    #[rstest]
    #[case::plain("林,1\n".as_bytes().to_vec(), None)]
    #[case::marked("\u{feff}林,1\n".as_bytes().to_vec(), None)]
    #[case::the_mark_is_over_the_option("\u{feff}林,1\n".as_bytes().to_vec(), Some(GBK))]
    #[case::little_endian(utf16("林,1\n", b"\xff\xfe", u16::to_le_bytes), None)]
    #[case::big_endian(utf16("林,1\n", b"\xfe\xff", u16::to_be_bytes), None)]
    #[case::little_endian_by_name(utf16("林,1\n", b"", u16::to_le_bytes), Some(UTF_16LE))]
    #[case::gbk(GBK.encode("林,1\n").0.to_vec(), Some(GBK))]
    #[case::gb18030(GB18030.encode("林,1\n").0.to_vec(), Some(GB18030))]
    #[case::big5(BIG5.encode("林,1\n").0.to_vec(), Some(BIG5))]
    fn every_encoding_gives_the_same_text(#[case] bytes: Vec<u8>, #[case] wanted: Option<&'static Encoding>) {
        assert_eq!(text(&bytes, wanted), "林,1\n");
    }

    #[rstest]
    #[case::a_name("林", GB18030)]
    #[case::names("1,o1,林晓\n2,o2,张伟\n3,o3,喆\n4,o4,😀·～", GB18030)]
    #[case::utf16_le("id,weixin_openid\n1,o1\n", UTF_16LE)]
    #[case::utf16_be("id,weixin_openid\n1,o1\n", UTF_16BE)]
    fn another_encoding_is_detected(#[case] written: &str, #[case] encoding: &'static Encoding) {
        let bytes = match encoding {
            _ if encoding == UTF_16LE => utf16(written, b"", u16::to_le_bytes),
            _ if encoding == UTF_16BE => utf16(written, b"", u16::to_be_bytes),
            _ => encoding.encode(written).0.to_vec(),
        };
        assert_eq!(decode(&bytes, None).err(), Some(encoding));
        assert!(decode(&bytes, Some(encoding)).is_ok(), "{written}: told once, it is read");
    }

    #[test]
    fn gb18030_with_an_invalid_byte_is_detected() {
        let mut bytes = GB18030.encode("1,o1,林晓\n2,o2,张伟\n").0.to_vec();
        bytes.extend(b"3,o3,\xff\n");
        assert_eq!(decode(&bytes, None).err(), Some(GB18030));
        assert_eq!(text(&bytes, Some(GB18030)), "1,o1,林晓\n2,o2,张伟\n3,o3,\u{fdd0}\n");
    }

    #[rstest]
    #[case::alone(b"1,o1,a\xff,x\n", "1,o1,a\u{fdd0},x\n")]
    #[case::latin(b"1,o1,caf\xe9\n", "1,o1,caf\u{fdd0}\n")]
    #[case::latin_before_a_letter(b"1,o1,caf\xe9s\n", "1,o1,caf\u{fdd0}s\n")]
    #[case::a_cut_character(b"1,o1,\xe6\x9e\n", "1,o1,\u{fdd0}\n")]
    #[case::among_good_ones("1,o1,林晓\n2,o2,\u{0}\n".as_bytes(), "1,o1,林晓\n2,o2,\u{0}\n")]
    fn an_invalid_byte_of_utf_8_becomes_a_marker(#[case] bytes: &[u8], #[case] expected: &str) {
        assert_eq!(text(bytes, None), expected);
        assert_eq!(text(bytes, Some(UTF_8)), expected);
    }

    #[test]
    fn encodings_have_names() {
        for (name, encoding) in [("UTF-8", UTF_8), ("gb18030", GB18030), ("GB2312", GBK), ("cp936", GBK)] {
            assert_eq!(named(name), Ok(encoding));
        }
        assert!(named("klingon").is_err());
    }
}
