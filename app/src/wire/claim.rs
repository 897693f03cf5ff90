//! A field of a request that never refuses it: what is not usable is as if absent, and says why.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// What a client claims in a decorative field. Absent, null and unusable are the same to the call; the log tells them apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Claim<T> {
    /// Not there, or null.
    #[default]
    Absent,
    /// Usable.
    Given(T),
    /// Of a type that the field has no use for. The words are fixed, never what was sent.
    Unusable(&'static str),
}

/// What a claim can be made from.
pub trait FromClaim: Sized {
    /// # Errors
    /// Why it is not usable, in fixed English words.
    fn from_claim(value: Value) -> Result<Claim<Self>, &'static str>;
}

impl<T> Claim<T> {
    /// The value, if it is usable.
    pub fn get(&self) -> Option<&T> {
        if let Self::Given(value) = self { Some(value) } else { None }
    }

    /// The value, if it is usable; `note` gets the reason why it is not.
    pub fn take(self, note: impl FnOnce(&'static str)) -> Option<T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent => None,
            Self::Unusable(reason) => {
                note(reason);
                None
            }
        }
    }
}

impl<T> From<T> for Claim<T> {
    fn from(value: T) -> Self {
        Self::Given(value)
    }
}

impl<T: Serialize> Serialize for Claim<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<'de, T: FromClaim> Deserialize<'de> for Claim<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // as an option, because an absent member must be none
        let value = Option::<Value>::deserialize(deserializer)?;
        Ok(value.map_or(Self::Absent, |value| T::from_claim(value).unwrap_or_else(Self::Unusable)))
    }
}

impl FromClaim for String {
    fn from_claim(value: Value) -> Result<Claim<Self>, &'static str> {
        match value {
            Value::String(text) => Ok(Claim::Given(text)),
            _ => Err("not a string"),
        }
    }
}

impl FromClaim for i64 {
    fn from_claim(value: Value) -> Result<Claim<Self>, &'static str> {
        whole_number(&value).map(Claim::Given).ok_or("not a whole number")
    }
}

/// Who shared the mini-program: the id of a user. A page has it from its `options`, where all is text, or from its storage,
/// where nothing is the empty text; 0 and less is no referrer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Referrer(pub i64);

impl FromClaim for Referrer {
    fn from_claim(value: Value) -> Result<Claim<Self>, &'static str> {
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Ok(Claim::Absent);
        }
        let id = whole_number(&value).filter(|id| *id > 0);
        id.map(|id| Claim::Given(Self(id))).ok_or("not a whole number above 0")
    }
}

/// A whole number, or the text of its digits.
fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => {
            let digits = text.trim();
            // `parse` alone would take a sign
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::{Claim, Referrer};

    #[derive(Debug, Deserialize)]
    struct Request {
        text: Claim<String>,
        number: Claim<i64>,
        referrer: Claim<Referrer>,
    }

    fn read(field: &str, value: Value) -> Request {
        serde_json::from_value(json!({ field: value })).expect("no claim refuses a request")
    }

    #[test]
    fn absent_and_null_are_no_claim() {
        let request: Request = serde_json::from_str("{}").unwrap();
        assert_eq!((request.text, request.number, request.referrer), (Claim::Absent, Claim::Absent, Claim::Absent));
        assert_eq!(read("text", Value::Null).text, Claim::Absent);
    }

    #[rstest]
    #[case(json!("林"), Claim::Given("林".to_owned()))]
    #[case(json!(1), Claim::Unusable("not a string"))]
    #[case(json!(["a"]), Claim::Unusable("not a string"))]
    #[case(json!({"a": 1}), Claim::Unusable("not a string"))]
    fn texts(#[case] value: Value, #[case] claim: Claim<String>) {
        assert_eq!(read("text", value).text, claim);
    }

    #[rstest]
    #[case(json!(2), Claim::Given(2))]
    #[case(json!("1"), Claim::Given(1))]
    #[case(json!(" 1 "), Claim::Given(1))]
    #[case(json!(-1), Claim::Given(-1))]
    #[case(json!("-1"), Claim::Unusable("not a whole number"))]
    #[case(json!(""), Claim::Unusable("not a whole number"))]
    #[case(json!("男"), Claim::Unusable("not a whole number"))]
    #[case(json!(1.5), Claim::Unusable("not a whole number"))]
    #[case(json!(true), Claim::Unusable("not a whole number"))]
    #[case(json!(18_446_744_073_709_551_615_u64), Claim::Unusable("not a whole number"))]
    fn numbers(#[case] value: Value, #[case] claim: Claim<i64>) {
        assert_eq!(read("number", value).number, claim);
    }

    #[rstest]
    #[case(json!(12), Some(12))]
    #[case(json!("12"), Some(12))]
    #[case(json!(" 12 "), Some(12))]
    #[case(json!(0), None)]
    #[case(json!("0"), None)]
    #[case(json!(-1), None)]
    #[case(json!("-1"), None)]
    #[case(json!("+1"), None)]
    #[case(json!("12.0"), None)]
    #[case(json!(1.5), None)]
    #[case(json!("undefined"), None)]
    #[case(json!("null"), None)]
    #[case(json!("NaN"), None)]
    #[case(json!("[object Object]"), None)]
    #[case(json!("99999999999999999999"), None)]
    #[case(json!("１２"), None)]
    #[case(json!(true), None)]
    #[case(json!([]), None)]
    #[case(json!({}), None)]
    fn referrers(#[case] value: Value, #[case] id: Option<i64>) {
        let claim = read("referrer", value).referrer;
        assert_eq!(claim.get().map(|Referrer(id)| *id), id);
        assert_eq!(matches!(claim, Claim::Unusable(_)), id.is_none());
    }

    #[test]
    fn what_an_empty_storage_gives_is_no_claim() {
        assert_eq!(read("referrer", json!("")).referrer, Claim::Absent);
    }
}
