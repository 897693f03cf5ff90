//! The same login sent more than once: a double tap, a retry of a phone that did not get the response.
//!
//! A code works once, so the second request would fail although the first succeeded. A request with the same code, body,
//! address and User-Agent shares an exchange that is in progress, and gets the same response within 10 s of its end as long as
//! the token was not used. Any other request goes to WeChat, which answers that the code was used. The table is in the memory
//! of one node.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::sync::{Semaphore, watch};
use tracing::Instrument as _;

use crate::flow::{FlowEvent, emit, propagate};
use crate::{ClientProfile, Error, Identity, Login, Origin, Realm, SignedIn, StoreError, TokenHash};

/// How long a response is repeated, in ms.
const REPLAY_MS: i64 = 10_000;
/// The maximum number of responses that are kept; the oldest is dropped first.
const MAX_KEPT: usize = 4096;
/// The maximum number of requests that wait for the exchange of another one.
const MAX_WAITING: usize = 1024;

/// A digest of what must be the same, so that the table contains no code.
type Key = [u8; 32];
type Outcome = Result<SignedIn, Error>;
/// `None` while the exchange is in progress.
type OutcomeReceiver = watch::Receiver<Option<Arc<Outcome>>>;

/// The logins in progress, and those that just ended.
pub(crate) struct Logins {
    table: Mutex<Table>,
    waiting: Semaphore,
}

#[derive(Default)]
struct Table {
    by_key: HashMap<Key, Entry>,
    /// Of the logins that ended, to forget them when their token is used.
    by_token: HashMap<TokenHash, Key>,
    /// The same by number, so that the oldest is found without looking at all of them.
    by_age: BTreeMap<u64, Key>,
    /// Numbers the entries, so that one is not taken for a later one of the same key.
    last: u64,
}

struct Entry {
    number: u64,
    receiver: OutcomeReceiver,
    /// When it succeeded, and its token.
    completed: Option<(i64, TokenHash)>,
}

/// The state of a login in the table.
enum Lookup {
    /// There is none: the caller makes the exchange.
    Absent(Exchange),
    InProgress(OutcomeReceiver),
    /// It succeeded less than 10 s ago, and its token was not used.
    Completed(Box<SignedIn>),
}

/// An exchange to be made. Dropped without an outcome (after a panic), it removes its entry.
struct Exchange {
    guard: EntryGuard,
    sender: watch::Sender<Option<Arc<Outcome>>>,
}

/// An entry of the table, removed when the guard is dropped.
struct EntryGuard {
    logins: Arc<Logins>,
    key: Key,
    number: u64,
}

impl Identity {
    /// The exchange runs in its own task: a client that disconnects does not cancel it, because the code may be spent.
    pub(crate) async fn login_once(
        &self,
        app: &wechat::App,
        realm: Realm,
        login: Login,
        origin: Origin,
    ) -> Result<SignedIn, Error> {
        let key = key(&realm, &login, &origin);
        let again = || FlowEvent::computed("again", "again", "login_once");
        let exchange = loop {
            match self.logins.find(key, self.now_ms()) {
                Lookup::Absent(exchange) => break exchange,
                Lookup::InProgress(receiver) => {
                    let crowded = Error::WeChat(wechat::Error::Unavailable(wechat::Unavailable::Overloaded));
                    let _permit = self.logins.waiting.try_acquire().map_err(|_| crowded)?;
                    emit(again);
                    return wait(receiver).await;
                }
                Lookup::Completed(signed_in) => {
                    if self.has_live_session(&signed_in).await? {
                        emit(again);
                        return Ok(*signed_in);
                    }
                    TokenHash::of(signed_in.token.reveal()).inspect(|hash| self.logins.token_used(hash));
                }
            }
        };
        let receiver = exchange.sender.subscribe();
        let (identity, app) = (self.clone(), app.clone());
        let exchange = async move {
            let outcome = identity.exchange(&app, realm, login, origin).await;
            // a task of its own, so that the memory of the exchange is given back now and not in ten seconds
            tokio::spawn(exchange.complete(outcome, identity.now_ms()));
        };
        tokio::spawn(propagate(exchange.in_current_span()));
        wait(receiver).await
    }

    /// Whether the session of an earlier response still exists: it may have been ended from another device.
    async fn has_live_session(&self, signed_in: &SignedIn) -> Result<bool, Error> {
        let Some(hash) = TokenHash::of(signed_in.token.reveal()) else { return Ok(false) };
        let session = self.store.session(&hash, self.now_ms()).await?;
        session.map_or(Ok(false), |session| session.active().map(|_| true))
    }
}

async fn wait(mut receiver: OutcomeReceiver) -> Outcome {
    let completed = receiver.wait_for(Option::is_some).await.map(|outcome| outcome.clone());
    match completed.ok().flatten().as_deref() {
        Some(Ok(signed_in)) => Ok(signed_in.duplicate()),
        Some(Err(error)) => Err(error.duplicate()),
        None => Err(Error::Store(StoreError::Database("the login ended in a panic".into()))),
    }
}

