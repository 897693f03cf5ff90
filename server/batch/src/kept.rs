//! A connection that a worker keeps from batch to batch: a pool pings each one that is given back.

use sqlx::pool::PoolConnection;
use sqlx::{Database, Error, Pool};

pub(crate) struct Kept<DB: Database> {
    pool: Pool<DB>,
    connection: Option<PoolConnection<DB>>,
}

impl<DB: Database> Kept<DB> {
    pub(crate) fn of(pool: &Pool<DB>) -> Self {
        Self { pool: pool.clone(), connection: None }
    }

    /// The connection, one of the pool's if there is none yet.
    pub(crate) async fn get(&mut self) -> Result<&mut DB::Connection, Error> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.pool.acquire().await?),
        };
        Ok(&mut **connection)
    }

    /// Back to the pool, which finds out whether it is still good.
    pub(crate) fn give_back(&mut self) {
        self.connection = None;
    }
}
