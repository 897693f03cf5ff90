//! Extracts the context of a call: finds and validates its world before the handler runs.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde::de::DeserializeOwned;

use crate::DEFAULT_WORLD;
use crate::double::{EnterError, Shared};
use crate::people::Person;
use crate::reply::{Refusal, parse};
use crate::world::{State as WorldState, World};
use crate::worlds::is_name;

/// The minimum length of a world's name in a public demo: 128 random bits.
const MIN_PUBLIC_LENGTH: usize = 22;

/// The context of a call, an extension for every handler.
#[derive(Clone)]
pub(crate) struct CallContext {
    pub(crate) shared: Arc<Shared>,
    pub(crate) world: Arc<World>,
    /// The phone's API, if it is a phone's call.
    api: Option<String>,
}

impl CallContext {
    /// Runs `act` on the world's state at the world's time (ms), under the lock.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut WorldState, i64) -> T) -> T {
        let mut state = self.world.lock();
        let now_ms = (self.shared.config.clock)() + state.offset_ms;
        act(&mut state, now_ms)
    }

    /// A refusal of an invalid call.
    pub(crate) fn refuse(&self, status: StatusCode, reason: impl Into<String>) -> Refusal {
        Refusal { status, api: self.api.clone(), reason: reason.into() }
    }

    /// A refusal that WeChat reports on the phone as `fail`.
    pub(crate) fn fail(&self, reason: &str) -> Refusal {
        self.refuse(StatusCode::OK, reason)
    }

    /// `{api}:ok`.
    pub(crate) fn ok(&self) -> String {
        format!("{}:ok", self.api.as_deref().unwrap_or_default())
    }

    pub(crate) fn body<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, Refusal> {
        parse(body).map_err(|reason| self.refuse(StatusCode::BAD_REQUEST, reason))
    }

    /// The app of a call, the first by default.
    pub(crate) fn app(&self, appid: Option<String>) -> Result<String, Refusal> {
        let Some(appid) = appid else { return Ok(self.shared.first_appid().to_owned()) };
        if self.shared.app(&appid).is_none() {
            let reason = "no such appid: the double knows those of --app, else its own";
            return Err(self.refuse(StatusCode::NOT_FOUND, reason));
        }
        Ok(appid)
    }

    /// The user of a call.
    pub(crate) fn person(&self, user: &str) -> Result<Person, Refusal> {
        self.with(|state, _| state.person(user).cloned())
            .ok_or_else(|| self.refuse(StatusCode::NOT_FOUND, "no such user in this world"))
    }
}

/// Middleware of `/_double`: enters the world, creating it if need be.
pub(crate) async fn enter(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let refuse = |status, reason| Refusal::of(&path, status, reason);
    let name = match name(&request, &shared) {
        Ok(name) => name.to_owned(),
        Err((status, reason)) => return refuse(status, reason).into_response(),
    };
    let creator = shared.config.caller.as_ref().and_then(|caller| caller(request.headers(), request.extensions()));
    let (world, forgotten) = shared.worlds.enter(&name, (shared.config.clock)(), creator);
    shared.forget(forgotten).await;
    let (status, wait_ms, reason) = match world {
        Ok(world) => {
            let api = phone_call(&path).map(str::to_owned);
            request.extensions_mut().insert(CallContext { shared, world, api });
            return next.run(request).await;
        }
        Err(EnterError::TooMany { wait_ms }) => {
            (StatusCode::TOO_MANY_REQUESTS, wait_ms, "this address made 20 new worlds within the hour: try again later")
        }
        Err(EnterError::Full { wait_ms }) => {
            (StatusCode::SERVICE_UNAVAILABLE, wait_ms, "every world is in use: try again in some minutes")
        }
    };
    let retry_after = HeaderValue::from(wait_ms.div_ceil(1000).max(1));
    ([(RETRY_AFTER, retry_after)], refuse(status, reason)).into_response()
}

/// Middleware of WeChat's own paths: finds the world, or uses a temporary empty one. In it every code (40029) and token
/// (40001) is unknown, and arbitrary names leave no state behind.
pub(crate) async fn find(State(shared): State<Arc<Shared>>, mut request: Request, next: Next) -> Response {
    let name = match name(&request, &shared) {
        Ok(name) => name,
        Err((status, reason)) => return Refusal::of("", status, reason).into_response(),
    };
    let now_ms = (shared.config.clock)();
    let world = match shared.worlds.find(name, now_ms) {
        Some(world) => world,
        // the default world always exists
        None if name == DEFAULT_WORLD => {
            let (world, forgotten) = shared.worlds.enter(name, now_ms, None);
            shared.forget(forgotten).await;
            world.unwrap_or_else(|_| Arc::new(World::new(DEFAULT_WORLD)))
        }
        None => Arc::new(World::new(name)),
    };
    request.extensions_mut().insert(CallContext { shared, world, api: None });
    next.run(request).await
}

/// Unknown `/_double` paths.
pub(crate) fn unknown() -> Router {
    let refuse = async |uri: Uri| Refusal::of(uri.path(), StatusCode::NOT_FOUND, "no such call");
    let paths = ["/_double", "/_double/", "/_double/{*path}"];
    paths.into_iter().fold(Router::new(), |router, path| router.route(path, any(refuse)))
}

/// A `/_double` path with a wrong method.
pub(crate) async fn method_not_allowed(uri: Uri) -> Refusal {
    Refusal::of(uri.path(), StatusCode::METHOD_NOT_ALLOWED, "this call has another method: GET to read, else POST")
}

/// The phone's API of a path.
pub(crate) fn phone_call(path: &str) -> Option<&str> {
    path.strip_prefix("/_double/phone/")
}

fn name<'r>(request: &'r Request, shared: &Shared) -> Result<&'r str, (StatusCode, &'static str)> {
    let name = match request.headers().get("x-double-world") {
        None => DEFAULT_WORLD,
        Some(value) => value.to_str().unwrap_or_default(),
    };
    check_name(name, shared.config.public).map(|()| name)
}

fn check_name(name: &str, public: bool) -> Result<(), (StatusCode, &'static str)> {
    if !is_name(name) {
        return Err((StatusCode::BAD_REQUEST, "X-Double-World must be 1 to 64 of a-z, 0-9 and -"));
    }
    if public && name.len() < MIN_PUBLIC_LENGTH {
        return Err((StatusCode::FORBIDDEN, "in a public demo a world's name has at least 22 characters"));
    }
    Ok(())
}

/// Whether `name` is a valid name of a world: 1 to 64 of a-z, 0-9 and -, in a public demo at least 22.
pub fn is_world_name(name: &str, public: bool) -> bool {
    check_name(name, public).is_ok()
}
