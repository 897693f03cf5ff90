//! How a `wx.…` call fails: with an errMsg, and nothing else.

use std::borrow::Cow;

/// The `errMsg` of a `fail` callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WxError {
    /// `getUserProfile:fail auth deny` and the like.
    pub(crate) err_msg: Cow<'static, str>,
}

impl WxError {
    pub(crate) const fn new(err_msg: &'static str) -> Self {
        Self { err_msg: Cow::Borrowed(err_msg) }
    }

    /// Whether the user refused.
    pub(crate) fn is_refusal(&self) -> bool {
        self.err_msg.ends_with(" deny") || self.err_msg.ends_with(" cancel")
    }
}

impl From<String> for WxError {
    fn from(err_msg: String) -> Self {
        Self { err_msg: Cow::Owned(err_msg) }
    }
}
