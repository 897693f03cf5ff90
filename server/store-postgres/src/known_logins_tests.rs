//! What is written together, and what is left to be written alone.

use identity::contract::{NOW_MS, login};
use identity::{NewLogin, Realm, Status, Store};
use sqlx::{Connection, Executor};

use crate::tests_support::Database;

#[tokio::test]
async fn known_users_are_written_together_and_what_is_none_for_a_batch_is_left_out() {
    let Some(database) = Database::new().await else { return };
    let store = database.store().await;
    for openid in ["a", "b", "c", "disabled", "locked"] {
        let user = store.sign_in(&login(openid)).await.unwrap();
        if openid == "disabled" {
            store.set_status(user.id, Status::Disabled, NOW_MS).await.unwrap();
        }
    }
    let mut other = database.connection().await;
    let mut lock = other.begin().await.unwrap();
    lock.execute("SELECT id FROM users WHERE id = 5 FOR NO KEY UPDATE").await.unwrap();

    let mut logins = ["a", "b", "disabled", "locked", "new", "c"].map(login).to_vec();
    logins.push(NewLogin { realm: Realm::new("wx1", Some("w")), ..login("a") });
    let mut connection = store.pool.acquire().await.unwrap();
    let written = super::write(&mut connection, &logins).await.unwrap();
    let written: Vec<_> = written.into_iter().map(|written| Some(written?.user.openid)).collect();
    let [a, b, c] = ["a", "b", "c"].map(|openid| Some(openid.to_owned()));
    assert_eq!(written, [a, b, None, None, None, c, None]);

    // of two of one user, one
    let twice = [login("a"), login("a"), login("b")];
    let written = super::write(&mut connection, &twice).await.unwrap();
    assert_eq!(written.iter().filter(|written| written.is_some()).count(), 2);
    for (login, written) in twice.iter().zip(&written) {
        let session = store.session(&login.token_hash, NOW_MS).await.unwrap();
        assert_eq!(session.map(|session| session.account.id), written.as_ref().map(|written| written.user.id));
    }
}
