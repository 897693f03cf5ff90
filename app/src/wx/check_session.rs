//! `wx.checkSession`

use super::{
    Fail, Wx,
    double::{self, Ask},
};

/// Whether the session_key of the last `wx.login` on this phone still lives.
///
/// # Errors
/// `checkSession:fail session_key expired`, or that WeChat was not reached.
pub(crate) async fn check_session(wx: Wx) -> Result<(), Fail> {
    double::call(wx, "checkSession", Ask::default(), double::TIMEOUT).await.map(drop)
}
