//! The journal, oldest first.

use axum::{Extension, Json};

use crate::extract::CallContext;
use crate::journal::Entry;

pub(super) async fn read_journal(Extension(context): Extension<CallContext>) -> Json<Vec<Entry>> {
    Json(context.with(|state, _| state.journal.entries()))
}
