//! Where the log goes: stderr, as text or as JSON.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::{ConfigError, LogFormat};

/// Starts the log.
///
/// # Errors
/// When `filter` is no tracing filter.
pub fn start(filter: &str, format: LogFormat) -> Result<(), ConfigError> {
    let filter =
        EnvFilter::try_new(filter).map_err(|cause| ConfigError::new("OA_LOG", format!("`{filter}`: {cause}")))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).with_target(false).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    Ok(())
}
