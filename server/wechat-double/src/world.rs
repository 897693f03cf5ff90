//! Everything of a world that can change: users, keys, codes, faults, clock. Bounded, so that a world stays under 256 KiB.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use crate::codes::Codes;
use crate::crypto::Key;
use crate::double::Shared;
use crate::fault::Faults;
use crate::journal::Journal;
use crate::people::{self, Person};
use crate::version::Version;
use crate::wechat::{SealedData, Tokens};
use crate::window::Window;

/// How many calls may wait for a delay at a time.
const MOST_WAITING: usize = 8;
/// How long a session_key lives unless it is rotated, in virtual ms: three days.
const KEY_LIFE_MS: i64 = 3 * 24 * 3600 * 1000;
/// How many phones of a user are remembered.
const MOST_DEVICES: usize = 8;
/// WeChat's quota: logins a minute and user.
const LOGINS_PER_MINUTE: u32 = 100;
/// The length of the quota's window, in virtual ms.
const MINUTE_MS: i64 = 60_000;

/// One world. The lock is held for moments, never across an await.
pub(crate) struct World {
    pub(crate) name: String,
    pub(crate) waiting: Semaphore,
    state: Mutex<State>,
}

impl World {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), waiting: Semaphore::new(MOST_WAITING), state: Mutex::default() }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // a panic elsewhere leaves counters and lists that are still good to use
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A user of an app: each app has its own openid and session_key of the same user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct AppUser {
    pub(crate) appid: String,
    pub(crate) user: String,
}

impl AppUser {
    pub(crate) fn new(appid: &str, user: &str) -> Self {
        Self { appid: appid.to_owned(), user: user.to_owned() }
    }
}

/// What a world holds. The default is what a reset returns to.
pub(crate) struct State {
    pub(crate) people: Vec<Person>,
    pub(crate) login_codes: Codes,
    pub(crate) phone_codes: Codes,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    /// By appid.
    pub(crate) tokens: BTreeMap<String, Tokens>,
    pub(crate) sealed: SealedData,
    /// The world's clock against the real one, in ms.
    pub(crate) offset_ms: i64,
    /// 0: no quota.
    pub(crate) login_per_minute: u32,
    pub(crate) base_library: Version,
    accounts: HashMap<AppUser, Account>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            people: people::all(),
            login_codes: Codes::default(),
            phone_codes: Codes::default(),
            faults: Faults::default(),
            journal: Journal::default(),
            tokens: BTreeMap::new(),
            sealed: SealedData::default(),
            offset_ms: 0,
            login_per_minute: LOGINS_PER_MINUTE,
            base_library: Version::DEFAULT,
            accounts: HashMap::new(),
        }
    }
}

/// What WeChat knows of a user beside the profile.
#[derive(Default)]
struct Account {
    key: Option<(Key, i64)>,
    /// Counts the keys, so that a phone's key can be told from the current one.
    generation: u64,
    /// Device and the generation at its last login, the latest at the end.
    devices: VecDeque<(String, u64)>,
    logins: Window,
}

impl State {
    pub(crate) fn person(&self, user: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.user == user)
    }

    /// The current session_key of `user`: made when it is first needed, and again when it has had its time.
    pub(crate) fn key(&mut self, shared: &Shared, user: &AppUser, now_ms: i64) -> Key {
        self.account(user).current(shared, now_ms)
    }

    /// The current session_key of `user`, if there is one that has not had its time.
    pub(crate) fn living_key(&self, user: &AppUser, now_ms: i64) -> Option<Key> {
        let (key, made_ms) = self.accounts.get(user)?.key.as_ref()?;
        (now_ms - made_ms < KEY_LIFE_MS).then(|| key.clone())
    }

    /// A new key; what was encrypted under the old one no longer opens.
    pub(crate) fn rotate_key(&mut self, shared: &Shared, user: &AppUser, now_ms: i64) -> Key {
        self.account(user).draw(shared, now_ms)
    }

    /// `wx.login` on `device`: from now on `checkSession` there asks about the current key.
    pub(crate) fn logged_in(&mut self, shared: &Shared, user: &AppUser, device: &str, now_ms: i64) {
        let account = self.account(user);
        account.current(shared, now_ms);
        account.devices.retain(|(name, _)| name != device);
        while account.devices.len() >= MOST_DEVICES {
            account.devices.pop_front();
        }
        account.devices.push_back((device.to_owned(), account.generation));
    }

    /// Whether the key of the last `wx.login` on `device` is still the current one.
    pub(crate) fn session_lives(&mut self, shared: &Shared, user: &AppUser, device: &str, now_ms: i64) -> bool {
        let account = self.account(user);
        account.current(shared, now_ms);
        account.devices.iter().any(|(name, generation)| name == device && *generation == account.generation)
    }

    /// Counts an exchange of a login code; false when the user has used the minute's quota up (45011).
    pub(crate) fn within_quota(&mut self, user: &AppUser, now_ms: i64) -> bool {
        // 0: no quota
        let most = if self.login_per_minute == 0 { u32::MAX } else { self.login_per_minute };
        self.account(user).logins.take(now_ms, MINUTE_MS, most)
    }

    /// Everything of one user, in every app, as it was in the beginning; a user that a test added is gone.
    pub(crate) fn reset_user(&mut self, user: &str) {
        self.accounts.retain(|known, _| known.user != user);
        self.login_codes.forget_user(user);
        self.phone_codes.forget_user(user);
        let original = people::all().into_iter().find(|person| person.user == user);
        match (self.people.iter_mut().find(|person| person.user == user), original) {
            (Some(person), Some(original)) => *person = original,
            _ => self.people.retain(|person| person.user != user),
        }
    }

    fn account(&mut self, user: &AppUser) -> &mut Account {
        self.accounts.entry(user.clone()).or_default()
    }
}

impl Account {
    fn current(&mut self, shared: &Shared, now_ms: i64) -> Key {
        match &self.key {
            Some((key, made_ms)) if now_ms - made_ms < KEY_LIFE_MS => key.clone(),
            _ => self.draw(shared, now_ms),
        }
    }

    fn draw(&mut self, shared: &Shared, now_ms: i64) -> Key {
        let key = Key::draw(shared);
        self.key = Some((key.clone(), now_ms));
        self.generation += 1;
        key
    }
}
