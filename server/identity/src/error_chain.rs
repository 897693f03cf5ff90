//! How an error is written down: with everything that is behind it. `tracing` writes an error's sources in its text format
//! alone, and its JSON format keeps only what stands on top, which for a database is `the database failed`.

use std::{
    error::Error,
    fmt::{self, Display},
};

/// An error and its sources, as one line: `the database failed: error returned from database: no such table: user`. For a
/// field of the log (`cause = %error_chain(&cause)`) and for the output of a command.
pub fn error_chain(error: &dyn Error) -> impl Display + '_ {
    ErrorChain(error)
}

struct ErrorChain<'a>(&'a dyn Error);

impl Display for ErrorChain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = self.0.to_string();
        let mut source = self.0.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            // an error that wraps another one may already contain its text
            if !line.ends_with(&text) {
                line.push_str(": ");
                line.push_str(&text);
            }
            source = cause.source();
        }
        f.write_str(&line.replace(['\n', '\r'], " "))
    }
}

#[cfg(test)]
mod tests {
    use super::error_chain;
    use crate::StoreError;

    #[derive(Debug, thiserror::Error)]
    enum Layered {
        #[error("the outer")]
        Outer(#[source] Box<Layered>),
        #[error("named: {0}")]
        Named(#[source] Box<Layered>),
        #[error("the\ninner")]
        Inner,
    }

    #[test]
    fn every_source_is_there_once_and_on_one_line() {
        let error = Layered::Outer(Box::new(Layered::Named(Box::new(Layered::Inner))));
        assert_eq!(error_chain(&error).to_string(), "the outer: named: the inner");
        let error = StoreError::Database(Box::new(error));
        assert_eq!(error_chain(&error).to_string(), "the database failed: the outer: named: the inner");
    }
}
