//! `/cgi-bin/stable_token`: caches the access_token of an app; one caller at a time fetches it.
//!
//! The stable token is the same for every node of a deployment, so a node that requests it does not invalidate another's.
//! A forced refresh does: it is the last resort, and never more often than WeChat allows.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use subtle::ConstantTimeEq as _;
use tokio::time::Instant;

use super::call::Call;
use super::{App, Client};
use crate::response::access_token;
use crate::{Error, Unavailable};

pub(super) const PATH: &str = "/cgi-bin/stable_token";
/// A token is renewed this long before its expiry, in ms; from then on WeChat gives the next one.
const RENEW_EARLY_MS: i64 = 5 * 60 * 1000;
/// WeChat's limits on forced refreshes: the interval between two, in ms, and the number per day.
const FORCE_INTERVAL_MS: i64 = 30 * 1000;
const MAX_FORCED_PER_DAY: usize = 20;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// How many tokens are cached: one per app and world. The least recently used is evicted, unless it is active.
const MAX_SLOTS: usize = 1024;
/// How long after its last use a token counts as active and is not evicted, in ms: ten minutes.
const ACTIVE_MS: i64 = 10 * 60 * 1000;

/// A token that WeChat rejected, and its error.
pub(super) struct Rejected {
    pub(super) token: SecretString,
    pub(super) error: Error,
}

/// The tokens, by appid and world.
#[derive(Default)]
pub(super) struct Tokens(Mutex<HashMap<(String, Option<String>), CacheEntry>>);

struct CacheEntry {
    slot: Arc<Slot>,
    used_ms: i64,
}

/// The lock is held during a request to WeChat, so that there is one request at a time.
#[derive(Default)]
struct Slot {
    /// How many requests have completed, whatever the outcome.
    completed: AtomicU64,
    state: tokio::sync::Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// The number of the last request if it failed, for the callers that waited for it.
    failed: Option<(u64, Error)>,
    /// When a refresh was forced, in UTC epoch ms, within the last day.
    forced: VecDeque<i64>,
}

struct Token {
    text: SecretString,
    renew_ms: i64,
    expires_ms: i64,
}

impl Client {
    /// The access_token of `app` in `world`: the cached one, or a new one when that is close to its expiry or is `rejected`.
    ///
    /// # Errors
    /// Every variant of [`Error`]; that of `rejected` when a refresh may not be forced yet.
    pub(super) async fn access_token(
        &self,
        app: &App,
        world: Option<&str>,
        now_ms: i64,
        deadline: Instant,
        rejected: Option<&Rejected>,
    ) -> Result<SecretString, Error> {
        let slot = self.tokens.slot(&app.appid, world, now_ms);
        let completed = slot.completed.load(Ordering::Acquire);
        let Ok(mut state) = tokio::time::timeout_at(deadline, slot.state.lock()).await else {
            return Err(Error::Unavailable(Unavailable::Timeout));
        };
        if let Some(token) = state.token.as_ref().filter(|token| now_ms < token.renew_ms && !token.is(rejected)) {
            return Ok(token.text.clone());
        }
        // the request this call waited for failed: another one would keep the next caller waiting
        if let Some((number, error)) = state.failed
            && number > completed
        {
            return Err(error);
        }
        let outcome = self.renew(&mut state, app, world, now_ms, deadline, rejected).await;
        let number = slot.completed.fetch_add(1, Ordering::AcqRel) + 1;
        state.failed = outcome.as_ref().err().map(|error| (number, *error));
        outcome
    }

    async fn renew(
        &self,
        state: &mut State,
        app: &App,
        world: Option<&str>,
        now_ms: i64,
        deadline: Instant,
        rejected: Option<&Rejected>,
    ) -> Result<SecretString, Error> {
        let mut token = match self.fetch(app, world, now_ms, deadline, false).await {
            Ok(token) => token,
            // the old token is valid until its expiry
            Err(error) => {
                let old = state.token.as_ref().filter(|token| now_ms < token.expires_ms && !token.is(rejected));
                return old.map(|token| token.text.clone()).ok_or(error);
            }
        };
        if let Some(rejected) = rejected
            && token.is(Some(rejected))
        {
            // WeChat still returns the token that it rejects: only now a refresh is forced
            if !state.may_force(now_ms) {
                tracing::warn!(path = PATH, "access_token rejected; forced refresh not allowed yet");
                return Err(rejected.error);
            }
            state.forced.push_back(now_ms);
            token = self.fetch(app, world, now_ms, deadline, true).await?;
        }
        Ok(state.token.insert(token).text.clone())
    }

