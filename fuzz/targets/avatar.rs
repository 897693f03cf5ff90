//! An uploaded file: refused, or a JPEG of at most 512 pixels a side. By the file itself: the crate around it is the whole
//! server.
#![no_main]
#![expect(dead_code, unreachable_pub, reason = "a part of the server")]

use libfuzzer_sys::fuzz_target;

#[path = "../../server/src/avatars/encode.rs"]
mod encode;

fuzz_target!(|file: &[u8]| {
    let Ok(jpeg) = encode::encode(file) else { return };
    let picture = image::load_from_memory_with_format(&jpeg, image::ImageFormat::Jpeg).unwrap();
    assert!((1..=512).contains(&picture.width()) && (1..=512).contains(&picture.height()));
});
