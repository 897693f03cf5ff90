//! `wx.getUserProfile`, and `wx.getUserInfo`, which it replaced.

use super::{
    Fail, Overlay, Tap, Wx,
    double::{self, Ask},
    modal::ask,
    watch::{Stage, step},
};
use crate::{api::ProfileClaim, pages::index::DEFAULT_AVATAR};

/// The most characters of `desc`.
const MAX_DESC: usize = 30;

/// The profile, if the user agrees. `lang` is `en` unless given.
///
/// # Errors
/// `getUserProfile:fail …`: a `desc` that is missing or too long, a call outside a tap, a refusal, WeChat not reached.
pub(crate) async fn get_user_profile(
    wx: Wx,
    tap: Option<Tap>,
    desc: &str,
    lang: Option<&str>,
) -> Result<ProfileClaim, Fail> {
    check(desc)?;
    if tap.is_none() {
        return Err(Fail::new("getUserProfile:fail can only be invoked by user TAP gesture."));
    }
    double::meet(wx).await;
    step("profile", Stage::Began, "");
    let profile = asked(wx, desc, lang).await;
    match &profile {
        Ok(profile) => step("profile", Stage::Done, profile.nick_name.as_deref().unwrap_or_default()),
        Err(fail) => step("profile", Stage::Failed, fail.err_msg.as_ref()),
    }
    profile
}

async fn asked(wx: Wx, desc: &str, lang: Option<&str>) -> Result<ProfileClaim, Fail> {
    if !ask(wx, Overlay::Profile(desc.to_owned())).await {
        return Err(Fail::new("getUserProfile:fail auth deny"));
    }
    let question = Ask { desc: Some(desc), lang: Some(lang.unwrap_or("en")), ..Ask::default() };
    let answer = double::call(wx, "getUserProfile", question, double::TIMEOUT).await?;
    answer.user_info.ok_or(Fail::new("getUserProfile:fail"))
}

fn check(desc: &str) -> Result<(), Fail> {
    if desc.is_empty() || desc.chars().count() > MAX_DESC {
        return Err(Fail::new("getUserProfile:fail desc length does not meet the requirements"));
    }
    Ok(())
}

/// The silent way: since 2021-04-28 nobody in particular.
///
/// # Errors
/// `getUserInfo:fail` while WeChat has not been reached at all.
pub(crate) fn get_user_info(wx: Wx) -> Result<ProfileClaim, Fail> {
    if wx.read(|state| state.people.is_empty()) {
        return Err(Fail::new("getUserInfo:fail"));
    }
    Ok(ProfileClaim {
        nick_name: Some("微信用户".to_owned()),
        avatar_url: Some(DEFAULT_AVATAR.to_owned()),
        ..ProfileClaim::default()
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::check;

    #[rstest]
    #[case("", false)]
    #[case("用", true)]
    #[case(&"用".repeat(30), true)]
    #[case(&"用".repeat(31), false)]
    fn descriptions(#[case] desc: &str, #[case] good: bool) {
        assert_eq!(check(desc).is_ok(), good);
        if let Err(fail) = check(desc) {
            assert_eq!(fail.err_msg, "getUserProfile:fail desc length does not meet the requirements");
        }
    }
}