    async fn fetch(
        &self,
        app: &App,
        world: Option<&str>,
        now_ms: i64,
        deadline: Instant,
        force_refresh: bool,
    ) -> Result<Token, Error> {
        let body = json!({
            "grant_type": "client_credential", "appid": app.appid, "secret": app.secret.expose_secret(),
            "force_refresh": force_refresh,
        });
        let call = Call { path: PATH, query: &[], body: Some(&body), world, attempt: 0, deadline };
        let (text, lifetime_s) = self.call_with_retry(call, &app.appid, access_token).await?;
        let expires_ms = now_ms.saturating_add(lifetime_s * 1000);
        Ok(Token { text, renew_ms: expires_ms - RENEW_EARLY_MS, expires_ms })
    }
}

impl Token {
    fn is(&self, rejected: Option<&Rejected>) -> bool {
        let bytes = self.text.expose_secret().as_bytes();
        rejected.is_some_and(|rejected| bytes.ct_eq(rejected.token.expose_secret().as_bytes()).into())
    }
}

impl State {
    fn may_force(&mut self, now_ms: i64) -> bool {
        self.forced.retain(|forced_ms| now_ms - forced_ms < DAY_MS);
        let is_interval_over = self.forced.back().is_none_or(|forced_ms| now_ms - forced_ms >= FORCE_INTERVAL_MS);
        is_interval_over && self.forced.len() < MAX_FORCED_PER_DAY
    }
}

impl Tokens {
    fn slot(&self, appid: &str, world: Option<&str>, now_ms: i64) -> Arc<Slot> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (appid.to_owned(), world.map(str::to_owned));
        if !all.contains_key(&key) && all.len() >= MAX_SLOTS {
            let idle = all.iter().filter(|(_, entry)| now_ms - entry.used_ms >= ACTIVE_MS);
            let Some(oldest) = idle.min_by_key(|(_, entry)| entry.used_ms).map(|(key, _)| key.clone()) else {
                return Arc::default(); // uncached, for this call alone: active tokens are not evicted
            };
            all.remove(&oldest);
        }
        let entry = all.entry(key).or_insert_with(|| CacheEntry { slot: Arc::default(), used_ms: now_ms });
        entry.used_ms = now_ms;
        entry.slot.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_is_forced_30_s_apart_and_20_times_a_day() {
        let mut state = State::default();
        let mut force = |now_ms| {
            let may = state.may_force(now_ms);
            if may {
                state.forced.push_back(now_ms);
            }
            may
        };
        assert!(force(0));
        assert!(!force(29_999));
        for nth in 1..20 {
            assert!(force(nth * 30_000), "{nth}");
        }
        assert!(!force(20 * 30_000) && !force(DAY_MS - 1));
        assert!(force(DAY_MS), "the first of them is a day old");
        assert!(!force(DAY_MS + 1));
    }

    #[test]
    fn the_cache_is_bounded_and_evicts_the_least_recently_used() {
        let tokens = Tokens::default();
        for nth in 0..1024 {
            tokens.slot("wx1", Some(&format!("w{nth}")), nth);
        }
        let kept = tokens.slot("wx1", Some("w0"), 5000);
        tokens.slot("wx1", None, ACTIVE_MS + 1);
        assert!(Arc::ptr_eq(&kept, &tokens.slot("wx1", Some("w0"), ACTIVE_MS + 2)));
        assert_eq!(tokens.0.lock().unwrap().len(), 1024);
        assert!(!tokens.0.lock().unwrap().contains_key(&("wx1".to_owned(), Some("w1".to_owned()))));
    }

    #[test]
    fn an_active_token_is_not_evicted() {
        let tokens = Tokens::default();
        let first = tokens.slot("wx1", Some("w0"), 0);
        for nth in 0..5000 {
            tokens.slot("wx1", Some(&format!("w{nth}")), ACTIVE_MS - 1);
        }
        assert!(Arc::ptr_eq(&first, &tokens.slot("wx1", Some("w0"), ACTIVE_MS)));
        assert_eq!(tokens.0.lock().unwrap().len(), 1024);
    }
}
