//! An offline api.weixin.qq.com, and the phone side that the simulator talks to.
//!
//! [`Double::router`] has three sides: WeChat's own paths (`wechat/`), what a phone asks of WeChat (`/_double/phone/…`,
//! `phone/`), and what a demo or a test turns (`/_double/control/…`, `control/`). One file per call. Everything that
//! changes lives in a `World`; worlds do not see each other. Time and randomness are parameters.

#![forbid(unsafe_code)]

mod avatars;
mod codes;
mod control;
mod crypto;
mod double;
mod fault;
mod guard;
mod here;
mod ids;
mod journal;
mod makers;
mod people;
mod phone;
mod reply;
mod version;
mod wechat;
mod window;
mod world;
mod worlds;

pub use double::{Caller, Clock, Double, DoubleApp, DoubleConfig, ForgetHook, Forgotten, NoWorld, Random};
pub use guard::{is_cross_site, is_host, is_json};
pub use here::is_world_name;

/// The appid that only the double knows.
pub const DEMO_APPID: &str = "wx0a1b2c3d4e5f6789";
/// The app secret that only the double accepts. It protects nothing.
pub const DEMO_SECRET: &str = "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5";
/// The world of a call without `X-Double-World`.
pub const DEFAULT_WORLD: &str = "default";
