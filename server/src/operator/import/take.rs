//! Takes the rows in, one after the other, or only says what would become of them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use identity::{Imported, ImportedUser, Realm, Skip, Store, StoreError, UserQuery};

use super::{
    judge::{Judged, Skipped, Without, judge},
    source::Row,
};

/// Accounts read at a time for a rehearsal.
const PAGE: i64 = 1000;

/// What became of a row.
pub(super) enum Taken {
    /// A new account, perhaps without something, perhaps under another id than it had.
    New { without: Vec<Without>, other_id: bool },
    /// Its openid is here already; nothing was written.
    Unchanged,
    /// Nothing was written.
    Skipped(Skipped),
}

/// Where the accounts go.
pub(super) enum Target {
    Database(Arc<dyn Store>),
    Rehearsal(Rehearsal),
}

/// What a database would say, for `--dry-run`: the openids and numbers that are there.
pub(super) struct Rehearsal {
    openids: HashSet<String>,
    phones: HashSet<(String, String)>,
}

impl Rehearsal {
    /// Of a database that may not be there yet.
    pub(super) async fn of(store: Option<&dyn Store>, realm: &Realm) -> Result<Self, StoreError> {
        let mut known = Self { openids: HashSet::new(), phones: HashSet::new() };
        let Some(store) = store else { return Ok(known) };
        for page in 1.. {
            let query = UserQuery { realm: Some(realm.clone()), page, limit: PAGE, ..UserQuery::default() };
            let accounts = store.users(&query).await?.list;
            if accounts.is_empty() {
                break;
            }
            for record in accounts {
                known.openids.insert(record.user.openid);
                known.phones.extend(record.user.phone.map(|phone| (phone.country_code, phone.pure_number)));
            }
        }
        Ok(known)
    }

    /// As [`Store::import_user`]; every account keeps its id.
    fn import(&mut self, user: &ImportedUser) -> Imported {
        let id = user.id.unwrap_or_default();
        if self.openids.contains(&user.openid) {
            return Imported::Unchanged(id);
        }
        let phone = user.phone.as_ref().map(|phone| (phone.country_code.clone(), phone.pure_number.clone()));
        if let Some(phone) = phone
            && !self.phones.insert(phone)
        {
            return Imported::Skipped(Skip::PhoneTaken);
        }
        self.openids.insert(user.openid.clone());
        Imported::New(id)
    }
}

/// An import under way.
pub(super) struct Taker {
    target: Target,
    realm: Realm,
    now_ms: i64,
    /// Ids there to ids here, of the accounts that are here now.
    ids: HashMap<i64, i64>,
    /// Openids to ids there.
    seen: HashMap<String, i64>,
}

impl Taker {
    pub(super) fn new(target: Target, realm: Realm, now_ms: i64) -> Self {
        Self { target, realm, now_ms, ids: HashMap::new(), seen: HashMap::new() }
    }

    /// One row. Those who shared come before those whom they brought.
    pub(super) async fn take(&mut self, row: Row) -> Result<Taken, StoreError> {
        let judged = row.user.and_then(|seed| judge(&seed, &self.realm, self.now_ms).map(|judged| (seed.id, judged)));
        let (id, Judged { mut user, sharer, mut without }) = match judged {
            Ok(judged) => judged,
            Err(reason) => return Ok(Taken::Skipped(reason)),
        };
        if let Some(other) = self.seen.get(&user.openid) {
            return Ok(Taken::Skipped(Skipped::SameOpenid(*other)));
        }
        self.seen.insert(user.openid.clone(), id);
        user.share_user_id = sharer.and_then(|sharer| self.ids.get(&sharer.ok()?).copied());
        if sharer.is_some() && user.share_user_id.is_none() {
            without.push(Without::Sharer);
        }
        let imported = match &mut self.target {
            Target::Database(store) => store.import_user(&user).await?,
            Target::Rehearsal(rehearsal) => rehearsal.import(&user),
        };
        Ok(match imported {
            Imported::New(here) => {
                self.ids.insert(id, here);
                let kept = here == id || matches!(self.target, Target::Rehearsal(_));
                Taken::New { without, other_id: !kept }
            }
            Imported::Unchanged(here) => {
                self.ids.insert(id, here);
                Taken::Unchanged
            }
            Imported::Skipped(Skip::PhoneTaken) => Taken::Skipped(Skipped::PhoneTaken),
        })
    }
}
