//! Limits the refused logins of an address. Whether a login is refused is known only at its end, so each one holds a
//! slot while it runs, and a refusal keeps the slot for its interval: no more logins than the quota are refused,
//! however many run concurrently. A successful login releases its slot, so that an office, which shares one address, is
//! not limited.

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

/// Refused logins per minute, all at once if need be.
const QUOTA: u32 = 60;
/// How long a refusal keeps its slot.
const SHARE: Duration = Duration::from_secs(1);
/// How long a login waits for a slot that other logins hold.
const MAX_WAIT: Duration = Duration::from_secs(3);

/// Limits the refused logins of each address.
pub(super) struct RefusedLogins {
    capacity: Capacity,
    clock: MonotonicClock,
    table: Mutex<HashMap<IpAddr, Slots>>,
    refused: AtomicU64,
}

/// The slots of an address.
#[derive(Default)]
struct Slots {
    /// When the slot of the last refusal is free again.
    free_at: Duration,
    /// Running logins.
    held: u32,
    /// Notified when a slot is released.
    released: Arc<Notify>,
}

impl Slots {
    /// The number of slots that no refusal keeps.
    fn free(&self, now: Duration) -> u32 {
        let kept = self.free_at.saturating_sub(now).as_nanos().div_ceil(SHARE.as_nanos());
        QUOTA.saturating_sub(u32::try_from(kept).unwrap_or(u32::MAX))
    }

    fn is_in_use(&self, now: Duration) -> bool {
        self.held > 0 || self.free_at > now
    }
}

/// A running login and its slot. If it is dropped before the body was received, the login counts as refused.
pub(crate) struct LoginPermit {
    slot: Option<(Arc<RefusedLogins>, IpAddr)>,
    refused: bool,
}

impl LoginPermit {
    /// A permit without a slot.
    pub(crate) fn uncounted() -> Self {
        Self { slot: None, refused: false }
    }

    /// The body was received: from here on, a drop without [`Self::finish`] is not the client's fault.
    pub(crate) fn body_received(&mut self) {
        self.refused = false;
    }

    /// Reports the outcome and releases the slot.
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

    /// Acquires a slot for a login of an address. Waits if running logins hold all slots that no refusal keeps.
    ///
    /// # Errors
    /// The time until it would be allowed, in ms.
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

    /// Takes a slot. `false` if the table is full: a new address is not counted.
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
            // created under the lock, so that no release is missed
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

    /// Removes expired addresses and frees their memory.
    pub(super) fn tidy(&self) {
        let now = self.clock.now();
        let mut table = self.lock();
        table.retain(|_, slots| slots.is_in_use(now));
        table.shrink_to_fit();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Slots>> {
        // no code panics while the lock is held
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why no slot is available.
enum NoSlot<W> {
    /// Refusals keep all of them, for the given ms.
    Kept(u64),
    /// Running logins hold the others; resolves when one is released.
    Held(W),
}

#[cfg(test)]
#[path = "refused_logins_tests.rs"]
mod tests;
