//! A login, together with those that wait or alone.

use std::sync::atomic::{AtomicBool, Ordering};

use identity::{LoginWritten, NewLogin, StoreError};

use crate::error::{is_of_statement, retry_idempotent};
use crate::{MySqlStore, sign_in};

/// The first try is with others, any further one alone. What fails in a batch by a statement may be another login's fault, so
/// it is tried alone at once.
pub(crate) async fn write_login(store: &MySqlStore, login: &NewLogin) -> Result<LoginWritten, StoreError> {
    let is_first = AtomicBool::new(true);
    retry_idempotent(|| async {
        let together = if is_first.swap(false, Ordering::Relaxed) { store.logins.write(login).await } else { Ok(None) };
        match together {
            Ok(Some(written)) => Ok(written),
            Err(error) if !is_of_statement(&error) => Err(error),
            Ok(None) | Err(_) => Ok(sign_in::sign_in(&mut *store.pool.acquire().await?, login).await?),
        }
    })
    .await
}
