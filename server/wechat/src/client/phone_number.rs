//! `/wxa/business/getuserphonenumber`: exchanges a one-time code of `getPhoneNumber` for a phone number.

use secrecy::ExposeSecret as _;
use serde_json::json;
use tokio::time::Instant;

use super::call::Call;
use super::stable_token::Rejected;
use super::{App, Client};
use crate::crypto::PhoneInfo;
use crate::{Error, Unavailable, response};

const PATH: &str = "/wxa/business/getuserphonenumber";

impl Client {
    /// `POST /wxa/business/getuserphonenumber`, with the access_token of the app (and `world`).
    ///
    /// WeChat checks that `code` and `openid` belong together. A token that WeChat no longer accepts is renewed once and
    /// the call repeated; a rejected token does not use up the code. `now_ms`: now, in UTC epoch ms, for the token's
    /// expiry. The caller must check the number's watermark.
    ///
    /// # Errors
    /// Every variant of [`Error`]; the errcodes mean the same as at login.
    pub async fn phone_number(
        &self,
        app: &App,
        code: &str,
        openid: &str,
        world: Option<&str>,
        now_ms: i64,
    ) -> Result<PhoneInfo, Error> {
        let _permit = self.permit(PATH)?;
        let deadline = Instant::now() + self.config.call_budget;
        let body = json!({ "code": code, "openid": openid });
        let mut rejected: Option<Rejected> = None;
        loop {
            let token = self.access_token(app, world, now_ms, deadline, rejected.as_ref()).await?;
            let query = [("access_token", token.expose_secret())];
            let call = Call { path: PATH, query: &query, body: Some(&body), world, attempt: 0, deadline };
            match self.call_with_retry(call, code, parse).await {
                Err(error) if rejected.is_none() && is_stale(error) => rejected = Some(Rejected { token, error }),
                outcome => return outcome,
            }
        }
    }
}

/// Whether WeChat rejected the access_token: not the latest, malformed, expired.
fn is_stale(error: Error) -> bool {
    matches!(error, Error::Unexpected(40001 | 40014 | 42001))
}

fn parse(body: &[u8]) -> Result<PhoneInfo, Error> {
    match response::errcode(body)? {
        0 => PhoneInfo::parse_response(body).map_err(|_| Error::Unavailable(Unavailable::Malformed)),
        errcode => Err(Error::from_errcode(errcode)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_has_a_number_or_an_errcode_or_is_malformed() {
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
