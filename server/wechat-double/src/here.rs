//! Where a call takes place: its world, found and checked before the call runs.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use crate::DEFAULT_WORLD;
use crate::double::Shared;
use crate::people::Person;
use crate::reply::{Refusal, parse};
use crate::world::{State as WorldState, World};
use crate::worlds::is_name;

/// In a public demo a name must be this long: 128 random bits.
const UNGUESSABLE: usize = 22;

/// Given to every handler as an extension.
#[derive(Clone)]
pub(crate) struct Here {
    pub(crate) shared: Arc<Shared>,
    pub(crate) world: Arc<World>,
    /// The phone's call, where it is one.
    api: Option<String>,
}

impl Here {
    /// Runs `act` on the world's state at the world's time (ms). Not across an await.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut WorldState, i64) -> T) -> T {
        let mut state = self.world.lock();
        let now_ms = (self.shared.config.clock)() + state.offset_ms;
        act(&mut state, now_ms)
    }

    /// A call that cannot be understood.
    pub(crate) fn refuse(&self, status: StatusCode, reason: impl Into<String>) -> Refusal {
        Refusal { status, api: self.api.clone(), reason: reason.into() }
    }

    /// A call that WeChat on the phone answers with `fail`.
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

    /// The user whom a call names.
    pub(crate) fn person(&self, user: &str) -> Result<Person, Refusal> {
        self.with(|state, _| state.person(user).cloned())
            .ok_or_else(|| self.refuse(StatusCode::NOT_FOUND, "no such user in this world"))
    }
}

/// Before every `/_double` call: the caller's `Host`, a POST's content type, the world.
pub(crate) async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let api = request.uri().path().strip_prefix("/_double/phone/").map(str::to_owned);
    let refuse = |status, reason: &str| Refusal { status, api: api.clone(), reason: reason.to_owned() }.into_response();
    if !host_is_allowed(&shared, &request) {
        return refuse(StatusCode::FORBIDDEN, "this Host is not the double's");
    }
    if request.method() == Method::POST && !is_json(&request) {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content-type must be application/json");
    }
    find_world(shared, request, next, api).await
}

/// Before every call of WeChat's own paths: the world alone, since WeChat looks at nothing else.
pub(crate) async fn enter(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    find_world(shared, request, next, None).await
}

async fn find_world(shared: Arc<Shared>, mut request: Request, next: Next, api: Option<String>) -> Response {
    let name = match request.headers().get("x-double-world") {
        None => DEFAULT_WORLD,
        Some(value) => value.to_str().unwrap_or_default(),
    };
    if let Err((status, reason)) = check_name(name, shared.config.public) {
        return Refusal { status, api, reason: reason.to_owned() }.into_response();
    }
    let (world, forgotten) = shared.worlds.enter(name, (shared.config.clock)());
    shared.forget(forgotten).await;
    request.extensions_mut().insert(Here { shared, world, api });
    next.run(request).await
}

fn check_name(name: &str, public: bool) -> Result<(), (StatusCode, &'static str)> {
    if !is_name(name) {
        return Err((StatusCode::BAD_REQUEST, "X-Double-World must be 1 to 64 of a-z, 0-9 and -"));
    }
    if public && name.len() < UNGUESSABLE {
        return Err((StatusCode::FORBIDDEN, "in a public demo a world's name has at least 22 characters"));
    }
    Ok(())
}

fn host_is_allowed(shared: &Shared, request: &Request) -> bool {
    let header = request.headers().get(HOST).and_then(|value| value.to_str().ok());
    let host = header.or_else(|| request.uri().authority().map(http::uri::Authority::as_str));
    host.is_some_and(|host| shared.config.allowed_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)))
}

fn is_json(request: &Request) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// Whether the double takes `name` for a world: 1 to 64 of a-z, 0-9 and -, in a public demo at least 22.
pub fn is_world_name(name: &str, public: bool) -> bool {
    check_name(name, public).is_ok()
}
