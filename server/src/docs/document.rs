//! The OpenAPI 3.1 document, put together from the endpoints.

use app::{Lang, wire::Errno};
use serde_json::{Map, Value, json};

use super::{
    about::about,
    endpoint::{Carrier, Endpoint, Schemas, Tag, failure},
    endpoints,
    errno::help,
    translate::in_language,
};
use crate::api::body;

/// Where an operation stands among the others: the order in which a client meets them, since JSON's objects have none.
const PLACE: &str = "x-place";

/// For a server at `public_url`; its texts in one language, or in both.
pub(super) fn document(public_url: &str, lang: Option<Lang>) -> Value {
    let mut schemas = Schemas::new(public_url);
    let endpoints = endpoints::all(&mut schemas);
    let mut paths = Map::new();
    for (place, endpoint) in endpoints.iter().enumerate() {
        let (method, mut operation) = (endpoint.method().as_str().to_ascii_lowercase(), operation(endpoint));
        if let Some(operation) = operation.as_object_mut() {
            operation.insert(PLACE.to_owned(), place.into());
        }
        paths.insert(endpoint.path.to_owned(), json!({ method: operation }));
    }
    paths.insert("/healthz".into(), json!({ "get": probe("healthz", ["存活", "Alive"], None) }));
    let down = Some("数据库没有响应 the database does not answer");
    paths.insert("/readyz".into(), json!({ "get": probe("readyz", ["就绪", "Ready to serve"], down) }));
    let mut named = schemas.take();
    named.extend(Errno::ALL.map(|errno| (errno_name(errno), errno_schema(errno))));
    // parameters, headers and the token, which no type says
    let mut components: Map<String, Value> = serde_json::from_str(include_str!("components.json")).unwrap_or_default();
    components.insert("schemas".into(), named.into());
    let mut json = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "oa-mini",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "微信小程序登录 WeChat mini-program login",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": public_url, "description": "OA_PUBLIC_URL" }],
        "tags": Tag::ALL.map(|tag| json!({ "name": tag.name() })),
        "paths": paths,
        "components": components,
    });
    if let Some(lang) = lang {
        in_language(&mut json, lang);
    }
    if let Some(info) = json.get_mut("info").and_then(Value::as_object_mut) {
        info.insert("description".to_owned(), about(lang).into());
    }
    json
}

fn operation(endpoint: &Endpoint) -> Value {
    let [zh, en] = endpoint.about;
    let mut operation = json!({
        "operationId": endpoint.short().replace('/', "_"),
        "tags": [endpoint.tag.name()],
        "summary": endpoint.name.join(" "),
        "description": format!("{zh}\n\n{en}"),
        "security": if endpoint.guarded() { json!([{ "token": [] }, { "bearer": [] }]) } else { json!([]) },
        "parameters": operation_parameters(endpoint),
        "responses": { "200": response(endpoint) },
    });
    let body = match endpoint.carrier {
        Carrier::Query => None,
        Carrier::Json => Some(("application/json", format!("至多 at most {} KiB", body::JSON / 1024))),
        Carrier::Form => Some(("multipart/form-data", "图片至多 2 MiB a picture of at most 2 MiB".to_owned())),
    };
    if let (Some((kind, description)), Some(operation)) = (body, operation.as_object_mut()) {
        let mut content = json!({ "schema": arguments(endpoint) });
        if let (Carrier::Json, Some(content)) = (endpoint.carrier, content.as_object_mut()) {
            content.insert("example".into(), endpoint.example().into());
        }
        let required = !endpoint.fields.is_empty();
        let body = json!({ "description": description, "required": required, "content": { kind: content } });
        operation.insert("requestBody".into(), body);
    }
    operation
}

