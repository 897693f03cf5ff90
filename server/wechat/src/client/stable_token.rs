//! `/cgi-bin/stable_token`: the access_token of an app, kept, and fetched by one caller at a time.
//!
//! The stable token is the same for every node of a deployment, so a node that asks does not end what another has. A
//! forced refresh does: it is the last resort, and never more often than WeChat allows.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use subtle::ConstantTimeEq as _;
use tokio::time::Instant;

use super::call::Call;
use super::{App, Client};
use crate::answer::access_token;
use crate::{Error, Unavailable};

pub(super) const PATH: &str = "/cgi-bin/stable_token";
/// A token is renewed this long before its end, in ms; from then on WeChat gives the next one.
const RENEW_EARLY_MS: i64 = 5 * 60 * 1000;
/// WeChat's limits on forced refreshes: the pause between two, in ms, and how many a day.
const FORCE_PAUSE_MS: i64 = 30 * 1000;
const FORCE_A_DAY: usize = 20;
const DAY_MS: i64 = 24 * 3600 * 1000;
/// How many tokens are kept: one an app and world. The longest unused goes first, unless it was used a moment ago.
const MAX_SLOTS: usize = 1024;
/// How long after its last use a token makes no room for another, in ms: ten minutes.
const ACTIVE_MS: i64 = 10 * 60 * 1000;

/// A token that WeChat did not take, and what it said.
pub(super) struct Rejected {
    pub(super) token: SecretString,
    pub(super) error: Error,
}

/// The tokens, by appid and world.
#[derive(Default)]
pub(super) struct Tokens(Mutex<HashMap<(String, Option<String>), Kept>>);

struct Kept {
    slot: Arc<Slot>,
    used_ms: i64,
}

/// The lock is held while WeChat is asked, so that there is one question at a time.
#[derive(Default)]
struct Slot {
    /// How many questions have been answered, whatever the answer.
    answered: AtomicU64,
    state: tokio::sync::Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    /// The number of the last answer if it was bad, for those who waited for it.
    failed: Option<(u64, Error)>,
    /// When a refresh was forced, in UTC epoch ms, within the last day.
    forced: VecDeque<i64>,
}

struct Token {
    text: SecretString,
    renew_ms: i64,
    dies_ms: i64,
}

impl Client {
    /// The access_token of `app` in `world`: the one that is kept, or a new one when that is near its end or is `rejected`.
    ///
    /// # Errors
    /// Every variant of [`Error`]; that of `rejected` when nothing newer may be asked for yet.
    pub(super) async fn access_token(
        &self,
        app: &App,
        world: Option<&str>,
        now_ms: i64,
        deadline: Instant,
        rejected: Option<&Rejected>,
    ) -> Result<SecretString, Error> {
        let slot = self.tokens.slot(&app.appid, world, now_ms);
        let answered = slot.answered.load(Ordering::Acquire);
        let Ok(mut state) = tokio::time::timeout_at(deadline, slot.state.lock()).await else {
            return Err(Error::Unavailable(Unavailable::Timeout));
        };
        if let Some(token) = state.token.as_ref().filter(|token| now_ms < token.renew_ms && !token.is(rejected)) {
            return Ok(token.text.clone());
        }
        // answered while this call waited, and badly: to ask again would keep the next one waiting
        if let Some((number, error)) = state.failed
            && number > answered
        {
            return Err(error);
        }
        let outcome = self.renew(&mut state, app, world, now_ms, deadline, rejected).await;
        let number = slot.answered.fetch_add(1, Ordering::AcqRel) + 1;
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
            // the old one is good until its end
            Err(error) => {
                let old = state.token.as_ref().filter(|token| now_ms < token.dies_ms && !token.is(rejected));
                return old.map(|token| token.text.clone()).ok_or(error);
            }
        };
        if let Some(rejected) = rejected
            && token.is(Some(rejected))
        {
            // WeChat still gives what it does not take: only now a new one is forced
            if !state.may_force(now_ms) {
                tracing::warn!(path = PATH, "the access_token is refused, and a refresh may not be forced again yet");
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
        let (text, life_s) = self.persist(call, &app.appid, access_token).await?;
        let dies_ms = now_ms.saturating_add(life_s * 1000);
        Ok(Token { text, renew_ms: dies_ms - RENEW_EARLY_MS, dies_ms })
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
        let rested = self.forced.back().is_none_or(|forced_ms| now_ms - forced_ms >= FORCE_PAUSE_MS);
        rested && self.forced.len() < FORCE_A_DAY
    }
}

impl Tokens {
    fn slot(&self, appid: &str, world: Option<&str>, now_ms: i64) -> Arc<Slot> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (appid.to_owned(), world.map(str::to_owned));
        if !all.contains_key(&key) && all.len() >= MAX_SLOTS {
            let idle = all.iter().filter(|(_, kept)| now_ms - kept.used_ms >= ACTIVE_MS);
            let Some(oldest) = idle.min_by_key(|(_, kept)| kept.used_ms).map(|(key, _)| key.clone()) else {
                return Arc::default(); // for this call alone: what others use is not taken from them
            };
            all.remove(&oldest);
        }
        let kept = all.entry(key).or_insert_with(|| Kept { slot: Arc::default(), used_ms: now_ms });
        kept.used_ms = now_ms;
        kept.slot.clone()
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
    fn the_tokens_are_bounded_and_the_longest_unused_goes() {
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
    fn a_token_in_use_makes_no_room() {
        let tokens = Tokens::default();
        let first = tokens.slot("wx1", Some("w0"), 0);
        for nth in 0..5000 {
            tokens.slot("wx1", Some(&format!("w{nth}")), ACTIVE_MS - 1);
        }
        assert!(Arc::ptr_eq(&first, &tokens.slot("wx1", Some("w0"), ACTIVE_MS)));
        assert_eq!(tokens.0.lock().unwrap().len(), 1024);
    }
}
