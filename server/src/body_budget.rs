//! BodyBudget of requests while they come in, and those of uploads while they wait for their turn. Together they have a bound in
//! memory; at the bound it is the body that has been receiving for the longest which makes room, so that clients that stop in
//! the middle keep out nobody who sends.

use std::{
    collections::{BTreeMap, HashSet},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::api::ApiError;
use bytes::Bytes;
use tokio::sync::oneshot;

/// What the bodies of all uploads may hold, and those of all other calls, in bytes.
const UPLOADS: usize = 48 * 1024 * 1024;
const CALLS: usize = 32 * 1024 * 1024;
/// By how much a body's buffer grows at most, in bytes, so that little of it is empty.
const STEP: usize = 32 * 1024;
/// When a refused body may come again, in ms: as long as the slowest client may take.
const RETRY_MS: u64 = 15_000;

/// Whose body it is: of those who send several at a time, one makes room first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Sender {
    Account(i64),
    Address(IpAddr),
}

/// BodyBudget that share a bound.
pub(crate) struct BodyBudget {
    budget: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: usize,
    next: u64,
    /// By when they began.
    receiving: BTreeMap<u64, Receiving>,
}

/// A body whose client still sends.
struct Receiving {
    sender: Sender,
    held: usize,
    /// Dropped, it ends the body.
    _alive: oneshot::Sender<()>,
}

impl State {
    /// Ends the body that is to make room: of those whose sender sends several at a time, else of all, the one that began
    /// first.
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
    /// Those of uploads.
    pub(crate) fn for_uploads() -> Arc<Self> {
        Arc::new(Self { budget: UPLOADS, state: Mutex::default() })
    }

    /// Those of all other calls.
    pub(crate) fn for_calls() -> Arc<Self> {
        Arc::new(Self { budget: CALLS, state: Mutex::default() })
    }

    /// A body begins. The second ends when it has to make room for others.
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

/// A body whose client still sends.
pub(crate) struct IncomingBody {
    bodies: Arc<BodyBudget>,
    id: u64,
    bytes: Vec<u8>,
}

impl IncomingBody {
    /// Takes what came.
    ///
    /// # Errors
    /// 408 when this body has to make room for others; 429 when there is none, since uploads that came whole and wait for
    /// their turn hold it all.
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

    /// The body, which has come whole: it makes room for nobody any more.
    ///
    /// # Errors
    /// 408 when it just had to.
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

/// What a body holds until its picture is made.
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
