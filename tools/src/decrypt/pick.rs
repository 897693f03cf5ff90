//! Picks the fields out of a whole text: JSON, an object of JavaScript, a form, a query, curl, a line of a log.

use super::{
    input::{Field, Input},
    unescape,
};

/// How many fields a text must name before it is taken for a whole one and not for a value.
const WHOLE: usize = 2;

/// The fields that `text` names, with their values; the first one of each. JSON strings are unescaped as often as they are
/// quoted, values of a form are decoded as a server decodes them.
pub(super) fn pick(text: &str) -> Vec<(Field, String)> {
    let names = names(text);
    let mut picked: Vec<(Field, String)> = Vec::new();
    for (nth, (field, start, end)) in names.iter().enumerate() {
        let next = names.get(nth + 1).map_or(text.len(), |next| next.1);
        if picked.iter().all(|(known, _)| known != field)
            && let Some(value) = value(text, *start, *end, next)
            && !["", "null", "undefined"].contains(&value.as_str())
        {
            picked.push((*field, value));
        }
    }
    // `Referer` of a mini-program's request names it
    if picked.iter().all(|(field, _)| *field != Field::Appid)
        && let Some((_, after)) = text.split_once("servicewechat.com/")
        && let Some((appid, _)) = after.split_once('/')
    {
        picked.push((Field::Appid, appid.to_owned()));
    }
    picked
}

/// The fields of a text that was pasted as one, put in their places; none for a value.
pub(super) fn distribute(input: &mut Input, text: &str) -> Option<Vec<Field>> {
    let picked = pick(text);
    (picked.len() >= WHOLE).then(|| fill(input, picked))
}

/// Puts values into their places. Returns which.
pub(super) fn fill(input: &mut Input, picked: Vec<(Field, String)>) -> Vec<Field> {
    let found = picked.iter().map(|(field, _)| *field).collect();
    picked.into_iter().for_each(|(field, value)| input.set(field, value));
    found
}

/// Where a name stands that a value follows: the field, where its name begins, where the value begins.
fn names(text: &str) -> Vec<(Field, usize, usize)> {
    let mut found = Vec::new();
    for field in Field::ALL {
        for name in field.names() {
            for (start, _) in text.match_indices(name) {
                let before = text.get(..start).and_then(|before| before.chars().next_back());
                let is_inside = before.is_some_and(|letter| letter.is_alphanumeric() || "_-%".contains(letter));
                if let Some(at) = value_start(text, start + name.len()).filter(|_| !is_inside) {
                    found.push((field, start, at));
                }
            }
        }
    }
    found.sort_by_key(|(_, start, _)| *start);
    found
}

/// The place after the separator: `":`, `=`, `=>`, `：`.
fn value_start(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let after_name =
        rest.trim_start_matches('\\').trim_start_matches(['"', '\'', '`', ']']).trim_start_matches([' ', '\t']);
    let after = ["=>", ":", "=", "："].into_iter().find_map(|separator| after_name.strip_prefix(separator))?;
    Some(text.len() - after.trim_start().len())
}

/// The value that begins at `at`, if it is not quoted before `next`.
fn value(text: &str, name: usize, at: usize, next: usize) -> Option<String> {
    let rest = text.get(at..)?;
    let depth = rest.bytes().take_while(|byte| *byte == b'\\').count();
    let quoted = rest.get(depth..)?;
    if let Some(quote) = quoted.chars().next().filter(|letter| "\"'`".contains(*letter)) {
        let mut value = until_quote(quoted.get(1..)?, quote, depth).to_owned();
        for _ in 0..=depth {
            value = unescape::json_once(&value);
        }
        return Some(value);
    }
    let bare = text.get(at..next.max(at))?;
    let end = bare.find(['&', '\n', '\r', '"', '\'', '`', ',', ';', '}', ')']).unwrap_or(bare.len());
    let value = bare.get(..end)?.trim();
    let before = text.get(..name).and_then(|before| before.chars().next_back());
    let is_form = bare.get(end..).is_some_and(|rest| rest.starts_with('&')) || matches!(before, Some('&' | '?'));
    Some(if is_form { unescape::form(value) } else { value.to_owned() })
}

