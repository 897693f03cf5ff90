//! The API on HTTP: one wildcard route, so that everything below the base path is answered in the envelope.
//!
//! A request goes through layers of tower-http (request id, headers, panic) and `middleware` (log, metrics, status 200), then
//! `dispatch`: known path (404), method (405),
//! rate (429), body (413, 408), and into the server function, which authenticates (501, 719) and decodes (402, 401). A limit per
//! account comes once the account is known: after the token, or at login after WeChat's answer.

mod answer;
pub(crate) mod avatar;
pub(crate) mod body;
mod deadline;
mod device;
mod forwarded;
mod listen;
mod middleware;
mod multipart;
mod origin;

use std::{collections::HashMap, net::IpAddr, sync::Arc, time::Duration};

use app::{
    api::BASE,
    protocol::call::Call,
    wire::{ApiError, Errno},
};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    middleware::{from_fn_with_state, map_request},
    response::{IntoResponse as _, Response},
    routing::any,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Uri, header, request::Parts};
use leptos::prelude::provide_context;
use leptos_axum::handle_server_fns_with_context;
use server_fn::axum::server_fn_paths;
use tokio::time::sleep;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    request_id::{PropagateRequestIdLayer, SetRequestIdLayer},
    set_header::SetResponseHeaderLayer,
};

use self::deadline::Deadline;
use crate::{body_budget::Sender, limits::LoginPermit, state::Server};

/// The call that is counted per address, and whose decorations may be large.
const LOGIN: &str = "/oapro/wx/auth/login_by_weixin";
/// The call that is made whatever its body is.
const LOGOUT: &str = "/oapro/wx/auth/logout";

/// How long the answer to an account that calls too often is kept back. Who calls again at once, on however many connections,
/// costs next to nothing then.
const BRAKE: Duration = Duration::from_millis(100);

/// The paths and their methods: the server functions registered themselves, and the one call that is none.
pub(crate) type Registry = HashMap<&'static str, Vec<Method>>;

#[derive(Clone)]
struct Api {
    server: Arc<Server>,
    registry: Arc<Registry>,
}

/// Routes for everything below the base path.
pub(crate) fn router(server: Arc<Server>) -> Router {
    let registry = registry();
    if let Some(metrics) = &server.metrics {
        registry.keys().for_each(|path| metrics.requests.register_path(path));
    }
    let api = Api { server, registry: Arc::new(registry) };
    let set = |name: HeaderName, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    let mut router = Router::new()
        .route(BASE, any(dispatch))
        .route(&format!("{BASE}/"), any(dispatch))
        .route(&format!("{BASE}/{{*path}}"), any(dispatch))
        .layer(
            ServiceBuilder::new()
                .layer(map_request(middleware::keep_plain_id))
                .layer(SetRequestIdLayer::x_request_id(middleware::RandomId(api.server.random.clone())))
                .layer(PropagateRequestIdLayer::x_request_id())
                .layer(set(header::CACHE_CONTROL, "no-store"))
                .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(from_fn_with_state(api.clone(), middleware::observe))
                .layer(CatchPanicLayer::custom(middleware::panicked)),
        );
    if api.server.demo.is_some() {
        router = router.layer(from_fn_with_state(api.clone(), listen::listen));
    }
    router.with_state(api)
}

/// Every path of the API.
pub(crate) fn registry() -> Registry {
    let mut registry = Registry::new();
    for (path, method) in server_fn_paths() {
        registry.entry(path).or_default().push(method);
    }
    registry.insert(avatar::PATH, vec![Method::POST]);
    registry
}

