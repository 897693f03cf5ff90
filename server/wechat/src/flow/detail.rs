//! What an event shows beside its value: a request as it was sent, the response as it came, an attempt to decrypt. It is
//! masked where it is made, and serialises as an object with one member.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::crypto::{SignatureCheck, Step, StepName, WatermarkCheck};

/// The detail of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FlowDetail {
    /// What was sent to WeChat.
    Request(RequestDetail),
    /// What WeChat responded.
    Response(ResponseDetail),
    /// Why there is no response.
    Failure(String),
    /// The server's attempt to decrypt.
    Decryption(Decryption),
    /// Its check of a watermark.
    Watermark(WatermarkCheck),
    /// Its check of a signature.
    Signature(SignatureCheck),
}

/// A request to WeChat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestDetail {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// WeChat's path.
    pub path: &'static str,
    /// The arguments in their order, masked.
    pub query: Vec<(String, String)>,
    /// Of a POST, masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Map<String, Value>>,
}

/// A response of WeChat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseDetail {
    /// The HTTP status.
    pub status: u16,
    /// Those that say something of the body, and the date.
    pub headers: Vec<(String, String)>,
    /// The members, masked. None of a body that is no JSON object, or that was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Map<String, Value>>,
}

/// An attempt to decrypt with the keys on record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Decryption {
    /// The keys in the order in which they were tried, the newest first: up to the one that fits. None where there is no key
    /// on record, or where the data did not come as far as a key.
    pub keys: Vec<TriedKey>,
    /// The steps of the attempt that got furthest, up to the one that failed.
    pub steps: Vec<Step>,
}

/// A key that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TriedKey {
    /// Of the key; none of one that the vault does not open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Where it failed; none for the key that fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<KeyFailure>,
}

/// Where a key failed; one that comes later got further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyFailure {
    /// The vault does not open it: `vault`.
    Vault,
    /// At a step of the decryption, by the step's name.
    #[serde(untagged)]
    Step(StepName),
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_detail_is_an_object_with_one_member() {
        let tried =
            |fingerprint: Option<&str>, failed_at| TriedKey { fingerprint: fingerprint.map(str::to_owned), failed_at };
        let decryption = Decryption {
            keys: vec![
                tried(None, Some(KeyFailure::Vault)),
                tried(Some("3fa9c1d2"), Some(KeyFailure::Step(StepName::Padding))),
                tried(Some("77aa01bc"), None),
            ],
            steps: Vec::new(),
        };
        let expected = json!({ "decryption": { "steps": [], "keys": [
            { "failedAt": "vault" }, { "fingerprint": "3fa9c1d2", "failedAt": "padding" }, { "fingerprint": "77aa01bc" },
        ] } });
        assert_eq!(serde_json::to_value(FlowDetail::Decryption(decryption)).unwrap(), expected);
        let failure = FlowDetail::Failure("no answer in time".to_owned());
        assert_eq!(serde_json::to_value(failure).unwrap(), json!({ "failure": "no answer in time" }));
    }
}