impl SignedIn {
    fn duplicate(&self) -> Self {
        Self {
            token: self.token.duplicate(),
            expires_ms: self.expires_ms,
            user: self.user.clone(),
            is_unverified: self.is_unverified,
        }
    }
}

impl Default for Logins {
    fn default() -> Self {
        Self { table: Mutex::default(), waiting: Semaphore::new(MAX_WAITING) }
    }
}

impl Logins {
    fn find(self: &Arc<Self>, key: Key, now_ms: i64) -> Lookup {
        let mut table = self.lock();
        match table.by_key.get(&key) {
            None => {}
            Some(Entry { completed: None, receiver, .. }) => return Lookup::InProgress(receiver.clone()),
            Some(Entry { completed: Some((completed_ms, _)), receiver, .. }) => {
                let fresh = (0..REPLAY_MS).contains(&(now_ms - completed_ms));
                if let Some(Ok(signed_in)) = receiver.borrow().as_deref().filter(|_| fresh) {
                    return Lookup::Completed(Box::new(signed_in.duplicate()));
                }
            }
        }
        table.remove(&key);
        table.make_room();
        table.last += 1;
        let (number, (sender, receiver)) = (table.last, watch::channel(None));
        table.by_key.insert(key, Entry { number, receiver, completed: None });
        Lookup::Absent(Exchange { guard: EntryGuard { logins: self.clone(), key, number }, sender })
    }

    /// Removes the login of a token that came with a call: a repeated login then fails because its code was used.
    pub(crate) fn token_used(&self, hash: &TokenHash) {
        let mut table = self.lock();
        if let Some(key) = table.by_token.get(hash).copied() {
            table.remove(&key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        // nothing panics while the lock is held, so the table is consistent even after a panic elsewhere
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Removes the response and its copy of the token, which is wiped when the last waiting request has taken it.
    fn remove(&mut self, key: &Key) {
        if let Some(Entry { completed: Some((_, token)), number, .. }) = self.by_key.remove(key) {
            self.by_token.remove(&token);
            self.by_age.remove(&number);
        }
    }

    fn make_room(&mut self) {
        if self.by_key.len() < MAX_KEPT {
            return;
        }
        if let Some(key) = self.by_age.first_key_value().map(|(_, key)| *key) {
            self.remove(&key);
        }
    }
}

impl Exchange {
    /// Sends the outcome to all waiting requests. A success is kept while the returned future runs, at most [`REPLAY_MS`]; a
    /// failure is not kept for later requests.
    fn complete(self, outcome: Outcome, now_ms: i64) -> impl Future<Output = ()> + Send + 'static {
        let Self { guard, sender } = self;
        let token = outcome.as_ref().ok().and_then(|signed_in| TokenHash::of(signed_in.token.reveal()));
        let is_kept = {
            let mut table = guard.logins.lock();
            // sent under the lock, so that no request finds a completed entry without its outcome
            sender.send_replace(Some(Arc::new(outcome)));
            match (token, guard.entry(&mut table)) {
                (Some(token), Some(entry)) => {
                    entry.completed = Some((now_ms, token));
                    table.by_token.insert(token, guard.key);
                    table.by_age.insert(guard.number, guard.key);
                    true
                }
                _ => false,
            }
        };
        let kept = is_kept.then_some(guard);
        async move {
            if let Some(guard) = kept {
                // the token is wiped even if there is no other login for hours
                tokio::time::sleep(Duration::from_millis(REPLAY_MS.unsigned_abs())).await;
                drop(guard);
            }
        }
    }
}

impl EntryGuard {
    fn entry<'t>(&self, table: &'t mut Table) -> Option<&'t mut Entry> {
        table.by_key.get_mut(&self.key).filter(|entry| entry.number == self.number)
    }
}

impl Drop for EntryGuard {
    fn drop(&mut self) {
        let mut table = self.logins.lock();
        if self.entry(&mut table).is_some() {
            table.remove(&self.key);
        }
    }
}

/// Every part with its length before it, so that no two requests give the same bytes.
fn key(realm: &Realm, login: &Login, origin: &Origin) -> Key {
    let Login { code, profile, share_user_id, signed } = login;
    let ClientProfile { nick_name, avatar, gender, country, province, city, language } = profile;
    let Origin { ip, device, user_agent } = origin;
    let mut digest = Sha256::new();
    let mut add = |part: Option<&str>| {
        digest.update(part.map_or(u64::MAX, |part| part.len() as u64).to_be_bytes());
        digest.update(part.unwrap_or_default());
    };
    for part in [realm.as_str(), code, &ip.to_string(), device, user_agent] {
        add(Some(part));
    }
    for part in [nick_name, avatar, country, province, city, language, &gender.to_string()] {
        add(Some(part));
    }
    add(share_user_id.map(|id| id.to_string()).as_deref());
    add(signed.as_ref().map(|signed| signed.raw_data.as_str()));
    add(signed.as_ref().map(|signed| signed.signature.as_str()));
    digest.finalize().into()
}

#[cfg(test)]
#[path = "login_once_tests.rs"]
mod tests;
