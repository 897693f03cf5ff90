//! Demo mode only: around everything else, so that the page's stream of events has a request from its arrival to its answer,
//! whatever becomes of it; and so that a call of the page's has its world.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use app::{api::BASE, protocol::call::Outcome, wire::ApiError};
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use http::Method;
use identity::flow;

use super::{Api, find, middleware};
use crate::demo::FlowRecorder;

/// Why a call may not have its world: the refusal comes where the order of checks has it.
#[derive(Clone)]
pub(super) struct NoWorld(pub(super) ApiError);

pub(super) async fn listen(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let Some(named) = named(&api, &request) else { return next.run(request).await };
    if let Some(demo) = &api.server.demo
        && let Err(refusal) = demo.enter(&named.world, named.ip).await
    {
        request.extensions_mut().insert(NoWorld(refusal));
        return next.run(request).await;
    }
    let Some(ear) = ear(&api, named) else { return next.run(request).await };
    let response = flow::observe(ear.clone(), next.run(request)).await;
    ear.responded(response.extensions().get::<Outcome>().map_or(0, Outcome::errno));
    response
}

/// A call of the page's in a world.
struct Named {
    world: String,
    ip: IpAddr,
    method: &'static str,
    /// Below the base path.
    path: &'static str,
    /// The id that the page sent, if it did.
    id: Option<String>,
}

/// The world that a call names, if it is a call that there is, and the demo's own page may have made it. A page elsewhere
/// makes no world, and none of a stranger's text is told.
fn named(api: &Api, request: &Request) -> Option<Named> {
    let (demo, headers) = (api.server.demo.as_ref()?, request.headers());
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        _ => return None,
    };
    let (path, _) = find(&api.registry, request.uri())?;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip();
    Some(Named {
        world: demo.world(headers).ok()?.to_owned(),
        ip: api.server.client_ip(headers, peer),
        method,
        path: path.strip_prefix(BASE)?.trim_start_matches('/'),
        id: headers.get("x-request-id").filter(middleware::is_plain).and_then(|id| id.to_str().ok()).map(str::to_owned),
    })
}

/// The ear of a call that the page gave an id.
fn ear(api: &Api, named: Named) -> Option<Arc<FlowRecorder>> {
    let Named { world, method, path, id, .. } = named;
    let event_log = api.server.demo.as_ref()?.event_log.clone();
    Some(Arc::new(FlowRecorder::new(event_log, world, id?, method, path)))
}
