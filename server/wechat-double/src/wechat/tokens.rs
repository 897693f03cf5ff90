//! The access_tokens of an app in a world: when they are made, and how long each lives.

use std::collections::BTreeMap;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use subtle::ConstantTimeEq as _;

use super::said::Errcode;
use crate::double::Shared;
use crate::window::Window;

/// How long a token lives, in virtual ms: two hours.
const LIFE_MS: i64 = 7200 * 1000;
/// How long an old token of `/cgi-bin/token` goes on, and how early a stable one is renewed: five minutes.
const OVERLAP_MS: i64 = 5 * 60 * 1000;
/// Between two forced refreshes.
const FORCE_PAUSE_MS: i64 = 30 * 1000;
/// Forced refreshes a day.
const FORCE_A_DAY: u32 = 20;
/// Questions for a stable token, forced or not.
const STABLE_A_MINUTE: u32 = 10_000;
const STABLE_A_DAY: u32 = 500_000;
const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// How many are remembered, the dead ones among them (which are 42001 and not 40001).
const MOST: usize = 16;

/// All tokens of an app in a world.
#[derive(Default)]
pub(crate) struct Tokens {
    all: Vec<Token>,
    stable_minute: Window,
    stable_day: Window,
    forced_day: Window,
    forced_last_ms: Option<i64>,
}

#[derive(Clone)]
struct Token {
    text: String,
    stable: bool,
    /// Replaced by a newer one.
    old: bool,
    dies_ms: i64,
}

/// The app whose token a call carries.
///
/// # Errors
/// 41001 missing, 40001 unknown, 42001 dead.
pub(super) fn app_of(apps: &BTreeMap<String, Tokens>, text: &str, now_ms: i64) -> Result<String, Errcode> {
    if text.is_empty() {
        return Err(Errcode(41001));
    }
    let same = |token: &Token| bool::from(token.text.as_bytes().ct_eq(text.as_bytes()));
    let token = apps.iter().find_map(|(appid, tokens)| Some((appid, tokens.all.iter().find(|token| same(token))?)));
    match token {
        None => Err(Errcode(40001)),
        Some((_, token)) if token.dies_ms <= now_ms => Err(Errcode(42001)),
        Some((appid, _)) => Ok(appid.clone()),
    }
}

impl Tokens {
    /// `/cgi-bin/token`: a new one every time; the one before goes on for five minutes. Token and its life in s.
    pub(super) fn fresh(&mut self, shared: &Shared, now_ms: i64) -> (String, i64) {
        self.replace(false, now_ms + OVERLAP_MS);
        self.make(shared, false, now_ms)
    }

    /// Counts a question for a stable token.
    ///
    /// # Errors
    /// 45011 over 10 000 a minute, 45009 over 500 000 a day.
    pub(super) fn count_stable(&mut self, now_ms: i64) -> Result<(), Errcode> {
        if !self.stable_minute.take(now_ms, MINUTE_MS, STABLE_A_MINUTE) {
            return Err(Errcode(45011));
        }
        if self.stable_day.take(now_ms, DAY_MS, STABLE_A_DAY) { Ok(()) } else { Err(Errcode(45009)) }
    }

    /// `/cgi-bin/stable_token`: the same one until five minutes before its end.
    pub(super) fn stable(&mut self, shared: &Shared, now_ms: i64) -> (String, i64) {
        let current = self.all.iter().find(|token| token.stable && !token.old && token.dies_ms - now_ms > OVERLAP_MS);
        if let Some(token) = current {
            return (token.text.clone(), (token.dies_ms - now_ms) / 1000);
        }
        self.replace(true, now_ms + OVERLAP_MS);
        self.make(shared, true, now_ms)
    }

    /// `/cgi-bin/stable_token` with `force_refresh`: a new one, and the old one dies at once.
    ///
    /// # Errors
    /// 45009 after 20 a day, 45011 within 30 s of the last one.
    pub(super) fn forced(&mut self, shared: &Shared, now_ms: i64) -> Result<(String, i64), Errcode> {
        if self.forced_last_ms.is_some_and(|last| (0..FORCE_PAUSE_MS).contains(&(now_ms - last))) {
            return Err(Errcode(45011));
        }
        if !self.forced_day.take(now_ms, DAY_MS, FORCE_A_DAY) {
            return Err(Errcode(45009));
        }
        self.forced_last_ms = Some(now_ms);
        self.replace(true, now_ms);
        Ok(self.make(shared, true, now_ms))
    }

    fn replace(&mut self, stable: bool, dies_ms: i64) {
        for token in self.all.iter_mut().filter(|token| token.stable == stable && !token.old) {
            token.old = true;
            token.dies_ms = token.dies_ms.min(dies_ms);
        }
    }

    fn make(&mut self, shared: &Shared, stable: bool, now_ms: i64) -> (String, i64) {
        let text = BASE64_URL_SAFE_NO_PAD.encode(shared.random::<102>());
        while self.all.len() >= MOST {
            self.all.remove(0);
        }
        self.all.push(Token { text: text.clone(), stable, old: false, dies_ms: now_ms + LIFE_MS });
        (text, LIFE_MS / 1000)
    }
}
