//! Takes the rows in, one after the other, or only says what would become of them. First those that keep their ids, then
//! those that get new ones: a new id is above all that was given, and would take the next row's.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use identity::{Imported, Skip, Store, StoreError};

use super::{
    judge::{Judged, Without},
    rehearsal::Rehearsal,
    select::{Candidate, Place},
};

/// What became of a row.
pub(super) enum Taken {
    /// A new account, perhaps without something, perhaps under another id than it had.
    New { without: Vec<Without>, other_id: bool },
    /// Its openid is here already; nothing of it was written.
    Unchanged,
}

/// Where the accounts go.
pub(super) enum Target {
    Database(Arc<dyn Store>),
    Rehearsal(Rehearsal),
}

/// An import under way.
pub(super) struct Taker {
    target: Target,
    /// Ids there to ids here, of the accounts that are here now. Where two rows have an id, it is the first one's.
    ids: HashMap<i64, i64>,
    /// The highest id that was given.
    highest: i64,
    /// Rows that cannot keep their id.
    later: VecDeque<Candidate>,
    /// By the id there of who brought them: accounts that came in before that one, with their ids here.
    waiting: HashMap<i64, Vec<(Place, i64)>>,
}

impl Taker {
    pub(super) fn new(target: Target) -> Self {
        Self { target, ids: HashMap::new(), highest: 0, later: VecDeque::new(), waiting: HashMap::new() }
    }

    /// One row. `None` where it cannot keep its id: [`Taker::next_later`] takes it when all others are in.
    pub(super) async fn take(&mut self, candidate: Candidate) -> Result<Option<Taken>, StoreError> {
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

    /// The highest id that an account of this import has here.
    pub(super) fn highest(&self) -> i64 {
        self.highest
    }

    /// The accounts that never got who brought them, when all rows are through.
    pub(super) fn orphans(self) -> Vec<Place> {
        let mut places: Vec<_> = self.waiting.into_values().flatten().map(|(place, _)| place).collect();
        places.sort_by_key(|place| (place.id, place.line));
        places
    }

    async fn write(&mut self, mut candidate: Candidate) -> Result<Option<Taken>, StoreError> {
        let ids_there: Vec<_> = [candidate.id].into_iter().chain(candidate.other_ids.iter().copied()).collect();
        let Judged { user, sharer, without, .. } = &mut candidate.judged;
        let sharer = *sharer;
        user.share_user_id = sharer.and_then(|sharer| self.ids.get(&sharer).copied());
        let brought = ids_there.iter().filter_map(|id| self.waiting.get(id)).flatten();
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
        let (Imported::New(here) | Imported::Unchanged(here)) = imported else {
            self.later.push_back(candidate);
            return Ok(None);
        };
        for id in ids_there {
            self.waiting.remove(&id);
            self.ids.entry(id).or_insert(here);
        }
        self.highest = self.highest.max(here);
        if imported == Imported::Unchanged(here) {
            return Ok(Some(Taken::Unchanged));
        }
        if let Some(sharer) = sharer.filter(|_| user.share_user_id.is_none()) {
            self.waiting.entry(sharer).or_default().push((candidate.place, here));
        }
        Ok(Some(Taken::New { without: candidate.judged.without, other_id: here != candidate.id }))
    }
}
