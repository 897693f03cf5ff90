//! How a call ended, for the log and the metrics.

use std::{
    borrow::Cow,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicI32, AtomicI64, AtomicU32, Ordering},
    },
};

use crate::wire::ApiError;

/// How a call ended: the status is always 200, so the errno has to be told apart.
#[derive(Clone, Default)]
pub struct Outcome(Arc<Recorded>);

#[derive(Default)]
struct Recorded {
    errno: AtomicI32,
    /// 0: none.
    retry_after_s: AtomicU32,
    /// 0: not known.
    user: AtomicI64,
    reason: OnceLock<Cow<'static, str>>,
    dropped: Mutex<Vec<String>>,
}

impl Outcome {
    /// Writes the error down.
    pub fn settle(&self, error: &ApiError) {
        self.0.errno.store(error.errno, Ordering::Relaxed);
        self.0.retry_after_s.store(error.retry_after_s.unwrap_or_default(), Ordering::Relaxed);
        if let Some(user) = error.user {
            self.of_user(user);
        }
        if let Some(reason) = &error.reason {
            // a call ends once
            let _ = self.0.reason.set(reason.clone());
        }
    }

    /// Writes down a field that was left out of the request, and why: `userInfo.gender: out of range`. Fixed words only.
    pub fn drop_field(&self, note: String) {
        self.0.dropped.lock().unwrap_or_else(PoisonError::into_inner).push(note);
    }

    /// The fields that were left out, in their order; `None` where the whole request was usable.
    pub fn dropped(&self) -> Option<Vec<String>> {
        let dropped = self.0.dropped.lock().unwrap_or_else(PoisonError::into_inner);
        (!dropped.is_empty()).then(|| dropped.clone())
    }

    /// What was refused and why: the response's `x-oa-error`.
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.get().map(AsRef::as_ref)
    }

    /// Writes down whose call it was.
    pub fn of_user(&self, id: i64) {
        self.0.user.store(id, Ordering::Relaxed);
    }

    /// The id of the account that called, once it is known.
    pub fn user(&self) -> Option<i64> {
        Some(self.0.user.load(Ordering::Relaxed)).filter(|id| *id != 0)
    }

    /// The errno of the response.
    pub fn errno(&self) -> i32 {
        self.0.errno.load(Ordering::Relaxed)
    }

    /// The `retry-after` of the response, in seconds.
    pub fn retry_after_s(&self) -> Option<u32> {
        Some(self.0.retry_after_s.load(Ordering::Relaxed)).filter(|seconds| *seconds > 0)
    }
}
