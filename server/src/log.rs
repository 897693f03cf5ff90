//! Where the log goes: stderr, as text or as JSON.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::{ConfigError, LogFormat};

/// Crates that would write down what passes through them, URLs with the secret and bodies with keys, at `debug` and below.
/// They stay above that, whatever the filter says.
const QUIET: [&str; 6] = ["h2=info", "hyper=info", "hyper_util=info", "reqwest=info", "rustls=info", "sqlx=info"];

/// What an operator's command does not tell besides: a statement that takes longer than a second, as a backup's does.
const NO_SLOW_STATEMENTS: &str = "sqlx::query=error";

/// Starts the log of a server.
///
/// # Errors
/// When `filter` is no tracing filter.
pub fn start(filter: &str, format: LogFormat) -> Result<(), ConfigError> {
    start_with(filter, &QUIET, format)
}

/// Starts the log of an operator's command.
///
/// # Errors
/// When `filter` is no tracing filter.
pub fn start_of_command(filter: &str, format: LogFormat) -> Result<(), ConfigError> {
    start_with(filter, &[&QUIET[..], &[NO_SLOW_STATEMENTS]].concat(), format)
}

fn start_with(filter: &str, quiet: &[&str], format: LogFormat) -> Result<(), ConfigError> {
    let wrong = |cause: &dyn std::fmt::Display| ConfigError::new("OA_LOG", format!("`{filter}`: {cause}"));
    let mut chosen = EnvFilter::try_new(filter).map_err(|cause| wrong(&cause))?;
    for quiet in quiet {
        chosen = chosen.add_directive(quiet.parse().map_err(|cause| wrong(&cause))?);
    }
    let log = tracing_subscriber::fmt().with_env_filter(chosen).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).with_target(false).init(),
        LogFormat::Json => log.json().flatten_event(true).with_span_list(false).init(),
    }
    Ok(())
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
