//! The simulated runtime: what `wx.…` does on a phone, with its names, arguments and errMsg, and the state under it.
//!
//! All state is in one signal (`state`), which every function takes by its handle [`Wx`]. Codes and phone data come from the WeChat double over HTTP; nothing is decrypted here.

mod check_session;
mod choose_avatar;
pub(crate) mod double;
mod fail;
mod history;
mod login;
mod modal;
mod navigate;
mod phone_number;
mod profile;
#[cfg(feature = "hydrate")]
pub(crate) mod request;
mod stack;
mod start;
mod state;
pub(crate) mod storage;
mod tap;
mod toast;
pub(crate) mod watch;
#[cfg(feature = "hydrate")]
mod window;
mod world;

pub(crate) use check_session::check_session;
pub(crate) use choose_avatar::choose_avatar;
pub(crate) use double::Person;
pub(crate) use fail::Fail;
pub(crate) use login::login;
pub(crate) use modal::{Modal, Overlay, reply, show_action_sheet, show_modal};
pub(crate) use navigate::{navigate_back, navigate_to, re_launch, switch_tab, to_login};
pub(crate) use phone_number::get_phone_number;
pub(crate) use profile::{get_user_info, get_user_profile};
pub(crate) use start::{enter_world, switch_phone};
pub(crate) use state::{State, Wx};
pub(crate) use tap::{Tap, by_story};
pub(crate) use toast::{Icon, Toast, show_toast};
pub use world::is_world_name;
