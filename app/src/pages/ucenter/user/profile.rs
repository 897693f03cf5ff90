//! What the rows 头像 and 名字 share: whether the user is asked for them, and what changes them.

use std::borrow::Cow;

use crate::{
    util::{request, user},
    wire::{ApiError, UserInfo},
    wx::{UNNAMED, Wx, storage},
};

/// Whether the user is asked for name and picture: WeChat gives neither any more, or gave none.
pub(super) fn is_asked(wx: Wx, me: &UserInfo) -> bool {
    wx.is_anonymous() || me.nick_name.is_empty() || me.nick_name == UNNAMED
}

/// A call that changes the own profile; `apply` writes what it responds into what is stored.
///
/// # Errors
/// The server's errmsg.
pub(super) async fn change<T>(
    wx: Wx,
    call: impl Future<Output = Result<T, ApiError>>,
    apply: impl FnOnce(&mut UserInfo, T),
) -> Result<(), Cow<'static, str>> {
    let token = storage::token();
    let data = request::send(wx, call).await.map_err(|error| error.errmsg)?;
    if let Some(mut me) = storage::user_info() {
        apply(&mut me, data);
        user::store_profile(wx, token, &me);
    }
    Ok(())
}
