//! Initialises the log: to stderr, as text or as JSON.

use std::io::IsTerminal;

use tracing::{Level, Metadata};
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::{FilterExt, filter_fn},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::config::{ConfigError, LogFormat};

/// Crates that log what passes through them (URLs with the secret, bodies with keys) or noise (PostgreSQL's notices at each
/// start). They are limited to `warn` and above, whatever the filter.
const RESTRICTED_CRATES: [&str; 5] = ["h2", "hyper", "reqwest", "rustls", "sqlx"];

/// Initialises the log of a server.
///
/// # Errors
/// When `filter` is not a valid tracing filter.
pub fn init(filter: &str, format: LogFormat) -> Result<(), ConfigError> {
    init_with(filter, is_allowed, format)
}

/// Initialises the log of an operator's command, without warnings of slow statements, which a backup would cause.
///
/// # Errors
/// When `filter` is not a valid tracing filter.
pub fn init_for_command(filter: &str, format: LogFormat) -> Result<(), ConfigError> {
    init_with(filter, |event| is_allowed(event) && !is_slow_statement(event), format)
}

fn is_allowed(event: &Metadata<'_>) -> bool {
    let is_restricted = RESTRICTED_CRATES.iter().any(|name| event.target().starts_with(name));
    // the driver's warning of an unknown parameter contains its value
    !is_restricted || *event.level() <= Level::WARN && !event.target().starts_with("sqlx_postgres::options")
}

fn is_slow_statement(event: &Metadata<'_>) -> bool {
    event.target().starts_with("sqlx::query") && *event.level() > Level::ERROR
}

/// Parses a filter.
///
/// # Errors
/// When `filter` is not a valid tracing filter.
pub fn parse_filter(filter: &str) -> Result<EnvFilter, ConfigError> {
    EnvFilter::try_new(filter).map_err(|cause| ConfigError::new("OA_LOG", format!("`{filter}`: {cause}")))
}

fn init_with(filter: &str, allowed: fn(&Metadata<'_>) -> bool, format: LogFormat) -> Result<(), ConfigError> {
    let filter = parse_filter(filter)?.and(filter_fn(allowed));
    let lines = tracing_subscriber::fmt::layer::<Registry>().with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).with_target(false).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    tracing_subscriber::registry().with(lines.with_filter(filter)).init();
    Ok(())
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
