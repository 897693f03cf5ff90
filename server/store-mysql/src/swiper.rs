//! The pictures of the home page's swiper.

use identity::SwiperImage;
use sqlx::{MySqlPool, Row};

pub(crate) async fn all(pool: &MySqlPool) -> Result<Vec<SwiperImage>, sqlx::Error> {
    let rows = sqlx::query("SELECT id, image, title FROM swiper_image ORDER BY sort, id").fetch_all(pool).await?;
    rows.iter()
        .map(|row| {
            Ok(SwiperImage { id: row.try_get("id")?, image: row.try_get("image")?, title: row.try_get("title")? })
        })
        .collect()
}
