//! Runs as a text: what a tab keeps of them, and what is exported and imported. A text that is read and written again is the same,
//! byte for byte.

use serde::{Deserialize, Serialize};

use super::run::RunRecord;

/// The key of the runs in the tab's storage (`sessionStorage`).
pub const TAB_KEY: &str = "oa-mini:runs";
/// How many runs are kept.
pub const MAX_RUNS: usize = 30;
/// The longest text that is read, in bytes.
const MAX_BYTES: usize = 4 * 1024 * 1024;
/// Of the format.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "oa-mini-trace")]
    version: u32,
    runs: Vec<&'a RunRecord>,
}

#[derive(Deserialize)]
struct Read {
    #[serde(rename = "oa-mini-trace")]
    version: u32,
    runs: Vec<RunRecord>,
}

/// Why a text is no trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// It is longer than what is read.
    TooLong,
    /// It is of another version.
    Version(u32),
    /// It is no JSON of this shape; by line and column.
    Malformed(usize, usize),
}

/// The runs as a text.
pub fn write<'a>(runs: impl Iterator<Item = &'a RunRecord>) -> String {
    // texts and numbers always serialize
    serde_json::to_string(&Written { version: VERSION, runs: runs.collect() }).unwrap_or_default()
}

/// The runs of a text, at most [`MAX_RUNS`]: the newest.
///
/// # Errors
/// [`FileError`]
pub fn read(text: &str) -> Result<Vec<RunRecord>, FileError> {
    if text.len() > MAX_BYTES {
        return Err(FileError::TooLong);
    }
    let malformed = |error: serde_json::Error| FileError::Malformed(error.line(), error.column());
    let Read { version, mut runs } = serde_json::from_str(text).map_err(malformed)?;
    if version != VERSION {
        return Err(FileError::Version(version));
    }
    runs.drain(..runs.len().saturating_sub(MAX_RUNS));
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_text_that_is_read_and_written_is_the_same() {
        let text = r#"{"oa-mini-trace":1,"runs":[{"id":"3fa9c1d2","action":"bind","demo":["密钥已轮换","Key rotated"],"phone":"lin/A","started":1795890000000,"events":[{"at":0,"kind":"began","step":"enc"},{"at":21,"kind":"sent","request":"r","method":"POST","url":"/oapro/wx/auth/bindPhone","headers":[["X-OA-Token","oa_Vx3…f9c"]],"body":"{\n  \"iv\": \"…\"\n}"},{"at":30,"kind":"hop","request":"r","hop":{"step":"bind", "duration_ms":0.5}},{"at":50,"kind":"received","request":"r","status":200,"errno":715,"errmsg":"登录态已失效"}]}]}"#;
        assert_eq!(write(read(text).unwrap().iter()), text);
    }

    #[rstest]
    #[case::empty("", FileError::Malformed(1, 0))]
    #[case::another_file(r#"{"runs":[]}"#, FileError::Malformed(1, 11))]
    #[case::another_shape(r#"{"oa-mini-trace":1,"runs":{}}"#, FileError::Malformed(1, 26))]
    #[case::later(r#"{"oa-mini-trace":2,"runs":[]}"#, FileError::Version(2))]
    #[case::long(&" ".repeat(MAX_BYTES + 1), FileError::TooLong)]
    fn what_is_no_trace(#[case] text: &str, #[case] error: FileError) {
        assert_eq!(read(text).unwrap_err(), error);
    }

    #[test]
    fn the_newest_are_read() {
        let runs: Vec<_> = (0..40).map(|number| RunRecord { started: number, ..RunRecord::default() }).collect();
        let read = read(&write(runs.iter())).unwrap();
        assert_eq!((read.len(), read[0].started), (MAX_RUNS, 10));
    }
}
