//! Rows of every table on their way from one database to another, whichever two they are.
//!
//! A row is its columns' values ([`Row`]), and each table's columns are one list ([`TABLES`]) that every store reads and
//! writes by: so nine pairs of databases need three [`Side`]s. [`copy()`] is the way from one side to the other, in batches, in
//! the order of the keys; it can be killed at any point and goes on from the target's own mark.

#![forbid(unsafe_code)]

mod copy;
mod row;
mod side;
mod table;

pub use copy::{Copied, CopyError, copy};
pub use row::{Row, Value};
pub use side::{MARK_TABLE, Mark, Side, Stamp};
pub use table::{Column, Kind, TABLES, Table};
