//! What can be taken back of what a text went through. Each repair is tried where the text shows its sign; whether it is the
//! right one the decryption says.

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::{
    attempt::{Attempt, decoded, fits},
    input::{Field, Input},
    unescape,
};

/// A repair of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Repair {
    /// Quotation marks and commas around it.
    Quotes,
    /// `\/`, `\u002b`: a JSON string within a JSON string.
    JsonEscapes,
    /// `%2B`.
    Percent,
    /// Line breaks, blanks, invisible characters.
    WhiteSpace,
    /// Blanks that were `+`.
    SpaceForPlus,
    /// `-` and `_` of the URL-safe alphabet.
    UrlSafe,
    /// `=` missing at the end.
    Unpadded,
    /// Hexadecimal instead of Base64.
    Hex,
    /// Base64 of Base64.
    Twice,
    /// In each other's place.
    Swapped,
}

/// A text that fits its field, and what it took.
#[derive(Debug, Clone)]
struct Candidate {
    text: String,
    repairs: Vec<Repair>,
}

/// An input that gets further than the pasted one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repaired {
    pub(super) input: Input,
    pub(super) repairs: Vec<(Field, Repair)>,
    pub(super) attempt: Attempt,
}

impl Repaired {
    /// Whether a text that only may be something else was taken for it, and that proved nothing: 32 hex digits may be a key, and an
    /// AppSecret.
    fn is_a_guess(&self) -> bool {
        let guesses = [Repair::Hex, Repair::Twice, Repair::Swapped];
        self.attempt.plaintext.is_none() && self.repairs.iter().any(|(_, repair)| guesses.contains(repair))
    }
}

/// The repair that gets furthest, with the fewest changes; none where nothing gets further than `attempt`.
pub(super) fn repair(input: &Input, attempt: &Attempt, now_ms: i64) -> Option<Repaired> {
    let mut best: Option<Repaired> = None;
    for places in PLACES {
        let read = |field, from| {
            let text = input.get(from);
            if text.trim().is_empty() { vec![as_it_is(text)] } else { candidates(field, text) }
        };
        let [data, iv, key] = places;
        let (data, iv, key) = (read(Field::EncryptedData, data), read(Field::Iv, iv), read(Field::SessionKey, key));
        let swapped = Field::CIPHER.into_iter().zip(places).filter(|(field, from)| field != from);
        let swapped: Vec<_> = swapped.map(|(field, _)| (field, Repair::Swapped)).collect();
        for data in &data {
            for iv in &iv {
                for key in &key {
                    let input = Input {
                        encrypted_data: data.text.clone(),
                        iv: iv.text.clone(),
                        session_key: key.text.clone(),
                        ..input.clone()
                    };
                    let attempt = Attempt::of(&input, now_ms);
                    let of = |field, candidate: &Candidate| {
                        candidate.repairs.iter().map(|repair| (field, *repair)).collect()
                    };
                    let parts: [Vec<_>; 4] = [
                        swapped.clone(),
                        of(Field::EncryptedData, data),
                        of(Field::Iv, iv),
                        of(Field::SessionKey, key),
                    ];
                    let found = Repaired { input, repairs: parts.concat(), attempt };
                    if !found.is_a_guess() && best.as_ref().is_none_or(|best| is_better(&found, best)) {
                        best = Some(found);
                    }
                }
            }
        }
    }
    best.filter(|best| best.attempt.progress() > attempt.progress() && !best.repairs.is_empty())
}

/// Which field's text is taken for encryptedData, iv and session_key.
const PLACES: [[Field; 3]; 6] = {
    use Field::{EncryptedData, Iv, SessionKey};
    [
        [EncryptedData, Iv, SessionKey],
        [EncryptedData, SessionKey, Iv],
        [Iv, EncryptedData, SessionKey],
        [SessionKey, Iv, EncryptedData],
        [Iv, SessionKey, EncryptedData],
        [SessionKey, EncryptedData, Iv],
    ]
};

fn is_better(found: &Repaired, best: &Repaired) -> bool {
    let key = |repaired: &Repaired| (repaired.attempt.progress(), std::cmp::Reverse(repaired.repairs.len()));
    key(found) > key(best)
}

