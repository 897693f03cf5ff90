//! Phones that log in, bind, rename, read and log out repeatedly, and record the responses.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::phone::Phone;
use crate::wechat::{self, encrypted_phone};

const PHONES: usize = 12;
/// A request's own 15 s, and a slow machine.
const ANSWERED: Duration = Duration::from_secs(16);

/// The acknowledged state.
#[derive(Default)]
pub(super) struct Acknowledged {
    /// `(openid, user_id)` of every login.
    pub(super) accounts: Vec<(String, i64)>,
    /// Tokens that must be good, and those that must not.
    pub(super) good: Vec<String>,
    pub(super) ended: Vec<String>,
    /// `(user_id, number)`, `(user_id, name)`
    pub(super) bound: Vec<(i64, String)>,
    pub(super) named: Vec<(i64, String)>,
}

/// The statistics of all phones.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) writes: AtomicU64,
    pub(super) refused: AtomicU64,
    /// Responses of calls that HAProxy retried because a node died: the code was used, the session had ended.
    pub(super) twice: AtomicU64,
    slowest_ms: AtomicU64,
    /// The last acknowledged write, and the longest time without one.
    gap: Mutex<Option<(Instant, Duration)>>,
    stop: AtomicBool,
}

impl Seen {
    /// The statistics since the last call, on one line.
    pub(super) fn line(&self) -> String {
        let gap = self.gap.lock().unwrap().as_mut().map(|gap| std::mem::take(&mut gap.1)).unwrap_or_default();
        format!(
            "{} writes acknowledged, {} calls with 502, {} retried, the longest time without a write {:.1} s, the slowest call {:.1} s",
            self.writes.swap(0, Ordering::SeqCst),
            self.refused.swap(0, Ordering::SeqCst),
            self.twice.swap(0, Ordering::SeqCst),
            gap.as_secs_f64(),
            Duration::from_millis(self.slowest_ms.swap(0, Ordering::SeqCst)).as_secs_f64(),
        )
    }

    fn write(&self) {
        self.writes.fetch_add(1, Ordering::SeqCst);
        let now = Instant::now();
        let mut gap = self.gap.lock().unwrap();
        let longest = gap.map_or(Duration::ZERO, |(last, longest)| longest.max(now.duration_since(last)));
        *gap = Some((now, longest));
    }
}

pub(super) struct Load {
    pub(super) seen: Arc<Seen>,
    phones: JoinSet<Acknowledged>,
}

impl Load {
    pub(super) fn start(phone: &Phone) -> Self {
        let (seen, mut phones) = (Arc::new(Seen::default()), JoinSet::new());
        for nth in 0..PHONES {
            phones.spawn(
                Caller { phone: phone.clone(), seen: seen.clone(), acknowledged: Acknowledged::default() }.run(nth),
            );
        }
        Self { seen, phones }
    }

    pub(super) async fn runs_for(&self, seconds: u64) {
        sleep(Duration::from_secs(seconds)).await;
        let (writes, begun) = (self.seen.writes.load(Ordering::SeqCst), Instant::now());
        while self.seen.writes.load(Ordering::SeqCst) < writes + PHONES as u64 {
            assert!(begun.elapsed() < ANSWERED * 2, "nothing is written any more");
            sleep(Duration::from_millis(20)).await;
        }
    }

    pub(super) async fn end(mut self) -> Vec<Acknowledged> {
        self.seen.stop.store(true, Ordering::SeqCst);
        let mut all = Vec::new();
        while let Some(acknowledged) = self.phones.join_next().await {
            all.push(acknowledged.unwrap());
        }
        all
    }
}

struct Caller {
    phone: Phone,
    seen: Arc<Seen>,
    acknowledged: Acknowledged,
}

impl Caller {
    async fn run(mut self, nth: usize) -> Acknowledged {
        for turn in 0.. {
            if self.seen.stop.load(Ordering::SeqCst) {
                break;
            }
            let new = turn % 2 == 0;
            // fewer logins of one account than sessions that it may have: every token stays good
            let openid = if new { format!("new-{nth}-{turn}") } else { format!("known-{nth}-{}", turn / 20) };
            self.turn(&openid, new, turn % 3 == 0).await;
            sleep(Duration::from_millis(10)).await;
        }
        self.acknowledged
    }

    async fn turn(&mut self, openid: &str, new: bool, log_out: bool) {
        let body = json!({ "code": wechat::code(openid), "userInfo": {} });
        let Some(login) = self.call("auth/login_by_weixin", "", Some(body)).await else { return };
        let token = login["data"]["token"].as_str().unwrap().to_owned();
        let user_id = login["data"]["userInfo"]["userId"].as_i64().unwrap();
        self.acknowledged.accounts.push((openid.to_owned(), user_id));
        self.call("user/index", &token, None).await;
        if new {
            let number = wechat::number();
            let body = encrypted_phone(openid, &number, (server::system::clock())());
            if self.call("auth/bindPhone", &token, Some(body)).await.is_some() {
                self.acknowledged.bound.push((user_id, number));
            }
        }
        let name = format!("name of {openid}");
        if self.call("auth/profile", &token, Some(json!({ "nickName": name }))).await.is_some() {
            self.acknowledged.named.push((user_id, name));
        }
        if !log_out {
            self.acknowledged.good.push(token);
        } else if self.call("auth/logout", &token, Some(json!({}))).await.is_some() {
            // the front takes this to the other node
            let response = self.phone.try_get("user/index", &token).await.unwrap();
            assert!([501, 502].contains(&response["errno"].as_i64().unwrap()), "after a logout: {response}");
            self.acknowledged.ended.push(token);
        }
    }

    /// `None` for 502, after which the outcome is unknown. Only 0 and 502 are allowed, except for a call that was retried
    /// by HAProxy, and the response must arrive in time.
    async fn call(&self, path: &str, token: &str, body: Option<Value>) -> Option<Value> {
        let (begun, is_write) = (Instant::now(), body.is_some());
        let response = match body {
            Some(body) => self.phone.try_post(path, token, body).await,
            None => self.phone.try_get(path, token).await,
        };
        let took = begun.elapsed();
        assert!(took < ANSWERED, "{path}: {took:?}");
        self.seen.slowest_ms.fetch_max(u64::try_from(took.as_millis()).unwrap(), Ordering::SeqCst);
        let response = response.unwrap_or_else(|| panic!("{path}: no response"));
        match (response["errno"].as_i64().unwrap(), path) {
            (0, _) if is_write => self.seen.write(),
            (0, _) => {}
            (502, _) => {
                self.seen.refused.fetch_add(1, Ordering::SeqCst);
                return None;
            }
            (errno @ 711, "auth/login_by_weixin") | (errno @ 501, "auth/logout") => {
                let twice = self.seen.twice.fetch_add(1, Ordering::SeqCst) + 1;
                assert!(
                    twice <= 2 * PHONES as u64,
                    "more calls were sent again than an oa-mini that dies can have had"
                );
                return (errno == 501).then_some(response);
            }
            _ => panic!("{path}: {response}"),
        }
        Some(response)
    }
}
