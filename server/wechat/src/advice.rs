//! What an errcode means, who must act, and what to do. The log contains this text, so that the operator need not look up
//! the number; the guide shows it. Where an errcode becomes an errno of the client's, it ends in the advice about that errno; a
//! test of `app` holds the two together.

use crate::{Error, Tls, Unavailable};

/// The advice for an errcode that the calls of this crate can meet; `None` for an unknown one.
///
/// Source: the errcode tables of the calls and of the global return codes in Tencent's documentation.
pub fn advice(errcode: i64) -> Option<&'static str> {
    Some(match errcode {
        -1 => "WeChat is busy. Nobody need act: the call is repeated. Try again later.",
        40001 => {
            "The access_token is not the latest: something else calls /cgi-bin/token or forces a refresh for this appid. A new one is fetched; if it goes on, let every service use /cgi-bin/stable_token. On a token call: the app secret is wrong."
        }
        40002 => "The grant_type is not WeChat's: our mistake, or a proxy on the way changes the request. Report it.",
        40003 => "The openid is not of this appid: are several apps configured on one database? Compare their appids.",
        40013 => {
            "The appid is not WeChat's: compare OA_WX_APP_ID with mp.weixin.qq.com, 开发管理 > 开发设置. It begins with wx and has 18 characters."
        }
        40014 => {
            "The access_token is malformed: a proxy on the way cuts the query, or the token. A new one is fetched."
        }
        40029 => {
            "The code is unknown or older than 5 minutes: the client must get a new one. At login: Call wx.login again; use the code within five minutes. Of a phone number: Tap once more; no new login is needed. If every call ends so, the mini-program has another appid than this server."
        }
        40125 => {
            "The app secret is wrong or was reset: make a new one at mp.weixin.qq.com, 开发管理 > 开发设置 > AppSecret, and set OA_WX_APP_SECRET."
        }
        40163 => {
            "The code was used before: the client must get a new one. At login: A code works once: do not resend the request, call wx.login again. Of a phone number: Tap once more; no new login is needed."
        }
        40164 => {
            "This server's address is not on the IP whitelist: add its public address at mp.weixin.qq.com, 开发管理 > 开发设置 > IP 白名单."
        }
        40226 => {
            "WeChat blocks this user as high-risk. Nobody here can lift it; the user may appeal in WeChat's safety centre. Do not retry: ask for another proof, or refuse."
        }
        40243 => "The app secret is frozen: thaw it at mp.weixin.qq.com, 开发管理 > 开发设置 > AppSecret.",
        41001 => "No access_token was sent: a proxy on the way drops the query.",
        41002 => "No appid was sent: OA_WX_APP_ID is empty, or a proxy on the way drops the query.",
        41004 => "No app secret was sent: OA_WX_APP_SECRET is empty, or a proxy on the way drops the query.",
        41008 => "No code was sent: a proxy on the way drops the query. (An empty code never leaves this server.)",
        42001 => "The access_token has expired before its time. A new one is fetched; nobody need act.",
        45009 => {
            "The day's quota of this call is used up: wait for tomorrow, or reset it at mp.weixin.qq.com, 开发管理 > 接口设置."
        }
        45011 => {
            "Over the minute's quota (a user: 100 logins). Do not log in while the token is good; wait a minute. If one user does this for long, look for a loop of logins in the mini-program."
        }
        47001 => "WeChat could not read the request's JSON: a proxy on the way changes the body.",
        48001 => {
            "The mini-program may not use this call: it must be certified (认证), and of a kind that has this right."
        }
        87007 => "WeChat has no session_key of this user any more: the client logs in again.",
        87008 => "The sig_method is not WeChat's: our mistake. Report it.",
        87009 => "The signature is not of the current session_key: the client logs in again.",
        _ => return None,
    })
}

impl Error {
    /// What this failure means, who must act, and what to do; `None` for an unknown errcode.
    pub fn advice(&self) -> Option<&'static str> {
        match self {
            Self::Unavailable(unavailable) => unavailable.advice(),
            _ => self.errcode().and_then(advice),
        }
    }
}

