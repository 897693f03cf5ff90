//! Why it does not decrypt: the causes that fit, the best proven first.

use wechat::crypto::WatermarkError;

use super::{
    attempt::{Attempt, BLOCK, Step, decoded},
    blocks::Sign,
    cause::Cause,
    input::{Field, Input},
    repair::{Repaired, repair},
    signature::{Change, Verdict},
};

/// How sure a cause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// Tried: without it the data decrypts.
    Proven,
    /// What is there says so.
    Likely,
    /// It happens.
    Possible,
    /// No failure, but worth knowing.
    Note,
}

/// A cause that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) cause: Cause,
    pub(super) certainty: Certainty,
    /// The fields that it is about.
    pub(super) fields: Vec<Field>,
}

/// What is said of the pasted data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Diagnosis {
    /// As it was pasted.
    pub(super) attempt: Attempt,
    /// What gets further, and how.
    pub(super) repaired: Option<Repaired>,
    pub(super) signature: Verdict,
    pub(super) findings: Vec<Finding>,
    /// What a decryption needs and was not pasted.
    pub(super) missing: Vec<Field>,
}

impl Diagnosis {
    /// `now_ms` is UTC epoch time.
    pub(super) fn of(input: &Input, now_ms: i64) -> Self {
        let attempt = Attempt::of(input, now_ms);
        let repaired = attempt.failed.as_ref().and_then(|_| repair(input, &attempt, now_ms));
        let missing = Field::CIPHER.into_iter().filter(|field| !input.has(*field)).collect();
        let mut diagnosis = Self { attempt, repaired, signature: Verdict::of(input), findings: Vec::new(), missing };
        diagnosis.find(input);
        diagnosis
    }

    /// The attempt that got furthest.
    pub(super) fn best(&self) -> &Attempt {
        self.repaired.as_ref().map_or(&self.attempt, |repaired| &repaired.attempt)
    }

    fn find(&mut self, input: &Input) {
        let repaired = self.repaired.clone();
        let is_solved = repaired.as_ref().is_some_and(|repaired| repaired.attempt.plaintext.is_some());
        if let Some(repaired) = &repaired {
            let certainty = if is_solved { Certainty::Proven } else { Certainty::Likely };
            for (field, repair) in &repaired.repairs {
                self.add(Cause::Repair(*repair), certainty, &[*field]);
            }
        }
        let (best, input) = match &repaired {
            Some(repaired) => (repaired.attempt.clone(), &repaired.input),
            None => (self.attempt.clone(), input),
        };
        match &best.failed {
            Some((Step::Base64, fields)) => fields.iter().for_each(|field| self.of_base64(*field, input.get(*field))),
            Some((Step::Length, fields)) => fields.iter().for_each(|field| self.of_length(*field, input.get(*field))),
            Some((Step::Padding | Step::Json, _)) => self.of_garbage(&best),
            Some((Step::Watermark, _)) => self.of_app(input, &best),
            None => {}
        }
        self.of_mark(&best);
        self.of_signature(&best);
        self.findings.sort_by_key(|finding| finding.certainty);
    }

    fn add(&mut self, cause: Cause, certainty: Certainty, fields: &[Field]) {
        match self.findings.iter_mut().find(|finding| finding.cause == cause && finding.certainty == certainty) {
            Some(known) => known
                .fields
                .extend(fields.iter().filter(|field| !known.fields.contains(field)).copied().collect::<Vec<_>>()),
            None => self.findings.push(Finding { cause, certainty, fields: fields.to_vec() }),
        }
    }

    /// Not Base64, and no repair makes it so.
    fn of_base64(&mut self, field: Field, text: &str) {
        let is_sign = |letter: char| letter.is_ascii_alphanumeric() || "+/=-_ %\\".contains(letter);
        let bare = text.trim();
        if bare.contains(['*', '…', '•']) || bare.contains("...") {
            self.add(Cause::Masked, Certainty::Likely, &[field]);
        } else if let Some(at) = bare.chars().position(|letter| !is_sign(letter)) {
            self.add(Cause::ForeignLetter(at + 1), Certainty::Likely, &[field]);
        } else if !bare.ends_with('=') && !bare.len().is_multiple_of(4) {
            self.add(Cause::CutLetters(bare.len()), Certainty::Likely, &[field]);
        }
        self.add(Cause::OtherValue, Certainty::Possible, &[field]);
    }

