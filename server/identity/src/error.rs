//! The errors of the flows. `app` maps every variant to its errno, in one exhaustive match.

/// Why a flow failed. None of the texts contains a secret, a token, a code or a phone number.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// errno 501: no token, or one that is unknown, expired or revoked.
    #[error("not signed in")]
    NotSignedIn,
    /// errno 719: the account of this id is disabled or closed.
    #[error("the account is not active")]
    AccountDisabled(i64),
    /// errno 402: a value of the request is not usable. Both texts are fixed words, never what the client sent.
    #[error("{field}: {reason}")]
    Refused {
        /// The path of the field in the request: `avatarUrl`.
        field: &'static str,
        /// Why it is not usable.
        reason: &'static str,
    },
    /// errno 710 to 714, 720, -1: WeChat refused or failed.
    #[error(transparent)]
    WeChat(#[from] wechat::Error),
    /// errno 721: WeChat's 40029 or 40163 on a phone code. The session is good; the user taps once more.
    #[error("WeChat says that the phone code is invalid, expired or used")]
    PhoneCode,
    /// errno 715: no key on record decrypts the data. With a reason where no key at all could, because what the client
    /// sent is not Base64 or has a length that no ciphertext has; that depends on no key, so telling it is no oracle.
    #[error("no key on record decrypts the data")]
    CannotDecrypt(Option<&'static str>),
    /// errno 716: the watermark names another app.
    #[error("the watermark names another app")]
    WrongApp,
    /// errno 717: the watermark is too old, or from the future.
    #[error("the watermark is too old or from the future")]
    StaleData,
    /// errno 718: another account has this phone.
    #[error("the phone belongs to another account")]
    PhoneTaken,
    /// errno 429: the account did this too often. It may try again after this many ms.
    #[error("too often; again in {0} ms")]
    TooMany(u64),
    /// errno 505: the row to be changed is gone.
    #[error("the row to be changed is gone")]
    NothingUpdated,
    /// errno 502: the database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Error {
    /// The same error, for another request that shares the login.
    pub(crate) fn duplicate(&self) -> Self {
        match self {
            Self::NotSignedIn => Self::NotSignedIn,
            Self::AccountDisabled(user) => Self::AccountDisabled(*user),
            Self::Refused { field, reason } => Self::Refused { field, reason },
            Self::WeChat(error) => Self::WeChat(*error),
            Self::PhoneCode => Self::PhoneCode,
            Self::CannotDecrypt(reason) => Self::CannotDecrypt(*reason),
            Self::WrongApp => Self::WrongApp,
            Self::StaleData => Self::StaleData,
            Self::PhoneTaken => Self::PhoneTaken,
            Self::TooMany(wait_ms) => Self::TooMany(*wait_ms),
            Self::NothingUpdated => Self::NothingUpdated,
            Self::Store(StoreError::Database(cause)) => {
                // as text, since a boxed error cannot be cloned
                Self::Store(StoreError::Database(crate::error_chain(&**cause).to_string().into()))
            }
            Self::Store(StoreError::Corrupt(what)) => Self::Store(StoreError::Corrupt(what)),
        }
    }
}

/// Why a [`crate::Store`] failed. The driver's own error is the source; it is for the log only.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is full, or refused.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A row that this version cannot read.
    #[error("a row cannot be read: {0}")]
    Corrupt(&'static str),
}
