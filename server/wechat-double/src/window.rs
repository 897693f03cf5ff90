//! Counting within a span of time, as WeChat's quotas do: the span begins with the first call in it.

/// How often something happened since `from_ms`.
#[derive(Default)]
pub(crate) struct Window {
    from_ms: i64,
    count: u32,
}

impl Window {
    /// Counts one more at `now_ms`, or refuses it: at most `most` in `span_ms`. A clock that went back begins anew.
    pub(crate) fn take(&mut self, now_ms: i64, span_ms: i64, most: u32) -> bool {
        if !(0..span_ms).contains(&(now_ms - self.from_ms)) {
            *self = Self { from_ms: now_ms, count: 0 };
        }
        if self.count >= most {
            return false;
        }
        self.count += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Window;

    #[test]
    fn so_many_in_a_span() {
        let mut window = Window::default();
        let taken = |window: &mut Window, now_ms| window.take(now_ms, 100, 2);
        assert!(taken(&mut window, 1_000) && taken(&mut window, 1_099));
        assert!(!taken(&mut window, 1_099));
        assert!(taken(&mut window, 1_100), "a new span");
        assert!(taken(&mut window, 500), "the clock went back");
    }
}
