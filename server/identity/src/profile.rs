//! auth/profile: a user changes the own name, avatar and gender.

use crate::hops::{Hop, tell};
use crate::{Error, Identity, MAX_NAME, Session, User};

/// What to change; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// 昵称
    pub nick_name: Option<String>,
    /// An address or a path under `OA_PUBLIC_URL` that has been judged.
    pub avatar: Option<String>,
    /// 0 to 2.
    pub gender: Option<i64>,
}

impl Identity {
    /// Changes what is there. `avatar` is the address as the client sent it; it must be one of ours or WeChat's.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a name that is blank, too long or has control characters, for a strange avatar
    /// address, for a gender outside 0 to 2; [`Error::NothingUpdated`] when the user is gone; [`Error::Store`].
    pub async fn update_profile(&self, session: &Session, mut change: ProfileChange) -> Result<User, Error> {
        if let Some(name) = &change.nick_name {
            change.nick_name = Some(checked_name(name)?);
        }
        if let Some(address) = &change.avatar {
            change.avatar = Some(self.config.judge_avatar(address).ok_or(Error::OutOfRange("avatarUrl"))?);
        }
        if change.gender.is_some_and(|gender| !(0..=2).contains(&gender)) {
            return Err(Error::OutOfRange("gender"));
        }
        let user = self.store.update_profile(session.account.id, &change, self.now_ms()).await;
        tell(|| Hop::stored("changed", "UPDATE", "user").held(matches!(user, Ok(Some(_)))));
        user?.ok_or(Error::NothingUpdated)
    }
}

/// Trimmed, neither blank nor too long, without control characters (a NUL cannot be kept by every database).
fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(Error::OutOfRange("nickName"));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::checked_name;

    #[rstest]
    #[case::plain("林", Some("林"))]
    #[case::trimmed("  林 小 \n", Some("林 小"))]
    #[case::emoji("👩‍👩‍👧", Some("👩‍👩‍👧"))]
    #[case::empty("", None)]
    #[case::blank(" \u{3000}", None)]
    #[case::nul("a\0b", None)]
    #[case::line("a\nb", None)]
    fn judges_names(#[case] name: &str, #[case] stored: Option<&str>) {
        assert_eq!(checked_name(name).ok().as_deref(), stored);
    }

    #[test]
    fn a_name_has_128_characters_at_most() {
        assert!(checked_name(&"名".repeat(128)).is_ok());
        assert!(checked_name(&"名".repeat(129)).is_err());
    }
}
