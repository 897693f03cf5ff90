//! Rate limits: logins and refused logins per address; logins, bound phones, avatars and reads per account. The state
//! is in this node's memory.
//!
//! The algorithm is governor's GCRA: a burst passes at once, then one call per interval.

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

/// A digest of realm and openid: of fixed size, and the table holds no openid.
type Account = [u8; 32];

/// The rate limiters of a server.
pub(crate) struct Limits {
    login_addresses: Limiter<IpAddr>,
    refused_logins: Arc<RefusedLogins>,
    logins: Limiter<Account>,
    phones: Limiter<Account>,
    avatars: Limiter<Account>,
    reads: Limiter<Account>,
}

impl Limits {
    /// Creates the limiters, all empty.
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

    /// Counts a login from an address: loosely for all logins, as an office shares one address, and strictly for
    /// refused ones, which the permit reports.
    ///
    /// # Errors
    /// The time until it would be allowed, in ms.
    pub(crate) async fn login_from(&self, ip: IpAddr) -> Result<LoginPermit, u64> {
        let network = network::network(ip);
        self.login_addresses.check(&network)?;
        self.refused_logins.acquire(network).await
    }

    /// The limit of the flows, per account.
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

    /// The statistics of each limiter.
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

    /// Removes expired keys and frees their memory.
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
    // neither contains a NUL, so different accounts give different bytes
    Sha256::new().chain_update(realm.as_str()).chain_update([0]).chain_update(openid).finalize().into()
}

fn times(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}
