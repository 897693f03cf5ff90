//! The two ways in which a client proves a phone number: WeChat's one-time code, and data encrypted under the session_key.

/// The proof that bindPhone gets. Newer base libraries give a mini-program both kinds.
pub enum PhoneProof {
    /// The one-time code of `getPhoneNumber`, which WeChat exchanges for the number.
    Code(String),
    /// The number itself, encrypted.
    Data(EncryptedPhone),
    /// Both: the code is preferred, and the data is tried where WeChat does not take the code or does not answer.
    Both(String, EncryptedPhone),
}

/// `encryptedData` and `iv`, as the phone gave them.
pub struct EncryptedPhone {
    /// Base64 of AES-128-CBC under the session_key.
    pub encrypted_data: String,
    /// Base64 of 16 bytes.
    pub iv: String,
}

impl PhoneProof {
    /// From the arguments of a request. An empty code counts as none, and half of the pair as no data; `None` when nothing
    /// is left.
    pub fn new(code: Option<String>, encrypted_data: Option<String>, iv: Option<String>) -> Option<Self> {
        let data = encrypted_data.zip(iv).map(|(encrypted_data, iv)| EncryptedPhone { encrypted_data, iv });
        match (code.filter(|code| !code.is_empty()), data) {
            (Some(code), Some(data)) => Some(Self::Both(code, data)),
            (Some(code), None) => Some(Self::Code(code)),
            (None, Some(data)) => Some(Self::Data(data)),
            (None, None) => None,
        }
    }
}

impl std::fmt::Debug for PhoneProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Code(_) => "PhoneProof::Code(••••)",
            Self::Data(_) => "PhoneProof::Data(••••)",
            Self::Both(..) => "PhoneProof::Both(••••)",
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::PhoneProof;

    #[rstest]
    #[case(None, None, None, "None")]
    #[case(None, Some("d"), None, "None")]
    #[case(None, None, Some("i"), "None")]
    #[case(Some(""), None, Some("i"), "None")]
    #[case(Some("c"), None, None, "Some(PhoneProof::Code(••••))")]
    #[case(Some("c"), Some("d"), None, "Some(PhoneProof::Code(••••))")]
    #[case(None, Some("d"), Some("i"), "Some(PhoneProof::Data(••••))")]
    #[case(Some(""), Some(""), Some(""), "Some(PhoneProof::Data(••••))")]
    #[case(Some("c"), Some("d"), Some("i"), "Some(PhoneProof::Both(••••))")]
    fn what_is_there_is_what_is_tried(
        #[case] code: Option<&str>,
        #[case] data: Option<&str>,
        #[case] iv: Option<&str>,
        #[case] proof: &str,
    ) {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        assert_eq!(format!("{:?}", PhoneProof::new(owned(code), owned(data), owned(iv))), proof);
    }
}
