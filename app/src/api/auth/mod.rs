//! `auth/…`

mod avatar;
pub mod bind_phone;
pub mod login_by_weixin;
pub mod logout;
pub mod profile;
pub mod revoke;
pub mod sessions;

pub(crate) use avatar::avatar;
pub use bind_phone::bind_phone;
pub use login_by_weixin::login_by_weixin;
pub use logout::logout;
pub use profile::profile;
pub use revoke::revoke;
pub use sessions::sessions;
