//! Demo mode: the WeChat double, the page, and sample content.

mod events;
mod guard;
mod guide;
mod memberships;
mod pages;
mod seed;
mod status;
mod sweep;
mod tools;

use std::{net::IpAddr, sync::Arc};

use app::wire::{ApiError, Errno};
#[cfg(feature = "miniprogram")]
use axum::{Router, middleware::from_fn_with_state};
use http::HeaderMap;
use tokio::sync::Semaphore;
use wechat_double::{Double, EnterError};

use crate::limits::network;
#[cfg(feature = "miniprogram")]
use crate::{miniprogram::Opened, state::Server};

pub(crate) use events::{EventLog, FlowRecorder, MAX_WAITING_STREAMS};
pub(crate) use memberships::demo_memberships;
pub(crate) use pages::router as pages;
pub(crate) use seed::seed;
pub(crate) use sweep::sweep;

/// The routes, for the demo's own page alone.
#[cfg(feature = "miniprogram")]
pub(crate) fn guarded<S: Clone + Send + Sync + 'static>(router: Router<S>, server: Arc<Server>) -> Router<S> {
    router.layer(from_fn_with_state(server, guard::guard))
}

/// The routes, under the demo's own names.
#[cfg(feature = "miniprogram")]
pub(crate) fn host_guarded(router: Router, server: Arc<Server>) -> Router {
    router.layer(from_fn_with_state(server, guard::host_guard))
}

/// The state of demo mode.
pub(crate) struct Demo {
    /// Whether the demo is public: worlds must have unguessable names, and `default` is closed.
    pub(crate) public: bool,
    /// The accepted values of `Host`.
    pub(crate) hosts: Vec<String>,
    /// The WeChat double.
    pub(crate) double: Double,
    /// The flow events of every world.
    pub(crate) event_log: Arc<EventLog>,
    /// Permits of event streams that wait for their world.
    pub(crate) waiting_streams: Arc<Semaphore>,
    /// The mini-program that the server was started with.
    #[cfg(feature = "miniprogram")]
    pub(crate) opened: Option<Arc<Opened>>,
}

impl Demo {
    /// The name of the double's world that a request belongs to.
    ///
    /// # Errors
    /// 402 for an invalid name, and for a request that may not call the double.
    pub(crate) fn world<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, ApiError> {
        if !self.is_own(headers) {
            return Err(ApiError::from(Errno::Invalid).because("Host or Sec-Fetch-Site: not the demo's own page"));
        }
        let name = headers.get("x-double-world").map_or(Ok("default"), |name| name.to_str());
        name.ok()
            .filter(|name| wechat_double::is_world_name(name, self.public))
            .ok_or(ApiError::from(Errno::Invalid).because("X-Double-World: not a name of a world"))
    }

    /// Enters the world of a page's call from `ip`. It is created if need be, as by the page's calls to the double.
    ///
    /// # Errors
    /// 429 if no new world may be created.
    pub(crate) async fn enter(&self, world: &str, ip: IpAddr) -> Result<(), ApiError> {
        let creator = self.public.then(|| network(ip));
        self.double.enter(world, creator).await.map_err(|refusal| match refusal {
            EnterError::TooMany { wait_ms } | EnterError::Full { wait_ms } => ApiError::too_many(wait_ms),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        /// The page and the double share no code, but must have the same rule.
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