/// Up to the quotation mark that has as many `\` before it as the first one had.
fn until_quote(text: &str, quote: char, depth: usize) -> &str {
    let mut slashes = 0;
    for (at, letter) in text.char_indices() {
        if letter == '\\' {
            slashes += 1;
            continue;
        }
        let ends = if depth == 0 { slashes % 2 == 0 } else { slashes == depth };
        if letter == quote && ends {
            return text.get(..at - depth).unwrap_or(text);
        }
        slashes = 0;
    }
    text
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const DATA: &str = "CiyL+U1/w==";
    const IV: &str = "r7BXXKkLb8qrSNn05n0qiA==";
    const KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";

    #[rstest]
    #[case::body(
        r#"{"encryptedData":"CiyL+U1/w==","iv":"r7BXXKkLb8qrSNn05n0qiA==","session_key":"tiihtNczf5v6AKRyjwEUhQ=="}"#
    )]
    #[case::callback(r#"{"type":"getphonenumber","detail":{"errMsg":"getPhoneNumber:ok","encryptedData":"CiyL+U1\/w==","iv":"r7BXXKkLb8qrSNn05n0qiA=="}} {sessionKey: 'tiihtNczf5v6AKRyjwEUhQ=='}"#)]
    #[case::javascript(
        "{ encryptedData: 'CiyL+U1/w==', iv: `r7BXXKkLb8qrSNn05n0qiA==`, session_key: \"tiihtNczf5v6AKRyjwEUhQ==\" }"
    )]
    #[case::php(
        "['encrypted_data' => 'CiyL+U1/w==', 'iv' => 'r7BXXKkLb8qrSNn05n0qiA==', 'session_key' => 'tiihtNczf5v6AKRyjwEUhQ==']"
    )]
    #[case::curl(
        "curl https://x -H 'content-type: application/json' -d '{\"encryptedData\":\"CiyL+U1/w==\",\"iv\":\"r7BXXKkLb8qrSNn05n0qiA==\",\"session_key\":\"tiihtNczf5v6AKRyjwEUhQ==\"}'"
    )]
    #[case::quoted_json(r#"{"body":"{\"encryptedData\":\"CiyL+U1\\/w==\",\"iv\":\"r7BXXKkLb8qrSNn05n0qiA==\",\"session_key\":\"tiihtNczf5v6AKRyjwEUhQ==\"}"}"#)]
    #[case::form(
        "encryptedData=CiyL%2BU1%2Fw%3D%3D&iv=r7BXXKkLb8qrSNn05n0qiA%3D%3D&session_key=tiihtNczf5v6AKRyjwEUhQ=="
    )]
    #[case::query(
        "GET /bind?encryptedData=CiyL%2BU1%2Fw%3D%3D&iv=r7BXXKkLb8qrSNn05n0qiA==&session_key=tiihtNczf5v6AKRyjwEUhQ== HTTP/1.1\n"
    )]
    #[case::log("encryptedData: CiyL+U1/w== iv: r7BXXKkLb8qrSNn05n0qiA== session_key: tiihtNczf5v6AKRyjwEUhQ==")]
    #[case::lines(
        "encryptedData = CiyL+U1/w==\niv = r7BXXKkLb8qrSNn05n0qiA==\nsession_key：tiihtNczf5v6AKRyjwEUhQ==\n"
    )]
    fn the_three_are_found(#[case] text: &str) {
        let mut input = Input::default();
        let found = distribute(&mut input, text).unwrap_or_default();
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!((input.encrypted_data.as_str(), input.iv.as_str()), (DATA, IV));
        assert_eq!(input.session_key.trim_end_matches(" HTTP/1.1"), KEY);
    }

    #[test]
    fn raw_data_is_the_text_that_was_signed() {
        let raw = r#"{"nickName":"a\"b","gender":1,"avatarUrl":"https://x/0"}"#;
        let once = serde_json::json!({ "rawData": raw, "signature": "75e8" }).to_string();
        let twice = serde_json::json!({ "body": once }).to_string();
        for text in [once, twice] {
            let picked = pick(&text);
            assert_eq!(picked, [(Field::RawData, raw.to_owned()), (Field::Signature, "75e8".to_owned())], "{text}");
        }
    }

    #[test]
    fn a_form_that_was_not_encoded_has_blanks_as_the_server_reads_them() {
        let picked = pick("encryptedData=a+b/c==&iv=d+e");
        assert_eq!(picked, [(Field::EncryptedData, "a b/c==".to_owned()), (Field::Iv, "d e".to_owned())]);
    }

    #[test]
    fn the_referer_names_the_app() {
        let picked =
            pick("-H 'Referer: https://servicewechat.com/wx4f4bc4dec97d474b/12/page-frame.html' -d '{\"iv\":\"x\"}'");
        assert_eq!(picked, [(Field::Iv, "x".to_owned()), (Field::Appid, "wx4f4bc4dec97d474b".to_owned())]);
    }

    #[rstest]
    #[case::value(DATA)]
    #[case::one_name(r#"{"iv":"x"}"#)]
    #[case::within_a_word("private: 1, derive=2, liv: 3, my_session_key: 4")]
    #[case::nothing(r#"{"iv":null,"session_key":""}"#)]
    #[case::broken("encryptedData: iv:")]
    fn what_is_no_whole_text_is_left_alone(#[case] text: &str) {
        let mut input = Input::default();
        assert_eq!(distribute(&mut input, text), None);
        assert!(input.is_empty());
    }
}
