//! What a server in this process logged.

use std::io;
use std::sync::{Arc, Mutex};

/// Everything that was logged.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Lines {
    /// Of this thread, on which a test with one runtime thread runs everything.
    pub(crate) fn capture(level: tracing::Level) -> (Self, tracing::subscriber::DefaultGuard) {
        let lines = Self::default();
        let writer = lines.clone();
        let log = tracing_subscriber::fmt().with_max_level(level).with_ansi(false).with_writer(move || writer.clone());
        (lines, tracing::subscriber::set_default(log.finish()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// The lines of one request about calls of `path`.
    pub(crate) fn about(&self, request: &str, path: &str) -> Vec<String> {
        let (id, path) = (format!("request{{id=\"{request}\"}}"), format!("path=\"{path}\""));
        self.text().lines().filter(|line| line.contains(&id) && line.contains(&path)).map(str::to_owned).collect()
    }
}