    /// Base64, of a length that nothing of AES has.
    fn of_length(&mut self, field: Field, text: &str) {
        let bytes = decoded(field, text).map_or(0, |bytes| bytes.len());
        match field {
            Field::EncryptedData => {
                self.add(
                    Cause::Cut { missing: BLOCK - bytes % BLOCK, letters: text.len() },
                    Certainty::Likely,
                    &[field],
                );
                self.add(Cause::OtherValue, Certainty::Possible, &[field]);
            }
            _ => self.add(Cause::NotSixteen(bytes), Certainty::Likely, &[field]),
        }
    }

    /// AES made something of it, which is no JSON.
    fn of_garbage(&mut self, best: &Attempt) {
        use Certainty::{Likely, Possible};
        let data = [Field::EncryptedData];
        match best.blocks.as_ref().map_or(Sign::Key, super::blocks::Blocks::sign) {
            Sign::Key if matches!(self.signature, Verdict::Matches(_)) => {
                self.add(Cause::OtherCall, Likely, &[Field::EncryptedData, Field::Iv]);
            }
            Sign::Key => {
                self.add(Cause::OtherKey, Likely, &[Field::SessionKey]);
                self.add(Cause::OtherUser, Possible, &[Field::SessionKey]);
                self.add(Cause::OtherCall, Possible, &data);
            }
            Sign::Unknown => {
                self.add(Cause::OtherKey, Likely, &[Field::SessionKey]);
                self.add(Cause::OtherIv, Possible, &[Field::Iv]);
            }
            Sign::Iv => self.add(Cause::OtherIv, Likely, &[Field::Iv]),
            Sign::Cut => self.add(Cause::CutAtBlock, Likely, &data),
            Sign::Damaged(block) => self.add(Cause::Damaged(block), Likely, &data),
            Sign::Text => {
                self.add(Cause::NotJson, Likely, &data);
                self.add(Cause::OtherIv, Possible, &[Field::Iv]);
            }
        }
    }

    fn of_app(&mut self, input: &Input, best: &Attempt) {
        let mark = best.mark.as_ref().and_then(|mark| mark.watermark.as_ref());
        let is_spelled_otherwise = mark.is_some_and(|mark| mark.appid.eq_ignore_ascii_case(input.appid.trim()));
        let cause = if is_spelled_otherwise { Cause::AppidSpelling } else { Cause::OtherApp };
        self.add(cause, Certainty::Likely, &[Field::Appid]);
    }

    fn of_mark(&mut self, best: &Attempt) {
        let Some(mark) = &best.mark else { return };
        match mark.error {
            Some(WatermarkError::TooOld) => self.add(Cause::Old, Certainty::Note, &[]),
            Some(WatermarkError::Future) => self.add(Cause::Future, Certainty::Note, &[]),
            None if mark.watermark.is_none() => self.add(Cause::NoWatermark, Certainty::Note, &[]),
            _ => {}
        }
    }

    fn of_signature(&mut self, best: &Attempt) {
        use Certainty::{Likely, Possible, Proven};
        match self.signature.clone() {
            Verdict::Matches(changes) => {
                for change in changes {
                    let field = match change {
                        Change::Case => Field::Signature,
                        Change::Key => Field::SessionKey,
                        _ => Field::RawData,
                    };
                    self.add(Cause::Changed(change), Proven, &[field]);
                }
            }
            Verdict::NoSignature(digits) => self.add(Cause::NoSignature(digits), Likely, &[Field::Signature]),
            Verdict::Differs if best.plaintext.is_some() => {
                self.add(Cause::RawDataDiffers, Likely, &[Field::RawData, Field::Signature]);
            }
            Verdict::Differs => {
                self.add(Cause::SignedByOtherKey, Likely, &[Field::SessionKey]);
                self.add(Cause::RawDataDiffers, Possible, &[Field::RawData]);
            }
            Verdict::None | Verdict::Missing(_) => {}
        }
    }
}

#[cfg(test)]
#[path = "diagnosis_tests.rs"]
#[expect(clippy::string_slice, reason = "tests")]
mod tests;
