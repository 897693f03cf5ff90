//! Faults of WeChat, injected on demand for a number of calls.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The maximum number of active faults per world.
const MAX_FAULTS: usize = 32;
/// The longest delay, in ms.
pub(crate) const MAX_DELAY_MS: u64 = 60_000;
/// The maximum of `times`.
pub(crate) const MAX_TIMES: u32 = 1_000_000;

/// A fault as it is set and listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fault {
    /// WeChat's path (`/sns/jscode2session`); absent: every one of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    /// The number of remaining calls. 0 ends the faults of this path.
    pub(crate) times: u32,
    /// Respond with this errcode; the call has no effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) errcode: Option<i64>,
    /// Delay the response; the call takes effect before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) delay_ms: Option<u64>,
    /// Respond with this HTTP status and an HTML page; the call has no effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// The call takes effect, and the connection breaks in the middle of the response.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) cut: bool,
    /// The call takes effect, and half of the response arrives as if it were complete.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) truncate: bool,
}

impl Fault {
    /// The reason why the fault is invalid.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        if self.times > MAX_TIMES {
            return Some("times must be 0 to 1000000");
        }
        if self.path.as_ref().is_some_and(|path| path.len() > 128 || !path.starts_with('/')) {
            return Some("path must be one of WeChat's, such as /sns/jscode2session");
        }
        if self.delay_ms.is_some_and(|delay| delay > MAX_DELAY_MS) {
            return Some("delay_ms must be 0 to 60000");
        }
        if self.status.is_some_and(|status| !(200..=599).contains(&status)) {
            return Some("status must be 200 to 599");
        }
        if self.errcode == Some(0) {
            return Some("errcode 0 is no fault");
        }
        let effect =
            self.errcode.is_some() || self.delay_ms.is_some() || self.status.is_some() || self.cut || self.truncate;
        (self.times > 0 && !effect).then_some("one of errcode, delay_ms, status, cut and truncate is needed")
    }

    pub(crate) fn delay(&self) -> Option<Duration> {
        self.delay_ms.filter(|delay| *delay > 0).map(Duration::from_millis)
    }
}

/// The active faults, in the order in which they were set.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault, or ends those of its path when `times` is 0. `false` if there are too many.
    pub(crate) fn add(&mut self, fault: Fault) -> bool {
        if fault.times == 0 {
            self.0.retain(|other| fault.path.is_some() && other.path != fault.path);
            return true;
        }
        let room = self.0.len() < MAX_FAULTS;
        if room {
            self.0.push(fault);
        }
        room
    }

    /// Takes the fault for the next call of `path`, and counts it down.
    pub(crate) fn take(&mut self, path: &str) -> Option<Fault> {
        let fault = self.0.iter_mut().find(|fault| fault.path.as_deref().is_none_or(|wanted| wanted == path))?;
        fault.times -= 1;
        let taken = fault.clone();
        self.0.retain(|fault| fault.times > 0);
        Some(taken)
    }

    pub(crate) fn in_force(&self) -> Vec<Fault> {
        self.0.clone()
    }
}
