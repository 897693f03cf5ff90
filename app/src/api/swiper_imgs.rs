//! GET swiperImgs

use leptos::prelude::server;

use crate::{
    protocol::{Public, WxQuery},
    wire::{ApiError, SwiperImg},
    wx::PhoneClient,
};

/// The swiper's pictures, in their order.
///
/// # Errors
/// 502.
#[server(prefix = "/oapro/wx", endpoint = "swiperImgs", protocol = WxQuery<Public, SwiperImgs>, client = PhoneClient)]
pub async fn swiper_imgs() -> Result<Vec<SwiperImg>, ApiError> {
    let call = crate::protocol::call::Call::current()?;
    let images = call.identity.swiper_images().await?;
    Ok(images.into_iter().map(|image| SwiperImg::of(image, &call)).collect())
}
