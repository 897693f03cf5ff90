//! The plaintext of `getPhoneNumber`: a number, its country, and the watermark.

use serde::Deserialize;

use super::Watermark;

/// A phone number that WeChat has verified, valid once its watermark was checked. `Debug` masks the number.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneInfo {
    /// 1 to 4 digits without `+`: `86`.
    pub country_code: String,
    /// 5 to 20 digits, without the country code.
    pub pure_number: String,
    /// For which app, and when. Must be checked before the number is used.
    pub watermark: Watermark,
}

/// Why a plaintext is not a phone number. For the log; it holds nothing of the plaintext.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneInfoError {
    /// A field is missing or of the wrong type, as in data that is not a phone number.
    #[error("phone: the plaintext has not the fields of a phone number")]
    Fields,
    /// `countryCode` is not 1 to 4 digits.
    #[error("phone: countryCode is not 1 to 4 digits")]
    CountryCode,
    /// `purePhoneNumber` is not 5 to 20 digits.
    #[error("phone: purePhoneNumber is not 5 to 20 digits")]
    Number,
}

impl PhoneInfo {
    /// Parses a plaintext of [`decrypt`](super::decrypt). Unknown fields are ignored.
    ///
    /// # Errors
    /// [`PhoneInfoError`].
    pub fn parse(plaintext: &str) -> Result<Self, PhoneInfoError> {
        Self::validate(serde_json::from_str(plaintext).map_err(|_| PhoneInfoError::Fields)?)
    }

    /// Parses WeChat's response to a phone code, whose `phone_info` has the same fields. Its errcode is ignored.
    ///
    /// # Errors
    /// [`PhoneInfoError`].
    pub fn parse_response(body: &[u8]) -> Result<Self, PhoneInfoError> {
        #[derive(Deserialize)]
        struct Response {
            phone_info: Fields,
        }
        Self::validate(serde_json::from_slice::<Response>(body).map_err(|_| PhoneInfoError::Fields)?.phone_info)
    }

    fn validate(fields: Fields) -> Result<Self, PhoneInfoError> {
        let Fields { country_code, pure_phone_number, watermark } = fields;
        let country_code = match country_code {
            CountryCode::Number(number) => number.to_string(),
            CountryCode::Text(text) => text,
        };
        if !digits(&country_code, 1, 4) {
            return Err(PhoneInfoError::CountryCode);
        }
        if !digits(&pure_phone_number, 5, 20) {
            return Err(PhoneInfoError::Number);
        }
        Ok(Self { country_code, pure_number: pure_phone_number, watermark })
    }
}

impl std::fmt::Debug for PhoneInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PhoneInfo")
            .field("country_code", &self.country_code)
            .field("pure_number", &"••••")
            .field("watermark", &self.watermark)
            .finish()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    country_code: CountryCode,
    pure_phone_number: String,
    watermark: Watermark,
}

/// WeChat's documentation says string, its sample shows a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum CountryCode {
    Number(u64),
    Text(String),
}

fn digits(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn parse(country: &str, number: &str) -> Result<PhoneInfo, PhoneInfoError> {
        PhoneInfo::parse(&format!(
            r#"{{"phoneNumber":"x","purePhoneNumber":{number},"countryCode":{country},"new":[1],"watermark":{{"timestamp":1,"appid":"wx1"}}}}"#
        ))
    }

    #[rstest]
    #[case::text(r#""86""#)]
    #[case::number("86")]
    fn country_code_is_text_or_number(#[case] country: &str) {
        let info = parse(country, r#""12066600001""#).unwrap();
        assert_eq!((info.country_code.as_str(), info.pure_number.as_str()), ("86", "12066600001"));
        assert_eq!(info.watermark, Watermark { appid: "wx1".to_owned(), timestamp_s: 1 });
        assert!(!format!("{info:?}").contains("12066600001"));
    }

    #[rstest]
    #[case::masked("86", r#""186****5613""#, PhoneInfoError::Number)]
    #[case::short("86", r#""1234""#, PhoneInfoError::Number)]
    #[case::long("86", r#""123456789012345678901""#, PhoneInfoError::Number)]
    #[case::plus("86", r#""+8612066600001""#, PhoneInfoError::Number)]
    #[case::wide_digits("86", r#""１２３４５""#, PhoneInfoError::Number)]
    #[case::not_text("86", "12066600001", PhoneInfoError::Fields)]
    #[case::country_plus(r#""+86""#, r#""12066600001""#, PhoneInfoError::CountryCode)]
    #[case::country_empty(r#""""#, r#""12066600001""#, PhoneInfoError::CountryCode)]
    #[case::country_long("12345", r#""12066600001""#, PhoneInfoError::CountryCode)]
    #[case::country_negative("-86", r#""12066600001""#, PhoneInfoError::Fields)]
    #[case::country_null("null", r#""12066600001""#, PhoneInfoError::Fields)]
    fn refused(#[case] country: &str, #[case] number: &str, #[case] error: PhoneInfoError) {
        assert_eq!(parse(country, number).unwrap_err(), error);
    }

    #[test]
    fn a_phone_number_without_watermark_is_rejected() {
        let plaintext = r#"{"purePhoneNumber":"12066600001","countryCode":"86"}"#;
        assert_eq!(PhoneInfo::parse(plaintext), Err(PhoneInfoError::Fields));
    }
}
