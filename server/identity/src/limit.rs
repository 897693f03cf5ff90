//! How often an account may do what costs much. The flows say when they ask; who counts, and how, is a parameter.

use std::sync::Arc;

use crate::{Error, Identity, Realm, Session};

/// What an account may do only so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// auth/login_by_weixin, once WeChat has said whose the code was.
    Login,
    /// auth/bindPhone.
    BindPhone,
    /// auth/avatar.
    UploadAvatar,
    /// user/index and auth/sessions, which only read: once the account is known, before anything else is read for it.
    Read,
}

/// Counts an action of an account (its realm and openid): `Err` holds in how many ms it would be let through. An account
/// is not its row's id, so that a demo account which was reset goes on counting.
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