fn as_it_is(text: &str) -> Candidate {
    Candidate { text: text.to_owned(), repairs: Vec::new() }
}

/// A session_key as a signature may have been made with it: what fits, the pasted text first.
pub(super) fn keys(text: &str) -> Vec<String> {
    candidates(Field::SessionKey, text).into_iter().map(|candidate| candidate.text).collect()
}

/// The texts that a field's text may have been, the likeliest first: those that fit, or the text as it is.
fn candidates(field: Field, text: &str) -> Vec<Candidate> {
    let is_good = |text: &str| decoded(field, text).is_some_and(|bytes| fits(field, bytes.len()));
    if is_good(text) {
        return vec![as_it_is(text)];
    }
    let mut inner = as_it_is(text);
    inner.apply(Repair::Quotes, unquoted);
    inner.apply(Repair::JsonEscapes, unescape::json);
    inner.apply(Repair::Percent, unescape::percent);
    let mut found = Vec::new();
    for reading in READINGS {
        let mut read = inner.clone();
        reading.iter().for_each(|(repair, apply)| read.apply(*repair, apply));
        for steps in ENDS {
            let mut candidate = read.clone();
            steps.iter().for_each(|(repair, apply)| candidate.apply(*repair, apply));
            if is_good(&candidate.text) && found.iter().all(|known: &Candidate| known.text != candidate.text) {
                found.push(candidate);
            }
        }
    }
    if found.is_empty() { vec![as_it_is(text)] } else { found }
}

type Apply = (Repair, fn(&str) -> String);

/// What blanks may have been.
const READINGS: [&[Apply]; 4] = [
    &[(Repair::WhiteSpace, without_breaks)],
    &[(Repair::WhiteSpace, without_breaks), (Repair::SpaceForPlus, plus)],
    &[(Repair::SpaceForPlus, plus)],
    &[(Repair::WhiteSpace, without_blanks)],
];

/// What the letters and the end may have been.
const ENDS: [&[Apply]; 4] = [
    &[],
    &[(Repair::UrlSafe, standard), (Repair::Unpadded, padded)],
    &[(Repair::Hex, from_hex)],
    &[(Repair::UrlSafe, standard), (Repair::Unpadded, padded), (Repair::Twice, once)],
];

impl Candidate {
    fn apply(&mut self, repair: Repair, change: impl Fn(&str) -> String) {
        let changed = change(&self.text);
        if changed != self.text {
            self.text = changed;
            self.repairs.push(repair);
        }
    }
}

fn unquoted(text: &str) -> String {
    let marks = |letter: char| letter.is_whitespace() || "\"'`,;“”‘’".contains(letter);
    let inner = text.trim_matches(marks);
    // blanks alone are another repair
    if inner == text.trim() {
        text.to_owned()
    } else {
        inner.trim_end_matches('\\').trim_start_matches('\\').to_owned()
    }
}

/// Without line breaks and what cannot be seen, and without blanks at the ends.
fn without_breaks(text: &str) -> String {
    text.trim().chars().filter(|letter| *letter == ' ' || !is_blank(*letter)).collect()
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|letter| !is_blank(*letter)).collect()
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn plus(text: &str) -> String {
    text.replace(' ', "+")
}

fn standard(text: &str) -> String {
    text.replace('-', "+").replace('_', "/")
}

fn padded(text: &str) -> String {
    let bare = text.trim_end_matches('=');
    let missing = bare.len().wrapping_neg() % 4;
    if missing == 3 { text.to_owned() } else { [bare, &"=".repeat(missing)].concat() }
}

/// Base64 of the bytes that hexadecimal digits are.
fn from_hex(text: &str) -> String {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let pairs = digits.filter(|digits| digits.len().is_multiple_of(2));
    let bytes = pairs.map(|digits| {
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect::<Vec<u8>>()
    });
    bytes.map_or_else(|| text.to_owned(), |bytes| BASE64_STANDARD.encode(bytes))
}

/// What Base64 of Base64 holds.
fn once(text: &str) -> String {
    let inner = decoded(Field::EncryptedData, text).and_then(|bytes| String::from_utf8(bytes).ok());
    inner.filter(|inner| inner.is_ascii()).unwrap_or_else(|| text.to_owned())
}
