//! What a call may rely on, with a worker that a test holds back.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, yield_now};

use super::{Batches, IDLE, MAX_BATCH, SHORT, Worker};

/// Doubles numbers. A multiple of 7 is a bad member, 1000 hinders the whole batch, and 2000 panics.
#[derive(Clone)]
struct Doubler {
    permits: Arc<Semaphore>,
    batches: Arc<Mutex<Vec<Vec<u32>>>>,
    rests: Arc<Mutex<u32>>,
}

impl Worker for Doubler {
    type Key = u32;
    type Value = u32;
    type Error = &'static str;

    async fn run(&mut self, keys: &[u32]) -> Result<Vec<Result<u32, &'static str>>, &'static str> {
        self.permits.acquire().await.unwrap().forget();
        self.batches.lock().unwrap().push(keys.to_vec());
        assert!(!keys.contains(&2000), "as asked");
        if keys.contains(&1000) {
            return Err("all");
        }
        Ok(keys.iter().map(|key| if key % 7 == 0 { Err("one") } else { Ok(key * 2) }).collect())
    }

    fn rest(&mut self) {
        *self.rests.lock().unwrap() += 1;
    }
}

struct Bench {
    doubler: Doubler,
    batches: Batches<Doubler>,
}

type Outcome = Option<Result<u32, &'static str>>;

impl Bench {
    fn new() -> Self {
        Self::with_workers(1)
    }

    fn with_workers(workers: usize) -> Self {
        let doubler = Doubler { permits: Arc::new(Semaphore::new(0)), batches: Arc::default(), rests: Arc::default() };
        let made = doubler.clone();
        Self { doubler, batches: Batches::start(workers, move || made.clone()) }
    }

    /// Queues a call, and lets the worker see it.
    async fn call(&self, key: u32) -> JoinHandle<Outcome> {
        let batches = self.batches.clone();
        let call = tokio::spawn(async move { batches.call(key).await });
        for _ in 0..8 {
            yield_now().await;
        }
        call
    }

    async fn calls(&self, keys: impl IntoIterator<Item = u32>) -> Vec<JoinHandle<Outcome>> {
        let mut calls = Vec::new();
        for key in keys {
            calls.push(self.call(key).await);
        }
        calls
    }

    fn ran(&self) -> Vec<Vec<u32>> {
        self.doubler.batches.lock().unwrap().clone()
    }
}

async fn outcomes(calls: Vec<JoinHandle<Outcome>>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await.unwrap());
    }
    outcomes
}

#[tokio::test]
async fn a_call_alone_goes_at_once_and_those_that_wait_go_together() {
    let bench = Bench::new();
    let calls = bench.calls(1..=4).await;
    bench.doubler.permits.add_permits(2);
    assert_eq!(outcomes(calls).await, [Some(Ok(2)), Some(Ok(4)), Some(Ok(6)), Some(Ok(8))]);
    assert_eq!(bench.ran(), [vec![1], vec![2, 3, 4]]);
}

#[tokio::test]
async fn a_batch_is_bounded() {
    let bench = Bench::new();
    let calls = bench.calls((0..=150).map(|number| number * 7 + 1).filter(|key| *key != 1000)).await;
    bench.doubler.permits.add_permits(9);
    assert!(outcomes(calls).await.iter().all(|outcome| matches!(outcome, Some(Ok(_)))));
    assert_eq!(bench.ran().iter().map(Vec::len).collect::<Vec<_>>(), [1, MAX_BATCH, MAX_BATCH, 22]);
}

#[tokio::test]
async fn a_bad_member_harms_no_other_and_a_bad_batch_each() {
    let bench = Bench::new();
    let calls = bench.calls([1, 14, 3]).await;
    bench.doubler.permits.add_permits(2);
    assert_eq!(outcomes(calls).await, [Some(Ok(2)), Some(Err("one")), Some(Ok(6))]);
    let calls = bench.calls([1, 1000, 3]).await;
    bench.doubler.permits.add_permits(2);
    assert_eq!(outcomes(calls).await, [Some(Ok(2)), Some(Err("all")), Some(Err("all"))]);
}

#[tokio::test]
async fn who_gives_up_leaves_the_batch() {
    let bench = Bench::new();
    let mut calls = bench.calls([1, 2, 3]).await;
    let given_up = calls.remove(1);
    given_up.abort();
    assert!(given_up.await.unwrap_err().is_cancelled());
    bench.doubler.permits.add_permits(2);
    assert_eq!(outcomes(calls).await, [Some(Ok(2)), Some(Ok(6))]);
    assert_eq!(bench.ran(), [vec![1], vec![3]]);
}

#[tokio::test]
async fn a_panic_costs_its_own_batch_alone() {
    let bench = Bench::new();
    let calls = bench.calls([2000]).await;
    bench.doubler.permits.add_permits(2);
    assert_eq!(outcomes(calls).await, [None]);
    assert_eq!(outcomes(bench.calls([5]).await).await, [Some(Ok(10))]);
}

#[tokio::test(start_paused = true)]
async fn a_long_batch_holds_no_later_call_up() {
    let bench = Bench::with_workers(2);
    let stuck = bench.call(1).await;
    // not before it is long: the next batch is as large as it can be
    let calls = bench.calls([2, 3]).await;
    assert_eq!(bench.doubler.permits.available_permits(), 0);
    tokio::time::sleep(SHORT + Duration::from_millis(1)).await;
    bench.doubler.permits.add_permits(2);
    assert_eq!(outcomes(calls).await, [Some(Ok(4)), Some(Ok(6))]);
    assert_eq!(stuck.await.unwrap(), Some(Ok(2)));
    assert!(bench.ran().contains(&vec![2, 3]));
}

#[tokio::test]
async fn a_closed_queue_ends_its_worker() {
    let bench = Bench::new();
    bench.doubler.permits.add_permits(1);
    assert_eq!(outcomes(bench.calls([5]).await).await, [Some(Ok(10))]);
    bench.batches.close();
    assert_eq!(bench.batches.call(6).await, None);
    while Arc::strong_count(&bench.doubler.permits) > 1 {
        // the worker, and what would make another
        yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_worker_rests_once_when_nothing_comes() {
    let bench = Bench::new();
    bench.doubler.permits.add_permits(2);
    assert_eq!(outcomes(bench.calls([5]).await).await, [Some(Ok(10))]);
    tokio::time::sleep(IDLE * 10 + Duration::from_millis(1)).await;
    assert_eq!(*bench.doubler.rests.lock().unwrap(), 1);
    assert_eq!(outcomes(bench.calls([6]).await).await, [Some(Ok(12))]);
}
