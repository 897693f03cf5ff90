//! The access_tokens of an app in a world: issue and expiry.

use std::collections::BTreeMap;

use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use subtle::ConstantTimeEq as _;

use super::result::Errcode;
use crate::double::Shared;
use crate::quota_window::QuotaWindow;

/// The lifetime of a token, in virtual ms: two hours.
const LIFE_MS: i64 = 7200 * 1000;
/// How long a replaced token of `/cgi-bin/token` stays valid, and how early a stable one is renewed: five minutes.
const OVERLAP_MS: i64 = 5 * 60 * 1000;
/// The minimum interval of forced refreshes.
const FORCE_INTERVAL_MS: i64 = 30 * 1000;
/// Forced refreshes per day.
const MAX_FORCED_PER_DAY: u32 = 20;
/// Requests for a stable token, forced or not.
const MAX_STABLE_PER_MINUTE: u32 = 10_000;
const MAX_STABLE_PER_DAY: u32 = 500_000;
const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// The maximum number of tokens kept, including expired ones (which give 42001, not 40001).
const MAX_TOKENS: usize = 16;

/// All tokens of an app in a world.
#[derive(Default)]
pub(crate) struct Tokens {
    all: Vec<Token>,
    stable_minute: QuotaWindow,
    stable_day: QuotaWindow,
    forced_day: QuotaWindow,
    forced_last_ms: Option<i64>,
}

#[derive(Clone)]
struct Token {
    text: String,
    stable: bool,
    /// Replaced by a newer one.
    old: bool,
    expires_ms: i64,
}

/// The app of a call's access_token.
///
/// # Errors
/// 41001 missing, 40001 unknown, 42001 expired.
pub(super) fn app_of(apps: &BTreeMap<String, Tokens>, text: &str, now_ms: i64) -> Result<String, Errcode> {
    if text.is_empty() {
        return Err(Errcode(41001));
    }
    let same = |token: &Token| bool::from(token.text.as_bytes().ct_eq(text.as_bytes()));
    let token = apps.iter().find_map(|(appid, tokens)| Some((appid, tokens.all.iter().find(|token| same(token))?)));
    match token {
        None => Err(Errcode(40001)),
        Some((_, token)) if token.expires_ms <= now_ms => Err(Errcode(42001)),
        Some((appid, _)) => Ok(appid.clone()),
    }
}

impl Tokens {
    /// `/cgi-bin/token`: a new token every time; the previous one stays valid for five minutes. Returns the token and
    /// its lifetime in s.
    pub(super) fn fresh(&mut self, shared: &Shared, now_ms: i64) -> (String, i64) {
        self.replace(false, now_ms + OVERLAP_MS);
        self.make(shared, false, now_ms)
    }

    /// Counts a request for a stable token.
    ///
    /// # Errors
    /// 45011 over 10 000 a minute, 45009 over 500 000 a day.
    pub(super) fn count_stable(&mut self, now_ms: i64) -> Result<(), Errcode> {
        if !self.stable_minute.try_acquire(now_ms, MINUTE_MS, MAX_STABLE_PER_MINUTE) {
            return Err(Errcode(45011));
        }
        if self.stable_day.try_acquire(now_ms, DAY_MS, MAX_STABLE_PER_DAY) { Ok(()) } else { Err(Errcode(45009)) }
    }

    /// `/cgi-bin/stable_token`: the same token until five minutes before its expiry.
    pub(super) fn stable(&mut self, shared: &Shared, now_ms: i64) -> (String, i64) {
        let current =
            self.all.iter().find(|token| token.stable && !token.old && token.expires_ms - now_ms > OVERLAP_MS);
        if let Some(token) = current {
            return (token.text.clone(), (token.expires_ms - now_ms) / 1000);
        }
        self.replace(true, now_ms + OVERLAP_MS);
        self.make(shared, true, now_ms)
    }

    /// `/cgi-bin/stable_token` with `force_refresh`: a new token; the old one expires at once.
    ///
    /// # Errors
    /// 45009 after 20 a day, 45011 within 30 s of the last one.
    pub(super) fn forced(&mut self, shared: &Shared, now_ms: i64) -> Result<(String, i64), Errcode> {
        if self.forced_last_ms.is_some_and(|last| (0..FORCE_INTERVAL_MS).contains(&(now_ms - last))) {
            return Err(Errcode(45011));
        }
        if !self.forced_day.try_acquire(now_ms, DAY_MS, MAX_FORCED_PER_DAY) {
            return Err(Errcode(45009));
        }
        self.forced_last_ms = Some(now_ms);
        self.replace(true, now_ms);
        Ok(self.make(shared, true, now_ms))
    }

    fn replace(&mut self, stable: bool, expires_ms: i64) {
        for token in self.all.iter_mut().filter(|token| token.stable == stable && !token.old) {
            token.old = true;
            token.expires_ms = token.expires_ms.min(expires_ms);
        }
    }

    fn make(&mut self, shared: &Shared, stable: bool, now_ms: i64) -> (String, i64) {
        let text = BASE64_URL_SAFE_NO_PAD.encode(shared.random::<102>());
        while self.all.len() >= MAX_TOKENS {
            self.all.remove(0);
        }
        self.all.push(Token { text: text.clone(), stable, old: false, expires_ms: now_ms + LIFE_MS });
        (text, LIFE_MS / 1000)
    }
}
