//! Bodies of uploads while they come in, and while they wait for their turn. Together they have a bound in memory; at the
//! bound it is the upload that has been coming for the longest which makes room, so that clients that stop in the middle
//! keep out nobody who sends.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use app::api::{ApiError, Errno};
use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// What all bodies together may hold, in bytes.
const BUDGET: usize = 48 * 1024 * 1024;
/// By how much a body's buffer grows, in bytes.
const STEP: usize = 32 * 1024;
/// When a refused upload may come again, in ms: as long as the slowest client may take.
const RETRY_MS: u64 = 15_000;

/// The uploads of the server.
#[derive(Default)]
pub(crate) struct Uploads {
    state: Mutex<State>,
    turns: Mutex<HashMap<i64, Weak<Semaphore>>>,
}

#[derive(Default)]
struct State {
    held: usize,
    next: u64,
    /// By when they began.
    coming: BTreeMap<u64, Coming>,
}

/// An upload whose client still sends.
struct Coming {
    account: i64,
    held: usize,
    /// Dropped, it ends the upload.
    _alive: oneshot::Sender<()>,
}

impl State {
    /// Ends the upload that is to make room: of those whose account sends several at a time, else of all, the one that began
    /// first.
    fn evict(&mut self) -> Option<u64> {
        let mut seen = HashSet::new();
        let several = self.coming.values().find(|coming| !seen.insert(coming.account)).map(|coming| coming.account);
        let first = self.coming.iter().find(|(_, coming)| several.is_none_or(|account| account == coming.account));
        let id = *first?.0;
        self.held -= self.coming.remove(&id)?.held;
        Some(id)
    }
}

impl Uploads {
    /// An upload of an account begins. The second ends when it has to make room for others.
    pub(crate) fn begin(self: &Arc<Self>, account: i64) -> (Upload, oneshot::Receiver<()>) {
        let (alive, evicted) = oneshot::channel();
        let mut state = self.state();
        let id = state.next;
        state.next += 1;
        state.coming.insert(id, Coming { account, held: 0, _alive: alive });
        (Upload { uploads: self.clone(), id, bytes: Vec::new() }, evicted)
    }

    /// The account's turn: one of its pictures is made at a time.
    ///
    /// # Errors
    /// 502; in truth never.
    pub(crate) async fn turn(&self, account: i64) -> Result<OwnedSemaphorePermit, ApiError> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = turns.get(&account).and_then(Weak::upgrade).unwrap_or_else(|| {
                turns.retain(|_, turn| turn.strong_count() > 0);
                Arc::new(Semaphore::new(1))
            });
            turns.insert(account, Arc::downgrade(&turn));
            turn
        };
        turn.acquire_owned().await.map_err(|_| Errno::Internal.into())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An upload whose client still sends.
pub(crate) struct Upload {
    uploads: Arc<Uploads>,
    id: u64,
    bytes: Vec<u8>,
}

impl Upload {
    /// Takes what came.
    ///
    /// # Errors
    /// 408 when this upload has to make room for others; 429 when there is none, since uploads that came whole and wait for
    /// their turn hold it all.
    pub(crate) fn push(&mut self, data: &[u8]) -> Result<(), ApiError> {
        let length = self.bytes.len() + data.len();
        if length > self.bytes.capacity() {
            let capacity = length.next_multiple_of(STEP);
            self.claim(capacity - self.bytes.capacity())?;
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
        self.bytes.extend_from_slice(data);
        Ok(())
    }

    fn claim(&self, bytes: usize) -> Result<(), ApiError> {
        let mut state = self.uploads.state();
        let Some(own) = state.coming.get_mut(&self.id) else { return Err(ApiError::too_slow()) };
        own.held += bytes;
        state.held += bytes;
        while state.held > BUDGET {
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
        let Some(coming) = self.uploads.state().coming.remove(&self.id) else {
            return Err(ApiError::too_slow());
        };
        let bytes = std::mem::take(&mut self.bytes);
        Ok((bytes.into(), Room { uploads: self.uploads.clone(), held: coming.held }))
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let mut state = self.uploads.state();
        if let Some(coming) = state.coming.remove(&self.id) {
            state.held -= coming.held;
        }
    }
}

/// What a body holds until its picture is made.
pub(crate) struct Room {
    uploads: Arc<Uploads>,
    held: usize,
}

impl Drop for Room {
    fn drop(&mut self) {
        self.uploads.state().held -= self.held;
    }
}

#[cfg(test)]
#[path = "uploads_tests.rs"]
mod tests;
