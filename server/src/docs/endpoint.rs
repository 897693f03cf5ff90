//! One endpoint as the document describes it. Path, method, request and response come from the server function itself; the
//! texts and the errno stand beside them.

use app::wire::{ApiError, Errno, envelope};
use http::Method;
use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde::Serialize;
use serde_json::{Map, Value, json};
use server_fn::{Protocol, ServerFn};

use super::errno::COMMON;

/// The schemas that the endpoints share, and the address that their examples name.
pub(super) struct Schemas {
    /// Of what is sent.
    pub(super) responses: SchemaGenerator,
    /// Of what is read.
    pub(super) requests: SchemaGenerator,
    /// `OA_PUBLIC_URL`
    pub(super) public_url: String,
}

impl Schemas {
    pub(super) fn new(public_url: &str) -> Self {
        let mut settings = SchemaSettings::draft2020_12();
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        Self {
            responses: settings.clone().for_serialize().into_generator(),
            requests: settings.for_deserialize().into_generator(),
            public_url: public_url.to_owned(),
        }
    }

    /// Every named schema.
    pub(super) fn take(mut self) -> Map<String, Value> {
        let mut all = self.responses.take_definitions(true);
        all.extend(self.requests.take_definitions(true));
        all
    }
}

/// What belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Auth,
    User,
    Content,
    Operator,
}

impl Tag {
    pub(super) const ALL: [Self; 4] = [Self::Auth, Self::User, Self::Content, Self::Operator];

    /// Chinese, English.
    pub(super) const fn names(self) -> [&'static str; 2] {
        match self {
            Self::Auth => ["登录与账号", "Sign-in and account"],
            Self::User => ["个人中心", "Personal centre"],
            Self::Content => ["首页、会议、投票", "Home, meetings, votes"],
            Self::Operator => ["运维", "Operation"],
        }
    }

    /// As the document names it.
    pub(super) fn name(self) -> String {
        self.names().join(" ")
    }
}

/// An argument.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) schema: Value,
}

impl Field {
    /// The fields of a request. One that may be absent may be null too, which is the same.
    fn all<Q: JsonSchema>(schemas: &mut Schemas) -> Vec<Self> {
        let mut schema = Q::json_schema(&mut schemas.requests).to_value();
        let properties = schema.get_mut("properties").and_then(Value::as_object_mut).map(std::mem::take);
        let required = schema.get("required").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let field = |(name, schema)| Self { required: required.iter().any(|one| *one == name), name, schema };
        properties.into_iter().flatten().map(field).collect()
    }
}

/// How arguments travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carrier {
    Query,
    Json,
    /// `multipart/form-data`, as `wx.uploadFile` sends it.
    Form,
}

/// An endpoint.
pub(super) struct Endpoint {
    pub(super) path: &'static str,
    pub(super) carrier: Carrier,
    pub(super) tag: Tag,
    /// Summary: Chinese, English.
    pub(super) name: [&'static str; 2],
    /// More of it: Chinese, English.
    pub(super) about: [&'static str; 2],
    pub(super) fields: Vec<Field>,
    /// Sets of arguments of which one must be there, where `required` does not say it.
    pub(super) any_of: Vec<Vec<&'static str>>,
    /// The arguments of the example; null where one is left out, so that every name is there.
    pub(super) arguments: Value,
    /// The schema of `data`.
    pub(super) data: Option<Value>,
    /// The response of the example, sealed as the server seals it.
    pub(super) response: Value,
    /// Every errno but 0.
    pub(super) errors: Vec<Errno>,
}

impl Endpoint {
    /// Of a server function without arguments: an example of its response.
    pub(super) fn of<F>(schemas: &mut Schemas, data: F::Output) -> Self
    where
        F: ServerFn,
        F::Output: JsonSchema + Serialize,
    {
        let method = <F::Protocol as Protocol<
            F,
            F::Output,
            F::Client,
            F::Server,
            F::Error,
            F::InputStreamError,
            F::OutputStreamError,
        >>::METHOD;
        let carrier = if method == Method::GET { Carrier::Query } else { Carrier::Json };
        Self::new(schemas, F::PATH, carrier, json!({}), data)
    }

    /// Of a server function that takes a request: an example of it, and of the response.
    pub(super) fn taking<F, Q>(schemas: &mut Schemas, request: &Q, data: F::Output) -> Self
    where
        F: ServerFn + From<Q>,
        F::Output: JsonSchema + Serialize,
        Q: JsonSchema + Serialize,
    {
        let fields = Field::all::<Q>(schemas);
        Self { fields, arguments: json!(request), ..Self::of::<F>(schemas, data) }
    }

    /// Of anything else.
    pub(super) fn new<T: JsonSchema + Serialize>(
        schemas: &mut Schemas,
        path: &'static str,
        carrier: Carrier,
        arguments: Value,
        data: T,
    ) -> Self {
        Self {
            path,
            carrier,
            tag: Tag::Content,
            name: [""; 2],
            about: [""; 2],
            fields: Vec::new(),
            any_of: Vec::new(),
            arguments,
            // a unit is no data, as in the envelope
            data: (size_of::<T>() != 0).then(|| schemas.responses.subschema_for::<T>().to_value()),
            response: parsed(&envelope(Ok(data))),
            errors: COMMON.to_vec(),
        }
    }

    pub(super) fn describe(mut self, tag: Tag, name: [&'static str; 2], about: [&'static str; 2]) -> Self {
        (self.tag, self.name, self.about) = (tag, name, about);
        self
    }

    pub(super) fn any_of(mut self, sets: &[&[&'static str]]) -> Self {
        self.any_of = sets.iter().map(|set| set.to_vec()).collect();
        self
    }

    /// What its `# Errors` lists.
    pub(super) fn fails(mut self, errors: &[Errno]) -> Self {
        self.errors.extend(errors.iter().filter(|errno| !COMMON.contains(errno)));
        self.errors.sort_by_key(|errno| *errno as i32);
        self
    }

    pub(super) fn method(&self) -> Method {
        if self.carrier == Carrier::Query { Method::GET } else { Method::POST }
    }

    /// Whether it wants a token.
    pub(super) fn guarded(&self) -> bool {
        self.errors.contains(&Errno::SignIn)
    }

    /// Its path below the base path.
    pub(super) fn short(&self) -> &'static str {
        self.path.strip_prefix(app::api::BASE).unwrap_or(self.path).trim_start_matches('/')
    }

    /// The arguments of the example without those that are left out.
    pub(super) fn example(&self) -> Map<String, Value> {
        let all = self.arguments.as_object().cloned().unwrap_or_default();
        all.into_iter().filter(|(_, value)| !value.is_null()).collect()
    }
}

/// The response of a failure, as the server seals it.
pub(super) fn failure(errno: Errno) -> Value {
    parsed(&envelope::<()>(Err(ApiError::from(errno))))
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}
