//! Which rows may become accounts: all are looked at before the first is written, because a later one may be the better of
//! two, and because a part of them is not taken unasked.

use std::collections::HashMap;

use identity::Realm;

use super::{
    judge::{Judged, MAX_ID, Skipped, judge},
    source::Row,
};

/// Which row, for the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: Option<u64>,
    pub(super) id: Option<i64>,
}

/// A row that may become an account.
pub(super) struct Candidate {
    pub(super) place: Place,
    /// Its id there.
    pub(super) id: i64,
    /// Ids there of the same person's other rows.
    pub(super) other_ids: Vec<i64>,
    pub(super) judged: Judged,
}

impl Candidate {
    /// The order of two rows of one openid: by the last login, else by when they were made, else by id.
    fn lateness(&self) -> (Option<i64>, Option<i64>, i64) {
        let (last_login_ms, created_ms) = self.judged.lateness;
        (last_login_ms, created_ms, self.id)
    }
}

/// The rows so far.
pub(super) struct Selection {
    realm: Realm,
    now_ms: i64,
    /// One a person, by openid.
    candidates: HashMap<String, Candidate>,
    left_out: Vec<(Place, Skipped)>,
}

impl Selection {
    pub(super) fn new(realm: Realm, now_ms: i64) -> Self {
        Self { realm, now_ms, candidates: HashMap::new(), left_out: Vec::new() }
    }

    /// Looks at one row.
    pub(super) fn add(&mut self, row: Row) {
        let place = Place { line: row.line, id: row.id };
        let judged = row.user.and_then(|seed| judge(&seed, &self.realm, self.now_ms).map(|judged| (seed.id, judged)));
        let (id, judged) = match judged {
            Ok(judged) => judged,
            Err(reason) => return self.left_out.push((place, reason)),
        };
        let openid = judged.user.openid.clone();
        let mut later = Candidate { place, id, other_ids: Vec::new(), judged };
        if let Some(mut earlier) = self.candidates.remove(&openid) {
            if later.lateness() < earlier.lateness() {
                std::mem::swap(&mut earlier, &mut later);
            }
            later.other_ids = earlier.other_ids;
            later.other_ids.push(earlier.id);
            self.left_out.push((earlier.place, Skipped::SameOpenid(later.id)));
        }
        self.candidates.insert(openid, later);
    }

    /// The rows that may be taken, by id, since an id is kept only where no higher one was given before; those without one
    /// last. And the others, with the reason.
    pub(super) fn finish(self) -> (Vec<Candidate>, LeftOut) {
        let mut candidates: Vec<_> = self.candidates.into_values().collect();
        candidates.sort_by_key(|candidate| (candidate.place.id.is_none(), candidate.id, candidate.place.line));
        let winner: HashMap<_, _> =
            candidates.iter().flat_map(|one| one.other_ids.iter().map(|id| (*id, one.id))).collect();
        let mut rows = self.left_out;
        for (place, reason) in &mut rows {
            // the better of two may have met a better one
            if let (Skipped::SameOpenid(better), Some(id)) = (reason, place.id) {
                *better = winner.get(&id).copied().unwrap_or(*better);
            }
        }
        (candidates, LeftOut(rows))
    }
}

/// The rows that are not taken.
pub(super) struct LeftOut(pub(super) Vec<(Place, Skipped)>);

impl LeftOut {
    /// How many must be mended first.
    pub(super) fn bad(&self) -> usize {
        self.0.iter().filter(|(_, reason)| reason.is_bad()).count()
    }

    /// How many of these have an id that will be given, or passed by, once `highest` is: mended and imported after that,
    /// they get another.
    pub(super) fn moved_by(&self, highest: i64) -> usize {
        let is_moved = |id: i64| (1..=MAX_ID).contains(&id) && id <= highest;
        self.0.iter().filter(|(place, reason)| reason.is_bad() && place.id.is_some_and(is_moved)).count()
    }
}
