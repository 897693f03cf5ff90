//! The watermark says for which app the data was made and when: without it, data of another app or of last year would do.

use serde::{Deserialize, Serialize};

/// `watermark` of a plaintext.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Watermark {
    /// The mini-program that the data was made for.
    pub appid: String,
    /// When, in UTC epoch seconds.
    #[serde(rename = "timestamp")]
    pub timestamp_s: i64,
}

/// The check of a watermark, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WatermarkCheck {
    /// The result.
    pub verdict: Verdict,
    /// The app that the data was made for.
    pub appid: String,
    /// The app that it must be made for.
    pub expected_appid: String,
    /// When the data was made, in UTC epoch ms.
    pub made_ms: i64,
    /// The clock of the one who checks, in UTC epoch ms.
    pub clock_ms: i64,
    /// `clock_ms` − `made_ms`, in s; negative for data from the future.
    pub age_s: i64,
    /// The limit of the age, in s.
    pub max_age_s: i64,
    /// How far in the future the data may be, in s.
    pub skew_s: i64,
}

/// What a check of a watermark comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The data is for this app and fresh.
    Ok,
    /// [`WatermarkError::WrongApp`].
    WrongApp,
    /// [`WatermarkError::TooOld`].
    TooOld,
    /// [`WatermarkError::Future`].
    Future,
}

impl From<Result<(), WatermarkError>> for Verdict {
    fn from(checked: Result<(), WatermarkError>) -> Self {
        match checked {
            Ok(()) => Self::Ok,
            Err(WatermarkError::WrongApp) => Self::WrongApp,
            Err(WatermarkError::TooOld) => Self::TooOld,
            Err(WatermarkError::Future) => Self::Future,
        }
    }
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
        let age_ms = now_ms.saturating_sub(self.made_ms());
        if age_ms > max_age_ms {
            return Err(WatermarkError::TooOld);
        }
        if age_ms < -skew_ms {
            return Err(WatermarkError::Future);
        }
        Ok(())
    }

    /// [`Self::check`] with all that it looked at.
    pub fn explain(&self, appid: &str, now_ms: i64, max_age_ms: i64, skew_ms: i64) -> WatermarkCheck {
        WatermarkCheck {
            verdict: self.check(appid, now_ms, max_age_ms, skew_ms).into(),
            appid: self.appid.clone(),
            expected_appid: appid.to_owned(),
            made_ms: self.made_ms(),
            clock_ms: now_ms,
            age_s: now_ms.saturating_sub(self.made_ms()).div_euclid(1000),
            max_age_s: max_age_ms / 1000,
            skew_s: skew_ms / 1000,
        }
    }

    /// When, in UTC epoch ms. Saturates, since the plaintext may claim any number.
    fn made_ms(&self) -> i64 {
        self.timestamp_s.saturating_mul(1000)
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
        let explained = watermark.explain("wx1", NOW_MS, 10 * MIN, 2 * MIN);
        assert_eq!(explained.verdict, expected.into());
        assert_eq!(explained.clock_ms.saturating_sub(explained.made_ms).div_euclid(1000), explained.age_s);
    }

    #[test]
    fn a_check_names_the_clock_and_the_limits() {
        let watermark = Watermark { appid: "wx2".to_owned(), timestamp_s: NOW_MS / 1000 - 90 };
        let shown = serde_json::to_value(watermark.explain("wx1", NOW_MS + 500, 10 * MIN, 2 * MIN)).unwrap();
        let expected = serde_json::json!({
            "verdict": "wrongApp", "appid": "wx2", "expectedAppid": "wx1", "madeMs": NOW_MS - 90_000,
            "clockMs": NOW_MS + 500, "ageS": 90, "maxAgeS": 600, "skewS": 120,
        });
        assert_eq!(shown, expected);
    }
}
