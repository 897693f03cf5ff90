//! Arguments from a JSON body: a missing one is 401, a wrong one is 402.
//!
//! The body is parsed to a value (or it is malformed: 402), then read through a deserialiser with an error type of its
//! own: serde's derive calls `missing_field` on exactly what is missing, so no text is matched. `null` counts as missing.

use std::fmt::Display;

use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, IntoDeserializer, Visitor,
        value::{MapDeserializer, SeqDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::Value;

use super::{ApiError, Errno};

/// The arguments of a call.
pub(super) fn from_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    let value: Value = serde_json::from_slice(body).map_err(|_| ApiError::from(Errno::Invalid))?;
    if !value.is_object() {
        return Err(Errno::Invalid.into());
    }
    T::deserialize(Arg(value)).map_err(|fault| match fault {
        Fault::Missing => Errno::Missing.into(),
        Fault::Invalid => Errno::Invalid.into(),
    })
}

#[derive(Debug)]
enum Fault {
    Missing,
    Invalid,
}

impl Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if matches!(self, Self::Missing) { "missing" } else { "invalid" })
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: Display>(_: T) -> Self {
        Self::Invalid
    }

    fn missing_field(_: &'static str) -> Self {
        Self::Missing
    }
}

struct Arg(Value);

impl IntoDeserializer<'_, Fault> for Arg {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Arg {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => number.deserialize_any(visitor).map_err(|_| Fault::Invalid),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Arg))),
            Value::Object(members) => visitor.visit_map(MapDeserializer::new(
                members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, Arg(value))),
            )),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        // derived code would also read an array by position
        if self.0.is_object() { self.deserialize_any(visitor) } else { Err(Fault::Invalid) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.0.deserialize_enum(name, variants, visitor).map_err(|_| Fault::Invalid)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde::Deserialize;

    use super::from_json;
    use crate::api::Errno;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Args {
        code: String,
        info: Info,
        share: Option<i64>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Info {
        name: Option<String>,
        gender: Option<u8>,
    }

    #[rstest]
    #[case::empty_object("{}", Errno::Missing)]
    #[case::one_missing(r#"{"code":"c"}"#, Errno::Missing)]
    #[case::null_is_missing(r#"{"code":null,"info":{}}"#, Errno::Missing)]
    #[case::nested_null_struct(r#"{"code":"c","info":null}"#, Errno::Missing)]
    #[case::empty_body("", Errno::Invalid)]
    #[case::null_body("null", Errno::Invalid)]
    #[case::array_body(r#"["c",{}]"#, Errno::Invalid)]
    #[case::malformed("{", Errno::Invalid)]
    #[case::wrong_type(r#"{"code":1,"info":{}}"#, Errno::Invalid)]
    #[case::struct_by_position(r#"{"code":"c","info":[]}"#, Errno::Invalid)]
    #[case::out_of_range(r#"{"code":"c","info":{"gender":300}}"#, Errno::Invalid)]
    #[case::trailing(r#"{"code":"c","info":{}} x"#, Errno::Invalid)]
    fn faults(#[case] body: &str, #[case] errno: Errno) {
        assert_eq!(from_json::<Args>(body.as_bytes()), Err(errno.into()));
    }

    #[test]
    fn bad_utf8_is_invalid() {
        assert_eq!(from_json::<Args>(b"{\"code\":\"\xff\",\"info\":{}}"), Err(Errno::Invalid.into()));
    }

    #[test]
    fn null_options_and_unknown_fields_pass() {
        let body = br#"{"code":"c","info":{"name":null,"x":[1]},"share":null,"more":true}"#;
        assert_eq!(
            from_json::<Args>(body),
            Ok(Args { code: "c".into(), info: Info { name: None, gender: None }, share: None })
        );
    }
}
