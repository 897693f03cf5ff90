//! JSON that RFC 8259 allows and that serde_json does not read, made into JSON that it reads: half a surrogate pair in a
//! string (JavaScript's `slice` makes it of an emoji) becomes U+FFFD, a number beyond all floats one at their end, and what
//! lies deeper than any call looks becomes null. A client's decoration must not cost it the call.
//!
//! Own code, because no parser of the registry does this without replacing serde_json in the whole house. It runs only
//! where serde_json has refused a body, once over at most that body, without recursion. What is no JSON stays none.

/// How deep values are kept. serde_json reads 128 levels.
const MAX_DEPTH: usize = 100;
/// U+FFFD as an escape, and as UTF-8.
const REPLACEMENT_ESCAPE: &[u8] = b"\\ufffd";
const REPLACEMENT: &[u8] = "\u{fffd}".as_bytes();
/// Stands for a number that no float can hold.
const HUGE: &[u8] = b"1e308";

/// The same text with those parts replaced.
pub(super) fn repair(text: &[u8]) -> Vec<u8> {
    let mut repair = Repair { output: Vec::with_capacity(text.len()), depth: 0 };
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        rest = match byte {
            b'"' => {
                repair.keep(b"\"");
                repair.string(tail)
            }
            b'[' | b'{' => {
                repair.open(*byte);
                tail
            }
            b']' | b'}' => {
                repair.keep(std::slice::from_ref(byte));
                repair.depth = repair.depth.saturating_sub(1);
                tail
            }
            b'-' | b'0'..=b'9' => repair.number(rest),
            _ => {
                repair.keep(std::slice::from_ref(byte));
                tail
            }
        };
    }
    repair.output
}

struct Repair {
    output: Vec<u8>,
    /// How many arrays and objects are open.
    depth: usize,
}

impl Repair {
    /// Writes a part, unless it lies too deep.
    fn keep(&mut self, part: &[u8]) {
        if self.depth < MAX_DEPTH {
            self.output.extend_from_slice(part);
        }
    }

    /// An array or an object begins; null stands for one that is too deep.
    fn open(&mut self, bracket: u8) {
        self.depth += 1;
        if self.depth == MAX_DEPTH {
            self.output.extend_from_slice(b"null");
        }
        self.keep(&[bracket]);
    }

    /// The rest of a string, its closing mark too; what follows it.
    fn string<'t>(&mut self, mut rest: &'t [u8]) -> &'t [u8] {
        loop {
            let (part, tail): (&[u8], &[u8]) = match rest {
                [] => return rest,
                [b'"', tail @ ..] => {
                    self.keep(b"\"");
                    return tail;
                }
                [b'\\', b'u', ..] => escape(rest),
                [b'\\', _, tail @ ..] => (rest.get(..2).unwrap_or_default(), tail),
                // a surrogate in UTF-8's manner, which UTF-8 does not have
                [0xed, 0xa0..=0xbf, 0x80..=0xbf, tail @ ..] => (REPLACEMENT, tail),
                [_, tail @ ..] => (rest.get(..1).unwrap_or_default(), tail),
            };
            self.keep(part);
            rest = tail;
        }
    }

    /// A number; what follows it.
    fn number<'t>(&mut self, rest: &'t [u8]) -> &'t [u8] {
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let end = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        let (number, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        let value = std::str::from_utf8(number).ok().and_then(|text| text.parse::<f64>().ok());
        self.keep(if value.is_some_and(f64::is_infinite) { HUGE } else { number });
        tail
    }
}

/// The part of a string that begins with `\u`: a pair, another character, or the replacement of half a pair; and the rest.
fn escape(text: &[u8]) -> (&[u8], &[u8]) {
    let unit = |at: usize| {
        let digits = text.get(at..)?.strip_prefix(b"\\u")?.get(..4)?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let length = match (unit(0), unit(6)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
        (Some(0xd800..=0xdfff), _) => return (REPLACEMENT_ESCAPE, text.get(6..).unwrap_or_default()),
        (Some(_), _) => 6,
        // no escape at all: serde_json says so
        (None, _) => 2,
    };
    text.split_at_checked(length).unwrap_or((text, &[]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::repair;

    #[rstest]
    #[case::high(r#"{"a":"x\ud83c"}"#, json!({"a": "x\u{fffd}"}))]
    #[case::low(r#"{"a":"\uDF89y"}"#, json!({"a": "\u{fffd}y"}))]
    #[case::two_highs(r#"{"a":"\ud83c\ud83c"}"#, json!({"a": "\u{fffd}\u{fffd}"}))]
    #[case::high_then_pair(r#"{"a":"\ud83c\ud83c\udf89"}"#, json!({"a": "\u{fffd}🎉"}))]
    #[case::wrong_way_round(r#"{"a":"\udf89\ud83c"}"#, json!({"a": "\u{fffd}\u{fffd}"}))]
    #[case::high_then_escape(r#"{"a":"\ud83c\n"}"#, json!({"a": "\u{fffd}\n"}))]
    #[case::high_then_bmp(r#"{"a":"\ud83c\u0041"}"#, json!({"a": "\u{fffd}A"}))]
    #[case::escaped_backslash(r#"{"a":"\\ud83c"}"#, json!({"a": "\\ud83c"}))]
    #[case::in_a_name(r#"{"\ud83c":1}"#, json!({"\u{fffd}": 1}))]
    #[case::deep_inside(r#"[[{"a":["\ud83c"]}]]"#, json!([[{"a": ["\u{fffd}"]}]]))]
    #[case::huge_number(r#"{"a":1e999,"b":-1E+400,"c":[1.5,-2]}"#, json!({"a": 1e308, "b": 1e308, "c": [1.5, -2]}))]
    #[case::number_in_a_string(r#"{"a":"1e999"}"#, json!({"a": "1e999"}))]
    fn reads(#[case] text: &str, #[case] value: Value) {
        assert_eq!(serde_json::from_slice::<Value>(&repair(text.as_bytes())).unwrap(), value);
    }

    #[test]
    fn a_surrogate_in_bytes_is_replaced() {
        let text = repair(b"{\"a\":\"x\xed\xa0\xbcy\"}");
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), json!({"a": "x\u{fffd}y"}));
    }

    #[test]
    fn what_lies_too_deep_is_null() {
        let (open, close) = ("[".repeat(20_000), "]".repeat(20_000));
        let text = format!(r#"{{"code":"c","x":{open}"a]",1{close},"y":1}}"#);
        let value: Value = serde_json::from_slice(&repair(text.as_bytes())).unwrap();
        assert_eq!((&value["code"], &value["y"]), (&json!("c"), &json!(1)));
    }

    #[rstest]
    #[case(r#"{"a":"\ud8"#)]
    #[case(r#"{"a":"\uzzzz"}"#)]
    #[case(r#"{"a":"\ud83c"#)]
    #[case(r#"{"a":"x"#)]
    #[case("{")]
    #[case("]]]")]
    #[case("1e999e9")]
    fn what_is_no_json_stays_none(#[case] text: &str) {
        assert!(serde_json::from_slice::<Value>(&repair(text.as_bytes())).is_err(), "{text}");
    }

    proptest! {
        #[test]
        fn json_that_can_be_read_stays_as_it_is(text in r#"[\[\]{}",:\\a-z0-9eE.+ -]{0,40}"#) {
            if serde_json::from_str::<Value>(&text).is_ok() {
                prop_assert_eq!(repair(text.as_bytes()), text.as_bytes());
            }
        }

        #[test]
        fn any_bytes_are_borne(bytes in any::<Vec<u8>>()) {
            let _ = repair(&bytes);
        }
    }
}
