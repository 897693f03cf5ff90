//! `<button open-type="chooseAvatar">`

use super::{Fail, Tap, Wx, show_action_sheet};
use crate::{pages::index::DEFAULT_AVATAR, web};

/// The picture that the user gives to the mini-program, as a temporary file: WeChat's own, or another one.
///
/// # Errors
/// `chooseAvatar:fail cancel`, `chooseAvatar:fail` where it is no picture.
pub(crate) async fn choose_avatar(wx: Wx, tap: Option<Tap>) -> Result<String, Fail> {
    if tap.is_none() {
        return Err(Fail::new("chooseAvatar:fail can only be invoked by user TAP gesture."));
    }
    let file = match show_action_sheet(wx, "选择头像", &["使用微信头像", "从相册选择"]).await {
        Some(0) => {
            let avatar = wx.read(|state| state.person().map(|person| person.avatar_url.clone()));
            web::draw(&avatar.unwrap_or_else(|| DEFAULT_AVATAR.to_owned())).await
        }
        Some(_) => web::choose_picture().await,
        None => Some(String::new()),
    };
    match file {
        Some(file) if file.is_empty() => Err(Fail::new("chooseAvatar:fail cancel")),
        Some(file) => Ok(file),
        None => Err(Fail::new("chooseAvatar:fail")),
    }
}
