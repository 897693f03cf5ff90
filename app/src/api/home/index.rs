//! GET home/index

use leptos::prelude::server;

use crate::{
    protocol::{Public, WxQuery},
    wire::{ApiError, HomeData},
    wx::PhoneClient,
};

/// The swiper's pictures and the first five meetings.
///
/// # Errors
/// 502.
#[server(prefix = "/oapro/wx", endpoint = "home/index", protocol = WxQuery<Public, HomeIndex>, client = PhoneClient)]
pub async fn home_index() -> Result<HomeData, ApiError> {
    use crate::{
        api::{meeting::meeting_list, swiper_imgs::swiper_imgs},
        wire::ListRequest,
    };

    let first_five = ListRequest { limit: Some(5), ..ListRequest::default() };
    Ok(HomeData { swiper_imgs: swiper_imgs().await?, info_list: meeting_list(first_five).await?.list })
}
