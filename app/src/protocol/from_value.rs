//! A JSON value as the arguments of a call, with an error that names the field and tells a missing argument from a wrong one.
//!
//! The path is serde_path_to_error's, maps and lists are walked by serde's own deserializers. What is ours is the error type,
//! since serde_json's is a sentence that cannot be taken apart, and a [`Deserializer`] that checks the shape before a visitor
//! sees the value: only there is it known which shape the field wants (`not a whole number`), `null` counts as absent, and an
//! array is no struct.

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
use serde_path_to_error::Segment;

/// What is wrong with an argument, and which. All texts are fixed: names of fields that the API has, and English words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArgumentError {
    /// Whether something that must be there is not, or is null; else it is of another type or out of its range.
    pub(crate) is_missing: bool,
    /// The path of the field: `userInfo.gender`. Empty for the whole.
    pub(crate) path: String,
    /// What is wrong with it: `not a string`.
    pub(crate) message: &'static str,
}

impl ArgumentError {
    fn invalid(message: &'static str) -> Self {
        Self { is_missing: false, path: String::new(), message }
    }
}

/// A value as a type. `null` members count as absent.
pub(crate) fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, ArgumentError> {
    serde_path_to_error::deserialize(Argument(value)).map_err(|error| {
        let around = error.path().iter().filter_map(|segment| match segment {
            Segment::Map { key } => Some(key.clone()),
            _ => None, // a place in a list is no field
        });
        let mut path: Vec<String> = around.collect();
        let mut error = error.into_inner();
        // a missing field names itself, and the path leads to the object that lacks it
        path.extend(Some(error.path).filter(|field| !field.is_empty()));
        error.path = path.join(".");
        error
    })
}

impl Display for ArgumentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", if self.path.is_empty() { "body" } else { &self.path }, self.message)
    }
}

impl std::error::Error for ArgumentError {}

impl de::Error for ArgumentError {
    fn custom<T: Display>(_: T) -> Self {
        Self::invalid("not usable")
    }

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::invalid("of another type")
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::invalid("out of range")
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self::invalid("of another length")
    }

    fn missing_field(field: &'static str) -> Self {
        Self { is_missing: true, path: field.to_owned(), message: "missing" }
    }
}

/// A value that is to become an argument, or a part of one.
struct Argument(Value);

impl Argument {
    /// Goes on where the value has the shape that the type wants.
    fn check<'de, V: Visitor<'de>>(
        self,
        fits: bool,
        message: &'static str,
        visitor: V,
    ) -> Result<V::Value, ArgumentError> {
        if fits { self.deserialize_any(visitor) } else { Err(ArgumentError::invalid(message)) }
    }
}

impl<'de> IntoDeserializer<'de, ArgumentError> for Argument {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// A method for each whole number, all of one shape.
macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
            let fits = self.0.is_i64() || self.0.is_u64();
            self.check(fits, "not a whole number", visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Argument {
    type Error = ArgumentError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), _, _) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (_, _, Some(number)) => visitor.visit_f64(number),
                _ => Err(ArgumentError::invalid("not a number")),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Self))),
            Value::Object(members) => {
                let members = members.into_iter().filter(|(_, value)| !value.is_null());
                visitor.visit_map(MapDeserializer::new(members.map(|(name, value)| (name, Self(value)))))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        let fits = self.0.is_number();
        self.check(fits, "not a number", visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        let fits = self.0.is_boolean();
        self.check(fits, "not true or false", visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        let fits = self.0.is_string();
        self.check(fits, "not a string", visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        self.deserialize_string(visitor)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        let fits = self.0.is_null();
        self.check(fits, "not null", visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        let fits = self.0.is_array();
        self.check(fits, "not an array", visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ArgumentError> {
        let fits = self.0.is_object();
        self.check(fits, "not an object", visitor)
    }

    /// Not from an array, which derived code would take by position.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ArgumentError> {
        self.deserialize_map(visitor)
    }

    // of no type that the API has
    forward_to_deserialize_any! {
        i128 u128 f32 char bytes byte_buf unit_struct newtype_struct tuple tuple_struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::Value;

    use super::from_value;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Thing {
        name: String,
        #[serde(default)]
        number: Option<i64>,
        list: Vec<u8>,
        on: bool,
    }

    #[test]
    fn a_text_becomes_a_type() {
        let thing = Thing { name: "会".to_owned(), number: Some(-3), list: vec![1, 2], on: true };
        let value = serde_json::json!({"name": "会", "number": -3, "list": [1, 2], "on": true, "more": {"x": [null]}});
        assert_eq!(from_value(value), Ok(thing));
        assert_eq!(from_value::<()>(Value::Null), Ok(()));
        assert_eq!(from_value::<Option<f64>>(serde_json::json!(1.5)), Ok(Some(1.5)));
    }

    #[test]
    fn null_is_absent() {
        let thing = from_value::<Thing>(serde_json::json!({"name": "", "number": null, "list": [], "on": false}));
        assert_eq!(thing.map(|thing| thing.number), Ok(None));
        let missing = from_value::<Thing>(serde_json::json!({"name": null})).unwrap_err();
        assert_eq!((missing.is_missing, missing.to_string().as_str()), (true, "name: missing"));
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Outer {
        inner: Thing,
    }

    #[test]
    fn an_error_names_its_field() {
        for (text, error) in [
            (r#"{"name":1,"list":[],"on":false}"#, "inner.name: not a string"),
            (r#"{"name":"","list":[300],"on":false}"#, "inner.list: out of range"),
            (r#"{"name":"","number":1.5,"list":[],"on":false}"#, "inner.number: not a whole number"),
            (r#"{"name":"","list":{},"on":false}"#, "inner.list: not an array"),
            (r#"{"name":"","list":[],"on":0}"#, "inner.on: not true or false"),
            (r#"["",1,[],false]"#, "inner: not an object"),
            ("7", "inner: not an object"),
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            let found = from_value::<Outer>(serde_json::json!({ "inner": value })).unwrap_err();
            assert_eq!((found.is_missing, found.to_string().as_str()), (false, error), "{text}");
        }
        let missing = from_value::<Outer>(serde_json::json!({ "inner": { "name": "" } })).unwrap_err();
        assert_eq!((missing.is_missing, missing.to_string().as_str()), (true, "inner.list: missing"));
        assert_eq!(from_value::<Outer>(Value::Bool(true)).unwrap_err().to_string(), "body: not an object");
    }
}
