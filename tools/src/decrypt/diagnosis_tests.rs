//! Every cause, found where it is the cause; and every vector of `wechat`.

use aes::Aes128;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use rstest::rstest;
use serde_json::Value;
use wechat::{SessionKey, crypto::explain};

use super::super::{examples::EXAMPLES, pick, repair::Repair};
use super::*;

const KEY: [u8; 16] = *b"0123456789abcdef";
const IV: [u8; 16] = *b"fedcba9876543210";
const APPID: &str = "wx4f4bc4dec97d474b";
const MADE_S: i64 = 1_700_000_000;
const NOW_MS: i64 = MADE_S * 1000 + 3_000;

fn plaintext() -> String {
    // whole blocks, so that it can be cut at one
    let text = format!(
        r#"{{"phoneNumber":"12066600001","purePhoneNumber":"12066600001","countryCode":"86","watermark":{{"timestamp":{MADE_S},"appid":"{APPID}"}}}}"#
    );
    format!("{text}{}", " ".repeat(text.len().wrapping_neg() % 16))
}

fn encrypt(text: &[u8], key: [u8; 16]) -> Vec<u8> {
    cbc::Encryptor::<Aes128>::new(&key.into(), &IV.into()).encrypt_padded_vec::<Pkcs7>(text)
}

fn input_of(bytes: &[u8]) -> Input {
    Input {
        encrypted_data: BASE64_STANDARD.encode(bytes),
        iv: BASE64_STANDARD.encode(IV),
        session_key: BASE64_STANDARD.encode(KEY),
        appid: APPID.to_owned(),
        ..Input::default()
    }
}

fn good() -> Input {
    input_of(&encrypt(plaintext().as_bytes(), KEY))
}

fn diagnose(input: &Input) -> Diagnosis {
    Diagnosis::of(input, NOW_MS)
}

fn causes(diagnosis: &Diagnosis) -> Vec<Cause> {
    diagnosis.findings.iter().map(|finding| finding.cause).collect()
}

#[test]
fn what_is_right_has_no_cause() {
    let diagnosis = diagnose(&good());
    assert_eq!(diagnosis.attempt.failed, None);
    assert_eq!(diagnosis.attempt.plaintext.as_deref(), Some(plaintext().as_str()));
    assert_eq!((diagnosis.findings, diagnosis.repaired), (vec![], None));
}

/// A ciphertext that has the sign in question.
fn with(sign: char) -> Input {
    for nth in 0..1000 {
        let text = plaintext().replace("12066600001", &format!("1206660{nth:04}"));
        let input = input_of(&encrypt(text.as_bytes(), KEY));
        if input.encrypted_data.contains(sign) {
            return input;
        }
    }
    panic!("no ciphertext has {sign}");
}

fn data(input: Input, change: impl Fn(&str) -> String) -> Input {
    let changed = change(&input.encrypted_data);
    assert_ne!(changed, input.encrypted_data);
    input.with(Field::EncryptedData, &changed)
}

fn encoded(text: &str) -> String {
    text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")
}

