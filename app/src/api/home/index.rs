//! GET home/index

use leptos::prelude::server;

use crate::api::{ApiError, HomeData, Public, WxClient, WxQuery};

/// The swiper's pictures and the first five meetings.
///
/// # Errors
/// 502.
#[server(prefix = "/oapro/wx", endpoint = "home/index", protocol = WxQuery<Public>, client = WxClient)]
pub async fn home_index() -> Result<HomeData, ApiError> {
    Ok(HomeData {
        swiper_imgs: crate::api::swiper_imgs::swiper_imgs().await?,
        info_list: crate::api::meeting::meeting_list(None, None, Some(5)).await?.list,
    })
}
