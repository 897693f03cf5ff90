//! What a request lives through, told hop by hop from where it happens: to WeChat and back, into the database, what is
//! computed here. Only demo mode listens; where nobody does, nothing is even put together. It is in this crate because
//! the client is the lowest that tells.
//!
//! Values are masked at the source: whoever listens never holds what may not be shown.

use std::{borrow::Cow, future::Future, sync::Arc};

/// Where a hop begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// This server.
    Server,
    /// api.weixin.qq.com, or the double of it.
    WeChat,
    /// The store.
    Database,
}

/// One hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// What happened, in one word: `signed-in`, `authenticated`, `decrypted`, `bound`, …; of a request to WeChat and its
    /// answer the last part of the path (`jscode2session`).
    pub kind: &'static str,
    /// From where.
    pub from: Lane,
    /// To where; the same lane for what is computed in place.
    pub to: Lane,
    /// What stands on the arrow.
    pub label: &'static str,
    /// The value beside it, masked.
    pub value: Cow<'static, str>,
    /// WeChat's errcode of a hop that failed.
    pub errcode: Option<i64>,
    /// Whether it did what it was for.
    pub ok: bool,
}

impl Hop {
    /// A hop that succeeded.
    pub fn new(
        kind: &'static str,
        from: Lane,
        to: Lane,
        label: &'static str,
        value: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { kind, from, to, label, value: value.into(), errcode: None, ok: true }
    }

    /// What was computed here.
    pub fn computed(kind: &'static str, label: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self::new(kind, Lane::Server, Lane::Server, label, value)
    }

    /// What was asked of the database.
    pub fn stored(kind: &'static str, label: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self::new(kind, Lane::Server, Lane::Database, label, value)
    }

    /// The same, failed unless `ok`.
    #[must_use]
    pub fn held(self, ok: bool) -> Self {
        Self { ok, ..self }
    }

    /// The same, failed, with WeChat's errcode where it gave one.
    #[must_use]
    pub fn failed(self, errcode: Option<i64>) -> Self {
        Self { errcode, ok: false, ..self }
    }
}

/// Who listens to one request.
pub trait Watcher: Send + Sync {
    /// A hop was made.
    fn hop(&self, hop: Hop);
    /// What the answer carries that is worth showing, masked.
    fn answer(&self, value: String);
}

tokio::task_local! {
    static WATCHER: Arc<dyn Watcher>;
}

/// Runs `work` while `watcher` listens.
pub async fn watched<F: Future>(watcher: Arc<dyn Watcher>, work: F) -> F::Output {
    WATCHER.scope(watcher, work).await
}

/// Runs `work`, which will be a task of its own, with whoever listens here.
pub fn carried<F: Future<Output = ()> + Send + 'static>(work: F) -> impl Future<Output = ()> + Send + 'static {
    let watcher = WATCHER.try_with(Arc::clone).ok();
    async move {
        match watcher {
            Some(watcher) => watched(watcher, work).await,
            None => work.await,
        }
    }
}

/// Tells a hop, if anybody listens.
pub fn tell(hop: impl FnOnce() -> Hop) {
    let _ = WATCHER.try_with(|watcher| watcher.hop(hop()));
}

/// Tells what the answer carries, if anybody listens.
pub fn tell_answer(value: impl FnOnce() -> String) {
    let _ = WATCHER.try_with(|watcher| watcher.answer(value()));
}

/// The first `head` and the last `tail` characters of a secret; nothing of one that is too short for that.
pub fn mask(secret: &str, head: usize, tail: usize) -> String {
    let letters: Vec<char> = secret.chars().collect();
    if letters.len() < head + tail + 4 {
        return "••••".to_owned();
    }
    let end = letters.len() - tail;
    letters.iter().take(head).chain(&['…']).chain(letters.iter().skip(end)).collect()
}

/// `120****0001`
pub fn mask_phone(number: &str) -> String {
    mask(number, 3, 4).replace('…', "****")
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Ear(Mutex<Vec<&'static str>>);

    impl Watcher for Ear {
        fn hop(&self, hop: Hop) {
            self.0.lock().unwrap().push(hop.kind);
        }

        fn answer(&self, _: String) {}
    }

    fn made(kind: &'static str) -> Hop {
        Hop::new(kind, Lane::Server, Lane::Server, "", "")
    }

    #[tokio::test]
    async fn only_who_listens_is_told() {
        tell(|| unreachable!("nobody listens"));
        let (one, other) = (Arc::new(Ear::default()), Arc::new(Ear::default()));
        let first = watched(one.clone(), async {
            tell(|| made("a"));
            tokio::spawn(carried(async { tell(|| made("b")) })).await.unwrap();
        });
        let second = watched(other.clone(), async { tell(|| made("c")) });
        tokio::join!(first, second);
        assert_eq!(*one.0.lock().unwrap(), ["a", "b"]);
        assert_eq!(*other.0.lock().unwrap(), ["c"]);
    }

    #[test]
    fn a_secret_keeps_its_ends() {
        assert_eq!(mask("oLX7aaaaaaaaaaa2Qd", 4, 3), "oLX7…2Qd");
        assert_eq!(mask("0c3f2Qd", 4, 3), "••••");
        assert_eq!(mask_phone("12066600001"), "120****0001");
        assert_eq!(mask_phone("61234567"), "••••");
    }
}
