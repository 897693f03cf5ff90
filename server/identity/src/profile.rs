//! auth/profile: a user changes the own name, avatar and gender.

use field_limits::NAME_TOO_LONG;

use crate::flow::{FlowEvent, emit};
use crate::{DisplayName, Error, Identity, NameError, Session, User, UserRecord};

/// A change as a client requests it; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileRequest {
    /// 昵称
    pub nick_name: Option<String>,
    /// The address as the client sent it.
    pub avatar_url: Option<String>,
    /// 0 to 2.
    pub gender: Option<i64>,
}

/// A validated change; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// 昵称
    pub nick_name: Option<String>,
    /// An address or a path under `OA_PUBLIC_URL`.
    pub avatar: Option<String>,
    /// 0 to 2.
    pub gender: Option<i64>,
}

impl Identity {
    /// Changes the fields that are present. A value that the account has already is no change, even an invalid one: a form may
    /// send back all that it was given. An empty avatar address and the default picture are no change either.
    ///
    /// # Errors
    /// [`Error::Refused`] for a name that has no visible character or more than 128, for an avatar address that is neither
    /// ours nor WeChat's, for a gender outside 0 to 2; [`Error::NothingUpdated`] when the user is gone; [`Error::Store`].
    pub async fn update_profile(&self, session: &Session, request: ProfileRequest) -> Result<User, Error> {
        let change = match self.validate(&request) {
            Ok(change) => change,
            // an account of an older version may have values that a client could not set today
            Err(_) => {
                let stored = self.store.user(session.account.id).await?.ok_or(Error::NothingUpdated)?;
                self.validate(&self.without_stored_values(request, &stored))?
            }
        };
        let user = self.store.update_profile(session.account.id, &change, self.now_ms()).await;
        emit(|| FlowEvent::stored("changed", "UPDATE", "user").succeeded(matches!(user, Ok(Some(_)))));
        user?.ok_or(Error::NothingUpdated)
    }

    fn validate(&self, request: &ProfileRequest) -> Result<ProfileChange, Error> {
        let name = request.nick_name.as_deref().map(DisplayName::parse).transpose().map_err(|error| match error {
            NameError::Invisible => Error::Refused { field: "nickName", reason: "no visible character" },
            NameError::TooLong => Error::Refused { field: "nickName", reason: NAME_TOO_LONG },
        })?;
        let address = request.avatar_url.as_deref().filter(|address| !self.config.is_default_avatar(address));
        let avatar = address
            .map(|address| {
                let refused = Error::Refused { field: "avatarUrl", reason: "neither ours nor https on *.qlogo.cn" };
                self.config.validate_avatar(address).ok_or(refused)
            })
            .transpose()?;
        if request.gender.is_some_and(|gender| !(0..=2).contains(&gender)) {
            return Err(Error::Refused { field: "gender", reason: "not 0, 1 or 2" });
        }
        Ok(ProfileChange { nick_name: name.map(String::from), avatar, gender: request.gender })
    }

    fn without_stored_values(&self, request: ProfileRequest, stored: &UserRecord) -> ProfileRequest {
        let user = &stored.user;
        let ours = self.config.public_url.trim_end_matches('/');
        let is_stored = |address: &String| {
            *address == user.avatar || address.strip_prefix(ours).is_some_and(|path| path == user.avatar)
        };
        ProfileRequest {
            nick_name: request.nick_name.filter(|name| *name != user.nick_name),
            avatar_url: request.avatar_url.filter(|address| !is_stored(address)),
            gender: request.gender.filter(|gender| *gender != user.gender),
        }
    }
}
