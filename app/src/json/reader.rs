//! A value as the arguments of a call, with an error that says nothing but which kind it is: on the server, where a missing
//! argument is to be told from a wrong one.

use std::fmt::Display;

use serde::{
    Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::Value;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Something that must be there is not, or is null.
    Missing,
    /// It is no JSON, or of another type.
    Invalid,
}

/// A value as a type. `null` members count as absent.
pub(crate) fn of_value<T: DeserializeOwned>(value: Value) -> Result<T, Fault> {
    T::deserialize(Reader(value))
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

    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::Invalid
    }

    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self::Invalid
    }

    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self::Invalid
    }

    fn missing_field(_: &'static str) -> Self {
        Self::Missing
    }
}

struct Reader(Value);

/// An object's members, less those that are null.
struct Members {
    rest: serde_json::map::IntoIter,
    value: Option<Value>,
}

impl Members {
    /// Goes on to the next member; returns its name. Apart from the generic code around it, which there is once a type.
    #[inline(never)]
    fn step(&mut self) -> Option<Value> {
        let (name, value) = self.rest.find(|(_, value)| !value.is_null())?;
        self.value = Some(value);
        Some(Value::String(name))
    }
}

/// An array's items.
struct Items(std::vec::IntoIter<Value>);

impl<'de> MapAccess<'de> for Members {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.step().map(|name| seed.deserialize(Reader(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        seed.deserialize(Reader(self.value.take().unwrap_or_default()))
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        self.0.next().map(|item| seed.deserialize(Reader(item))).transpose()
    }
}

/// A method for each shape, so that a visitor's other methods are not compiled for every type.
impl<'de> Deserializer<'de> for Reader {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(members) => visitor.visit_map(Members { rest: members.into_iter(), value: None }),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match (self.0.as_u64(), self.0.as_i64(), self.0.as_f64()) {
            (Some(number), _, _) => visitor.visit_u64(number),
            (_, Some(number), _) => visitor.visit_i64(number),
            (_, _, Some(number)) => visitor.visit_f64(number),
            _ => Err(Fault::Invalid),
        }
    }

    /// A whole number; one with a fraction is of another type.
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match (self.0.as_i64(), self.0.as_u64()) {
            (Some(number), _) => visitor.visit_i64(number),
            (_, Some(number)) => visitor.visit_u64(number),
            _ => Err(Fault::Invalid),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.0.as_bool().map_or(Err(Fault::Invalid), |value| visitor.visit_bool(value))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Value::String(text) = self.0 { visitor.visit_string(text) } else { Err(Fault::Invalid) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_null() { visitor.visit_unit() } else { Err(Fault::Invalid) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Value::Array(items) = self.0 { visitor.visit_seq(Items(items.into_iter())) } else { Err(Fault::Invalid) }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members { rest: members.into_iter(), value: None }),
            _ => Err(Fault::Invalid),
        }
    }

    /// Not from an array, which derived code would take by position.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_i64(visitor)
    }

    // of no type that the API has
    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u128 f32 char bytes byte_buf unit_struct newtype_struct tuple tuple_struct enum
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::Value;

    use super::{Fault, of_value};

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
        assert_eq!(of_value(value), Ok(thing));
        assert_eq!(of_value::<()>(Value::Null), Ok(()));
        assert_eq!(of_value::<Option<f64>>(serde_json::json!(1.5)), Ok(Some(1.5)));
    }

    #[test]
    fn null_is_absent() {
        let thing = of_value::<Thing>(serde_json::json!({"name": "", "number": null, "list": [], "on": false}));
        assert_eq!(thing.map(|thing| thing.number), Ok(None));
        assert_eq!(of_value::<Thing>(serde_json::json!({"name": null})), Err(Fault::Missing));
    }

    #[test]
    fn another_type_is_invalid() {
        for text in [
            r#"{"name":1,"list":[],"on":false}"#,
            r#"{"name":"","list":[300],"on":false}"#,
            r#"{"name":"","number":1.5,"list":[],"on":false}"#,
            r#"{"name":"","list":{},"on":false}"#,
            r#"{"name":"","list":[],"on":0}"#,
            r#"["",1,[],false]"#,
            "7",
        ] {
            let value = serde_json::from_str(text).unwrap();
            assert_eq!(of_value::<Thing>(value), Err(Fault::Invalid), "{text}");
        }
    }
}
