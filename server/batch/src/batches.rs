//! A queue of calls, and a worker that takes as many of them at once as wait. Others stand by: as long as batches are short, one
//! makes the largest and so the cheapest of them.

use std::future::Future;
use std::iter::{from_fn, once};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, oneshot};
use tokio::time::timeout;

/// The maximum number of calls of one batch. With more the first would wait long for the last.
pub const MAX_BATCH: usize = 64;
/// The maximum number of queued calls; one more waits for a free slot.
const QUEUE: usize = 1024;
/// How long a batch may take until the next worker takes the calls that came meanwhile: a connection that says nothing, or a
/// database that is far away, holds nobody up.
const SHORT: Duration = Duration::from_millis(20);
/// How long a worker without calls keeps its connection. No longer than a store trusts one that was not used.
const IDLE: Duration = Duration::from_secs(1);

/// Does the work of a batch. Each worker is a task of its own, so that it may keep a connection from batch to batch.
pub trait Worker: Send + 'static {
    /// What a call asks for.
    type Key: Send + Sync + 'static;
    /// The answer to a call.
    type Value: Send + 'static;
    /// Why a call, or a whole batch, has none.
    type Error: Clone + Send + 'static;

    /// One result for each of 1 to [`MAX_BATCH`] keys, in their order.
    ///
    /// # Errors
    /// What hinders the whole batch: each of its calls gets it.
    fn run(&mut self, keys: &[Self::Key]) -> impl Future<Output = Result<Vec<Outcome<Self>>, Self::Error>> + Send;

    /// Called when there was nothing to do for a second, or after a long batch: what others could use is given back.
    fn rest(&mut self);
}

/// What one call gets.
pub type Outcome<W> = Result<<W as Worker>::Value, <W as Worker>::Error>;

/// A queue of calls and the workers behind it, which end with it. Cheap to clone.
pub struct Batches<W: Worker> {
    calls: async_channel::Sender<Call<W>>,
}

struct Call<W: Worker> {
    key: W::Key,
    reply: oneshot::Sender<Outcome<W>>,
}

impl<W: Worker> Clone for Batches<W> {
    fn clone(&self) -> Self {
        Self { calls: self.calls.clone() }
    }
}

impl<W: Worker> Batches<W> {
    /// Starts as many workers as `make` is to make: so many batches run at once at most, and only long ones do.
    pub fn start(workers: usize, make: impl Fn() -> W + Clone + Send + 'static) -> Self {
        let (sender, calls) = async_channel::bounded(QUEUE);
        let calls = Arc::new(Mutex::new(calls));
        for _ in 0..workers {
            tokio::spawn(replace_if_panicked(make.clone(), Arc::clone(&calls)));
        }
        Self { calls: sender }
    }

    /// Ends the workers after what is queued; a later call gets `None`.
    pub fn close(&self) {
        self.calls.close();
    }

    /// The result for one key; `None` when a panic ended the work, or the queue is closed. A caller that gives up before its batch begins is left out.
    pub async fn call(&self, key: W::Key) -> Option<Outcome<W>> {
        let (reply, outcome) = oneshot::channel();
        self.calls.send(Call { key, reply }).await.ok()?;
        outcome.await.ok()
    }
}

/// The calls, and whose turn it is to take them.
type Turn<W> = Arc<Mutex<async_channel::Receiver<Call<W>>>>;

/// A panic costs the calls of its batch an error, and no later ones a worker.
async fn replace_if_panicked<W: Worker>(make: impl Fn() -> W + Send, calls: Turn<W>) {
    while let Err(ended) = tokio::spawn(serve(make(), Arc::clone(&calls))).await {
        if !ended.is_panic() {
            return;
        }
        tracing::error!("batch of calls panicked");
    }
}

async fn serve<W: Worker>(mut worker: W, calls: Turn<W>) {
    loop {
        let turn = calls.lock().await;
        loop {
            let Some(first) = next(&mut worker, &turn).await else { return };
            let batch = once(first).chain(from_fn(|| turn.try_recv().ok())).take(MAX_BATCH);
            let (keys, replies): (Vec<_>, Vec<_>) =
                batch.filter(|call| !call.reply.is_closed()).map(|call| (call.key, call.reply)).unzip();
            if keys.is_empty() {
                continue;
            }
            let mut work = pin!(worker.run(&keys));
            match timeout(SHORT, &mut work).await {
                Ok(outcome) => reply(replies, outcome),
                Err(_) => {
                    drop(turn);
                    reply(replies, work.await);
                    break;
                }
            }
        }
        worker.rest();
    }
}

/// A caller that has gone meanwhile takes nothing.
fn reply<V, E: Clone>(replies: Vec<oneshot::Sender<Result<V, E>>>, outcome: Result<Vec<Result<V, E>>, E>) {
    match outcome {
        Ok(results) => replies.into_iter().zip(results).for_each(|(reply, result)| drop(reply.send(result))),
        Err(error) => replies.into_iter().for_each(|reply| drop(reply.send(Err(error.clone())))),
    }
}

/// `None` when no more calls can come.
async fn next<W: Worker>(worker: &mut W, calls: &async_channel::Receiver<Call<W>>) -> Option<Call<W>> {
    if let Ok(call) = calls.try_recv() {
        return Some(call);
    }
    match timeout(IDLE, calls.recv()).await {
        Ok(call) => call.ok(),
        Err(_) => {
            worker.rest();
            calls.recv().await.ok()
        }
    }
}

#[cfg(test)]
#[path = "batches_tests.rs"]
mod tests;
