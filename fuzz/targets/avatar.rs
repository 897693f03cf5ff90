//! An uploaded file: rejected, or a JPEG of at most 512 pixels a side, with memory within the limit.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[global_allocator]
static ALLOCATOR: heap_count::CountingAllocator<std::alloc::System> = heap_count::CountingAllocator(std::alloc::System);

fuzz_target!(|file: &[u8]| {
    let (result, peak) = heap_count::peak(|| avatar::encode(file));
    assert!(peak as u64 <= avatar::MAX_BYTES, "{peak}");
    let Ok(jpeg) = result else { return };
    let picture = image::load_from_memory_with_format(&jpeg, image::ImageFormat::Jpeg).unwrap();
    assert!((1..=512).contains(&picture.width()) && (1..=512).contains(&picture.height()));
});
