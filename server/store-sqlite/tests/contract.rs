//! The Store's contract on a real file.

use std::sync::Arc;

use identity::Store;
use store_sqlite::SqliteStore;
use tempfile::TempDir;

identity::contract_tests!(open);

#[expect(clippy::unwrap_used, reason = "tests")]
async fn open() -> Option<(Arc<dyn Store>, TempDir)> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/oa.db", folder.path().display());
    Some((Arc::new(SqliteStore::open(&url).await.unwrap()), folder))
}