async fn dispatch(State(api): State<Api>, peer: ConnectInfo<std::net::SocketAddr>, request: Request) -> Response {
    let (mut head, body) = request.into_parts();
    let path = match route(&api.registry, &mut head) {
        Ok(path) => path,
        Err(answer) => return *answer,
    };
    if let Some(listen::NoWorld(refusal)) = head.extensions.remove() {
        body::discard(body, &head.headers).await;
        return answer::refuse(refusal);
    }
    let call = api.server.call(&head.headers, peer.0.ip());
    let mut exchange = LoginPermit::uncounted();
    if path == LOGIN {
        match api.server.login_from(call.origin.ip).await {
            Ok(counted) => exchange = counted,
            Err(refusal) => {
                body::discard(body, &head.headers).await;
                return answer::refuse(refusal);
            }
        }
        if call.login_app.is_err() && api.server.demo.is_none() {
            tracing::info!("a login for an app that is not configured; add it as [[wx.app]], or correct the client");
        }
    }
    if path == avatar::PATH {
        let made = avatar::upload(&api.server, &call, &head.headers, body).await;
        return answer::sealed_for(&call.outcome, made);
    }
    let bytes = match path {
        LOGOUT => {
            body::discard(body, &head.headers).await;
            Bytes::new()
        }
        _ => {
            let limit = if path == LOGIN { body::LOGIN } else { body::JSON };
            let sender = Sender::Address(call.origin.ip);
            match body::receive(&api.server.bodies, sender, body, &head.headers, limit).await {
                // decoded at once, so its room is free again
                Ok((bytes, _)) => bytes,
                Err(refusal) => return answer::refuse(refusal),
            }
        }
    };
    exchange.body_received();
    // a browser's `text/html` would have Leptos redirect to the page that it came from
    head.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let outcome = call.outcome.clone();
    let request = Request::from_parts(head, Body::from(bytes));
    let run = handle_server_fns_with_context(move || provide_context::<Call>(call.clone()), request);
    match Deadline::new().work(async { run.await.into_response() }).await {
        Ok(mut response) => {
            if outcome.errno() == Errno::TooMany as i32 {
                sleep(BRAKE).await;
            }
            exchange.finish(is_refusal(outcome.errno()));
            response.extensions_mut().insert(outcome);
            response
        }
        Err(refusal) => answer::sealed_for::<()>(&outcome, Err(refusal)),
    }
}

/// Whether a login ended so by what the client did: its body is no login, or WeChat refuses its code. Not where WeChat,
/// the database or the configuration fails, and not where the account may not be used.
fn is_refusal(errno: i32) -> bool {
    const REFUSALS: [Errno; 8] = [
        Errno::Missing,
        Errno::Invalid,
        Errno::ClientTimeout,
        Errno::TooLarge,
        Errno::CodeInvalid,
        Errno::CodeUsed,
        Errno::TooFrequent,
        Errno::HighRisk,
    ];
    REFUSALS.iter().any(|refusal| *refusal as i32 == errno)
}

/// The registered path of a request, and the request as the registry knows it: without a slash at its end, and no HEAD.
/// `Err` is the answer.
fn route(registry: &Registry, head: &mut Parts) -> Result<&'static str, Box<Response>> {
    let Some((path, methods)) = find(registry, &head.uri) else {
        return Err(answer::refuse(Errno::NotFound.into()).into());
    };
    if head.method == Method::OPTIONS {
        return Err(answer::done(answer::allow(methods)).into());
    }
    if head.method == Method::HEAD {
        head.method = Method::GET; // hyper leaves the body out
    }
    if !methods.contains(&head.method) {
        let mut refusal = answer::refuse(Errno::Method.into());
        refusal.headers_mut().insert(header::ALLOW, answer::allow(methods));
        return Err(refusal.into());
    }
    head.uri = match head.uri.query().map(|query| format!("{path}?{query}").parse::<Uri>()) {
        Some(uri) => uri.map_err(|_| answer::refuse(ApiError::from(Errno::Invalid).because("query: not a query")))?,
        None => Uri::from_static(path),
    };
    Ok(path)
}

/// The registered path that an address names, and its methods.
fn find<'r>(registry: &'r Registry, uri: &Uri) -> Option<(&'static str, &'r [Method])> {
    let path = uri.path();
    let (path, methods) = registry.get_key_value(path.strip_suffix('/').unwrap_or(path))?;
    Some((path, methods))
}

impl Server {
    /// Counts a login from an address.
    async fn login_from(&self, ip: IpAddr) -> Result<LoginPermit, ApiError> {
        match &self.limits {
            Some(limits) => limits.login_from(ip).await.map_err(ApiError::too_many),
            None => Ok(LoginPermit::uncounted()),
        }
    }
}

#[cfg(test)]
mod tests {
    use app::wire::Errno;

    #[test]
    fn what_counts_as_refused() {
        let counted = |errno: &Errno| super::is_refusal(*errno as i32);
        let refused: Vec<_> = Errno::ALL.into_iter().filter(counted).map(|errno| errno as i32).collect();
        assert_eq!(refused, [401, 402, 408, 413, 710, 711, 712, 713]);
        assert!(!super::is_refusal(0));
    }
}
