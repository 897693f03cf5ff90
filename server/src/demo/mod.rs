//! What demo mode adds: the WeChat double, the page, content to look at.

mod events;
mod guard;
mod pages;
mod seed;
mod status;
mod sweep;
mod welcome;

use std::{net::IpAddr, sync::Arc};

use app::api::{ApiError, Errno};
use http::HeaderMap;
use tokio::sync::Semaphore;
use wechat_double::{Double, NoWorld};

use crate::limits::network;

pub(crate) use events::{Ear, MAX_WAITING, Rings};
pub(crate) use pages::router as pages;
pub(crate) use seed::seed;
pub(crate) use sweep::sweep;
pub(crate) use welcome::welcome;

/// Demo mode.
pub(crate) struct Demo {
    /// Strangers use it: worlds with names that cannot be guessed, `default` closed.
    pub(crate) public: bool,
    /// Where it may be called, as `Host` says it.
    pub(crate) hosts: Vec<String>,
    /// WeChat.
    pub(crate) double: Double,
    /// What requests live through.
    pub(crate) rings: Arc<Rings>,
    /// The places of streams that wait for their world.
    pub(crate) waiting: Arc<Semaphore>,
}

impl Demo {
    /// The double's world that a request belongs to, by its name.
    ///
    /// # Errors
    /// 402 for a name that the double would not take either, and for who may not call the double.
    pub(crate) fn world<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, ApiError> {
        if !self.is_own(headers) {
            return Err(ApiError::from(Errno::Invalid).because("Host or Sec-Fetch-Site: not the demo's own page"));
        }
        let name = headers.get("x-double-world").map_or(Ok("default"), |name| name.to_str());
        name.ok()
            .filter(|name| wechat_double::is_world_name(name, self.public))
            .ok_or(ApiError::from(Errno::Invalid).because("X-Double-World: not a name of a world"))
    }

    /// Uses the world of a call that the page makes, from `ip`. It is made if need be, as by the page's calls to the double.
    ///
    /// # Errors
    /// 429 where there may be no new one.
    pub(crate) async fn enter(&self, world: &str, ip: IpAddr) -> Result<(), ApiError> {
        let maker = self.public.then(|| network(ip));
        self.double.enter(world, maker).await.map_err(|refusal| match refusal {
            NoWorld::TooMany { wait_ms } | NoWorld::Full { wait_ms } => ApiError::too_many(wait_ms),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        /// The page and the double share no code, and have one rule.
        #[test]
        fn the_page_and_the_double_name_worlds_alike(name in "([a-z0-9-]{0,70}|[ -~]{0,30}|\\PC{0,30}|[a-z]{20,23}[\n:A_]?)", public: bool) {
            prop_assert_eq!(app::is_world_name(&name, public), wechat_double::is_world_name(&name, public));
        }
    }

    #[test]
    fn at_the_edges_too() {
        for length in [0, 1, 21, 22, 64, 65] {
            for public in [false, true] {
                let name = "a".repeat(length);
                assert_eq!(app::is_world_name(&name, public), wechat_double::is_world_name(&name, public), "{name}");
            }
        }
    }
}
