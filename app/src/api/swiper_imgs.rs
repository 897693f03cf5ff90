//! GET swiperImgs

use leptos::prelude::server;

use crate::api::{ApiError, Public, SwiperImg, WxClient, WxQuery};

/// The swiper's pictures, in their order.
///
/// # Errors
/// 502.
#[server(prefix = "/oapro/wx", endpoint = "swiperImgs", protocol = WxQuery<Public>, client = WxClient)]
pub async fn swiper_imgs() -> Result<Vec<SwiperImg>, ApiError> {
    let call = crate::api::call::Call::current()?;
    let images = call.identity.swiper_images().await?;
    Ok(images.into_iter().map(|image| SwiperImg::of(image, &call)).collect())
}
