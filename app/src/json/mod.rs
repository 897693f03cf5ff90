//! Reading JSON: first into a value, then into a type, if it is one.
//!
//! Not by serde: its derived code writes a sentence for everything that may be wrong, for every type, and nobody reads them;
//! in the browser that would be a tenth of the WASM. There the browser's own parser makes the value. Only the server, which
//! has to say what is wrong, reads by serde (`reader`).

#[cfg(any(feature = "ssr", test))]
mod reader;
#[cfg(any(feature = "ssr", test))]
mod repair;
mod value;

#[cfg(any(feature = "ssr", test))]
pub(crate) use reader::{Fault, of_value};
pub(crate) use value::Value;

/// What can be made from a value. `null` and absent are the same.
pub(crate) trait FromJson: Sized {
    fn from_json(value: &Value) -> Option<Self>;
}

/// A text as a type, if it is one.
pub(crate) fn read<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(&value(text)?)
}

/// What a client sent, also where serde_json alone does not read what RFC 8259 allows.
///
/// # Errors
/// serde_json's, for what is no JSON.
#[cfg(any(feature = "ssr", test))]
pub(crate) fn parse(body: &[u8]) -> Result<serde_json::Value, serde_json::Error> {
    serde_json::from_slice(body).or_else(|error| serde_json::from_slice(&repair::repair(body)).map_err(|_| error))
}

/// A text as a value, if it is one.
pub(crate) fn value(text: &str) -> Option<Value> {
    #[cfg(feature = "hydrate")]
    return crate::web::parse_json(text);
    #[cfg(not(feature = "hydrate"))]
    return serde_json::from_str::<serde_json::Value>(text).ok().map(Into::into);
}

/// A member of an object.
pub(crate) fn member<T: FromJson>(value: &Value, name: &str) -> Option<T> {
    T::from_json(value.get(name).unwrap_or(&Value::Null))
}

/// How a struct is read: each field from the member of this name.
macro_rules! from_json {
    ($type:ty { $($field:ident: $name:literal),* $(,)? }) => {
        impl crate::json::FromJson for $type {
            fn from_json(value: &crate::json::Value) -> Option<Self> {
                Some(Self { $($field: crate::json::member(value, $name)?),* })
            }
        }
    };
}
pub(crate) use from_json;

impl FromJson for () {
    fn from_json(value: &Value) -> Option<Self> {
        value.is_null().then_some(())
    }
}

impl FromJson for bool {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl FromJson for i64 {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_i64()
    }
}

impl FromJson for u64 {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_i64()?.try_into().ok()
    }
}

impl FromJson for String {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::from_json(value).map(Some) }
    }
}

impl<T: FromJson> FromJson for crate::api::Claim<T> {
    fn from_json(value: &Value) -> Option<Self> {
        Option::from_json(value).map(|claim: Option<T>| claim.map_or(Self::Absent, Self::Given))
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_list()?.iter().map(T::from_json).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[derive(Debug, PartialEq)]
    struct Thing {
        nick_name: String,
        number: Option<i64>,
        list: Vec<i64>,
        on: bool,
    }

    from_json!(Thing { nick_name: "nickName", number: "number", list: "list", on: "on" });

    #[test]
    fn a_text_becomes_a_type() {
        let thing = Thing { nick_name: "会".to_owned(), number: Some(-3), list: vec![1, 2], on: true };
        assert_eq!(read(r#"{"nickName":"会","number":-3,"list":[1,2],"on":true,"more":{"x":[null]}}"#), Some(thing));
        assert_eq!(read::<()>("null"), Some(()));
        for number in ["null", "-1", "7"] {
            let text = format!(r#"{{"nickName":"","number":{number},"list":[],"on":false}}"#);
            assert_eq!(read::<Thing>(&text).map(|thing| thing.number), Some(number.parse().ok()), "{text}");
        }
    }

    #[test]
    fn another_type_is_none() {
        for text in [
            r#"{"nickName":1,"list":[],"on":false}"#,
            r#"{"nickName":"","list":["1"],"on":false}"#,
            r#"{"nickName":"","number":1.5,"list":[],"on":false}"#,
            r#"{"nickName":null,"list":[],"on":false}"#,
            r#"{"nickName":"","on":false}"#,
            r#"{"nickName":"","list":[],"on":0}"#,
            "[]",
            "7",
            "{",
        ] {
            assert_eq!(read::<Thing>(text), None, "{text}");
        }
    }
}
