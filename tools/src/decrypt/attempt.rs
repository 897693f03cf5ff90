//! One decryption, step by step, by the server's own code.

use serde::Deserialize;
use wechat::{
    SessionKey,
    crypto::{self, Ciphertext, DecryptError, Watermark, WatermarkError},
};

use super::{
    blocks::Blocks,
    input::{Field, Input},
};

/// AES-128: key, iv and blocks.
pub(super) const BLOCK: usize = 16;
/// How old a watermark may be, and how far ahead, in ms: the limits of oa-mini's own server.
const MAX_AGE_MS: i64 = 10 * 60_000;
const MAX_SKEW_MS: i64 = 2 * 60_000;

/// A step, in the order in which they are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Base64,
    Length,
    Padding,
    Json,
    Watermark,
}

impl Step {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::Base64, Self::Length, Self::Padding, Self::Json, Self::Watermark];
}

/// What the watermark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// None where the data has none.
    pub(super) watermark: Option<Watermark>,
    pub(super) error: Option<WatermarkError>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attempt {
    /// How many bytes encryptedData, iv and session_key are, where they are Base64.
    pub(super) bytes: [Option<usize>; 3],
    /// The step that failed, and the fields at fault.
    pub(super) failed: Option<(Step, Vec<Field>)>,
    /// What AES made of it, checked or not.
    pub(super) blocks: Option<Blocks>,
    /// The plaintext, whole.
    pub(super) plaintext: Option<String>,
    pub(super) mark: Option<Mark>,
}

impl Attempt {
    /// Decrypts as the server does. `now_ms` is UTC epoch time.
    pub(super) fn of(input: &Input, now_ms: i64) -> Self {
        let mut attempt = Self::default();
        attempt.run(input, now_ms);
        attempt
    }

    fn run(&mut self, input: &Input, now_ms: i64) {
        let (mut bad, mut is_whole) = (Vec::new(), true);
        for (bytes, field) in self.bytes.iter_mut().zip(Field::CIPHER) {
            if !input.has(field) {
                is_whole = false;
                continue;
            }
            match crypto::decode(crypto_input(field), input.get(field)) {
                Ok(decoded) => *bytes = Some(decoded.len()),
                Err(_) => bad.push(field),
            }
        }
        if !bad.is_empty() {
            self.failed = Some((Step::Base64, bad));
            return;
        }
        let lengths = self.bytes.iter().zip(Field::CIPHER);
        bad.extend(
            lengths.filter(|(bytes, field)| bytes.is_some_and(|bytes| !fits(*field, bytes))).map(|(_, field)| field),
        );
        if !bad.is_empty() {
            self.failed = Some((Step::Length, bad));
            return;
        }
        if is_whole {
            self.decrypt(input, now_ms);
        }
    }

    fn decrypt(&mut self, input: &Input, now_ms: i64) {
        let key = SessionKey::new(input.session_key.clone());
        // both were decoded and measured above
        let Ok(ciphertext) = Ciphertext::parse(&input.encrypted_data, &input.iv) else { return };
        self.blocks = ciphertext.decrypt_unchecked(&key).ok().map(|bytes| Blocks::new(&bytes));
        match ciphertext.decrypt(&key) {
            Ok(plaintext) => {
                self.check_mark(&plaintext, &input.appid, now_ms);
                self.plaintext = Some(plaintext.to_string());
            }
            Err(DecryptError::Padding) => self.failed = Some((Step::Padding, Vec::new())),
            Err(_) => self.failed = Some((Step::Json, Vec::new())),
        }
    }

    fn check_mark(&mut self, plaintext: &str, appid: &str, now_ms: i64) {
        #[derive(Deserialize)]
        struct Marked {
            watermark: Watermark,
        }
        let watermark = serde_json::from_str::<Marked>(plaintext).ok().map(|marked| marked.watermark);
        let checked = watermark.as_ref().map(|mark| {
            let expected = if appid.trim().is_empty() { &mark.appid } else { appid };
            mark.check(expected, now_ms, MAX_AGE_MS, MAX_SKEW_MS)
        });
        let error = checked.and_then(Result::err);
        if error == Some(WatermarkError::WrongApp) {
            self.failed = Some((Step::Watermark, vec![Field::Appid]));
        }
        self.mark = Some(Mark { watermark, error });
    }

    /// The step that failed.
    pub(super) fn failed_step(&self) -> Option<Step> {
        self.failed.as_ref().map(|(step, _)| *step)
    }

    /// How far it came: the number of steps that held.
    pub(super) fn progress(&self) -> usize {
        match self.failed_step() {
            Some(step) => Step::ALL.into_iter().filter(|held| *held < step).count(),
            None if self.mark.is_some() => Step::ALL.len(),
            None => usize::from(self.bytes.iter().any(Option::is_some)) * 2,
        }
    }
}

/// Whether a field has a length that AES-128-CBC has.
pub(super) fn fits(field: Field, bytes: usize) -> bool {
    match field {
        Field::EncryptedData => bytes > 0 && bytes.is_multiple_of(BLOCK),
        _ => bytes == BLOCK,
    }
}

/// How many bytes a text is, if it is the Base64 that the server takes.
pub(super) fn decoded(field: Field, text: &str) -> Option<Vec<u8>> {
    crypto::decode(crypto_input(field), text).ok().map(|bytes| bytes.to_vec())
}

fn crypto_input(field: Field) -> crypto::Input {
    match field {
        Field::Iv => crypto::Input::Iv,
        Field::SessionKey => crypto::Input::Key,
        _ => crypto::Input::EncryptedData,
    }
}
