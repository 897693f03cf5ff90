//! Demo mode only: around everything else, so that the page's stream of events has a request from its arrival to its answer,
//! whatever becomes of it.

use std::sync::Arc;

use app::api::{BASE, call::Outcome};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::Method;
use identity::hops;

use super::{Api, find, shelter};
use crate::demo::Ear;

pub(super) async fn listen(State(api): State<Api>, request: Request, next: Next) -> Response {
    let Some(ear) = ear(&api, &request) else { return next.run(request).await };
    let response = hops::watched(ear.clone(), next.run(request)).await;
    ear.answered(response.extensions().get::<Outcome>().map_or(0, Outcome::errno));
    response
}

/// The ear of a request that the page named, to a path that there is: no text of a stranger's own is told.
fn ear(api: &Api, request: &Request) -> Option<Arc<Ear>> {
    let demo = api.server.demo.as_ref()?;
    let method = match *request.method() {
        Method::GET => "GET",
        Method::POST => "POST",
        _ => return None,
    };
    let world = demo.world(request.headers()).ok()?.to_owned();
    let id = request.headers().get("x-request-id").filter(shelter::is_plain)?.to_str().ok()?.to_owned();
    let path = find(&api.registry, request.uri())?.0.strip_prefix(BASE)?.trim_start_matches('/');
    Some(Arc::new(Ear::new(demo.rings.clone(), world, id, method, path)))
}
