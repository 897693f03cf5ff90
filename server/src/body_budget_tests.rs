use super::*;

const MIB: usize = 1024 * 1024;

/// Sends an upload of `size` bytes in pieces; the errno on failure.
fn send(upload: &mut IncomingBody, size: usize) -> Result<(), i32> {
    let piece = vec![b'x'; 8 * 1024];
    (0..size / piece.len()).try_for_each(|_| upload.push(&piece)).map_err(|refusal| refusal.errno)
}

#[test]
fn the_oldest_bodies_are_evicted_for_active_ones() {
    let bodies = BodyBudget::for_uploads();
    // 100 accounts, 2 MiB each but the last byte: four times the budget
    let mut stalled: Vec<_> = (0..100).map(|account| bodies.begin(Sender::Account(account))).collect();
    stalled.iter_mut().for_each(|(upload, _)| assert_eq!(send(upload, 2 * MIB), Ok(())));
    assert!(bodies.state().held <= UPLOADS);
    let (mut fresh, mut evicted) = bodies.begin(Sender::Account(1_000));
    assert_eq!(send(&mut fresh, 2 * MIB), Ok(()));
    assert!(evicted.try_recv().is_err_and(|state| state == oneshot::error::TryRecvError::Empty));
    let ended = stalled.iter_mut().map(|(_, evicted)| evicted.try_recv() == Err(oneshot::error::TryRecvError::Closed));
    let ended: Vec<_> = ended.collect();
    let count = ended.iter().filter(|ended| **ended).count();
    assert!(count >= 100 + 1 - UPLOADS / (2 * MIB), "{count}");
    assert!(ended.is_sorted_by(|a, b| a >= b), "the first ones: {ended:?}");
    let (bytes, room) = fresh.complete().unwrap();
    assert_eq!(bytes.len(), 2 * MIB);
    drop((stalled, room));
    assert_eq!(bodies.state().held, 0);
    assert!(bodies.state().receiving.is_empty());
}

#[test]
fn an_account_with_several_bodies_is_evicted_first() {
    let bodies = BodyBudget::for_uploads();
    let (mut slow, mut slow_evicted) = bodies.begin(Sender::Account(1));
    assert_eq!(send(&mut slow, MIB), Ok(()));
    let mut many: Vec<_> = (0..100).map(|_| bodies.begin(Sender::Account(2))).collect();
    for (upload, _) in &mut many {
        assert_eq!(send(upload, 2 * MIB), Ok(()));
    }
    assert_eq!(slow_evicted.try_recv(), Err(oneshot::error::TryRecvError::Empty));
    assert_eq!(send(&mut slow, MIB), Ok(()));
    assert!(slow.complete().is_ok());
    assert_eq!(send(&mut many[0].0, 64 * 1024), Err(408));
    assert!(many.remove(0).0.complete().is_err(), "it was evicted");
}

#[test]
fn completed_bodies_are_not_evicted() {
    let bodies = BodyBudget::for_uploads();
    let mut whole = Vec::new();
    for account in 0..(UPLOADS / (2 * MIB)) as i64 {
        let (mut upload, _) = bodies.begin(Sender::Account(account));
        assert_eq!(send(&mut upload, 2 * MIB), Ok(()));
        whole.push(upload.complete().unwrap());
    }
    let (mut late, _) = bodies.begin(Sender::Account(1_000));
    assert_eq!(send(&mut late, 2 * MIB), Err(429));
    drop(late);
    whole.pop();
    let (mut later, _) = bodies.begin(Sender::Account(1_000));
    assert_eq!(send(&mut later, 2 * MIB), Ok(()));
}

#[test]
fn a_single_byte_reserves_little() {
    let bodies = BodyBudget::for_uploads();
    let mut stalled: Vec<_> = (0..1000).map(|account| bodies.begin(Sender::Account(account))).collect();
    stalled.iter_mut().for_each(|(upload, _)| upload.push(b"-").unwrap());
    assert_eq!(bodies.state().held, 1000);
    assert_eq!(bodies.state().receiving.len(), 1000);
}

/// Unauthenticated logins, whose bodies may have a megabyte: from one address, and from many.
#[test]
fn unauthenticated_bodies_are_bounded_too() {
    for is_distributed in [false, true] {
        let bodies = BodyBudget::for_calls();
        let address = |n: u8| Sender::Address([10, 0, 0, if is_distributed { n } else { 0 }].into());
        let mut stalled: Vec<_> = (0..200).map(|n| bodies.begin(address(n))).collect();
        stalled.iter_mut().for_each(|(body, _)| assert_eq!(send(body, MIB), Ok(())));
        assert!(bodies.state().held <= CALLS);
        let (mut fresh, _) = bodies.begin(Sender::Address([192, 0, 2, 1].into()));
        assert_eq!(send(&mut fresh, MIB), Ok(()));
        assert!(fresh.complete().is_ok());
    }
}
