//! What becomes an [`ApiError`]: the flows' errors, in one exhaustive match, and server_fn's own failures.

use std::borrow::Cow;

use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

use crate::wire::{ApiError, Errno};

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::Deserialization(_) => Errno::Invalid.into(),
            ServerFnErrorErr::MissingArg(_) => Errno::Missing.into(),
            ServerFnErrorErr::Request(_) => Self::no_answer(Cow::Borrowed("request:fail")),
            _ => Errno::Internal.into(),
        }
    }
}

#[cfg(feature = "ssr")]
impl From<identity::Error> for ApiError {
    /// The mapping. Internals are logged here, once, and never shown.
    fn from(error: identity::Error) -> Self {
        use identity::{Error, wechat::Error as WeChat};
        let errno = match &error {
            Error::NotSignedIn => Errno::SignIn,
            Error::AccountDisabled(user) => return Self { user: Some(*user), ..Errno::Disabled.into() },
            Error::Refused { field, reason } => {
                return Self::from(Errno::Invalid).because(format!("{field}: {reason}"));
            }
            Error::WeChat(WeChat::InvalidCode) => Errno::CodeInvalid,
            Error::WeChat(WeChat::CodeUsed) => Errno::CodeUsed,
            Error::WeChat(WeChat::TooFrequent) => Errno::TooFrequent,
            Error::WeChat(WeChat::HighRisk) => Errno::HighRisk,
            Error::WeChat(WeChat::Unavailable(_)) => Errno::WeChatDown,
            Error::WeChat(WeChat::Misconfigured(_)) => Errno::Misconfigured,
            Error::WeChat(WeChat::Unexpected(_)) => Errno::Failed,
            Error::PhoneCode => Errno::PhoneCode,
            // a text that no key could decrypt is the client's own, so that naming it tells nothing of a key
            Error::CannotDecrypt(Some(reason)) => return Self::from(Errno::CannotDecrypt).because(*reason),
            Error::CannotDecrypt(None) => Errno::CannotDecrypt,
            Error::WrongApp => Errno::WrongApp,
            Error::StaleData => Errno::StaleData,
            Error::PhoneTaken => Errno::PhoneTaken,
            Error::TooMany(wait_ms) => return Self::too_many(*wait_ms),
            Error::NothingUpdated => Errno::NotUpdated,
            Error::Store(cause) => {
                tracing::error!(cause = %identity::error_chain(cause), "the database failed");
                Errno::Internal
            }
        };
        errno.into()
    }
}
