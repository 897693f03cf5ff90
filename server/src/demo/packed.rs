//! Pages as they are sent: compressed once, as small as it gets, and kept. The HTML of a page is nearly always the same, and
//! compressing it costs more than rendering it.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::assets::Coding;

/// How many are kept: two codings of six pages in two languages, and some that were otherwise a while ago. A page has some
/// 8 KiB, so all together stay under a megabyte.
const MOST: usize = 64;

type Key = (Coding, [u8; 32]);

/// What was packed last, the oldest first.
#[derive(Default)]
pub(crate) struct Packed(Mutex<VecDeque<(Key, Bytes)>>);

impl Packed {
    /// `html` in `coding`. Packs it away from the requests' threads, if it was not packed before.
    pub(crate) async fn pack(&self, html: String, coding: Coding) -> Bytes {
        if coding == Coding::Plain {
            return html.into();
        }
        let key = (coding, Sha256::digest(&html).into());
        if let Some(bytes) = self.find(&key) {
            return bytes;
        }
        let work =
            tokio::task::spawn_blocking(move || if coding == Coding::Brotli { brotli(&html) } else { gzip(&html) });
        let bytes = Bytes::from(work.await.unwrap_or_default());
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == MOST {
            kept.pop_front();
        }
        kept.push_back((key, bytes.clone()));
        bytes
    }

    fn find(&self, key: &Key) -> Option<Bytes> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(other, _)| other == key).map(|(_, bytes)| bytes.clone())
    }
}

/// As small as it gets.
pub(crate) fn brotli(html: &str) -> Vec<u8> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 20, ..Default::default() };
    match brotli::BrotliCompress(&mut html.as_bytes(), &mut packed, &params) {
        Ok(_) => packed,
        Err(_) => Vec::new(), // writing into memory does not fail
    }
}

/// For who knows no Brotli.
pub(crate) fn gzip(html: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    match encoder.write_all(html.as_bytes()) {
        Ok(()) => encoder.finish().unwrap_or_default(),
        Err(_) => Vec::new(), // as above
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_page_is_packed_once_and_few_are_kept() {
        let packed = Packed::default();
        let html = "<p>会议</p>".repeat(100);
        let first = packed.pack(html.clone(), Coding::Brotli).await;
        let again = packed.pack(html.clone(), Coding::Brotli).await;
        assert_eq!(first.as_ptr(), again.as_ptr(), "the same bytes, not made again");
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &first[..], &mut plain).unwrap();
        assert_eq!(plain, html.as_bytes());
        for number in 0..2 * MOST {
            packed.pack(number.to_string(), Coding::Gzip).await;
        }
        assert_eq!(packed.0.lock().unwrap().len(), MOST);
    }
}
