//! What a command says: a table for people or one JSON document for scripts on stdout, and on stderr what was not done.

use std::io::{self, Write};

use serde_json::Value;

/// How the answer is wanted.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct OutputFormat {
    /// Print one JSON document instead of a table
    #[arg(long)]
    json: bool,
}

impl OutputFormat {
    /// The answer in the wanted form.
    pub(super) fn output(self, table_text: impl FnOnce() -> String, json_value: Value) -> Output {
        Output { text: if self.json { format!("{json_value:#}") } else { table_text() }, failure: None }
    }
}

/// What goes to stdout, and what was left undone.
#[derive(Debug)]
pub struct Output {
    text: String,
    failure: Option<(u8, String)>,
}

impl Output {
    /// Something was not done: an exit code and a line for stderr.
    pub(super) fn with_failure(self, code: u8, line: String) -> Self {
        Self { failure: Some((code, line)), ..self }
    }

    /// The exit code and the line for stderr, where not all was done.
    pub fn failure(&self) -> Option<(u8, &str)> {
        self.failure.as_ref().map(|(code, line)| (*code, line.as_str()))
    }

    /// Writes the text to stdout. A reader that has seen enough (`| head`) is no failure.
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

/// `count` of a thing, in words: `1 account`, `2 accounts`.
pub(super) fn count(count: impl Into<i128>, thing: &str) -> String {
    let count = count.into();
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// What a command did to each of several accounts or sessions, and to which it did nothing.
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

    /// The answer: `done` by that name in JSON. Exit code 1 where one failed.
    pub(super) fn output(self, format: OutputFormat, name: &str, table_text: impl FnOnce() -> String) -> Output {
        let failed: Vec<_> = self.failed.iter().map(|(id, why)| serde_json::json!({ "id": id, "why": why })).collect();
        let asked = self.done.len() + self.failed.len();
        let output = format.output(table_text, serde_json::json!({ name: self.done, "failed": failed }));
        if self.failed.is_empty() {
            return output;
        }
        let listed: Vec<_> = self.failed.iter().map(|(id, why)| format!("{id} ({why})")).collect();
        output.with_failure(1, format!("{} of {asked} not done: {}", self.failed.len(), listed.join(", ")))
    }
}
