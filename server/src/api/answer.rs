//! Answers that no server function made: the envelope by hand.

use app::{
    protocol::call::Outcome,
    wire::{ApiError, CONTENT_TYPE, envelope},
};
use axum::{body::Body, response::Response};
use http::{HeaderValue, Method, header};
use serde::Serialize;

/// The envelope of an error.
pub(super) fn refuse(error: ApiError) -> Response {
    sealed::<()>(Err(error))
}

/// The envelope of an outcome.
pub(super) fn sealed<T: Serialize>(result: Result<T, ApiError>) -> Response {
    sealed_for(&Outcome::default(), result)
}

/// The same of a call that may have told already whose it is.
pub(super) fn sealed_for<T: Serialize>(outcome: &Outcome, result: Result<T, ApiError>) -> Response {
    if let Err(error) = &result {
        outcome.settle(error);
    }
    let mut response = Response::new(Body::from(envelope(result)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
    response.extensions_mut().insert(outcome.clone());
    response
}

/// OPTIONS: errno 0 and what is allowed. No CORS: a mini-program needs none.
pub(super) fn done(allow: HeaderValue) -> Response {
    let mut response = sealed(Ok(()));
    response.headers_mut().insert(header::ALLOW, allow);
    response
}

/// `allow` for a path with these methods.
pub(super) fn allow(methods: &[Method]) -> HeaderValue {
    let mut names: Vec<_> = methods.iter().map(Method::as_str).collect();
    if names.contains(&"GET") {
        names.push("HEAD");
    }
    names.push("OPTIONS");
    HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("OPTIONS"))
}
