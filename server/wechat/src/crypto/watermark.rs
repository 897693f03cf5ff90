//! The watermark says for which app the data was made and when: without it, data of another app or of last year would do.

use serde::Deserialize;

/// `watermark` of a plaintext.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Watermark {
    /// The mini-program that the data was made for.
    pub appid: String,
    /// When, in UTC epoch seconds.
    #[serde(rename = "timestamp")]
    pub timestamp_s: i64,
}

/// Why a watermark was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WatermarkError {
    /// errno 716: made for another app.
    #[error("watermark: the data was made for another app")]
    WrongApp,
    /// errno 717: older than the limit.
    #[error("watermark: the data is too old")]
    TooOld,
    /// errno 717: from the future, further than clocks differ.
    #[error("watermark: the data is from the future")]
    Future,
}

impl Watermark {
    /// Whether the data is for `appid`, at most `max_age_ms` old at `now_ms` and at most `skew_ms` in the future (all in
    /// ms; both limits included).
    ///
    /// # Errors
    /// [`WatermarkError`].
    pub fn check(&self, appid: &str, now_ms: i64, max_age_ms: i64, skew_ms: i64) -> Result<(), WatermarkError> {
        if self.appid != appid {
            return Err(WatermarkError::WrongApp);
        }
        // saturating, since the plaintext may claim any number
        let age_ms = now_ms.saturating_sub(self.timestamp_s.saturating_mul(1000));
        if age_ms > max_age_ms {
            return Err(WatermarkError::TooOld);
        }
        if age_ms < -skew_ms {
            return Err(WatermarkError::Future);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const MIN: i64 = 60_000;
    const NOW_MS: i64 = 1_700_000_000_000;

    #[rstest]
    #[case::now(0, Ok(()))]
    #[case::oldest(-600, Ok(()))]
    #[case::too_old(-601, Err(WatermarkError::TooOld))]
    #[case::latest(120, Ok(()))]
    #[case::future(121, Err(WatermarkError::Future))]
    #[case::smallest(i64::MIN + NOW_MS, Err(WatermarkError::TooOld))]
    #[case::greatest(i64::MAX - NOW_MS, Err(WatermarkError::Future))]
    fn age(#[case] offset_s: i64, #[case] expected: Result<(), WatermarkError>) {
        let watermark = Watermark { appid: "wx1".to_owned(), timestamp_s: NOW_MS / 1000 + offset_s };
        assert_eq!(watermark.check("wx1", NOW_MS, 10 * MIN, 2 * MIN), expected);
        assert_eq!(watermark.check("wx2", NOW_MS, 10 * MIN, 2 * MIN), Err(WatermarkError::WrongApp));
        assert_eq!(watermark.check("WX1", NOW_MS, 10 * MIN, 2 * MIN), Err(WatermarkError::WrongApp));
    }
}
