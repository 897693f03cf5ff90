//! Applies the rows one after the other, or simulates it. Rows that keep their ids come first, then those that get new
//! ids: a new id is above all existing ones, and would otherwise take the next row's.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use identity::{Imported, Skip, Store, StoreError};

use super::{
    dry_run::DryRun,
    select::{Candidate, RowRef},
    validate::{DroppedField, ValidRow},
};

/// The result of a row.
pub(super) enum Applied {
    /// A new account, possibly without some fields or under another id.
    New { dropped: Vec<DroppedField>, other_id: bool },
    /// An account with its openid exists already; nothing was written.
    Unchanged,
}

/// The target of an import.
pub(super) enum Target {
    Database(Arc<dyn Store>),
    DryRun(DryRun),
}

/// A running import.
pub(super) struct Importer {
    target: Target,
    /// Source ids to ids of existing accounts. If two rows have the same source id, the first one's.
    ids: HashMap<i64, i64>,
    /// The highest id so far.
    highest: i64,
    /// Rows that cannot keep their id, applied last.
    later: VecDeque<Candidate>,
    /// By the referrer's source id: accounts that were imported before their referrer, with their ids.
    waiting: HashMap<i64, Vec<(RowRef, i64)>>,
}

impl Importer {
    pub(super) fn new(target: Target) -> Self {
        Self { target, ids: HashMap::new(), highest: 0, later: VecDeque::new(), waiting: HashMap::new() }
    }

    /// Applies a row. `None` if it cannot keep its id: [`Importer::next_later`] applies it after all others.
    pub(super) async fn apply(&mut self, candidate: Candidate) -> Result<Option<Applied>, StoreError> {
        if candidate.row.user.id.is_none() {
            self.later.push_back(candidate);
            return Ok(None);
        }
        self.write(candidate).await
    }

    /// Applies the next row that gets a new id; `None` at the end.
    pub(super) async fn next_later(&mut self) -> Result<Option<(RowRef, Applied)>, StoreError> {
        let Some(mut candidate) = self.later.pop_front() else { return Ok(None) };
        let row_ref = candidate.row_ref;
        candidate.row.user.id = None;
        Ok(self.write(candidate).await?.map(|applied| (row_ref, applied)))
    }

    /// The highest id of an account of this import.
    pub(super) fn highest(&self) -> i64 {
        self.highest
    }

    /// The accounts whose referrer was not imported, after all rows.
    pub(super) fn without_referrer(self) -> Vec<RowRef> {
        let mut row_refs: Vec<_> = self.waiting.into_values().flatten().map(|(row_ref, _)| row_ref).collect();
        row_refs.sort_by_key(|row_ref| (row_ref.id, row_ref.line));
        row_refs
    }

    async fn write(&mut self, mut candidate: Candidate) -> Result<Option<Applied>, StoreError> {
        let ids_there: Vec<_> = [candidate.id].into_iter().chain(candidate.other_ids.iter().copied()).collect();
        let ValidRow { user, referrer, dropped, .. } = &mut candidate.row;
        let referrer = *referrer;
        user.share_user_id = referrer.and_then(|referrer| self.ids.get(&referrer).copied());
        let referred = ids_there.iter().filter_map(|id| self.waiting.get(id)).flatten();
        user.referred = referred.map(|(_, here)| *here).collect();
        let imported = loop {
            let imported = match &mut self.target {
                Target::Database(store) => store.import_user(user).await?,
                Target::DryRun(dry_run) => dry_run.import(user),
            };
            if imported != Imported::Skipped(Skip::PhoneTaken) {
                break imported;
            }
            user.phone = None;
            dropped.push(DroppedField::PhoneTaken);
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
            return Ok(Some(Applied::Unchanged));
        }
        if let Some(referrer) = referrer.filter(|_| user.share_user_id.is_none()) {
            self.waiting.entry(referrer).or_default().push((candidate.row_ref, here));
        }
        Ok(Some(Applied::New { dropped: candidate.row.dropped, other_id: here != candidate.id }))
    }
}
