//! Codes that a phone carries to the server: once, and within five minutes.

use std::collections::VecDeque;

use subtle::ConstantTimeEq as _;

use crate::double::Shared;
use crate::world::AppUser;

/// How long a code lives, in ms.
const LIFE_MS: i64 = 5 * 60 * 1000;

/// How many are remembered; the oldest goes first.
const MOST: usize = 256;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The codes of one kind of one world.
#[derive(Default)]
pub(crate) struct Codes(VecDeque<Code>);

struct Code {
    text: String,
    owner: Owner,
    made_ms: i64,
    spent: bool,
}

/// Whose a code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    /// The app that the phone was in: no other app's server may spend the code.
    pub(crate) appid: String,
    pub(crate) user: String,
    /// The number that was chosen, for a phone code; else empty.
    pub(crate) phone: String,
}

impl Owner {
    /// As the state of a world knows them.
    pub(crate) fn app_user(&self) -> AppUser {
        AppUser::new(&self.appid, &self.user)
    }
}

/// What became of a code that a server brought.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Good; whose it is.
    Good(Owner),
    /// 40163.
    Spent,
    /// 40029: never made here, another app's, or too old.
    Unknown,
}

impl Codes {
    /// Remembers `text` as a code of `owner`.
    pub(crate) fn add(&mut self, text: String, owner: Owner, now_ms: i64) {
        self.0.retain(|code| code.lives(now_ms));
        while self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(Code { text, owner, made_ms: now_ms, spent: false });
    }

    /// Looks a code of `appid` up without spending it.
    pub(crate) fn find(&self, appid: &str, text: &str, now_ms: i64) -> Found {
        match self.0.iter().find(|code| code.is(text) && code.lives(now_ms) && code.owner.appid == appid) {
            None => Found::Unknown,
            Some(code) if code.spent => Found::Spent,
            Some(code) => Found::Good(code.owner.clone()),
        }
    }

    pub(crate) fn spend(&mut self, text: &str) {
        for code in self.0.iter_mut().filter(|code| code.is(text)) {
            code.spent = true;
        }
    }

    pub(crate) fn expire_all(&mut self) {
        self.0.clear();
    }

    pub(crate) fn forget_user(&mut self, user: &str) {
        self.0.retain(|code| code.owner.user != user);
    }
}

impl Code {
    /// In the same time wherever they differ: the double is what others test against.
    fn is(&self, text: &str) -> bool {
        self.text.as_bytes().ct_eq(text.as_bytes()).into()
    }

    fn lives(&self, now_ms: i64) -> bool {
        now_ms - self.made_ms < LIFE_MS
    }
}

/// A login code: 32 letters and digits, as WeChat's.
pub(crate) fn login_code(shared: &Shared) -> String {
    // a byte modulo 62 is a little uneven, which leaves 190 bits of chance
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
