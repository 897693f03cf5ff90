//! A value as the arguments of a call, with an error that names the field and tells a missing argument from a wrong one:
//! on the server, which has to say so.

use std::fmt::Display;

use serde::{
    Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::Value;

/// What is wrong with an argument, and which. All texts are fixed: names of fields that the API has, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Whether something that must be there is not, or is null; else it is of another type or out of its range.
    pub(crate) is_missing: bool,
    /// The path of the field: `userInfo.gender`. Empty for the whole.
    pub(crate) path: String,
    /// What is wrong with it: `not a string`.
    pub(crate) words: &'static str,
}

impl Fault {
    fn invalid(words: &'static str) -> Self {
        Self { is_missing: false, path: String::new(), words }
    }

    /// The same, seen from the object around it.
    fn within(mut self, field: &str) -> Self {
        self.path = if self.path.is_empty() { field.to_owned() } else { format!("{field}.{}", self.path) };
        self
    }
}

/// A value as a type. `null` members count as absent.
pub(crate) fn of_value<T: DeserializeOwned>(value: Value) -> Result<T, Fault> {
    T::deserialize(Reader(value))
}

impl Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", if self.path.is_empty() { "body" } else { &self.path }, self.words)
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
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
        Self { is_missing: true, path: field.to_owned(), words: "missing" }
    }
}

struct Reader(Value);

/// An object's members, less those that are null.
struct Members {
    rest: serde_json::map::IntoIter,
    /// The member whose value comes next.
    member: (String, Value),
}

impl Members {
    /// Goes on to the next member; returns its name. Apart from the generic code around it, which there is once a type.
    #[inline(never)]
    fn step(&mut self) -> Option<Value> {
        self.member = self.rest.find(|(_, value)| !value.is_null())?;
        Some(Value::String(self.member.0.clone()))
    }

    fn of(members: serde_json::Map<String, Value>) -> Self {
        Self { rest: members.into_iter(), member: Default::default() }
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
        let (name, value) = std::mem::take(&mut self.member);
        seed.deserialize(Reader(value)).map_err(|fault| fault.within(&name))
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
            Value::Object(members) => visitor.visit_map(Members::of(members)),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match (self.0.as_u64(), self.0.as_i64(), self.0.as_f64()) {
            (Some(number), _, _) => visitor.visit_u64(number),
            (_, Some(number), _) => visitor.visit_i64(number),
            (_, _, Some(number)) => visitor.visit_f64(number),
            _ => Err(Fault::invalid("not a number")),
        }
    }

    /// A whole number; one with a fraction is of another type.
    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match (self.0.as_i64(), self.0.as_u64()) {
            (Some(number), _) => visitor.visit_i64(number),
            (_, Some(number)) => visitor.visit_u64(number),
            _ => Err(Fault::invalid("not a whole number")),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.0.as_bool().map_or(Err(Fault::invalid("not true or false")), |value| visitor.visit_bool(value))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(Fault::invalid("not a string")),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_null() { visitor.visit_unit() } else { Err(Fault::invalid("not null")) }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => Err(Fault::invalid("not an array")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Members::of(members)),
            _ => Err(Fault::invalid("not an object")),
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

    use super::of_value;

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
        let missing = of_value::<Thing>(serde_json::json!({"name": null})).unwrap_err();
        assert_eq!((missing.is_missing, missing.to_string().as_str()), (true, "name: missing"));
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Outer {
        inner: Thing,
    }

    #[test]
    fn a_fault_names_its_field() {
        for (text, fault) in [
            (r#"{"name":1,"list":[],"on":false}"#, "inner.name: not a string"),
            (r#"{"name":"","list":[300],"on":false}"#, "inner.list: out of range"),
            (r#"{"name":"","number":1.5,"list":[],"on":false}"#, "inner.number: not a whole number"),
            (r#"{"name":"","list":{},"on":false}"#, "inner.list: not an array"),
            (r#"{"name":"","list":[],"on":0}"#, "inner.on: not true or false"),
            (r#"["",1,[],false]"#, "inner: not an object"),
            ("7", "inner: not an object"),
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            let found = of_value::<Outer>(serde_json::json!({ "inner": value })).unwrap_err();
            assert_eq!((found.is_missing, found.to_string().as_str()), (false, fault), "{text}");
        }
        let missing = of_value::<Outer>(serde_json::json!({ "inner": { "name": "" } })).unwrap_err();
        assert_eq!((missing.is_missing, missing.to_string().as_str()), (true, "inner.list: missing"));
        assert_eq!(of_value::<Outer>(Value::Bool(true)).unwrap_err().to_string(), "body: not an object");
    }
}
