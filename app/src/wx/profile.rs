//! `wx.getUserProfile`, and `wx.getUserInfo`, which it replaced.

use super::{
    Fail, Overlay, Tap, Wx,
    double::{self, Answer, Ask},
    modal::ask,
    watch::{Stage, step},
};
use crate::{
    pages::index::DEFAULT_AVATAR,
    wire::{Claim, ProfileClaim},
};

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
    let answer = get_signed_profile(wx, tap, desc, lang).await?;
    answer.user_info.ok_or(Fail::new("getUserProfile:fail"))
}

/// The same with all that WeChat answers: the signature, and what only a server can read.
pub(super) async fn get_signed_profile(
    wx: Wx,
    tap: Option<Tap>,
    desc: &str,
    lang: Option<&str>,
) -> Result<Answer, Fail> {
    check(desc)?;
    if tap.is_none() {
        return Err(Fail::new("getUserProfile:fail can only be invoked by user TAP gesture."));
    }
    double::reach(wx, "getUserProfile")?;
    double::meet(wx).await;
    step("profile", Stage::Began, "");
    let answer = asked(wx, desc, lang).await;
    match &answer {
        Ok(answer) => {
            let profile = answer.user_info.as_ref();
            step("profile", Stage::Done, profile.and_then(|it| it.nick_name.get()).map_or("", String::as_str));
        }
        Err(fail) => step("profile", Stage::Failed, fail.err_msg.as_ref()),
    }
    answer
}

async fn asked(wx: Wx, desc: &str, lang: Option<&str>) -> Result<Answer, Fail> {
    if !ask(wx, Overlay::Profile(desc.to_owned())).await {
        return Err(Fail::new("getUserProfile:fail auth deny"));
    }
    let question = Ask { desc: Some(desc), lang: Some(lang.unwrap_or("en")), ..Ask::default() };
    double::call(wx, "getUserProfile", question, double::TIMEOUT).await
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
        nick_name: Claim::Given("微信用户".to_owned()),
        avatar_url: Claim::Given(DEFAULT_AVATAR.to_owned()),
        gender: Claim::Given(0),
        country: Claim::Given(String::new()),
        province: Claim::Given(String::new()),
        city: Claim::Given(String::new()),
        language: Claim::Given(String::new()),
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
