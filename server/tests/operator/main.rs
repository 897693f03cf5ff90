//! The operator's commands: the binary, on the database of a server that runs.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "../support/mod.rs"]
mod support;

mod backup;
mod causes;
mod copy;
mod copy_interrupted;
mod copy_refused;
mod document_figures;
mod document_tables;
mod documents;
mod durability;
mod fixture;
mod help;
mod import_bad;
mod import_csv;
mod import_files;
mod import_mysql;
mod import_rows;
mod missing_database;
mod pending;
mod rotate_key;
mod sessions;
mod upgrade;
mod users;
