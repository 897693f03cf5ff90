//! What the operator does about an errcode. The log carries this line, so that nobody has to search for the number.

/// The advice for an errcode that only the operator can end; `None` for every other.
///
/// Source: the errcode tables of `/sns/jscode2session` and of the global return codes in Tencent's documentation.
pub fn advice(errcode: i64) -> Option<&'static str> {
    Some(match errcode {
        40013 => {
            "The appid is not WeChat's: compare OA_WX_APP_ID with mp.weixin.qq.com, 开发管理 > 开发设置. It begins with wx and has 18 characters."
        }
        40125 => {
            "The app secret is wrong or was reset: make a new one at mp.weixin.qq.com, 开发管理 > 开发设置 > AppSecret, and set OA_WX_APP_SECRET."
        }
        41002 => "No appid was sent: OA_WX_APP_ID is empty, or a proxy on the way drops the query.",
        41004 => "No app secret was sent: OA_WX_APP_SECRET is empty, or a proxy on the way drops the query.",
        40164 => {
            "This server's address is not on the IP whitelist: add its public address at mp.weixin.qq.com, 开发管理 > 开发设置 > IP 白名单."
        }
        40243 => "The app secret is frozen: thaw it at mp.weixin.qq.com, 开发管理 > 开发设置 > AppSecret.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::advice;
    use crate::Error;

    #[test]
    fn every_misconfiguration_and_nothing_else_has_advice() {
        for errcode in -10..100_000 {
            let misconfigured = matches!(Error::from_errcode(errcode), Error::Misconfigured(_));
            assert_eq!(advice(errcode).is_some(), misconfigured, "{errcode}");
        }
    }
}
