//! How often logins of an address may be refused. What is counted is not known before the end of an permit, so each one
//! holds a slot while it runs, and a refusal keeps the slot for its share of the minute: however many come at once, no
//! more than the quota are refused. Exchanges that succeed give their slots back, so that an office, which has one
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
    monotonic_clock::MonotonicClock,
    rate_limiter::{LimitStats, MAX_KEYS},
};

/// RefusedLogins a minute, all of them at once if need be.
const QUOTA: u32 = 60;
/// A refusal's share of the minute.
const SHARE: Duration = Duration::from_secs(1);
/// How long an permit waits for a slot that others hold and may give back.
const MAX_WAIT: Duration = Duration::from_secs(3);

/// Counts the refusals of each address.
pub(super) struct RefusedLogins {
    capacity: Capacity,
    clock: MonotonicClock,
    table: Mutex<HashMap<IpAddr, Slots>>,
    refused: AtomicU64,
}

/// The slots of an address.
#[derive(Default)]
struct Slots {
    /// When the last refusal's share has passed.
    free_at: Duration,
    /// Exchanges that run.
    held: u32,
    /// Told when a slot is given back.
    released: Arc<Notify>,
}

impl Slots {
    /// How many slots no refusal keeps.
    fn free(&self, now: Duration) -> u32 {
        let kept = self.free_at.saturating_sub(now).as_nanos().div_ceil(SHARE.as_nanos());
        QUOTA.saturating_sub(u32::try_from(kept).unwrap_or(u32::MAX))
    }

    fn is_in_use(&self, now: Duration) -> bool {
        self.held > 0 || self.free_at > now
    }
}

/// An permit that runs, and its slot. Dropped before its body came, the client did not send it: that is a refusal.
pub(crate) struct LoginPermit {
    slot: Option<(Arc<RefusedLogins>, IpAddr)>,
    refused: bool,
}

impl LoginPermit {
    /// One that nobody counts.
    pub(crate) fn uncounted() -> Self {
        Self { slot: None, refused: false }
    }

    /// From here on an end that nobody hears of is not the client's fault.
    pub(crate) fn body_received(&mut self) {
        self.refused = false;
    }

    /// How it ended.
    pub(crate) fn finish(mut self, refused: bool) {
        self.refused = refused;
    }
}

impl Drop for LoginPermit {
    fn drop(&mut self) {
        if let Some((refusals, ip)) = self.slot.take() {
            refusals.release(ip, self.refused);
        }
    }
}

impl RefusedLogins {
    pub(super) fn new(name: &'static str, clock: &Clock) -> Self {
        Self::bounded(name, clock, MAX_KEYS)
    }

    fn bounded(name: &'static str, clock: &Clock, limit: usize) -> Self {
        Self {
            capacity: Capacity::new(name, limit),
            clock: MonotonicClock::new(clock),
            table: Mutex::default(),
            refused: AtomicU64::new(0),
        }
    }

    /// A slot for one more permit of an address. Where all that no refusal keeps are held, one is waited for.
    ///
    /// # Errors
    /// In how many ms it would be let through.
    pub(super) async fn acquire(self: &Arc<Self>, ip: IpAddr) -> Result<LoginPermit, u64> {
        let deadline = Instant::now() + MAX_WAIT;
        loop {
            let released = match self.slot(ip) {
                Ok(held) => return Ok(LoginPermit { slot: held.then(|| (self.clone(), ip)), refused: held }),
                Err(NoSlot::Kept(wait_ms)) => return Err(self.refuse(wait_ms)),
                Err(NoSlot::Held(released)) => released,
            };
            if timeout_at(deadline, released).await.is_err() {
                return Err(self.refuse(1000));
            }
        }
    }

    /// Whether the permit holds a slot now: where the table is full, a new address goes uncounted.
    fn slot(&self, ip: IpAddr) -> Result<bool, NoSlot<impl Future<Output = ()> + use<>>> {
        let now = self.clock.now();
        let mut table = self.lock();
        if table.len() >= self.capacity.limit && !table.contains_key(&ip) {
            let has_room = self.capacity.make_room(now, |is_tidy_due| {
                if is_tidy_due {
                    table.retain(|_, slots| slots.is_in_use(now));
                }
                table.len()
            });
            if !has_room {
                return Ok(false);
            }
        }
        let slots = table.entry(ip).or_default();
        let free = slots.free(now);
        if slots.held < free {
            slots.held = slots.held.saturating_add(1);
            return Ok(true);
        }
        Err(match free {
            0 => {
                let wait = slots.free_at.saturating_sub(now).saturating_sub(SHARE * (QUOTA - 1));
                NoSlot::Kept(u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX))
            }
            // made under the lock, so that no slot is given back unheard
            _ => NoSlot::Held(slots.released.clone().notified_owned()),
        })
    }

    fn release(&self, ip: IpAddr, refused: bool) {
        let now = self.clock.now();
        let mut table = self.lock();
        let Some(slots) = table.get_mut(&ip) else { return };
        slots.held = slots.held.saturating_sub(1);
        if refused {
            slots.free_at = slots.free_at.max(now) + SHARE;
        }
        slots.released.notify_waiters();
        if !slots.is_in_use(now) {
            table.remove(&ip);
        }
    }

    fn refuse(&self, wait_ms: u64) -> u64 {
        self.refused.fetch_add(1, Ordering::Relaxed);
        wait_ms
    }

    pub(super) fn stats(&self) -> LimitStats {
        LimitStats { name: self.capacity.name, refused: self.refused.load(Ordering::Relaxed), keys: self.lock().len() }
    }

    /// Forgets the addresses that could start anew anyway, and gives their memory back.
    pub(super) fn tidy(&self) {
        let now = self.clock.now();
        let mut table = self.lock();
        table.retain(|_, slots| slots.is_in_use(now));
        table.shrink_to_fit();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Slots>> {
        // nothing panics while it is held
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why there is no slot.
enum NoSlot<W> {
    /// RefusedLogins keep all of them; for how many ms yet.
    Kept(u64),
    /// Exchanges hold what is left; ready when one ends.
    Held(W),
}

#[cfg(test)]
#[path = "refused_logins_tests.rs"]
mod tests;