fn operation_parameters(endpoint: &Endpoint) -> Vec<Value> {
    let mut all = vec![json!({ "$ref": "#/components/parameters/RequestId" })];
    if endpoint.short() == "auth/login_by_weixin" {
        all.extend(["AppId", "Device"].map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })));
    }
    if endpoint.carrier == Carrier::Query {
        all.extend(endpoint.fields.iter().map(|field| {
            let mut schema = field.schema.clone();
            let text = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            // a query has no null
            if let Some(kind) = schema.get_mut("type")
                && let Some(own) = kind.as_array().and_then(|kinds| kinds.iter().find(|kind| *kind != "null"))
            {
                *kind = own.clone();
            }
            let (name, required) = (&field.name, field.required);
            json!({ "name": name, "in": "query", "required": required, "description": text, "schema": schema })
        }));
    }
    all
}

/// The schema of a body.
fn arguments(endpoint: &Endpoint) -> Value {
    let properties: Map<_, _> =
        endpoint.fields.iter().map(|field| (field.name.clone(), field.schema.clone())).collect();
    let required: Vec<_> = endpoint.fields.iter().filter(|field| field.required).map(|field| &field.name).collect();
    let mut schema = json!({ "type": "object", "properties": properties });
    if let Some(schema) = schema.as_object_mut() {
        if !required.is_empty() {
            schema.insert("required".into(), json!(required));
        }
        if !endpoint.any_of.is_empty() {
            let sets = endpoint.any_of.iter().map(|set| json!({ "required": set }));
            schema.insert("anyOf".into(), sets.collect());
        }
    }
    schema
}

fn response(endpoint: &Endpoint) -> Value {
    let mut examples = Map::new();
    examples.insert("0".into(), json!({ "summary": "成功 success", "value": endpoint.response }));
    for errno in &endpoint.errors {
        let summary = help(*errno).when.join(" ");
        examples.insert((*errno as i32).to_string(), json!({ "summary": summary, "value": failure(*errno) }));
    }
    let mut headers = json!({
        "x-request-id": { "$ref": "#/components/headers/RequestId" },
        "x-oa-error": { "$ref": "#/components/headers/Error" },
    });
    if let (true, Some(headers)) = (endpoint.errors.contains(&Errno::TooMany), headers.as_object_mut()) {
        headers.insert("retry-after".into(), json!({ "$ref": "#/components/headers/RetryAfter" }));
    }
    let failures: Vec<_> = endpoint
        .errors
        .iter()
        .map(|errno| json!({ "$ref": format!("#/components/schemas/{}", errno_name(*errno)) }))
        .collect();
    let schema = json!({ "oneOf": [
        envelope(json!({ "const": 0 }), json!({ "const": "成功" }), endpoint.data.clone()),
        envelope(json!({ "oneOf": failures }), json!({ "type": "string" }), None),
    ] });
    json!({
        "description": "信封：errno 为 0 时成功 the envelope; errno 0 is success",
        "headers": headers,
        "content": { "application/json": { "schema": schema, "examples": examples } },
    })
}

fn envelope(errno: Value, errmsg: Value, data: Option<Value>) -> Value {
    let mut required = vec!["errno", "errmsg"];
    let mut properties = Map::from_iter([("errno".to_owned(), errno), ("errmsg".to_owned(), errmsg)]);
    if let Some(data) = data {
        required.push("data");
        properties.insert("data".into(), data);
    }
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

fn errno_name(errno: Errno) -> String {
    format!("Errno{}", errno as i32)
}

fn errno_schema(errno: Errno) -> Value {
    let help = help(errno);
    let [[zh, en], [zh_advice, en_advice]] = [help.when, help.what_to_do];
    let description = format!("{zh}\n\n怎么办：{zh_advice}\n\n{en}\n\nWhat to do: {en_advice}");
    json!({ "const": errno as i32, "title": errno.message(), "description": description })
}

fn probe(id: &str, name: [&str; 2], down: Option<&str>) -> Value {
    let text =
        |what: &str| json!({ "description": what, "content": { "text/plain": { "schema": { "type": "string" } } } });
    let mut responses = Map::from_iter([("200".to_owned(), text("ok"))]);
    responses.extend(down.map(|down| ("503".to_owned(), text(down))));
    let tag = Tag::Operator.name();
    json!({ "operationId": id, "tags": [tag], "summary": name.join(" "), "security": [], "responses": responses })
}
