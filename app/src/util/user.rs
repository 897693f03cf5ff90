//! `util.user`: logging in, staying logged in, logging out.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::{
    api::auth,
    wire::{LoginRequest, ProfileClaim, UserInfo},
    wx::{PhoneStep, Stage, Tap, Wx, check_session, get_user_profile, login, storage},
};

/// What the diagram says of the storage.
const STORED: &str = "token, userInfo";

/// The login: profile (for the reason `desc`), code, our server, storage.
///
/// # Errors
/// The errMsg or errmsg of the step that failed.
pub(crate) async fn login_by_weixin(wx: Wx, tap: Option<Tap>, desc: &str) -> Result<(), Cow<'static, str>> {
    let phone_id = wx.phone_id();
    let profile = get_user_profile(wx, tap, desc).await.map_err(|error| error.err_msg)?;
    let code = login(wx, None).await.map_err(|error| error.err_msg)?;
    if wx.phone_id() == phone_id { exchange(wx, code, profile).await } else { Ok(()) }
}

/// Our server's part of it: the code for a token, which is stored.
///
/// # Errors
/// The server's errmsg.
pub(crate) async fn exchange(wx: Wx, code: String, profile: ProfileClaim) -> Result<(), Cow<'static, str>> {
    let phone_id = wx.phone_id();
    let call = auth::login_by_weixin(LoginRequest { code, user_info: profile, ..LoginRequest::default() });
    let data = call.await.map_err(|error| error.errmsg)?;
    if wx.phone_id() == phone_id {
        wx.set_storage(storage::TOKEN, &data.token);
        wx.set_storage(storage::USER_INFO, &data.user_info);
        wx.emit_step(PhoneStep::Storage, Stage::Done, STORED);
        wx.has_login.set(true);
    }
    Ok(())
}

/// On launch: a login whose session_key WeChat has dropped is none (`globalData.hasLogin`), so that the login page lets
/// the user in again. What is stored stays: the token may still be good.
pub(crate) async fn check_login(wx: Wx) {
    if !wx.has_login.get_untracked() {
        return;
    }
    let (phone_id, token) = (wx.phone_id(), storage::token());
    let is_expired = check_session(wx).await.is_err_and(|error| error.err_msg.ends_with("expired"));
    if is_expired && wx.phone_id() == phone_id && storage::token() == token {
        wx.has_login.set(false);
    }
}

/// Tells the server, and forgets whatever it says.
pub(crate) async fn logout(wx: Wx) {
    let phone_id = wx.phone_id();
    if storage::token().is_some() {
        let _ = auth::logout().await;
    }
    if wx.phone_id() == phone_id {
        forget(wx);
        wx.emit_step(PhoneStep::Clear, Stage::Done, STORED);
    }
}

/// Stores the profile of the user who is logged in, unless the login that it was got with is over.
pub(crate) fn store_profile(wx: Wx, token: Option<String>, me: &UserInfo) {
    if storage::token() == token {
        wx.set_storage(storage::USER_INFO, me);
    }
}

/// Clears what is stored of the login.
pub(crate) fn forget(wx: Wx) {
    wx.has_login.set(false);
    wx.clear_login();
}
