use super::*;

const MIB: usize = 1024 * 1024;

fn uploads() -> Arc<Uploads> {
    Arc::default()
}

/// How an upload of `size` bytes ends, piece by piece.
fn send(upload: &mut Upload, size: usize) -> Result<(), i32> {
    let piece = vec![b'x'; 8 * 1024];
    (0..size / piece.len()).try_for_each(|_| upload.push(&piece)).map_err(|refusal| refusal.errno)
}

#[test]
fn whoever_began_first_makes_room_and_whoever_sends_gets_in() {
    let uploads = uploads();
    // 100 accounts, 2 MiB each but the last byte: four times the budget
    let mut stalled: Vec<_> = (0..100).map(|account| uploads.begin(account)).collect();
    stalled.iter_mut().for_each(|(upload, _)| assert_eq!(send(upload, 2 * MIB), Ok(())));
    assert!(uploads.state().held <= BUDGET);
    let (mut fresh, mut evicted) = uploads.begin(1_000);
    assert_eq!(send(&mut fresh, 2 * MIB), Ok(()));
    assert!(evicted.try_recv().is_err_and(|state| state == oneshot::error::TryRecvError::Empty));
    let ended = stalled.iter_mut().map(|(_, evicted)| evicted.try_recv() == Err(oneshot::error::TryRecvError::Closed));
    let ended: Vec<_> = ended.collect();
    let count = ended.iter().filter(|ended| **ended).count();
    assert!(count >= 100 + 1 - BUDGET / (2 * MIB), "{count}");
    assert!(ended.is_sorted_by(|a, b| a >= b), "the first ones: {ended:?}");
    let (bytes, room) = fresh.complete().unwrap();
    assert_eq!(bytes.len(), 2 * MIB);
    drop((stalled, room));
    assert_eq!(uploads.state().held, 0);
    assert!(uploads.state().coming.is_empty());
}

#[test]
fn an_account_that_sends_several_makes_room_before_the_others() {
    let uploads = uploads();
    let (mut slow, mut slow_evicted) = uploads.begin(1);
    assert_eq!(send(&mut slow, MIB), Ok(()));
    let mut many: Vec<_> = (0..100).map(|_| uploads.begin(2)).collect();
    for (upload, _) in &mut many {
        assert_eq!(send(upload, 2 * MIB), Ok(()));
    }
    assert_eq!(slow_evicted.try_recv(), Err(oneshot::error::TryRecvError::Empty));
    assert_eq!(send(&mut slow, MIB), Ok(()));
    assert!(slow.complete().is_ok());
    assert_eq!(send(&mut many[0].0, 64 * 1024), Err(408));
    assert!(many.remove(0).0.complete().is_err(), "it had to make room");
}

#[test]
fn what_came_whole_makes_no_room() {
    let uploads = uploads();
    let mut whole = Vec::new();
    for account in 0..(BUDGET / (2 * MIB)) as i64 {
        let (mut upload, _) = uploads.begin(account);
        assert_eq!(send(&mut upload, 2 * MIB), Ok(()));
        whole.push(upload.complete().unwrap());
    }
    let (mut late, _) = uploads.begin(1_000);
    assert_eq!(send(&mut late, 2 * MIB), Err(429));
    drop(late);
    whole.pop();
    let (mut later, _) = uploads.begin(1_000);
    assert_eq!(send(&mut later, 2 * MIB), Ok(()));
}

#[test]
fn a_byte_holds_little() {
    let uploads = uploads();
    let mut stalled: Vec<_> = (0..1000).map(|account| uploads.begin(account)).collect();
    stalled.iter_mut().for_each(|(upload, _)| upload.push(b"-").unwrap());
    assert_eq!(uploads.state().held, 1000 * STEP);
    assert_eq!(uploads.state().coming.len(), 1000);
}

#[tokio::test]
async fn one_at_a_time_an_account() {
    let uploads = uploads();
    let first = uploads.turn(1).await.unwrap();
    let other = uploads.turn(2).await.unwrap();
    let second = uploads.turn(1);
    tokio::pin!(second);
    assert!(futures::poll!(&mut second).is_pending());
    drop(first);
    drop((second.await.unwrap(), other));
    drop(uploads.turn(3).await.unwrap());
    assert_eq!(uploads.turns.lock().unwrap().len(), 1, "those that are over are forgotten");
}
