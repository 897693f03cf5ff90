//! A connection that a worker keeps from batch to batch: a pool pings each one that is given back.

use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{Database, Error, Pool};
use tokio::time::Instant;

/// How long a worker keeps a connection that is always busy: a pool ends old ones when they come back, and a proxy before the
/// database has to be able to move them.
const LONGEST: Duration = Duration::from_secs(60);

/// At most one connection of a pool.
pub struct Kept<DB: Database> {
    pool: Pool<DB>,
    connection: Option<(PoolConnection<DB>, Instant)>,
}

impl<DB: Database> Kept<DB> {
    pub(crate) fn of(pool: &Pool<DB>) -> Self {
        Self { pool: pool.clone(), connection: None }
    }

    /// The connection; one of the pool's if there is none yet.
    ///
    /// # Errors
    /// Those of the pool.
    pub async fn get(&mut self) -> Result<&mut DB::Connection, Error> {
        if self.connection.as_ref().is_some_and(|(_, since)| since.elapsed() > LONGEST) {
            self.give_back();
        }
        let (connection, _) = match &mut self.connection {
            Some(kept) => kept,
            none => none.insert((self.pool.acquire().await?, Instant::now())),
        };
        Ok(&mut **connection)
    }

    /// Back to the pool, which finds out whether it is still good.
    pub(crate) fn give_back(&mut self) {
        self.connection = None;
    }
}
