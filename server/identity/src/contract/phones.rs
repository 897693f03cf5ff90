//! Phone numbers: one account each in a realm.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{NOW_MS, login, user};
use crate::{Bound, NewLogin, Phone, Realm, Store};

fn phone(pure_number: &str) -> Phone {
    Phone { country_code: "86".to_owned(), pure_number: pure_number.to_owned() }
}

async fn bind(store: &Arc<dyn Store>, user_id: i64, phone: &Phone) -> Bound {
    store.bind_phone(user_id, phone, NOW_MS).await.unwrap()
}

pub async fn a_phone_is_bound_and_read_back(store: Arc<dyn Store>) {
    let id = user(&store, "o1").await.id;
    let number = Phone { country_code: "852".to_owned(), pure_number: "012345".to_owned() };
    assert_eq!(bind(&store, id, &number).await, Bound::Yes);
    assert_eq!(store.user(id).await.unwrap().unwrap().user.phone, Some(number.clone()));
    assert_eq!(user(&store, "o1").await.phone, Some(number), "a login keeps it");
}

pub async fn a_phone_can_be_bound_again_and_changed(store: Arc<dyn Store>) {
    let (one, two) = (user(&store, "o1").await.id, user(&store, "o2").await.id);
    for number in ["12066600001", "12066600001", "12066600002"] {
        assert_eq!(bind(&store, one, &phone(number)).await, Bound::Yes);
    }
    assert_eq!(bind(&store, two, &phone("12066600001")).await, Bound::Yes, "the first number is free again");
    assert_eq!(user(&store, "o1").await.phone, Some(phone("12066600002")));
}

pub async fn a_phone_of_another_user_is_taken(store: Arc<dyn Store>) {
    let (one, two) = (user(&store, "o1").await.id, user(&store, "o2").await.id);
    assert_eq!(bind(&store, one, &phone("12066600001")).await, Bound::Yes);
    assert_eq!(bind(&store, two, &phone("12066600002")).await, Bound::Yes);
    assert_eq!(bind(&store, two, &phone("12066600001")).await, Bound::TakenByAnother);
    assert_eq!(user(&store, "o1").await.phone, Some(phone("12066600001")));
    assert_eq!(user(&store, "o2").await.phone, Some(phone("12066600002")));
}

pub async fn realms_and_countries_do_not_share_numbers(store: Arc<dyn Store>) {
    let number = phone("12066600001");
    let mut users = vec![user(&store, "o1").await.id];
    for realm in [Realm::new("wx2", None), Realm::new("wx1", Some("a")), Realm::new("wx1", Some("b"))] {
        users.push(store.sign_in(&NewLogin { realm, ..login("o1") }).await.unwrap().id);
    }
    for id in users {
        assert_eq!(bind(&store, id, &number).await, Bound::Yes);
    }
    let abroad = Phone { country_code: "1".to_owned(), ..number };
    let other = user(&store, "o2").await.id;
    assert_eq!(bind(&store, other, &abroad).await, Bound::Yes);
}

pub async fn a_released_phone_is_free(store: Arc<dyn Store>) {
    let (one, two) = (user(&store, "o1").await.id, user(&store, "o2").await.id);
    let (number, other) = (phone("12066600001"), phone("12066600002"));
    assert_eq!(bind(&store, one, &number).await, Bound::Yes);
    let later = NOW_MS + 1;
    assert!(!store.release_phone(one, &other, later).await.unwrap(), "not a number that the operator did not see");
    let abroad = Phone { country_code: "1".to_owned(), ..number.clone() };
    assert!(!store.release_phone(one, &abroad, later).await.unwrap());
    assert!(
        !store.release_phone(two, &number, later).await.unwrap()
            && !store.release_phone(-1, &number, later).await.unwrap()
    );
    assert_eq!(bind(&store, two, &number).await, Bound::TakenByAnother);

    assert!(store.release_phone(one, &number, later).await.unwrap());
    let released = store.user(one).await.unwrap().unwrap();
    assert_eq!((released.user.phone, released.updated_ms), (None, later));
    assert!(!store.release_phone(one, &number, later).await.unwrap(), "nothing twice");
    assert_eq!(bind(&store, two, &number).await, Bound::Yes);
    assert_eq!(bind(&store, one, &other).await, Bound::Yes, "another may be bound instead");
}

pub async fn a_gone_user_gets_no_phone(store: Arc<dyn Store>) {
    assert_eq!(bind(&store, i64::MAX, &phone("12066600001")).await, Bound::NoSuchUser);
}

pub async fn of_two_users_at_once_exactly_one_gets_the_number(store: Arc<dyn Store>) {
    for round in 0..10 {
        let mut tasks = JoinSet::new();
        for name in ["a", "b"] {
            let id = user(&store, &format!("{name}{round}")).await.id;
            let (store, number) = (store.clone(), phone(&format!("1206660000{round}")));
            tasks.spawn(async move { store.bind_phone(id, &number, NOW_MS).await.unwrap() });
        }
        let done = tasks.join_all().await;
        assert!(done.contains(&Bound::Yes) && done.contains(&Bound::TakenByAnother), "{done:?}");
    }
}
