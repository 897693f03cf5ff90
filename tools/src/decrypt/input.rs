//! What is pasted: six fields, each a text as it stands.

use app::{Text, text};

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    EncryptedData,
    Iv,
    SessionKey,
    Appid,
    RawData,
    Signature,
}

impl Field {
    /// All of them, in the order of the form.
    pub(super) const ALL: [Self; 6] =
        [Self::EncryptedData, Self::Iv, Self::SessionKey, Self::Appid, Self::RawData, Self::Signature];
    /// What a decryption needs.
    pub(super) const CIPHER: [Self; 3] = [Self::EncryptedData, Self::Iv, Self::SessionKey];

    /// WeChat's name of it.
    pub(super) const fn name(self) -> &'static str {
        match self.names() {
            [first, ..] => first,
            [] => "",
        }
    }

    /// The names that backends and logs give it, WeChat's own first.
    pub(super) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::EncryptedData => &["encryptedData", "encrypted_data", "encrypteddata", "encryptData"],
            Self::Iv => &["iv", "IV"],
            Self::SessionKey => &["session_key", "sessionKey", "sessionkey", "SessionKey"],
            Self::Appid => &["appid", "appId", "app_id", "AppID", "AppId"],
            Self::RawData => &["rawData", "raw_data", "rawdata"],
            Self::Signature => &["signature"],
        }
    }

    /// What stands beside the name in the form.
    pub(super) const fn hint(self) -> Text {
        match self {
            Self::EncryptedData => text("手机号、用户资料等的密文", "the ciphertext of a phone number, a profile, …"),
            Self::Iv => text("同一次回调里的 iv", "the iv of the same callback"),
            Self::SessionKey => text("你的服务器用 code 换到的", "what your server got for the code"),
            Self::Appid => text("可不填；填了就核对水印", "optional; the watermark is held to it"),
            Self::RawData => text("核对签名用，可不填", "for the signature, optional"),
            Self::Signature => text("40 位十六进制，可不填", "40 hex digits, optional"),
        }
    }

    /// Whether it is long.
    pub(super) const fn is_long(self) -> bool {
        matches!(self, Self::EncryptedData | Self::RawData)
    }
}

/// The six texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) encrypted_data: String,
    pub(super) iv: String,
    pub(super) session_key: String,
    pub(super) appid: String,
    pub(super) raw_data: String,
    pub(super) signature: String,
}

impl Input {
    /// A field's text.
    pub(super) fn get(&self, field: Field) -> &str {
        match field {
            Field::EncryptedData => &self.encrypted_data,
            Field::Iv => &self.iv,
            Field::SessionKey => &self.session_key,
            Field::Appid => &self.appid,
            Field::RawData => &self.raw_data,
            Field::Signature => &self.signature,
        }
    }

    /// Changes a field's text.
    pub(super) fn set(&mut self, field: Field, text: String) {
        *match field {
            Field::EncryptedData => &mut self.encrypted_data,
            Field::Iv => &mut self.iv,
            Field::SessionKey => &mut self.session_key,
            Field::Appid => &mut self.appid,
            Field::RawData => &mut self.raw_data,
            Field::Signature => &mut self.signature,
        } = text;
    }

    /// The same with another text in a field.
    #[cfg(test)]
    pub(super) fn with(&self, field: Field, text: &str) -> Self {
        let mut input = self.clone();
        input.set(field, text.to_owned());
        input
    }

    /// Whether a field has a text.
    pub(super) fn has(&self, field: Field) -> bool {
        !self.get(field).trim().is_empty()
    }

    /// Whether nothing was pasted.
    pub(super) fn is_empty(&self) -> bool {
        Field::ALL.into_iter().all(|field| !self.has(field))
    }
}
