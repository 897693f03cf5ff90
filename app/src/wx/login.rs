//! `wx.login`

use super::{
    Fail, Wx,
    double::{self, Ask},
};

/// A code for the server: five minutes, once. `timeout` in ms.
///
/// # Errors
/// `login:fail …`; `login:fail timeout` when `timeout` passes.
pub(crate) async fn login(wx: Wx, timeout: Option<u32>) -> Result<String, Fail> {
    let answer = double::call(wx, "login", Ask::default(), timeout.unwrap_or(double::TIMEOUT)).await?;
    answer.code.ok_or(Fail::new("login:fail"))
}
