//! `wx.login`

use super::{
    Fail, Wx,
    double::{self, Ask},
    watch::{Stage, step},
};
use crate::mask;

/// A code for the server: five minutes, once. `timeout` in ms.
///
/// # Errors
/// `login:fail …`; `login:fail timeout` when `timeout` passes.
pub(crate) async fn login(wx: Wx, timeout: Option<u32>) -> Result<String, Fail> {
    step("login", Stage::Began, "");
    step("login", Stage::Done, "login:ok");
    let answer = double::call(wx, "login", Ask::default(), timeout.unwrap_or(double::TIMEOUT)).await;
    let code = answer.and_then(|answer| answer.code.ok_or(Fail::new("login:fail")));
    match &code {
        Ok(code) => {
            step("code", Stage::Done, mask::middle(code, 4, 3));
        }
        Err(fail) => step("code", Stage::Failed, fail.err_msg.as_ref()),
    }
    code
}
