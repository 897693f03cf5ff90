//! An offline api.weixin.qq.com, and the phone side that the simulator talks to.
//!
//! [`Double::router`] has three sides: WeChat's own paths (`wechat/`), the phone's APIs (`/_double/phone/…`, `phone/`),
//! and the control calls of demos and tests (`/_double/control/…`, `control/`). One file per call. All mutable state is
//! in a `World`; worlds are isolated from each other. Time and randomness are parameters.

#![forbid(unsafe_code)]

mod avatars;
mod codes;
mod control;
mod creation_limit;
mod crypto;
mod double;
mod extract;
mod fault;
mod guard;
mod ids;
mod journal;
mod people;
mod phone;
mod quota_window;
mod reply;
mod version;
mod wechat;
mod world;
mod worlds;

pub use double::{Caller, Clock, Double, DoubleApp, DoubleConfig, EnterError, ForgetHook, Forgotten, Random};
pub use extract::is_world_name;
pub use guard::{is_cross_site, is_host, is_json};

/// The appid that only the double knows.
pub const DEMO_APPID: &str = "wx0a1b2c3d4e5f6789";
/// The app secret that only the double accepts. It protects nothing.
pub const DEMO_SECRET: &str = "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5";
/// The world of a call without `X-Double-World`.
pub const DEFAULT_WORLD: &str = "default";
