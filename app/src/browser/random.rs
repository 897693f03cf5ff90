//! Randomness of the browser.

use leptos::prelude::window;

/// `bytes` random bytes as hex.
pub(crate) fn hex(bytes: usize) -> String {
    let mut random = vec![0; bytes];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut random);
    }
    random.iter().map(|byte| format!("{byte:02x}")).collect()
}
