//! The check of `signature`: sha1(rawData + session_key), or the HMAC of a login state, which has 64 digits.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use wechat::{
    SessionKey,
    crypto::{hmac_sha256_matches, signature_matches},
};

use super::{
    input::{Field, Input},
    json::compact,
    repair, unescape,
};

/// How many digits SHA-1 has, and SHA-256.
const SHA1_DIGITS: usize = 40;
const SHA256_DIGITS: usize = 64;
/// The members of rawData in WeChat's order.
const ORDER: [&str; 8] = ["nickName", "gender", "language", "city", "province", "country", "avatarUrl", "is_demote"];

/// What rawData, signature or key went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// `\"`: rawData is a JSON string within JSON.
    Escapes,
    /// `%22`.
    Percent,
    /// Blanks around it.
    Blanks,
    /// `\/` and `\u4f1a`, as PHP writes them.
    SlashesAndCodes,
    /// Blanks between the members.
    Pretty,
    /// The members in another order.
    Order,
    /// The signature in upper case.
    Case,
    /// A session_key that has to be repaired, or stands in iv's place.
    Key,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Neither rawData nor signature was pasted.
    None,
    /// Something is missing.
    Missing(Vec<Field>),
    /// It is neither SHA-1 nor SHA-256 in hex; how many characters it has.
    NoSignature(usize),
    /// As it stands, or after these changes.
    Matches(Vec<Change>),
    Differs,
}

impl Verdict {
    /// Of what was pasted.
    pub(super) fn of(input: &Input) -> Self {
        let is_hmac = input.signature.trim().len() == SHA256_DIGITS;
        if !input.has(Field::RawData) && !input.has(Field::Signature) {
            return Self::None;
        }
        // the HMAC of wxa/checksession is that of the empty text
        let needed = [Field::RawData, Field::Signature, Field::SessionKey].into_iter();
        let missing: Vec<_> =
            needed.filter(|field| !(input.has(*field) || is_hmac && *field == Field::RawData)).collect();
        if !missing.is_empty() {
            return Self::Missing(missing);
        }
        let claimed = input.signature.trim();
        let is_hex = claimed.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !is_hex || !is_hmac && claimed.len() != SHA1_DIGITS {
            return Self::NoSignature(claimed.chars().count());
        }
        let mut keys = vec![input.session_key.clone()];
        keys.extend(repair::keys(&input.session_key));
        keys.extend(repair::keys(&input.iv).into_iter().filter(|key| !key.is_empty()));
        let lower = claimed.to_ascii_lowercase();
        for (nth, key) in keys.into_iter().enumerate() {
            let key = SessionKey::new(key);
            let matches = |raw: &str| {
                if is_hmac { hmac_sha256_matches(&key, raw, &lower) } else { signature_matches(raw, &key, &lower) }
            };
            if let Some((_, mut changes)) = readings(&input.raw_data).into_iter().find(|(raw, _)| matches(raw)) {
                changes.extend((lower != claimed).then_some(Change::Case));
                changes.extend((nth > 0).then_some(Change::Key));
                return Self::Matches(changes);
            }
        }
        Self::Differs
    }
}

/// A change, and what takes it back.
type Apply = (Change, fn(&str) -> String);

/// What rawData may have been: as it stands, after each change, and after all up to each.
fn readings(raw: &str) -> Vec<(String, Vec<Change>)> {
    let changes: [Apply; 6] = [
        (Change::Escapes, escapes),
        (Change::Percent, unescape::percent),
        (Change::Blanks, |text| text.trim().to_owned()),
        (Change::SlashesAndCodes, slashes_and_codes),
        (Change::Pretty, compact),
        (Change::Order, in_order),
    ];
    let (mut found, mut all) = (vec![(raw.to_owned(), Vec::new())], (raw.to_owned(), Vec::new()));
    for (change, apply) in changes {
        let alone = apply(raw);
        if alone != raw {
            found.push((alone, vec![change]));
        }
        let together = apply(&all.0);
        if together != all.0 {
            all.0 = together;
            all.1.push(change);
            found.push(all.clone());
        }
    }
    found
}

/// The text of a JSON string, with or without its quotation marks.
fn escapes(text: &str) -> String {
    if !text.contains("\\\"") {
        return text.to_owned();
    }
    let inner = text.trim();
    let inner = inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(inner);
    unescape::json(inner)
}

/// A JSON text in which a text's characters stand as they are; quotation marks stay escaped.
fn slashes_and_codes(text: &str) -> String {
    if !text.contains("\\/") && !text.contains("\\u") {
        return text.to_owned();
    }
    let kept = text.replace("\\\\", "\u{0}").replace("\\\"", "\u{1}").replace("\\n", "\u{2}");
    unescape::json_once(&kept).replace('\u{0}', "\\\\").replace('\u{1}', "\\\"").replace('\u{2}', "\\n")
}

