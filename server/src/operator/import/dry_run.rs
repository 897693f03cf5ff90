//! Simulates the database for `import --dry-run`.

use std::collections::{HashMap, HashSet};

use identity::{Imported, ImportedUser, Realm, Skip, Store, StoreError, UserQuery};

/// Accounts per query; large, because each query also counts all accounts. About 25 MB.
const PAGE: i64 = 50_000;

/// The openids, ids and phone numbers of existing accounts.
pub(super) struct DryRun {
    openids: HashMap<String, i64>,
    phones: HashSet<(String, String)>,
    highest: i64,
}

impl DryRun {
    /// Loads the state of a database. The highest id is that of an existing account; if accounts above it were deleted,
    /// the database's own counter is higher.
    pub(super) async fn of(store: &dyn Store, realm: &Realm) -> Result<Self, StoreError> {
        let mut known = Self { openids: HashMap::new(), phones: HashSet::new(), highest: 0 };
        let last = UserQuery { page: 1, limit: 1, ..UserQuery::default() };
        let last = UserQuery { page: store.users(&last).await?.total.max(1), ..last };
        known.highest = store.users(&last).await?.list.first().map_or(0, |record| record.user.id);
        for page in 1.. {
            let query = UserQuery { realm: Some(realm.clone()), page, limit: PAGE, ..UserQuery::default() };
            let accounts = store.users(&query).await?.list;
            let is_last = (accounts.len() as i64) < PAGE;
            for record in accounts {
                known.openids.insert(record.user.openid, record.user.id);
                known.phones.extend(record.user.phone.map(|phone| (phone.country_code, phone.pure_number)));
            }
            if is_last {
                break;
            }
        }
        Ok(known)
    }

    /// As [`Store::import_user`].
    pub(super) fn import(&mut self, user: &ImportedUser) -> Imported {
        if let Some(id) = self.openids.get(&user.openid) {
            return Imported::Unchanged(*id);
        }
        if user.id.is_some_and(|id| id <= self.highest) {
            return Imported::Skipped(Skip::IdGiven);
        }
        let phone = user.phone.as_ref().map(|phone| (phone.country_code.clone(), phone.pure_number.clone()));
        if let Some(phone) = phone
            && !self.phones.insert(phone)
        {
            return Imported::Skipped(Skip::PhoneTaken);
        }
        self.highest = user.id.unwrap_or(self.highest.saturating_add(1));
        self.openids.insert(user.openid.clone(), self.highest);
        Imported::New(self.highest)
    }
}
