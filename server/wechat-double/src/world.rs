//! The mutable state of a world: users, keys, codes, faults, clock. Bounded to less than 256 KiB.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use crate::codes::Codes;
use crate::crypto::Key;
use crate::double::Shared;
use crate::fault::Faults;
use crate::journal::Journal;
use crate::people::{self, Person};
use crate::quota_window::QuotaWindow;
use crate::version::Version;
use crate::wechat::{SealedData, Tokens};

/// How many calls may be delayed at a time.
const MAX_WAITING: usize = 8;
/// The lifetime of a session_key that is not rotated, in virtual ms: three days.
const KEY_LIFE_MS: i64 = 3 * 24 * 3600 * 1000;
/// The maximum number of devices per user.
const MAX_DEVICES: usize = 8;
/// WeChat's quota: logins per minute and user.
const LOGINS_PER_MINUTE: u32 = 100;
/// The length of the quota's window, in virtual ms.
const MINUTE_MS: i64 = 60_000;

/// A world. The lock is held briefly, never across an await.
pub(crate) struct World {
    pub(crate) name: String,
    pub(crate) waiting: Semaphore,
    state: Mutex<State>,
}

impl World {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), waiting: Semaphore::new(MAX_WAITING), state: Mutex::default() }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // a panic elsewhere leaves the state usable
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

/// The state of a world. The default is the state after a reset.
pub(crate) struct State {
    pub(crate) people: Vec<Person>,
    pub(crate) login_codes: Codes,
    pub(crate) phone_codes: Codes,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    /// By appid.
    pub(crate) tokens: BTreeMap<String, Tokens>,
    pub(crate) sealed: SealedData,
    /// The offset of the world's clock, in ms.
    pub(crate) offset_ms: i64,
    /// 0: no quota.
    pub(crate) login_per_minute: u32,
    pub(crate) base_library: Version,
    pub(crate) overrides: Overrides,
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
            overrides: Overrides::default(),
            accounts: HashMap::new(),
        }
    }
}

/// What phones receive in place of what is theirs.
#[derive(Clone, Default)]
pub(crate) struct Overrides {
    /// The appid in watermarks.
    pub(crate) watermark_appid: Option<String>,
    /// The number of `getPhoneNumber`.
    pub(crate) phone: Option<String>,
}

/// WeChat's state of a user besides the profile.
#[derive(Default)]
struct Account {
    key: Option<(Key, i64)>,
    /// The number of the current key, to detect that a phone's key is not current.
    generation: u64,
    /// Devices with the key's generation at their last login, the latest at the end.
    devices: VecDeque<(String, u64)>,
    logins: QuotaWindow,
}

impl State {
    pub(crate) fn person(&self, user: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.user == user)
    }

    /// The current session_key of `user`; generated if there is none or it has expired.
    pub(crate) fn key(&mut self, shared: &Shared, user: &AppUser, now_ms: i64) -> Key {
        self.account(user).current(shared, now_ms)
    }

    /// The current session_key of `user`, if there is one and it has not expired.
    pub(crate) fn valid_key(&self, user: &AppUser, now_ms: i64) -> Option<Key> {
        let (key, made_ms) = self.accounts.get(user)?.key.as_ref()?;
        (now_ms - made_ms < KEY_LIFE_MS).then(|| key.clone())
    }

    /// Generates a new key; data encrypted under the old one can no longer be decrypted.
    pub(crate) fn rotate_key(&mut self, shared: &Shared, user: &AppUser, now_ms: i64) -> Key {
        self.account(user).generate(shared, now_ms)
    }

    /// Records a `wx.login` on `device`: from now on its `checkSession` refers to the current key.
    pub(crate) fn record_login(&mut self, shared: &Shared, user: &AppUser, device: &str, now_ms: i64) {
        let account = self.account(user);
        account.current(shared, now_ms);
        account.devices.retain(|(name, _)| name != device);
        while account.devices.len() >= MAX_DEVICES {
            account.devices.pop_front();
        }
        account.devices.push_back((device.to_owned(), account.generation));
    }

    /// Whether the key of the last `wx.login` on `device` is still the current one.
    pub(crate) fn is_session_valid(&mut self, shared: &Shared, user: &AppUser, device: &str, now_ms: i64) -> bool {
        let account = self.account(user);
        account.current(shared, now_ms);
        account.devices.iter().any(|(name, generation)| name == device && *generation == account.generation)
    }

    /// Counts a code exchange. `false` if the user's quota of the minute is used up (45011).
    pub(crate) fn count_login(&mut self, user: &AppUser, now_ms: i64) -> bool {
        // 0: no quota
        let max = if self.login_per_minute == 0 { u32::MAX } else { self.login_per_minute };
        self.account(user).logins.try_acquire(now_ms, MINUTE_MS, max)
    }

    /// Every control as it is at first; users, keys and codes stay.
    pub(crate) fn restore(&mut self) {
        let fresh = Self::default();
        self.faults = fresh.faults;
        self.offset_ms = fresh.offset_ms;
        self.login_per_minute = fresh.login_per_minute;
        self.base_library = fresh.base_library;
        self.overrides = fresh.overrides;
        self.login_codes.next_expires = false;
        self.phone_codes.next_expires = false;
    }

    /// Resets a user in every app; a user that a test added is removed.
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
            _ => self.generate(shared, now_ms),
        }
    }

    fn generate(&mut self, shared: &Shared, now_ms: i64) -> Key {
        let key = Key::generate(shared);
        self.key = Some((key.clone(), now_ms));
        self.generation += 1;
        key
    }
}
