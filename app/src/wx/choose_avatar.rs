//! `<button open-type="chooseAvatar">`

use super::{DEFAULT_AVATAR, Tap, Wx, WxError, show_action_sheet};
use crate::browser::image::{self, Choice};

/// The side of a picture of WeChat's own, in px.
const OWN_SIDE: u32 = 264;
/// The side of a picture from the disk, in px.
const CHOSEN_SIDE: u32 = 512;

/// The picture that the user gives to the mini-program, as a temporary file: WeChat's own, or another one.
///
/// # Errors
/// `chooseAvatar:fail cancel`, `chooseAvatar:fail` where it is no picture.
pub(crate) async fn choose_avatar(wx: Wx, tap: Option<Tap>) -> Result<String, WxError> {
    if tap.is_none() {
        return Err(WxError::new("chooseAvatar:fail can only be invoked by user TAP gesture."));
    }
    let own = wx.person_untracked().map_or_else(|| DEFAULT_AVATAR.to_owned(), |person| person.avatar_url);
    let picture = match show_action_sheet(wx, "选择头像", &["使用微信头像", "从相册选择"]).await {
        Some(0) => image::draw(&own, OWN_SIDE).await,
        Some(_) => match image::choose(CHOSEN_SIDE).await {
            Some(Choice::Picture(picture)) => Some(picture),
            Some(Choice::Canceled) => return Err(WxError::new("chooseAvatar:fail cancel")),
            None => None,
        },
        None => return Err(WxError::new("chooseAvatar:fail cancel")),
    };
    picture.map(|picture| wx.keep_file(picture)).ok_or(WxError::new("chooseAvatar:fail"))
}