/// A repair is found, named, and proven: the repaired data decrypts.
#[rstest]
#[case::plus(data(with('+'), |text| text.replace('+', " ")), Step::Base64, &[Repair::SpaceForPlus])]
#[case::percent(data(with('+'), encoded), Step::Base64, &[Repair::Percent])]
#[case::percent_twice(data(with('+'), |text| encoded(text).replace('%', "%25")), Step::Base64, &[Repair::Percent])]
#[case::json(data(with('/'), |text| text.replace('/', "\\/")), Step::Base64, &[Repair::JsonEscapes])]
#[case::json_code(data(with('+'), |text| text.replace('+', "\\u002b")), Step::Base64, &[Repair::JsonEscapes])]
#[case::url_safe(data(with('+'), |text| text.replace('+', "-").replace('/', "_")), Step::Base64, &[Repair::UrlSafe])]
#[case::lines(data(good(), |text| format!("{}\r\n{}\n", &text[..76], &text[76..])), Step::Base64, &[Repair::WhiteSpace])]
#[case::invisible(data(good(), |text| format!("\u{feff}{text}")), Step::Base64, &[Repair::WhiteSpace])]
#[case::quotes(data(good(), |text| format!("\"{text}\",")), Step::Base64, &[Repair::Quotes])]
#[case::twice(data(good(), |text| BASE64_STANDARD.encode(text)), Step::Length, &[Repair::Twice])]
#[case::hex_key(Input { session_key: KEY.iter().map(|byte| format!("{byte:02x}")).collect(), ..good() }, Step::Length, &[Repair::Hex])]
#[case::unpadded(Input { iv: BASE64_STANDARD.encode(IV).replace('=', ""), ..good() }, Step::Base64, &[Repair::Unpadded])]
#[case::two_at_once(data(with('+'), |text| encoded(&text.replace('+', " ")).replace(' ', "%20")), Step::Base64, &[Repair::Percent, Repair::SpaceForPlus])]
fn a_repair_is_proven(#[case] input: Input, #[case] step: Step, #[case] repairs: &[Repair]) {
    let diagnosis = diagnose(&input);
    assert_eq!(diagnosis.attempt.failed_step(), Some(step));
    let found: Vec<_> = repairs.iter().map(|repair| Cause::Repair(*repair)).collect();
    assert_eq!(causes(&diagnosis), found);
    assert!(diagnosis.findings.iter().all(|finding| finding.certainty == Certainty::Proven));
    assert!(diagnosis.best().plaintext.as_deref().unwrap().contains("watermark"));
}

