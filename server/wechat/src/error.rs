//! Errors of a call to WeChat. `app` maps every variant to its errno.

/// Why a call to WeChat failed. Never holds the URL, since it contains the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// errno 710: errcode 40029; also a 40163 caused by this server's own retry. The client logs in again.
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
    /// errno 714: WeChat is busy (-1), timed out, unreachable, or the response is malformed.
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

    /// The errcode of WeChat's response, if it has one.
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

/// Why WeChat was not available; for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// errcode -1.
    #[error("busy (errcode -1)")]
    Busy,
    /// Not connected, for a reason that no variant below names (no route, a connection closed by a proxy). Nothing was sent.
    #[error("no connection")]
    Connect,
    /// Connection refused. Nothing was sent.
    #[error("no connection: refused")]
    Refused,
    /// The host name does not resolve. Nothing was sent.
    #[error("no connection: its name has no address")]
    NoAddress,
    /// Not connected within the connect time-out. Nothing was sent.
    #[error("no connection in time")]
    ConnectTimeout,
    /// TCP connected, TLS failed. Nothing was sent.
    #[error("no TLS connection: {0}")]
    Tls(Tls),
    /// No response in time. Whether the code was used is unknown.
    #[error("no answer in time")]
    Timeout,
    /// HTTP status other than 200.
    #[error("HTTP status {0}")]
    Status(u16),
    /// The response is not what WeChat sends: not JSON, truncated, too long, fields missing.
    #[error("an answer that WeChat does not send")]
    Malformed,
    /// The limit of concurrent calls to WeChat is reached. Nothing was sent.
    #[error("too many calls wait for it")]
    Overloaded,
}

/// Why there is no TLS connection; for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Tls {
    /// This machine has no CA certificates at all.
    #[error("this machine has no CA certificates")]
    NoRoots,
    /// The certificate's authority is not trusted by this machine.
    #[error("the certificate is of nobody whom this machine trusts")]
    Untrusted,
    /// The certificate has expired.
    #[error("the certificate has expired")]
    Expired,
    /// The certificate is not valid yet.
    #[error("the certificate is not valid yet")]
    NotYetValid,
    /// The certificate is for another host.
    #[error("the certificate is of another host name")]
    WrongName,
    /// The certificate is invalid otherwise: revoked, a bad signature, made for another purpose.
    #[error("the certificate is not acceptable")]
    Certificate,
    /// The handshake failed, or the peer does not speak TLS.
    #[error("the handshake failed")]
    Handshake,
}
