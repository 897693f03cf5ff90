//! What is wrong with a file of the project.

use std::fmt;

use serde::Serialize;

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The file, or a part of it, does not work.
    Error,
    /// It works, perhaps not as its author means.
    Warning,
}

/// Something that does not compile, or not as it should. `Display` is one line for a terminal, in the form that editors link.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// Path below the project's root.
    pub file: String,
    /// From 1; 0 where the problem concerns the whole file.
    pub line: u32,
    /// From 1, in UTF-16 units; 0 where the problem concerns the whole file.
    pub column: u32,
    /// How bad it is.
    pub level: Level,
    /// One sentence, without the file's name.
    pub message: String,
}

impl Problem {
    pub(crate) fn error(file: impl Into<String>, place: Place, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: place.line, column: place.column, level: Level::Error, message: message.into() }
    }

    pub(crate) fn warning(file: impl Into<String>, place: Place, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(file, place, message) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        write!(f, ": {level}: {}", self.message)
    }
}

/// A place in a file, both from 1, the column in UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Place {
    /// The file as a whole.
    pub(crate) const FILE: Place = Place { line: 0, column: 0 };

    /// The place of a byte offset.
    pub(crate) fn of_offset(text: &str, offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
        Self { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
    }
}
