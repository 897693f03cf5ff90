//! The table of logins: what is shared, for how long, and what is left in memory.

use std::sync::Arc;

use super::{Exchange, Logins, Lookup, key};
use crate::{ClientProfile, Error, Login, Origin, Random, Realm, SignedIn, SignedProfile, Token, TokenHash, User};

const NOW_MS: i64 = 1_700_000_000_000;

fn signed_in() -> SignedIn {
    let random: Random = Arc::new(|bytes| bytes.fill(7));
    SignedIn { token: Token::generate(&random), expires_ms: 1, user: User::example(), is_unverified: false }
}

fn hash() -> TokenHash {
    TokenHash::of(signed_in().token.reveal()).unwrap()
}

fn first(logins: &Arc<Logins>, nth: u8) -> Exchange {
    match logins.find([nth; 32], NOW_MS) {
        Lookup::Absent(exchange) => exchange,
        _ => panic!("somebody was there"),
    }
}

fn is_landed(logins: &Arc<Logins>, nth: u8, now_ms: i64) -> bool {
    matches!(logins.find([nth; 32], now_ms), Lookup::Completed(_))
}

fn size(logins: &Logins) -> (usize, usize) {
    let table = logins.lock();
    assert_eq!(table.by_age.len(), table.by_key.values().filter(|entry| entry.completed.is_some()).count());
    (table.by_key.len(), table.by_token.len())
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_kept_for_ten_seconds_and_then_wiped() {
    let logins = Arc::new(Logins::default());
    let exchange = first(&logins, 1);
    assert!(matches!(logins.find([1; 32], NOW_MS), Lookup::InProgress(_)));
    assert!(matches!(logins.find([2; 32], NOW_MS), Lookup::Absent(_)));
    let receiver = tokio::spawn(exchange.complete(Ok(signed_in()), NOW_MS));
    tokio::task::yield_now().await;
    assert!(is_landed(&logins, 1, NOW_MS) && is_landed(&logins, 1, NOW_MS + 9_999));
    receiver.await.unwrap();
    assert_eq!(size(&logins), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn the_clock_decides_too() {
    let logins = Arc::new(Logins::default());
    tokio::spawn(first(&logins, 1).complete(Ok(signed_in()), NOW_MS));
    tokio::task::yield_now().await;
    assert!(matches!(logins.find([1; 32], NOW_MS + 10_000), Lookup::Absent(_)));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_was_used_ends_it() {
    let logins = Arc::new(Logins::default());
    tokio::spawn(first(&logins, 1).complete(Ok(signed_in()), NOW_MS));
    tokio::task::yield_now().await;
    logins.token_used(&TokenHash::of(&format!("oa_{}", "A".repeat(43))).unwrap());
    assert!(is_landed(&logins, 1, NOW_MS));
    logins.token_used(&hash());
    assert!(!is_landed(&logins, 1, NOW_MS));
    assert_eq!(size(&logins).1, 0);
}

#[tokio::test(start_paused = true)]
async fn a_failure_reaches_all_waiting_requests_and_no_later_one() {
    let logins = Arc::new(Logins::default());
    let exchange = first(&logins, 1);
    let Lookup::InProgress(receiver) = logins.find([1; 32], NOW_MS) else { panic!("not under way") };
    exchange.complete(Err(Error::AccountDisabled(7)), NOW_MS).await;
    assert!(matches!(super::wait(receiver).await, Err(Error::AccountDisabled(7))));
    assert!(matches!(logins.find([1; 32], NOW_MS), Lookup::Absent(_)));
}

#[tokio::test]
async fn an_exchange_that_panics_frees_its_permit() {
    let logins = Arc::new(Logins::default());
    let exchange = first(&logins, 1);
    let Lookup::InProgress(receiver) = logins.find([1; 32], NOW_MS) else { panic!("not under way") };
    drop(exchange);
    assert!(matches!(super::wait(receiver).await, Err(Error::Store(_))));
    assert_eq!(size(&logins), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn an_older_exchange_does_not_end_a_newer_one() {
    let logins = Arc::new(Logins::default());
    let old = first(&logins, 1);
    logins.lock().remove(&[1; 32]);
    let _new = first(&logins, 1);
    drop(old);
    assert!(matches!(logins.find([1; 32], NOW_MS), Lookup::InProgress(_)));
}

#[tokio::test(start_paused = true)]
async fn the_table_is_bounded_and_the_oldest_goes_first() {
    let logins = Arc::new(Logins::default());
    let key = |nth: u64| {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&nth.to_be_bytes());
        key
    };
    for nth in 0..5000 {
        let key = key(nth);
        let Lookup::Absent(exchange) = logins.find(key, NOW_MS) else { panic!("taken") };
        tokio::spawn(exchange.complete(Ok(signed_in()), NOW_MS));
        tokio::task::yield_now().await;
    }
    assert_eq!(size(&logins).0, 4096);
    assert!(!logins.lock().by_key.contains_key(&key(5000 - 4097)));
    assert!(logins.lock().by_key.contains_key(&key(5000 - 4096)));
}

#[test]
fn every_part_of_a_request_counts() {
    let login = |code: &str, name: &str| Login {
        code: code.into(),
        profile: ClientProfile { nick_name: name.into(), ..Default::default() },
        share_user_id: None,
        signed: None,
    };
    let origin =
        |ip: &str, agent: &str| Origin { ip: ip.parse().unwrap(), device: "iPhone".into(), user_agent: agent.into() };
    let (realm, here) = (Realm::new("wx1", None), origin("192.0.2.1", "a"));
    let same = key(&realm, &login("c", "n"), &here);
    assert_eq!(same, key(&realm, &login("c", "n"), &here));
    let others = [
        key(&Realm::new("wx1", Some("w")), &login("c", "n"), &here),
        key(&realm, &login("d", "n"), &here),
        key(&realm, &login("c", ""), &here),
        key(&realm, &login("cn", ""), &here),
        key(&realm, &Login { share_user_id: Some(1), ..login("c", "n") }, &here),
        key(&realm, &Login { signed: signed("a", "b"), ..login("c", "n") }, &here),
        key(&realm, &Login { signed: signed("ab", ""), ..login("c", "n") }, &here),
        key(&realm, &login("c", "n"), &origin("192.0.2.2", "a")),
        key(&realm, &login("c", "n"), &origin("192.0.2.1", "b")),
    ];
    for (nth, other) in others.iter().enumerate() {
        assert_ne!(same, *other, "{nth}");
        assert!(others.iter().skip(nth + 1).all(|later| later != other), "{nth}");
    }
}
fn signed(raw_data: &str, signature: &str) -> Option<SignedProfile> {
    Some(SignedProfile { raw_data: raw_data.into(), signature: signature.into(), profile: None })
}