/// The members in WeChat's order, without blanks; others after them.
fn in_order(text: &str) -> String {
    let Ok(mut members) = serde_json::from_str::<BTreeMap<&str, &RawValue>>(text) else { return text.to_owned() };
    let known: Vec<_> = ORDER.into_iter().filter_map(|name| Some((name, members.remove(name)?))).collect();
    let members = known.into_iter().chain(members).map(|(name, value)| format!("\"{name}\":{}", value.get()));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Tencent's own example.
    const KEY: &str = "HyVFkGl5F5OQWJZZaNzBBg==";
    const RAW: &str = r#"{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}"#;
    const SIGNATURE: &str = "75e81ceda165f4ffa64f4068af58c64b8f54b88c";

    fn verdict(raw: &str, key: &str, signature: &str) -> Verdict {
        let (raw_data, session_key, signature) = (raw.to_owned(), key.to_owned(), signature.to_owned());
        Verdict::of(&Input { raw_data, session_key, signature, ..Input::default() })
    }

    fn sorted() -> String {
        serde_json::from_str::<serde_json::Value>(RAW).unwrap().to_string()
    }

    #[rstest]
    #[case::as_it_is(RAW.to_owned(), &[])]
    #[case::escaped(RAW.replace('"', "\\\""), &[Change::Escapes])]
    #[case::a_json_string(serde_json::to_string(RAW).unwrap(), &[Change::Escapes])]
    #[case::percent(RAW.replace('"', "%22").replace(':', "%3A"), &[Change::Percent])]
    #[case::blanks(format!("{RAW}\n"), &[Change::Blanks])]
    #[case::php(RAW.replace('/', "\\/"), &[Change::SlashesAndCodes])]
    #[case::pretty(serde_json::to_string_pretty(&serde_json::from_str::<Box<RawValue>>(RAW).unwrap()).unwrap().replace(",\"", ", \""), &[Change::Pretty])]
    #[case::sorted(sorted(), &[Change::Order])]
    #[case::sorted_by_php(sorted().replace('/', "\\/"), &[Change::SlashesAndCodes, Change::Order])]
    fn what_was_changed_is_found(#[case] raw: String, #[case] changes: &[Change]) {
        assert_eq!(verdict(&raw, KEY, SIGNATURE), Verdict::Matches(changes.to_vec()), "{raw}");
    }

    #[test]
    fn codes_are_characters() {
        let key = SessionKey::new(KEY.to_owned());
        let signature = wechat::crypto::signature(r#"{"nickName":"林\"晓"}"#, &key);
        let php = r#"{"nickName":"\u6797\"\u6653"}"#;
        assert_eq!(verdict(php, KEY, &signature), Verdict::Matches(vec![Change::SlashesAndCodes]));
    }

    #[test]
    fn the_key_and_the_case_are_tried() {
        assert_eq!(verdict(RAW, KEY, &SIGNATURE.to_uppercase()), Verdict::Matches(vec![Change::Case]));
        assert_eq!(verdict(RAW, &KEY.replace('=', "%3D"), SIGNATURE), Verdict::Matches(vec![Change::Key]));
    }

    #[rstest]
    #[case::another_key(RAW, "tiihtNczf5v6AKRyjwEUhQ==", SIGNATURE, Verdict::Differs)]
    #[case::another_profile("{}", KEY, SIGNATURE, Verdict::Differs)]
    #[case::nothing("", KEY, "", Verdict::None)]
    #[case::no_key(RAW, "", SIGNATURE, Verdict::Missing(vec![Field::SessionKey]))]
    #[case::no_raw_data("", KEY, SIGNATURE, Verdict::Missing(vec![Field::RawData]))]
    #[case::short(RAW, KEY, "75e8", Verdict::NoSignature(4))]
    #[case::not_hex(RAW, KEY, "75e81ceda165f4ffa64f4068af58c64b8f54b88g", Verdict::NoSignature(40))]
    #[case::hmac(r#"{"foo":"bar"}"#, "o0q0otL8aEzpcZL/FT9WsQ==", "654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b", Verdict::Matches(vec![]))]
    #[case::hmac_of_nothing("", "o0q0otL8aEzpcZL/FT9WsQ==", "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128", Verdict::Matches(vec![]))]
    fn otherwise(#[case] raw: &str, #[case] key: &str, #[case] signature: &str, #[case] expected: Verdict) {
        assert_eq!(verdict(raw, key, signature), expected);
    }
}
