//! A measurement, no property: what a login costs, against the least that a commit can cost on the same database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

use super::{NOW_MS, login, session_at};
use crate::Store;

/// How long each half runs.
const RUN: Duration = Duration::from_secs(3);

/// Logins a second (each of a user of its own, every second one a first login), and commits of one changed row a second;
/// `parallel` callers.
pub async fn rate(store: Arc<dyn Store>, parallel: u64) -> (f64, f64) {
    let logins = run(parallel, |number| {
        let (store, openid) = (store.clone(), format!("o{}", number / 2));
        async move {
            store.sign_in(&login(&openid)).await.unwrap();
        }
    })
    .await;
    let mut sessions = Vec::new();
    for number in 0..parallel {
        let new = login(&format!("touched{number}"));
        store.sign_in(&new).await.unwrap();
        sessions.push(session_at(&store, &new.token_hash, NOW_MS).await.unwrap().id);
    }
    let touches = run(parallel, |number| {
        let (store, at_ms) = (store.clone(), NOW_MS + 1 + i64::try_from(number).unwrap());
        let id = sessions[usize::try_from(number % parallel).unwrap()];
        async move { store.touch(id, at_ms, at_ms).await.unwrap() }
    })
    .await;
    (logins, touches)
}

/// Calls a second; each is given a number of its own.
async fn run<F>(parallel: u64, call: impl Fn(u64) -> F) -> f64
where
    F: Future<Output = ()> + Send + 'static,
{
    let (next, started) = (AtomicU64::new(0), Instant::now());
    let mut tasks = JoinSet::new();
    let mut done = 0_u32;
    while started.elapsed() < RUN {
        while tasks.len() < usize::try_from(parallel).unwrap() {
            tasks.spawn(call(next.fetch_add(1, Ordering::Relaxed)));
        }
        if let Ok(Some(finished)) = timeout(RUN, tasks.join_next()).await {
            finished.unwrap();
            done += 1;
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    tasks.join_all().await;
    f64::from(done) / seconds
}
