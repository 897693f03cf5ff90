//! The rate limit of an account. The flows call it before expensive work; its implementation is a parameter.

use std::sync::Arc;

use crate::{Error, Identity, Realm, Session};

/// An action that the rate limit of an account covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// auth/login_by_weixin, after WeChat has returned the openid of the code.
    Login,
    /// auth/bindPhone.
    BindPhone,
    /// auth/avatar.
    UploadAvatar,
    /// user/index and auth/sessions, which only read: once the account is known, before anything else is read for it.
    Read,
}

/// Counts an action of an account (its realm and openid). `Err` contains the number of ms after which it would be allowed. The
/// key is not the id of the row, so that the count of a demo account survives a reset.
pub type Limit = Arc<dyn Fn(Action, &Realm, &str) -> Result<(), u64> + Send + Sync>;

impl Identity {
    /// Counts an action of the session's account.
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub fn allow(&self, action: Action, session: &Session) -> Result<(), Error> {
        self.allow_account(action, &session.account.realm, &session.account.openid)
    }

    /// The same, where there is no session yet.
    pub(crate) fn allow_account(&self, action: Action, realm: &Realm, openid: &str) -> Result<(), Error> {
        (self.config.limit)(action, realm, openid).map_err(Error::TooMany)
    }
}
