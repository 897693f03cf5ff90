//! The Store's contract on a real server.

mod support;

use std::sync::Arc;

use identity::Store;
use support::Database;

identity::contract_tests!(open);

async fn open() -> Option<(Arc<dyn Store>, Database)> {
    let database = Database::new().await?;
    Some((Arc::new(database.store().await), database))
}
