//! `auth/…`

pub mod bind_phone;
pub mod login_by_weixin;
pub mod logout;

pub use bind_phone::bind_phone;
pub use login_by_weixin::login_by_weixin;
pub use logout::logout;
