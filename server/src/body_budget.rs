//! The memory budget of request bodies while they are received, and of uploads while they wait to be processed. When the
//! budget is exhausted, the body that has been receiving for the longest is evicted, so that stalled clients do not block
//! active ones.

use std::{
    collections::{BTreeMap, HashSet},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::wire::ApiError;
use bytes::Bytes;
use tokio::sync::oneshot;

/// The budget for the bodies of all uploads, and for those of all other calls, in bytes.
const UPLOADS: usize = 48 * 1024 * 1024;
const CALLS: usize = 32 * 1024 * 1024;
/// The maximum growth step of a body's buffer, in bytes, so that little of it is unused.
const STEP: usize = 32 * 1024;
/// `Retry-After` of a rejected body, in ms: as long as the slowest client may take.
const RETRY_MS: u64 = 15_000;

/// The sender of a body: a sender with several concurrent bodies is evicted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Sender {
    Account(i64),
    Address(IpAddr),
}

/// A memory budget shared by bodies.
pub(crate) struct BodyBudget {
    budget: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: usize,
    next: u64,
    /// Ordered by the time they began.
    receiving: BTreeMap<u64, Receiving>,
}

/// The accounting of a body that is being received.
struct Receiving {
    sender: Sender,
    held: usize,
    /// Dropped to end the body.
    _alive: oneshot::Sender<()>,
}

impl State {
    /// Evicts a body: the oldest of those whose sender has several, else the oldest of all.
    fn evict(&mut self) -> Option<u64> {
        let mut seen = HashSet::new();
        let several =
            self.receiving.values().find(|receiving| !seen.insert(receiving.sender)).map(|receiving| receiving.sender);
        let first =
            self.receiving.iter().find(|(_, receiving)| several.is_none_or(|sender| sender == receiving.sender));
        let id = *first?.0;
        self.held -= self.receiving.remove(&id)?.held;
        Some(id)
    }
}

impl BodyBudget {
    /// The budget for uploads.
    pub(crate) fn for_uploads() -> Arc<Self> {
        Arc::new(Self { budget: UPLOADS, state: Mutex::default() })
    }

    /// The budget for all other calls.
    pub(crate) fn for_calls() -> Arc<Self> {
        Arc::new(Self { budget: CALLS, state: Mutex::default() })
    }

    /// Starts a body. The receiver resolves when the body is evicted.
    pub(crate) fn begin(self: &Arc<Self>, sender: Sender) -> (IncomingBody, oneshot::Receiver<()>) {
        let (alive, evicted) = oneshot::channel();
        let mut state = self.state();
        let id = state.next;
        state.next += 1;
        state.receiving.insert(id, Receiving { sender, held: 0, _alive: alive });
        (IncomingBody { bodies: self.clone(), id, bytes: Vec::new() }, evicted)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body that is being received.
pub(crate) struct IncomingBody {
    bodies: Arc<BodyBudget>,
    id: u64,
    bytes: Vec<u8>,
}

impl IncomingBody {
    /// Appends received bytes.
    ///
    /// # Errors
    /// 408 if this body was evicted; 429 if completed uploads that wait to be processed use the whole budget.
    pub(crate) fn push(&mut self, data: &[u8]) -> Result<(), ApiError> {
        let length = self.bytes.len() + data.len();
        if length > self.bytes.capacity() {
            let capacity = length.next_multiple_of(length.next_power_of_two().min(STEP));
            self.reserve(capacity - self.bytes.capacity())?;
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
        self.bytes.extend_from_slice(data);
        Ok(())
    }

    fn reserve(&self, bytes: usize) -> Result<(), ApiError> {
        let mut state = self.bodies.state();
        let Some(own) = state.receiving.get_mut(&self.id) else { return Err(ApiError::too_slow()) };
        own.held += bytes;
        state.held += bytes;
        while state.held > self.bodies.budget {
            let alone = state.receiving.len() == 1;
            let Some(id) = state.evict() else { break };
            if id == self.id {
                return Err(if alone { ApiError::too_many(RETRY_MS) } else { ApiError::too_slow() });
            }
        }
        Ok(())
    }

    /// Completes the body: it can no longer be evicted.
    ///
    /// # Errors
    /// 408 if it was evicted before.
    pub(crate) fn complete(mut self) -> Result<(Bytes, Reservation), ApiError> {
        let Some(receiving) = self.bodies.state().receiving.remove(&self.id) else {
            return Err(ApiError::too_slow());
        };
        let bytes = std::mem::take(&mut self.bytes);
        Ok((bytes.into(), Reservation { bodies: self.bodies.clone(), held: receiving.held }))
    }
}

impl Drop for IncomingBody {
    fn drop(&mut self) {
        let mut state = self.bodies.state();
        if let Some(receiving) = state.receiving.remove(&self.id) {
            state.held -= receiving.held;
        }
    }
}

/// The reserved memory of a completed body, released on drop.
pub(crate) struct Reservation {
    bodies: Arc<BodyBudget>,
    held: usize,
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.bodies.state().held -= self.held;
    }
}

#[cfg(test)]
#[path = "body_budget_tests.rs"]
mod tests;
