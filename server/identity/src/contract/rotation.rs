//! Changing the master key under which session_keys rest.

use std::sync::Arc;

use super::{NOW_MS, login, sealed};
use crate::{KeyUse, MasterKeys, NewLogin, Random, Realm, Rotated, SealedKey, SealedRow, Store, rotate_keys};

async fn sign_in(store: &Arc<dyn Store>, openid: &str, session_key: SealedKey) -> i64 {
    store.sign_in(&NewLogin { session_key, ..login(openid) }).await.unwrap().id
}

async fn others(store: &Arc<dyn Store>, current: &str) -> Vec<SealedRow> {
    store.keys_not_sealed_by(current, 0, 100).await.unwrap()
}

pub async fn key_ids_are_counted(store: Arc<dyn Store>) {
    assert!(store.master_key_ids().await.unwrap().is_empty());
    for (openid, key_id, byte) in [("o1", "b", 1), ("o1", "b", 2), ("o2", "B", 1), ("o3", "a-1", 1)] {
        sign_in(&store, openid, sealed(key_id, &[byte])).await;
    }
    let mut uses = store.master_key_ids().await.unwrap();
    uses.sort_by(|one, other| one.key_id.cmp(&other.key_id));
    let expected = [("B", 1), ("a-1", 1), ("b", 2)].map(|(key_id, rows)| KeyUse { key_id: key_id.into(), rows });
    assert_eq!(uses, expected);
}

pub async fn keys_sealed_otherwise_come_in_batches(store: Arc<dyn Store>) {
    let mut expected = Vec::new();
    for number in 0..5_u8 {
        let openid = format!("o{number}");
        let user_id = sign_in(&store, &openid, sealed("old", &[number])).await;
        sign_in(&store, &openid, sealed("new", &[100 + number])).await;
        expected.push((user_id, openid, sealed("old", &[number])));
    }
    let (mut found, mut after_id) = (Vec::new(), 0);
    loop {
        let rows = store.keys_not_sealed_by("new", after_id, 2).await.unwrap();
        assert!(rows.len() <= 2 && rows.is_sorted_by_key(|row| row.id));
        let Some(last) = rows.last() else { break };
        after_id = last.id;
        assert!(rows.iter().all(|row| row.realm == Realm::new("wx1", None)));
        found.extend(rows.into_iter().map(|row| (row.user_id, row.openid, row.key)));
    }
    assert_eq!(found, expected);
    assert!(others(&store, "old").await.len() == 5 && others(&store, "OLD").await.len() == 10);
}

pub async fn a_row_is_resealed_once(store: Arc<dyn Store>) {
    let id = sign_in(&store, "o1", sealed("old", &[1])).await;
    let row = others(&store, "new").await.remove(0);
    let new = sealed("new", &[2, 2]);
    assert!(store.reseal(row.id, &row.key.sealed, &new).await.unwrap());
    assert!(!store.reseal(row.id, &row.key.sealed, &new).await.unwrap());
    assert_eq!(store.session_keys(id, NOW_MS).await.unwrap(), [new]);
    assert!(others(&store, "new").await.is_empty());
}

pub async fn a_row_that_changed_is_left_alone(store: Arc<dyn Store>) {
    let id = sign_in(&store, "o1", sealed("old", &[1])).await;
    let row = others(&store, "new").await.remove(0);
    let login = sealed("old", &[1, 0]);
    sign_in(&store, "o1", SealedKey { fingerprint: row.key.fingerprint, ..login.clone() }).await;
    assert!(!store.reseal(row.id, &row.key.sealed, &sealed("new", &[1])).await.unwrap());
    assert!(!store.reseal(row.id, &[], &sealed("new", &[1])).await.unwrap());
    assert!(!store.reseal(i64::MAX, &row.key.sealed, &sealed("new", &[1])).await.unwrap());
    assert_eq!(store.session_keys(id, NOW_MS).await.unwrap().remove(0).sealed, login.sealed);
}

pub async fn of_two_rows_with_one_key_the_newer_stays(store: Arc<dyn Store>) {
    let id = sign_in(&store, "o1", sealed("old", &[1])).await;
    let row = others(&store, "new").await.remove(0);
    // While the rotation runs, a login brings the same session_key and a server seals it under the new master key.
    let newer = SealedKey { sealed: vec![7], ..sealed("new", &[2]) };
    sign_in(&store, "o1", newer.clone()).await;
    assert!(store.reseal(row.id, &row.key.sealed, &sealed("new", &[2])).await.unwrap());
    assert_eq!(store.session_keys(id, NOW_MS).await.unwrap(), [newer]);
}

pub async fn a_rotation_leaves_every_key_readable(store: Arc<dyn Store>) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let random: Random = Arc::new(|bytes: &mut [u8]| {
        for (byte, counted) in bytes.iter_mut().zip(NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes()) {
            *byte = counted;
        }
    });
    let old = "a:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    let both = MasterKeys::parse(&format!("b:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=,{old}")).unwrap();
    let (old, realm) = (MasterKeys::parse(old).unwrap(), Realm::new("wx1", None));
    let mut users = Vec::new();
    for number in 0..120 {
        let openid = format!("o{number}");
        let key = wechat::SessionKey::new(format!("key of {openid}"));
        users.push((sign_in(&store, &openid, old.seal(&key, &realm, &openid, &random)).await, openid));
    }
    sign_in(&store, "o0", sealed("lost", &[1])).await;
    let batches = AtomicU64::new(0);
    let progress = |_: &Rotated| {
        batches.fetch_add(1, Ordering::Relaxed);
    };
    let done = rotate_keys(store.as_ref(), &both, &random, &progress).await.unwrap();
    assert_eq!(done, Rotated { resealed: 120, changed: 0, unopened: [("lost".to_owned(), 1)].into() });
    assert_eq!(batches.load(Ordering::Relaxed), 2);
    for (id, openid) in users {
        let keys = store.session_keys(id, NOW_MS).await.unwrap();
        let key = keys.last().unwrap();
        assert_eq!(key.key_id, "b");
        assert_eq!(both.open(key, &realm, &openid).unwrap().reveal(), format!("key of {openid}"));
    }
    assert_eq!(rotate_keys(store.as_ref(), &both, &random, &progress).await.unwrap().resealed, 0);
}
