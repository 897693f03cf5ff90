//! How often logins of an address may be refused. What is counted is not known before the end of an exchange, so each one
//! holds a place while it runs, and a refusal keeps the place for its share of the minute: however many come at once, no
//! more than the quota are refused. Exchanges that succeed give their places back, so that an office, which has one
//! address, is not held up by its number.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use governor::clock::Clock as _;
use identity::Clock;
use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};

use super::{
    capacity::Capacity,
    limiter::{Figures, MAX_KEYS},
    ticks::Ticks,
};

/// Refusals a minute, all of them at once if need be.
const QUOTA: u32 = 60;
/// A refusal's share of the minute.
const SHARE: Duration = Duration::from_secs(1);
/// How long an exchange waits for a place that others hold and may give back.
const PATIENCE: Duration = Duration::from_secs(3);

/// Counts the refusals of each address.
pub(super) struct Refusals {
    capacity: Capacity,
    ticks: Ticks,
    table: Mutex<HashMap<IpAddr, Places>>,
    refused: AtomicU64,
}

/// The places of an address.
#[derive(Default)]
struct Places {
    /// When the last refusal's share has passed.
    free_at: Duration,
    /// Exchanges that run.
    held: u32,
    /// Told when a place is given back.
    given_back: Arc<Notify>,
}

impl Places {
    /// How many places no refusal keeps.
    fn free(&self, now: Duration) -> u32 {
        let kept = self.free_at.saturating_sub(now).as_nanos().div_ceil(SHARE.as_nanos());
        QUOTA.saturating_sub(u32::try_from(kept).unwrap_or(u32::MAX))
    }

    fn is_in_use(&self, now: Duration) -> bool {
        self.held > 0 || self.free_at > now
    }
}

/// An exchange that runs, and its place. Dropped before its body came, the client did not send it: that is a refusal.
pub(crate) struct Exchange {
    place: Option<(Arc<Refusals>, IpAddr)>,
    refused: bool,
}

impl Exchange {
    /// One that nobody counts.
    pub(crate) fn uncounted() -> Self {
        Self { place: None, refused: false }
    }

    /// From here on an end that nobody hears of is not the client's fault.
    pub(crate) fn body_came(&mut self) {
        self.refused = false;
    }

    /// How it ended.
    pub(crate) fn end(mut self, refused: bool) {
        self.refused = refused;
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if let Some((refusals, ip)) = self.place.take() {
            refusals.give_back(ip, self.refused);
        }
    }
}

impl Refusals {
    pub(super) fn new(name: &'static str, clock: &Clock) -> Self {
        Self::bounded(name, clock, MAX_KEYS)
    }

    fn bounded(name: &'static str, clock: &Clock, limit: usize) -> Self {
        Self {
            capacity: Capacity::new(name, limit),
            ticks: Ticks::new(clock),
            table: Mutex::default(),
            refused: AtomicU64::new(0),
        }
    }

    /// A place for one more exchange of an address. Where all that no refusal keeps are held, one is waited for.
    ///
    /// # Errors
    /// In how many ms it would be let through.
    pub(super) async fn enter(self: &Arc<Self>, ip: IpAddr) -> Result<Exchange, u64> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let given_back = match self.place(ip) {
                Ok(held) => return Ok(Exchange { place: held.then(|| (self.clone(), ip)), refused: held }),
                Err(Full::Kept(wait_ms)) => return Err(self.refuse(wait_ms)),
                Err(Full::Held(given_back)) => given_back,
            };
            if timeout_at(deadline, given_back).await.is_err() {
                return Err(self.refuse(1000));
            }
        }
    }

    /// Whether the exchange holds a place now: where the table is full, a new address goes uncounted.
    fn place(&self, ip: IpAddr) -> Result<bool, Full<impl Future<Output = ()> + use<>>> {
        let now = self.ticks.now();
        let mut table = self.lock();
        if table.len() >= self.capacity.limit && !table.contains_key(&ip) {
            let has_room = self.capacity.make_room(now, |is_tidy_due| {
                if is_tidy_due {
                    table.retain(|_, places| places.is_in_use(now));
                }
                table.len()
            });
            if !has_room {
                return Ok(false);
            }
        }
        let places = table.entry(ip).or_default();
        let free = places.free(now);
        if places.held < free {
            places.held = places.held.saturating_add(1);
            return Ok(true);
        }
        Err(match free {
            0 => {
                let wait = places.free_at.saturating_sub(now).saturating_sub(SHARE * (QUOTA - 1));
                Full::Kept(u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX))
            }
            // made under the lock, so that no place is given back unheard
            _ => Full::Held(places.given_back.clone().notified_owned()),
        })
    }

    fn give_back(&self, ip: IpAddr, refused: bool) {
        let now = self.ticks.now();
        let mut table = self.lock();
        let Some(places) = table.get_mut(&ip) else { return };
        places.held = places.held.saturating_sub(1);
        if refused {
            places.free_at = places.free_at.max(now) + SHARE;
        }
        places.given_back.notify_waiters();
        if !places.is_in_use(now) {
            table.remove(&ip);
        }
    }

    fn refuse(&self, wait_ms: u64) -> u64 {
        self.refused.fetch_add(1, Ordering::Relaxed);
        wait_ms
    }

    pub(super) fn figures(&self) -> Figures {
        Figures { name: self.capacity.name, refused: self.refused.load(Ordering::Relaxed), keys: self.lock().len() }
    }

    /// Forgets the addresses that could start anew anyway, and gives their memory back.
    pub(super) fn tidy(&self) {
        let now = self.ticks.now();
        let mut table = self.lock();
        table.retain(|_, places| places.is_in_use(now));
        table.shrink_to_fit();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Places>> {
        // nothing panics while it is held
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why there is no place.
enum Full<W> {
    /// Refusals keep all of them; for how many ms yet.
    Kept(u64),
    /// Exchanges hold what is left; ready when one ends.
    Held(W),
}

#[cfg(test)]
#[path = "refusals_tests.rs"]
mod tests;
