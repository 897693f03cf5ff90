//! A database of an earlier version, brought up to date. The fixtures are each database's own; what must be left of them is
//! the same.

use std::sync::Arc;

use super::sign_in::seed;
use super::{counts, login, session_at};
use crate::{Counts, Membership, NewLogin, Phone, Revoke, SessionInfo, Status, Store, TokenHash};

/// After the fixtures' last row.
const LATER_MS: i64 = 1_767_225_600_010;

/// Of `tests/fixtures/0001.sql`.
pub async fn version_1_keeps_its_rows(store: Arc<dyn Store>) {
    let one = store.user(1).await.unwrap().unwrap();
    let phone = Phone { country_code: "86".into(), pure_number: "12066600001".into() };
    assert_eq!((one.user.openid.as_str(), one.user.nick_name.as_str()), ("oAbc", "林"));
    assert_eq!((one.user.phone, one.user.level, one.user.city.as_str()), (Some(phone), 1, "深圳"));
    assert_eq!((one.last_login_ms, one.updated_ms), (1_767_225_600_001, 1_767_225_600_001));
    assert_eq!((one.unionid.as_deref(), one.last_login_ip.as_str()), (Some("u1"), "192.0.2.1"));
    let two = store.user(2).await.unwrap().unwrap();
    assert_eq!((two.user.openid.as_str(), two.user.status, two.share_user_id), ("oabc", Status::Disabled, Some(1)));

    // the tokens open their sessions, and a session can be revoked by its name
    for (number, user_id) in [(1, 1), (2, 1), (3, 2)] {
        let hash = TokenHash::of(&format!("oa_{}{number}", "v".repeat(42))).unwrap();
        let session = session_at(&store, &hash, LATER_MS).await.unwrap();
        assert_eq!((session.id, session.account.id), (number, user_id));
    }
    let sessions = store.sessions(1, LATER_MS).await.unwrap();
    let shown = |info: &SessionInfo| (info.row_id, info.device.clone(), info.last_seen_ms, info.expires_ms);
    let expected = [
        (2, "微信开发者工具".to_owned(), 1_767_225_600_006, 1_767_225_800_000),
        (1, "iPhone".to_owned(), 1_767_225_600_005, 1_767_225_700_000),
    ];
    assert_eq!(sessions.iter().map(shown).collect::<Vec<_>>(), expected);
    assert_eq!(store.revoke(1, &Revoke::One(sessions[0].id), LATER_MS).await.unwrap(), 1);
    let keys = store.session_keys(1, LATER_MS).await.unwrap();
    let sealed: Vec<_> = keys.iter().map(|key| (key.key_id.as_str(), key.sealed.as_slice())).collect();
    assert_eq!(sealed, [("b", [4].as_slice()), ("a", [1, 2, 3].as_slice())]);

    // what came later is there too, and ids go on from where they were
    store.seed_demo(&seed(), LATER_MS).await.unwrap();
    let new = NewLogin { memberships: vec![Membership::MeetingHost(1)], ..login("o3") };
    assert_eq!(store.sign_in(&new).await.unwrap().id, 10);
    assert_eq!(session_at(&store, &new.token_hash, new.now_ms).await.unwrap().id, 8);
    assert_eq!(counts(&store, &new).await, Counts { meetings_hosted: 1, ..Counts::default() });
    assert_eq!(store.sign_in(&login("oAbc")).await.unwrap().id, 1);
}
