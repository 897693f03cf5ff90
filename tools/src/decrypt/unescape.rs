//! Takes back what a transport did to a text.

/// The characters that `\…` stand for in a JSON string, as often as it was escaped (three times at most).
pub(super) fn json(text: &str) -> String {
    repeated(text, json_once)
}

/// The same, once.
pub(super) fn json_once(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    // a quotation mark that is not escaped would end the string
    serde_json::from_str(&format!("\"{text}\"")).unwrap_or_else(|_| leniently(text))
}

/// For strings of JavaScript and PHP: an escape that JSON does not know is its own letter.
fn leniently(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let letter = after.chars().next();
        rest = after.get(letter.map_or(0, char::len_utf8)..).unwrap_or_default();
        match letter {
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some('t') => plain.push('\t'),
            Some('u') => {
                let code =
                    rest.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
                match code {
                    Some(code) => {
                        plain.push(code);
                        rest = rest.get(4..).unwrap_or_default();
                    }
                    None => plain.push_str("\\u"),
                }
            }
            Some(letter) => plain.push(letter),
            None => plain.push('\\'),
        }
    }
    plain + rest
}

/// The bytes that `%2B` and the like stand for, as often as it was encoded (three times at most).
pub(super) fn percent(text: &str) -> String {
    repeated(text, percent_once)
}

fn percent_once(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let digits = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// A value of a form or of a query: `+` is a blank there.
pub(super) fn form(text: &str) -> String {
    percent_once(&text.replace('+', " "))
}

fn repeated(text: &str, once: fn(&str) -> String) -> String {
    let mut text = text.to_owned();
    for _ in 0..3 {
        let next = once(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r"a\/b\u002bc\u003d", "a/b+c=")]
    #[case(r"a\\\/b", "a/b")]
    #[case(r#"{\"a\":\"\\u4f1a\"}"#, r#"{"a":"会"}"#)]
    #[case(r"a\xb\", r"axb\")]
    #[case("plain", "plain")]
    fn json_escapes(#[case] text: &str, #[case] plain: &str) {
        assert_eq!(json(text), plain);
    }

    #[rstest]
    #[case("a%2Bb%2fc%3D%3D", "a+b/c==")]
    #[case("a%252Bb", "a+b")]
    #[case("%E4%BC%9A", "会")]
    #[case("100%", "100%")]
    #[case("%zz%", "%zz%")]
    #[case("%ff", "%ff")]
    fn percent_escapes(#[case] text: &str, #[case] plain: &str) {
        assert_eq!(percent(text), plain);
    }

    #[test]
    fn plus_is_a_blank_in_a_form() {
        assert_eq!(form("a+b%2Bc%3D"), "a b+c=");
    }
}
