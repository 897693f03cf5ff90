//! `util.request`: every guarded call goes through here, for one reason: a token that is no longer good ends the login.

use crate::{
    util::user,
    wire::{ApiError, Errno},
    wx::{Wx, storage, to_login},
};

/// Awaits `call`. errno 501 clears what is stored and leads to the login page, once, however many 501s arrive: the first
/// one leaves no token that the others could have been sent with.
///
/// # Errors
/// Those of the call.
pub(crate) async fn send<T>(wx: Wx, call: impl Future<Output = Result<T, ApiError>>) -> Result<T, ApiError> {
    let sent_token = storage::token();
    let response = call.await;
    if response.as_ref().is_err_and(|error| error.is(Errno::SignIn)) && storage::token() == sent_token {
        user::forget(wx);
        to_login(wx);
    }
    response
}
