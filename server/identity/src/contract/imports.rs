//! Accounts of another system.

use std::sync::Arc;

use super::{DAY_MS, NOW_MS, login, user};
use crate::{Imported, ImportedUser, Phone, Realm, Skip, Status, Store, User, UserQuery, UserRecord};

const THEN_MS: i64 = NOW_MS - 700 * DAY_MS;

fn account(openid: &str) -> ImportedUser {
    ImportedUser {
        id: None,
        realm: Realm::new("wx1", None),
        openid: openid.to_owned(),
        nick_name: "老用户".to_owned(),
        avatar: "https://wx.qlogo.cn/a".to_owned(),
        gender: 2,
        phone: None,
        level: 1,
        status: Status::Active,
        share_user_id: None,
        referred: Vec::new(),
        last_login_ms: THEN_MS + DAY_MS,
        last_login_ip: "192.0.2.9".to_owned(),
        created_ms: THEN_MS,
        now_ms: NOW_MS,
    }
}

fn phone() -> Option<Phone> {
    Some(Phone { country_code: "86".to_owned(), pure_number: "12066600001".to_owned() })
}

async fn new(store: &Arc<dyn Store>, account: ImportedUser) -> i64 {
    match store.import_user(&account).await.unwrap() {
        Imported::New(id) => id,
        other => panic!("{other:?}"),
    }
}

pub async fn an_account_is_taken_in_whole(store: Arc<dyn Store>) {
    let id = new(&store, ImportedUser { phone: phone(), status: Status::Disabled, ..account("o1") }).await;
    let user = User {
        id,
        nick_name: "老用户".to_owned(),
        avatar: "https://wx.qlogo.cn/a".to_owned(),
        gender: 2,
        phone: phone(),
        level: 1,
        status: Status::Disabled,
        created_ms: THEN_MS,
        ..User::example()
    };
    let record = UserRecord {
        user,
        unionid: None,
        share_user_id: None,
        last_login_ms: THEN_MS + DAY_MS,
        last_login_ip: "192.0.2.9".to_owned(),
        updated_ms: NOW_MS,
    };
    assert_eq!(store.user(id).await.unwrap(), Some(record));
}

pub async fn an_import_is_idempotent(store: Arc<dyn Store>) {
    let old = ImportedUser { id: Some(7), phone: phone(), ..account("o1") };
    let id = new(&store, old.clone()).await;
    for _ in 0..2 {
        assert_eq!(store.import_user(&old).await.unwrap(), Imported::Unchanged(id));
    }
    let query = UserQuery { page: 1, limit: 10, ..UserQuery::default() };
    assert_eq!(store.users(&query).await.unwrap().total, 1);
}

pub async fn a_known_account_stays_as_it_is(store: Arc<dyn Store>) {
    let known = user(&store, "o1").await;
    assert_eq!(store.import_user(&account("o1")).await.unwrap(), Imported::Unchanged(known.id));
    assert_eq!(user(&store, "o1").await, known);
    let elsewhere = ImportedUser { realm: Realm::new("wx2", None), ..account("o1") };
    assert_ne!(new(&store, elsewhere).await, known.id);
    assert_ne!(new(&store, account("O1")).await, known.id);
}

pub async fn an_id_is_kept_when_it_was_never_given(store: Arc<dyn Store>) {
    let with = |id, openid| ImportedUser { id: Some(id), ..account(openid) };
    assert_eq!(new(&store, with(1001, "o1")).await, 1001);
    assert_eq!(new(&store, with(1005, "o2")).await, 1005);
    for (id, why) in [(1001, "taken"), (1003, "may have been somebody's"), (-3, "below all")] {
        assert_eq!(store.import_user(&with(id, "o3")).await.unwrap(), Imported::Skipped(Skip::IdGiven), "{why}");
    }
    assert_eq!(new(&store, with(1006, "o4")).await, 1006, "what was not given is still free");
    assert!(new(&store, account("o5")).await > 1006);
    let next = user(&store, "o6").await.id;
    assert!(next > 1006, "the next login goes on from there");
    assert!(store.delete_user(next).await.unwrap());
    let again = store.import_user(&with(next, "o7")).await.unwrap();
    assert_eq!(again, Imported::Skipped(Skip::IdGiven), "an id is never used again");
}

pub async fn a_phone_of_another_account_is_a_reason_to_skip(store: Arc<dyn Store>) {
    let id = user(&store, "o1").await.id;
    store.bind_phone(id, &phone().unwrap(), NOW_MS).await.unwrap();
    let old = ImportedUser { phone: phone(), ..account("o2") };
    assert_eq!(store.import_user(&old).await.unwrap(), Imported::Skipped(Skip::PhoneTaken));
    let query = UserQuery { page: 1, limit: 10, ..UserQuery::default() };
    assert_eq!(store.users(&query).await.unwrap().total, 1);
    let refused = ImportedUser { id: Some(id + 50), ..old.clone() };
    assert_eq!(store.import_user(&refused).await.unwrap(), Imported::Skipped(Skip::PhoneTaken));
    assert_eq!(new(&store, ImportedUser { phone: None, ..refused }).await, id + 50, "the id is still free");
    new(&store, ImportedUser { realm: Realm::new("wx2", None), ..old }).await;
}

pub async fn accounts_imported_before_their_referrer_get_it(store: Arc<dyn Store>) {
    let guests = [new(&store, account("o1")).await, new(&store, account("o2")).await];
    let first = new(&store, ImportedUser { referred: vec![guests[0]], ..account("o3") }).await;
    let stranger = new(&store, ImportedUser { realm: Realm::new("wx2", None), ..account("o4") }).await;
    let late = ImportedUser { referred: vec![guests[0], guests[1], stranger, i64::MAX], ..account("o5") };
    let second = new(&store, late).await;
    for (guest, referrer) in [(guests[0], Some(first)), (guests[1], Some(second)), (stranger, None)] {
        assert_eq!(store.referrer(guest).await.unwrap(), referrer);
    }
    let known = ImportedUser { referred: vec![first], ..account("o5") };
    assert_eq!(store.import_user(&known).await.unwrap(), Imported::Unchanged(second));
    assert_eq!(store.referrer(first).await.unwrap(), Some(second), "of one that is here already too");
}

pub async fn a_referrer_must_exist(store: Arc<dyn Store>) {
    let referrer = user(&store, "o1").await.id;
    for (openid, share_user_id, kept) in
        [("o2", referrer, Some(referrer)), ("o3", i64::MAX, None), ("o4", referrer + 3, None)]
    {
        let id = new(&store, ImportedUser { share_user_id: Some(share_user_id), ..account(openid) }).await;
        assert_eq!(store.referrer(id).await.unwrap(), kept);
    }
    let stranger = ImportedUser { realm: Realm::new("wx2", None), share_user_id: Some(referrer), ..account("o5") };
    let id = new(&store, stranger).await;
    assert_eq!(store.referrer(id).await.unwrap(), None);
}

pub async fn an_imported_user_signs_in(store: Arc<dyn Store>) {
    let id =
        new(&store, ImportedUser { id: Some(88), phone: phone(), nick_name: String::new(), ..account("o1") }).await;
    let signed_in = store.sign_in(&login("o1")).await.unwrap();
    assert_eq!((signed_in.id, signed_in.nick_name.as_str(), signed_in.level), (id, "林", 1));
    assert_eq!((signed_in.phone, signed_in.created_ms), (phone(), THEN_MS));
}
