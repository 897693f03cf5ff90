//! Selects the rows to import: all are validated before the first is written, because a later row of the same openid
//! may win, and because a partial import needs the operator's consent.

use std::collections::HashMap;

use identity::Realm;

use super::{
    source::Row,
    validate::{MAX_ID, SkipReason, ValidRow, validate},
};

/// Identifies a row in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowRef {
    pub(super) line: Option<u64>,
    pub(super) id: Option<i64>,
}

/// A valid row.
pub(super) struct Candidate {
    pub(super) row_ref: RowRef,
    /// Its source id.
    pub(super) id: i64,
    /// Source ids of the same openid's other rows.
    pub(super) other_ids: Vec<i64>,
    pub(super) row: ValidRow,
}

impl Candidate {
    /// Orders the rows of an openid: by last login, then creation, then id.
    fn recency(&self) -> (Option<i64>, Option<i64>, i64) {
        let (last_login_ms, created_ms) = self.row.recency;
        (last_login_ms, created_ms, self.id)
    }
}

/// The rows selected so far.
pub(super) struct Selection {
    realm: Realm,
    now_ms: i64,
    /// One per openid.
    candidates: HashMap<String, Candidate>,
    skipped_rows: Vec<(RowRef, SkipReason)>,
}

impl Selection {
    pub(super) fn new(realm: Realm, now_ms: i64) -> Self {
        Self { realm, now_ms, candidates: HashMap::new(), skipped_rows: Vec::new() }
    }

    /// Validates a row and adds it.
    pub(super) fn add(&mut self, row: Row) {
        let row_ref = RowRef { line: row.line, id: row.id };
        let row = row.user.and_then(|seed| validate(&seed, &self.realm, self.now_ms).map(|row| (seed.id, row)));
        let (id, row) = match row {
            Ok(row) => row,
            Err(reason) => return self.skipped_rows.push((row_ref, reason)),
        };
        let openid = row.user.openid.clone();
        let mut later = Candidate { row_ref, id, other_ids: Vec::new(), row };
        if let Some(mut earlier) = self.candidates.remove(&openid) {
            if later.recency() < earlier.recency() {
                std::mem::swap(&mut earlier, &mut later);
            }
            later.other_ids = earlier.other_ids;
            later.other_ids.push(earlier.id);
            self.skipped_rows.push((earlier.row_ref, SkipReason::SameOpenid(later.id)));
        }
        self.candidates.insert(openid, later);
    }

    /// The valid rows by id, since an id can be kept only if no higher one was used before; those without an id last.
    /// And the skipped rows with their reasons.
    pub(super) fn finish(self) -> (Vec<Candidate>, SkippedRows) {
        let mut candidates: Vec<_> = self.candidates.into_values().collect();
        candidates.sort_by_key(|candidate| (candidate.row_ref.id.is_none(), candidate.id, candidate.row_ref.line));
        let winner: HashMap<_, _> =
            candidates.iter().flat_map(|one| one.other_ids.iter().map(|id| (*id, one.id))).collect();
        let mut rows = self.skipped_rows;
        for (row_ref, reason) in &mut rows {
            // the winning row may itself have lost later
            if let (SkipReason::SameOpenid(better), Some(id)) = (reason, row_ref.id) {
                *better = winner.get(&id).copied().unwrap_or(*better);
            }
        }
        (candidates, SkippedRows(rows))
    }
}

/// The skipped rows.
pub(super) struct SkippedRows(pub(super) Vec<(RowRef, SkipReason)>);

impl SkippedRows {
    /// The number of invalid rows.
    pub(super) fn bad(&self) -> usize {
        self.0.iter().filter(|(_, reason)| reason.is_bad()).count()
    }

    /// How many invalid rows have an id of at most `highest`: imported later, they get another one.
    pub(super) fn moved_by(&self, highest: i64) -> usize {
        let is_moved = |id: i64| (1..=MAX_ID).contains(&id) && id <= highest;
        self.0.iter().filter(|(row_ref, reason)| reason.is_bad() && row_ref.id.is_some_and(is_moved)).count()
    }
}
