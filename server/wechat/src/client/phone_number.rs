//! `/wxa/business/getuserphonenumber`: a one-time code of `getPhoneNumber` becomes a phone number.

use secrecy::ExposeSecret as _;
use serde_json::json;
use tokio::time::Instant;

use super::call::Call;
use super::stable_token::Rejected;
use super::{App, Client};
use crate::crypto::PhoneInfo;
use crate::{Error, Unavailable, answer};

const PATH: &str = "/wxa/business/getuserphonenumber";

impl Client {
    /// `POST /wxa/business/getuserphonenumber`, with the access_token of the app (and `world`).
    ///
    /// WeChat checks that `code` and `openid` belong together. A token that WeChat no longer takes is renewed once, and
    /// the call sent once more; a refused token spends no code. `now_ms`: now, in UTC epoch ms, for the token's life.
    /// The number's watermark is the caller's to check.
    ///
    /// # Errors
    /// Every variant of [`Error`]; the errcodes mean what they mean at login.
    pub async fn phone_number(
        &self,
        app: &App,
        code: &str,
        openid: &str,
        world: Option<&str>,
        now_ms: i64,
    ) -> Result<PhoneInfo, Error> {
        let _place = self.place(PATH)?;
        let deadline = Instant::now() + self.config.call_budget;
        let body = json!({ "code": code, "openid": openid });
        let mut rejected: Option<Rejected> = None;
        loop {
            let token = self.access_token(app, world, now_ms, deadline, rejected.as_ref()).await?;
            let query = [("access_token", token.expose_secret())];
            let call = Call { path: PATH, query: &query, body: Some(&body), world, attempt: 0, deadline };
            match self.persist(call, code, parse).await {
                Err(error) if rejected.is_none() && is_stale(error) => rejected = Some(Rejected { token, error }),
                outcome => return outcome,
            }
        }
    }
}

/// Whether WeChat did not take the access_token: not the latest, malformed, expired.
fn is_stale(error: Error) -> bool {
    matches!(error, Error::Unexpected(40001 | 40014 | 42001))
}

fn parse(body: &[u8]) -> Result<PhoneInfo, Error> {
    match answer::errcode(body)? {
        0 => PhoneInfo::parse_answer(body).map_err(|_| Error::Unavailable(Unavailable::Malformed)),
        errcode => Err(Error::from_errcode(errcode)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_a_number_or_an_errcode_or_is_malformed() {
        let number = |country: &str| {
            format!(
                r#"{{"errcode":0,"errmsg":"ok","phone_info":{{"phoneNumber":"+85261234567","purePhoneNumber":"61234567","countryCode":{country},"watermark":{{"timestamp":1637744274,"appid":"wx1"}}}}}}"#
            )
        };
        for country in ["852", r#""852""#] {
            let info = parse(number(country).as_bytes()).unwrap();
            assert_eq!((info.country_code.as_str(), info.pure_number.as_str()), ("852", "61234567"));
            assert_eq!(info.watermark.appid, "wx1");
        }
        assert_eq!(parse(br#"{"errcode":40029,"errmsg":"invalid code"}"#).unwrap_err(), Error::InvalidCode);
        let malformed = Error::Unavailable(Unavailable::Malformed);
        for body in [r#"{"errcode":0}"#, "[]", "", r#"{"errcode":0,"phone_info":null}"#, &number("-1")] {
            assert_eq!(parse(body.as_bytes()).unwrap_err(), malformed, "{body}");
        }
    }
}
