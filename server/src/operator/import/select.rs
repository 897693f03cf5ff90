//! Which rows may become accounts: all are looked at before the first is written, because a later one may be the better of
//! two, and because a part of them is not taken unasked.

use std::collections::HashMap;

use identity::Realm;

use super::{
    source::Row,
    validate::{MAX_ID, SkipReason, ValidRow, validate},
};

/// Which row, for the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowRef {
    pub(super) line: Option<u64>,
    pub(super) id: Option<i64>,
}

/// A row that may become an account.
pub(super) struct Candidate {
    pub(super) row_ref: RowRef,
    /// Its id there.
    pub(super) id: i64,
    /// Ids there of the same person's other rows.
    pub(super) other_ids: Vec<i64>,
    pub(super) row: ValidRow,
}

impl Candidate {
    /// The order of two rows of one openid: by the last login, else by when they were made, else by id.
    fn recency(&self) -> (Option<i64>, Option<i64>, i64) {
        let (last_login_ms, created_ms) = self.row.recency;
        (last_login_ms, created_ms, self.id)
    }
}

/// The rows so far.
pub(super) struct Selection {
    realm: Realm,
    now_ms: i64,
    /// One a person, by openid.
    candidates: HashMap<String, Candidate>,
    skipped_rows: Vec<(RowRef, SkipReason)>,
}

impl Selection {
    pub(super) fn new(realm: Realm, now_ms: i64) -> Self {
        Self { realm, now_ms, candidates: HashMap::new(), skipped_rows: Vec::new() }
    }

    /// Looks at one row.
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

    /// The rows that may be taken, by id, since an id is kept only where no higher one was given before; those without one
    /// last. And the others, with the reason.
    pub(super) fn finish(self) -> (Vec<Candidate>, SkippedRows) {
        let mut candidates: Vec<_> = self.candidates.into_values().collect();
        candidates.sort_by_key(|candidate| (candidate.row_ref.id.is_none(), candidate.id, candidate.row_ref.line));
        let winner: HashMap<_, _> =
            candidates.iter().flat_map(|one| one.other_ids.iter().map(|id| (*id, one.id))).collect();
        let mut rows = self.skipped_rows;
        for (row_ref, reason) in &mut rows {
            // the better of two may have met a better one
            if let (SkipReason::SameOpenid(better), Some(id)) = (reason, row_ref.id) {
                *better = winner.get(&id).copied().unwrap_or(*better);
            }
        }
        (candidates, SkippedRows(rows))
    }
}

/// The rows that are not taken.
pub(super) struct SkippedRows(pub(super) Vec<(RowRef, SkipReason)>);

impl SkippedRows {
    /// How many must be mended first.
    pub(super) fn bad(&self) -> usize {
        self.0.iter().filter(|(_, reason)| reason.is_bad()).count()
    }

    /// How many of these have an id that will be given, or passed by, once `highest` is: mended and imported after that,
    /// they get another.
    pub(super) fn moved_by(&self, highest: i64) -> usize {
        let is_moved = |id: i64| (1..=MAX_ID).contains(&id) && id <= highest;
        self.0.iter().filter(|(row_ref, reason)| reason.is_bad() && row_ref.id.is_some_and(is_moved)).count()
    }
}
