//! Fixed-window counters for WeChat's quotas: a window begins with its first call.

/// The count since `from_ms`.
#[derive(Default)]
pub(crate) struct QuotaWindow {
    from_ms: i64,
    count: u32,
}

impl QuotaWindow {
    /// Counts a call at `now_ms`, or rejects it: at most `max` in `span_ms`. Starts a new window if the clock went
    /// back.
    pub(crate) fn try_acquire(&mut self, now_ms: i64, span_ms: i64, max: u32) -> bool {
        if !(0..span_ms).contains(&(now_ms - self.from_ms)) {
            *self = Self { from_ms: now_ms, count: 0 };
        }
        if self.count >= max {
            return false;
        }
        self.count += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::QuotaWindow;

    #[test]
    fn a_window_is_limited() {
        let mut window = QuotaWindow::default();
        let taken = |window: &mut QuotaWindow, now_ms| window.try_acquire(now_ms, 100, 2);
        assert!(taken(&mut window, 1_000) && taken(&mut window, 1_099));
        assert!(!taken(&mut window, 1_099));
        assert!(taken(&mut window, 1_100), "a new span");
        assert!(taken(&mut window, 500), "the clock went back");
    }
}
