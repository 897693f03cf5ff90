//! `wx.getUserProfile`, and `wx.getUserInfo`, which it replaced.

use super::{
    DEFAULT_AVATAR, Overlay, PhoneStep, Stage, Tap, Wx, WxError,
    double::{self, PhoneRequest, PhoneResponse},
    network::{TIMEOUT_MS, check_online},
    overlay::ask_consent,
};
use crate::wire::{Claim, ProfileClaim};

/// The most characters of `desc`.
const MAX_DESC: usize = 30;

/// The profile, if the user agrees.
///
/// # Errors
/// `getUserProfile:fail …`: a `desc` that is missing or too long, a call outside a tap, a refusal, WeChat not reached.
pub(crate) async fn get_user_profile(wx: Wx, tap: Option<Tap>, desc: &str) -> Result<ProfileClaim, WxError> {
    let response = get_signed_profile(wx, tap, desc, "en").await?;
    response.user_info.ok_or(WxError::new("getUserProfile:fail"))
}

/// The same with all that WeChat responds: the signature, and what only a server can read. `lang` as WeChat documents it.
pub(super) async fn get_signed_profile(
    wx: Wx,
    tap: Option<Tap>,
    desc: &str,
    lang: &str,
) -> Result<PhoneResponse, WxError> {
    check_desc(desc)?;
    if tap.is_none() {
        return Err(WxError::new("getUserProfile:fail can only be invoked by user TAP gesture."));
    }
    wx.emit_step(PhoneStep::Profile, Stage::Began, "");
    let response = request(wx, desc, lang).await;
    match &response {
        Ok(response) => {
            let name = response.user_info.as_ref().and_then(|profile| profile.nick_name.get());
            wx.emit_step(PhoneStep::Profile, Stage::Done, name.cloned().unwrap_or_default());
        }
        Err(error) => wx.emit_step(PhoneStep::Profile, Stage::Failed, error.err_msg.as_ref()),
    }
    response
}

async fn request(wx: Wx, desc: &str, lang: &str) -> Result<PhoneResponse, WxError> {
    check_online(wx, "getUserProfile")?;
    double::load_people(wx).await;
    if !ask_consent(wx, Overlay::Profile(desc.to_owned())).await {
        return Err(WxError::new("getUserProfile:fail auth deny"));
    }
    let request = PhoneRequest { desc: Some(desc), lang: Some(lang), ..PhoneRequest::default() };
    double::call_phone(wx, "getUserProfile", request, TIMEOUT_MS).await
}

fn check_desc(desc: &str) -> Result<(), WxError> {
    if desc.is_empty() || desc.chars().count() > MAX_DESC {
        return Err(WxError::new("getUserProfile:fail desc length does not meet the requirements"));
    }
    Ok(())
}

/// The silent way: since 2021-04-28 it gives nobody in particular.
///
/// # Errors
/// `getUserInfo:fail` while WeChat has not been reached at all.
pub(crate) fn get_user_info(wx: Wx) -> Result<ProfileClaim, WxError> {
    use leptos::prelude::WithUntracked as _;

    if wx.people.with_untracked(Vec::is_empty) {
        return Err(WxError::new("getUserInfo:fail"));
    }
    Ok(ProfileClaim {
        nick_name: Claim::Given(super::UNNAMED.to_owned()),
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

    use super::check_desc;

    #[rstest]
    #[case("", false)]
    #[case("用", true)]
    #[case(&"用".repeat(30), true)]
    #[case(&"用".repeat(31), false)]
    fn descriptions(#[case] desc: &str, #[case] is_good: bool) {
        assert_eq!(check_desc(desc).is_ok(), is_good);
        if let Err(error) = check_desc(desc) {
            assert_eq!(error.err_msg, "getUserProfile:fail desc length does not meet the requirements");
        }
    }
}
