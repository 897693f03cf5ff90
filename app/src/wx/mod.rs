//! The simulated runtime: what `wx.…` does on a phone, with its names, arguments and errMsg, and the state under it.
//!
//! [`Wx`] is the phone: a `Copy` struct of signals, provided by `App`. Codes and phone data come from the WeChat double over
//! HTTP; nothing is decrypted here. What the runtime does is emitted as [`WxEvent`]s.

mod check_session;
mod choose_avatar;
mod client;
mod context;
pub(crate) mod double;
mod error;
mod event;
mod files;
mod flow;
mod history;
mod launch;
mod login;
mod navigate;
mod network;
mod opened_request;
mod overlay;
mod page;
mod phone_number;
mod profile;
mod program;
pub(crate) mod request;
mod stack;
pub(crate) mod storage;
mod switch_phone;
mod tap;
mod toast;
mod window;
mod world;

pub(crate) use check_session::check_session;
pub(crate) use choose_avatar::choose_avatar;
pub use client::PhoneClient;
pub(crate) use context::{Wx, use_wx};
pub(crate) use double::Person;
pub(crate) use error::WxError;
pub(crate) use event::{NATIVE, PhoneStep, ReceivedResponse, SealedData, SentRequest, Stage, WxEvent};
pub(crate) use flow::Flow;
pub(crate) use login::login;
pub(crate) use navigate::{navigate_back, navigate_to, re_launch, switch_tab, to_login};
pub(crate) use overlay::{Modal, Overlay, reply, show_action_sheet, show_modal};
pub use page::Page;
pub(crate) use page::first_page;
pub(crate) use phone_number::get_phone_number;
pub(crate) use profile::{get_user_info, get_user_profile};
pub use program::OpenedProgram;
pub(crate) use program::switch_program;
pub(crate) use stack::StackEntry;
pub(crate) use switch_phone::switch_phone;
pub(crate) use tap::Tap;
pub(crate) use toast::{Toast, ToastIcon, hide_toast, show_toast};
pub(crate) use window::install_window_wx;
pub use world::is_world_name;

/// The avatar of a user who has none.
pub(crate) const DEFAULT_AVATAR: &str = "/oapro/images/avatar-default.svg";
/// What WeChat calls a user whom it does not name.
pub(crate) const UNNAMED: &str = "微信用户";