impl Unavailable {
    fn advice(self) -> Option<&'static str> {
        Some(match self {
            Self::Busy => return advice(-1),
            Self::Connect => {
                "WeChat was not reached: look at this machine's network, its firewall's way out to port 443, and OA_WX_BASE_URL."
            }
            Self::Refused => {
                "WeChat was not reached: nobody listens at that address, or a firewall refuses the way out: look at the firewall's rules for port 443, and the host and port of OA_WX_BASE_URL."
            }
            Self::NoAddress => {
                "WeChat was not reached: its host name has no address on this machine; look at its DNS (/etc/resolv.conf), and the spelling of OA_WX_BASE_URL."
            }
            Self::ConnectTimeout => {
                "WeChat was not reached: nothing answers the connection, so a firewall drops the way out to port 443, or this machine has no route; look at both, and at OA_WX_BASE_URL."
            }
            Self::Tls(tls) => tls.advice(),
            Self::Timeout => {
                "WeChat did not answer in time; the code may be spent, so the client logs in again. If it goes on: this machine's way out, or WeChat's status page."
            }
            Self::Status(_) => {
                "Not WeChat's own answer: WeChat always says 200. A proxy or a gateway answered; look at what stands between."
            }
            Self::Malformed => {
                "Not what WeChat sends: a broken connection, or a proxy's page. Look at what stands between this machine and WeChat."
            }
            Self::Overloaded => {
                "As many calls wait for WeChat as may. If WeChat is slow, this passes with it; else there are more logins than one node carries."
            }
        })
    }
}

impl Tls {
    /// Nothing was sent, so no secret leaked.
    fn advice(self) -> &'static str {
        match self {
            Self::NoRoots => {
                "TLS: no CA certificates were found on this machine: install the package ca-certificates, or set SSL_CERT_FILE to a file of them, and start anew."
            }
            Self::Untrusted => {
                "TLS: this machine does not trust who signed the certificate. For api.weixin.qq.com: install or update ca-certificates, and look for a proxy that opens TLS on the way; for a private CA, set SSL_CERT_FILE to its certificate, and start anew."
            }
            Self::Expired => {
                "TLS: the certificate has expired: set this machine's clock by NTP if it is ahead; else who runs the server of OA_WX_BASE_URL must renew it."
            }
            Self::NotYetValid => {
                "TLS: the certificate is not valid yet: this machine's clock is behind; set it by NTP. If it is right, who runs the server of OA_WX_BASE_URL must mend the certificate."
            }
            Self::WrongName => {
                "TLS: the certificate is of another host name: compare it with the host of OA_WX_BASE_URL, and look for a proxy or a captive portal on the way."
            }
            Self::Certificate => {
                "TLS: the certificate is revoked, damaged or made for another use: look for a proxy that opens TLS on the way, and at the server of OA_WX_BASE_URL."
            }
            Self::Handshake => {
                "TLS: what answers speaks no TLS that this server takes (1.2 or 1.3): look at the port of OA_WX_BASE_URL, and for a proxy on the way."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::advice;
    use crate::{Error, Tls, Unavailable};

    /// Every errcode that the platform's documentation names for the calls that the client makes.
    const NAMED: [i64; 24] = [
        -1, 40001, 40002, 40003, 40013, 40014, 40029, 40125, 40163, 40164, 40226, 40243, 41001, 41002, 41004, 41008,
        42001, 45009, 45011, 47001, 48001, 87007, 87008, 87009,
    ];

    #[test]
    fn every_errcode_that_is_named_and_no_other_has_advice() {
        for errcode in -10..100_000 {
            assert_eq!(advice(errcode).is_some(), NAMED.contains(&errcode), "{errcode}");
        }
    }

    #[test]
    fn every_failure_that_has_a_name_has_advice() {
        use Unavailable::{Busy, Connect, ConnectTimeout, Malformed, NoAddress, Overloaded, Refused, Status, Timeout};
        let unavailable =
            [Busy, Connect, Refused, NoAddress, ConnectTimeout, Timeout, Status(502), Malformed, Overloaded];
        for unavailable in unavailable {
            assert!(Error::Unavailable(unavailable).advice().is_some(), "{unavailable:?}");
        }
        use Tls::{Certificate, Expired, Handshake, NoRoots, NotYetValid, Untrusted, WrongName};
        for tls in [NoRoots, Untrusted, Expired, NotYetValid, WrongName, Certificate, Handshake] {
            let advice = Error::Unavailable(Unavailable::Tls(tls)).advice().unwrap();
            assert!(advice.starts_with("TLS: ") && !advice.contains("DNS"), "{advice}");
        }
        assert_eq!(Error::from_errcode(40164).advice(), advice(40164));
        assert_eq!(Error::from_errcode(99_999).advice(), None);
    }
}
