//! Group commit: concurrent writes share a transaction and thereby one wait for the disk, which is most of the cost of a write.
//! Each write is acknowledged only after the commit that contains it.

use std::sync::Arc;

use async_trait::async_trait;
use identity::StoreError;
use sqlx::{Error, SqliteConnection, SqlitePool};
use tokio::sync::{mpsc, oneshot};

use crate::error::{database, retry_while_busy};

/// The maximum number of writes of one commit. With more the first would wait long for the last.
const MAX_BATCH: usize = 64;
/// The maximum number of queued writes; one more waits for a free slot.
const QUEUE: usize = 1024;

/// A unit of work, in a transaction that it does not begin and does not end. It may be run again after a rollback.
#[async_trait]
pub(crate) trait Write: Send + Sync + 'static {
    /// Its result.
    type Done: Send + 'static;

    /// Writes. After an error nothing of it stays.
    async fn write(&self, tx: &mut SqliteConnection) -> Result<Self::Done, Error>;
}

/// The queue of the writes. Cheap to clone; its task ends with the last clone.
#[derive(Debug, Clone)]
pub(crate) struct GroupCommit {
    queue: mpsc::Sender<Box<dyn Job>>,
}

impl GroupCommit {
    /// Writes go through this pool, in its turn with what else writes there.
    pub(crate) fn new(writer: SqlitePool) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        tokio::spawn(run_batches(writer, jobs));
        Self { queue }
    }

    /// Returns when the write is on the disk.
    ///
    /// # Errors
    /// The error of SQLite for the write or for the commit.
    pub(crate) async fn write<W: Write>(&self, write: W) -> Result<W::Done, StoreError> {
        let (reply, outcome) = oneshot::channel();
        let job = Waiting { write, done: None, reply };
        self.queue.send(Box::new(job)).await.map_err(|_| database(Error::PoolClosed))?;
        let outcome = outcome.await.map_err(|_| database(Error::PoolClosed))?;
        outcome.map_err(|error| StoreError::Database(Box::new(error)))
    }
}

/// A queued write and the channel of its caller.
#[async_trait]
trait Job: Send {
    fn is_awaited(&self) -> bool;
    async fn run(&mut self, tx: &mut SqliteConnection) -> Result<(), Error>;
    fn reply(self: Box<Self>, outcome: Result<(), Arc<Error>>);
}

struct Waiting<W: Write> {
    write: W,
    done: Option<W::Done>,
    reply: oneshot::Sender<Result<W::Done, Arc<Error>>>,
}

#[async_trait]
impl<W: Write> Job for Waiting<W> {
    fn is_awaited(&self) -> bool {
        !self.reply.is_closed()
    }

    async fn run(&mut self, tx: &mut SqliteConnection) -> Result<(), Error> {
        self.done = Some(self.write.write(tx).await?);
        Ok(())
    }

    fn reply(self: Box<Self>, outcome: Result<(), Arc<Error>>) {
        let Self { done, reply, .. } = *self;
        let done = outcome.and_then(|()| done.ok_or_else(|| Arc::new(Error::WorkerCrashed)));
        // the caller may be gone, and then nothing was done
        let _ = reply.send(done);
    }
}

async fn run_batches(writer: SqlitePool, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch = Vec::new();
    while jobs.recv_many(&mut batch, MAX_BATCH).await > 0 {
        // In its own task: after a panic the callers of this batch get an error, and later writes go on.
        let written = tokio::spawn(write_batch(writer.clone(), std::mem::take(&mut batch)));
        if let Err(cause) = written.await {
            tracing::error!(cause = %identity::error_chain(&cause), "database write panicked");
        }
    }
}

async fn write_batch(writer: SqlitePool, mut batch: Vec<Box<dyn Job>>) {
    match write_in_one_transaction(&writer, &mut batch).await {
        // One of them is at fault: alone, each has its own outcome.
        Err(Failed::Write(_)) if batch.len() > 1 => {
            for mut job in batch {
                let outcome = write_in_one_transaction(&writer, std::slice::from_mut(&mut job)).await;
                job.reply(outcome.map_err(Failed::shared));
            }
        }
        outcome => {
            let outcome = outcome.map_err(Failed::shared);
            batch.into_iter().for_each(|job| job.reply(outcome.clone()));
        }
    }
}

/// Why a transaction failed.
enum Failed {
    /// It did not begin: no write is the cause, so trying each alone is of no use.
    Begin(Error),
    /// A write, or the commit.
    Write(Error),
}

impl Failed {
    fn shared(self) -> Arc<Error> {
        let (Self::Begin(error) | Self::Write(error)) = self;
        Arc::new(error)
    }
}

/// One transaction for all of them, or none of them.
async fn write_in_one_transaction(writer: &SqlitePool, batch: &mut [Box<dyn Job>]) -> Result<(), Failed> {
    let mut tx = retry_while_busy(|| writer.begin_with("BEGIN IMMEDIATE")).await.map_err(Failed::Begin)?;
    // without the writes whose callers gave up
    for job in batch.iter_mut().filter(|job| job.is_awaited()) {
        if let Err(error) = job.run(&mut tx).await {
            // the error of the write is more useful than that of the rollback
            let _ = tx.rollback().await;
            return Err(Failed::Write(error));
        }
    }
    tx.commit().await.map_err(Failed::Write)
}

#[cfg(test)]
#[path = "group_commit_tests.rs"]
mod tests;
