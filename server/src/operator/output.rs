//! The output of a command: a table for people or one JSON document for scripts on stdout, and failures on stderr.

use std::io::{self, Write};

use serde_json::Value;

/// The format of the output.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct OutputFormat {
    /// Print one JSON document instead of a table
    #[arg(long)]
    json: bool,
}

impl OutputFormat {
    /// Formats the output.
    pub(super) fn output(self, table_text: impl FnOnce() -> String, json_value: Value) -> Output {
        Output { text: if self.json { format!("{json_value:#}") } else { table_text() }, failure: None }
    }
}

/// The text for stdout, and the failure, if any.
#[derive(Debug)]
pub struct Output {
    text: String,
    failure: Option<(u8, String)>,
}

impl Output {
    /// Adds a failure: an exit code and a line for stderr.
    pub(super) fn with_failure(self, code: u8, line: String) -> Self {
        Self { failure: Some((code, line)), ..self }
    }

    /// The exit code and the line for stderr, if something failed.
    pub fn failure(&self) -> Option<(u8, &str)> {
        self.failure.as_ref().map(|(code, line)| (*code, line.as_str()))
    }

    /// Writes the text to stdout. A closed pipe (`| head`) is not an error.
    ///
    /// # Errors
    /// When stdout cannot be written.
    pub fn print(&self) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        match writeln!(stdout, "{}", self.text.trim_end()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }
}

/// A count with its noun: `1 account`, `2 accounts`.
pub(super) fn count(count: impl Into<i128>, thing: &str) -> String {
    let count = count.into();
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// The results of a command for several accounts or sessions.
#[derive(Default)]
pub(super) struct BatchResult {
    done: Vec<Value>,
    failed: Vec<(String, String)>,
}

impl BatchResult {
    pub(super) fn done(&mut self, what: Value) {
        self.done.push(what);
    }

    pub(super) fn failed(&mut self, id: impl ToString, why: impl Into<String>) {
        self.failed.push((id.to_string(), why.into()));
    }

    /// Formats the results, the successful ones under `name` in JSON. Exit code 1 if any failed.
    pub(super) fn output(self, format: OutputFormat, name: &str, table_text: impl FnOnce() -> String) -> Output {
        let failed: Vec<_> = self.failed.iter().map(|(id, why)| serde_json::json!({ "id": id, "why": why })).collect();
        let total = self.done.len() + self.failed.len();
        let output = format.output(table_text, serde_json::json!({ name: self.done, "failed": failed }));
        if self.failed.is_empty() {
            return output;
        }
        let listed: Vec<_> = self.failed.iter().map(|(id, why)| format!("{id} ({why})")).collect();
        output.with_failure(1, format!("{} of {total} not done: {}", self.failed.len(), listed.join(", ")))
    }
}
