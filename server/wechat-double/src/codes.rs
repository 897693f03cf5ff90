//! One-time codes that a phone sends to the server, valid for five minutes.

use std::collections::VecDeque;

use subtle::ConstantTimeEq as _;

use crate::double::Shared;
use crate::world::AppUser;

/// The lifetime of a code, in ms.
const LIFE_MS: i64 = 5 * 60 * 1000;

/// The maximum number of codes; the oldest is dropped first.
const MAX_CODES: usize = 256;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The codes of one kind in one world.
#[derive(Default)]
pub(crate) struct Codes {
    issued: VecDeque<Code>,
    /// The next code is expired when it is issued.
    pub(crate) next_expires: bool,
}

struct Code {
    text: String,
    owner: Owner,
    made_ms: i64,
    used: bool,
}

/// The owner of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The app on the phone: no other app's server may use the code.
    pub(crate) appid: String,
    pub(crate) user: String,
    /// The chosen number for a phone code, else empty.
    pub(crate) phone: String,
}

impl Owner {
    /// The owner as a key of the world's state.
    pub(crate) fn app_user(&self) -> AppUser {
        AppUser::new(&self.appid, &self.user)
    }
}

/// The result of looking up a code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CodeLookup {
    /// Valid, with its owner.
    Valid(Owner),
    /// 40163.
    Used,
    /// 40029: unknown, another app's, or expired.
    Unknown,
}

impl Codes {
    /// Adds `text` as a code of `owner`.
    pub(crate) fn add(&mut self, text: String, owner: Owner, now_ms: i64) {
        if std::mem::take(&mut self.next_expires) {
            return; // an expired code and an unknown one are the same to WeChat
        }
        self.issued.retain(|code| code.is_alive(now_ms));
        while self.issued.len() >= MAX_CODES {
            self.issued.pop_front();
        }
        self.issued.push_back(Code { text, owner, made_ms: now_ms, used: false });
    }

    /// Looks up a code of `appid` without using it.
    pub(crate) fn find(&self, appid: &str, text: &str, now_ms: i64) -> CodeLookup {
        match self.issued.iter().find(|code| code.is(text) && code.is_alive(now_ms) && code.owner.appid == appid) {
            None => CodeLookup::Unknown,
            Some(code) if code.used => CodeLookup::Used,
            Some(code) => CodeLookup::Valid(code.owner.clone()),
        }
    }

    pub(crate) fn mark_used(&mut self, text: &str) {
        for code in self.issued.iter_mut().filter(|code| code.is(text)) {
            code.used = true;
        }
    }

    pub(crate) fn expire_all(&mut self) {
        self.issued.clear();
    }

    pub(crate) fn forget_user(&mut self, user: &str) {
        self.issued.retain(|code| code.owner.user != user);
    }
}

impl Code {
    /// Compares in constant time: other projects test against the double.
    fn is(&self, text: &str) -> bool {
        self.text.as_bytes().ct_eq(text.as_bytes()).into()
    }

    fn is_alive(&self, now_ms: i64) -> bool {
        now_ms - self.made_ms < LIFE_MS
    }
}

/// A login code: 32 letters and digits, as WeChat's.
pub(crate) fn login_code(shared: &Shared) -> String {
    // a byte modulo 62 is slightly biased, which leaves 190 bits of entropy
    let bytes: [u8; 32] = shared.random();
    bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()))
        .map(|byte| char::from(*byte))
        .collect()
}

/// A phone code: 64 hex digits, as WeChat's.
pub(crate) fn phone_code(shared: &Shared) -> String {
    crate::crypto::hex(&shared.random::<32>())
}