#[test]
fn fields_in_each_others_place_are_found() {
    let good = good();
    let three = [&good.encrypted_data, &good.iv, &good.session_key];
    for [a, b, c] in [[0, 2, 1], [1, 0, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        let (encrypted_data, iv, session_key) = (three[a].clone(), three[b].clone(), three[c].clone());
        let diagnosis = diagnose(&Input { encrypted_data, iv, session_key, ..good.clone() });
        assert_eq!(causes(&diagnosis), [Cause::Repair(Repair::Swapped)]);
        assert!(diagnosis.best().plaintext.is_some());
    }
}

fn other_key() -> Input {
    Input { session_key: BASE64_STANDARD.encode(IV), iv: BASE64_STANDARD.encode([7; 16]), ..good() }
}

fn cut(bytes: usize) -> Input {
    input_of(&encrypt(plaintext().as_bytes(), KEY)[..bytes])
}

fn damaged(at: usize) -> Input {
    let mut bytes = encrypt(plaintext().as_bytes(), KEY);
    bytes[at] ^= 0x40;
    input_of(&bytes)
}

fn foreign(field: Field, text: &str) -> Input {
    good().with(field, text)
}

/// What no repair mends: the step, and the likeliest cause.
#[rstest]
#[case::older_key(other_key(), Step::Padding, Cause::OtherKey)]
#[case::iv(Input { iv: BASE64_STANDARD.encode([7; 16]), ..good() }, Step::Json, Cause::OtherIv)]
#[case::cut_at_a_block(cut(96), Step::Padding, Cause::CutAtBlock)]
#[case::cut(cut(100), Step::Length, Cause::Cut { missing: 12, letters: 136 })]
#[case::cut_by_a_column(data(good(), |text| text[..200].to_owned()), Step::Length, Cause::Cut { missing: 0, letters: 0 })]
#[case::damaged(damaged(50), Step::Json, Cause::Damaged(4))]
#[case::damaged_at_the_end(damaged(plaintext().len() + 3), Step::Padding, Cause::Damaged(plaintext().len() / 16 + 1))]
#[case::masked(foreign(Field::SessionKey, "tiih****EUhQ=="), Step::Base64, Cause::Masked)]
#[case::foreign(foreign(Field::Iv, "r7BXXKkLb8qrS会05n0qiA=="), Step::Base64, Cause::ForeignLetter(14))]
#[case::a_letter_lost(data(good(), |text| text[..21].to_owned()), Step::Base64, Cause::CutLetters(21))]
#[case::cut_by_a_column_within_a_group(data(good(), |text| text[..150].to_owned()), Step::Base64, Cause::CutLetters(150))]
#[case::app_secret(foreign(Field::SessionKey, "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5"), Step::Length, Cause::NotSixteen(24))]
#[case::short_iv(foreign(Field::Iv, "AAECAw=="), Step::Length, Cause::NotSixteen(4))]
#[case::empty(foreign(Field::EncryptedData, "="), Step::Base64, Cause::OtherValue)]
#[case::no_json(input_of(&encrypt(b"openid=o1&phone=12066600001&state=0", KEY)), Step::Json, Cause::NotJson)]
#[case::one_block(Input { session_key: BASE64_STANDARD.encode([9; 16]), ..input_of(&encrypt(b"{}", KEY)) }, Step::Padding, Cause::OtherKey)]
#[case::other_app(foreign(Field::Appid, "wx0123456789abcdef"), Step::Watermark, Cause::OtherApp)]
#[case::appid_in_capitals(foreign(Field::Appid, "WX4F4BC4DEC97D474B"), Step::Watermark, Cause::AppidSpelling)]
#[case::appid_with_a_blank(foreign(Field::Appid, "wx4f4bc4dec97d474b "), Step::Watermark, Cause::AppidSpelling)]
fn the_likeliest_cause_is_first(#[case] input: Input, #[case] step: Step, #[case] cause: Cause) {
    let diagnosis = diagnose(&input);
    assert_eq!(diagnosis.best().failed_step(), Some(step));
    let first = diagnosis.findings.first().unwrap();
    let is_same = match (first.cause, cause) {
        (Cause::Cut { .. }, Cause::Cut { letters: 0, .. }) => true,
        (found, cause) => found == cause,
    };
    assert!(is_same, "{:?}", diagnosis.findings);
    assert_ne!(first.certainty, Certainty::Proven);
}

/// It gets further, and fails all the same.
#[test]
fn a_repair_that_is_not_the_whole_cause_is_likely() {
    let input =
        data(with('+'), |text| text.replace('+', " ")).with(Field::SessionKey, &BASE64_STANDARD.encode([9; 16]));
    let diagnosis = diagnose(&input);
    assert_eq!(diagnosis.attempt.failed_step(), Some(Step::Base64));
    assert_eq!(diagnosis.best().failed_step(), Some(Step::Padding));
    assert_eq!(causes(&diagnosis)[..2], [Cause::Repair(Repair::SpaceForPlus), Cause::OtherKey]);
    assert!(diagnosis.findings.iter().all(|finding| finding.certainty != Certainty::Proven));
}

#[rstest]
#[case::fresh(600, &[])]
#[case::old(601, &[Cause::Old])]
#[case::future(-121, &[Cause::Future])]
fn the_watermark_tells_the_time(#[case] age_s: i64, #[case] expected: &[Cause]) {
    let diagnosis = Diagnosis::of(&good(), (MADE_S + age_s) * 1000);
    assert_eq!((diagnosis.attempt.failed.clone(), causes(&diagnosis)), (None, expected.to_vec()));
}

#[test]
fn data_without_a_watermark_is_none_of_wechats() {
    let diagnosis = diagnose(&input_of(&encrypt(br#"{"stepInfoList":[]}"#, KEY)));
    assert_eq!((diagnosis.attempt.failed.clone(), causes(&diagnosis)), (None, vec![Cause::NoWatermark]));
}

/// The two checks together say more than each.
#[test]
fn signature_and_ciphertext_tell_on_each_other() {
    let raw = r#"{"nickName":"Band"}"#.to_owned();
    let signed = |key: [u8; 16], input: Input| {
        let signature = wechat::crypto::signature(&raw, &SessionKey::new(BASE64_STANDARD.encode(key)));
        Input { raw_data: raw.clone(), signature, ..input }
    };
    // the key is that of the profile: the data is of another login
    let input = signed(KEY, input_of(&encrypt(plaintext().as_bytes(), [3; 16])));
    assert_eq!(causes(&diagnose(&input)), [Cause::OtherCall]);
    // the key is that of the data: rawData is another
    let input = signed([3; 16], good());
    assert_eq!(causes(&diagnose(&input)), [Cause::RawDataDiffers]);
    // of the signature alone the key is suspected first
    let input = Input { encrypted_data: String::new(), iv: String::new(), ..signed([3; 16], good()) };
    assert_eq!(causes(&diagnose(&input)), [Cause::SignedByOtherKey, Cause::RawDataDiffers]);
}

#[test]
fn what_is_missing_is_named() {
    let diagnosis = diagnose(&good().with(Field::SessionKey, " "));
    assert_eq!((diagnosis.missing.as_slice(), diagnosis.attempt.failed.clone()), (&[Field::SessionKey][..], None));
    assert_eq!(causes(&diagnosis), []);
    // what is there is looked at all the same
    let diagnosis = diagnose(&cut(100).with(Field::SessionKey, ""));
    assert_eq!(diagnosis.attempt.failed_step(), Some(Step::Length));
}

/// The page says what the server says: step and plaintext of every vector, and of every example.
#[test]
fn vectors_are_taken_as_the_server_takes_them() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../server/wechat/tests/vectors");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let vectors: Value = serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
        for vector in vectors.as_array().unwrap().iter().filter(|vector| vector["kind"] == "aes-128-cbc") {
            let mut input = Input::default();
            assert_eq!(pick::distribute(&mut input, &vector.to_string()).map(|fields| fields.len() >= 3), Some(true));
            as_the_server(&input.with(Field::Appid, ""), &vector["id"].to_string());
            count += 1;
        }
    }
    assert!(count > 5);
    for example in &EXAMPLES {
        as_the_server(&example.input().with(Field::Appid, ""), example.name.en);
    }
}

fn as_the_server(input: &Input, name: &str) {
    if input.encrypted_data.is_empty() {
        return;
    }
    let attempt = diagnose(input).attempt;
    let explained = explain(Some(&SessionKey::new(input.session_key.clone())), &input.encrypted_data, &input.iv);
    let last = explained.steps.last().unwrap();
    let failed = attempt.failed.map(|(step, _)| format!("{step:?}"));
    assert_eq!(failed, (!last.ok).then(|| format!("{:?}", last.step)), "{name}");
    assert_eq!(attempt.plaintext.as_deref(), explained.outcome.as_ref().ok().map(|text| text.as_str()), "{name}");
}

/// Each example is of the cause that its name says.
#[test]
fn examples_differ() {
    let found: Vec<_> = EXAMPLES.iter().map(|example| causes(&Diagnosis::of(&example.input(), NOW_MS))).collect();
    let first: Vec<_> = found.iter().map(|causes| causes.first().copied()).collect();
    for (nth, cause) in first.iter().enumerate().filter(|(_, cause)| cause.is_some_and(|cause| cause != Cause::Old)) {
        assert_eq!(first.iter().position(|other| other == cause), Some(nth), "{}", EXAMPLES[nth].name.en);
    }
}

/// Nothing that is pasted breaks it.
#[test]
fn any_text_is_taken() {
    for text in
        ["", " ", "=", "====", "\\", "%", "%%%", "\u{0}", "会", "AAAA\u{200b}", "{\"iv\":", "-_-_", "\\u", "''", "A"]
    {
        for field in Field::ALL {
            diagnose(&good().with(field, text));
            diagnose(&Input::default().with(field, text));
        }
    }
}
