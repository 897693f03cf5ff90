//! `--miniprogram DIR`: somebody's mini-program in the demo's phone. The crate `miniprogram` compiles the folder; here it is
//! served to the frame in which it runs, below a path that holds a key.
//!
//! The frame's origin is opaque, so its requests look like those of any other site, and the demo's guard cannot tell them
//! apart. The key, 128 random bits that only the page knows, keeps other sites from reading the project.

mod backend;
mod events;
mod frame;
mod proxy;
mod terminal;

use std::{path::PathBuf, sync::Arc};

use ::miniprogram::{Bundle, Limits, Project, Watch};
use app::OpenedProgram;
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use identity::Random;

pub use self::backend::Backend;
use self::proxy::Proxy;
use crate::{assets, compose::StartError, demo, state::Server};

/// What the command line says.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The folder.
    pub dir: PathBuf,
    /// The servers that it may call besides this one.
    pub backends: Vec<Backend>,
}

/// An opened mini-program.
pub(crate) struct Opened {
    /// `/miniprogram/` and the key.
    base: String,
    project: Watch,
    proxy: Proxy,
}

impl Opened {
    /// Compiles the folder, and does so again whenever a file of it changes.
    ///
    /// # Errors
    /// What is wrong with the folder, or that this build has no runtime.
    pub(crate) fn open(opening: &Opening, random: &Random) -> Result<Self, StartError> {
        if assets::runtime().is_none() {
            return Err(StartError::Miniprogram(
                "this build has no runtime of mini-programs: esbuild was not there".into(),
            ));
        }
        let project = Project::open(&opening.dir, Limits::default()).and_then(::miniprogram::watch);
        let project = project.map_err(|cause| StartError::Miniprogram(cause.to_string()))?;
        let mut key = [0; 16];
        random(&mut key);
        let base = format!("/miniprogram/{}", key.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")));
        let proxy = Proxy::new(opening.backends.clone()).map_err(|cause| StartError::Client(cause.into()))?;
        tokio::spawn(terminal::report(project.bundles(), project.errors()));
        Ok(Self { base, project, proxy })
    }

    /// What the page needs to know.
    pub(crate) fn program(&self) -> OpenedProgram {
        OpenedProgram { base: self.base.clone(), name: self.bundle().name().to_owned() }
    }

    fn bundle(&self) -> Arc<Bundle> {
        self.project.bundles().borrow().clone()
    }
}

/// The routes of an opened mini-program; none without one.
pub(crate) fn router(server: &Arc<Server>) -> Router {
    let (Some(demo), Some(runtime)) = (&server.demo, assets::runtime()) else { return Router::new() };
    let Some(opened) = demo.opened.clone() else { return Router::new() };
    let base = opened.base.clone();
    let event_log = demo.event_log.clone();
    let proxied = Router::new().route("/proxy", post(proxy)).layer(DefaultBodyLimit::max(proxy::MAX_BODY)).route(
        "/events",
        get(move |State(opened): State<Arc<Opened>>| async move { events::stream(&opened.project, event_log) }),
    );
    let routes = Router::new()
        .route(
            "/frame.html",
            get(async |State(opened): State<Arc<Opened>>, headers: HeaderMap| frame::document(&opened.base, &headers)),
        )
        .route("/{*key}", get(asset))
        .merge(demo::guarded(proxied, server.clone()))
        .with_state(opened)
        .merge(runtime.layer(axum::middleware::map_response(open_to_frame)));
    Router::new().nest(&base, demo::host_guarded(routes, server.clone()))
}

async fn proxy(State(opened): State<Arc<Opened>>, headers: HeaderMap, body: Bytes) -> Response {
    opened.proxy.call(&headers, body).await
}

/// A file of the bundle.
async fn asset(State(opened): State<Arc<Opened>>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    let bundle = opened.bundle();
    let found = tokio::task::spawn_blocking(move || bundle.get(&key)).await.ok().flatten();
    let Some(asset) = found else { return StatusCode::NOT_FOUND.into_response() };
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == asset.etag.as_bytes());
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type))], asset.bytes).into_response()
    };
    if let Ok(etag) = HeaderValue::from_str(&asset.etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // HTML or SVG of the project, opened by itself, runs nothing
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    open_to_frame(response).await
}

/// The frame's origin is nobody's: it may read what it loads, and so may only who knows the key.
async fn open_to_frame(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
