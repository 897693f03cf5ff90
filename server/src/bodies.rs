//! Bodies of requests while they come in, and those of uploads while they wait for their turn. Together they have a bound in
//! memory; at the bound it is the body that has been coming for the longest which makes room, so that clients that stop in
//! the middle keep out nobody who sends.

use std::{
    collections::{BTreeMap, HashSet},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::wire::ApiError;
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

/// Bodies that share a bound.
pub(crate) struct Bodies {
    budget: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: usize,
    next: u64,
    /// By when they began.
    coming: BTreeMap<u64, Coming>,
}

/// A body whose client still sends.
struct Coming {
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
        let several = self.coming.values().find(|coming| !seen.insert(coming.sender)).map(|coming| coming.sender);
        let first = self.coming.iter().find(|(_, coming)| several.is_none_or(|sender| sender == coming.sender));
        let id = *first?.0;
        self.held -= self.coming.remove(&id)?.held;
        Some(id)
    }
}

impl Bodies {
    /// Those of uploads.
    pub(crate) fn of_uploads() -> Arc<Self> {
        Arc::new(Self { budget: UPLOADS, state: Mutex::default() })
    }

    /// Those of all other calls.
    pub(crate) fn of_calls() -> Arc<Self> {
        Arc::new(Self { budget: CALLS, state: Mutex::default() })
    }

    /// A body begins. The second ends when it has to make room for others.
    pub(crate) fn begin(self: &Arc<Self>, sender: Sender) -> (Incoming, oneshot::Receiver<()>) {
        let (alive, evicted) = oneshot::channel();
        let mut state = self.state();
        let id = state.next;
        state.next += 1;
        state.coming.insert(id, Coming { sender, held: 0, _alive: alive });
        (Incoming { bodies: self.clone(), id, bytes: Vec::new() }, evicted)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body whose client still sends.
pub(crate) struct Incoming {
    bodies: Arc<Bodies>,
    id: u64,
    bytes: Vec<u8>,
}

impl Incoming {
    /// Takes what came.
    ///
    /// # Errors
    /// 408 when this body has to make room for others; 429 when there is none, since uploads that came whole and wait for
    /// their turn hold it all.
    pub(crate) fn push(&mut self, data: &[u8]) -> Result<(), ApiError> {
        let length = self.bytes.len() + data.len();
        if length > self.bytes.capacity() {
            let capacity = length.next_multiple_of(length.next_power_of_two().min(STEP));
            self.claim(capacity - self.bytes.capacity())?;
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
        self.bytes.extend_from_slice(data);
        Ok(())
    }

    fn claim(&self, bytes: usize) -> Result<(), ApiError> {
        let mut state = self.bodies.state();
        let Some(own) = state.coming.get_mut(&self.id) else { return Err(ApiError::too_slow()) };
        own.held += bytes;
        state.held += bytes;
        while state.held > self.bodies.budget {
            let alone = state.coming.len() == 1;
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
    pub(crate) fn complete(mut self) -> Result<(Bytes, Room), ApiError> {
        let Some(coming) = self.bodies.state().coming.remove(&self.id) else {
            return Err(ApiError::too_slow());
        };
        let bytes = std::mem::take(&mut self.bytes);
        Ok((bytes.into(), Room { bodies: self.bodies.clone(), held: coming.held }))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let mut state = self.bodies.state();
        if let Some(coming) = state.coming.remove(&self.id) {
            state.held -= coming.held;
        }
    }
}

/// What a body holds until its picture is made.
pub(crate) struct Room {
    bodies: Arc<Bodies>,
    held: usize,
}

impl Drop for Room {
    fn drop(&mut self) {
        self.bodies.state().held -= self.held;
    }
}

#[cfg(test)]
#[path = "bodies_tests.rs"]
mod tests;
