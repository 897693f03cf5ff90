//! Takes the rows in, one after the other, or only says what would become of them. First those that keep their ids, then
//! those that get new ones: a new id is above all that was given, and would take the next row's.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use identity::{Imported, Realm, Skip, Store, StoreError};

use super::{
    judge::{Judged, Skipped, Without, judge},
    rehearsal::Rehearsal,
    source::Row,
};

/// What became of a row.
pub(super) enum Taken {
    /// A new account, perhaps without something, perhaps under another id than it had.
    New { without: Vec<Without>, other_id: bool },
    /// Its openid is here already; nothing of it was written.
    Unchanged,
    /// Nothing was written.
    Skipped(Skipped),
}

/// Where the accounts go.
pub(super) enum Target {
    Database(Arc<dyn Store>),
    Rehearsal(Rehearsal),
}

/// Which row, for the report.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) line: Option<u64>,
    pub(super) id: Option<i64>,
}

/// A row that may become an account.
struct Candidate {
    place: Place,
    /// Its id there.
    id: i64,
    judged: Judged,
}

/// An import under way.
pub(super) struct Taker {
    target: Target,
    realm: Realm,
    now_ms: i64,
    /// Ids there to ids here, of the accounts that are here now. Where two rows have an id, it is the first one's.
    ids: HashMap<i64, i64>,
    /// Openids to ids there.
    seen: HashMap<String, i64>,
    /// Rows that cannot keep their id.
    later: VecDeque<Candidate>,
    /// By the id there of who brought them: accounts that came in before that one, with their ids here.
    waiting: HashMap<i64, Vec<(Place, i64)>>,
}

impl Taker {
    pub(super) fn new(target: Target, realm: Realm, now_ms: i64) -> Self {
        let (ids, seen, waiting) = (HashMap::new(), HashMap::new(), HashMap::new());
        Self { target, realm, now_ms, ids, seen, later: VecDeque::new(), waiting }
    }

    /// One row. `None` where it cannot keep its id: [`Taker::next_later`] takes it when all others are in.
    pub(super) async fn take(&mut self, row: Row) -> Result<Option<Taken>, StoreError> {
        let place = Place { line: row.line, id: row.id };
        let judged = row.user.and_then(|seed| judge(&seed, &self.realm, self.now_ms).map(|judged| (seed.id, judged)));
        let (id, judged) = match judged {
            Ok(judged) => judged,
            Err(reason) => return Ok(Some(Taken::Skipped(reason))),
        };
        if let Some(other) = self.seen.get(&judged.user.openid) {
            return Ok(Some(Taken::Skipped(Skipped::SameOpenid(*other))));
        }
        self.seen.insert(judged.user.openid.clone(), id);
        let candidate = Candidate { place, id, judged };
        if candidate.judged.user.id.is_none() {
            self.later.push_back(candidate);
            return Ok(None);
        }
        self.write(candidate).await
    }

    /// The next of the rows that get a new id; none at the end.
    pub(super) async fn next_later(&mut self) -> Result<Option<(Place, Taken)>, StoreError> {
        let Some(mut candidate) = self.later.pop_front() else { return Ok(None) };
        let place = candidate.place;
        candidate.judged.user.id = None;
        Ok(self.write(candidate).await?.map(|taken| (place, taken)))
    }

    /// The accounts that never got who brought them, when all rows are through.
    pub(super) fn orphans(self) -> Vec<Place> {
        let mut places: Vec<_> = self.waiting.into_values().flatten().map(|(place, _)| place).collect();
        places.sort_by_key(|place| (place.id, place.line));
        places
    }

    async fn write(&mut self, mut candidate: Candidate) -> Result<Option<Taken>, StoreError> {
        let Judged { user, sharer, without } = &mut candidate.judged;
        let sharer = *sharer;
        user.share_user_id = sharer.and_then(|sharer| self.ids.get(&sharer).copied());
        let brought = self.waiting.get(&candidate.id).into_iter().flatten();
        user.brought = brought.map(|(_, here)| *here).collect();
        let imported = loop {
            let imported = match &mut self.target {
                Target::Database(store) => store.import_user(user).await?,
                Target::Rehearsal(rehearsal) => rehearsal.import(user),
            };
            if imported != Imported::Skipped(Skip::PhoneTaken) {
                break imported;
            }
            user.phone = None;
            without.push(Without::PhoneTaken);
        };
        let taken = match imported {
            Imported::New(here) => {
                self.waiting.remove(&candidate.id);
                self.ids.entry(candidate.id).or_insert(here);
                if let Some(sharer) = sharer.filter(|_| user.share_user_id.is_none()) {
                    self.waiting.entry(sharer).or_default().push((candidate.place, here));
                }
                Taken::New { without: candidate.judged.without, other_id: here != candidate.id }
            }
            Imported::Unchanged(here) => {
                self.waiting.remove(&candidate.id);
                self.ids.entry(candidate.id).or_insert(here);
                Taken::Unchanged
            }
            Imported::Skipped(_) => {
                self.later.push_back(candidate);
                return Ok(None);
            }
        };
        Ok(Some(taken))
    }
}
