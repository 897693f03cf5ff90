//! What a copy asks of a database. One connection of its own, without the time-outs of a server's calls.

use async_trait::async_trait;
use identity::StoreError;

use crate::{Row, Table};

/// The table that a target has as long as a copy into it has not ended.
pub const MARK_TABLE: &str = "_oa_copy";

/// A table's rows at one moment, in little: any login, change or deletion of a server makes it another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// How many there are.
    pub rows: i64,
    /// The highest key; 0 without rows.
    pub highest: i64,
    /// The newest [`Table::changed`]; 0 where there is none.
    pub changed_ms: i64,
}

/// How far a copy has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The table that was written last, or the step after all of them.
    pub step: String,
    /// The last key that was written of it.
    pub key: i64,
}

/// A database, as the source or the target of a copy.
#[async_trait]
pub trait Side: Send {
    /// The newest version of the schema in this database.
    async fn schema(&mut self) -> Result<i64, StoreError>;

    /// Begins a transaction that reads one moment of the database, and keeps reading it. With `alone` it is not begun where
    /// others are connected to this database, whose number is returned: a server always is.
    async fn begin_reading(&mut self, alone: bool) -> Result<u64, StoreError>;

    /// Ends that transaction: what is read next is of now.
    async fn end_reading(&mut self) -> Result<(), StoreError>;

    /// At most `limit` rows by key, those after `after`.
    async fn page(&mut self, table: &Table, after: i64, limit: u32) -> Result<Vec<Row>, StoreError>;

    /// See [`Stamp`].
    async fn stamp(&mut self, table: &Table) -> Result<Stamp, StoreError>;

    /// Accounts whose referrer has the same or a higher id, with it, by id: at most `limit`, those after `after`.
    async fn later_referrers(&mut self, after: i64, limit: u32) -> Result<Vec<(i64, i64)>, StoreError>;

    /// The highest id that a table ever gave, as far as the database keeps that; of a table that gives ids.
    async fn highest_given(&mut self, table: &Table) -> Result<i64, StoreError>;

    /// The stamps of the source and the mark of a copy that has not ended.
    async fn mark(&mut self) -> Result<Option<(String, Mark)>, StoreError>;

    /// Makes the mark.
    async fn begin(&mut self, source: &str, mark: &Mark) -> Result<(), StoreError>;

    /// Writes rows and moves the mark, in one transaction. `false`: the mark was not at `from`, and nothing was written.
    async fn put(&mut self, table: &Table, rows: &[Row], from: &Mark, to: &Mark) -> Result<bool, StoreError>;

    /// As [`Side::put`], the referrers of accounts that are there.
    async fn put_referrers(&mut self, pairs: &[(i64, i64)], from: &Mark, to: &Mark) -> Result<bool, StoreError>;

    /// Has the table give only ids above `highest` from now on, if the database keeps the highest.
    async fn set_highest_given(&mut self, table: &Table, highest: i64) -> Result<(), StoreError>;

    /// Removes the mark.
    async fn end(&mut self) -> Result<(), StoreError>;

    /// Ends the connection.
    async fn close(self: Box<Self>);
}
