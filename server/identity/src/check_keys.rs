//! check: whether the master keys open what is on record.

use std::collections::BTreeMap;

use crate::{MasterKeys, Store, StoreError};

/// Rows read at a time.
const BATCH: u32 = 1000;

/// The session_keys on record, by what the master keys can do with them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeysOnRecord {
    /// Rows that open.
    pub opened: u64,
    /// Rows of a master key that is not configured, by its id.
    pub unknown: BTreeMap<String, u64>,
    /// Rows that do not open though a master key of that id is configured: it is another key of the same name, or the rows
    /// were moved or changed. By that id.
    pub unopened: BTreeMap<String, u64>,
}

/// Opens every row, one after the other, and changes none.
///
/// # Errors
/// [`StoreError`].
pub async fn check_keys(store: &dyn Store, keys: &MasterKeys) -> Result<KeysOnRecord, StoreError> {
    let (mut seen, mut after_id) = (KeysOnRecord::default(), 0);
    loop {
        // no master key has an empty id: these are all
        let rows = store.keys_not_sealed_by("", after_id, BATCH).await?;
        let Some(last) = rows.last() else { return Ok(seen) };
        after_id = last.id;
        for row in rows {
            if !keys.knows(&row.key.key_id) {
                *seen.unknown.entry(row.key.key_id).or_default() += 1;
            } else if keys.open(&row.key, &row.realm, &row.openid).is_ok() {
                seen.opened += 1;
            } else {
                *seen.unopened.entry(row.key.key_id).or_default() += 1;
            }
        }
    }
}
