//! Deletes accounts of worlds that the double does not know. It keeps its worlds in memory: after a start it knows
//! none, and without this their accounts would stay forever.

use identity::{Realm, Store, StoreError};
use wechat_double::{DEFAULT_WORLD, DEMO_APPID, Double};

/// How long a world is idle before its accounts are deleted, in ms: a day, as in the double.
const IDLE_MS: i64 = 24 * 3600 * 1000;

/// Deletes the accounts of worlds that the double does not know and that were idle for a day, `limit` worlds at a time.
/// Returns the number of deleted accounts.
///
/// # Errors
/// [`StoreError`]; earlier deletions persist.
pub(crate) async fn sweep(store: &dyn Store, double: &Double, now_ms: i64, limit: u32) -> Result<u64, StoreError> {
    let before_ms = now_ms - IDLE_MS;
    let (mut after, mut deleted) = (None::<Realm>, 0_u64);
    loop {
        let realms = store.idle_realms(DEMO_APPID, after.as_ref(), before_ms, limit).await?;
        for realm in &realms {
            // the default world is a developer's own: its accounts stay, as in the double
            if realm.world().is_some_and(|world| world != DEFAULT_WORLD && !double.knows(world)) {
                deleted = deleted.saturating_add(store.delete_idle_accounts(realm, before_ms).await?);
            }
        }
        match realms.last() {
            Some(last) => after = Some(last.clone()),
            None => return Ok(deleted),
        }
    }
}

#[cfg(all(test, feature = "sqlite"))]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::Arc;

    use identity::{ClientProfile, NewLogin, Origin, SealedKey, TokenHash};
    use wechat_double::{DoubleApp, DoubleConfig};

    use super::*;
    use crate::database;

    const NOW_MS: i64 = 1_795_485_600_000;

    async fn login(store: &dyn Store, realm: Realm, nth: u8, now_ms: i64) {
        let new = NewLogin {
            realm,
            openid: format!("o{nth}"),
            unionid: None,
            profile: ClientProfile::default(),
            share_user_id: None,
            memberships: Vec::new(),
            session_key: SealedKey { key_id: "k1".to_owned(), sealed: vec![nth], fingerprint: [nth; 16] },
            token_hash: TokenHash::of(&format!("oa_{nth:043}")).unwrap(),
            origin: Origin { ip: [127, 0, 0, 1].into(), device: String::new(), user_agent: String::new() },
            now_ms,
            idle_ends_ms: now_ms + 1,
            absolute_ends_ms: now_ms + 1,
            max_sessions: 20,
        };
        store.sign_in(&new).await.unwrap();
    }

    /// As after a start: the database has worlds, the double only those that were entered since.
    #[tokio::test]
    async fn accounts_of_idle_worlds_are_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let store = database::open(&format!("sqlite://{}/a.db", folder.path().display())).await.unwrap();
        let double = Double::new(DoubleConfig {
            apps: vec![DoubleApp::demo()],
            clock: Arc::new(|| NOW_MS),
            random: Arc::new(|bytes| bytes.fill(7)),
            avatar_base: String::new(),
            allowed_hosts: Vec::new(),
            mounted: true,
            public: false,
            caller: None,
        });
        let world = |nth: u8| Realm::new(DEMO_APPID, Some(&format!("w{nth}")));
        for nth in 0..7 {
            login(&*store, world(nth), nth, NOW_MS - IDLE_MS - 1).await;
        }
        login(&*store, world(7), 7, NOW_MS - IDLE_MS).await;
        login(&*store, Realm::new(DEMO_APPID, Some(DEFAULT_WORLD)), 8, 0).await;
        double.enter("w3", None).await.unwrap();
        assert_eq!(sweep(&*store, &double, NOW_MS, 2).await.unwrap(), 6);
        assert_eq!(store.delete_accounts(&world(3), None).await.unwrap(), 1, "the world was entered");
        assert_eq!(store.delete_accounts(&world(7), None).await.unwrap(), 1, "idle for less than a day");
        assert_eq!(sweep(&*store, &double, NOW_MS, 2).await.unwrap(), 0);
        let default = Realm::new(DEMO_APPID, Some(DEFAULT_WORLD));
        assert_eq!(store.delete_accounts(&default, None).await.unwrap(), 1, "a developer's own");
    }
}
