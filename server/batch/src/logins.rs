//! Logins of users who are known, those of many calls in one transaction: one wait for the disk.

use std::future::Future;
use std::sync::Arc;

use identity::{LoginWritten, NewLogin, error_chain};
use sqlx::{Database, Error, Pool};

use crate::{Batches, Kept, Outcome, Worker};

/// How a database writes them.
pub trait LoginTransaction: Send + Sync + 'static {
    /// Of the driver.
    type Database: Database;

    /// Writes 1 to [`crate::MAX_BATCH`] logins in one transaction. `None` for one that has opened no session, because it is not
    /// what the statements are for: of a user who is new, may not log in, is held by another transaction, or logs in twice in
    /// the batch.
    ///
    /// # Errors
    /// Those of the driver; nothing was written, unless the connection was lost at the end.
    fn write(
        &self,
        kept: &mut Kept<Self::Database>,
        logins: &[NewLogin],
    ) -> impl Future<Output = Result<Vec<Option<LoginWritten>>, Error>> + Send;
}

/// The queue of logins. Cheap to clone.
pub struct Logins<T: LoginTransaction>(Batches<Writer<T>>);

impl<T: LoginTransaction> Logins<T> {
    /// Starts as many workers, each with a connection of the pool while there are calls.
    pub fn start(workers: usize, pool: &Pool<T::Database>, transaction: T) -> Self {
        let (pool, transaction) = (pool.clone(), Arc::new(transaction));
        let make = move || Writer { kept: Kept::of(&pool), transaction: Arc::clone(&transaction) };
        Self(Batches::start(workers, make))
    }

    /// Returns when the login is on the disk, or `None` when it has to be written alone.
    ///
    /// # Errors
    /// That of the batch: another login may be at fault, so this one is worth a try alone.
    pub async fn write(&self, login: &NewLogin) -> Result<Option<LoginWritten>, Arc<Error>> {
        self.0.call(login.clone()).await.unwrap_or_else(|| Err(Arc::new(Error::WorkerCrashed)))
    }

    /// Gives the connections back after what runs on them.
    pub fn close(&self) {
        self.0.close();
    }
}

impl<T: LoginTransaction> Clone for Logins<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: LoginTransaction> std::fmt::Debug for Logins<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Logins").finish_non_exhaustive()
    }
}

struct Writer<T: LoginTransaction> {
    kept: Kept<T::Database>,
    transaction: Arc<T>,
}

impl<T: LoginTransaction> Worker for Writer<T> {
    type Key = NewLogin;
    type Value = Option<LoginWritten>;
    type Error = Arc<Error>;

    async fn run(&mut self, logins: &[NewLogin]) -> Result<Vec<Outcome<Self>>, Self::Error> {
        let written = self.transaction.write(&mut self.kept, logins).await;
        let written = written.inspect_err(|error| {
            tracing::debug!(logins = logins.len(), error = %error_chain(error), "batch of logins failed");
            self.kept.give_back();
        })?;
        Ok(written.into_iter().map(Ok).collect())
    }

    fn rest(&mut self) {
        self.kept.give_back();
    }
}
