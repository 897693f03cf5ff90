//! Sessions found by their tokens, those of many calls in one statement.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use identity::{Session, TokenHash};
use sqlx::{Database, Error, Pool};

use crate::{Batches, Kept, Outcome, Worker};

/// What a database is asked, and how its rows are read.
pub trait SessionQuery: Send + Sync + 'static {
    /// Of the driver.
    type Database: Database;
    /// What is read with a session.
    type Extra: Clone + Send + 'static;

    /// One row for each of 1 to [`crate::MAX_BATCH`] hashes that has a session, in any order. Also of one that has ended: each call
    /// has a time of its own, and [`SessionReads::find`] asks for it.
    ///
    /// # Errors
    /// Those of the driver. The connection is not used again.
    fn rows(
        &self,
        kept: &mut Kept<Self::Database>,
        hashes: &[TokenHash],
    ) -> impl Future<Output = Result<Vec<<Self::Database as Database>::Row>, Error>> + Send;

    /// Whose row it is.
    ///
    /// # Errors
    /// When the column has another type or length.
    fn hash(row: &<Self::Database as Database>::Row) -> Result<TokenHash, Error>;

    /// What the row holds.
    ///
    /// # Errors
    /// When a column has another type.
    fn read(row: &<Self::Database as Database>::Row) -> Result<(Session, Self::Extra), Error>;
}

/// The reads of one kind. Cheap to clone.
pub struct SessionReads<Q: SessionQuery>(Batches<Reader<Q>>);

impl<Q: SessionQuery> SessionReads<Q> {
    /// Starts as many workers, each with a connection of the pool while there are calls.
    pub fn start(workers: usize, pool: &Pool<Q::Database>, query: Q) -> Self {
        let (pool, query) = (pool.clone(), Arc::new(query));
        let make = move || Reader { kept: Kept::of(&pool), query: Arc::clone(&query) };
        Self(Batches::start(workers, make))
    }

    /// The session of a token, unless it has ended at `now_ms`. The row is read after the call, so what another call was told
    /// before holds for it.
    ///
    /// # Errors
    /// That of the batch, or of the own row.
    pub async fn find(&self, hash: &TokenHash, now_ms: i64) -> Result<Option<(Session, Q::Extra)>, Arc<Error>> {
        let found = self.0.call(*hash).await.unwrap_or_else(|| Err(Arc::new(Error::WorkerCrashed)))?;
        Ok(found.filter(|(session, _)| session.expires_ms > now_ms))
    }

    /// Gives the connections back after what runs on them.
    pub fn close(&self) {
        self.0.close();
    }
}

impl<Q: SessionQuery> std::fmt::Debug for SessionReads<Q> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionReads").finish_non_exhaustive()
    }
}

impl<Q: SessionQuery> Clone for SessionReads<Q> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

struct Reader<Q: SessionQuery> {
    kept: Kept<Q::Database>,
    query: Arc<Q>,
}

impl<Q: SessionQuery> Worker for Reader<Q> {
    type Key = TokenHash;
    type Value = Option<(Session, Q::Extra)>;
    type Error = Arc<Error>;

    async fn run(&mut self, hashes: &[TokenHash]) -> Result<Vec<Outcome<Self>>, Self::Error> {
        let rows = self.query.rows(&mut self.kept, hashes).await;
        let rows = rows.inspect_err(|_| self.kept.give_back())?;
        let mut found = HashMap::with_capacity(rows.len());
        for row in &rows {
            found.insert(Q::hash(row)?, Q::read(row).map_err(Arc::new));
        }
        Ok(hashes.iter().map(|hash| found.get(hash).cloned().transpose()).collect())
    }

    fn rest(&mut self) {
        self.kept.give_back();
    }
}
