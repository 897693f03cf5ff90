//! What a call to WeChat can end in. `app` maps every variant to its errno.

/// Why WeChat gave no answer that we can use. Never holds the URL, since the secret is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// errno 710: errcode 40029; also a 40163 that our own repeated request caused. The client logs in again.
    #[error("WeChat says that the code is invalid or expired (errcode 40029)")]
    InvalidCode,
    /// errno 711: errcode 40163.
    #[error("WeChat says that the code was used before (errcode 40163)")]
    CodeUsed,
    /// errno 712: errcode 45011.
    #[error("WeChat says that this user logs in too often (errcode 45011)")]
    TooFrequent,
    /// errno 713: errcode 40226.
    #[error("WeChat blocks this user as high-risk (errcode 40226)")]
    HighRisk,
    /// errno 714: WeChat is busy (-1), silent, unreachable, or says what WeChat does not say.
    #[error("WeChat is not available: {0}")]
    Unavailable(Unavailable),
    /// errno 720: 40013, 40125, 41002, 41004, 40164, 40243. The operator must act.
    #[error("WeChat refuses this mini-program's configuration (errcode {0})")]
    Misconfigured(i64),
    /// errno -1: an errcode that the contract does not name.
    #[error("WeChat answered errcode {0}")]
    Unexpected(i64),
}

impl Error {
    /// What an errcode other than 0 means.
    pub fn from_errcode(errcode: i64) -> Self {
        match errcode {
            -1 => Self::Unavailable(Unavailable::Busy),
            40029 => Self::InvalidCode,
            40163 => Self::CodeUsed,
            45011 => Self::TooFrequent,
            40226 => Self::HighRisk,
            40013 | 40125 | 41002 | 41004 | 40164 | 40243 => Self::Misconfigured(errcode),
            other => Self::Unexpected(other),
        }
    }

    /// The errcode that WeChat answered, where it answered one.
    pub fn errcode(&self) -> Option<i64> {
        match self {
            Self::InvalidCode => Some(40029),
            Self::CodeUsed => Some(40163),
            Self::TooFrequent => Some(45011),
            Self::HighRisk => Some(40226),
            Self::Unavailable(Unavailable::Busy) => Some(-1),
            Self::Unavailable(_) => None,
            Self::Misconfigured(errcode) | Self::Unexpected(errcode) => Some(*errcode),
        }
    }
}

/// In which way WeChat was not available; for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// errcode -1.
    #[error("busy (errcode -1)")]
    Busy,
    /// Not connected, for a reason that no variant below names (no route, a proxy's cut). Nothing was sent.
    #[error("no connection")]
    Connect,
    /// Nobody listens there. Nothing was sent.
    #[error("no connection: refused")]
    Refused,
    /// The name has no address here. Nothing was sent.
    #[error("no connection: its name has no address")]
    NoAddress,
    /// Not connected within the connect time-out. Nothing was sent.
    #[error("no connection in time")]
    ConnectTimeout,
    /// Connected, but not by TLS. Nothing was sent.
    #[error("no TLS connection: {0}")]
    Tls(Tls),
    /// No answer in time. Whether the code was spent is unknown.
    #[error("no answer in time")]
    Timeout,
    /// HTTP status other than 200.
    #[error("HTTP status {0}")]
    Status(u16),
    /// The answer is not what WeChat sends: not JSON, cut, too long, fields missing.
    #[error("an answer that WeChat does not send")]
    Malformed,
    /// As many calls as may wait for WeChat do so already. Nothing was sent.
    #[error("too many calls wait for it")]
    Crowded,
}

/// Why there is no TLS connection; for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Tls {
    /// This machine has no CA certificates at all.
    #[error("this machine has no CA certificates")]
    NoRoots,
    /// The certificate is of an authority that this machine does not trust.
    #[error("the certificate is of nobody whom this machine trusts")]
    Untrusted,
    /// Its time is over.
    #[error("the certificate has expired")]
    Expired,
    /// Its time has not begun.
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// It is another host's.
    #[error("the certificate is of another host name")]
    WrongName,
    /// Something else is wrong with it: revoked, a bad signature, made for another use.
    #[error("the certificate is not acceptable")]
    Certificate,
    /// The two sides did not agree on TLS, or what answered does not speak it.
    #[error("the handshake failed")]
    Handshake,
}
