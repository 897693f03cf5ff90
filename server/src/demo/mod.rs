//! What demo mode adds: the WeChat double, the page, content to look at.

mod events;
mod guard;
pub(crate) mod packed;
mod pages;
mod seed;
mod status;
mod welcome;

use std::sync::Arc;

use app::api::{ApiError, Errno};
use http::HeaderMap;
use wechat_double::Double;

pub(crate) use events::{Ear, Rings};
pub(crate) use pages::router as pages;
pub(crate) use seed::seed;
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
    /// Pages that were compressed before.
    pub(crate) packed: packed::Packed,
}

impl Demo {
    /// The double's world that a request belongs to.
    ///
    /// # Errors
    /// 402 for a name that the double would not take either.
    pub(crate) fn world<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, ApiError> {
        let name = headers.get("x-double-world").map_or(Ok("default"), |name| name.to_str());
        name.ok()
            .filter(|name| wechat_double::is_world_name(name, self.public))
            .ok_or(ApiError::from(Errno::Invalid).because("X-Double-World: not a name of a world"))
    }
}
