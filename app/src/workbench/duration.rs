//! Durations as they are shown.

/// `3.2 ms`, `38 ms`; from a second on `1.2 s`. In whole numbers: the formatting of floats is 17 KB of WASM.
pub(super) fn duration(ms: f64) -> String {
    if ms >= 1000.0 {
        format!("{} s", tenths(ms / 1000.0))
    } else if ms < 10.0 {
        format!("{} ms", tenths(ms))
    } else {
        format!("{} ms", whole(ms))
    }
}

fn tenths(value: f64) -> String {
    let tenths = whole(value * 10.0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The nearest whole number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration is positive and short")]
pub(super) fn whole(value: f64) -> u32 {
    value.round() as u32
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations() {
        assert_eq!(duration(0.04), "0.0 ms");
        assert_eq!(duration(3.16), "3.2 ms");
        assert_eq!(duration(37.6), "38 ms");
        assert_eq!(duration(1249.0), "1.2 s");
    }
}
