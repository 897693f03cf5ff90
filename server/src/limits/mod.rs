//! How often an address may log in and be refused, and an account may log in, bind a phone, upload an avatar or read. One
//! node's memory.
//!
//! The counting is governor's GCRA: the first calls go through at once, then one goes through whenever its share of the
//! minute (or hour) has passed.

mod bounded_store;
mod capacity;
mod monotonic_clock;
mod network;
mod rate_limiter;
mod refused_logins;

use std::{net::IpAddr, num::NonZeroU32, sync::Arc};

use governor::Quota;
use identity::{Action, Clock, Limit, Realm};
use sha2::{Digest as _, Sha256};

pub(crate) use network::network;
use rate_limiter::{LimitStats, Limiter};
pub(crate) use refused_logins::LoginPermit;
use refused_logins::RefusedLogins;

/// A digest of realm and openid: of one size whatever they are, and no openid lies in the table.
type Account = [u8; 32];

/// The limiters of a server.
pub(crate) struct Limits {
    login_addresses: Limiter<IpAddr>,
    refused_logins: Arc<RefusedLogins>,
    logins: Limiter<Account>,
    phones: Limiter<Account>,
    avatars: Limiter<Account>,
    reads: Limiter<Account>,
}

impl Limits {
    /// Nobody has done anything yet.
    pub(crate) fn new(clock: &Clock) -> Self {
        Self {
            login_addresses: Limiter::new("logins per address", Quota::per_minute(times(600)), clock),
            refused_logins: Arc::new(RefusedLogins::new("refused logins per address", clock)),
            logins: Limiter::new("logins per account", Quota::per_minute(times(20)), clock),
            phones: Limiter::new("bound phones per account", Quota::per_minute(times(10)), clock),
            avatars: Limiter::new("avatars per account", Quota::per_hour(times(10)), clock),
            reads: Limiter::new("reads per account", Quota::per_minute(times(600)), clock),
        }
    }

    /// Counts a login from an address: all of them loosely, as an office has one address, and strictly those that end in a
    /// refusal, which the permit tells.
    ///
    /// # Errors
    /// In how many ms it would be let through.
    pub(crate) async fn login_from(&self, ip: IpAddr) -> Result<LoginPermit, u64> {
        let network = network::network(ip);
        self.login_addresses.check(&network)?;
        self.refused_logins.acquire(network).await
    }

    /// What the flows ask.
    pub(crate) fn account_limit(self: Arc<Self>) -> Limit {
        Arc::new(move |action, realm, openid| {
            let limiter = match action {
                Action::Login => &self.logins,
                Action::BindPhone => &self.phones,
                Action::UploadAvatar => &self.avatars,
                Action::Read => &self.reads,
            };
            limiter.check(&account(realm, openid))
        })
    }

    /// What each did so far.
    pub(crate) fn stats(&self) -> [LimitStats; 6] {
        [
            self.login_addresses.stats(),
            self.refused_logins.stats(),
            self.logins.stats(),
            self.phones.stats(),
            self.avatars.stats(),
            self.reads.stats(),
        ]
    }

    /// Forgets who could start anew anyway, and gives the memory back.
    pub(crate) fn tidy(&self) {
        self.login_addresses.tidy();
        self.refused_logins.tidy();
        self.logins.tidy();
        self.phones.tidy();
        self.avatars.tidy();
        self.reads.tidy();
    }
}

fn account(realm: &Realm, openid: &str) -> Account {
    // neither holds a NUL, so no two accounts give the same bytes
    Sha256::new().chain_update(realm.as_str()).chain_update([0]).chain_update(openid).finalize().into()
}

fn times(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}
