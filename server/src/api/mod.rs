//! The API on HTTP: one wildcard route, so that everything below the base path is answered in the envelope.
//!
//! A request goes through `shelter` (request id, time-out, panic, log), then `dispatch`: known path (404), method (405),
//! body (413), and into the server function, which authenticates (501, 719) and decodes (402, 401).

mod answer;
mod body;
mod device;
mod origin;
mod shelter;

use std::{collections::HashMap, sync::Arc};

use app::api::{ApiError, BASE, Errno, call::Call};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    middleware,
    response::{IntoResponse, Response},
    routing::any,
};
use http::{HeaderValue, Method, Uri, header};
use leptos::prelude::provide_context;

use identity::hops;

use crate::{demo::Ear, state::Server};

/// The paths and their methods, as the server functions registered themselves.
type Registry = HashMap<&'static str, Vec<Method>>;

#[derive(Clone)]
struct Api {
    server: Arc<Server>,
    registry: Arc<Registry>,
}

/// Routes for everything below the base path.
pub(crate) fn router(server: Arc<Server>) -> Router {
    let mut registry = Registry::new();
    for (path, method) in server_fn::axum::server_fn_paths() {
        registry.entry(path).or_default().push(method);
    }
    let api = Api { server, registry: Arc::new(registry) };
    Router::new()
        .route(BASE, any(dispatch))
        .route(&format!("{BASE}/"), any(dispatch))
        .route(&format!("{BASE}/{{*path}}"), any(dispatch))
        .layer(middleware::from_fn(shelter::shelter))
        .with_state(api)
}

async fn dispatch(State(api): State<Api>, peer: ConnectInfo<std::net::SocketAddr>, request: Request) -> Response {
    match prepare(&api, request).await {
        Ok(request) => {
            let call = api.server.call(request.headers(), peer.0.ip());
            let outcome = call.outcome.clone();
            let ear = ear(&api.server, &request);
            let context = move || provide_context::<Call>(call.clone());
            let answer = leptos_axum::handle_server_fns_with_context(context, request);
            let mut response = match ear {
                Some(ear) => {
                    let response = hops::watched(ear.clone(), answer).await.into_response();
                    ear.answered(outcome.errno());
                    response
                }
                None => answer.await.into_response(),
            };
            response.extensions_mut().insert(outcome);
            response
        }
        Err(refusal) => refusal,
    }
}

/// Who listens to a request: in demo mode the stream of its world, of a request that the page named.
fn ear(server: &Server, request: &Request) -> Option<Arc<Ear>> {
    let demo = server.demo.as_ref()?;
    let world = demo.world(request.headers()).ok()?.to_owned();
    let id = request.headers().get("x-request-id").filter(shelter::is_plain)?.to_str().ok()?.to_owned();
    let path = request.uri().path().strip_prefix(BASE)?.trim_start_matches('/');
    Some(Arc::new(Ear::new(demo.rings.clone(), world, id, request.method().as_str(), path)))
}

/// The checks before a server function sees anything. `Err` is the answer.
async fn prepare(api: &Api, request: Request) -> Result<Request, Response> {
    let (mut head, body) = request.into_parts();
    let path = head.uri.path();
    let path = path.strip_suffix('/').unwrap_or(path);
    let Some((&path, methods)) = api.registry.get_key_value(path) else {
        return Err(answer::refuse(Errno::NotFound.into()));
    };
    if head.method == Method::OPTIONS {
        return Err(answer::done(answer::allow(methods)));
    }
    if head.method == Method::HEAD {
        head.method = Method::GET; // the registry has no HEAD; hyper leaves the body out
    }
    if !methods.contains(&head.method) {
        let mut refusal = answer::refuse(Errno::Method.into());
        refusal.headers_mut().insert(header::ALLOW, answer::allow(methods));
        return Err(refusal);
    }
    let bytes = body::read(body, &head.headers).await.map_err(|error: ApiError| answer::refuse(error))?;
    head.uri = match head.uri.query().map(|query| format!("{path}?{query}").parse::<Uri>()) {
        Some(uri) => uri.map_err(|_| answer::refuse(Errno::Invalid.into()))?,
        None => Uri::from_static(path),
    };
    // server_fn would answer a browser's form with a redirect to the Referer
    head.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    Ok(Request::from_parts(head, Body::from(bytes)))
}
