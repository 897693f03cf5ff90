use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use futures::future::join_all;

use super::{LoginPermit, QUOTA, RefusedLogins};

fn refusals(limit: usize) -> (Arc<RefusedLogins>, Arc<AtomicI64>) {
    let now_ms = Arc::new(AtomicI64::new(1_795_485_600_000));
    let hands = now_ms.clone();
    let clock = Arc::new(move || hands.load(Ordering::Relaxed)) as identity::Clock;
    (Arc::new(RefusedLogins::bounded("test", &clock, limit)), now_ms)
}

fn ip(last: u8) -> IpAddr {
    Ipv4Addr::new(192, 0, 2, last).into()
}

/// Runs a login with the given outcome.
async fn ended(refusals: &Arc<RefusedLogins>, ip: IpAddr, refused: bool) -> Result<(), u64> {
    refusals.acquire(ip).await.map(|permit| permit.finish(refused))
}

#[tokio::test]
async fn only_refusals_count() {
    let (refusals, now_ms) = refusals(8);
    for _ in 0..1000 {
        assert_eq!(ended(&refusals, ip(1), false).await, Ok(()));
    }
    for _ in 0..QUOTA {
        assert_eq!(ended(&refusals, ip(1), true).await, Ok(()));
    }
    assert_eq!(ended(&refusals, ip(1), false).await, Err(1000));
    assert_eq!(ended(&refusals, ip(2), true).await, Ok(()), "another address");
    now_ms.fetch_add(999, Ordering::Relaxed);
    assert_eq!(ended(&refusals, ip(1), true).await, Err(1));
    now_ms.fetch_add(1, Ordering::Relaxed);
    assert_eq!((ended(&refusals, ip(1), true).await, ended(&refusals, ip(1), true).await), (Ok(()), Err(1000)));
    assert_eq!(refusals.stats().refused, 3);
}

/// A thousand concurrent logins: no more are refused than sequentially.
#[tokio::test(start_paused = true)]
async fn the_quota_holds_for_concurrent_logins() {
    let (refusals, _) = refusals(8);
    let one = |_| {
        let refusals = refusals.clone();
        async move {
            let permit = refusals.acquire(ip(1)).await?;
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            permit.finish(true);
            Ok::<_, u64>(())
        }
    };
    let ended = join_all((0..1000).map(one)).await;
    assert_eq!(ended.iter().filter(|one| one.is_ok()).count(), QUOTA as usize);
}

/// The number of logins alone is not limited: they wait for slots, and get them.
#[tokio::test(start_paused = true)]
async fn concurrent_logins_of_an_office_succeed() {
    let (refusals, _) = refusals(8);
    for _ in 0..QUOTA / 2 {
        assert_eq!(ended(&refusals, ip(1), true).await, Ok(()));
    }
    let one = |_| {
        let refusals = refusals.clone();
        async move {
            let permit = refusals.acquire(ip(1)).await?;
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            permit.finish(false);
            Ok::<_, u64>(())
        }
    };
    let ended = join_all((0..500).map(one)).await;
    assert!(ended.iter().all(Result::is_ok), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_slot_times_out() {
    let (refusals, _) = refusals(8);
    let mut held: Vec<LoginPermit> = Vec::new();
    for _ in 0..QUOTA {
        held.push(refusals.acquire(ip(1)).await.unwrap_or_else(|_| panic!()));
    }
    assert_eq!(ended(&refusals, ip(1), false).await, Err(1000));
    held.pop();
    assert_eq!(ended(&refusals, ip(1), false).await, Err(1000), "dropped before its body was received: a refusal");
    if let Some(permit) = held.last_mut() {
        permit.body_received();
    }
    held.pop();
    assert_eq!(ended(&refusals, ip(1), false).await, Ok(()), "dropped after its body was received: no refusal");
}

#[tokio::test]
async fn the_table_is_bounded_and_keeps_its_addresses() {
    let (refusals, now_ms) = refusals(2);
    for nth in 1..=200 {
        assert_eq!(ended(&refusals, ip(nth), true).await, Ok(()));
        assert!(refusals.stats().keys <= 2);
    }
    for _ in 1..QUOTA {
        assert_eq!(ended(&refusals, ip(1), true).await, Ok(()));
    }
    assert_eq!(ended(&refusals, ip(1), true).await, Err(1000));
    assert_eq!(ended(&refusals, ip(3), true).await, Ok(()), "a new address is not counted");
    now_ms.fetch_add(61_000, Ordering::Relaxed);
    refusals.tidy();
    assert_eq!(refusals.stats().keys, 0);
    assert_eq!(ended(&refusals, ip(3), false).await, Ok(()));
    assert_eq!(refusals.stats().keys, 0, "an address without refusals is removed");
}
