//! `util.user`: logging in, staying logged in, logging out.

use std::borrow::Cow;

use crate::{
    api::auth::{login_by_weixin as post_login, logout as post_logout},
    pages::index::DESC,
    wire::{LoginRequest, ProfileClaim, UserInfo},
    wx::{
        State, Tap, Wx, check_session, get_user_profile, login, storage,
        watch::{Stage, step},
    },
};

/// The login: profile, code, our server, storage.
///
/// # Errors
/// The errMsg or errmsg of the step that failed.
pub(crate) async fn login_by_weixin(wx: Wx, tap: Option<Tap>) -> Result<(), Cow<'static, str>> {
    let holder = wx.holder();
    let profile = get_user_profile(wx, tap, DESC, None).await.map_err(|fail| fail.err_msg)?;
    let code = login(wx, None).await.map_err(|fail| fail.err_msg)?;
    if wx.holder() == holder { exchange(wx, code, profile).await } else { Ok(()) }
}

/// Our server's part of it: the code for a token, which is stored.
///
/// # Errors
/// The server's errmsg.
pub(crate) async fn exchange(wx: Wx, code: String, profile: ProfileClaim) -> Result<(), Cow<'static, str>> {
    let holder = wx.holder();
    let request = LoginRequest { code, user_info: profile, ..LoginRequest::default() };
    let data = post_login(request).await.map_err(|error| error.errmsg)?;
    if wx.holder() == holder {
        storage::set_storage_sync(storage::TOKEN, &data.token);
        storage::set_storage_sync(storage::USER_INFO, &data.user_info);
        step("storage", Stage::Done, "token, userInfo");
        wx.change(|state| state.has_login = true);
    }
    Ok(())
}

/// On launch: a login whose session_key WeChat has dropped is none (`globalData.hasLogin`), so that the login page lets
/// the user in again. What is stored stays: the token may still be good.
pub(crate) async fn check_login(wx: Wx) {
    if !wx.read(|state| state.has_login) {
        return;
    }
    let (holder, token) = (wx.holder(), storage::token());
    let expired = check_session(wx).await.is_err_and(|fail| fail.err_msg.ends_with("expired"));
    if expired && wx.holder() == holder && storage::token() == token {
        wx.change(|state| state.has_login = false);
    }
}

/// Tells the server, and forgets whatever it says.
pub(crate) async fn logout(wx: Wx) {
    let holder = wx.holder();
    if storage::token().is_some() {
        let _ = post_logout().await;
    }
    if wx.holder() == holder {
        forget(wx);
        step("clear", Stage::Done, "token, userInfo");
    }
}

/// Stores the profile of who is logged in, and shows it: unless the login that it was got with is over.
pub(crate) fn remember(wx: Wx, token: Option<String>, me: &UserInfo) {
    if storage::token() == token {
        storage::set_storage_sync(storage::USER_INFO, me);
        wx.change(State::read_storage);
    }
}

/// Clears what is stored of the login, and what is shown of it.
pub(crate) fn forget(wx: Wx) {
    storage::forget();
    wx.change(|state| {
        state.has_login = false;
        state.counts = None;
        state.read_storage();
    });
}
