//! rotate-key: reseals every stored session_key under the first master key, while a server may be running.

use std::{collections::BTreeMap, time::Duration};

use crate::{MasterKeys, Random, Store, StoreError};

/// Rows read at a time.
const BATCH: u32 = 100;
/// After each row, so that a server's own writes come in between: SQLite has one writer, and waiting
/// processes do not queue.
const PAUSE: Duration = Duration::from_millis(2);

/// What a rotation did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Rows that the current key seals now.
    pub resealed: u64,
    /// Rows that changed or vanished meanwhile: a login had replaced them, under the key of the server that served it.
    pub changed: u64,
    /// Rows that no configured key opens, by the id of the key that sealed them.
    pub unopened: BTreeMap<String, u64>,
}

/// Reads the rows that another key sealed, opens and seals each, and writes it back unless it changed meanwhile. Can be
/// stopped and started again at any point. `progress` is called after each batch.
///
/// # Errors
/// [`StoreError`]; what was written before it stays.
pub async fn rotate_keys(
    store: &dyn Store,
    keys: &MasterKeys,
    random: &Random,
    progress: &(dyn Fn(&Rotated) + Sync),
) -> Result<Rotated, StoreError> {
    let mut done = Rotated::default();
    let mut after_id = 0;
    loop {
        let rows = store.keys_not_sealed_by(keys.current_id(), after_id, BATCH).await?;
        let Some(last) = rows.last() else { return Ok(done) };
        after_id = last.id;
        for row in rows {
            match keys.open(&row.key, &row.realm, &row.openid) {
                Ok(session_key) => {
                    let sealed = keys.seal(&session_key, &row.realm, &row.openid, random);
                    if store.reseal(row.id, &row.key.sealed, &sealed).await? {
                        done.resealed += 1;
                    } else {
                        done.changed += 1;
                    }
                    tokio::time::sleep(PAUSE).await;
                }
                Err(_) => *done.unopened.entry(row.key.key_id).or_default() += 1,
            }
        }
        progress(&done);
    }
}
