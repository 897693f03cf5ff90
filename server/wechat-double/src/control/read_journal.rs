//! The calls so far, oldest first.

use axum::{Extension, Json};

use crate::here::Here;
use crate::journal::Entry;

pub(super) async fn read_journal(Extension(here): Extension<Here>) -> Json<Vec<Entry>> {
    Json(here.with(|state, _| state.journal.entries()))
}
